package publish_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/publish"
)

// instead returns the usual settings with a line for the address of the site.
func instead(t *testing.T, line string) string {
	t.Helper()
	base := regexp.MustCompile(`(?m)^base = .*$`)
	if !base.MatchString(settings) {
		t.Fatal("the settings name no address")
	}
	return base.ReplaceAllString(settings, line)
}

// entries unpacks a book and returns its files.
func entries(t *testing.T, book string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files
}

// wellFormed parses all XML of a book with entities of XML alone, and follows
// every link within it.
func wellFormed(t *testing.T, files map[string]string) {
	t.Helper()
	ids, links := map[string]bool{}, map[string]string{}
	for name, text := range files {
		switch path.Ext(name) {
		case ".xhtml", ".opf", ".ncx", ".xml":
		default:
			continue
		}
		ids[name] = true
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			e, ok := tok.(xml.StartElement)
			if !ok {
				continue
			}
			lang, xmlLang := "", ""
			for _, a := range e.Attr {
				switch {
				case a.Name.Local == "lang" && a.Name.Space == "":
					lang = a.Value
				case a.Name.Local == "lang":
					xmlLang = a.Value
				case a.Name.Local == "id":
					if ids[name+"#"+a.Value] {
						t.Errorf("%s: the id %s stands twice", name, a.Value)
					}
					ids[name+"#"+a.Value] = true
				case a.Name.Local == "href" || a.Name.Local == "src":
					if strings.HasPrefix(a.Value, "#") {
						links[name+a.Value] = name
					} else if !regexp.MustCompile(`^[a-z]+:`).MatchString(a.Value) {
						links[path.Join(path.Dir(name), a.Value)] = name
					}
				}
				if strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s has %s", name, a.Name.Local)
				}
			}
			if path.Ext(name) == ".xhtml" && lang != xmlLang {
				t.Errorf("%s: <%s lang=%q xml:lang=%q>", name, e.Name.Local, lang, xmlLang)
			}
			if e.Name.Local == "script" || e.Name.Local == "iframe" {
				t.Errorf("%s has a %s", name, e.Name.Local)
			}
		}
	}
	for to, from := range links {
		file, _, _ := strings.Cut(to, "#")
		if _, ok := files[file]; !ok || strings.Contains(to, "#") && !ids[to] {
			t.Errorf("%s: a link leads to %s, which is not there", from, to)
		}
	}
}

// epubcheck runs the judge of the EPUB makers, where there is one, on books.
func epubcheck(t *testing.T, books ...string) {
	t.Helper()
	jar, err := exec.LookPath("epubcheck")
	if err != nil {
		t.Log("epubcheck is not installed: the books were judged by this test alone")
		return
	}
	for _, b := range books {
		out, err := exec.Command("java", "-jar", jar, "--failonwarnings", b).CombinedOutput()
		if err != nil {
			t.Errorf("epubcheck %s: %v\n%s", filepath.Base(b), err, out)
		}
	}
}

// picture returns a PNG.
func picture(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var books = []string{"book.en.epub", "book.hy.epub", "book.en-hy.epub"}

// exportBooks exports all editions and judges them; epubcheck, which is slow,
// judges those named.
func exportBooks(t *testing.T, files map[string]string, judged ...string) (map[string]map[string]string, string) {
	t.Helper()
	dir := newProject(t, files)
	e := export(t, dir, "epub", publish.Options{Allow: publish.AllowNames()})
	all := map[string]map[string]string{}
	var paths []string
	for _, name := range books {
		p := filepath.Join(dir, "public", name)
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = entries(t, string(data))
		wellFormed(t, all[name])
		if slices.Contains(judged, name) {
			paths = append(paths, p)
		}
	}
	epubcheck(t, paths...)
	return all, problems(e)
}

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">`

// TestHostileBook puts all at once into one book what could break it.
func TestHostileBook(t *testing.T) {
	hostile := strings.Join([]string{
		"Ա <script>alert(1)</script> բ&nbsp;&copy;&#0;&#xFFFE; \x01 \x0b end",
		"<script>\nalert(1)\n</script>",
		`<img src=x onerror=alert(1)> <b onmouseover="x()">բ <i>unclosed`,
		"Next *paragraph* <q>quoted <span lang=\"arm_AM\">wrong</span> <span lang=\"hy\">ճիշտ</span> <bdo>x</bdo>",
		"<div class=\"a\">\n\n*in a div*\n\n<table><tr><td align=left nowrap>x</table>\n\n<li>lonely</li>\n\n</div></section></body></html>",
		"<a href=\"other.md\">raw</a> <a href=\"https://a.example/?a=1&b=2\">out</a> [<a href=\"https://b.example\">in</a>](https://c.example/a b)",
		"<b>\nblock <p>of</p> <ul><li>phrases\n</b>",
		"<details open><summary>S</summary>d</details>",
		"<!-- a -- comment --> <?php x ?> <![CDATA[ ]]> x",
		"[a](https://example.org/a|b{c}^`d) [b](https://example.org/ա/%zz) [c](http://[::1) [d](mailto:a@b.c) [e](tel:+374) [f](ftp://a.example/b) [g](//a.example/c) [h](javascript:alert(1)) [i](https://exa_mple.org:99999/) [j](http://) [k](https:///x) [l](?a=b) [m](<https://a.example/ x>) [n](https://user:pa ss@a.example/)",
		"[to a place](#20-մետր-և-ավելի) [nowhere](#none) [bread](../bread/hy.md#հացը) [bread, nowhere](../bread/en.md#x) [gone](../gone/en.md) [data](a.csv)",
		"## 20 մետր և ավելի", "## 20 մետր և ավելի", "## !", "##", "## `\"><script>`",
		"![ok](good.png \"Cap & tion\") ![far](https://a.example/b.png) ![gone](gone.png) ![text](fake.png) ![svg](good.svg) ![bad](script.svg) ![ents](entity.svg) ![web](a.webp) ![data](data:image/png;base64,AAAA)",
		"![alone <b>](https://a.example/\"><x>.png)",
		"| a | b |\n|:--|--:|\n| <td>x | ![ok](good.png) |\n| [^n] | <b>y |",
		"1. one\n\n   two <br> three\n   - nested  \n     hard\n\n7) seven",
		"> quote\n>\n> <blockquote>more",
		"- [ ] task\n- [x] done ~~gone~~",
		"```html\n<a href=\"#x\" id=\"y\" lang=\"q_q\">&nbsp;</a>\n```", "    code & <more>", "`<b id=\"z\">` and `&nbsp;`",
		"note[^n] again[^n] and[^m] and[^no]\n\n[^n]: First <b>note\n\n    with two paragraphs[^m]\n\n    ![ok](good.png)\n\n[^m]: - a list\n      - in a note\n[^lonely]: ![gone](gone.png)",
		"Term\n: definition", "***", "\u202eturned\u202c \u200f",
	}, "\n\n")
	front := "---\ntitle: |-\n  " + specials + "\nsummary: |-\n  " + specials + "\nauthor: |-\n  " + specials + "\ntranslator: |-\n  " + specials +
		"\ncategory: |-\n  " + specials + "\nimage: good.svg\nimage-alt: |-\n  " + specials + "\ncorrections:\n  - |-\n    2023-01-02: " + specials + "\ndate: 2022-08-26\n---\n\n"
	p := picture(t)
	for _, c := range []struct {
		name, settings string
		judged         []string
	}{
		{"site", settings, []string{"book.hy.epub", "book.en-hy.epub"}},
		{"raw html, no address", instead(t, "raw-html = true"), []string{"book.en.epub"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found := exportBooks(t, merge(pair("bread", "", "# Bread\n\n## Հացը\n\nBread.", "## Հացը\n\nՀաց։"), map[string]string{
				"zuyg.toml":             c.settings,
				"articles/Ջուր 1/en.md": front + hostile, "articles/Ջուր 1/hy.md": front + hostile,
				"articles/Ջուր 1/good.png": p, "articles/Ջուր 1/fake.png": "no picture", "articles/Ջուր 1/a.webp": p, "articles/Ջուր 1/a.csv": "a,b",
				"articles/Ջուր 1/good.svg":   svgHead + `<style>.a{fill:url(#g)}</style><linearGradient id="g"/><rect id="r" class="a" width="9" height="9"/><use xlink:href="#r"/></svg>`,
				"articles/Ջուր 1/script.svg": svgHead + `<script>alert(1)</script></svg>`,
				"articles/Ջուր 1/entity.svg": `<!DOCTYPE svg [<!ENTITY a "b">]>` + svgHead + `<text>&a;</text></svg>`,
			}), c.judged...)
			for _, want := range []string{"elsewhere https://a.example/b.png", "no-file gone.png", "no-picture fake.png", "no-picture script.svg", "no-picture entity.svg", "no-picture a.webp",
				"refused data:image/png;base64,AAAA", "refused javascript:alert(1)", "refused ../gone/en.md", "refused https://example.org/ա/%zz", "refused http://"} {
				if !strings.Contains(found, want) {
					t.Errorf("%q is not reported:\n%s", want, found)
				}
			}
			for book, files := range got {
				chapter := files["EPUB/article-_54b__578__582__580__20_1.xhtml"]
				if n := strings.Count(chapter, `<img src="images/`); n < 3 {
					t.Errorf("%s: %d pictures in %s", book, n, chapter)
				}
				if !strings.Contains(chapter, "far") || !strings.Contains(chapter, `epub:type="noteref"`) || !strings.Contains(chapter, `epub:type="footnote"`) {
					t.Errorf("%s: the words of pictures or notes are lost", book)
				}
			}
		})
	}
}

// TestBookIsTheSame holds that a book is the same bytes each time, that its
// identifier stays when an article changes, and that a choice of articles is
// another book.
func TestBookIsTheSame(t *testing.T) {
	id := regexp.MustCompile(`<dc:identifier id="id">([^<]*)<`)
	dir := newProject(t, merge(pair("water", "", "Water.", "Ջուր։"), pair("bread", "", "Bread.", "Հաց։")))
	first := export(t, dir, "epub", publish.Options{})
	was := tree(t, filepath.Join(dir, "public"))
	again := export(t, dir, "epub", publish.Options{})
	if first.Written != 3 || again.Written != 0 || again.Unchanged != 3 {
		t.Errorf("written %d, then %d (%d unchanged)", first.Written, again.Written, again.Unchanged)
	}
	other := newProject(t, tree(t, dir))
	if err := os.RemoveAll(filepath.Join(other, "public")); err != nil {
		t.Fatal(err)
	}
	export(t, other, "epub", publish.Options{})
	now := tree(t, filepath.Join(other, "public"))
	for _, b := range books {
		if was[b] == "" || was[b] != now[b] {
			t.Errorf("%s differs from folder to folder", b)
		}
		if !strings.HasPrefix(was[b][30:], "mimetypeapplication/epub+zip") {
			t.Errorf("%s does not begin with its media type", b)
		}
	}
	put(t, dir, "articles/water/en.md", "---\ntitle: Water\ndate: 2023-08-26\n---\n\nMore water.\n")
	put(t, dir, "articles/water/hy.md", "---\ntitle: Ջուր\ndate: 2023-08-26\n---\n\nԱվելի շատ ջուր։\n")
	export(t, dir, "epub", publish.Options{})
	changed := tree(t, filepath.Join(dir, "public"))
	ids := map[string]bool{}
	for _, b := range books {
		before, after := entries(t, was[b])["EPUB/package.opf"], entries(t, changed[b])["EPUB/package.opf"]
		if id.FindString(before) != id.FindString(after) || id.FindString(before) == "" {
			t.Errorf("%s: %s became %s", b, id.FindString(before), id.FindString(after))
		}
		ids[id.FindString(after)] = true
		if !strings.Contains(after, ">2023-08-25T20:00:00Z</meta>") { // midnight in Yerevan
			t.Errorf("%s was not modified when its newest article was:\n%s", b, after)
		}
	}
	export(t, dir, "epub", publish.Options{Named: []string{"water"}})
	one := tree(t, filepath.Join(dir, "public"))
	ids[id.FindString(entries(t, one["water.hy.epub"])["EPUB/package.opf"])] = true
	if len(ids) != 4 || one["book.hy.epub"] != "" {
		t.Errorf("%d identifiers; the old book is gone: %t", len(ids), one["book.hy.epub"] == "")
	}
}
