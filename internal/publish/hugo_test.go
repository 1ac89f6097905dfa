package publish_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/desk"
	"zuyg/internal/project"
	"zuyg/internal/publish"
)

// buildHugo exports a project and builds the site; a warning fails the test.
func buildHugo(t *testing.T, files map[string]string, o publish.Options) map[string]string {
	t.Helper()
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		t.Skip("hugo is not installed")
	}
	out, e := exportForm(t, newProject(t, files), "hugo", o, publish.FormOptions{})
	if len(e.Site.Held) > 0 {
		t.Fatalf("held back: %v", e.Site.Held)
	}
	dir := t.TempDir()
	for name, text := range out {
		put(t, dir, name, text)
	}
	cmd := exec.Command(hugo, "--source", dir, "--panicOnWarning", "--cacheDir", t.TempDir())
	cmd.Env = append(os.Environ(), "HUGO_NUMWORKERMULTIPLIER=2")
	text, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(text), "WARN") || strings.Contains(string(text), "ERROR") {
		t.Fatalf("hugo: %v\n%.3000s", err, text)
	}
	return tree(t, filepath.Join(dir, "public"))
}

func ownArticles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for name, text := range tree(t, "../../articles") {
		files["articles/"+name] = strings.ReplaceAll(text, "https://example.am/", base+"/") // so that a link between them is one
	}
	for _, l := range []string{"en", "hy"} {
		data, err := os.ReadFile("../../locales/" + l + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		files["locales/"+l+".toml"] = string(data)
	}
	return files
}

func TestHugoBuildsOurArticles(t *testing.T) {
	site := buildHugo(t, ownArticles(t), publish.Options{})
	for name, wants := range map[string][]string{
		"articles/lake-sevan/index.html": {`hreflang="hy" href="https://news.example.am/hy/articles/lake-sevan/"`, `Click to view article in Armenian.`, `src="sevan.svg"`,
			`id="fnref:1"`, `href="#fn:1"`},
		"hy/articles/lake-sevan/index.html":        {`hreflang="en" href="https://news.example.am/articles/lake-sevan/"`, `<html lang="hy">`, `src="sevan.svg"`, `9 հուլիսի 2026 թ.`},
		"hy/articles/lake-sevan/sevan.svg":         {"<svg"},
		"hy/articles/bread-prices/index.html":      {`href="/hy/articles/road-through-lars/"`, `text-align:right`, `language-text`},
		"articles/bread-prices/index.html":         {`href="/articles/road-through-lars/"`},
		"hy/categories/environment/index.html":     {"<h1>Շրջակա միջավայր</h1>"},
		"articles/drinking-fountains/pulpulak.svg": {"<svg"},
	} {
		for _, want := range wants {
			page := strings.ReplaceAll(site[name], "\u00a0", " ")
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q:\n%.2500s", name, want, page)
			}
		}
	}
}

// TestHugoBuildsALargeSite builds 200 articles, among them what Hugo would take
// for its own, and looks whether every page names its translation.
func TestHugoBuildsALargeSite(t *testing.T) {
	files := map[string]string{}
	for i := range 200 {
		slug := fmt.Sprintf("a%03d", i)
		front := fmt.Sprintf("category: %s\ntags: [t%d]\n", []string{"society", "economy"}[i%2], i%7)
		en := fmt.Sprintf("Text %d.[^1] See [this](../a%03d/).\n\n```note\nA box.\n```\n\n[^1]: A note.\n", i, (i+1)%200)
		hy := fmt.Sprintf("Տեքստ %d։[^1] Տե՛ս [սա](../a%03d/)։\n\n```note\nՏուփ։\n```\n\n[^1]: Ծանոթագրություն։\n", i, (i+1)%200)
		if i%50 == 0 {
			en, hy = "Text {{< figure >}} and `{{% x`.\n\n"+en, "Տեքստ {{< figure >}} և `{{% x`։\n\n"+hy
		}
		for name, text := range pair(slug, front, en, hy) {
			files[name] = text
		}
	}
	site := buildHugo(t, files, publish.Options{})
	alternate := regexp.MustCompile(`<link rel="alternate" hreflang="(\w+)" href="` + base + `/([^"]*)">`)
	pages := 0
	for name, page := range site {
		if !strings.Contains(name, "articles/a") || !strings.HasSuffix(name, "index.html") {
			continue
		}
		pages++
		found := alternate.FindAllStringSubmatch(page, -1)
		if len(found) != 2 {
			t.Fatalf("%s has %d alternates", name, len(found))
		}
		for _, m := range found {
			if _, ok := site[m[2]+"index.html"]; !ok {
				t.Errorf("%s leads to %s, which is not there", name, m[2])
			}
		}
	}
	if pages != 400 {
		t.Errorf("%d pages, want 400", pages)
	}
	if page := site["articles/a050/index.html"]; !strings.Contains(page, "Text &#123;&#123;&lt; figure &gt;}} and <code>&#123;&#123;% x</code>") {
		t.Errorf("what looks like a shortcode is not text:\n%s", page)
	}
	if page := site["hy/articles/a001/index.html"]; !strings.Contains(page, `href="/hy/articles/a002/"`) || !strings.Contains(page, "<blockquote>") {
		t.Errorf("no link to the article, or no box:\n%s", page)
	}
}

// TestHugoLeavesASiteAlone: settings, layouts and UI strings that are there stay.
func TestHugoLeavesASiteAlone(t *testing.T) {
	dir := newProject(t, pair("water", "", "One.", "Մեկ։"))
	out := filepath.Join(dir, "public")
	put(t, out, "hugo.toml", "title = 'Ours'\n")
	put(t, out, "i18n/en.toml", "[a]\nother = 'b'\n")
	e, err := exportHugoTo(dir, out)
	if err != nil {
		t.Fatal(err)
	}
	got := tree(t, out)
	if got["hugo.toml"] != "title = 'Ours'\n" || got["i18n/en.toml"] != "[a]\nother = 'b'\n" || got["layouts/_default/single.html"] != "" {
		t.Errorf("changed what was there: %q", got)
	}
	if got["content/articles/water/index.hy.md"] == "" || !strings.Contains(problems(e), "kept-file i18n/en.toml") {
		t.Errorf("problems %q", problems(e))
	}
}

func exportHugoTo(dir, out string) (*desk.Exported, error) {
	p, err := project.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	forms := publish.Forms()
	i := slices.IndexFunc(forms, func(f publish.Form) bool { return f.Name == "hugo" })
	return desk.New(p, desk.Env{}).Export(context.Background(), desk.ExportOptions{Form: &forms[i], Out: out, Force: true})
}
