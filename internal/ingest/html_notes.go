package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Footnotes in HTML are links to an element further down: WordPress and its
// plugins, Word, MediaWiki, pandoc and goldmark differ in names alone.

// maxMarkRunes is the longest mark of a footnote: "[12]", "note 3".
const maxMarkRunes = 6

// noteName is what the addresses of footnotes begin with.
var noteName = regexp.MustCompile(`(?i)^#_?(ftn|fn|edn|foot|endnote|note|cite_note|easy-footnote|ref|reference|r?fn)`)

// noteClass is what the classes and roles of marks hold.
var noteClass = regexp.MustCompile(`(?i)footnote|noteref|doc-noteref|reference|endnote`)

// findNotes finds marks and the footnotes they lead to, anywhere on the page.
func (r *reader) findNotes(doc *html.Node) {
	r.label, r.refs, r.shown = map[*html.Node]string{}, map[*html.Node]string{}, map[*html.Node]string{}
	targets, order := map[string]*html.Node{}, map[*html.Node]int{}
	var links []*html.Node
	var walk func(n *html.Node, inside bool)
	walk = func(n *html.Node, inside bool) {
		inside = inside || n == r.root
		order[n] = len(order)
		for _, key := range []string{"id", "name"} {
			if name := attr(n, key); name != "" && targets[name] == nil && (key == "id" || n.DataAtom == atom.A) {
				targets[name] = n
			}
		}
		if n.DataAtom == atom.A && inside && strings.HasPrefix(attr(n, "href"), "#") {
			links = append(links, n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, inside)
		}
	}
	walk(doc, false)
	shared := map[*html.Node]string{} // the address that leads to an element
	used := map[string]bool{}
	for _, a := range links {
		href := attr(a, "href")
		target := targets[strings.TrimPrefix(href, "#")]
		if target == nil || order[target] < order[a] || !isMark(a) || r.insideNote(a) {
			continue
		}
		note := noteElement(target, order[a], order)
		if note == nil || shared[note] != "" && shared[note] != href {
			continue // several notes in one element: they stay text
		}
		if shared[note] == "" {
			shared[note] = href
			r.label[note] = freeLabel(textOf(a), used)
			r.shown[note] = strings.Trim(textOf(a), "[]() ")
			if r.shown[note] != r.label[note] {
				r.page.note("import.footnote-renumbered", 0, r.shown[note], map[string]any{"Mark": r.label[note]})
			}
			r.found = append(r.found, note)
		}
		r.refs[a] = r.label[note]
	}
}

// insideNote reports whether n lies within a footnote that is known.
func (r *reader) insideNote(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if r.label[p] != "" {
			return true
		}
	}
	return false
}

// isMark reports whether a link within the page looks like a footnote's mark:
// short, and raised, in brackets, or named as one.
func isMark(a *html.Node) bool {
	text := textOf(a)
	bare := strings.Trim(text, "[]() ")
	if bare == "" || utf8.RuneCountInString(text) > maxMarkRunes {
		return false
	}
	if bare != text || noteName.MatchString(attr(a, "href")) || noteClass.MatchString(attr(a, "class")+" "+attr(a, "role")+" "+attr(a, "rel")+" "+attr(a, "epub:type")) {
		return true
	}
	for p := a.Parent; p != nil && !isBlock(p.DataAtom); p = p.Parent {
		if p.DataAtom == atom.Sup {
			return true
		}
	}
	for c := a.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Sup {
			return true
		}
	}
	return false
}

// noteElement returns the element that holds the footnote whose address leads
// to n: n itself or what it lies in, if that begins after the mark.
func noteElement(n *html.Node, after int, order map[*html.Node]int) *html.Node {
	for p := n; p != nil && order[p] > after; p = p.Parent {
		switch p.DataAtom {
		case atom.Li, atom.P, atom.Dd, atom.Div, atom.Aside:
			return p
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ol, atom.Ul, atom.Section, atom.Article, atom.Table:
			return nil
		}
	}
	return nil
}

// freeLabel returns the number a mark shows, or the next one that is free.
func freeLabel(text string, used map[string]bool) string {
	label := strings.Trim(text, "[]() ")
	if label == "" || used[label] || strings.ContainsFunc(label, func(r rune) bool { return r < '0' || r > '9' }) {
		n := len(used) + 1
		for used[strconv.Itoa(n)] {
			n++
		}
		label = strconv.Itoa(n)
	}
	used[label] = true
	return label
}

// collectNotes reads the footnotes that were found.
func (r *reader) collectNotes() {
	r.inNote = true
	for _, n := range r.found {
		label := r.label[n]
		blocks := r.collect(func() { r.kids(n, look{}) })
		if len(blocks) > 0 && len(blocks[0].spans) > 0 && blocks[0].spans[0].kind == words {
			first := &blocks[0].spans[0]
			first.text = withoutLabel(first.text, r.shown[n], n.DataAtom != atom.Li)
			blocks[0].spans = trimmed(blocks[0].spans)
		}
		r.footnotes = append(r.footnotes, footnote{label: label, blocks: blocks})
	}
	r.inNote = false
}

// withoutLabel drops the mark that a footnote repeats before its text: in
// brackets always, bare where no list counts by itself.
func withoutLabel(text, label string, bare bool) string {
	if rest, ok := strings.CutPrefix(text, "["+label+"]"); ok {
		return strings.TrimLeft(rest, " .:)")
	}
	if !bare {
		return text
	}
	if up, ok := raise(label, raised); ok && strings.HasPrefix(text, up) {
		return strings.TrimLeft(text[len(up):], " .:)")
	}
	rest, ok := strings.CutPrefix(text, label)
	if short := strings.TrimLeft(rest, ".:)"); ok && (strings.HasPrefix(short, " ") || short == "") {
		return strings.TrimSpace(short)
	}
	return text
}
