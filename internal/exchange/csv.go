package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/source"
)

// columns are those of a CSV file; a reader finds them by their names.
var columns = []string{"key", "form", "description", "source", "previous", "target", "state", "source_hash", "target_hash"}

const bom = "\xef\xbb\xbf"

// WriteCSV writes a row a plural form. It begins with a byte order mark,
// without which spreadsheets take Armenian for something else.
func WriteCSV(f *File) []byte {
	var b bytes.Buffer
	b.WriteString(bom)
	w := csv.NewWriter(&b)
	rows := [][]string{columns}
	for i := range f.Units {
		u := &f.Units[i]
		for _, name := range u.wanted(f.Plurals) {
			row := []string{u.Key, name, u.Description, orOther(u.Source, name), orOther(u.Previous, name), form(u.Target, name), u.State, u.SourceHash, u.TargetHash}
			for k := range row {
				row[k] = shield(row[k])
			}
			rows = append(rows, row)
		}
	}
	_ = w.WriteAll(rows) // into memory
	return b.Bytes()
}

// dangerous begins a cell that a spreadsheet would take for a formula.
const dangerous = "=+-@\t\r"

// shield puts an apostrophe before a text that a spreadsheet would run, and
// before one that begins with an apostrophe, so that bare can take it off.
func shield(text string) string {
	if text != "" && (strings.IndexByte(dangerous, text[0]) >= 0 || text[0] == '\'') {
		return "'" + text
	}
	return text
}

func bare(text string) string {
	if len(text) > 1 && text[0] == '\'' && (strings.IndexByte(dangerous, text[1]) >= 0 || text[1] == '\'') {
		return text[1:]
	}
	return text
}

// ReadCSV reads what WriteCSV wrote and people edited: columns in any order,
// separated by commas, semicolons or tabs. Rows of one key make one unit. The
// error is a *source.Error with a place.
func ReadCSV(path string, data []byte) (*File, error) {
	body := bytes.TrimPrefix(data, []byte(bom))
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma = separator(body)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		e := &source.Error{Path: path, ID: "error.exchange-csv", Args: map[string]any{"Detail": err.Error()}}
		var at *csv.ParseError
		if errors.As(err, &at) {
			e.Pos = source.Position{Line: at.Line, Column: at.Column, Byte: at.Column, UTF16: at.Column}
			e.Args["Detail"] = at.Err.Error()
		}
		return nil, e
	}
	at, err := columnsOf(path, rows)
	if err != nil {
		return nil, err
	}
	f := &File{}
	index := map[string]int{}
	reader := csv.NewReader(bytes.NewReader(body)) // once more for the lines
	reader.Comma, reader.FieldsPerRecord = r.Comma, -1
	for n, row := range rows {
		_, _ = reader.Read() // read once without an error
		if n == 0 || len(row) == 1 && row[0] == "" {
			continue
		}
		cell := func(name string) string {
			if i := at[name]; i >= 0 && i < len(row) {
				return bare(lines(row[i]))
			}
			return ""
		}
		line, _ := reader.FieldPos(0)
		i, ok := index[cell("key")]
		if !ok {
			i = len(f.Units)
			index[cell("key")] = i
			f.Units = append(f.Units, Unit{Key: cell("key"), Description: cell("description"), State: cell("state"),
				SourceHash: cell("source_hash"), TargetHash: cell("target_hash"), Line: line})
		}
		u := &f.Units[i]
		name := cell("form")
		if !catalog.IsForm(name) {
			return nil, &source.Error{Path: path, Pos: source.Position{Line: line, Column: 1, Byte: 1, UTF16: 1}, ID: "error.exchange-form", Args: map[string]any{"Form": name}}
		}
		u.Source = append(u.Source, catalog.Field{Name: name, Text: cell("source")})
		u.Target = append(u.Target, catalog.Field{Name: name, Text: cell("target")})
	}
	return f, nil
}

// separator is what parts the names of the first line.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := bytes.Count(first, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func columnsOf(path string, rows [][]string) (map[string]int, error) {
	at := map[string]int{}
	for _, name := range columns {
		at[name] = -1
		if len(rows) > 0 {
			at[name] = slices.IndexFunc(rows[0], func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), name) })
		}
	}
	for _, name := range []string{"key", "form", "target", "source_hash"} {
		if at[name] < 0 {
			return nil, &source.Error{Path: path, Pos: source.Position{Line: 1, Column: 1, Byte: 1, UTF16: 1}, ID: "error.exchange-column", Args: map[string]any{"Column": name}}
		}
	}
	return at, nil
}
