package markdown

import (
	"bytes"
)

// span sets the outer extent of b: from its first marker, which stands on the
// line of its first piece or on the fence line before it, to its last byte.
// Bytes before offset from belong to another block.
func (s *splitter) span(b *Block, from int) {
	first, last := b.Lines[0], b.Lines[len(b.Lines)-1]
	start := max(lineStart(s.data, first.Start), from)
	if b.Kind == Code && first.Len() >= 0 {
		if at, ok := s.fenceBefore(first.Start, from); ok {
			start = at
		}
	}
	for start < first.Start && (isSpace(s.data[start]) || s.data[start] == '\n' || s.data[start] == '\r') {
		start++
	}
	b.Span.Start, b.Span.End = start, last.End
	switch b.Kind {
	case Heading:
		b.Span.End = s.headingEnd(b)
	case Code:
		b.Span.End = s.fenceEnd(b)
	case Row:
		b.Span.End = max(last.End, trimmedEnd(s.data, lineEnd(s.data, last.End), last.End))
	}
}

// fenceBefore returns where the opening fence line begins, if the code block
// whose content begins at off has one.
func (s *splitter) fenceBefore(off, from int) (int, bool) {
	line := lineStart(s.data, off)
	if isFence(s.data[max(line, from):off]) && line < off { // an empty block: off is on the fence line
		return max(line, from), true
	}
	if line == 0 {
		return 0, false
	}
	before := max(lineStart(s.data, line-1), from)
	if before >= line || !isFence(s.data[before:line]) {
		return 0, false
	}
	return before, true
}

// isFence reports whether a line, after container markers, opens or closes a
// code block.
func isFence(line []byte) bool {
	return bytes.Contains(line, []byte("```")) || bytes.Contains(line, []byte("~~~"))
}

// fenceEnd returns the end of the closing fence of b, or of its last piece
// when it is indented code or nothing closes it.
func (s *splitter) fenceEnd(b *Block) int {
	end := b.Lines[len(b.Lines)-1].End
	open := s.data[b.Span.Start:b.Lines[0].Start]
	if !isFence(open) {
		return end
	}
	next := bytes.IndexByte(s.data[end:], '\n')
	if next < 0 {
		return end
	}
	line := s.data[end+next+1 : lineEnd(s.data, end+next+1)]
	body := bytes.TrimLeft(line, " \t>")
	mark := byte('`')
	if bytes.Contains(open, []byte("~~~")) && !bytes.Contains(open, []byte("```")) {
		mark = '~'
	}
	rest := bytes.TrimLeft(body, string(mark))
	if len(body)-len(rest) < 3 || len(bytes.TrimSpace(rest)) > 0 {
		return end
	}
	return trimmedEnd(s.data, end+next+1+len(line), end)
}

// headingEnd returns the end of a heading with its closing marks: the #s of an
// ATX heading, the underline of a setext one.
func (s *splitter) headingEnd(b *Block) int {
	last := b.Lines[len(b.Lines)-1]
	if bytes.HasSuffix(bytes.TrimRight(s.data[b.Span.Start:b.Lines[0].Start], " \t"), []byte("#")) {
		return trimmedEnd(s.data, lineEnd(s.data, last.End), last.End)
	}
	next := bytes.IndexByte(s.data[last.End:], '\n')
	if next < 0 {
		return last.End
	}
	at := last.End + next + 1
	line := bytes.TrimSpace(bytes.TrimLeft(s.data[at:lineEnd(s.data, at)], " \t>"))
	if len(line) == 0 || len(bytes.Trim(line, "=")) > 0 && len(bytes.Trim(line, "-")) > 0 {
		return last.End
	}
	return trimmedEnd(s.data, lineEnd(s.data, at), at)
}

// trimmedEnd returns end without the spaces before it, but not less than from.
func trimmedEnd(data []byte, end, from int) int {
	for end > from && isSpace(data[end-1]) {
		end--
	}
	return end
}
