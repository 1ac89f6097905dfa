package ingest

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxColumns bounds a table: what is wider is a layout, not a table.
const maxColumns = 64

// pre reads code; its language is a class of it or of the code in it.
func (r *reader) pre(n *html.Node) {
	text := r.printable(lineEnds.Replace(rawText(n)))
	if strings.TrimSpace(text) == "" {
		return
	}
	b := block{kind: code, text: text}
	for _, e := range []*html.Node{n, n.FirstChild} {
		if e == nil {
			continue
		}
		for w := range strings.FieldsSeq(attr(e, "class")) {
			if name, ok := strings.CutPrefix(w, "language-"); ok && b.info == "" {
				b.info = name
			}
		}
	}
	*r.out = append(*r.out, b)
}

// table reads a table; one that only arranges things is read as blocks.
func (r *reader) table(n *html.Node, l look) {
	rows := tableRows(n)
	columns := 0
	for _, row := range rows {
		columns = max(columns, width(row))
	}
	if columns < 2 || columns > maxColumns || attr(n, "role") == "presentation" || nested(n) {
		r.kids(n, l)
		r.flush()
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Caption {
			r.node(c, l)
		}
	}
	r.flush()
	b := block{kind: table}
	for i, row := range rows {
		var cells [][]span
		head := true
		for _, cell := range row {
			if r.unwanted(cell) {
				r.dropElement(cell)
				continue
			}
			head = head && cell.DataAtom == atom.Th
			if i == 0 {
				b.align = append(b.align, alignOf(cell))
			}
			cells = append(cells, r.flat(cell, l))
			for range spanOf(cell) - 1 {
				cells = append(cells, nil)
				if i == 0 {
					b.align = append(b.align, "")
				}
			}
		}
		if i == 0 {
			b.head = head && len(cells) > 0
		}
		b.rows = append(b.rows, cells)
	}
	*r.out = append(*r.out, b)
}

var textAlign = regexp.MustCompile(`(?:^|[;\s-])text-align:?[\s-]*(left|center|right)`)

// alignOf returns how a cell is aligned: by its style, by the class that
// WordPress gives it, or by the old attribute.
func alignOf(cell *html.Node) string {
	for _, text := range []string{attr(cell, "style"), attr(cell, "class"), "text-align:" + attr(cell, "align")} {
		if m := textAlign.FindStringSubmatch(strings.ToLower(text)); m != nil {
			return m[1]
		}
	}
	return ""
}

// tableRows returns the cells of each row.
func tableRows(n *html.Node) (rows [][]*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Thead, atom.Tbody, atom.Tfoot:
			rows = append(rows, tableRows(c)...)
		case atom.Tr:
			var row []*html.Node
			for d := c.FirstChild; d != nil; d = d.NextSibling {
				if d.DataAtom == atom.Td || d.DataAtom == atom.Th {
					row = append(row, d)
				}
			}
			if len(row) > 0 {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func width(row []*html.Node) int {
	n := 0
	for _, cell := range row {
		n += spanOf(cell)
	}
	return n
}

// spanOf returns how many columns a cell takes.
func spanOf(cell *html.Node) int {
	n, err := strconv.Atoi(attr(cell, "colspan"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxColumns+1)
}

// nested reports whether a table holds what a GFM table can't: tables, lists,
// code.
func nested(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Table, atom.Ul, atom.Ol, atom.Pre, atom.Blockquote:
			return true
		}
		if nested(c) {
			return true
		}
	}
	return false
}

// unwantedClasses are names that sites give, by class or id, to what surrounds
// an article and is put into its element: comments, sharing, related articles.
var unwantedClasses = []string{
	"comments", "comments-area", "comment-respond", "respond", "comment-form", "related-posts", "jp-relatedposts", "yarpp-related",
	"sharedaddy", "share-buttons", "social-share", "post-navigation", "nav-links", "breadcrumbs", "breadcrumb",
	"mw-editsection", "mw-cite-backlink", "navbox", "noprint", "screen-reader-text", "sr-only",
}

// unwanted reports whether an element is none of the article.
func (r *reader) unwanted(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.Form, atom.Nav, atom.Aside, atom.Footer, atom.Button, atom.Input, atom.Select, atom.Textarea, atom.Canvas,
		atom.Link, atom.Meta, atom.Math, atom.Dialog:
		return !r.holdsArticle(n)
	case atom.Header:
		return n.Parent == r.root && r.root.DataAtom != atom.Article && !holdsTitle(n)
	}
	if unread(n) {
		return n.DataAtom != atom.Head
	}
	if hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" || strings.Contains(strings.ReplaceAll(attr(n, "style"), " ", ""), "display:none") {
		return true
	}
	return hasWord(n, "class", unwantedClasses...) || hasWord(n, "id", unwantedClasses...) || hasWord(n, "role", "navigation", "search", "complementary")
}

// holdsArticle reports whether the article lies below n: some sites put all of
// a page into a form.
func (r *reader) holdsArticle(n *html.Node) bool {
	for p := r.root; p != nil; p = p.Parent {
		if p == n {
			return true
		}
	}
	return false
}

func holdsTitle(n *html.Node) bool {
	if n.DataAtom == atom.H1 || n.DataAtom == atom.Time {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if holdsTitle(c) {
			return true
		}
	}
	return false
}

// dropElement notes an element that is none of the article, with its text where
// that is for readers.
func (r *reader) dropElement(n *html.Node) {
	text := ""
	if !unread(n) || n.DataAtom == atom.Noscript || n.DataAtom == atom.Title {
		var b strings.Builder
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			b.WriteString(textOf(c) + " ")
		}
		text = strings.TrimSpace(b.String())
	}
	r.lose(n.Data, text)
}
