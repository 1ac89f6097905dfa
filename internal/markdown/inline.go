package markdown

import (
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"zuyg/internal/source"
)

// Inline is one inline fact of a block that must agree across the languages.
type Inline struct {
	Kind string      // "link", "image", "autolink", "code", "footnote", "html", "ref"
	Text string      // address, code, label
	Span source.Span // in bytes of the text; of a footnote or reference the whole mark
}

// inlines is goldmark with its inline parsers over one paragraph: block
// parsers other than the paragraph's are left out, so that a text that begins
// like a list is not taken for one.
var inlines = sync.OnceValue(func() parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999))...),
	)
	p.Parse(text.NewReader(nil))
	return p
})

// marks are the bytes one of which every inline construct has.
const marks = "*_`[]<>!\\&~"

// Inlines returns the links, images, code spans, footnote marks, references and
// raw HTML of a block's text, in order.
func Inlines(s string) []Inline {
	if !strings.ContainsAny(s, marks) && !strings.Contains(s, "://") && !strings.Contains(s, "www.") && !strings.Contains(s, "@") {
		return nil
	}
	src := []byte(s)
	var out []Inline
	eachPart(src, func(root ast.Node) {
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.Link:
				out = append(out, Inline{Kind: "link", Text: string(n.Destination), Span: extent(n)})
			case *ast.Image:
				out = append(out, Inline{Kind: "image", Text: string(n.Destination), Span: extent(n)})
			case *ast.AutoLink:
				out = append(out, Inline{Kind: "autolink", Text: string(n.URL(src)), Span: extent(n)})
			case *ast.CodeSpan:
				out = append(out, Inline{Kind: "code", Text: plainText(n, src), Span: extent(n)})
				return ast.WalkSkipChildren, nil
			case *ast.RawHTML:
				out = append(out, Inline{Kind: "html", Text: string(n.Segments.Value(src)), Span: extent(n)})
			case *ast.Text:
				out = appendRefs(out, src, n.Segment.Start, n.Segment.Stop)
			}
			return ast.WalkContinue, nil
		})
	})
	return merged(out)
}

// eachPart parses src and calls f for each of its paragraphs (the texts of
// several blocks are joined with empty lines between).
func eachPart(src []byte, f func(ast.Node)) {
	f(inlines().Parse(text.NewReader(src)))
}

// extent returns the bytes a node's own text covers, as far as it has any.
func extent(n ast.Node) source.Span {
	at := source.Span{Start: -1}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			if at.Start < 0 {
				at.Start = t.Segment.Start
			}
			at.End = t.Segment.Stop
		}
		return ast.WalkContinue, nil
	})
	at.Start = max(at.Start, 0)
	return at
}

// appendRefs finds "[^label]" and "[label]" that goldmark left as text because
// the definition is elsewhere in the file. A mark may lie over several text
// nodes, so it is looked for in the source from the node's start.
func appendRefs(out []Inline, src []byte, start, stop int) []Inline {
	for i := start; i < stop; i++ {
		if src[i] != '[' || i > 0 && src[i-1] == '\\' {
			continue
		}
		end := i + 1
		for end < len(src) && src[end] != ']' && src[end] != '[' && src[end] != '\n' {
			end++
		}
		if end == len(src) || src[end] != ']' || end == i+1 {
			continue
		}
		label := string(src[i+1 : end])
		if l, ok := strings.CutPrefix(label, "^"); ok {
			if l != "" {
				out = append(out, Inline{Kind: "footnote", Text: l, Span: source.Span{Start: i, End: end + 1}})
			}
			continue
		}
		if end+1 < len(src) && src[end+1] == '[' {
			continue // the label of the reference follows
		}
		out = append(out, Inline{Kind: "ref", Text: label, Span: source.Span{Start: i, End: end + 1}})
	}
	return out
}

// merged drops marks that two neighbouring text nodes both showed.
func merged(in []Inline) []Inline {
	out := in[:0]
	for _, x := range in {
		if n := len(out); n > 0 && out[n-1].Span == x.Span && out[n-1].Kind == x.Kind {
			continue
		}
		out = append(out, x)
	}
	return out
}

// onlyImage reports whether a paragraph is one image and nothing else.
func onlyImage(src []byte) bool {
	root := inlines().Parse(text.NewReader(src))
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

// Plain returns a block's text as a reader sees it: without emphasis, code
// ticks and addresses; an image is its alt text; footnote marks are gone.
func Plain(s string) string {
	if !strings.ContainsAny(s, marks) {
		return s
	}
	src := []byte(s)
	var b strings.Builder
	eachPart(src, func(root ast.Node) {
		for p := root.FirstChild(); p != nil; p = p.NextSibling() {
			if b.Len() > 0 {
				b.WriteString("\n\n")
			}
			writePlain(&b, p, src)
		}
	})
	return dropFootnotes(b.String())
}

func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	writePlain(&b, n, src)
	return b.String()
}

func writePlain(b *strings.Builder, n ast.Node, src []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Segment.Value(src)
			if _, code := n.(*ast.CodeSpan); !code {
				value = util.UnescapePunctuations(value)
				value = util.ResolveEntityNames(util.ResolveNumericReferences(value))
			}
			b.Write(value)
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(src))
		case *ast.RawHTML:
		case *east.Strikethrough:
			writePlain(b, c, src)
		default:
			writePlain(b, c, src)
		}
	}
}

// dropFootnotes takes "[^label]" out of a text.
func dropFootnotes(s string) string {
	for {
		i := strings.Index(s, "[^")
		if i < 0 {
			return s
		}
		end := strings.IndexAny(s[i+2:], "]\n")
		if end <= 0 || s[i+2+end] != ']' {
			return s
		}
		s = s[:i] + s[i+2+end+1:]
	}
}
