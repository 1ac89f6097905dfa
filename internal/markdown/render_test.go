package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/parser"

	"zuyg/internal/source"
)

func parseText(text string) *Doc {
	return Parse(source.New("hy.md", []byte(text)), Options{Fields: []string{"title", "summary"}})
}

// TestSplitterAndRendererAgree holds that the tree that is rendered has the
// very blocks that are tracked.
func TestSplitterAndRendererAgree(t *testing.T) {
	for _, text := range append(specExamples(t), "a\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```note\nx\n```\n\n[^1]: n\n") {
		d := parseText("---\ntitle: x\n---\n\n" + text)
		s := &splitter{data: d.File.Data[d.body:], context: parser.NewContext()}
		s.split(full())
		want := parseText(string(s.data))
		if len(want.Blocks) != len(s.blocks) || len(s.nodes) != len(s.blocks) {
			t.Errorf("%q: %d blocks are tracked, %d are rendered", text, len(want.Blocks), len(s.blocks))
			continue
		}
		for i := range s.blocks {
			a, b := &want.Blocks[i], &s.blocks[i]
			if a.Kind != b.Kind || !slices.Equal(a.Lines, b.Lines) {
				t.Errorf("%q: block %d is %v %v when tracked and %v %v when rendered", text, i, a.Kind, a.Lines, b.Kind, b.Lines)
			}
		}
	}
}

func TestRender(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"heading ids in Armenian", "## Որտեղի՞ց է ջուրը\n\n## Որտեղից է ջուրը\n", "<h2 id=\"որտեղից-է-ջուրը\">Որտեղի՞ց է ջուրը</h2>\n<h2 id=\"որտեղից-է-ջուրը-2\">Որտեղից է ջուրը</h2>\n"},
		{"figure", "![Լիճը](sevan.svg \"1933 «թ.»\")\n", "<figure><img src=\"sevan.svg\" alt=\"Լիճը\"><figcaption>1933 «թ.»</figcaption></figure>\n"},
		{"hard break", "մեկ\\\nերկու  \nերեք\n", "<p>մեկ<br>\nերկու<br>\nերեք</p>\n"},
		{"admonition", "```note\nՋուր *կա*։\n```\n", "<div class=\"admonition note\" role=\"note\">\n<p>Ջուր <em>կա</em>։</p>\n</div>\n"},
		{"alignment", "| a |\n|--:|\n| 1 |\n", "<table>\n<thead>\n<tr>\n<th style=\"text-align:right\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td style=\"text-align:right\">1</td>\n</tr>\n</tbody>\n</table>\n"},
		{"undefined mark", "ջուր[^x]\n", "<p>ջուր[^x]</p>\n"},
		{"raw html is sanitised", "ա <b onclick=\"x()\">բ</b> <script>alert(1)</script>\n", "<p>ա <b>բ</b> alert(1)</p>\n"},
		{"raw html is balanced", "<div class=\"a\">\n\n*բ*\n", "<div class=\"a\">\n<p><em>բ</em></p>\n</div>"},
		{"comment", "ա\n\n<!-- բ -->\n\nգ  \nդ\n", "<p>ա</p>\n\n<p>գ<br>\nդ</p>\n"},
		{"void elements", "<b>ա</b>  \nբ ![](c.png)\n", "<p><b>ա</b><br>\nբ <img src=\"c.png\" alt=\"\"></p>\n"},
		{"script address", "[ջուր](javascript:alert(1)) ![ա](data:image/svg+xml;base64,AAAA)\n", "<p>ջուր ա</p>\n"},
		{"hidden script address", "[ա](java&#9;script:x) [բ](&#106;avascript:x) [գ](<  JaVaScript:x>) [դ](vbscript:x)\n", "<p>ա բ գ դ</p>\n"},
		{"controls", "ա\x01բ\u200fգ\x00\n", "<p>աբ\u200fգ\ufffd</p>\n"},
		{"crlf", "ա\r\nբ\r\n\r\n- գ\r\n", "<p>ա\nբ</p>\n<ul>\n<li>գ</li>\n</ul>\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := parseText(c.text).Render(RenderOptions{TopHeading: 2}).HTML; got != c.want {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestRenderNotesLeadThereAndBack(t *testing.T) {
	d := parseText("Մեկ[^բ] երկու[^ա] կրկին[^բ]։\n\n[^ա]: Առաջին ծանոթագրություն։\n[^բ]: Երկրորդ[^գ]։\n[^գ]: Ծանոթագրության ծանոթագրություն։\n[^դ]: Ոչ մեկը չի հիշատակում։\n")
	r := d.Render(RenderOptions{Prefix: "hy-"})
	var labels []string
	for _, n := range r.Notes {
		labels = append(labels, n.Label)
	}
	if got := strings.Join(labels, " "); got != "բ ա գ դ" {
		t.Errorf("notes are in the order %s", got)
	}
	page := r.HTML + NotesHTML("hy-", r.Notes, "Վերադառնալ տեքստին")
	for _, id := range []string{"hy-fn-1", "hy-fn-2", "hy-fn-3", "hy-fnref-1", "hy-fnref-1-2", "hy-fnref-2", "hy-fnref-3"} {
		if strings.Count(page, `id="`+id+`"`) != 1 || !strings.Contains(page, `href="#`+id+`"`) {
			t.Errorf("%s is not there once with a link to it:\n%s", id, page)
		}
	}
}
