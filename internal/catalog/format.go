package catalog

import (
	"bytes"
	"maps"
	"slices"

	"zuyg/internal/source"
)

// Formatted returns the bytes of the file as zuyg writes them: one kind of line
// end, no white space at the end of lines, no two empty lines together, none at
// either end. What stands in quotes or under "|" stays, and so do comments and
// order. A file that can't be read, or that would say something else then,
// comes back as it is.
func (f *File) Formatted() []byte {
	data := f.Source.Data
	if f.Err() != nil || len(data) == 0 {
		return data
	}
	l := f.layout()
	var kept []source.Span
	if f.root != nil {
		f.root.manyLines(data, &kept)
		slices.SortFunc(kept, func(a, b source.Span) int { return a.Start - b.Start })
	}
	out := make([]byte, 0, len(data))
	if bytes.HasPrefix(data, []byte(bom)) {
		out = append(out, bom...)
	}
	start, blank := len(out), true
	for at := len(out); at < len(data); {
		next := nextLine(data, at)
		line := data[at:next]
		for len(kept) > 0 && kept[0].End <= next-1 {
			kept = kept[1:]
		}
		inText := len(kept) > 0 && kept[0].Start < next-1
		at = next
		if !inText {
			line = bytes.TrimRight(line, " \t\r\n")
			if len(line) == 0 && blank {
				continue
			}
			blank = len(line) == 0
			out = append(append(out, line...), l.eol...)
			continue
		}
		blank = false
		out = append(out, line...)
	}
	end := len(bytes.TrimRight(out[start:], "\r\n")) + start
	out = append(out[:end], l.eol...)
	after := Parse(source.New(f.Source.Path, out))
	if after.Err() != nil || !maps.EqualFunc(after.state(), f.state(), slices.Equal) {
		return data
	}
	return out
}

// manyLines collects the texts that go over several lines.
func (n *node) manyLines(data []byte, out *[]source.Span) {
	if n.kind == text && bytes.IndexByte(data[n.at.Start:n.at.End], '\n') >= 0 {
		*out = append(*out, n.at)
	}
	for _, c := range n.items {
		c.manyLines(data, out)
	}
}

// Reformatted returns the file with the bytes of Formatted.
func (f *File) Reformatted() *File { return Parse(source.New(f.Source.Path, f.Formatted())) }
