package markdown

import (
	"bytes"
	"sort"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"zuyg/internal/source"
)

// splitter collects the blocks of a body. Offsets are those of the body until
// everything is collected.
type splitter struct {
	data     []byte // the body
	context  parser.Context
	outlines map[ast.Node]outline
	blocks   []Block
	nodes    []ast.Node    // of each block
	pieces   []source.Span // what the Lines of all blocks are slices of
}

// mostAhead is how many blocks room is made for before they are read.
const mostAhead = 4096

// parseBody adds the blocks from byte offset base on.
func (d *Doc) parseBody(base int) {
	d.body = base
	s := &splitter{data: d.File.Data[base:], context: parser.NewContext()}
	n := min(1+bytes.Count(s.data, []byte("\n\n")), mostAhead) // most blocks are paragraphs of one line
	s.blocks, s.pieces = make([]Block, 0, n), make([]source.Span, 0, n)
	s.split(structure())
	at := 0
	for i := range s.blocks {
		at = s.enclose(&s.blocks[i], at)
	}
	for i := range s.blocks {
		b := &s.blocks[i]
		b.Span.Start += base
		b.Span.End += base
		for k := range b.Lines {
			b.Lines[k].Start += base
			b.Lines[k].End += base
		}
	}
	if len(d.Blocks) == 0 {
		d.Blocks = s.blocks
		return
	}
	d.Blocks = append(d.Blocks, s.blocks...)
}

// split parses the body and collects its blocks in the order of their places.
func (s *splitter) split(p parser.Parser) ast.Node {
	root := p.Parse(text.NewReader(s.data), parser.WithContext(s.context))
	if o, ok := s.context.Get(outlineKey).(map[ast.Node]outline); ok {
		s.outlines = o
	}
	s.walk(root, 0)
	if !sort.IsSorted(s) { // goldmark puts all footnotes where the first one stands
		sort.Stable(s)
	}
	return root
}

// Len, Less and Swap order the blocks by place, their nodes with them.
func (s *splitter) Len() int { return len(s.blocks) }
func (s *splitter) Less(i, k int) bool {
	return s.blocks[i].Lines[0].Start < s.blocks[k].Lines[0].Start
}
func (s *splitter) Swap(i, k int) {
	s.blocks[i], s.blocks[k] = s.blocks[k], s.blocks[i]
	s.nodes[i], s.nodes[k] = s.nodes[k], s.nodes[i]
}

// walk collects the leaf blocks below n; depth counts the lists and quotes
// around them.
func (s *splitter) walk(n ast.Node, depth int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Heading:
			s.heading(c)
		case *ast.Paragraph, *ast.TextBlock:
			s.paragraph(c, depth)
		case *ast.CodeBlock:
			s.add(c, Block{Kind: Code, Level: depth}, s.lines(c.Lines(), false))
		case *ast.FencedCodeBlock:
			s.fenced(c, depth)
		case *ast.HTMLBlock:
			s.html(c, depth)
		case *ast.LinkReferenceDefinition:
			s.add(c, Block{Kind: Definition, Level: depth, Key: string(c.Label)}, s.lines(c.Lines(), true))
		case *east.Table:
			row := c.FirstChild()
			rows, _ := s.context.Get(rowsKey).(map[ast.Node][]text.Segment)
			for _, line := range rows[c] {
				if at := s.row(line); at.Len() > 0 {
					s.pieces = append(s.pieces, at)
					s.add(row, Block{Kind: Row, Level: depth}, s.pieces[len(s.pieces)-1:])
				}
				if row != nil {
					row = row.NextSibling()
				}
			}
		case *east.DefinitionTerm:
			s.add(c, Block{Kind: Paragraph, Level: depth}, s.lines(c.Lines(), true))
		case *ast.Blockquote, *ast.List:
			s.walk(c, depth+1)
		default: // list items, footnotes; what has no text has no children
			s.walk(c, depth)
		}
	}
}

// add collects a block unless nothing is in it.
func (s *splitter) add(n ast.Node, b Block, lines []source.Span) {
	if len(lines) == 0 {
		return
	}
	b.Lines = lines[:len(lines):len(lines)]
	b.Span = source.Span{Start: lines[0].Start, End: lines[len(lines)-1].End}
	s.blocks = append(s.blocks, b)
	s.nodes = append(s.nodes, n)
}

// extend moves the end of the block added last, for a closing fence or an
// underline.
func (s *splitter) extend(end int) {
	if n := len(s.blocks); n > 0 && s.blocks[n-1].Span.End < end {
		s.blocks[n-1].Span.End = end
	}
}

// lines turns goldmark's lines into pieces without line ends. trim takes away
// the spaces at the head of each and at the end of the last one, which mean
// nothing there.
func (s *splitter) lines(lines *text.Segments, trim bool) []source.Span {
	first := len(s.pieces)
	for i := range lines.Len() {
		p := s.piece(lines.At(i))
		for trim && p.Start < p.End && isSpace(s.data[p.Start]) {
			p.Start++
		}
		s.pieces = append(s.pieces, p)
	}
	for trim && len(s.pieces) > first {
		last := &s.pieces[len(s.pieces)-1]
		if last.End = trimSpace(s.data, last.Start, last.End); last.Len() > 0 {
			break
		}
		s.pieces = s.pieces[:len(s.pieces)-1]
	}
	return s.pieces[first:]
}

// piece turns one of goldmark's lines into a span without the line end. A line
// that begins inside a tab may have its Start before the line (goldmark#604).
func (s *splitter) piece(line text.Segment) source.Span {
	p := source.Span{Start: min(line.Start, len(s.data)), End: min(line.Stop, len(s.data))}
	p.End = trimEOL(s.data, p.Start, p.End)
	if i := bytes.IndexByte(s.data[p.Start:p.End], '\n'); i >= 0 {
		p.Start = lineStart(s.data, p.End)
	}
	return p
}

// heading collects a heading. The underline of a setext heading belongs to it
// if it follows: goldmark makes one of "text", a table and "---" as well.
func (s *splitter) heading(c *ast.Heading) {
	lines := s.lines(c.Lines(), true)
	s.add(c, Block{Kind: Heading, Level: c.Level}, lines)
	if o := s.outlines[c]; o.end > 0 && len(lines) > 0 {
		if end := lines[len(lines)-1].End; end < o.start && bytes.Count(s.data[end:o.start], []byte("\n")) == 1 {
			s.extend(o.end)
		}
	}
}

// paragraph names a paragraph by the container it stands in.
func (s *splitter) paragraph(n ast.Node, depth int) {
	b := Block{Kind: Paragraph, Level: depth}
	switch parent := n.Parent().(type) {
	case *ast.ListItem:
		if isFirst(n) {
			b.Kind = Item
		}
	case *ast.Blockquote:
		b.Kind = Quote
	case *east.Footnote:
		b.Key = string(parent.Ref)
		if isFirst(n) {
			b.Kind = Footnote
		}
	}
	lines := s.lines(n.Lines(), true)
	if len(lines) > 0 && b.Kind != Footnote && bytes.HasPrefix(s.data[lines[0].Start:], []byte("![")) {
		if isImage(join(s.data, lines), s.context) {
			b.Kind = Figure
		}
	}
	s.add(n, b, lines)
}

// isFirst reports whether no paragraph stands before n in its container.
func isFirst(n ast.Node) bool {
	for p := n.PreviousSibling(); p != nil; p = p.PreviousSibling() {
		switch p.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			return false
		}
	}
	return true
}

// fenced collects a fenced code block; an empty one has an empty piece at the
// end of its opening fence, behind which its first line would come.
func (s *splitter) fenced(c *ast.FencedCodeBlock, depth int) {
	o := s.outlines[c]
	b := Block{Kind: Code, Level: depth}
	if c.Info != nil {
		b.Key = string(c.Info.Segment.Value(s.data))
	}
	lines := s.lines(c.Lines(), false)
	if len(lines) == 0 {
		s.pieces = append(s.pieces, source.Span{Start: o.contents, End: o.contents})
		lines = s.pieces[len(s.pieces)-1:]
	}
	s.add(c, b, lines)
	s.blocks[len(s.blocks)-1].Span.Start = min(o.start, lines[0].Start)
	s.extend(o.end)
}

// html collects a raw HTML block with the line that closes it.
func (s *splitter) html(c *ast.HTMLBlock, depth int) {
	first := len(s.pieces)
	s.lines(c.Lines(), false)
	if c.HasClosure() {
		s.pieces = append(s.pieces, s.piece(c.ClosureLine))
	}
	for n := len(s.pieces); n > first && trimSpace(s.data, s.pieces[n-1].Start, s.pieces[n-1].End) == s.pieces[n-1].Start; n-- {
		s.pieces = s.pieces[:n-1]
	}
	if n := len(s.pieces); n > first && addressed(s.data[s.pieces[first].Start:s.pieces[n-1].End]) {
		s.pieces = s.pieces[:first]
		return
	}
	s.add(c, Block{Kind: HTML, Level: depth}, s.pieces[first:])
}

// row returns the content of a table row: its line without the outer pipes and
// the spaces around. It is empty for a row without text.
func (s *splitter) row(line text.Segment) source.Span {
	p := s.piece(line)
	trim := func() {
		for p.Start < p.End && isSpace(s.data[p.Start]) {
			p.Start++
		}
		p.End = trimSpace(s.data, p.Start, p.End)
	}
	trim()
	if p.Len() > 0 && s.data[p.Start] == '|' {
		p.Start++
	}
	if p.Len() > 0 && s.data[p.End-1] == '|' && (p.Len() == 1 || s.data[p.End-2] != '\\') {
		p.End--
	}
	trim()
	if len(bytes.Trim(s.data[p.Start:p.End], "| \t")) == 0 {
		p.End = p.Start
	}
	return p
}

// enclose sets the Span of b: from its first marker, which stands on the line
// of its first piece (or is the opening fence), to its last byte. Bytes before
// from belong to the block before. It returns where b ends.
func (s *splitter) enclose(b *Block, from int) int {
	first, last := b.Lines[0], b.Lines[len(b.Lines)-1]
	begin := max(lineStart(s.data, b.Span.Start), from)
	for begin < first.Start && (isSpace(s.data[begin]) || s.data[begin] == '\r' || s.data[begin] == '\n') {
		begin++
	}
	b.Span.Start = begin
	if b.Kind == Row || b.Kind == Heading && len(b.Lines) == 1 && b.Span.End == last.End {
		b.Span.End = max(last.End, trimSpace(s.data, last.End, lineEnd(s.data, last.End)))
	}
	return b.Span.End
}

// lineStart returns where the line of offset off begins.
func lineStart(data []byte, off int) int { return bytes.LastIndexByte(data[:off], '\n') + 1 }

// lineEnd returns where the line of offset off ends, without its line end.
func lineEnd(data []byte, off int) int {
	end := len(data)
	if i := bytes.IndexByte(data[off:], '\n'); i >= 0 {
		end = off + i
	}
	return trimEOL(data, off, end)
}
