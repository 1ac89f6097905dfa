package markdown

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"zuyg/internal/source"
)

// Inline is one inline fact of a block that must agree across the languages.
type Inline struct {
	Kind string      // "link", "image", "code", "footnote", "html", "ref"
	Text string      // address, code, label, tag as written
	Span source.Span // the whole of it in bytes of the text, brackets and marks included
}

// inlines is goldmark with its inline parsers over one paragraph: block
// parsers other than the paragraph's are left out, so that a text that begins
// like a list is not taken for one.
var inlines = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(
			util.Prioritized(noted{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(footnoteMark{}, 150),
			util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
			util.Prioritized(noted{parser.NewAutoLinkParser()}, 300),
			util.Prioritized(noted{parser.NewRawHTMLParser()}, 400),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(noted{linkify()}, 999),
		),
	)
})

// linkify parses addresses without brackets.
func linkify() parser.InlineParser {
	return extension.NewLinkifyParser(
		extension.WithLinkifyURLRegexp(regexp.MustCompile(`^(?:https?|ftp)://`+address)),
		extension.WithLinkifyWWWRegexp(regexp.MustCompile(`^www\.`+address)),
	)
}

// address is goldmark's pattern of an address without brackets, with letters
// and digits of all scripts in its path: "https://hy.wikipedia.org/wiki/Երևան".
const address = `[-a-zA-Z0-9@:%._\+~#=]{1,256}\.[a-z]+(?::\d+)?(?:[/#?][-\pL\pM\pN@:%_+.~#$!?&/=\(\);,'">\^{}\[\]` + "`" + `]*)?`

// Inlines returns the links, images, code spans, footnote marks, references
// and raw HTML tags of a block's text, ordered by where they begin. An address
// without brackets is a link too. Since the text stands alone, any "[label]"
// and "[words][label]" is a reference ("ref"); so is an endnote mark "[1]".
func Inlines(s string) []Inline {
	if !strings.ContainsAny(s, "`[<") && !mayLink(s) {
		return nil
	}
	_, _, notes := parseInline(s)
	found := notes.found
	slices.SortStableFunc(found, func(a, b Inline) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	return found
}

// mayLink reports whether a text may have an address without brackets.
func mayLink(s string) bool {
	return strings.Contains(s, "://") || strings.Contains(s, "www.") || strings.Contains(s, "@")
}

// parseInline parses one block's text, in which every reference is taken for
// defined.
func parseInline(s string) (ast.Node, []byte, *notes) {
	src := []byte(s)
	c := standalone{parser.NewContext()}
	n := &notes{}
	c.Set(notesKey, n)
	return inlines().Parse(text.NewReader(src), parser.WithContext(c)), src, n
}

// isImage reports whether a text is one image and nothing else. definitions
// has the document's link reference definitions.
func isImage(s string, definitions parser.Context) bool {
	c := defined{parser.NewContext(), definitions}
	root := inlines().Parse(text.NewReader([]byte(s)), parser.WithContext(c))
	p := root.FirstChild()
	if p == nil || p.NextSibling() != nil {
		return false
	}
	only := p.FirstChild()
	if only == nil || only.NextSibling() != nil {
		return false
	}
	_, ok := only.(*ast.Image)
	return ok
}

// standalone is the context of a text without its document: it has every
// definition.
type standalone struct{ parser.Context }

// Reference returns a definition for any label.
func (standalone) Reference(label string) (parser.Reference, bool) {
	if strings.TrimSpace(label) == "" || label[0] == '^' {
		return nil, false
	}
	return parser.NewReference([]byte(label), nil, nil), true
}

// defined is the context of a text in a document.
type defined struct {
	parser.Context
	document parser.Context
}

// Reference returns the document's definition of a label.
func (d defined) Reference(label string) (parser.Reference, bool) { return d.document.Reference(label) }

// notes collects what the inline parsers find, with places that goldmark's
// tree does not keep.
type notes struct{ found []Inline }

var notesKey = parser.NewContextKey()

// note adds x to the notes of pc, if it has any.
func note(pc parser.Context, x Inline) {
	if n, ok := pc.Get(notesKey).(*notes); ok {
		n.found = append(n.found, x)
	}
}

// noted is an inline parser of goldmark whose finds are noted.
type noted struct{ parser.InlineParser }

// Parse notes a code span, an address or a tag.
func (p noted) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	node := p.InlineParser.Parse(parent, block, pc)
	_, after := block.Position()
	at := source.Span{Start: before.Start, End: after.Start}
	switch n := node.(type) {
	case *ast.CodeSpan:
		note(pc, Inline{Kind: "code", Text: codeText(n, block.Source()), Span: at})
	case *ast.RawHTML:
		note(pc, Inline{Kind: "html", Text: string(n.Segments.Value(block.Source())), Span: at})
	case *ast.AutoLink:
		if block.Source()[at.Start] != '<' { // linkify begins at the byte before the address
			at.Start = at.End - len(n.Label(block.Source()))
		}
		note(pc, Inline{Kind: "link", Text: string(n.URL(block.Source())), Span: at})
	}
	return node
}

// codeText returns what stands in a code span; a line break in it is a space.
func codeText(n *ast.CodeSpan, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(bytes.ReplaceAll(t.Segment.Value(src), []byte("\n"), []byte(" ")))
		}
	}
	return b.String()
}

// linkParser is goldmark's parser of links and images whose finds are noted.
type linkParser struct{ parser.InlineParser }

// Parse notes a link, an image or a reference.
func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	node := p.InlineParser.Parse(parent, block, pc)
	_, after := block.Position()
	var x Inline
	var ref *ast.ReferenceLink
	switch n := node.(type) {
	case *ast.Link:
		x, ref = Inline{Kind: "link", Text: string(n.Destination)}, n.Reference
	case *ast.Image:
		x, ref = Inline{Kind: "image", Text: string(n.Destination)}, n.Reference
	default:
		return node
	}
	x.Span = source.Span{Start: node.Pos(), End: after.Start}
	if ref == nil {
		note(pc, x)
		return node
	}
	words := source.Span{Start: node.Pos(), End: after.Start - len(ref.Value) - len("[]")}
	x.Kind, x.Text = "ref", string(ref.Value)
	switch {
	case isCheckbox(ref, x.Span):
		return node
	case ref.Type == ast.ReferenceLinkFull && isNumber(inside(block.Source(), words)):
		note(pc, Inline{Kind: "ref", Text: string(inside(block.Source(), words)), Span: words})
		x.Span.Start = words.End
	}
	note(pc, x)
	return node
}

// CloseBlock takes back what is open at the end of a block.
func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := p.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// isCheckbox reports whether a reference is the ticked box of a task list.
func isCheckbox(ref *ast.ReferenceLink, at source.Span) bool {
	return at.Start == 0 && at.Len() == len("[x]") && (string(ref.Value) == "x" || string(ref.Value) == "X")
}

// inside returns what stands between the brackets of at.
func inside(src []byte, at source.Span) []byte {
	if at.Len() < 2 || at.Start < 0 || at.End > len(src) {
		return nil
	}
	return src[at.Start+1 : at.End-1]
}

// isNumber reports whether b is digits alone: "[1][2]" are two endnote marks
// rather than the word 1 that refers to 2.
func isNumber(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// footnoteMark parses "[^label]". goldmark's own parser knows only labels that
// are defined in the same text.
type footnoteMark struct{}

// Trigger returns the bytes a mark may begin with: "!" only to keep "![^1]"
// from being taken for an image.
func (footnoteMark) Trigger() []byte { return []byte{'!', '['} }

// Parse notes a mark and leaves nothing of it in the text.
func (footnoteMark) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	if line[0] == '!' {
		if footnoteLabel(line[1:]) == 0 {
			return nil
		}
		block.Advance(1)
		return ast.NewString([]byte("!"))
	}
	n := footnoteLabel(line)
	if n == 0 {
		return nil
	}
	block.Advance(len("[^]") + n)
	note(pc, Inline{Kind: "footnote", Text: string(line[2 : 2+n]), Span: source.Span{Start: at.Start, End: at.Start + len("[^]") + n}})
	return ast.NewString(nil)
}

// footnoteLabel returns the length of the label if line begins with a footnote
// mark, else 0.
func footnoteLabel(line []byte) int {
	if !bytes.HasPrefix(line, []byte("[^")) {
		return 0
	}
	n := bytes.IndexAny(line[2:], "[]\n")
	if n <= 0 || line[2+n] != ']' || len(bytes.TrimSpace(line[2:2+n])) == 0 {
		return 0
	}
	return n
}
