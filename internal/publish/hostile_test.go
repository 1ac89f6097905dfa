package publish_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"zuyg/internal/publish"
)

// dangers finds in a page what could run a script of an article's author.
func dangers(t *testing.T, page string) []string {
	t.Helper()
	var found []string
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			if len(n.Attr) != 1 || n.Attr[0].Val != "application/ld+json" {
				found = append(found, "script")
			}
		case "iframe", "object", "embed", "form", "input", "button", "base", "svg", "math", "style":
			found = append(found, n.Data)
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "vbscript:") {
				found = append(found, a.Key+"="+a.Val)
			}
		}
	}
	return found
}

func TestHostileHTMLAndAddresses(t *testing.T) {
	for name, text := range map[string]string{
		"script":              "Ա <script>alert(1)</script> բ",
		"script block":        "<script>\nalert(1)\n</script>",
		"event handler":       `<img src=x onerror=alert(1)> <b onmouseover="x()">բ</b>`,
		"frame":               `<iframe src="https://evil.example"></iframe>`,
		"form":                `<form action="https://evil.example"><input name=p><button>ok</button></form>`,
		"style":               `<style>body{display:none}</style> <p style="position:fixed">ա</p>`,
		"svg":                 `<svg onload=alert(1)><script>1</script></svg><math><mi xlink:href="javascript:x"></math>`,
		"broken out":          `</div></main></body><script>alert(1)</script>`,
		"half a tag":          "<div title=\"\n\n<script>alert(1)</script>",
		"template":            "{{.Site}} <template><script>alert(1)</script></template> <noscript><p title=\"</noscript><script>alert(1)</script>\">",
		"base":                `<base href="https://evil.example/">`,
		"script address":      "[ա](javascript:alert(1)) ![բ](javascript:alert(1)) <javascript:alert(1)>",
		"data address":        "[ա](data:text/html;base64,PHNjcmlwdD4=) ![բ](data:image/svg+xml;base64,AAAA)",
		"hidden address":      "[ա](java&#x09;script:x) [բ](&#106;avascript&colon;x) [գ](<\u0001javascript:x>) [դ](JAVASCRIPT:x) [ե](\u200bjavascript:x)",
		"reference address":   "[ա][x]\n\n[x]: javascript:alert(1) \"բ\"",
		"raw address":         `<a href="javascript:alert(1)">ա</a> <a href=" &#106;avascript:x">բ</a> <img src="data:image/svg+xml,x">`,
		"attribute in title":  `[ա](https://a.example "x\" onclick=\"alert(1)") ![" onerror="alert(1)](https://a.example/b.png '" onload="x')`,
		"attribute in anchor": "## Ա\" onclick=\"alert(1)",
		"info of code":        "```\"onclick=alert(1)><script>\nx\n```",
		"footnote label":      "ա[^\"><script>x</script>]\n\n[^\"><script>x</script>]: բ",
		"admonition":          "```note \" onclick=alert(1)\nա\n```",
	} {
		t.Run(name, func(t *testing.T) {
			files, e := site(t, pair("water", "", text, text), publish.Options{Allow: publish.AllowNames()})
			for _, page := range []string{"en/water/index.html", "hy/water/index.html", "en/water/en-hy.html"} {
				if files[page] == "" {
					t.Fatalf("%s was not written: %s", page, held(e, "water"))
				}
				if found := dangers(t, files[page]); len(found) > 0 {
					t.Errorf("%s has %q", page, found)
				}
				// Whatever stands in an article, the page around it holds.
				if strings.Count(files[page], "</main>") != 1 || !strings.Contains(files[page], "<footer class=\"site\">") {
					t.Errorf("the frame of %s is broken", page)
				}
			}
			feed, err := gofeed.NewParser().ParseString(files["hy/feed.xml"])
			if err != nil {
				t.Fatal(err)
			}
			if found := dangers(t, feed.Items[0].Content); len(found) > 0 {
				t.Errorf("the feed has %q", found)
			}
		})
	}
}

// TestRawHTMLOnlyBySetting holds that raw HTML passes as it is when the
// settings say so, and not before.
func TestRawHTMLOnlyBySetting(t *testing.T) {
	article := pair("water", "", `<video src="a.webm" controls data-x="1"></video>`, `<video src="a.webm" controls data-x="1"></video>`)
	files, _ := site(t, article, publish.Options{})
	if strings.Contains(files["en/water/index.html"], "<video") {
		t.Error("raw HTML passes though no setting allows it")
	}
	files, _ = site(t, merge(article, map[string]string{"zuyg.toml": settings + "raw-html = true\n"}), publish.Options{})
	if !strings.Contains(files["en/water/index.html"], `<video src="a.webm" controls="" data-x="1"></video>`) {
		t.Error("raw HTML does not pass though the settings allow it")
	}
}

const specials = `</title><script>alert(1)</script> & "q" 'a' \ <b> ]]> {{.}} %s $1 ` + "`" + `–—„“«»՞՜՛։․֊`

// TestHostileTitle puts every special character where titles go.
func TestHostileTitle(t *testing.T) {
	front := "---\ntitle: |-\n  " + specials + "\nsummary: |-\n  " + specials + "\nauthor: |-\n  " + specials + "\ntags:\n  - |-\n    " + specials + "\ncategory: society\ndate: 2022-08-26\n---\n\n"
	files, e := site(t, map[string]string{"articles/water/en.md": front + "Water.\n", "articles/water/hy.md": front + "Ջուր։\n"}, publish.Options{Allow: publish.AllowNames()})
	if why := held(e, "water"); why != "" {
		t.Fatalf("held back: %s", why)
	}
	want := "<script>alert(1)" // of specials
	ld := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)
	for _, name := range []string{"en/water/index.html", "hy/water/index.html", "en/water/en-hy.html", "en/index.html", "hy/category/society/index.html"} {
		if found := dangers(t, files[name]); len(found) > 0 {
			t.Errorf("%s has %q", name, found)
		}
		root, err := html.Parse(strings.NewReader(files[name]))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for n := range root.Descendants() {
			if n.Type == html.TextNode {
				text += n.Data
			}
		}
		if !strings.Contains(text, want) {
			t.Errorf("%s does not show the title as it is", name)
		}
	}
	var data struct{ Headline, InLanguage string }
	m := ld.FindStringSubmatch(files["hy/water/index.html"])
	if m == nil {
		t.Fatal("no JSON-LD")
	}
	if err := json.Unmarshal([]byte(m[1]), &data); err != nil || !strings.Contains(data.Headline, want) || data.InLanguage != "hy" {
		t.Errorf("JSON-LD: %v %+v", err, data)
	}
	feed, err := gofeed.NewParser().ParseString(files["hy/feed.xml"])
	if err != nil || !strings.Contains(feed.Items[0].Title, want) {
		t.Errorf("feed: %v %v", err, feed)
	}
}

// TestBrokenFrontMatterIsHeldBack holds that it is said, and that the others
// go out.
func TestBrokenFrontMatterIsHeldBack(t *testing.T) {
	good := pair("bread", "", "Bread.", "Հաց։")
	for name, front := range map[string]string{
		"unclosed": "---\ntitle: Water\n\nText.\n",
		"yaml":     "---\ntitle: [Water\ndate: : :\n---\n\nText.\n",
		"anchors":  "---\na: &a [*a, *a]\nb: *b\n---\n\nText.\n",
		"toml":     "+++\ntitle = Water\n+++\n\nText.\n",
		"deep":     "---\na: " + strings.Repeat("[", 5000) + "\n---\n\nText.\n",
		"invalid":  "---\ntitle: \xff\xfe\n---\n\nText.\n",
	} {
		t.Run(name, func(t *testing.T) {
			files, e := site(t, merge(good, map[string]string{"articles/water/en.md": front, "articles/water/hy.md": "---\ntitle: Ջուր\n---\n\nՏեքստ։\n"}), publish.Options{})
			if why := held(e, "water"); !strings.Contains(why, "unreadable") {
				t.Errorf("held back for %q", why)
			}
			if files["hy/bread/index.html"] == "" || files["en/water/index.html"] != "" {
				t.Error("not exactly the readable article went out")
			}
		})
	}
}

// TestDirectionMarks holds that marks which turn the direction of writing stay
// in their own element: a title with one must not turn what follows it in a
// list.
func TestDirectionMarks(t *testing.T) {
	files, _ := site(t, map[string]string{
		"articles/water/en.md": "---\ntitle: \"Water \u202egnirps\"\nsummary: \"a \u2067b\"\ntags: [\"\u202ex\"]\n---\n\nText \u200fwith\u200e marks.\n",
		"articles/water/hy.md": "---\ntitle: \"Ջուր \u202eջ\"\n---\n\nՏեքստ։\n",
	}, publish.Options{Allow: publish.AllowNames()})
	for name, text := range files {
		if strings.HasSuffix(name, ".html") && strings.ContainsAny(text, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
			t.Errorf("%s has a mark that reaches beyond its element", name)
		}
	}
	if !strings.Contains(files["en/water/index.html"], "Text \u200fwith\u200e marks.") {
		t.Error("marks that Arabic and Hebrew need were dropped from the text")
	}
}

func TestLargeArticle(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	sentence := "Water is *short* in the dry years, says [the report](https://example.org/a?b=1&c=2). "
	en := ""
	for i := range 100 { // paragraphs of 52 KB
		en += fmt.Sprintf("%d %s\n\n", i, strings.Repeat(sentence, 5<<20/100/len(sentence)))
	}
	files, e := site(t, pair("water", "", en, en), publish.Options{Allow: publish.AllowNames()})
	if len(files["hy/water/index.html"]) < len(en) {
		t.Errorf("held back: %s", held(e, "water"))
	}
}

// TestNothingLeavesTheProject holds that no file outside the project, and none
// that is not meant for readers, is copied.
func TestNothingLeavesTheProject(t *testing.T) {
	outside := t.TempDir()
	put(t, outside, "secret.png", "secret")
	text := "![ա](../../../../../../../../../../" + filepath.ToSlash(outside) + "/secret.png)\n\n![բ](" + filepath.ToSlash(outside) + "/secret.png)\n\n" +
		"![գ](link.png)\n\n[դ](pair.jsonl) [ե](../../zuyg.toml) [զ](../../.git/config) [է](.hidden.png) ![ը](..%2f..%2f..%2fsecret.png) ![թ](none.png)\n\n[ժ](file:///etc/passwd) ![ի](good.png)"
	dir := newProject(t, merge(pair("water", "", text, text), map[string]string{
		"articles/water/pair.jsonl": "", "articles/water/.hidden.png": "secret", ".git/config": "secret", "articles/water/good.png": "good"}))
	if err := os.Remove(filepath.Join(dir, "articles/water/pair.jsonl")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(outside, "secret.png"), filepath.Join(dir, "articles/water/link.png")); err != nil {
		t.Skip(err)
	}
	e := export(t, dir, "html", publish.Options{})
	files := tree(t, filepath.Join(dir, "public"))
	for name, text := range files {
		if strings.HasPrefix(name, "files/") && strings.Contains(text, "secret") {
			t.Errorf("%s has the secret", name)
		}
	}
	if files["files/articles/water/good.png"] != "good" {
		t.Error("a file that may go out did not")
	}
	page := files["hy/water/index.html"]
	if strings.Count(page, "<img") != 1 || strings.Contains(page, "passwd") {
		t.Errorf("the page shows a file that it must not: %s", page)
	}
	for _, want := range []string{"no-file link.png", "no-file none.png", "refused pair.jsonl", "refused ../../zuyg.toml", "refused ../../.git/config", "refused file:///etc/passwd", "refused .hidden.png"} {
		if !strings.Contains(problems(e), want) {
			t.Errorf("%q is not reported:\n%s", want, problems(e))
		}
	}
}

// TestNothingIsWrittenOutside tries names and links that lead out of --out.
func TestNothingIsWrittenOutside(t *testing.T) {
	t.Run("category", func(t *testing.T) {
		for _, category := range []string{"../../../evil", "..", ".", "/etc/x", `..\..\evil`, "a/../../..", "\x00", "ա\nբ", ".git"} {
			files := pair("water", "", "Water.", "Ջուր։")
			for name := range files {
				files[name] = strings.Replace(files[name], "date:", "category: \""+strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\x00", `\0`).Replace(category)+"\"\ndate:", 1)
			}
			dir := newProject(t, files)
			before := tree(t, dir)
			_, err := tryExport(dir, "html", publish.Options{})
			for name := range tree(t, dir) {
				if _, ok := before[name]; !ok && !strings.HasPrefix(name, "public/") && !strings.HasPrefix(name, ".zuyg/") {
					t.Errorf("category %q: wrote %s (%v)", category, name, err)
				}
				if strings.HasPrefix(name, "public/hy/category/.") {
					t.Errorf("category %q: a hidden name: %s", category, name)
				}
			}
			if err != nil {
				t.Errorf("category %q: %v", category, err)
			}
		}
	})
	t.Run("link in the folder", func(t *testing.T) {
		dir := newProject(t, pair("water", "", "Water.", "Ջուր։"))
		outside := t.TempDir()
		export(t, dir, "html", publish.Options{})
		if err := os.RemoveAll(filepath.Join(dir, "public/hy")); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(outside, filepath.Join(dir, "public/hy")); err != nil {
			t.Skip(err)
		}
		if _, err := tryExport(dir, "html", publish.Options{}); err == nil {
			t.Error("no error")
		}
		if list, _ := os.ReadDir(outside); len(list) > 0 {
			t.Errorf("wrote %v outside", list)
		}
	})
	t.Run("slug", func(t *testing.T) {
		for _, slug := range []string{"a#b", "...", "-x", "ա բ%2f..", "x?y"} {
			dir := newProject(t, merge(pair("bread", "", "Bread.", "Հաց։"), pair(slug, "", "Water.", "Ջուր։")))
			before := tree(t, dir)
			export(t, dir, "html", publish.Options{})
			for name := range tree(t, dir) {
				if _, ok := before[name]; !ok && !strings.HasPrefix(name, "public/") && !strings.HasPrefix(name, ".zuyg/") {
					t.Errorf("slug %q: wrote %s", slug, name)
				}
			}
		}
	})
	t.Run("language", func(t *testing.T) {
		dir := newProject(t, map[string]string{"zuyg.toml": strings.Replace(settings, `"hy"]`, `"../../hy"]`, 1), "articles/water/en.md": "# Water\n"})
		if _, err := tryExport(dir, "html", publish.Options{Allow: publish.AllowNames()}); err == nil {
			t.Error("no error")
		}
	})
	t.Run("own folders", func(t *testing.T) {
		dir := newProject(t, pair("water", "", "Water.", "Ջուր։"))
		before := tree(t, dir)
		for _, out := range []string{dir, filepath.Join(dir, "articles"), filepath.Join(dir, "articles/water/x"), filepath.Dir(dir), filepath.Join(dir, ".git"), filepath.Join(dir, "public/../articles")} {
			if _, err := exportTo(dir, out, false); err == nil {
				t.Errorf("no error for --out %s", out)
			}
		}
		put(t, dir, "other/file.txt", "x")
		if _, err := exportTo(dir, filepath.Join(dir, "other"), false); err == nil {
			t.Error("no error for a folder with somebody's files")
		}
		if _, err := exportTo(dir, filepath.Join(dir, "other"), true); err != nil {
			t.Errorf("with force: %v", err)
		}
		after := tree(t, dir)
		for name, text := range before {
			if after[name] != text {
				t.Errorf("%s changed", name)
			}
		}
		if after["other/file.txt"] != "x" {
			t.Error("somebody's file is gone")
		}
	})
}
