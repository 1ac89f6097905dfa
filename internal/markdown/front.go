package markdown

import (
	"bytes"
	"slices"
	"strings"

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
	key   string
	at    source.Span // as written, quotes included, without a comment behind
	style style
	text  string   // a scalar decoded; numbers, dates and booleans as they are written
	list  []string // the scalars of a list
}

// style is how a value is written.
type style uint8

const (
	plain   style = iota // without quotes
	single               // 'x'
	double               // "x"
	literal              // YAML |
	folded               // YAML >
	triple               // TOML """x""" and '''x'''
	marked               // a YAML text behind a tag or an anchor, or an alias
	boolean              // true, false: a scalar, but nobody's text
	list                 // its scalars are in value.list
	other                // nothing, a map, what can't be read
)

// scalar reports whether the value is a single one.
func (v *value) scalar() bool { return v.style < list }

// Meta returns a top-level front matter value as text and the place of its
// source; ok is false when there is none or it is no scalar.
func (d *Doc) Meta(key string) (text string, at source.Span, ok bool) {
	v := d.front.find(key)
	if v == nil || !v.scalar() {
		return "", source.Span{}, false
	}
	return v.text, v.at, true
}

// MetaList returns the scalars of a front matter list, or the one scalar.
func (d *Doc) MetaList(key string) []string {
	v := d.front.find(key)
	switch {
	case v == nil:
		return nil
	case v.scalar():
		return []string{v.text}
	}
	return v.list
}

func (f *front) find(key string) *value {
	i := slices.IndexFunc(f.values, func(v value) bool { return v.key == key })
	if i < 0 {
		return nil
	}
	return &f.values[i]
}

// parseFront reads the front matter, adds a block for each field that is
// translated, and returns the offset where the body begins.
func (d *Doc) parseFront() int {
	data := d.File.Data
	start := 0
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		start = 3
	}
	mark := frontMark(data, start)
	if mark == "" {
		return start
	}
	d.front.toml = mark == "+++"
	first := nextLine(data, start)
	end, body := closing(data, first, mark)
	if body < 0 {
		if !isKeyLine(lineAt(data, first), d.front.toml) {
			return start // "---" is a thematic break as well
		}
		d.problem(start, "error.front-matter-unclosed", map[string]any{"Mark": mark})
		return unclosedEnd(data, first, d.front.toml)
	}
	if !d.isFront(first, end) {
		return start
	}
	var values []value
	var e *frontError
	switch {
	case end-first > maxFront:
		e = &frontError{at: first, detail: errTooMuch.Error()}
	case d.front.toml:
		values, e = readTOML(data, first, end)
	default:
		values, e = readYAML(data, first, end)
	}
	if e != nil {
		d.problem(e.at, "error.front-matter", map[string]any{"Detail": e.detail})
		return body
	}
	d.front.values = values
	for i := range values {
		v := &values[i]
		if v.style < boolean && v.at.Len() > 0 && strings.TrimSpace(v.text) != "" && slices.Contains(d.options.Fields, v.key) {
			d.Blocks = append(d.Blocks, Block{Kind: Field, Key: v.key, Span: v.at, Lines: []source.Span{v.at}, meta: i})
		}
	}
	return body
}

// frontError is why front matter can't be read, and where.
type frontError struct {
	at     int
	detail string
}

// maxFront is the number of bytes above which front matter isn't read: the YAML
// and TOML libraries recurse without a limit, and none is that long.
const maxFront = 1 << 16

// frontMark returns the mark that opens front matter at off, "" if there is
// none.
func frontMark(data []byte, off int) string {
	if !bytes.HasPrefix(data[off:], []byte("---")) && !bytes.HasPrefix(data[off:], []byte("+++")) {
		return ""
	}
	line := bytes.TrimRight(data[off:lineEnd(data, off)], " \t")
	if len(line) != 3 {
		return ""
	}
	return string(line)
}

// closing finds the line that closes front matter from off on: end is where it
// begins, body where the body begins, -1 when there is none.
func closing(data []byte, off int, mark string) (end, body int) {
	for at := off; at < len(data); at = nextLine(data, at) {
		line := string(bytes.TrimRight(lineAt(data, at), " \t"))
		if line == mark || mark == "---" && line == "..." {
			return at, nextLine(data, at)
		}
	}
	return len(data), -1
}

// isFront reports whether what stands between two marks is meant as front
// matter. Between two "---" it may be text between thematic breaks, or setext
// headings: then no line of it has a key.
func (d *Doc) isFront(from, to int) bool {
	for at := from; at < to; at = nextLine(d.File.Data, at) {
		line := bytes.TrimSpace(lineAt(d.File.Data, at))
		if isKeyLine(line, false) || len(line) > 0 && line[0] == '{' {
			return true
		}
	}
	return d.front.toml || from == to
}

// unclosedEnd returns where front matter that nothing closes seems to end: at
// the first line that can't belong to it.
func unclosedEnd(data []byte, at int, toml bool) int {
	for at < len(data) {
		line := lineAt(data, at)
		trimmed := bytes.TrimSpace(line)
		switch {
		case len(trimmed) == 0:
			return at
		case isKeyLine(line, toml), trimmed[0] == '#', isSpace(line[0]), bytes.HasPrefix(line, []byte("- ")):
			at = nextLine(data, at)
		default:
			return at
		}
	}
	return at
}

// isKeyLine reports whether a line begins with a key of front matter and the
// sign that a value follows.
func isKeyLine(line []byte, toml bool) bool {
	_, _, ok := cutKey(line, toml)
	return ok
}

// cutKey takes the key off a line; rest begins behind the ":" or "=". ok is
// false for keys that are more than a word, quoted or not.
func cutKey(line []byte, toml bool) (key string, rest []byte, ok bool) {
	i := bytes.IndexByte(line, '=')
	if !toml {
		i = bytes.IndexByte(line, ':')
		for i >= 0 && i+1 < len(line) && !isSpace(line[i+1]) { // a colon in a key, "og:title"
			next := bytes.IndexByte(line[i+1:], ':')
			if next < 0 {
				return "", nil, false
			}
			i += 1 + next
		}
	}
	if i < 0 {
		return "", nil, false
	}
	name := bytes.TrimRight(line[:i], " \t")
	if n := len(name); n > 2 && (name[0] == '"' || name[0] == '\'') && name[n-1] == name[0] {
		name = name[1 : n-1]
	}
	if !isKey(name) {
		return "", nil, false
	}
	return string(name), line[i+1:], true
}

// isKey reports whether name is a word as the keys of front matter are:
// letters of any script, digits, "_" and, not at its head, "-", "." and ":".
func isKey(name []byte) bool {
	for i, c := range name {
		switch {
		case c > 0x7f, c == '_', c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c == '-' || c == '.' || c == ':'):
		default:
			return false
		}
	}
	return len(name) > 0
}

// nextLine returns where the line after that of offset off begins.
func nextLine(data []byte, off int) int {
	if i := bytes.IndexByte(data[off:], '\n'); i >= 0 {
		return off + i + 1
	}
	return len(data)
}

// lineAt returns the line that begins at off, without its line end.
func lineAt(data []byte, off int) []byte { return data[off:lineEnd(data, off)] }
