package ingest

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// anchor reads a link. A mark of a footnote becomes one, the link back from a
// footnote to its mark is dropped, and of a link that leads nowhere or runs
// code only the words stay.
func (r *reader) anchor(n *html.Node, l look) {
	if label, ok := r.refs[n]; ok {
		r.cur = append(r.cur, span{kind: mark, text: label})
		return
	}
	href := strings.TrimSpace(attr(n, "href"))
	switch {
	case r.inNote && strings.HasPrefix(href, "#"):
		if r.post == nil || !r.post.own {
			r.lose("footnote-link", textOf(n))
		}
		return
	case hasWord(n, "rel", "category"):
		r.setCategory(textOf(n), 0)
		return
	case strings.HasPrefix(href, "#") && r.post != nil && r.post.own:
		l.link = &link{href: href}
	case href == "" || strings.HasPrefix(href, "#"):
		if href != "" && textOf(n) != "" {
			r.page.note("import.dropped-link", 0, textOf(n), map[string]any{"Target": href})
		}
	case !leads(href):
		r.page.note("import.dropped-link", 0, textOf(n), map[string]any{"Target": href})
	default:
		l.link = &link{href: href, title: attr(n, "title")}
		if textOf(n) == "" && !holdsImage(n) {
			r.page.note("import.dropped-link", 0, "", map[string]any{"Target": href})
		}
	}
	r.kids(n, l)
}

// leads reports whether an address is one to go to: relative, or of a scheme
// that runs no code and holds no data.
func leads(href string) bool {
	clean := strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, href))
	scheme, _, ok := strings.Cut(clean, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	switch scheme {
	case "http", "https", "ftp", "mailto", "tel":
		return true
	}
	return false
}

func holdsImage(n *html.Node) bool {
	if n.DataAtom == atom.Img {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if holdsImage(c) {
			return true
		}
	}
	return false
}

// image reads an image; of one that is loaded later the address lies in an
// attribute of the site's own.
func (r *reader) image(n *html.Node, l look) {
	src := strings.TrimSpace(attr(n, "src"))
	for _, key := range []string{"data-src", "data-lazy-src", "data-original"} {
		if src == "" || strings.HasPrefix(src, "data:") {
			src = strings.TrimSpace(attr(n, key))
		}
	}
	alt := strings.Join(strings.Fields(attr(n, "alt")), " ")
	if src == "" || !leads(src) {
		r.lose("img", alt)
		return
	}
	if strings.HasPrefix(src, "media/") {
		r.page.note("import.image-not-copied", 0, src, nil) // as pandoc names what lies in a DOCX
	}
	r.cur = append(r.cur, span{kind: image, text: r.printable(alt), src: src, title: attr(n, "title"), style: l.style, link: l.link})
}

func (r *reader) inlineCode(n *html.Node, l look) {
	text := strings.TrimSpace(r.printable(rawText(n)))
	if text == "" {
		return
	}
	r.cur = append(r.cur, span{kind: codeSpan, text: strings.Join(strings.Fields(text), " "), style: l.style, link: l.link})
}

// rawText returns the text below n as it stands.
func rawText(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.DataAtom == atom.Br:
			b.WriteByte('\n')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// The characters that Unicode has raised and lowered.
const (
	normal  = "0123456789+-=()n"
	raised  = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"
	lowered = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"
)

// raised reads sup and sub: 10² is not 102. Marks of footnotes pass through;
// text that Unicode can't raise stays on the line, with a note.
func (r *reader) raised(n *html.Node, l look) {
	text := textOf(n)
	if r.holdsMark(n) || textMark.MatchString(text) || text == "" {
		r.kids(n, l)
		return
	}
	to := raised
	if n.DataAtom == atom.Sub {
		to = lowered
	}
	if out, ok := raise(text, to); ok {
		r.words(out, l)
		return
	}
	r.lose(n.Data, text)
	r.kids(n, l)
}

// raise writes a text in raised or lowered characters; ok is false when it has
// others.
func raise(text, to string) (out string, ok bool) {
	table := []rune(to)
	ok = true
	out = strings.Map(func(c rune) rune {
		if i := strings.IndexRune(normal, c); i >= 0 {
			return table[i]
		}
		ok = false
		return c
	}, text)
	return out, ok
}

func (r *reader) holdsMark(n *html.Node) bool {
	if _, ok := r.refs[n]; ok {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if r.holdsMark(c) {
			return true
		}
	}
	return false
}

// embed puts a link in the place of a film, a sound or a foreign page.
func (r *reader) embed(n *html.Node, l look) {
	src := strings.TrimSpace(attr(n, "src"))
	if src == "" {
		src = strings.TrimSpace(attr(n, "data"))
	}
	for c := n.FirstChild; c != nil && src == ""; c = c.NextSibling {
		if c.DataAtom == atom.Source {
			src = strings.TrimSpace(attr(c, "src"))
		}
	}
	if src == "" || !leads(src) {
		r.lose(n.Data, textOf(n))
		return
	}
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	r.page.note("import.embed-to-link", 0, textOf(n), map[string]any{"Element": n.Data, "Target": src})
	name := strings.Join(strings.Fields(attr(n, "title")), " ")
	if name == "" {
		name = src
	}
	r.words(name, look{style: l.style, link: &link{href: src}})
}

// lose notes that an element was dropped.
func (r *reader) lose(element, text string) {
	i, ok := r.sorts[element]
	if !ok {
		i = len(r.losses)
		r.sorts[element] = i
		r.losses = append(r.losses, loss{element: element})
	}
	r.losses[i].count++
	if text != "" {
		r.losses[i].texts = append(r.losses[i].texts, text)
	}
}

func (r *reader) reportLosses() {
	for _, l := range r.losses {
		r.page.note("import.dropped-html", 0, strings.Join(l.texts, "\n"), map[string]any{"Element": l.element, "Count": l.count})
	}
}
