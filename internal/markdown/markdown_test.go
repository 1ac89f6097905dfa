package markdown

import (
	"bytes"
	"encoding/json"
	"fmt"
	stdhtml "html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

var fields = Options{Fields: []string{"title", "summary"}}

func parse(s string) *Doc { return Parse(source.New("a.md", []byte(s)), fields) }

// show prints a document's blocks a line each, so that a golden diff reads
// like a sentence.
func show(d *Doc) string {
	var b strings.Builder
	for i := range d.Blocks {
		x := &d.Blocks[i]
		p, q := d.File.Position(x.Span.Start), d.File.Position(x.Span.End)
		fmt.Fprintf(&b, "%s", x.Kind)
		if x.Level > 0 && x.Kind == Heading {
			fmt.Fprintf(&b, "%d", x.Level)
		}
		if x.Key != "" {
			fmt.Fprintf(&b, "(%s)", x.Key)
		}
		fmt.Fprintf(&b, " %d:%d-%d:%d %q\n", p.Line, p.Column, q.Line, q.Column, d.Text(i))
	}
	for _, p := range d.Problems {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

func TestBlocks(t *testing.T) {
	testkit.Golden(t, "testdata/blocks", func(t *testing.T, in map[string]string) map[string]string {
		d := parse(in["in.md"])
		check(t, d)
		return map[string]string{"blocks": show(d)}
	})
}

// check holds what is true of every parsed document.
func check(t *testing.T, d *Doc) {
	t.Helper()
	at := 0
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.Span.Start < at || b.Span.End > len(d.File.Data) || b.Span.Start > b.Span.End || len(b.Lines) == 0 {
			t.Fatalf("block %d %v: span %v after %d of %d\n%q", i, b.Kind, b.Span, at, len(d.File.Data), d.File.Data)
		}
		at = b.Span.End
		in := b.Span.Start
		for _, p := range b.Lines {
			if p.Start < in || p.End < p.Start || p.End > b.Span.End {
				t.Fatalf("block %d %v: piece %v outside %v\n%q", i, b.Kind, p, b.Span, d.File.Data)
			}
			in = p.End
		}
		edits, err := d.Replace(i, d.Text(i))
		if err != nil || len(edits) > 0 {
			t.Fatalf("block %d: replacing a text by itself gave %v, %v\n%q", i, edits, err, d.File.Data)
		}
	}
}

// specExamples reads the CommonMark and GFM examples that goldmark's module
// carries.
func specExamples(t testing.TB) []string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("find goldmark: %v", err)
	}
	root := strings.TrimSpace(string(dir))
	data, err := os.ReadFile(filepath.Join(root, "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var spec []struct{ Markdown string }
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range spec {
		out = append(out, e.Markdown)
	}
	for _, name := range []string{"table.txt", "footnote.txt", "strikethrough.txt", "tasklist.txt", "linkify.txt"} {
		data, err := os.ReadFile(filepath.Join(root, "extension", "_test", name))
		if err != nil {
			t.Fatal(err)
		}
		for i, part := range strings.Split(string(data), "//- - - - - - - - -//\n") {
			if i%2 == 1 {
				out = append(out, part)
			}
		}
	}
	if len(out) < 700 {
		t.Fatalf("found only %d examples", len(out))
	}
	return out
}

// TestSpecExamplesLoseNoText renders every example with goldmark and holds that
// each letter and digit a reader sees stands in a block.
func TestSpecExamplesLoseNoText(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote), goldmark.WithRendererOptions(html.WithUnsafe()))
	for n, example := range specExamples(t) {
		d := parse(example)
		check(t, d)
		if len(d.Problems) > 0 || d.front.values != nil {
			continue // a spec example that begins with "---" twice is front matter here
		}
		var page bytes.Buffer
		if err := md.Convert([]byte(example), &page); err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for i := range d.Blocks {
			all.WriteString(d.Text(i))
			all.WriteString("\n" + Plain(d.Text(i)) + "\n")
		}
		seen := wordSet(all.String() + d.keys())
		for _, w := range words(stripTags(page.String())) {
			if !seen[w] && !strings.Contains(all.String(), w) {
				t.Errorf("example %d: %q is read on the page and stands in no block\n%q\n%s", n, w, example, show(d))
			}
		}
	}
}

// keys lists what stands in markers: labels and info strings.
func (d *Doc) keys() string {
	var b strings.Builder
	for i := range d.Blocks {
		b.WriteString(" " + d.Blocks[i].Key)
	}
	return b.String()
}

// stripTags takes the tags out of goldmark's page, but not out of its text;
// numbers that the renderer makes (footnotes) and entities are left aside.
func stripTags(page string) string {
	var b strings.Builder
	in := false
	for _, r := range page {
		switch {
		case r == '<':
			in = true
			b.WriteByte(' ')
		case r == '>':
			in = false
		case !in:
			b.WriteRune(r)
		}
	}
	return stdhtml.UnescapeString(b.String())
}

func words(s string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 2 {
			out = append(out, w)
		}
	}
	return out
}

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words(s) {
		m[w] = true
	}
	return m
}

func TestReplace(t *testing.T) {
	for _, tt := range []struct{ name, in, old, new, want string }{
		{"paragraph", "Ա բ գ։\n\nԴ ե։\n", "Դ ե։", "Դ զ։", "Ա բ գ։\n\nԴ զ։\n"},
		{"quoted and wrapped", "> մեկ\n> երկու\n> երեք\n", "մեկ\nերկու\nերեք", "մեկ\nչորս", "> մեկ\n> չորս\n"},
		{"new line in a quote", "> մեկ\n", "մեկ", "մեկ\nերկու", "> մեկ\n> երկու\n"},
		{"new line in a list in a quote", "> - one\n", "one", "one\ntwo", "> - one\n>   two\n"},
		{"numbered item", "10. one\n11. two\n", "two", "two\nmore", "10. one\n11. two\n    more\n"},
		{"CRLF kept", "a\r\nb\r\n\r\nc\r\n", "a\nb", "a\nb\nd", "a\r\nb\r\nd\r\n\r\nc\r\n"},
		{"heading", "# Old #\n\ntext\n", "Old", "Նոր", "# Նոր #\n\ntext\n"},
		{"table row", "| a | b |\n|---|---|\n| c | d |\n", "c | d", "գ | դ", "| a | b |\n|---|---|\n| գ | դ |\n"},
		{"plain field", "---\ntitle: Old # c\n---\n", "Old", "New", "---\ntitle: New # c\n---\n"},
		{"field that needs quotes", "---\ntitle: Old\ndate: 1\n---\n", "Old", "New: \"x\"", "---\ntitle: \"New: \\\"x\\\"\"\ndate: 1\n---\n"},
		{"single-quoted field", "---\ntitle: 'It''s'\n---\n", "It's", "That's", "---\ntitle: 'That''s'\n---\n"},
		{"TOML field", "+++\ntitle = \"Old\"\n+++\n", "Old", "Նոր «x»", "+++\ntitle = \"Նոր «x»\"\n+++\n"},
		{"trailing spaces elsewhere stay", "a  \nb\n\nc \n", "c", "d", "a  \nb\n\nd \n"},
		{"BOM and no last newline", "\ufeffa\n\nb", "b", "c", "\ufeffa\n\nc"},
		{"footnote", "x[^1]\n\n[^1]: old\n", "old", "new", "x[^1]\n\n[^1]: new\n"},
		{"code", "```js\nlet a\n```\n", "let a", "let b\nlet c", "```js\nlet b\nlet c\n```\n"},
		{"invalid bytes around stay", "\xff\xfe x\n\ny\n", "y", "z", "\xff\xfe x\n\nz\n"},
	} {
		d := parse(tt.in)
		i := find(d, tt.old)
		if i < 0 {
			t.Errorf("%s: no block %q in\n%s", tt.name, tt.old, show(d))
			continue
		}
		edits, err := d.Replace(i, tt.new)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got, err := source.Apply(d.File.Data, edits)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: got %q, want %q (%v)", tt.name, got, tt.want, err)
		}
	}
}

func TestReplaceRefusesWhatWouldNotStand(t *testing.T) {
	for _, tt := range []struct{ in, old, new string }{
		{"a\n\nb\n", "a", "a\n\nc"},
		{"a\n\nb\n", "a", ""},
		{"a\n\nb\n", "a", "# a"},
		{"a\n\nb\n", "a", "- a"},
		{"# a\n", "a", "a\nb"},
		{"| a | b |\n|---|---|\n| c | d |\n", "c | d", "c"},
		{"```\nx\n```\n", "x", "```"},
	} {
		d := parse(tt.in)
		if edits, err := d.Replace(find(d, tt.old), tt.new); err == nil {
			t.Errorf("in %q, %q took %q: %v", tt.in, tt.old, tt.new, edits)
		}
	}
}

func find(d *Doc, text string) int {
	for i := range d.Blocks {
		if d.Text(i) == text {
			return i
		}
	}
	return -1
}

func TestInlines(t *testing.T) {
	text := "Տե՛ս [կայքը](https://example.am/ա \"x\") և ![նկար](a.svg), `code`[^2], [ref][R], <b>, \\[no] https://x.am"
	var got []string
	for _, in := range Inlines(text) {
		got = append(got, in.Kind+"="+in.Text)
	}
	want := "link=https://example.am/ա image=a.svg code=code footnote=2 ref=R html=<b> autolink=https://x.am"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"Պարզ տեքստ։":                        "Պարզ տեքստ։",
		"**bold** _it_ `x` [a](b) ![alt](c)": "bold it x a alt",
		"see[^1] now":                        "see now",
		"a \\* b &amp; c":                    "a * b & c",
		"one\n\n*two*":                       "one\n\ntwo",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMeta(t *testing.T) {
	d := parse("---\ntitle: \"Ա: բ\" # c\nsource: hy\ntags: [a, բ]\nlong: >\n  one\n  two\nlist:\n  - x\n  - y\nmap:\n  a: b\ndate: 2022-08-26\n---\nx\n")
	for key, want := range map[string]string{"title": "Ա: բ", "source": "hy", "long": "one two", "date": "2022-08-26"} {
		if got, _, ok := d.Meta(key); !ok || got != want {
			t.Errorf("Meta(%s) = %q, %v, want %q", key, got, ok, want)
		}
	}
	if _, _, ok := d.Meta("map"); ok {
		t.Error("a map came as a scalar")
	}
	if got := strings.Join(d.MetaList("tags"), "+") + strings.Join(d.MetaList("list"), "+"); got != "a+բx+y" {
		t.Errorf("lists = %q", got)
	}
	if len(d.Problems) > 0 {
		t.Error(d.Problems)
	}
}

var seeds = []string{
	"", "\ufeff---\ntitle: Վերնագիր\n---\r\n\r\nԱռաջին\r\nտող  \r\n", "---\nx\n---\n", "+++\ntitle = '''\na\n'''\n+++\n",
	"> - ա\n>   բ\n> 1. գ\n", "\t\x00\n\xff\n", "| ա | բ |\n|--|:-:|\n|| x\\|y |\n", "[^1]: note\n\n    more\n\n[a]: <b c>\n 'title'\n",
	"```\n\n~~~\n", ">\t#", "- ```\n  x\n", "<div>\nx\n</div>\n\n<!-- a\n-->", "a\n===\n\n# b #\n", "![alt\nx](y)\n", "* * *\n- - a\n",
	"---\ntitle: |\n  a\n\n  b\nsummary: 'x\n  y'\n---\nz",
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := Parse(source.New("x.md", bytes.Clone(data)), fields)
		check(t, d)
		if !bytes.Equal(d.File.Data, data) {
			t.Fatal("Parse changed the bytes")
		}
		for i := range d.Blocks {
			Inlines(d.Text(i))
			Plain(d.Text(i))
		}
	})
}

func FuzzReplace(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s), 0, "Նոր\ntext")
	}
	f.Fuzz(func(t *testing.T, data []byte, i int, text string) {
		d := Parse(source.New("x.md", data), fields)
		if len(d.Blocks) == 0 {
			return
		}
		i = max(i, -i, 0) % len(d.Blocks)
		edits, err := d.Replace(i, text)
		if err != nil {
			return
		}
		got, err := source.Apply(data, edits)
		if err != nil {
			t.Fatal(err)
		}
		s := d.Blocks[i].Span
		if !bytes.HasPrefix(got, data[:s.Start]) || !bytes.HasSuffix(got, data[s.End:]) {
			t.Fatalf("bytes outside %v changed: %q → %q", s, data, got)
		}
		if now := Parse(source.New("x.md", got), fields); now.Text(i) != text {
			t.Fatalf("block %d is %q, want %q", i, now.Text(i), text)
		}
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"title: x", "title: \"a\\nb\"", "title: 'ա''բ' # c", "title: >-\n  ա\n  բ", "a: [1,\n 2]\ntitle: z", "title = \"x\"", "title: &a *b", "? x\n: y"} {
		f.Add(s, "Նոր: տեքստ")
	}
	f.Fuzz(func(t *testing.T, front, text string) {
		for _, mark := range []string{"---", "+++"} {
			d := parse(mark + "\n" + front + "\n" + mark + "\nbody\n")
			check(t, d)
			if len(d.Blocks) > 0 && d.Blocks[0].Kind == Field {
				_, _ = d.Replace(0, text) // verified inside: an edit it returns stands
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	page := []byte("---\ntitle: Վերնագիր\n---\n\n" + strings.Repeat("Երևանում բացվեց նոր գրադարան, որի **մասին** [գրել էինք](https://example.am) դեռ գարնանը։ The new library opened on Tuesday.\n\n", 24))
	b.Run("zuyg", func(b *testing.B) {
		b.SetBytes(int64(len(page)))
		b.ReportAllocs()
		for b.Loop() {
			Parse(source.New("x.md", page), fields)
		}
	})
	b.Run("goldmark", func(b *testing.B) {
		md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote))
		b.SetBytes(int64(len(page)))
		b.ReportAllocs()
		for b.Loop() {
			md.Parser().Parse(newReader(page))
		}
	})
}

func newReader(page []byte) text.Reader { return text.NewReader(page) }
