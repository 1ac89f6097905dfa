package ingest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zuyg/internal/source"
)

// HTML turns a page as HTML into Markdown. The article is what the article
// element holds, else main, else the body; what lies around it, scripts, forms
// and navigation are dropped and noted. The error is a *source.Error without a
// path: not UTF-8, too large, or nested deeper than the 512 elements that
// package html reads.
func HTML(data []byte, o Options) (*Page, error) { return htmlPage(data, o, MaxBytes) }

func htmlPage(data []byte, o Options, limit int) (*Page, error) {
	b := newBuilder(o)
	text, err := decode(data, limit, b.page)
	if err != nil {
		return nil, err
	}
	// Without scripting, what noscript holds is elements and can be told from text.
	doc, err := html.ParseWithOptions(strings.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, &source.Error{ID: "error.html-unreadable", Err: err}
	}
	r := &reader{builder: b, root: articleOf(doc), out: &b.blocks, sorts: map[string]int{}}
	r.findNotes(doc)
	r.readMeta(doc)
	r.readOutside(doc)
	r.kids(r.root, look{})
	r.flush()
	r.collectNotes()
	r.headOfPage()
	r.reportLosses()
	b.dropControls()
	return b.finish(), nil
}

// dropControls drops control characters, which character references can bring
// in, from all text.
func (b *builder) dropControls() {
	clean := func(spans []span) []span {
		for i := range spans {
			spans[i].text = b.printable(spans[i].text)
		}
		return spans
	}
	each(b.blocks, clean)
	for _, f := range b.footnotes {
		each(f.blocks, clean)
	}
	b.page.Title = b.printable(b.page.Title)
}

// articleOf returns the element that holds the article: the article element
// with the most text, else main, else the body.
func articleOf(doc *html.Node) *html.Node {
	var best, main, body *html.Node
	most := -1
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.DataAtom == atom.Article && n.Type == html.ElementNode:
			if size := textSize(n); size > most {
				best, most = n, size
			}
			return
		case main == nil && (n.DataAtom == atom.Main || attr(n, "role") == "main"):
			main = n
		case body == nil && n.DataAtom == atom.Body:
			body = n
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	for _, n := range []*html.Node{best, main, body} {
		if n != nil {
			return n
		}
	}
	return doc
}

// textSize returns the bytes of text below n, scripts not counted.
func textSize(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	if unread(n) {
		return 0
	}
	size := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		size += textSize(c)
	}
	return size
}

// unread reports whether the text of an element is never shown.
func unread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Head, atom.Title, atom.Svg:
		return n.Type == html.ElementNode
	}
	return false
}

// textOf returns the text below n as a reader sees it, on one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && unread(n):
			return
		}
		apart := isBlock(n.DataAtom) || n.DataAtom == atom.Br
		if apart {
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if apart {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return strings.Join(strings.FieldsFunc(b.String(), isHTMLSpace), " ")
}

// isHTMLSpace reports whether HTML reads r as white space; NBSP is none.
func isHTMLSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// hasWord reports whether an attribute that is a list of words holds one.
func hasWord(n *html.Node, key string, words ...string) bool {
	for w := range strings.FieldsSeq(attr(n, key)) {
		if slices.Contains(words, strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// readMeta takes title, date and category from where the page names them for
// machines.
func (r *reader) readMeta(doc *html.Node) {
	p := r.page
	var title, ogTitle, date, section string
	var heads []*html.Node
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		inside = inside || n == r.root
		switch n.DataAtom {
		case atom.Title:
			if title == "" && n.Namespace == "" && n.FirstChild != nil {
				title = strings.Join(strings.Fields(n.FirstChild.Data), " ")
			}
		case atom.Meta:
			name, content := attr(n, "property")+attr(n, "name"), strings.TrimSpace(attr(n, "content"))
			switch name {
			case "og:title":
				ogTitle = content
			case "article:published_time":
				date = content
			case "article:section":
				section = content
			}
		case atom.Time:
			if r.date == "" && inside {
				r.date = isoDate(attr(n, "datetime"))
			}
		case atom.H1:
			if textOf(n) != "" && !r.unwanted(n) {
				heads = append(heads, n)
				if r.h1 == nil && inside {
					r.h1 = n
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, inside)
		}
	}
	walk(doc, false)
	if iso := isoDate(date); iso != "" {
		r.date = iso
	}
	r.section = section
	if title == "-" { // pandoc's for a document without one
		title = ""
	}
	switch {
	case r.h1 != nil:
		p.Title = textOf(r.h1)
	case ogTitle != "":
		p.Title = ogTitle
	case len(heads) > 0: // of several, that which the title of the page begins with
		p.Title = textOf(heads[0])
		for _, h := range heads {
			if strings.HasPrefix(title, textOf(h)) {
				p.Title = textOf(h)
				break
			}
		}
	default:
		p.Title = title
	}
	if r.h1 == nil && p.Title != "" {
		p.note("import.title-from-metadata", 0, p.Title, nil)
	}
}

// isoDate returns the day of a machine-readable date, "" if it is none.
func isoDate(s string) string {
	if len(s) > len("2006-01-02") {
		s = s[:len("2006-01-02")]
	}
	if iso, ok := dateLine(s, ""); ok && iso == s {
		return iso
	}
	return ""
}

// readOutside notes the text around the article.
func (r *reader) readOutside(doc *html.Node) {
	var parts []string
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n == r.root || unread(n) || r.label[n] != "" {
			return
		}
		if n.Type == html.TextNode {
			if s := strings.Join(strings.Fields(n.Data), " "); s != "" {
				parts = append(parts, s)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	if len(parts) > 0 {
		r.page.note("import.dropped-outside", 0, strings.Join(parts, " "), map[string]any{"Count": len(parts)})
	}
}

// headOfPage takes category and date from where the page shows them: in the
// first paragraphs. What HTML said of them goes before.
func (r *reader) headOfPage() {
	p := r.page
	if r.date != "" {
		p.Date = r.date
	}
	var lines []headLine
	for i := range r.blocks {
		b := &r.blocks[i]
		if b.kind != paragraph && b.kind != heading || len(lines) == maxHeadLines {
			break
		}
		text := strings.Join(strings.FieldsFunc(plain(b.spans), isHTMLSpace), " ")
		title := p.Title != "" && sameWords(text, p.Title)
		if !title && isRich(b.spans) && !r.belongsToHead(text) {
			break
		}
		lines = append(lines, headLine{text: text, para: i, alone: true, title: title})
	}
	r.builder.head(lines)
	kept := r.blocks[:0]
	took := false
	for i, b := range r.blocks {
		title := i < len(lines) && lines[i].title && !took
		if title {
			took = true
			r.titleLosses(b.spans)
			if lines[i].text != p.Title {
				r.lose("h1", lines[i].text)
			}
		}
		if !title && (i >= len(lines) || !lines[i].used) {
			kept = append(kept, b)
		}
	}
	r.blocks = kept
	if p.CategoryLabel == "" && r.section != "" {
		r.setCategory(r.section, 0)
	}
}

// isRich reports whether spans hold more than words: what can't go into a
// title.
func isRich(spans []span) bool {
	return slices.ContainsFunc(spans, func(s span) bool { return s.kind != words || s.link != nil })
}

// belongsToHead reports whether a line is a date, a category or chrome, of
// which nothing but the words counts.
func (r *reader) belongsToHead(line string) bool {
	if _, ok := dateLine(line, r.options.Lang); ok {
		return true
	}
	if _, ok := r.options.category(line); ok {
		return true
	}
	_, ok := r.chrome.match(line)
	return ok
}

// titleLosses notes what a heading holds that a title can't.
func (r *reader) titleLosses(spans []span) {
	for _, s := range spans {
		if s.link != nil {
			r.page.note("import.dropped-link", 0, s.text, map[string]any{"Target": s.link.href})
		}
		switch s.kind {
		case image:
			r.lose("img", s.src)
		case mark:
			r.lose("sup", "["+s.text+"]")
		}
	}
}
