package markdown

import (
	"fmt"
	"slices"
	"testing"

	"zuyg/internal/source"
)

func TestComments(t *testing.T) {
	const text = "+++\ntitle = \"Հաց\"\n# zuyg:ignore stale: old headline\nsummary = \"Ալյուր\"\n+++\n\n" +
		"First.\n\n<!-- zuyg:ignore missing: only for readers abroad until 2026-12-31 -->\nSecond <!-- zuyg:ignore address: other edition --> here.\n\n" +
		"<!-- a comment of the author -->\n\n```\n<!-- zuyg:ignore code: no -->\n```\n\n<!-- zuyg:ignore orphan: x -->\n"
	d := Parse(source.New("hy.md", []byte(text)), Options{Fields: []string{"title", "summary"}})
	var got []string
	for _, c := range d.Comments() {
		got = append(got, fmt.Sprintf("%d %s|%s", c.Block, c.Text, text[c.Span.Start:c.Span.End]))
	}
	want := []string{
		"1 ignore stale: old headline|# zuyg:ignore stale: old headline",
		"3 ignore missing: only for readers abroad until 2026-12-31|<!-- zuyg:ignore missing: only for readers abroad until 2026-12-31 -->",
		"3 ignore address: other edition|<!-- zuyg:ignore address: other edition -->",
		"6 ignore orphan: x|<!-- zuyg:ignore orphan: x -->",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var kinds []string
	for i := range d.Blocks {
		kinds = append(kinds, d.Blocks[i].Kind.String())
	}
	if want := []string{"field", "field", "paragraph", "paragraph", "html", "code"}; !slices.Equal(kinds, want) {
		t.Errorf("blocks %v, want %v: a comment to zuyg is none", kinds, want)
	}
}

func TestMetaItems(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"---\ncorrections:\n  - 2026-04-05: The price was 350.\n  - date: 2026-04-07\n    text: |\n      - a name\n  - \"2026-04-09\"\ntags: [a]\n---\n",
			[]string{"2026-04-05: The price was 350.", "date: 2026-04-07\n    text: |\n      - a name", "\"2026-04-09\""}},
		{"---\ncorrections:\n- 2026-04-05\n- 2026-04-06\n---\n", []string{"2026-04-05", "2026-04-06"}},
		{"---\ncorrections: [2026-04-05, {date: 2026-04-06, text: \"a, b\"}]\n---\n", []string{"2026-04-05", "{date: 2026-04-06, text: \"a, b\"}"}},
		{"---\ncorrections: 5 ապրիլի 2026\n---\n", []string{"5 ապրիլի 2026"}},
		{"---\ncorrections:\n---\n", nil},
		{"---\ntitle: x\n---\n", nil},
		{"+++\ncorrections = [\n  \"2026-04-05: Գինը 350 էր\", # one\n  \"2026-04-06\",\n]\n+++\n", []string{"\"2026-04-05: Գինը 350 էր\"", "# one\n  \"2026-04-06\""}},
		{"+++\ntitle = \"x\"\n[[corrections]]\ndate = 2026-04-05\ntext = \"Գին\"\n\n[[corrections]]\ndate = 2026-04-06\n[other]\nx = 1\n+++\n",
			[]string{"[[corrections]]\ndate = 2026-04-05\ntext = \"Գին\"", "[[corrections]]\ndate = 2026-04-06"}},
	} {
		d := Parse(source.New("x.md", []byte(tt.text)), Options{})
		var got []string
		for _, s := range d.MetaItems("corrections") {
			got = append(got, tt.text[s.Start:s.End])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q\n got %q\nwant %q", tt.text, got, tt.want)
		}
	}
}

// FuzzComments: comments lie in the file, in order and apart, and name a block;
// so do the items of a list.
func FuzzComments(f *testing.F) {
	for _, s := range []string{
		"---\r\n# zuyg:ignore stale: պատճառ\r\ncorrections:\r\n  - 2026-04-05\r\n---\r\n<!-- zuyg:x -->\r\nՀաց <!--zuyg: y--> a\r\n",
		"\ufeff+++\ncorrections = [\"a, b\", {x = [1]}]\n+++\n<!-- zuyg:\xff\x00 --> <!-- zuyg:b -->\n",
		"+++\n[[corrections]]\n+++\n<!-- zuyg:", "---\ncorrections: [\"\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := Parse(source.New("x.md", data), Options{Fields: []string{"title"}})
		at := 0
		for _, c := range d.Comments() {
			if c.Span.Start < at || c.Span.Len() <= 0 || c.Span.End > len(data) || c.Block < 0 || c.Block > len(d.Blocks) {
				t.Fatalf("%+v", c)
			}
			at = c.Span.End
		}
		for at, items := 0, d.MetaItems("corrections"); len(items) > 0; items = items[1:] {
			if items[0].Start < at || items[0].Len() < 0 || items[0].End > len(data) {
				t.Fatalf("%+v", items)
			}
			at = items[0].End
		}
	})
}
