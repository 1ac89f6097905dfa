package catalog

import (
	"bytes"
	"unicode/utf8"

	"zuyg/internal/source"
)

// Within returns where a stretch of a field's text stands in the file, and
// whether those bytes stand there as they are. Where it can't be told, because
// lines are folded, it is the place of the whole value.
func (f *File) Within(x *Field, start, end int) (at source.Span, same bool) {
	raw := f.Source.Data[x.At.Start:x.At.End]
	if i := bytes.Index(raw, []byte(x.Text)); i >= 0 && x.Text != "" {
		at = source.Span{Start: x.At.Start + i + start, End: x.At.Start + i + end}
	} else if i, k, ok := escaped(raw, x.Text, start, end); ok {
		at = source.Span{Start: x.At.Start + i, End: x.At.Start + k}
	} else {
		return x.At, false
	}
	return at, string(f.Source.Data[at.Start:at.End]) == x.Text[start:end]
}

// escaped goes through a quoted text and what it says side by side: every
// escape is one character, or the two halves of one.
func escaped(raw []byte, text string, start, end int) (from, to int, ok bool) {
	if len(raw) < 2 || raw[0] != '"' && raw[0] != '\'' {
		return 0, 0, false
	}
	from, to = -1, -1
	i, k := 1, 0
	for {
		if k == start && from < 0 {
			from = i
		}
		if k == end {
			return from, i, from >= 0
		}
		if k > end || k >= len(text) || i >= len(raw)-1 {
			return 0, 0, false
		}
		_, n := utf8.DecodeRuneInString(text[k:])
		switch {
		case raw[0] == '"' && raw[i] == '\\':
			w := map[byte]int{'x': 4, 'u': 6, 'U': 10}[raw[i+1]]
			i += max(w, 2)
			if w == 6 && n == 4 { // JSON: two halves
				i += 6
			}
		case raw[0] == '\'' && bytes.HasPrefix(raw[i:], []byte("''")): // YAML
			i += 2
		case bytes.HasPrefix(raw[i:], []byte(text[k:k+n])):
			i += n
		default:
			return 0, 0, false
		}
		k += n
	}
}
