package markdown

import (
	"slices"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// structure is goldmark without its inline parsers: where the blocks lie does
// not depend on what is inside them, and inline parsing is most of the cost.
// (Without any, goldmark would still look at each byte for one; see skipper.)
// The footnote extension's transformer is left out too, since it drops
// footnotes that nothing refers to. A goldmark parser may be used by several
// goroutines: it sets itself up under a sync.Once and keeps what belongs to
// one text in a context.
var structure = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(append(blockParsers(), parser.WithInlineParsers(util.Prioritized(skipper{}, 100)))...)
})

// blockParsers are the rules of where blocks begin and end, one set for
// splitting and for rendering, so that the two agree.
func blockParsers() []parser.Option {
	return []parser.Option{
		parser.WithBlockParsers(
			util.Prioritized(underlineParser{parser.NewSetextHeadingParser()}, 100),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(directiveParser{}, 690),
			util.Prioritized(fenceParser{parser.NewFencedCodeBlockParser()}, 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(noteParser{extension.NewFootnoteBlockParser()}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200),
		),
	}
}

// skipper is an inline parser that takes all of a block at once.
type skipper struct{}

// Trigger returns what a block may begin with: goldmark asks at the first byte
// of a line as if it were a space, unless it is punctuation.
func (skipper) Trigger() []byte { return []byte(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") }

// Parse returns an empty text for everything that is left.
func (skipper) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	for line, _ := block.PeekLine(); line != nil; line, _ = block.PeekLine() {
		block.AdvanceLine()
	}
	return ast.NewString(nil)
}

// outline is what goldmark reads of a block but keeps no place of: the fences
// of code, the underline of a setext heading.
type outline struct {
	start    int // where the opening fence or the underline begins
	contents int // where the line of the opening fence ends
	end      int // where the closing fence or the underline ends, 0 if there is none
}

var outlineKey = parser.NewContextKey()

// outlines returns the outlines of the text that pc belongs to.
func outlines(pc parser.Context) map[ast.Node]outline {
	return pc.ComputeIfAbsent(outlineKey, func() any { return map[ast.Node]outline{} }).(map[ast.Node]outline)
}

// fenceParser is goldmark's parser of fenced code that notes where the fences
// are.
type fenceParser struct{ parser.BlockParser }

// Open notes the opening fence.
func (p fenceParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, line := reader.PeekLine()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil {
		start := line.Start - line.Padding + pc.BlockOffset()
		outlines(pc)[node] = outline{start: start, contents: trimEOL(reader.Source(), start, line.Stop)}
	}
	return node, state
}

// Continue notes the closing fence: goldmark's parser says Close for nothing
// else.
func (p fenceParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	_, line := reader.PeekLine()
	state := p.BlockParser.Continue(node, reader, pc)
	if state == parser.Close {
		o := outlines(pc)[node]
		o.end = trimSpace(reader.Source(), line.Start, trimEOL(reader.Source(), line.Start, line.Stop))
		outlines(pc)[node] = o
	}
	return state
}

// underlineParser is goldmark's parser of setext headings that notes where the
// underline ends.
type underlineParser struct{ parser.BlockParser }

// Open notes the underline.
func (p underlineParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil {
		_, line := reader.PeekLine()
		outlines(pc)[node] = outline{start: line.Start, end: trimSpace(reader.Source(), line.Start, trimEOL(reader.Source(), line.Start, line.Stop))}
	}
	return node, state
}

// tableTransformer is goldmark's parser of tables that notes the lines of the
// rows: a row of empty cells has no place otherwise.
type tableTransformer struct{ parser.ParagraphTransformer }

var rowsKey = parser.NewContextKey()

// Transform turns the end of a paragraph into a table, if it is one.
func (t tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if lines.Len() < 2 {
		return
	}
	all := lines.Sliced(0, lines.Len())
	parent, next := node.Parent(), node.NextSibling()
	t.ParagraphTransformer.Transform(node, reader, pc)
	left := lines.Len()
	if left == len(all) {
		return
	}
	table := node.NextSibling()
	if left == 0 { // the paragraph is gone, and the table stands in its place
		table = parent.LastChild()
		if next != nil {
			table = next.PreviousSibling()
		}
	}
	rows := pc.ComputeIfAbsent(rowsKey, func() any { return map[ast.Node][]text.Segment{} }).(map[ast.Node][]text.Segment)
	rows[table] = slices.Concat(all[left:left+1], all[left+2:]) // the delimiter row is nobody's text
}

// trimEOL returns end without the line end before it, but not less than from.
func trimEOL(data []byte, from, end int) int {
	for end > from && (data[end-1] == '\n' || data[end-1] == '\r') {
		end--
	}
	return end
}

// trimSpace returns end without the spaces before it, but not less than from.
func trimSpace(data []byte, from, end int) int {
	for end > from && isSpace(data[end-1]) {
		end--
	}
	return end
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' }
