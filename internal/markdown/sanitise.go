package markdown

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// policy is what raw HTML in articles may hold: what readers' comments may,
// and the languages and the classes of texts. No script, no style, no form, no
// frame, no address but of the web and of mail.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.RequireNoFollowOnLinks(false)
	p.AllowURLSchemes("http", "https", "mailto", "tel", "ftp")
	p.AllowAttrs("lang", "dir", "class").Globally()
	p.AllowElements("figure", "figcaption", "mark", "small", "u", "abbr", "wbr")
	return p
})

// phrases is what raw HTML may hold where the whole must be valid XHTML: only
// what may stand anywhere in a text, for blocks and tables can be where none
// may. Links lead out: what is in the project can't be resolved here.
var phrases = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr")
	p.AllowNoAttrs().OnElements("span")
	p.AllowAttrs("lang").Matching(languageTag).Globally()
	p.AllowAttrs("dir").Matching(bluemonday.Direction).Globally()
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	return p
})

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// sanitised returns a piece of raw HTML as it may stand in the result. A piece
// may be an opening tag alone: tidy closes what nobody closed.
func (r *render) sanitised(piece []byte) string {
	clean := string(piece)
	if !r.options.RawHTML {
		clean = policy().Sanitize(clean)
	}
	if strings.TrimSpace(clean) != "" { // a comment leaves nothing
		r.out.Raw = true
	}
	return clean
}

// block returns a block of raw HTML as it may stand in the result. In XHTML it
// is a paragraph of its phrases.
func (r *render) block(value []byte) string {
	if !r.options.XHTML {
		return r.sanitised(value)
	}
	clean := strings.TrimSpace(phrases().Sanitize(string(value)))
	if clean == "" {
		return ""
	}
	return "<p>" + balance(scrub([]byte(clean)), atom.P) + "</p>\n"
}

// phrasesOf keeps the raw tags among the children of n whose other half is
// there too, each inside the last one: then the result is well-formed, and no
// element reaches into the next paragraph.
func (r *render) phrasesOf(n ast.Node) {
	type opened struct {
		node       *raw
		name, text string
	}
	var open []opened
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if tag, ok := c.(*ast.RawHTML); ok {
			text := phrases().Sanitize(string(tag.Segments.Value(r.src)))
			name := tagName.FindString(text)
			node := &raw{}
			replace(c, node)
			switch k := len(open) - 1; {
			case name == "br" || name == "wbr":
				node.html = "<" + name + "/>"
			case !strings.HasPrefix(text, "</"):
				if name != "" {
					open = append(open, opened{node, name, text})
				}
			default:
				for k >= 0 && open[k].name != name {
					k--
				}
				if k >= 0 && (name != "a" || !inLink(n) && !linksBetween(open[k].node, node)) {
					open[k].node.html, node.html = open[k].text, text
				}
				if k >= 0 {
					open = open[:k]
				}
			}
		}
		c = next
	}
}

var tagName = regexp.MustCompile(`[a-z]+`)

// inLink reports whether n stands in a link, or is one.
func inLink(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

// linksBetween reports whether there is a link between two siblings.
func linksBetween(from, to ast.Node) bool {
	found := false
	for c := from.NextSibling(); c != nil && c != to; c = c.NextSibling() {
		_ = ast.Walk(c, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.Link, *ast.AutoLink, *ast.RawHTML, *noteRef:
				found = true
			case *raw:
				found = found || strings.HasPrefix(n.html, "<a")
			}
			return ast.WalkContinue, nil
		})
	}
	return found
}

// tidy makes what was written to b from start on balanced and clean.
func (r *render) tidy(b *sink, start int) { r.tidyIn(b, start, atom.Div) }

// tidyIn is tidy for what stands in an element of another kind than div.
func (r *render) tidyIn(b *sink, start int, in atom.Atom) {
	part := b.Bytes()[start:]
	if isClean(part) && !r.out.Raw {
		return
	}
	text := scrub(part)
	if r.out.Raw {
		text = balance(text, in)
		text = voidEnd.ReplaceAllString(text, "$1>")
	}
	b.Truncate(start)
	b.WriteString(text)
}

// voidEnd finds the ends of elements that have none in HTML.
var voidEnd = regexp.MustCompile(`(<(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)(?: [^<>]*)?)/>`)

// isClean reports whether there is nothing for scrub to do.
func isClean(p []byte) bool {
	for i := 0; i < len(p); i++ {
		if c := p[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == 0xc2 && i+1 < len(p) && p[i+1] < 0xa0 || c == 0xef && i+1 < len(p) && (p[i+1] == 0xbf || p[i+1] == 0xb7) {
			return false
		}
	}
	return utf8.Valid(p)
}

// scrub drops the characters that HTML and XML don't allow (controls and
// noncharacters) and what is not UTF-8; a line end is "\n".
func scrub(p []byte) string {
	s := strings.ReplaceAll(string(p), "\r\n", "\n")
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\r':
			return '\n'
		case c < ' ' && c != '\n' && c != '\t', c >= 0x7f && c < 0xa0, c >= 0xfdd0 && c <= 0xfdef, c&0xfffe == 0xfffe:
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// balance parses a fragment as browsers do and writes it again, so that every
// element is closed where it stands. What nests too deep for that loses its
// tags.
func balance(s string, in atom.Atom) string {
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: in.String(), DataAtom: in})
	var b strings.Builder
	for _, n := range nodes {
		if err == nil {
			err = html.Render(&b, n)
		}
	}
	if err != nil {
		return bluemonday.StrictPolicy().Sanitize(s)
	}
	return b.String()
}
