package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zuyg/internal/source"
)

// Decode reads a record. Errors are *source.Error with path, line and column,
// wrapping ErrNewer or ErrConflict where that is the reason; a last line that
// is not complete is an error too. Nothing is repaired. Empty lines and labels
// (lines that are a JSON string) mean nothing. The texts share memory with one
// copy of data.
func Decode(path string, data []byte) (*Record, error) {
	n := min(bytes.Count(data, []byte("\n{")), mostAhead) // each entry begins a line
	d := &decoder{path: path, data: data, seen: make(map[string]int, n), record: &Record{Entries: make([]Entry, 0, n)}}
	for rest := string(data); rest != ""; {
		line, next, complete := strings.Cut(rest, "\n")
		d.line++
		d.after = next
		if err := d.read(strings.TrimSuffix(line, "\r"), complete); err != nil {
			return nil, err
		}
		d.start += len(rest) - len(next)
		rest = next
	}
	if !d.header {
		d.start = 0
		return nil, d.fail(0, "error.record-header", nil, nil)
	}
	return d.record, nil
}

// mostAhead is how many entries room is made for before they are read.
const mostAhead = 4096

type decoder struct {
	path   string
	data   []byte
	line   int    // of the line that is read, from 1
	start  int    // its byte offset in data
	after  string // what comes after it
	header bool
	keys   [2]string // names of the texts
	seen   map[string]int
	record *Record
}

// fail makes an error at byte offset off of the current line.
func (d *decoder) fail(off int, id string, args map[string]any, cause error) error {
	pos := source.New(d.path, d.data).Position(d.start + off)
	return &source.Error{Path: d.path, Pos: pos, ID: id, Args: args, Err: cause}
}

// wrong makes the error of a field whose value can't be.
func (d *decoder) wrong(off int, e *Entry, field, detail string, cause error) error {
	args := map[string]any{"ID": e.ID, "Status": e.Status, "Field": field, "Detail": detail}
	return d.fail(off, "error.record-field", args, cause)
}

// conflicted reports whether git left the line in a file that it could not
// merge.
func conflicted(line string) bool {
	for _, mark := range [...]string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return false
}

// read reads one line, without its end.
func (d *decoder) read(line string, complete bool) error {
	switch {
	case conflicted(line):
		return d.fail(0, "error.record-conflict", nil, ErrConflict)
	case !complete:
		return d.fail(len(line), "error.record-truncated", nil, nil)
	case line == "":
		return nil
	case !utf8.ValidString(line):
		return d.fail(invalid(line), "error.record-line", map[string]any{"Detail": "invalid UTF-8"}, nil)
	case !d.header:
		return d.readHeader(line)
	case line[0] == '"':
		return d.readLabel(line)
	}
	e, ok := quick(line, d.keys)
	if !ok {
		var err error
		if e, err = d.slow(line); err != nil {
			return err
		}
	}
	return d.add(e)
}

// invalid returns the offset of the first byte that is no UTF-8.
func invalid(s string) int {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") {
			return i
		}
	}
	return len(s)
}

// readLabel reads a line that is for git alone.
func (d *decoder) readLabel(line string) error {
	s := scanner{rest: line}
	if _, ok := s.str(); ok && s.rest == "" {
		return nil
	}
	return d.syntax(line)
}

// add takes an entry into the record.
func (d *decoder) add(e Entry) error {
	if e.ID == "" {
		return d.wrong(0, &e, "id", "empty", nil)
	}
	if e.Status != Proposed && e.Status != Translated && e.Status != Reviewed {
		return d.wrong(0, &e, "status", "unknown", nil)
	}
	if first, ok := d.seen[e.ID]; ok {
		return d.fail(0, "error.record-duplicate-id", map[string]any{"ID": e.ID, "Line": first}, nil)
	}
	d.seen[e.ID] = d.line
	d.record.Entries = append(d.record.Entries, e)
	return nil
}

// readHeader reads the first line.
func (d *decoder) readHeader(line string) error {
	if langs, ok := quickHeader(line); ok {
		d.record.Splitter = Splitter
		return d.setLangs(0, langs, nil)
	}
	bad := func(off int, cause error) error { return d.fail(off, "error.record-header", nil, cause) }
	all, err := d.members(line)
	if err != nil {
		var at *source.Error
		if errors.As(err, &at) && at.ID == "error.record-truncated" {
			return err
		}
		return bad(0, err)
	}
	known := map[string]member{}
	for _, m := range all {
		switch m.key {
		case "zuyg", "version", "splitter", "langs":
			if _, twice := known[m.key]; twice {
				return bad(m.off, nil)
			}
			known[m.key] = m
		default:
			d.record.extra = appendMember(d.record.extra, m)
		}
	}
	if string(known["zuyg"].raw) != `"pair"` {
		return bad(0, nil)
	}
	version, err := strconv.Atoi(string(known["version"].raw))
	if err != nil || version < 1 {
		return bad(known["version"].off, err)
	}
	if version > Version {
		return d.fail(known["version"].off, "error.record-newer", map[string]any{"Version": version, "Known": Version}, ErrNewer)
	}
	if m, ok := known["splitter"]; ok {
		if d.record.Splitter, err = strconv.Atoi(string(m.raw)); err != nil {
			return bad(m.off, err)
		}
	}
	var langs []string
	err = json.Unmarshal(known["langs"].raw, &langs)
	return d.setLangs(known["langs"].off, langs, err)
}

// setLangs ends the header with the languages that it names at offset off.
func (d *decoder) setLangs(off int, langs []string, err error) error {
	if err != nil || len(langs) != 2 || slices.Contains(langs, "") || textKey(langs[0]) == textKey(langs[1]) {
		return d.fail(off, "error.record-header", nil, err)
	}
	d.header = true
	d.record.Langs = [2]string(langs)
	d.keys = [2]string{textKey(langs[0]), textKey(langs[1])}
	return nil
}
