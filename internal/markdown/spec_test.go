package markdown

import (
	"bytes"
	"encoding/json"
	stdhtml "html"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// specExamples reads the examples of the CommonMark and GFM specifications and
// of footnotes that goldmark's module carries.
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
	files, err := filepath.Glob(filepath.Join(root, "extension", "_test", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, filepath.Join(root, "_test", "extra.txt")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		// number, mark, markdown, mark, page, mark of another kind
		for i, part := range strings.Split(string(data), "//- - - - - - - - -//\n") {
			if i%2 == 1 {
				out = append(out, part)
			}
		}
	}
	if len(out) < 790 {
		t.Fatalf("found only %d examples", len(out))
	}
	return out
}

// readOtherwise are the examples whose plain text is not the page's, with the
// reason.
var readOtherwise = map[string]string{
	"[link [foo [bar]]](/uri)\n":                      "a reference is taken for defined, and a link has no link in it",
	"[link [foo [bar]]][ref]\n\n[ref]: /uri\n":        "the same",
	"[bar][foo\\!]\n\n[foo!]: /url\n":                 "a reference is taken for defined",
	"[foo][bar][baz]\n\n[baz]: /url\n":                "the same",
	"[foo][bar][baz]\n\n[baz]: /url1\n[foo]: /url2\n": "the same",
	"[*[a]*](b)\n":     "the same",
	"[^000]:0\t[^]:\n": "a page leaves out a footnote that nothing refers to",
	"| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n": "a page leaves out cells beyond the last column, a block keeps them",
}

// TestSpecExamplesLoseNoText renders every example with goldmark and holds that
// the letters and digits a reader sees on the page, image descriptions
// included, are those of the blocks' plain text: none lost, none twice.
func TestSpecExamplesLoseNoText(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.Strikethrough, extension.DefinitionList))
	otherwise := maps.Clone(readOtherwise)
	for n, example := range specExamples(t) {
		d := parse(example)
		check(t, d)
		if otherwise[example] != "" {
			delete(otherwise, example)
			continue
		}
		var page bytes.Buffer
		if err := md.Convert([]byte(example), &page); err != nil {
			t.Fatal(err)
		}
		read := letters(pageText(page.String()))
		ours := map[rune]int{}
		for i := range d.Blocks {
			switch d.Blocks[i].Kind {
			case HTML, Definition: // the page is rendered without raw HTML
			case Code:
				count(ours, d.Text(i))
			default:
				count(ours, Plain(d.Text(i)))
			}
		}
		if !maps.Equal(read, ours) {
			t.Errorf("example %d %q: the page has %q and the blocks have\n%s", n, example, pageText(page.String()), show(d))
		}
	}
	if len(otherwise) > 0 {
		t.Errorf("not among the examples: %q", otherwise)
	}
}

var (
	footnoteMarks = regexp.MustCompile(`<sup id="fnref.*?</sup>|<a href="#fnref.*?</a>`)
	altText       = regexp.MustCompile(`<img [^>]*?alt="([^"]*)"[^>]*>`)
	tags          = regexp.MustCompile(`<[^>]*>`)
)

// pageText returns what a reader sees of a page: without tags and without the
// numbers that footnotes get, with image descriptions.
func pageText(page string) string {
	page = footnoteMarks.ReplaceAllString(page, "")
	page = altText.ReplaceAllString(page, "$1")
	return stdhtml.UnescapeString(tags.ReplaceAllString(page, ""))
}

func letters(s string) map[rune]int {
	m := map[rune]int{}
	count(m, s)
	return m
}

func count(m map[rune]int, s string) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			m[r]++
		}
	}
}
