package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"zuyg/internal/source"
)

// structure is goldmark without its inline parsers: where the blocks lie does
// not depend on what is inside them, and inline parsing is most of the cost.
// The footnote extension's transformer is left out too, since it drops
// footnotes that nothing refers to. A goldmark parser may be used by several
// goroutines once its options are set, which the first Parse does.
var structure = sync.OnceValue(func() parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(directiveParser{}, 690),
			util.Prioritized(extension.NewFootnoteBlockParser(), 999))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
	)
	p.Parse(text.NewReader(nil))
	return p
})

// splitter collects the blocks of a body.
type splitter struct {
	doc    *Doc
	base   int    // offset of the body in the file
	data   []byte // the body
	blocks []Block
}

// parseBody adds the blocks from byte offset base on.
func (d *Doc) parseBody(base int) {
	s := &splitter{doc: d, base: base, data: d.File.Data[base:]}
	root := structure().Parse(text.NewReader(s.data))
	s.walk(root, 0)
	slices.SortStableFunc(s.blocks, func(a, b Block) int { return cmp.Compare(a.Lines[0].Start, b.Lines[0].Start) })
	at := 0
	kept := s.blocks[:0]
	for _, b := range s.blocks {
		if b.Lines[0].Start < at {
			continue // goldmark gave the same bytes twice; the first one has them
		}
		s.span(&b, at)
		at = b.Span.End
		kept = append(kept, b)
	}
	for i := range kept {
		s.shift(&kept[i])
	}
	d.Blocks = append(d.Blocks, kept...)
}

// shift turns offsets in the body into offsets in the file.
func (s *splitter) shift(b *Block) {
	b.Span.Start += s.base
	b.Span.End += s.base
	for i := range b.Lines {
		b.Lines[i].Start += s.base
		b.Lines[i].End += s.base
	}
}

// maxDepth bounds how deep containers are followed; goldmark itself nests
// without end, and no reader sees a difference below this.
const maxDepth = 1000

// walk collects the leaf blocks below n.
func (s *splitter) walk(n ast.Node, depth int) {
	if depth > maxDepth {
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Heading:
			s.add(Block{Kind: Heading, Level: c.Level}, c.Lines(), true)
		case *ast.Paragraph:
			s.paragraph(c, c.Lines(), depth)
		case *ast.TextBlock:
			s.paragraph(c, c.Lines(), depth)
		case *ast.CodeBlock:
			s.add(Block{Kind: Code}, c.Lines(), false)
		case *ast.FencedCodeBlock:
			s.fenced(c)
		case *ast.HTMLBlock:
			s.html(c)
		case *ast.LinkReferenceDefinition:
			s.add(Block{Kind: Definition}, c.Lines(), true)
		case *east.DefinitionTerm:
			s.add(Block{Kind: Paragraph, Level: depth}, c.Lines(), true)
		case *east.Table:
			s.table(c)
		default:
			if c.Type() == ast.TypeBlock {
				s.walk(c, depth+1)
			}
		}
	}
}

// pieces turns goldmark's lines into spans without line ends; trim takes away
// spaces at the end of the last one, which mean nothing there.
func (s *splitter) pieces(lines *text.Segments, trim bool) []source.Span {
	out := make([]source.Span, 0, lines.Len())
	for i := range lines.Len() {
		seg := lines.At(i)
		p := source.Span{Start: min(seg.Start, len(s.data)), End: min(seg.Stop, len(s.data))}
		for p.End > p.Start && (s.data[p.End-1] == '\n' || s.data[p.End-1] == '\r') {
			p.End--
		}
		if trim {
			for p.Start < p.End && isSpace(s.data[p.Start]) {
				p.Start++
			}
		}
		if n := len(out); n > 0 && p.Start < out[n-1].End {
			continue
		}
		out = append(out, p)
	}
	if !trim {
		return out
	}
	for n := len(out); n > 0; n-- {
		last := &out[n-1]
		for last.End > last.Start && isSpace(s.data[last.End-1]) {
			last.End--
		}
		if last.Len() > 0 {
			break
		}
		out = out[:n-1]
	}
	return out
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' }

// add collects a block unless nothing is in it.
func (s *splitter) add(b Block, lines *text.Segments, trim bool) {
	b.Lines = s.pieces(lines, trim)
	if len(b.Lines) > 0 {
		s.blocks = append(s.blocks, b)
	}
}

// paragraph names a paragraph by the container it stands in.
func (s *splitter) paragraph(n ast.Node, lines *text.Segments, depth int) {
	b := Block{Kind: Paragraph, Level: depth}
	first := n.PreviousSibling() == nil
	switch parent := n.Parent().(type) {
	case *ast.ListItem:
		if first {
			b.Kind = Item
		}
	case *ast.Blockquote:
		b.Kind = Quote
	case *east.Footnote:
		if first {
			b.Kind = Footnote
		}
		b.Key = string(parent.Ref)
	}
	b.Lines = s.pieces(lines, true)
	if len(b.Lines) == 0 {
		return
	}
	if bytes.HasPrefix(s.data[b.Lines[0].Start:], []byte("![")) && b.Kind != Footnote && s.isImage(b.Lines) {
		b.Kind = Figure
	}
	s.blocks = append(s.blocks, b)
}

// isImage reports whether the pieces are one image and nothing else.
func (s *splitter) isImage(lines []source.Span) bool {
	var all []byte
	for i, p := range lines {
		if i > 0 {
			all = append(all, '\n')
		}
		all = append(all, s.data[p.Start:p.End]...)
	}
	return onlyImage(all)
}

// fenced collects a fenced code block; an empty one has an empty piece where
// its first line would be.
func (s *splitter) fenced(c *ast.FencedCodeBlock) {
	b := Block{Kind: Code}
	if c.Info != nil {
		b.Key = string(c.Info.Segment.Value(s.data))
	}
	b.Lines = s.pieces(c.Lines(), false)
	if len(b.Lines) == 0 {
		at, ok := s.emptyFence(c)
		if !ok {
			return
		}
		b.Lines = []source.Span{{Start: at, End: at}}
	}
	s.blocks = append(s.blocks, b)
}

// emptyFence finds where the content of an empty code block would stand: at
// the end of its opening fence.
func (s *splitter) emptyFence(c *ast.FencedCodeBlock) (int, bool) {
	if c.Info != nil {
		return lineEnd(s.data, c.Info.Segment.Stop), true
	}
	from := min(max(c.Pos(), 0), len(s.data))
	from = lineStart(s.data, from)
	for _, fence := range []string{"```", "~~~"} {
		end := lineEnd(s.data, from)
		if i := bytes.Index(s.data[from:end], []byte(fence)); i >= 0 {
			return end, true
		}
	}
	return 0, false
}

// html collects a raw HTML block with the line that closes it.
func (s *splitter) html(c *ast.HTMLBlock) {
	b := Block{Kind: HTML, Lines: s.pieces(c.Lines(), false)}
	if c.HasClosure() {
		var closing text.Segments
		closing.Append(c.ClosureLine)
		for _, p := range s.pieces(&closing, false) {
			if n := len(b.Lines); n == 0 || p.Start >= b.Lines[n-1].End && p.Start > b.Lines[n-1].Start {
				b.Lines = append(b.Lines, p)
			}
		}
	}
	for n := len(b.Lines); n > 0 && len(bytes.TrimSpace(s.data[b.Lines[n-1].Start:b.Lines[n-1].End])) == 0; n-- {
		b.Lines = b.Lines[:n-1]
	}
	if len(b.Lines) > 0 {
		s.blocks = append(s.blocks, b)
	}
}

// table collects a block for each row: the row's line without outer pipes.
func (s *splitter) table(t *east.Table) {
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			lines := cell.Lines()
			if lines.Len() == 0 {
				continue
			}
			at := lines.At(0).Start
			if cell.PreviousSibling() == nil {
				for at > 0 && isSpace(s.data[at-1]) { // an empty cell: keep its place
					at--
				}
				if at > 0 && s.data[at-1] == '|' {
					at = lines.At(0).Start
				}
			}
			if p := s.row(at); p.Len() > 0 {
				s.blocks = append(s.blocks, Block{Kind: Row, Lines: []source.Span{p}})
			}
			break
		}
	}
}

// row returns the content of the row whose first cell begins at offset at.
func (s *splitter) row(at int) source.Span {
	p := source.Span{Start: at, End: lineEnd(s.data, at)}
	trim := func() {
		for p.End > p.Start && isSpace(s.data[p.End-1]) {
			p.End--
		}
	}
	trim()
	if p.End > p.Start && s.data[p.End-1] == '|' && (p.End-2 < p.Start || s.data[p.End-2] != '\\') {
		p.End--
		trim()
	}
	for p.Start < p.End && isSpace(s.data[p.Start]) {
		p.Start++
	}
	return p
}

// lineStart returns where the line of offset off begins.
func lineStart(data []byte, off int) int { return bytes.LastIndexByte(data[:off], '\n') + 1 }

// lineEnd returns where the line of offset off ends, without its line end.
func lineEnd(data []byte, off int) int {
	end := len(data)
	if i := bytes.IndexByte(data[off:], '\n'); i >= 0 {
		end = off + i
	}
	for end > off && data[end-1] == '\r' {
		end--
	}
	return end
}
