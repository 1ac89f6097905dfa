package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"zuyg/internal/source"
)

// yamlReader reads the top-level values of YAML front matter. Their places are
// found line by line; what a line says is read here as long as it is simple
// (a text, a quoted text without escapes, a list of such) and by the YAML
// library else, since that costs more than the whole body.
type yamlReader struct {
	data   []byte
	from   int
	to     int
	tree   map[string]any // all of it by the library, when an entry alone can't be read
	values []value
}

// keyTwice is the detail of a problem that the library has a place inside its
// own message for.
const keyTwice = "stands twice"

// readYAML returns the values between two offsets.
func readYAML(data []byte, from, to int) ([]value, *frontError) {
	r := &yamlReader{data: data, from: from, to: to}
	if hasOddLines(data[from:to]) {
		if err := r.decodeAll(); err != nil {
			return nil, err
		}
		from = to
	}
	for at := from; at < to; {
		line := lineAt(data, at)
		trimmed := bytes.Trim(line, " \t")
		if len(trimmed) == 0 || trimmed[0] == '#' {
			at = nextLine(data, at)
			continue
		}
		end := r.entryEnd(at)
		key, rest, ok := cutKey(line, false)
		if !ok && len(r.values) > 0 { // it may belong to the value before, whose place is unsure then
			r.values = r.values[:len(r.values)-1]
		} else if ok {
			v := value{key: key}
			v.at.Start = at + len(line) - len(bytes.TrimLeft(rest, " \t"))
			v.at.End = max(v.at.Start, at+len(bytes.TrimRight(line, " \t")))
			if r.find(key) != nil {
				return nil, &frontError{at: at, detail: fmt.Sprintf("%q %s", key, keyTwice)}
			}
			ok = r.simple(&v, end) || r.decode(&v, at, end)
			if !ok {
				v.style, v.text, v.list = other, "", nil
			}
			r.values = append(r.values, v)
		}
		if !ok {
			if err := r.decodeAll(); err != nil {
				return nil, err
			}
		}
		at = end
	}
	if r.tree != nil {
		r.settle()
	}
	return r.values, nil
}

// hasOddLines reports whether b has bytes that YAML may take for a line end,
// or not at all, and that don't end a line here.
func hasOddLines(b []byte) bool {
	for i, c := range b {
		if c < ' ' && c != '\n' && c != '\t' && (c != '\r' || i+1 == len(b) || b[i+1] != '\n') || c == 0x7f {
			return true
		}
	}
	return false
}

func (r *yamlReader) find(key string) *value {
	f := front{values: r.values}
	return f.find(key)
}

// entryEnd returns where the entry that begins at offset at ends: at the next
// line that is not indented, empty or a list item.
func (r *yamlReader) entryEnd(at int) int {
	end := min(nextLine(r.data, at), r.to)
	for next := end; next < r.to; next = min(nextLine(r.data, next), r.to) {
		line := lineAt(r.data, next)
		if len(line) == 0 {
			continue
		}
		if !isSpace(line[0]) && string(line) != "-" && !bytes.HasPrefix(line, []byte("- ")) {
			break
		}
		end = min(nextLine(r.data, next), r.to)
	}
	return end
}

// simple reads a value that needs no library; v.at is what stands on the line
// of the key.
func (r *yamlReader) simple(v *value, end int) bool {
	written := r.data[v.at.Start:v.at.End]
	more := r.data[min(nextLine(r.data, v.at.Start), end):end]
	if len(bytes.TrimSpace(more)) > 0 {
		return len(written) == 0 && r.simpleItems(v, end)
	}
	if len(written) > 1 && written[0] == '[' && written[len(written)-1] == ']' {
		v.style = list
		for _, item := range bytes.Split(written[1:len(written)-1], []byte(",")) {
			text, _, n, ok := simpleScalar(bytes.TrimSpace(item))
			if !ok || n != len(bytes.TrimSpace(item)) || bytes.ContainsAny(item, "[]{}") {
				return false
			}
			v.list = append(v.list, text)
		}
		return true
	}
	text, s, n, ok := simpleScalar(written)
	if ok {
		v.text, v.style, v.at.End = text, s, v.at.Start+n
	}
	return ok
}

// simpleItems reads a list of one simple scalar a line.
func (r *yamlReader) simpleItems(v *value, end int) bool {
	v.style = list
	indent := -1
	for at := nextLine(r.data, v.at.Start); at < end; at = nextLine(r.data, at) {
		line := lineAt(r.data, at)
		item, ok := bytes.CutPrefix(bytes.TrimLeft(line, " "), []byte("- "))
		if in := len(line) - len(bytes.TrimLeft(line, " ")); indent < 0 {
			indent = in
		} else if in != indent {
			return false
		}
		text, _, _, simple := simpleScalar(bytes.TrimSpace(item))
		if !ok || !simple {
			return false
		}
		v.list = append(v.list, text)
		v.at.End = at + len(bytes.TrimRight(line, " \t"))
	}
	return true
}

// simpleScalar reads a scalar on one line, with or without a comment behind:
// its text, its style, and the length of what is written. ok is false for
// what only the library can judge.
func simpleScalar(line []byte) (text string, s style, n int, ok bool) {
	if len(line) == 0 {
		return "", other, 0, false
	}
	switch line[0] {
	case '"', '\'':
		n = quotedEnd(line, 0)
		if n < 0 || !isComment(line[n:]) || hasControl(line[:n]) {
			return "", other, 0, false
		}
		text = string(line[1 : n-1])
		if line[0] == '"' {
			return text, double, n, !strings.Contains(text, "\\")
		}
		return strings.ReplaceAll(text, "''", "'"), single, n, true
	}
	n = plainEnd(line)
	text = string(line[:n])
	if !isPlain(text) {
		return "", other, 0, false
	}
	if text == "true" || text == "false" {
		return text, boolean, n, true
	}
	return text, plain, n, true
}

// quotedEnd returns where a quoted YAML scalar that begins at off ends, -1 if
// it doesn't.
func quotedEnd(data []byte, off int) int {
	quote := data[off]
	for i := off + 1; i < len(data); i++ {
		switch {
		case quote == '"' && data[i] == '\\':
			i++
		case data[i] != quote:
		case quote == '\'' && i+1 < len(data) && data[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// plainEnd returns where a comment begins behind a plain scalar, with the
// spaces before it, or the length of the line.
func plainEnd(line []byte) int {
	for i := 1; i < len(line); i++ {
		if line[i] == '#' && isSpace(line[i-1]) {
			return len(bytes.TrimRight(line[:i], " \t"))
		}
	}
	return len(line)
}

// isComment reports whether rest, behind a value, is nothing or a comment.
func isComment(rest []byte) bool {
	trimmed := bytes.TrimLeft(rest, " \t")
	return len(trimmed) == 0 || trimmed[0] == '#' && len(trimmed) < len(rest)
}

func hasControl(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c == 0x7f {
			return true
		}
	}
	return false
}

// isPlain reports whether a YAML value without quotes is a scalar that means
// what is written: no indicator at its head, no comment, no key in it.
func isPlain(s string) bool {
	if s == "" || strings.IndexByte("!&*-?{}[]|>@`\"'#%,:~=.<+", s[0]) >= 0 {
		return false
	}
	if strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") || s[len(s)-1] == ' ' || hasControl([]byte(s)) {
		return false
	}
	return !strings.EqualFold(s, "null")
}

// decode reads one entry with the library; ok is false when it can't stand
// alone, as with tags, anchors and aliases.
func (r *yamlReader) decode(v *value, at, end int) (ok bool) {
	if v.at.Len() > 0 && bytes.IndexByte([]byte("!&*"), r.data[v.at.Start]) >= 0 {
		return false
	}
	tree, err := unmarshalYAML(r.data[at:end])
	if err != nil || len(tree) != 1 {
		return false
	}
	got, ok := tree[v.key]
	if ok {
		r.classify(v, got, end)
	}
	return ok
}

// decodeAll reads everything with the library: entries may refer to each other,
// and it says what is wrong.
func (r *yamlReader) decodeAll() *frontError {
	if r.tree != nil {
		return nil
	}
	tree, err := unmarshalYAML(r.data[r.from:r.to])
	if err == nil {
		if r.tree = tree; tree == nil {
			r.tree = map[string]any{}
		}
		return nil
	}
	e := &frontError{at: r.from, detail: firstLine(err.Error())}
	var placed yaml.Error
	if errors.As(err, &placed) {
		e.detail = firstLine(placed.GetMessage())
		if t := placed.GetToken(); t != nil && t.Position != nil {
			for line := 1; line < t.Position.Line && nextLine(r.data, e.at) < r.to; line++ {
				e.at = nextLine(r.data, e.at)
			}
		}
	}
	return e
}

// settle takes the values that could not be read alone from the whole, and
// those that no line begins.
func (r *yamlReader) settle() {
	kept := r.values[:0]
	for _, v := range r.values {
		got, ok := r.tree[v.key]
		if ok && v.style == other {
			r.classify(&v, got, r.entryEnd(lineStart(r.data, v.at.Start)))
		}
		if ok {
			kept = append(kept, v)
		}
	}
	r.values = kept
	for _, key := range sortedKeys(r.tree) {
		if r.find(key) == nil {
			v := value{key: key, at: source.Span{Start: r.from, End: r.from}}
			r.classify(&v, r.tree[key], r.from)
			r.values = append(r.values, v)
		}
	}
}

// classify sets what the library read, and how it is written. Numbers and
// dates are kept as written: 1.10 is not 1.1.
func (r *yamlReader) classify(v *value, got any, end int) {
	v.text, v.list = "", nil
	whole := source.Span{Start: v.at.Start, End: v.at.Start + len(bytes.TrimRight(r.data[v.at.Start:max(v.at.Start, end)], " \t\r\n"))}
	written := r.data[whole.Start:whole.End]
	switch got := got.(type) {
	case string:
		v.text = got
		v.style, v.at = writtenStyle(written, whole)
		if v.style == literal || v.style == folded {
			v.text = strings.TrimRight(got, "\n")
		}
	case []any:
		v.style, v.at, v.list = list, whole, scalars(got)
	case nil, map[string]any:
		v.style, v.at = other, whole
	default:
		v.style, v.at = writtenStyle(written, whole)
		v.text = string(r.data[v.at.Start:v.at.End])
		if v.style != plain || v.at.Len() == 0 {
			v.text = fmt.Sprint(got)
		}
		if _, ok := got.(bool); ok {
			v.style = boolean
		}
	}
}

// writtenStyle returns how a YAML text is written, and its place without a
// comment behind it.
func writtenStyle(written []byte, at source.Span) (style, source.Span) {
	if len(written) == 0 {
		return marked, at // it has no place of its own
	}
	s := plain
	n := len(written)
	switch written[0] {
	case '|':
		return literal, at
	case '>':
		return folded, at
	case '"', '\'':
		s = double
		if written[0] == '\'' {
			s = single
		}
		if end := quotedEnd(written, 0); end > 0 {
			n = end
		}
	case '&', '*', '!', '?', '%', '@', '`', '{', '[':
		return marked, at
	default:
		if bytes.IndexByte(written, '\n') < 0 {
			n = plainEnd(written)
		}
	}
	return s, source.Span{Start: at.Start, End: at.Start + n}
}

// maxAliases bounds the YAML aliases of one front matter: each may double what
// the ones before it stand for.
const maxAliases = 20

// maxDepth bounds how deep lists and maps in brackets, and lists on one line,
// lie in each other: the library takes quadratic time.
const maxDepth = 100

var errTooMuch = errors.New("front matter is too long or too deep, or refers to itself too often")

// unmarshalYAML reads YAML with the library.
func unmarshalYAML(data []byte) (tree map[string]any, err error) {
	if bytes.IndexByte(data, '&') >= 0 && bytes.Count(data, []byte("*")) > maxAliases || isDeep(data) {
		return nil, errTooMuch
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	err = yaml.Unmarshal(data, &tree)
	return tree, err
}

// isDeep reports whether data may be deeper than maxDepth.
func isDeep(data []byte) bool {
	brackets, marks := 0, 0
	for i, c := range data {
		switch c {
		case '[', '{':
			brackets++
		case ']', '}':
			brackets--
		case '\n':
			marks = 0
		case '-', '?', ':':
			if i+1 < len(data) && isSpace(data[i+1]) {
				marks++
			}
		}
		if max(brackets, marks) > maxDepth {
			return true
		}
	}
	return false
}
