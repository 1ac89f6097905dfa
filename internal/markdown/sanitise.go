package markdown

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
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
		if !r.options.XHTML {
			text = voidEnd.ReplaceAllString(text, "$1>")
		}
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
