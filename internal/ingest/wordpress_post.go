package ingest

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zuyg/internal/source"
)

// postReader is what the reader of HTML must know of a post of WordPress.
type postReader struct {
	own     bool              // zuyg wrote it: nothing in it is guessed
	added   bool              // what zuyg added to the article stays
	classic bool              // line ends are line breaks and empty lines end paragraphs
	marks   map[string]string // the labels of WordPress footnotes, by id
}

// post turns the content of a post into blocks. address rewrites the addresses
// of links and images; footnotes is the custom field of that name.
func (b *builder) post(content, footnotes string, own bool, address func(string) string) error {
	p := &postReader{own: own, marks: map[string]string{}}
	p.classic = !own && !strings.Contains(content, "<!-- wp:") && !strings.Contains(content, "</p>")
	if !own {
		content = b.shortcodes(content)
	}
	root, err := fragment(content)
	if err != nil {
		return err
	}
	rewriteAddresses(root, address)
	r := &reader{builder: b, root: root, out: &b.blocks, sorts: map[string]int{}, post: p}
	notes := b.postNotes(footnotes)
	for i, n := range notes {
		p.marks[n.ID] = strconv.Itoa(i + 1)
	}
	r.findNotes(root)
	if own {
		r.unmarkedNotes(root)
	}
	r.kids(root, look{})
	r.flush()
	r.collectNotes()
	r.inNote = true
	for i, n := range notes {
		text, err := fragment(n.Content)
		if err != nil {
			return err
		}
		rewriteAddresses(text, address)
		b.footnotes = append(b.footnotes, footnote{label: strconv.Itoa(i + 1), blocks: r.blocksOf(text, look{})})
	}
	r.reportLosses()
	b.dropControls()
	return nil
}

// Body turns a piece of HTML that zuyg rendered back into Markdown without
// front matter, footnotes included. The error is that of package html.
func Body(text string) (string, error) {
	b := newBuilder(Options{})
	root, err := fragment(text)
	if err != nil {
		return "", err
	}
	r := &reader{builder: b, root: root, out: &b.blocks, sorts: map[string]int{}, post: &postReader{own: true, added: true}}
	r.findNotes(root)
	r.unmarkedNotes(root)
	r.kids(root, look{})
	r.flush()
	r.collectNotes()
	return b.write(), nil
}

var ownNote = regexp.MustCompile(`^(?:p\d+-)?fn-(\d+)$`)

// unmarkedNotes finds the footnotes that zuyg wrote though no mark leads to
// them.
func (r *reader) unmarkedNotes(n *html.Node) {
	if m := ownNote.FindStringSubmatch(attr(n, "id")); m != nil && n.DataAtom == atom.Li && r.label[n] == "" {
		r.label[n], r.shown[n] = m[1], m[1]
		r.found = append(r.found, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.unmarkedNotes(c)
	}
}

// fragment parses a piece of HTML below an element.
func fragment(text string) (*html.Node, error) {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragmentWithOptions(strings.NewReader(text), root, html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, &source.Error{ID: "error.html-unreadable", Err: err}
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root, nil
}

// htmlText returns the text of a title, an excerpt or a name, which WordPress
// keeps as HTML.
func htmlText(text string) string {
	if !strings.ContainsAny(text, "&<") {
		return strings.Join(strings.FieldsFunc(text, isHTMLSpace), " ")
	}
	root, err := fragment(text)
	if err != nil {
		return text
	}
	return textOf(root)
}

// rewriteAddresses gives links and images other addresses.
func rewriteAddresses(n *html.Node, to func(string) string) {
	for i := range n.Attr {
		a := &n.Attr[i]
		if a.Key == "href" && n.DataAtom == atom.A || a.Key == "src" && n.DataAtom == atom.Img {
			a.Val = to(strings.TrimSpace(a.Val))
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		rewriteAddresses(c, to)
	}
}

// postNote is a footnote as WordPress keeps it since 6.3: in a custom field.
type postNote struct {
	ID      string `json:"id"`
	Content string `json:"content"`
}

func (b *builder) postNotes(field string) []postNote {
	var notes []postNote
	if field = strings.TrimSpace(field); field == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(field), &notes); err != nil {
		b.page.note("import.wp-footnotes", 0, field, nil)
		return nil
	}
	return notes
}

// blockComment reports whether a comment is one that WordPress marks blocks
// with. A block that WordPress fills in itself leaves nothing.
func (r *reader) blockComment(text string) bool {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "/wp:") {
		return true
	}
	name, ok := strings.CutPrefix(text, "wp:")
	if !ok {
		return false
	}
	if strings.HasSuffix(name, "/") {
		name, _, _ = strings.Cut(strings.TrimSuffix(name, "/"), " ")
		if name != "footnotes" {
			r.lose("block", name)
		}
	}
	return true
}

// postElement reads the elements that only posts have; it reports whether n was
// one.
func (r *reader) postElement(n *html.Node, l look) bool {
	if r.post.own && !r.post.added && ownElement(n) {
		if hasWord(n, "class", "other-language") {
			r.page.note("import.wp-borrowed", 0, textOf(n), nil)
		}
		return true
	}
	switch n.DataAtom {
	case atom.Sup:
		if label, ok := r.post.marks[attr(n, "data-fn")]; ok {
			r.cur = append(r.cur, span{kind: mark, text: label})
			return true
		}
	case atom.Figure:
		if r.flats == 0 {
			r.figure(n, l)
			return true
		}
	}
	return false
}

// ownElement reports whether zuyg added an element to the article: headings of
// notes, corrections, paragraphs lent from the other version.
func ownElement(n *html.Node) bool {
	for w := range strings.FieldsSeq(attr(n, "class")) {
		if strings.HasPrefix(w, "zuyg-") || w == "other-language" {
			return true
		}
	}
	return false
}

// figure reads a picture with its caption, which becomes the title of the
// image: so a figure is one paragraph. A caption with links stays a paragraph.
func (r *reader) figure(n *html.Node, l look) {
	r.flush()
	var caption *html.Node
	blocks := r.collect(func() {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Figcaption && caption == nil {
				caption = c
				continue
			}
			r.node(c, l)
		}
	})
	if caption != nil {
		text := textOf(caption)
		if len(blocks) == 1 && isPicture(&blocks[0]) && plainText(caption) {
			blocks[0].spans[0].title = text
		} else {
			blocks = append(blocks, r.blocksOf(caption, l)...)
		}
	}
	*r.out = append(*r.out, blocks...)
}

// isPicture reports whether a paragraph is one image.
func isPicture(b *block) bool {
	return b.kind == paragraph && len(b.spans) == 1 && b.spans[0].kind == image && b.spans[0].link == nil
}

// plainText reports whether there is nothing but text below n.
func plainText(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.TextNode {
			return false
		}
	}
	return true
}

var blankLines = regexp.MustCompile(`\r?\n[ \t]*\r?\n\s*`)

// classicText reads text of the classic editor, where line ends mean what they
// show.
func (r *reader) classicText(text string, l look) {
	for i, para := range blankLines.Split(text, -1) {
		if i > 0 {
			r.flush()
		}
		for k, line := range strings.Split(para, "\n") {
			if n := len(r.cur); k > 0 && n > 0 && r.cur[n-1].kind != lineEnd {
				r.lineBreak(l)
			}
			r.words(strings.TrimSuffix(line, "\r"), l)
		}
	}
}

var (
	captionCode = regexp.MustCompile(`(?s)\[caption[^\]]*\]\s*((?:<a [^>]*>)?\s*<img [^>]*>\s*(?:</a>)?)(.*?)\[/caption\]`)
	embedCode   = regexp.MustCompile(`\[embed[^\]]*\]\s*(\S+?)\s*\[/embed\]`)
	otherCode   = regexp.MustCompile(`\[(/?[a-z][a-z0-9_-]*)(?:\s[^\]\[]*)?/?\]`)
)

// shortcodes reads those of WordPress itself that stand for HTML; the others
// stay as text, with a note.
func (b *builder) shortcodes(content string) string {
	content = captionCode.ReplaceAllString(content, "<figure>$1<figcaption>$2</figcaption></figure>")
	content = embedCode.ReplaceAllStringFunc(content, func(code string) string {
		address := html.EscapeString(embedCode.FindStringSubmatch(code)[1])
		return `<a href="` + address + `">` + address + `</a>`
	})
	seen := map[string]bool{}
	for _, m := range otherCode.FindAllStringSubmatch(content, -1) {
		if name := strings.TrimPrefix(m[1], "/"); !seen[name] {
			seen[name] = true
			b.page.note("import.wp-shortcode", 0, m[0], map[string]any{"Name": name})
		}
	}
	return content
}
