package publish

import (
	"encoding/json"
	"fmt"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zuyg/internal/markdown"
)

// body writes the text of a version as the content of a post: HTML that
// WordPress shows as it is, or blocks of its editor; then what the page of an
// article has below its text. notes is the custom field of the footnotes, for
// blocks. What is not of the text has a class that begins with "zuyg-".
func (w *wordPress) body(a *Article, p *Page, side int) (content, notes string, err error) {
	words := w.Words[side]
	x := &postWriter{blocks: w.blocks}
	if err := x.html(p.HTML); err != nil {
		return "", "", err
	}
	if a.Versions[1-side] == nil {
		x.extra("p", "zuyg-alone", words.Say("link.no-other-language", nil))
	}
	if v := a.Versions[side]; v.Translator != "" && side != a.Lead {
		x.extra("p", "zuyg-translator", words.Say("article.translator", map[string]any{"Name": v.Translator}))
	}
	if len(a.Corrections) > 0 {
		x.extra("h2", "zuyg-corrections", words.Say("article.corrections", nil))
		for _, c := range a.Corrections {
			note := w.correction(c, side)
			x.extra("p", "zuyg-correction", note.Title+" "+note.Text)
		}
	}
	switch {
	case len(p.Notes) == 0:
	case w.blocks:
		notes, err = w.noteField(a, p, side)
		x.block("footnotes", "", "")
	default:
		x.extra("h2", "zuyg-notes", words.Say("footnotes.title", nil))
		err = x.html(markdown.NotesHTML(notePrefix(w.id(a.Slug, side)), p.Notes, words.Say("footnotes.back", nil)))
	}
	return strings.TrimSpace(x.String()), notes, err
}

// noteField writes the footnotes as WordPress keeps them since 6.3.
func (w *wordPress) noteField(a *Article, p *Page, side int) (string, error) {
	type note struct {
		Content string `json:"content"`
		ID      string `json:"id"`
	}
	list := []note{}
	for _, n := range p.Notes {
		root, err := parseFragment(n.HTML)
		if err != nil {
			return "", err
		}
		x := &postWriter{}
		for c := root.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == nethtml.TextNode && strings.TrimSpace(c.Data) == "":
			case c.DataAtom == atom.P: // a note is one line in the editor
				if x.Len() > 0 {
					x.WriteString("<br><br>")
				}
				x.children(c)
			default:
				x.node(c)
			}
		}
		list = append(list, note{x.String(), noteID(w.id(a.Slug, side), n.Number)})
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(list)
	return strings.TrimSpace(b.String()), err
}

// postWriter writes HTML in the form that WordPress leaves alone: it makes line
// breaks of line ends in paragraphs, runs what stands in square brackets, and
// takes comments for blocks.
type postWriter struct {
	strings.Builder
	blocks bool
}

func parseFragment(text string) (*nethtml.Node, error) {
	root := &nethtml.Node{Type: nethtml.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := nethtml.ParseFragment(strings.NewReader(text), root)
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root, err
}

// html writes the elements of a text one after the other.
func (x *postWriter) html(text string) error {
	root, err := parseFragment(text)
	if err == nil {
		x.top(root)
	}
	return err
}

// top writes the children of n, each as a block of its own.
func (x *postWriter) top(n *nethtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == nethtml.TextNode && strings.TrimSpace(c.Data) == "", c.Type == nethtml.CommentNode:
		case x.blocks:
			x.asBlock(c)
		default:
			x.node(c)
			x.WriteByte('\n')
		}
	}
}

// extra adds an element of ours.
func (x *postWriter) extra(tag, class, text string) {
	n := &nethtml.Node{Type: nethtml.ElementNode, Data: tag, DataAtom: atom.Lookup([]byte(tag)), Attr: []nethtml.Attribute{{Key: "class", Val: class}}}
	n.AppendChild(&nethtml.Node{Type: nethtml.TextNode, Data: text})
	if x.blocks {
		x.asBlock(n)
		return
	}
	x.node(n)
	x.WriteByte('\n')
}

var voidTags = map[atom.Atom]bool{atom.Br: true, atom.Img: true, atom.Hr: true, atom.Wbr: true, atom.Input: true, atom.Col: true, atom.Source: true, atom.Track: true, atom.Area: true, atom.Embed: true}

// node writes a node as it stands.
func (x *postWriter) node(n *nethtml.Node) {
	switch n.Type {
	case nethtml.TextNode:
		text := n.Data
		if !within(n, atom.Pre) {
			text = noBreaks.Replace(text)
		}
		x.WriteString(escapePost(text))
	case nethtml.ElementNode:
		x.open(n)
		if voidTags[n.DataAtom] {
			return
		}
		x.inside(n)
		x.WriteString("</" + n.Data + ">")
	}
}

// inside writes what an element holds; a list's item with one paragraph has its
// words alone, as the editor of WordPress wants it.
func (x *postWriter) inside(n *nethtml.Node) {
	switch n.DataAtom {
	case atom.Li:
		if p, ok := itemText(n); ok && p.DataAtom == atom.P {
			x.children(p)
			for c := p.NextSibling; c != nil; c = c.NextSibling {
				if c.Type == nethtml.ElementNode {
					x.node(c)
				}
			}
			return
		}
		x.spaced(n)
	case atom.Ul, atom.Ol, atom.Blockquote, atom.Table, atom.Thead, atom.Tbody, atom.Tr, atom.Dl, atom.Div:
		x.spaced(n)
	default:
		x.children(n)
	}
}

// spaced leaves out white space between elements.
func (x *postWriter) spaced(n *nethtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		blank := c.Type == nethtml.TextNode && strings.TrimSpace(c.Data) == ""
		edge := c.PrevSibling == nil || c.NextSibling == nil || isBlockTag(c.PrevSibling) || isBlockTag(c.NextSibling)
		if blank && edge {
			continue
		}
		if c.Type == nethtml.TextNode && c.NextSibling != nil && isBlockTag(c.NextSibling) {
			x.WriteString(escapePost(strings.TrimRight(noBreaks.Replace(c.Data), " ")))
			continue
		}
		x.node(c)
	}
}

func (x *postWriter) children(n *nethtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		x.node(c)
	}
}

// itemText reports whether an item of a list is one run of text and lists after
// it; first is its first element or text.
func itemText(li *nethtml.Node) (first *nethtml.Node, ok bool) {
	for c := li.FirstChild; c != nil; c = c.NextSibling {
		blank := c.Type == nethtml.TextNode && strings.TrimSpace(c.Data) == ""
		switch {
		case blank && (first == nil || isBlockTag(first)):
			continue
		case first == nil:
			first = c
		case c.DataAtom == atom.Ul || c.DataAtom == atom.Ol:
		case isBlockTag(c) || isBlockTag(first):
			return nil, false
		}
	}
	return first, first != nil && (!isBlockTag(first) || first.DataAtom == atom.P)
}

func isBlockTag(n *nethtml.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Ul, atom.Ol, atom.Blockquote, atom.Table, atom.Pre, atom.Figure, atom.Div, atom.Hr, atom.Dl, atom.Li, atom.Dt, atom.Dd,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Thead, atom.Tbody, atom.Tr, atom.Td, atom.Th, atom.Figcaption, atom.Section:
		return true
	}
	return false
}

func within(n *nethtml.Node, tag atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == tag {
			return true
		}
	}
	return false
}

// open writes the start tag of an element; more are attributes that replace its
// own of the same names.
func (x *postWriter) open(n *nethtml.Node, more ...[2]string) {
	x.WriteString("<" + n.Data)
	for _, a := range n.Attr {
		replaced := false
		for _, m := range more {
			replaced = replaced || m[0] == a.Key
		}
		if !replaced && a.Namespace == "" {
			x.attribute(a.Key, a.Val)
		}
	}
	for _, m := range more {
		if m[1] != "" {
			x.attribute(m[0], m[1])
		}
	}
	if n.DataAtom == atom.Img || n.DataAtom == atom.Hr {
		x.WriteByte('/')
	}
	x.WriteByte('>')
}

func (x *postWriter) attribute(key, value string) {
	fmt.Fprintf(x, ` %s="%s"`, key, strings.ReplaceAll(escapePost(noBreaks.Replace(value)), `"`, "&quot;"))
}

var (
	noBreaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")
	postText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// escapePost escapes a text; "[" before a letter would begin what WordPress
// runs.
func escapePost(text string) string {
	text = postText.Replace(text)
	if !strings.Contains(text, "[") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if text[i] == '[' && i+1 < len(text) && (text[i+1] == '/' || text[i+1] == '[' || text[i+1] >= 'A' && text[i+1] <= 'z') {
			b.WriteString("&#91;")
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
