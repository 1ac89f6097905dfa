package exchange

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/source"
)

// ErrPlural is wrapped when PO can't say the plural forms of a language: its
// rule would be needed as a formula over whole numbers.
var ErrPlural = errors.New("no plural formula")

// formula returns the Plural-Forms of a language.
func formula(p *catalog.Plurals) (string, []string, error) {
	forms := p.Forms
	switch {
	case len(forms) == 1:
		return "nplurals=1; plural=0;", forms, nil
	case len(forms) != 2 || forms[0] != "one":
	case slices.Equal(p.Numbers["one"], []int{0, 1}):
		return "nplurals=2; plural=(n > 1);", forms, nil
	case slices.Equal(p.Numbers["one"], []int{1}):
		return "nplurals=2; plural=(n != 1);", forms, nil
	}
	return "", nil, fmt.Errorf("%s: %w", p.Lang, ErrPlural)
}

// WritePO writes an entry a message, with the key as context. A stale one is
// fuzzy and has the source it was made from. What it writes passes "msgfmt
// --check".
func WritePO(f *File) ([]byte, error) {
	rule, forms, err := formula(f.Plurals)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("msgid \"\"\nmsgstr \"\"\n")
	for _, h := range [][2]string{{"Project-Id-Version", "zuyg"}, {"Report-Msgid-Bugs-To", ""}, {"POT-Creation-Date", f.Date + " 00:00+0000"},
		{"PO-Revision-Date", f.Date + " 00:00+0000"}, {"Last-Translator", f.Who}, {"Language-Team", f.Langs[1]}, {"Language", f.Langs[1]},
		{"MIME-Version", "1.0"}, {"Content-Type", "text/plain; charset=UTF-8"}, {"Content-Transfer-Encoding", "8bit"},
		{"Plural-Forms", rule}, {"X-Source-Language", f.Langs[0]}} {
		b.WriteString(quotePO(h[0]+": "+strings.ReplaceAll(h[1], "\n", " ")+"\n") + "\n")
	}
	for i := range f.Units {
		if u := &f.Units[i]; len(u.Source) > 0 {
			u.writePO(&b, forms)
		}
	}
	return []byte(b.String()), nil
}

func (u *Unit) writePO(b *strings.Builder, forms []string) {
	b.WriteByte('\n')
	for l := range strings.SplitSeq(u.Description, "\n") {
		if l != "" {
			fmt.Fprintf(b, "#. %s\n", strings.TrimRight(l, "\r"))
		}
	}
	fmt.Fprintf(b, "#. zuyg: %s source=%s target=%s\n", u.State, u.SourceHash, u.TargetHash)
	for _, at := range u.Uses {
		fmt.Fprintf(b, "#: %s\n", at)
	}
	plural := len(u.Source) > 1
	if u.Fuzzy {
		b.WriteString("#, fuzzy\n")
	}
	if len(u.Previous) > 0 {
		writeText(b, "#| msgctxt", u.Key, "#| ")
		writeText(b, "#| msgid", u.id(u.Previous), "#| ")
		if plural {
			writeText(b, "#| msgid_plural", orOther(u.Previous, "other"), "#| ")
		}
	}
	writeText(b, "msgctxt", u.Key, "")
	id := u.id(u.Source)
	writeText(b, "msgid", id, "")
	if !plural {
		writeText(b, "msgstr", fit(id, form(u.Target, "other")), "")
		return
	}
	writeText(b, "msgid_plural", fit(id, orOther(u.Source, "other")), "")
	for i, name := range forms {
		writeText(b, fmt.Sprintf("msgstr[%d]", i), fit(id, form(u.Target, name)), "")
	}
}

// id is the msgid of a text: "one" of a plural, else the only form.
func (u *Unit) id(fields []catalog.Field) string {
	if len(u.Source) > 1 {
		return orOther(fields, "one")
	}
	return orOther(fields, fallback(fields))
}

// fit makes a text begin and end with a line end where the source does: gettext
// demands it.
func fit(source, text string) string {
	if text == "" {
		return ""
	}
	text = strings.Trim(lines(text), "\n")
	source = lines(source)
	if strings.HasPrefix(source, "\n") {
		text = "\n" + text
	}
	if strings.HasSuffix(source, "\n") {
		text += "\n"
	}
	return text
}

// Fit is what a text becomes on its way through a PO file.
func Fit(source, text string) string { return fit(source, text) }

// writeText writes a keyword and a string, over several lines where the string
// has any; more is what each further line begins with.
func writeText(b *strings.Builder, keyword, text, more string) {
	text = lines(text)
	if i := strings.IndexByte(text, '\n'); i < 0 || i == len(text)-1 {
		fmt.Fprintf(b, "%s %s\n", keyword, quotePO(text))
		return
	}
	fmt.Fprintf(b, "%s \"\"\n", keyword)
	for l := range strings.Lines(text) {
		fmt.Fprintf(b, "%s%s\n", more, quotePO(l))
	}
}

var poEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)

func quotePO(text string) string { return `"` + poEscaper.Replace(text) + `"` }

var poUnescaper = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\t`, "\t", `\r`, "\r")

var (
	poHashes = regexp.MustCompile(`^#\. zuyg: (\S*) source=(\S*) target=(\S*)\s*$`)
	poLine   = regexp.MustCompile(`^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d)\])[ \t]+(".*")[ \t]*$`)
)

// ReadPO reads what WritePO wrote and a translator's tool saved. Obsolete
// entries are left out. The error is a *source.Error with a place.
func ReadPO(path string, data []byte, target *catalog.Plurals) (*File, error) {
	_, forms, err := formula(target)
	if err != nil {
		return nil, err
	}
	r := &poReader{path: path, forms: forms, file: &File{Plurals: target}}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), bom)) {
		n++
		if !r.line(strings.TrimRight(line, "\r\n"), n) {
			return nil, &source.Error{Path: path, Pos: source.Position{Line: n, Column: 1, Byte: 1, UTF16: 1}, ID: "error.exchange-po", Args: map[string]any{"Text": strings.TrimSpace(line)}}
		}
	}
	r.flush()
	return r.file, nil
}

type poReader struct {
	path  string
	forms []string
	file  *File
	unit  Unit
	text  map[string]*strings.Builder
	last  *strings.Builder
}

// line takes a line; false when it is none of PO.
func (r *poReader) line(line string, n int) bool {
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "":
		r.flush()
		return true
	case strings.HasPrefix(trimmed, "#"):
		if r.last != nil {
			r.flush()
		}
		if m := poHashes.FindStringSubmatch(trimmed); m != nil {
			r.unit.State, r.unit.SourceHash, r.unit.TargetHash = m[1], m[2], m[3]
		}
		if strings.HasPrefix(trimmed, "#,") && strings.Contains(trimmed, "fuzzy") {
			r.unit.Fuzzy = true
		}
		return true
	}
	if trimmed[0] == '"' {
		if r.last == nil || !quotedPO(trimmed) {
			return false
		}
		r.last.WriteString(poUnescaper.Replace(trimmed[1 : len(trimmed)-1]))
		return true
	}
	m := poLine.FindStringSubmatch(trimmed)
	if m == nil || !quotedPO(m[3]) {
		return false
	}
	if m[1] == "msgctxt" || m[1] == "msgid" && r.text["msgid"] != nil {
		if r.text["msgid"] != nil {
			r.flush()
		}
	}
	if r.text == nil {
		r.text = map[string]*strings.Builder{}
		r.unit.Line = n
	}
	r.last = &strings.Builder{}
	r.text[m[1]] = r.last
	r.last.WriteString(poUnescaper.Replace(m[3][1 : len(m[3])-1]))
	return true
}

// quotedPO reports whether a text is one string in quotes.
func quotedPO(s string) bool {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return false
	}
	for i := 1; i < len(s)-1; i++ {
		switch s[i] {
		case '\\':
			i++
			if i == len(s)-1 {
				return false
			}
		case '"':
			return false
		}
	}
	return true
}

// flush ends an entry.
func (r *poReader) flush() {
	if r.text == nil {
		return
	}
	get := func(name string) string {
		if b := r.text[name]; b != nil {
			return b.String()
		}
		return ""
	}
	u := r.unit
	u.Key = get("msgctxt")
	if r.text["msgctxt"] != nil {
		if r.text["msgid_plural"] != nil {
			u.Source = []catalog.Field{{Name: "one", Text: get("msgid")}, {Name: "other", Text: get("msgid_plural")}}
			for i, name := range r.forms {
				u.Target = append(u.Target, catalog.Field{Name: name, Text: get(fmt.Sprintf("msgstr[%d]", i))})
			}
		} else {
			u.Source = []catalog.Field{{Name: "other", Text: get("msgid")}}
			u.Target = []catalog.Field{{Name: "other", Text: get("msgstr")}}
		}
		r.file.Units = append(r.file.Units, u)
	}
	r.unit, r.text, r.last = Unit{}, nil, nil
}
