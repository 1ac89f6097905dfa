package markdown

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// FuzzRenderXHTML holds what a reader of books relies on, whatever an article
// says: each fragment is well-formed XML with the entities of XML alone, no
// paragraph lies in a phrase, no link in a link, and nothing in it runs.
func FuzzRenderXHTML(f *testing.F) {
	for _, seed := range []string{
		"Ջուր&nbsp;&copy; <br> <b>*ա* <i>բ</b> գ</i> ![](a.png)\r\n\n---\n",
		"<a href=\"https://a.am\">ա [բ](c) <em><a href=\"https://b.am\">գ</a></em></a> [<a href=\"https://c.am\">դ</a>](e)\n",
		"<div>\n\nա <q lang=\"hy\">բ\n\n</div></body> <span lang=\"a_b\">գ</span>\n",
		"<b>\nblock <p>ա <ul><li>բ\n\n| <td> | <b> |\n|---|---|\n| </b> | <br> |\n",
		"\xef\xbb\xbfա\x00\x0b\xff\ufffe[^n] <s>[^n]</s>\n\n[^n]: - <u>\n",
		"<a href=\"javascript:x\">ա</a> [բ](javascript:x) <wbr onclick=\"x\"> <!-- --> <?x ?> <![CDATA[ < ]]>\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := parseText(text)
		r := d.Render(RenderOptions{XHTML: true, RawHTML: true, TopHeading: 2, Fragments: true, Prefix: "hy-"})
		parts := []string{r.HTML, NotesHTML("hy-", r.Notes, "Վերադառնալ տեքստին")}
		for i := range r.Blocks {
			parts = append(parts, r.Blocks[i].HTML)
		}
		for _, part := range parts {
			xhtml(t, part)
		}
	})
}

// phrasing are paragraphs and the elements that may stand in them.
var phrasing = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields("p a abbr b bdi br cite code del em i img input ins kbd mark q s samp small span strong sub sup u var wbr") {
		m[name] = true
	}
	return m
}()

func xhtml(t *testing.T, part string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<div>" + part + "</div>"))
	var open []string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v: %q", err, part)
		}
		switch tok := tok.(type) {
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.StartElement:
			name := tok.Name.Local
			for _, outer := range open {
				if outer == "a" && name == "a" {
					t.Fatalf("a link lies in a link: %q", part)
				}
			}
			if len(open) > 0 && phrasing[open[len(open)-1]] && (!phrasing[name] || name == "p") {
				t.Fatalf("<%s> lies in <%s>: %q", name, open[len(open)-1], part)
			}
			for _, a := range tok.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || (a.Name.Local == "href" || a.Name.Local == "src") && !SafeURL(a.Value) {
					t.Fatalf("%s=%q: %q", a.Name.Local, a.Value, part)
				}
			}
			open = append(open, name)
		}
	}
}
