package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A fence whose info is the name of an admonition ("```note", "````warn
// header=…", MyST's "```{tip}") holds text for readers, not code: it is a
// container, as a block quote is, and its paragraphs are translated. CommonMark
// alone would make one verbatim block of it.

// admonitions are the names, as the documentation systems in use have them.
var admonitions = []string{"note", "tip", "info", "important", "warn", "warning", "caution", "danger", "attention", "hint",
	"smart", "seealso", "admonition", "success", "quote", "summary", "compare"}

// IsAdmonition reports whether a fence with that info string is a box for
// readers.
func IsAdmonition(info string) bool { return admonition([]byte(info)) != "" }

// admonition returns the admonition that an info string names, or "".
func admonition(info []byte) string {
	name := info
	if i := bytes.IndexAny(info, " \t"); i >= 0 {
		name = info[:i]
	}
	if len(name) > 2 && name[0] == '{' && name[len(name)-1] == '}' {
		name = name[1 : len(name)-1]
	}
	if i := slices.Index(admonitions, string(name)); i >= 0 {
		return admonitions[i]
	}
	return ""
}

// directive is the container that an admonition makes.
type directive struct {
	ast.BaseBlock
	name   string
	char   byte
	length int
}

var kindDirective = ast.NewNodeKind("Directive")

// Kind implements ast.Node.
func (d *directive) Kind() ast.NodeKind { return kindDirective }

// Dump implements ast.Node.
func (d *directive) Dump(source []byte, level int) { ast.DumpHelper(d, source, level, nil, nil) }

// directiveParser opens and closes directives; it runs before goldmark's own
// parser of fences.
type directiveParser struct{}

// Trigger implements parser.BlockParser.
func (directiveParser) Trigger() []byte { return []byte{'~', '`'} }

// Open implements parser.BlockParser.
func (directiveParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || pos >= len(line) {
		return nil, parser.NoChildren
	}
	char, length := line[pos], run(line[pos:])
	if length < 3 {
		return nil, parser.NoChildren
	}
	name := admonition(bytes.TrimSpace(line[pos+length:]))
	if name == "" {
		return nil, parser.NoChildren
	}
	for ; parent != nil; parent = parent.Parent() {
		// A directive in another one has a shorter fence, so that no number of
		// lines makes a number of levels.
		if d, ok := parent.(*directive); ok && d.char == char && d.length <= length {
			return nil, parser.NoChildren
		}
	}
	reader.AdvanceToEOL()
	return &directive{name: name, char: char, length: length}, parser.HasChildren
}

// Continue implements parser.BlockParser: the fence closes the directive unless
// a code block inside it is open, to which it belongs then.
func (directiveParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	d := node.(*directive)
	w, pos := util.IndentWidth(line, reader.LineOffset())
	if w > 3 || pos >= len(line) || line[pos] != d.char || run(line[pos:]) < d.length || !util.IsBlank(line[pos+run(line[pos:]):]) {
		return parser.Continue | parser.HasChildren
	}
	opened := pc.OpenedBlocks()
	if len(opened) > 0 {
		if _, code := opened[len(opened)-1].Node.(*ast.FencedCodeBlock); code {
			return parser.Continue | parser.HasChildren
		}
	}
	reader.AdvanceToEOL()
	return parser.Close
}

// Close implements parser.BlockParser.
func (directiveParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (directiveParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (directiveParser) CanAcceptIndentedLine() bool { return false }

// run returns how often the first byte of b stands there in a row.
func run(b []byte) int {
	n := 0
	for n < len(b) && b[n] == b[0] {
		n++
	}
	return n
}
