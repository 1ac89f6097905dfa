package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

var readers = map[string]func([]byte, Options) (*Page, error){"text": Text, "html": HTML, "markdown": Markdown}

// TestPages compares the Markdown, the title and so on, and the notes.
func TestPages(t *testing.T) {
	testkit.Golden(t, "testdata/pages", func(t *testing.T, in map[string]string) map[string]string {
		language := "en"
		if l, ok := in["lang"]; ok {
			language = strings.TrimSpace(l)
		}
		for name, data := range in {
			if name == "lang" {
				continue
			}
			format := Format(name, []byte(data))
			p, err := readers[format]([]byte(data), testOptions(language))
			if err != nil {
				t.Fatal(err)
			}
			if format != "markdown" {
				checkRendered(t, p, data, format)
			}
			return map[string]string{"page.md": p.Markdown, "about": about(p)}
		}
		return nil
	})
}

// about shows a page's fields and notes.
func about(p *Page) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title %q\ncategory %q %q\ndate %q\nfields %q\n", p.Title, p.Category, p.CategoryLabel, p.Date, p.Fields)
	for _, n := range p.Notes {
		fmt.Fprintf(&b, "%d %s %v %q\n", n.Line, n.ID, n.Args, n.Text)
	}
	return b.String()
}

// noteLabels are the numbers of footnotes, which a browser adds.
var noteLabels = regexp.MustCompile(`(?m)^\[\^[0-9]+\]:`)

// checkRendered renders the Markdown and compares its letters with those of the
// page: none may be lost that is in no note.
func checkRendered(t *testing.T, p *Page, data, format string) {
	t.Helper()
	_, body, _ := strings.Cut(p.Markdown, "\n---\n")
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Convert([]byte(body), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	tally := map[string]int{}
	count(tally, articleText(doc), 1)
	count(tally, strings.Join(strings.Split(p.Title+p.CategoryLabel, ""), " "), 1)
	count(tally, strings.Join(strings.Split(strings.Join(noteLabels.FindAllString(body, -1), ""), ""), " "), 1)
	for _, n := range p.Notes {
		if !repeats[n.ID] {
			count(tally, strings.Join(strings.Split(n.Text, ""), " "), 1)
		}
	}
	want := strings.Join(strings.Split(data, ""), " ")
	if format == "html" {
		page, err := html.Parse(strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		want = articleText(articleOf(page))
	}
	needs(t, tally, want, p)
}

func TestErrorsHaveAPlace(t *testing.T) {
	for _, read := range readers {
		_, err := read([]byte("a\nԲ \xffc"), Options{})
		var at *source.Error
		if !errors.As(err, &at) || at.ID != "error.invalid-utf8" || at.Pos.Line != 2 || at.Pos.Column != 3 {
			t.Errorf("invalid UTF-8 gave %v", err)
		}
		if _, err := read(make([]byte, MaxBytes+1), Options{}); !errors.As(err, &at) || at.ID != "error.too-large" {
			t.Errorf("too large a page gave %v", err)
		}
	}
	deep := strings.Repeat("<div>", 600)
	var at *source.Error
	if _, err := HTML([]byte(deep), Options{}); !errors.As(err, &at) || at.ID != "error.html-unreadable" {
		t.Errorf("deep HTML gave %v", err)
	}
}

// TestEncodings reads one page in the ways an editor may save it.
func TestEncodings(t *testing.T) {
	const page = "Կարծիք\n\nԿամուրջ\u00A0գետի վրա\n\n3 մայիսի 2021 թ.\n\nԱյն հին է։\n"
	want, err := Text([]byte(page), testOptions("hy"))
	if err != nil {
		t.Fatal(err)
	}
	wide := []byte{0xFF, 0xFE}
	for _, r := range page {
		wide = append(wide, byte(r), byte(r>>8))
	}
	for name, data := range map[string][]byte{
		"CRLF": []byte(strings.ReplaceAll(page, "\n", "\r\n")), "CR": []byte(strings.ReplaceAll(page, "\n", "\r")),
		"BOM": []byte("\uFEFF" + page), "UTF-16": wide, "NUL": []byte(strings.Replace(page, "հին", "հի\x00ն", 1)),
	} {
		got, err := Text(data, testOptions("hy"))
		if err != nil || got.Markdown != want.Markdown {
			t.Errorf("%s: %v\n%s", name, err, got.Markdown)
		}
	}
	if want.Category != "opinion" || want.Date != "2021-05-03" || want.Title != "Կամուրջ\u00A0գետի վրա" {
		t.Errorf("got %+v", want)
	}
}

// TestMarkdownKeepsBytes: an imported Markdown file with a title is the same
// file.
func TestMarkdownKeepsBytes(t *testing.T) {
	for _, file := range []string{
		"\uFEFF---\r\ntitle: Կամուրջ\r\n---\r\n\r\nՏեքստ  \r\n\r\n\r\n* ա\t\r\n",
		"+++\ntitle = 'x'\n+++\n\x00text",
		"---\ntitle: x\n---",
	} {
		p, err := Markdown([]byte(file), Options{})
		if err != nil || p.Markdown != file || len(p.Notes) != 0 {
			t.Errorf("%q became %q (%v, %v)", file, p.Markdown, p.Notes, err)
		}
	}
	for file, want := range map[string]string{
		"\uFEFF# Ա\r\n\r\nբ\r\n":        "\uFEFF---\r\ntitle: Ա\r\n---\r\n\r\nբ\r\n",
		"a\n\n# T\n\nb":                 "---\ntitle: T\n---\n\na\n\n# T\n\nb",
		"---\n\n# T\n":                  "---\ntitle: T\n---\n\n---\n\n",
		"---\ntitle: ''\n---\n# 1: 2":   "---\ntitle: \"1: 2\"\n---\n",
		"no heading":                    "no heading",
		"> # quoted\n":                  "---\ntitle: quoted\n---\n\n> # quoted\n",
		"---\na: 1\ntitle:\n---\n# T\n": "---\na: 1\ntitle:\n---\n# T\n",
	} {
		if p, err := Markdown([]byte(file), Options{}); err != nil || p.Markdown != want {
			t.Errorf("%q became %q, want %q (%v)", file, p.Markdown, want, err)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"a.TXT", "<html>", "text"}, {"a.htm", "", "html"}, {"x/a.md", "", "markdown"}, {`C:\x\a.docx`, "", "docx"},
		{"a", "PK\x03\x04...", "docx"}, {"a", "\uFEFF \n<!DOCTYPE HTML>", "html"}, {"a", "<p>x", "html"},
		{"a", "---\ntitle: x\n---\n", "markdown"}, {"a", "# x", "markdown"}, {"a", "Կամուրջ\n", "text"}, {"", "", "text"},
	} {
		if got := Format(tt.name, []byte(tt.data)); got != tt.want {
			t.Errorf("Format(%q, %q) = %q, want %q", tt.name, tt.data, got, tt.want)
		}
	}
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"A bridge: who'd pay $1.5 million?":   "a-bridge-whod-pay-1-5-million",
		"Երևանը և Գյումրին":                   "yerevany-yev-gyumrin",
		"Ո՞վ է Ովսաննան":                      "ov-e-ovsannan",
		"Որոտան գետի հին կամուրջը":            "vorotan-geti-hin-kamurjy",
		"Ուսուցիչներ, ծնողներ":                "usutsichner-tsnoghner",
		"Ռուսաստանի եւ Թուրքիայի միջեւ":       "rusastani-yev-turkiayi-mijev",
		"Erdoğan in Şuşa – Əliyev’s İstanbul": "erdogan-in-susa-aliyevs-istanbul",
		"日本": "", "": "", "—": "", "../../etc": "etc",
	} {
		if got := Slug(title); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
	}
	long := Slug(strings.Repeat("word ", 100))
	if len(long) > maxSlug || strings.HasSuffix(long, "-") || !strings.HasSuffix(long, "word") {
		t.Errorf("a long title gave %q", long)
	}
	if got := Slug(strings.Repeat("ճ", 500)); len(got) != maxSlug {
		t.Errorf("a long word gave %q", got)
	}
}

func TestYAMLTextIsReadBack(t *testing.T) {
	for _, s := range []string{"a", "Կամուրջ", "2022", "1e3", "yes", "null", "a: b", "a #b", "#a", "-", "- a", "\"q\"", "a\"b", `a\b`, "it's", "a:", "[x]", "{x}", "~", "%a",
		"2021-05-03", "«ա»", "a\tb", "a\u2028b", "é ", "Ո՞վ", "!tag", "*a", "&a", "|", ">", "`a`", "@a", "a, b", "", "ե՝ զ"} {
		p := &Page{Title: s}
		p.Markdown = p.frontMatter()
		shown(t, p)
	}
}

func TestChromeNeedsMoreThanWildcards(t *testing.T) {
	c := newChrome(testOptions("en").Chrome)
	for line, want := range map[string]string{
		"RELATED POSTS:": "related", "leave a reply": "reply", "By Anna Petrosyan": "author", "By the lake": "", "12 comments": "count",
		"The minister comments": "", "26 / 08 / 2022": "", "Related Posts and more": "", "": "", "*": "",
		"Home Search": "home", "By one two three four five six seven eight nine ten": "",
	} {
		if m, ok := c.match(line); m.key != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", line, m.key, want)
		}
	}
}

// TestManyNotesAreOne: a page with a thousand menus gives one note about them.
func TestManyNotesAreOne(t *testing.T) {
	p, err := HTML([]byte("<h1>T</h1><p>a</p>"+strings.Repeat("<nav>x</nav>", 1000)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(p.Notes, func(n Note) bool { return n.ID == "import.dropped-html" })
	if len(p.Notes) != 1 || p.Notes[i].Args["Count"] != 1000 || strings.Count(p.Notes[i].Text, "x") != 1000 {
		t.Errorf("got %d notes", len(p.Notes))
	}
}
