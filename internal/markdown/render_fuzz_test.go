package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// FuzzRender holds what a page relies on, whatever an article says: valid UTF-8
// without controls, every element closed where it stands, no script, no event
// handler, no address of a script; and a fragment for each block.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"## Որտեղի՞ց է ջուրը\n\nՋուրը *քիչ* է[^1]։ [Հղում](https://a.am/Երևան \"վերնագիր\")\r\n\r\n[^1]: Նոտա։\r\n",
		"\xef\xbb\xbf---\ntitle: Ջուր\n---\n\n- ա\n  1. բ\n\n> գ\n",
		"<div title=\"\n\n<script>alert(1)</script>\n\n</div><b onclick=x>բ\x00\xff",
		"| ա | բ |\n|--:|:-:|\n| <td> | </table> |\n",
		"```note\nջուր\n```\n\n~~~js\nx\n~~~\n\n![ա](data:x \"բ\")\n",
		"[ա](java&#x09;script:x) <javascript:x> [բ]\n\n[բ]: vbscript:x\n\n<svg><style><a title=\"</style><img onerror=x>\">",
		"ա[^a] [^b]\n\n[^a]: [^b]\n[^b]: [^a] <p>\n\n<select><table><tr><td>",
		"ա[^a]\n\n[^a]: [^b]: գ\n    [^c]: դ\n\n> [^d]: ե[^a]\n",
		"&lt;script&gt; &#60;script&#62; <!-- --> <?x?> <![CDATA[ x ]]>\n\nա  \nբ\\\nգ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := parseText(text)
		r := d.Render(RenderOptions{TopHeading: 2, SkipTitle: true, Fragments: true, Prefix: "hy-"})
		parts := []string{r.HTML, NotesHTML("hy-", r.Notes, "Վերադառնալ տեքստին")}
		if len(r.Blocks) != len(d.Blocks) {
			t.Fatalf("%d fragments for %d blocks", len(r.Blocks), len(d.Blocks))
		}
		for i := range r.Blocks {
			parts = append(parts, r.Blocks[i].HTML)
		}
		for _, part := range parts {
			harmless(t, part)
		}
	})
}

func harmless(t *testing.T, part string) {
	if !utf8.ValidString(part) || strings.ContainsAny(part, "\x00\x01\x08\x0b\x1b\x7f\r") {
		t.Errorf("not clean: %q", part)
	}
	var open []string
	for z := html.NewTokenizer(strings.NewReader(part)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%v stay open: %q", open, part)
			}
			return
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes nothing: %q", name, part)
			}
			open = open[:len(open)-1]
		case html.StartTagToken:
			k := z.Token()
			if !void[k.Data] {
				open = append(open, k.Data)
			}
			if k.Data == "script" || k.Data == "iframe" || k.Data == "style" || k.Data == "form" {
				t.Errorf("<%s>: %q", k.Data, part)
			}
			for _, a := range k.Attr {
				if strings.HasPrefix(a.Key, "on") || (a.Key == "href" || a.Key == "src") && !SafeURL(a.Val) {
					t.Errorf("%s=%q: %q", a.Key, a.Val, part)
				}
			}
		}
	}
}

var void = map[string]bool{"br": true, "hr": true, "img": true, "wbr": true, "col": true, "area": true}
