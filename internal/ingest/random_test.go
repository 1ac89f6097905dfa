package ingest

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"zuyg/internal/markdown"
	"zuyg/internal/source"
)

// textPieces are what plain text holds that Markdown could take for a mark.
var textPieces = []string{"a", "Բ", "word", "։", ".", ",", " ", " ", " ", "\n", "\n", "\n\n", "\t", "*", "**", "_", "__", "`", "``", "```", "~", "~~", "~~~",
	"[", "]", "(", ")", "[1]", "[2]", "[^1]", "[x]: y", "!", "<", ">", "<b>", "</b>", "<!--", "-->", "&amp;", "&", ";", "#", "##", "-", "--", "---", "+", "=", "===",
	"1.", "2)", "|", "| - |", ":", ": ", "\\", "\\\\", "\"", "'", "«", "»", "http://x.y/z_w_", "www.x.y", "a@b.c", "{", "}", "$", "%", "\u00A0", "    ", "note", "{tip}"}

// TestRandomText puts such pieces together: every word of the text must be a
// word of a paragraph or a footnote.
func TestRandomText(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b strings.Builder
		b.WriteString("A title\n\n")
		for range 1 + rnd.IntN(14) {
			b.WriteString(textPieces[rnd.IntN(len(textPieces))])
		}
		p, err := Text([]byte(b.String()), testOptions("en"))
		if err != nil {
			t.Fatal(err)
		}
		needs(t, shown(t, p, markdown.Paragraph, markdown.Footnote), b.String(), p)
		if len(p.Notes) == 0 && !strings.Contains(b.String(), "[^1]") && !strings.Contains(b.String(), "[1]") && !strings.Contains(b.String(), "[2]") {
			_, body, _ := strings.Cut(b.String(), "\n\n")
			if got, want := visibleText(p), strings.Join(strings.Fields(body), ""); got != want {
				t.Fatalf("%q is read as %q in\n%s", want, got, p.Markdown)
			}
		}
	}
}

// visibleText returns the text of all blocks without white space, marks and
// all.
func visibleText(p *Page) string {
	d := markdown.Parse(source.New("", []byte(p.Markdown)), markdown.Options{})
	var b strings.Builder
	for i := range d.Blocks {
		b.WriteString(strings.Join(strings.Fields(markdown.Plain(d.Text(i))), ""))
	}
	return b.String()
}

var htmlPieces = append([]string{"<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<s>", "</s>", "<a href='u'>", "</a>", "<a href='#n'>", "<li id=n>", "<sup>", "</sup>", "<br>",
	"<ul>", "</ul>", "<ol>", "</ol>", "<ol start=7>", "<li>", "<h1>", "</h1>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<table>", "<tr>", "<td>", "<th>",
	"</table>", "<pre>", "</pre>", "<code>", "</code>", "<img src=i alt=''>", "<hr>", "<div>", "</div>", "<nav>", "</nav>", "<q>", "</q>", "&lt;", "&#96;", "&#8203;"}, textPieces...)

// TestRandomHTML does the same with elements; what becomes of the words there
// is compared letter by letter, since elements may part them.
func TestRandomHTML(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		var b strings.Builder
		b.WriteString("<h1>A title</h1>")
		for range 1 + rnd.IntN(16) {
			b.WriteString(htmlPieces[rnd.IntN(len(htmlPieces))])
		}
		p, err := HTML([]byte(b.String()), testOptions("en"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		t.Log(b.String())
		needs(t, letters(shown(t, p)), articleText(articleOf(doc)), p)
	}
}
