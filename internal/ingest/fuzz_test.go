package ingest

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"zuyg/internal/markdown"
	"zuyg/internal/source"
)

// testOptions are the strings of a small site.
func testOptions(language string) Options {
	if language == "hy" {
		return Options{Lang: "hy", Chrome: []Chrome{
			{"link", "Կտտացրեք՝ հոդվածն անգլերեն դիտելու համար։"}, {"related", "Առնչվող նյութեր"}, {"reply", "Թողնել պատասխան"},
			{"email", "Ձեր էլ. փոստի հասցեն չի հրապարակվի։"}, {"required", "Պարտադիր դաշտերը նշված են *-ով"},
			{"author", "Հեղինակ՝ {{.Author}}"}, {"count", "{{.Count}} մեկնաբանություն"}, {"notes", "Ծանոթագրություններ"},
			{"date", "{{.Day}} / {{.Month}} / {{.Year}}"}, {"published", "Հրապարակվել է՝ {{.Date}}"},
		}, Categories: []Chrome{{"news", "Լուրերի մեկնաբանություն"}, {"opinion", "Կարծիք"}}}
	}
	return Options{Lang: "en", Chrome: []Chrome{
		{"link", "Click to view article in Armenian."}, {"related", "Related Posts"}, {"reply", "Leave a Reply"},
		{"email", "Your email address will not be published."}, {"required", "Required fields are marked *"},
		{"author", "By {{.Author}}"}, {"count", "{{.Count}} comments"}, {"notes", "Footnotes"}, {"home", "Home"}, {"search", "Search"},
		{"date", "{{.Day}} / {{.Month}} / {{.Year}}"}, {"published", "Published {{.Date}}"},
	}, Categories: []Chrome{{"news", "News Explained"}, {"opinion", "Opinion"}}}
}

// repeats are the notes whose text is in the Markdown too.
var repeats = map[string]bool{
	"import.space-restored": true, "import.kept-chrome": true, "import.footnote-without-note": true, "import.footnote-without-mark": true, "import.footnote-duplicate": true,
	"import.emphasis-dropped": true, "import.dropped-link": true, "import.title-from-metadata": true,
	"import.image-not-copied": true, "import.category-unknown": true, "import.category": true,
}

var unraised = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", "ⁿ", "n",
	"₀", "0", "₁", "1", "₂", "2", "₃", "3", "₄", "4", "₅", "5", "₆", "6", "₇", "7", "₈", "8", "₉", "9", "ₙ", "n")

// count adds n to the tally of each word of a text.
func count(tally map[string]int, text string, n int) {
	for w := range strings.FieldsFuncSeq(unraised.Replace(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		tally[w] += n
	}
}

// shown counts the words of a page as a reader of the Markdown sees them, and
// those that were dropped with a note.
func shown(t *testing.T, p *Page, kinds ...markdown.Kind) map[string]int {
	t.Helper()
	d := markdown.Parse(source.New("x.md", []byte(p.Markdown)), markdown.Options{})
	for _, e := range d.Problems {
		t.Fatalf("%v in\n%q", e, p.Markdown)
	}
	if title, _, _ := d.Meta("title"); title != p.Title {
		t.Fatalf("title %q is read as %q in\n%q", p.Title, title, p.Markdown)
	}
	if date, _, _ := d.Meta("date"); date != p.Date {
		t.Fatalf("date %q is read as %q", p.Date, date)
	}
	tally := map[string]int{}
	count(tally, p.Title+" "+p.CategoryLabel, 1)
	for i := range d.Blocks {
		b := &d.Blocks[i]
		text := d.Text(i)
		if len(kinds) > 0 && b.Kind != kinds[0] && b.Kind != kinds[1] {
			t.Fatalf("%q became a %v in\n%q", text, b.Kind, p.Markdown)
		}
		if b.Kind == markdown.Footnote {
			count(tally, b.Key, 1)
		}
		if b.Verbatim() {
			count(tally, text, 1)
			continue
		}
		count(tally, markdown.Plain(glued.ReplaceAllString(text, "$1 [^")), 1)
		for _, in := range markdown.Inlines(text) {
			if in.Kind == "footnote" {
				count(tally, in.Text, 1)
			}
		}
	}
	for _, n := range p.Notes {
		if !repeats[n.ID] {
			count(tally, n.Text, 1)
		}
	}
	return tally
}

// glued is a mark, which parts the words around it until it is taken away.
var glued = regexp.MustCompile(`([^\\])\[\^`)

// letters turns a tally of words into one of letters, for text whose words an
// image or a dropped element may part.
func letters(tally map[string]int) map[string]int {
	out := map[string]int{}
	for w, n := range tally {
		for _, r := range w {
			out[string(r)] += n
		}
	}
	return out
}

// needs fails when words of a text are neither in the tally nor can be.
func needs(t *testing.T, tally map[string]int, text string, p *Page) {
	t.Helper()
	count(tally, text, -1)
	for w, n := range tally {
		if n < 0 {
			t.Fatalf("%q was lost (%d)\nfrom %q\nto   %q\nnotes %v", w, n, text, p.Markdown, p.Notes)
		}
	}
}

var textSeeds = []string{
	"News Explained\n\nA bridge over the river\n\n26 / 08 / 2022\n\nIt was built in 1901[1].Then it fell.\n\n[1]The county paper, 3 May 1901.\n\nClick to view article in Armenian.\n\nRelated Posts\n",
	"Կարծիք\r\n\r\nԿամուրջ գետի վրա\r\n\r\n26 օգոստոսի 2022 թ.\r\n\r\nԱյն կառուցվել է 1901 թվականին[1]։Հետո փլուզվել է։\r\n\r\n[1]Թերթ, 1901 թ.\r\n\r\nԹողնել պատասխան",
	"\uFEFFT\n\n# a\n## b #\n- c\n+ d\n* e\n1. f\n2) g\n> h\n    i\n\tj\n===\n---\n***\n___\n```\nk\n~~~\n| a | b |\n| - | - |\n: def\n[x]: y\n[^1]: z\n<div>\n&amp; \\* *a* **b** _c_ `d` ~~e~~ [f](g) ![h](i) <j@k.l> https://m.n/o_p_q*r",
	"T\n\nNUL \x00 here\n\n[1] a [2] b [3]c\n\n[2]x\n[3]y\n[1]z\n[9]w",
	"\xff\xfeA\x00", "bad \xff", "T\n\na\\\nb\\", "T\n\n!\\[^1]", "title: x\n---\n+++\na = 1\n+++", "A\u0085B\u2028C\u2029D\fE",
	"Search\nHome Search\nBy Anna Petrosyan\nPublished 3 May 2021\nTitle\n\nText[1](a) [1]: [1][2] [1].«x»\n\n[1]: n",
}

func FuzzText(f *testing.F) {
	for _, s := range textSeeds {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, armenian bool) {
		language := "en"
		if armenian {
			language = "hy"
		}
		p, err := Text(data, testOptions(language))
		if bad := (*source.Error)(nil); err != nil {
			if !errors.As(err, &bad) || bad.Pos.Line == 0 {
				t.Fatalf("no place in %v", err)
			}
			return
		}
		text, _ := decode(data, MaxBytes, &Page{})
		tally := shown(t, p, markdown.Paragraph, markdown.Footnote)
		needs(t, tally, lineEnds.Replace(printable(lineEnds.Replace(text))), p)
	})
}

var htmlSeeds = []string{
	`<article><h1>A bridge</h1><p>Built in <b>1901</b><sup><a href="#fn1">[1]</a></sup>.Then it fell.</p><ol><li id="fn1">The paper. <a href="#r1">↩</a></li></ol></article>`,
	`<main><h1>Կամուրջ</h1><time datetime="2022-08-26">26 օգոստոսի 2022</time><ul><li>Ա<ol start=3><li>Բ</ol><li><p>Գ<p>Դ</ul><blockquote>Ե<footer>Զ</footer></blockquote></main>`,
	`<table><tr><th>a|b<th>c<tr><td colspan=2>d<br>e</table><table><tr><td>x</table>`,
	`<p>a<b> b </b>c<i>«d»</i>e<a href="j  avascript:x">f</a><a href="u(v) w">g <b>h</b></a><a href="/x"><img src=a.png alt="i [j]"></a>`,
	"<pre><code class=language-go>k```\n</code></pre><code>`l|`</code><p>* m<p># n<p>1. o<p>---<p>&lt;p&gt; &amp;amp; \\* q<sup>2</sup>r<sub>xy</sub>",
	`<h1>s</h1><h1>t #</h1><h2>u<p>v</h2><hr><iframe src="https://e.x/f_g_h"></iframe><nav>w</nav><script>x</script><form>y</form><!-- z -->`,
	`<p>a!<a href=b>c</a> *d <em>e*</em> _f_ <s>g</s>~~h</p><dl><dt>i<dd>j</dl><q>k</q>`,
	`<li>a<ul>b<li></ul><ul><li>c</ul><p>[1]d<a href="#n">1</a><p id=n>1. e`,
}

func FuzzHTML(f *testing.F) {
	for _, s := range append(htmlSeeds, textSeeds...) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := HTML(data, testOptions("en"))
		if err != nil {
			return
		}
		text, _ := decode(data, MaxBytes, &Page{})
		doc, err := html.ParseWithOptions(strings.NewReader(text), html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		needs(t, letters(shown(t, p)), articleText(articleOf(doc)), p)
	})
}

// articleText returns the letters of an article, each as a word.
func articleText(n *html.Node) string {
	if n.Type == html.TextNode {
		return strings.Join(strings.Split(unraised.Replace(printable(n.Data)), ""), " ") + " "
	}
	if unread(n) && n.Type == html.ElementNode {
		return ""
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(articleText(c))
	}
	return b.String()
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range append([]string{"# A\n\nb", "\uFEFF# Ա\r\n\r\nբ", "A *b*\n===\n\nc", "+++\na = 1\n+++\n# T", "---\na: 1\ntitle:\n---\n# T", "---\n\n# T", "> # q\n", "---\ntitle: \"\"\n---\n# T\n"}, textSeeds...) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Markdown(data, testOptions("en"))
		if err != nil || len(p.Notes) > 0 && strings.HasPrefix(p.Notes[0].ID, "error.") {
			return
		}
		text, _ := decode(data, MaxBytes, &Page{})
		d := markdown.Parse(source.New("", []byte(p.Markdown)), markdown.Options{})
		if len(d.Problems) > 0 {
			t.Fatalf("%v in %q", d.Problems[0], p.Markdown)
		}
		tally := map[string]int{}
		count(tally, p.Markdown, 1)
		for _, n := range p.Notes {
			if !repeats[n.ID] {
				count(tally, n.Text, 1)
			}
		}
		needs(t, tally, text, p)
	})
}
