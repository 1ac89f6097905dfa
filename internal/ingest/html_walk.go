package ingest

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zuyg/internal/markdown"
)

// reader turns the elements of an article into blocks.
type reader struct {
	*builder
	root    *html.Node
	h1      *html.Node // the title, when it lies in the article
	date    string     // that HTML gives for machines
	section string

	out   *[]block // where finished blocks go
	cur   []span   // the paragraph that is being collected
	flats int      // > 0: in a heading or a cell, where there are no paragraphs

	label  map[*html.Node]string // the footnotes' own elements
	shown  map[*html.Node]string // what their marks show
	refs   map[*html.Node]string // links that are marks
	found  []*html.Node          // the keys of label in the order of their marks
	inNote bool

	post *postReader // what is known of a WordPress post, nil for pages

	losses []loss
	sorts  map[string]int // the index in losses of an element's name
}

// loss is the elements of one name that were dropped.
type loss struct {
	element string
	count   int
	texts   []string
}

// look is how text looks and where it leads.
type look struct {
	style style
	link  *link
}

func (r *reader) kids(n *html.Node, l look) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.node(c, l)
	}
}

// node reads one node. Package html nests elements no deeper than 512, so the
// recursion is bounded.
func (r *reader) node(n *html.Node, l look) {
	switch n.Type {
	case html.TextNode:
		if r.post != nil && r.post.classic && r.flats == 0 {
			r.classicText(n.Data, l)
			return
		}
		r.words(n.Data, l)
		return
	case html.CommentNode:
		if r.post == nil || !r.blockComment(n.Data) {
			r.lose("comment", "")
		}
		return
	case html.ElementNode:
	default:
		return
	}
	if r.label[n] != "" {
		return // a footnote, which is collected by itself
	}
	if r.post != nil && r.postElement(n, l) {
		return
	}
	if r.unwanted(n) {
		r.dropElement(n)
		return
	}
	if !r.blockElement(n, l) {
		r.inlineElement(n, l)
	}
}

// blockElement reads elements that begin a new paragraph.
func (r *reader) blockElement(n *html.Node, l look) bool {
	if !isBlock(n.DataAtom) {
		return false
	}
	if r.flats > 0 {
		r.gap(l)
		r.kids(n, l)
		r.gap(l)
		return true
	}
	r.flush()
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if spans := r.flat(n, look{link: l.link}); len(spans) > 0 {
			*r.out = append(*r.out, block{kind: heading, level: int(n.Data[1] - '0'), spans: spans})
		}
	case atom.Ul, atom.Ol, atom.Menu:
		r.list(n, l)
	case atom.Blockquote:
		if kids := r.blocksOf(n, look{link: l.link}); len(kids) > 0 {
			*r.out = append(*r.out, block{kind: quote, kids: [][]block{kids}})
		}
	case atom.Pre, atom.Listing, atom.Xmp:
		r.pre(n)
	case atom.Table:
		r.table(n, l)
	case atom.Hr:
		*r.out = append(*r.out, block{kind: rule})
	case atom.Div:
		if name := admonitionOf(n); name != "" {
			r.box(n, name, l)
			break
		}
		r.kids(n, l)
		r.flush()
	case atom.Dt:
		l.style |= strong
		r.kids(n, l)
		r.flush()
	default:
		r.kids(n, l)
		r.flush()
	}
	return true
}

// admonitionOf returns the name of the admonition that an element is, "" for
// others.
func admonitionOf(n *html.Node) string {
	if !hasWord(n, "class", "admonition") {
		return ""
	}
	for w := range strings.FieldsSeq(attr(n, "class")) {
		if w != "admonition" && markdown.IsAdmonition(w) {
			return w
		}
	}
	return "note"
}

func (r *reader) box(n *html.Node, name string, l look) {
	if kids := r.blocksOf(n, look{link: l.link}); len(kids) > 0 {
		*r.out = append(*r.out, block{kind: admonition, info: name, kids: [][]block{kids}})
	}
}

// isBlock reports whether an element is shown as a block of its own.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details,
		atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Legend, atom.Li,
		atom.Listing, atom.Main, atom.Menu, atom.Ol, atom.P, atom.Plaintext, atom.Pre, atom.Section, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Xmp:
		return true
	}
	return false
}

// inlineElement reads elements within a paragraph.
func (r *reader) inlineElement(n *html.Node, l look) {
	switch n.DataAtom {
	case atom.Br:
		r.lineBreak(l)
	case atom.Img:
		r.image(n, l)
	case atom.A:
		r.anchor(n, l)
	case atom.B, atom.Strong:
		l.style |= strong
		r.kids(n, l)
	case atom.I, atom.Em, atom.Cite, atom.Var, atom.Dfn:
		l.style |= emphasis
		r.kids(n, l)
	case atom.Del, atom.S, atom.Strike:
		l.style |= struck
		r.kids(n, l)
	case atom.Code, atom.Kbd, atom.Samp, atom.Tt:
		r.inlineCode(n, l)
	case atom.Sup, atom.Sub:
		r.raised(n, l)
	case atom.Q:
		marks := [2]string{"“", "”"}
		if r.options.Lang == "hy" {
			marks = [2]string{"«", "»"}
		}
		r.words(marks[0], l)
		r.kids(n, l)
		r.words(marks[1], l)
	case atom.Iframe, atom.Video, atom.Audio, atom.Embed, atom.Object:
		r.embed(n, l)
	default:
		r.kids(n, l)
	}
}

// words adds text with runs of white space as one space.
func (r *reader) words(text string, l look) {
	var b strings.Builder
	space := false
	for _, c := range text {
		if isHTMLSpace(c) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(c)
	}
	if space {
		b.WriteByte(' ')
	}
	s := b.String()
	if r.blank() {
		s = strings.TrimLeft(s, " ")
	}
	if s != "" {
		r.cur = append(r.cur, span{text: s, style: l.style, link: l.link})
	}
}

// blank reports whether a space that comes now would show nothing.
func (r *reader) blank() bool {
	if len(r.cur) == 0 {
		return true
	}
	last := r.cur[len(r.cur)-1]
	return last.kind == lineEnd || last.kind == words && strings.HasSuffix(last.text, " ")
}

func (r *reader) gap(l look) { r.words(" ", look{link: nil, style: l.style}) }

// lineBreak adds a break; two in a row end the paragraph, as they look.
func (r *reader) lineBreak(l look) {
	if r.flats > 0 {
		r.gap(l)
		return
	}
	if n := len(r.cur); n > 0 && r.cur[n-1].kind == lineEnd {
		r.flush()
		return
	}
	if len(r.cur) > 0 {
		r.cur = append(r.cur, span{kind: lineEnd})
	}
}

// flush ends the paragraph.
func (r *reader) flush() {
	if r.flats > 0 {
		return
	}
	spans := trimmed(merged(r.cur))
	r.cur = nil
	if hasContent(spans) {
		*r.out = append(*r.out, block{kind: paragraph, spans: spans})
	}
}

// hasContent reports whether spans show anything.
func hasContent(spans []span) bool {
	for _, s := range spans {
		if s.kind != words && s.kind != lineEnd || strings.TrimSpace(s.text) != "" {
			return true
		}
	}
	return false
}

// collect returns what read reads as blocks.
func (r *reader) collect(read func()) []block {
	var out []block
	before, cur := r.out, r.cur
	r.out, r.cur = &out, nil
	read()
	r.flush()
	r.out, r.cur = before, cur
	return out
}

// blocksOf returns what n holds as blocks.
func (r *reader) blocksOf(n *html.Node, l look) []block {
	return r.collect(func() { r.kids(n, l) })
}

// flat returns what n holds as one run of spans.
func (r *reader) flat(n *html.Node, l look) []span {
	cur := r.cur
	r.cur = nil
	r.flats++
	r.kids(n, l)
	r.flats--
	spans := trimmed(merged(r.cur))
	r.cur = cur
	if !hasContent(spans) {
		return nil
	}
	return spans
}

// list reads the items of a list; what stands between them, lists above all,
// belongs to the item before.
func (r *reader) list(n *html.Node, l look) {
	b := block{kind: list, start: -1}
	if n.DataAtom == atom.Ol {
		b.start = 1
		if start, err := strconv.Atoi(attr(n, "start")); err == nil && start >= 0 && start < 1e8 {
			b.start = start
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		var kids []block
		switch {
		case r.label[c] != "":
			continue
		case c.DataAtom == atom.Li && !r.unwanted(c):
			kids = r.blocksOf(c, l)
		default:
			kids = r.collect(func() { r.node(c, l) })
			if k := len(b.kids); k > 0 && len(kids) > 0 {
				b.kids[k-1] = append(b.kids[k-1], kids...)
				continue
			}
		}
		if len(kids) > 0 {
			b.kids = append(b.kids, kids)
		}
	}
	if len(b.kids) > 0 {
		*r.out = append(*r.out, b)
	}
}
