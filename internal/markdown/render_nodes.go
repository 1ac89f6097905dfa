package markdown

import (
	"bytes"
	"strings"
	"sync"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What a text needs of its own is put into its tree before goldmark renders it,
// so that one renderer serves all texts.

// raw is HTML that is ready.
type raw struct {
	ast.BaseInline
	html string
}

var kindRaw = ast.NewNodeKind("Ready")

// Kind implements ast.Node.
func (*raw) Kind() ast.NodeKind { return kindRaw }

// Dump implements ast.Node.
func (n *raw) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// rawBlock is a block of HTML that is ready.
type rawBlock struct {
	ast.BaseBlock
	html string
}

// Kind implements ast.Node.
func (*rawBlock) Kind() ast.NodeKind { return kindRaw }

// Dump implements ast.Node.
func (n *rawBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// noteRef is a footnote mark until it has its number.
type noteRef struct {
	ast.BaseInline
	note *east.Footnote
}

var kindNoteRef = ast.NewNodeKind("NoteRef")

// Kind implements ast.Node.
func (*noteRef) Kind() ast.NodeKind { return kindNoteRef }

// Dump implements ast.Node.
func (n *noteRef) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// noteRefParser parses "[^label]" where the label is defined.
type noteRefParser struct{}

// Trigger implements parser.InlineParser; see footnoteMark.
func (noteRefParser) Trigger() []byte { return []byte{'!', '['} }

// Parse implements parser.InlineParser.
func (noteRefParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	defs, _ := pc.Get(noteDefsKey).(map[string]*east.Footnote)
	if defs == nil {
		return nil
	}
	line, _ := block.PeekLine()
	bang := line[0] == '!'
	if bang {
		line = line[1:]
	}
	n := footnoteLabel(line)
	if n == 0 {
		return nil
	}
	note := defs[string(line[2:2+n])]
	if note == nil {
		return nil
	}
	if bang {
		block.Advance(1)
		return ast.NewString([]byte("!"))
	}
	block.Advance(len("[^]") + n)
	return &noteRef{note: note}
}

// prepare rewrites what is below n: addresses, footnote marks, raw HTML.
func (r *render) prepare(n ast.Node) {
	if r.options.XHTML {
		r.phrasesOf(n)
	}
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		r.prepare(c)
		switch c := c.(type) {
		case *noteRef:
			r.mark(c)
		case *ast.Link:
			r.link(c)
		case *ast.AutoLink:
			r.autoLink(c)
		case *ast.Image:
			r.image(c)
		case *east.TableCell:
			if c.Alignment != east.AlignNone {
				c.SetAttributeString("style", []byte("text-align:"+c.Alignment.String()))
			}
		case *ast.RawHTML:
			replace(c, &raw{html: r.sanitised(c.Segments.Value(r.src))})
		case *ast.HTMLBlock:
			value := c.Lines().Value(r.src)
			if c.HasClosure() {
				value = append(bytes.Clone(value), c.ClosureLine.Value(r.src)...)
			}
			b := &rawBlock{html: r.block(value)}
			replace(c, b)
			if i, ok := r.index[c]; ok {
				r.nodes[i], r.index[b] = b, i
			}
		}
		c = next
	}
}

func replace(old, with ast.Node) { old.Parent().ReplaceChild(old.Parent(), old, with) }

// unwrap puts the children of n in its place.
func unwrap(n ast.Node) {
	p := n.Parent()
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		p.InsertBefore(p, n, c)
	}
	p.RemoveChild(p, n)
}

func (r *render) mark(c *noteRef) {
	number := r.number(c.note)
	r.counts[number-1]++
	reference := r.counts[number-1]
	if r.options.Mark != nil {
		replace(c, &raw{html: r.options.Mark(number, reference)})
		return
	}
	replace(c, &raw{html: NoteMark(r.options.Prefix, number, reference)})
}

// resolved resolves escapes and entities of an address as written.
func resolved(written []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(written))))
}

// lead returns where a link or an image leads: "" if it is refused.
func (r *render) lead(written string, to func(string) string) string {
	if (r.options.XHTML || !r.options.RawHTML) && !SafeURL(written) {
		r.out.Refused = append(r.out.Refused, written)
		return ""
	}
	if to == nil {
		return written
	}
	return to(written)
}

func (r *render) link(c *ast.Link) {
	written := resolved(c.Destination)
	r.out.Links = append(r.out.Links, written)
	to := r.lead(written, r.options.Link)
	if to == "" {
		unwrap(c)
		return
	}
	c.Destination = []byte(to)
}

func (r *render) autoLink(c *ast.AutoLink) {
	if inLink(c.Parent()) { // the words of a link may look like an address
		replace(c, ast.NewString(c.Label(r.src)))
		return
	}
	written := string(c.URL(r.src))
	if c.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(written), "mailto:") {
		written = "mailto:" + written
	}
	r.out.Links = append(r.out.Links, written)
	label := ast.NewString(c.Label(r.src))
	to := r.lead(written, r.options.Link)
	if to == "" {
		replace(c, label)
		return
	}
	link := ast.NewLink()
	link.Destination = []byte(to)
	link.AppendChild(link, label)
	replace(c, link)
}

func (r *render) image(c *ast.Image) {
	written := resolved(c.Destination)
	r.out.Images = append(r.out.Images, written)
	to := r.lead(written, r.options.Image)
	if to == "" {
		unwrap(c)
		return
	}
	c.Destination = []byte(to)
}

// SafeURL reports whether an address may stand on a page: it is relative, or
// its scheme is http, https, mailto, tel or ftp. Spaces and control characters,
// which browsers leave out, don't hide a scheme.
func SafeURL(address string) bool {
	clean := strings.Map(func(c rune) rune {
		if c <= ' ' || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return unicode.ToLower(c)
	}, address)
	i := strings.IndexAny(clean, ":/?#")
	if i < 0 || clean[i] != ':' {
		return true
	}
	switch clean[:i] {
	case "http", "https", "mailto", "tel", "ftp":
		return true
	}
	return false
}

// words makes an id of a text.
func words(s string) string {
	var b strings.Builder
	gap := false
	for _, c := range s {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(c))
		case strings.ContainsRune("՞՜՛’'՚", c): // stands inside a word
		default:
			gap = true
		}
	}
	return b.String()
}

// writer and xmlWriter are goldmark's renderer with our nodes. They keep
// nothing of a text and may be used by several goroutines.
var (
	writer    = sync.OnceValue(func() renderer.Renderer { return newRenderer() })
	xmlWriter = sync.OnceValue(func() renderer.Renderer { return newRenderer(html.WithXHTML()) })
)

func newRenderer(o ...html.Option) renderer.Renderer {
	config := html.NewConfig()
	for _, x := range o {
		x.SetHTMLOption(&config)
	}
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(nodeWriter{config}, 100),
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone), extension.WithTableHTMLOptions(o...)), 500),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(o...), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(o...), 500),
		util.Prioritized(html.NewRenderer(o...), 1000),
	))
}

// nodeWriter renders the nodes that goldmark doesn't, or otherwise.
type nodeWriter struct{ html.Config }

// RegisterFuncs implements renderer.NodeRenderer.
func (w nodeWriter) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindRaw, w.ready)
	reg.Register(kindDirective, w.directive)
	reg.Register(ast.KindLink, w.link)
	reg.Register(ast.KindImage, w.image)
	reg.Register(ast.KindParagraph, w.paragraph)
	reg.Register(ast.KindString, w.text)
}

func (w nodeWriter) ready(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		switch n := n.(type) {
		case *raw:
			_, _ = b.WriteString(n.html)
		case *rawBlock:
			_, _ = b.WriteString(n.html)
		}
	}
	return ast.WalkSkipChildren, nil
}

func (w nodeWriter) text(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = b.Write(util.EscapeHTML(n.(*ast.String).Value))
	}
	return ast.WalkContinue, nil
}

func (w nodeWriter) directive(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = b.WriteString(`<div class="admonition ` + n.(*directive).name + `" role="note">` + "\n")
	} else {
		_, _ = b.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

func attribute(b util.BufWriter, name string, value []byte) {
	_, _ = b.WriteString(` ` + name + `="`)
	_, _ = b.Write(util.EscapeHTML(value))
	_ = b.WriteByte('"')
}

func (w nodeWriter) link(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	c := n.(*ast.Link)
	if !entering {
		_, _ = b.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	_, _ = b.WriteString("<a")
	attribute(b, "href", util.URLEscape(c.Destination, false))
	if len(c.Title) > 0 {
		attribute(b, "title", []byte(resolved(c.Title)))
	}
	_ = b.WriteByte('>')
	return ast.WalkContinue, nil
}

func (w nodeWriter) image(b util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	c := n.(*ast.Image)
	alt := plainWriter{src: src}
	alt.children(c)
	_, _ = b.WriteString("<img")
	attribute(b, "src", util.URLEscape(c.Destination, false))
	attribute(b, "alt", []byte(strings.ReplaceAll(alt.b.String(), "\n", " ")))
	if len(c.Title) > 0 && !isFigure(c.Parent()) {
		attribute(b, "title", []byte(resolved(c.Title)))
	}
	_, _ = b.WriteString(w.end())
	return ast.WalkSkipChildren, nil
}

func (w nodeWriter) end() string {
	if w.XHTML {
		return " />"
	}
	return ">"
}

// isFigure reports whether a paragraph is one image and nothing else.
func isFigure(n ast.Node) bool {
	c := n.FirstChild()
	if c == nil || c.NextSibling() != nil || n.Kind() != ast.KindParagraph {
		return false
	}
	_, ok := c.(*ast.Image)
	return ok
}

func (w nodeWriter) paragraph(b util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "p"
	if isFigure(n) {
		tag = "figure"
	}
	if entering {
		_, _ = b.WriteString("<" + tag)
		if n.Attributes() != nil {
			html.RenderAttributes(b, n, html.ParagraphAttributeFilter)
		}
		_ = b.WriteByte('>')
		return ast.WalkContinue, nil
	}
	_, _ = b.WriteString(caption(n) + "</" + tag + ">\n")
	return ast.WalkContinue, nil
}

// caption returns the caption of a figure: the title of its image.
func caption(n ast.Node) string {
	if n == nil || !isFigure(n) {
		return ""
	}
	title := n.FirstChild().(*ast.Image).Title
	if len(title) == 0 {
		return ""
	}
	return "<figcaption>" + string(util.EscapeHTML([]byte(resolved(title)))) + "</figcaption>"
}
