package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/goccy/go-yaml"

	"zuyg/internal/source"
)

// front is the front matter of a version: the top-level keys with the place of
// their values as written.
type front struct {
	toml   bool
	values []value
}

// value is one top-level front matter value.
type value struct {
	key  string
	at   source.Span // as written, quotes included
	text string      // decoded; "" when it is no scalar
	list []string    // scalars of a list
	kind style
}

// style is how a value is written.
type style uint8

const (
	plain  style = iota // YAML without quotes, numbers, TOML bare values
	single              // 'x'
	double              // "x"
	block               // YAML | or >
	other               // lists, maps, anything that is no single text
)

// Meta returns a front matter value as text (scalars only) and the span of its
// source; ok is false when there is none.
func (d *Doc) Meta(key string) (text string, at source.Span, ok bool) {
	for i := range d.front.values {
		if v := &d.front.values[i]; v.key == key && v.kind != other {
			return v.text, v.at, true
		}
	}
	return "", source.Span{}, false
}

// MetaList returns the scalars of a front matter list, or the one scalar.
func (d *Doc) MetaList(key string) []string {
	for i := range d.front.values {
		v := &d.front.values[i]
		switch {
		case v.key != key:
		case v.kind != other:
			return []string{v.text}
		default:
			return v.list
		}
	}
	return nil
}

// parseFront reads the front matter, adds a block for each field that is
// translated, and returns the offset where the body begins.
func (d *Doc) parseFront() int {
	data := d.File.Data
	start := 0
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		start = 3
	}
	open := bytes.TrimRight(data[start:lineEnd(data, start)], " \t")
	if string(open) != "---" && string(open) != "+++" {
		return start
	}
	d.front.toml = string(open) == "+++"
	first := nextLine(data, start)
	end, body := closing(data, first, string(open))
	if body < 0 {
		// "---" may be a thematic break as well: it is front matter if a key follows.
		if k, _, ok := strings.Cut(string(data[first:lineEnd(data, first)]), map[bool]string{true: "=", false: ":"}[d.front.toml]); ok && isKey(strings.TrimSpace(k)) {
			d.problem(start, "error.front-matter-unclosed", map[string]any{"Mark": string(open)})
		}
		return start
	}
	d.readValues(first, end)
	for i := range d.front.values {
		v := &d.front.values[i]
		if v.kind != other && strings.TrimSpace(v.text) != "" && slices.Contains(d.options.Fields, v.key) {
			d.Blocks = append(d.Blocks, Block{Kind: Field, Key: v.key, Span: v.at, Lines: []source.Span{v.at}, meta: i})
		}
	}
	return body
}

// nextLine returns where the line after that of offset off begins.
func nextLine(data []byte, off int) int {
	if i := bytes.IndexByte(data[off:], '\n'); i >= 0 {
		return off + i + 1
	}
	return len(data)
}

// closing finds the line that closes front matter from off on: end is where it
// begins, body where the body begins, -1 when there is none.
func closing(data []byte, off int, mark string) (end, body int) {
	for at := off; at < len(data); at = nextLine(data, at) {
		line := string(bytes.TrimRight(data[at:lineEnd(data, at)], " \t"))
		if line == mark || mark == "---" && line == "..." {
			return at, nextLine(data, at)
		}
	}
	return len(data), -1
}

// isKey reports whether s is a plain key of front matter.
func isKey(s string) bool {
	for _, r := range s {
		if !(r == '_' || r == '-' || r == '.' || r > 0x7f || r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z') {
			return false
		}
	}
	return s != ""
}

// readValues finds the top-level keys between two offsets. The entry of a key
// runs to the next line that is not indented, empty, a comment or a list item.
func (d *Doc) readValues(from, to int) {
	data := d.File.Data
	for at := from; at < to; {
		next := min(nextLine(data, at), to)
		line := string(data[at:min(lineEnd(data, at), to)])
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#':
		case d.front.toml && trimmed[0] == '[':
			return // a table: its keys are not top-level ones
		case line[0] == ' ' || line[0] == '\t':
			d.problem(at, "error.front-matter", map[string]any{"Detail": strconv.Quote(trimmed)})
			return
		default:
			if next = d.entry(at, to); next < 0 {
				return
			}
		}
		at = next
	}
}

// entry reads the key at offset at and its value, and returns where the next
// entry begins, or -1 after a problem that makes the rest unsure.
func (d *Doc) entry(at, to int) int {
	data := d.File.Data
	line := string(data[at:min(lineEnd(data, at), to)])
	sep := ":"
	if d.front.toml {
		sep = "="
	}
	key, rest, ok := strings.Cut(line, sep)
	name := strings.Trim(strings.TrimSpace(key), `"'`)
	if !ok || !isKey(name) || (!d.front.toml && rest != "" && rest[0] != ' ' && rest[0] != '\t') {
		d.problem(at, "error.front-matter", map[string]any{"Detail": strconv.Quote(strings.TrimSpace(line))})
		return -1
	}
	v := value{key: name}
	v.at.End = at + len(strings.TrimRight(line, " \t"))
	v.at.Start = min(v.at.End, at+len(key)+1+len(rest)-len(strings.TrimLeft(rest, " \t")))
	end := d.entryEnd(at, to, strings.TrimSpace(rest))
	if err := d.decode(&v, at, end, strings.TrimSpace(rest)); err != nil {
		d.problem(v.at.Start, "error.front-matter", map[string]any{"Detail": firstLine(err.Error())})
		v.kind, v.text = other, ""
	}
	d.front.values = append(d.front.values, v)
	return end
}

// entryEnd returns where the entry that begins at offset at ends.
func (d *Doc) entryEnd(at, to int, rest string) int {
	data := d.File.Data
	next := min(nextLine(data, at), to)
	if d.front.toml {
		return d.tomlEnd(at, next, to, rest)
	}
	for next < to {
		line := data[next:min(lineEnd(data, next), to)]
		blank := len(bytes.TrimSpace(line)) == 0
		if !blank && line[0] != ' ' && line[0] != '\t' && !bytes.HasPrefix(line, []byte("- ")) && string(line) != "-" {
			break
		}
		next = min(nextLine(data, next), to)
	}
	return next
}

// tomlEnd is entryEnd for TOML, where multi-line strings and arrays go on.
func (d *Doc) tomlEnd(at, next, to int, rest string) int {
	for _, q := range []string{`"""`, "'''"} {
		if strings.HasPrefix(rest, q) && strings.Count(rest, q) == 1 {
			if i := bytes.Index(d.File.Data[next:to], []byte(q)); i >= 0 {
				return min(nextLine(d.File.Data, next+i), to)
			}
		}
	}
	if strings.HasPrefix(rest, "[") {
		for end := next; ; end = min(nextLine(d.File.Data, end), to) {
			var tree map[string]any
			if toml.Unmarshal(d.File.Data[at:end], &tree) == nil || end == to {
				return end
			}
		}
	}
	return next
}

// decode sets text, kind, list and, for a value of several lines, the end of v.
func (d *Doc) decode(v *value, at, end int, rest string) error {
	data := d.File.Data
	written := data[v.at.Start:v.at.End]
	oneLine := len(bytes.TrimSpace(data[min(v.at.End, end):end])) == 0
	if !d.front.toml && oneLine && isPlain(rest) {
		v.text, v.kind = rest, plain
		return nil
	}
	var tree map[string]any
	var err error
	if d.front.toml {
		err = toml.Unmarshal(data[at:end], &tree)
	} else {
		err = yaml.Unmarshal(data[at:end], &tree)
	}
	if err != nil {
		return err
	}
	d.classify(v, tree, written)
	if !oneLine {
		v.at.End = at + len(bytes.TrimRight(data[at:end], " \t\r\n"))
	} else if c := commentStart(written, v.kind); c >= 0 {
		v.at.End = v.at.Start + len(bytes.TrimRight(written[:c], " \t"))
	}
	return nil
}

// classify names the style of a decoded value.
func (d *Doc) classify(v *value, tree map[string]any, written []byte) {
	v.kind = other
	var got any
	for _, got = range tree {
	}
	switch x := got.(type) {
	case nil, map[string]any:
		return
	case []any:
		for _, e := range x {
			v.list = append(v.list, fmt.Sprint(e))
		}
		return
	case string:
		v.text = x
	default:
		v.text = fmt.Sprint(x)
	}
	switch {
	case len(written) == 0:
	case bytes.HasPrefix(written, []byte(`"""`)), bytes.HasPrefix(written, []byte("'''")), written[0] == '|', written[0] == '>':
		v.kind = block
	case written[0] == '"':
		v.kind = double
	case written[0] == '\'':
		v.kind = single
	default:
		v.kind = plain
	}
	if v.kind == block {
		v.text = strings.TrimSuffix(v.text, "\n")
	}
}

// isPlain reports whether a YAML value is a plain text that means itself: no
// indicator at its head, no comment, no nested key, nothing that YAML reads as
// something else than the text.
func isPlain(s string) bool {
	if s == "" || strings.ContainsAny(s[:1], "!&*-?{}[]|>@`\"'#%,:~") || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "null", "yes", "no", "true", "false", "on", "off", "y", "n":
		return false
	}
	// Numbers and dates are kept as written: 2022-08-26 stays a text.
	return true
}

// commentStart returns where a comment begins behind a value on one line, or -1.
func commentStart(written []byte, k style) int {
	from := 0
	if k == single || k == double {
		quote := written[0]
		for from = 1; from < len(written) && written[from] != quote; from++ {
			if quote == '"' && written[from] == '\\' {
				from++
			}
		}
	}
	if from >= len(written) {
		return -1
	}
	if i := bytes.Index(written[from:], []byte(" #")); i >= 0 {
		return from + i
	}
	return -1
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// rewrite returns a field's value written anew, in the style it had where that
// can hold the text.
func (f *front) rewrite(v *value, text string) string {
	switch {
	case v.kind == plain && !f.toml && isPlain(text) && text == strings.TrimSpace(text):
		return text
	case v.kind == single && !f.toml && !strings.ContainsAny(text, "\n\r\t"):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case v.kind == single && f.toml && !strings.ContainsAny(text, "'\n\r"):
		return "'" + text + "'"
	}
	return quote(text)
}

// quote writes text in double quotes as both YAML and TOML read them.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
