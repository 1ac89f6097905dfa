package publish_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/desk"
	"zuyg/internal/markdown"
	"zuyg/internal/project"
	"zuyg/internal/publish"
	"zuyg/internal/source"
)

// exportWith exports a project to DIR/public with settings of the form.
func exportWith(t *testing.T, dir, form string, f publish.FormOptions) *desk.Exported {
	t.Helper()
	p, err := project.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	o := desk.ExportOptions{Settings: f, Options: publish.Options{Allow: publish.AllowNames()}}
	for _, x := range publish.Forms() {
		if x.Name == form {
			o.Form = &x
		}
	}
	e, err := desk.New(p, desk.Env{}).Export(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// plain returns the words of all blocks of a text in order, as a reader sees
// them; white space is one space.
func plain(text string) (words []string, doc *markdown.Doc) {
	doc = markdown.Parse(source.New("x.md", []byte(text)), markdown.Options{})
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		if b.Kind == markdown.HTML || b.Kind == markdown.Definition {
			continue
		}
		if w := strings.Join(strings.Fields(markdown.Plain(doc.Text(i))), " "); w != "" {
			words = append(words, w)
		}
	}
	return words, doc
}

// repository returns the files of this repository's own articles.
func repository(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for name, text := range tree(t, filepath.Join("..", "..", "articles")) {
		files["articles/"+name] = text
	}
	return files
}

// TestMarkdownHasTheSameTexts parses what was exported again: each language has
// the blocks that the article has, and the file with both has all of both, in
// either style.
func TestMarkdownHasTheSameTexts(t *testing.T) {
	odd := "First *one*,\nover lines[^b].\n\n- a | b\n- `c|d` & e\n\n   1. nested\n\n> said\n>\n> twice\n\n| h | i |\n|---|---|\n| x \\| y | *z*[^a] |\n\n```go\nx := 1 | 2\n```\n\n![alt](a.png \"cap\")\n\n[^a]: Note *a*.\n\n    More of it.\n\n[^b]: Note b[^a].\n\n<!-- for the desk -->\n"
	files := merge(repository(t), map[string]string{"articles/odd/en.md": "---\ntitle: |-\n  " + specials + "\n---\n\n" + odd, "articles/odd/hy.md": "---\ntitle: |-\n  " + specials + "\n---\n\n" + odd, "articles/odd/a.png": "x"})
	for _, style := range []string{"table", "interleaved"} {
		dir := newProject(t, files)
		exportWith(t, dir, "markdown", publish.FormOptions{Interleaved: style == "interleaved"})
		out := tree(t, filepath.Join(dir, "public", "markdown"))
		for name, text := range files {
			slug := strings.Split(strings.TrimPrefix(name, "articles/"), "/")[0]
			if !strings.HasSuffix(name, ".md") {
				continue
			}
			want, doc := plain(text)
			got, exported := plain(out[strings.TrimPrefix(name, "articles/")])
			if slug != "odd" && !slices.Equal(got, want) { // there, notes come in the order of their marks
				t.Errorf("%s has other texts:\n%q\nnot\n%q", name, got, want)
			}
			was, _, _ := doc.Meta("title")
			if title, _, _ := exported.Meta("title"); title != was {
				t.Errorf("%s has the title %q, not %q", name, title, was)
			}
			both := out[slug+"/en-hy.md"]
			if strings.Contains(both, "<!--") || strings.Contains(out[strings.TrimPrefix(name, "articles/")], "<!--") {
				t.Errorf("%s: a comment went out", slug)
			}
			words, _ := plain(both)
			all := flat(strings.Join(words, "\n"))
			for _, w := range want {
				for _, part := range regexp.MustCompile(`\s*(?:\||\\\||\n)\s*`).Split(w, -1) { // cells of tables
					if !strings.Contains(all, flat(part)) {
						t.Errorf("%s, %s: %q is not in the file with both:\n%s", name, style, part, both)
					}
				}
			}
		}
	}
}

// flat leaves the letters and digits of a text.
func flat(text string) string {
	return regexp.MustCompile(`[^\pL\pN]+`).ReplaceAllString(text, "")
}

// TestMarkdownLinksLead holds that every local address in exported Markdown is
// a file that was exported with it.
func TestMarkdownLinksLead(t *testing.T) {
	dir := newProject(t, repository(t))
	exportWith(t, dir, "markdown", publish.FormOptions{})
	out := tree(t, filepath.Join(dir, "public", "markdown"))
	n := 0
	for name, text := range out {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		_, doc := plain(text)
		for i := range doc.Blocks {
			for _, x := range markdown.Inlines(doc.Text(i)) {
				if x.Kind != "link" && x.Kind != "image" || strings.Contains(x.Text, "://") {
					continue
				}
				n++
				to := filepath.ToSlash(filepath.Join(filepath.Dir(name), strings.Fields(x.Text)[0]))
				if _, ok := out[to]; !ok {
					t.Errorf("%s leads to %s", name, to)
				}
			}
		}
	}
	if n < 6 {
		t.Errorf("only %d local addresses were found", n)
	}
}

// TestWordIsReadBack exports Word documents and lets pandoc read them: words,
// notes and pictures are there, nothing was fetched, and the bytes are the same
// whatever a person has set up.
func TestWordIsReadBack(t *testing.T) {
	if _, err := exec.LookPath("pandoc"); err != nil {
		t.Skip("pandoc is not installed")
	}
	text := "Ջուր *կա*[^n]։\n\n![նկար](a.png)\n\n![far](https://a.example/b.png) <img src=\"https://a.example/c.png\"> `=openxml`{=openxml}\n\n```{=openxml}\n<w:p/>\n```\n\n[^n]: Նոթ։\n"
	files := merge(pair("water", "author: Աննա\n", text, text), map[string]string{"articles/water/a.png": picture(t)})
	dir := newProject(t, files)
	first := exportWith(t, dir, "docx", publish.FormOptions{})
	if !strings.Contains(problems(first), "elsewhere https://a.example/b.png") {
		t.Errorf("problems:\n%s", problems(first))
	}
	was := tree(t, filepath.Join(dir, "public"))
	home := t.TempDir()
	put(t, home, ".local/share/pandoc/reference.docx", "not a document")
	t.Setenv("HOME", home)
	t.Setenv("TZ", "Asia/Yerevan")
	if again := exportWith(t, dir, "docx", publish.FormOptions{}); again.Written != 0 || first.Written != 3 {
		t.Errorf("written %d, then %d", first.Written, again.Written)
	}
	for _, name := range []string{"docx/water.en.docx", "docx/water.hy.docx", "docx/water.en-hy.docx"} {
		inside := entries(t, was[name])
		cmd := exec.Command("pandoc", "--from=docx", "--to=markdown", "--wrap=none", "--standalone", "--sandbox")
		cmd.Stdin = strings.NewReader(was[name])
		back, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, want := range []string{"Ջուր *կա*[^1]։", "[^1]: Նոթ։", "media/"} {
			if !strings.Contains(string(back), want) {
				t.Errorf("%s: %q is not in\n%s", name, want, back)
			}
		}
		for file, text := range inside {
			if strings.Contains(text, "a.example") {
				t.Errorf("%s: %s has something from elsewhere", name, file)
			}
		}
		if !strings.Contains(inside["docProps/core.xml"], "2022-08-25T20:00:00Z") || !strings.Contains(inside["docProps/core.xml"], "Աննա") {
			t.Errorf("%s: %s", name, inside["docProps/core.xml"])
		}
	}
}
