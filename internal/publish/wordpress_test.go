package publish_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zuyg/internal/desk"
	"zuyg/internal/project"
	"zuyg/internal/publish"
	"zuyg/internal/wxr"
)

// exportForm exports a project in a form and returns what it wrote.
func exportForm(t testing.TB, dir, form string, o publish.Options, f publish.FormOptions) (map[string]string, *desk.Exported) {
	t.Helper()
	p, err := project.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	forms := publish.Forms()
	i := slices.IndexFunc(forms, func(f publish.Form) bool { return f.Name == form })
	out := filepath.Join(t.TempDir(), "out")
	e, err := desk.New(p, desk.Env{}).Export(context.Background(), desk.ExportOptions{Form: &forms[i], Options: o, Settings: f, Out: out})
	if err != nil {
		t.Fatal(err)
	}
	return tree(t, out), e
}

// importForm makes a project of what an export wrote.
func importForm(t testing.TB, files map[string]string) (string, *desk.WordPressImported) {
	t.Helper()
	dir := newProject(t, nil)
	p, err := project.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	var last *desk.WordPressImported
	for _, name := range xmlNames(files) {
		last, err = desk.New(p, desk.Env{}).ImportWordPress(strings.NewReader(files[name]), desk.WordPressOptions{File: func(name string) ([]byte, error) {
			if data, ok := files["files/"+name]; ok {
				return []byte(data), nil
			}
			return nil, os.ErrNotExist
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir, last
}

func xmlNames(files map[string]string) []string {
	var names []string
	for name := range files {
		if strings.HasSuffix(name, ".xml") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// checkImporter holds a file against the rules by which the importer of
// WordPress and Polylang's part of it go, each of which was seen to break
// something: see the cases.
func checkImporter(t testing.TB, name, data string) *wxr.File {
	t.Helper()
	if len(data) >= 2<<20 {
		t.Errorf("%s has %d bytes, and PHP takes less than 2 MiB", name, len(data))
	}
	f, err := wxr.Read(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if f.Version != "1.2" {
		t.Errorf("version %q", f.Version)
	}
	terms, ids, langs := map[string]wxr.Term{}, map[int]bool{}, map[string]bool{}
	for _, x := range f.Terms {
		if x.ID <= 0 || ids[x.ID] {
			t.Errorf("term %s/%s: id %d is none or taken: all articles would be linked to the first", x.Taxonomy, x.Slug, x.ID)
		}
		ids[x.ID] = true
		if _, twice := terms[x.Taxonomy+"/"+x.Slug]; twice {
			t.Errorf("term %s/%s twice", x.Taxonomy, x.Slug)
		}
		terms[x.Taxonomy+"/"+x.Slug] = x
		if x.Taxonomy == "language" {
			langs[x.Slug] = true
			if _, err := wxr.Unserialize(x.Description); err != nil {
				t.Errorf("language %s: PHP 8 dies of it: %v", x.Slug, err)
			}
			if _, ok := terms["term_language/pll_"+x.Slug]; !ok && !strings.Contains(data, "<![CDATA[pll_"+x.Slug+"]]>") {
				t.Errorf("no term_language for %s: its categories would have no language", x.Slug)
			}
		}
		if n, err := strconv.Unquote(`"` + x.Slug + `"`); err != nil || !regexp.MustCompile(`^[a-z0-9_-]+$`).MatchString(n) || len(n) > 200 {
			t.Errorf("term %s: slug %q is not kept as it is", x.Taxonomy, x.Slug)
		}
	}
	authors := map[string]bool{}
	for _, a := range f.Authors {
		authors[a.Login] = true
	}
	posts, names, moments := map[int]string{}, map[string]bool{}, map[string]bool{}
	for i := range f.Items {
		it := &f.Items[i]
		if _, twice := posts[it.ID]; twice || it.ID <= 0 || it.ID > 1<<31-1 {
			t.Errorf("item id %d is none, taken or too large", it.ID)
		}
		if names[it.Slug] || !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(it.Slug) || len(it.Slug) > 200 {
			t.Errorf("name %q is taken, or not kept as it is", it.Slug)
		}
		if m := it.Type + "\x00" + strings.ToLower(it.Title) + "\x00" + it.Date; moments[m] {
			t.Errorf("%q at %s twice: the second would be dropped", it.Title, it.Date)
		} else {
			moments[m] = true
		}
		names[it.Slug] = true
		if !authors[it.Creator] {
			t.Errorf("creator %q is no author", it.Creator)
		}
		if it.Type != "post" {
			continue
		}
		l, ok := it.Term("language")
		if !ok || !langs[l.Slug] {
			t.Errorf("post %d has no language", it.ID)
		}
		posts[it.ID] = l.Slug
		for _, r := range it.Terms {
			if x, ok := terms[r.Taxonomy+"/"+r.Slug]; !ok || x.Name != r.Name {
				t.Errorf("post %d: the file does not have its %s %q", it.ID, r.Taxonomy, r.Slug)
			}
		}
		if notes := it.Field("footnotes"); notes != "" {
			var list []struct{ ID, Content string }
			if err := json.Unmarshal([]byte(notes), &list); err != nil {
				t.Errorf("footnotes of %d: %v", it.ID, err)
			}
			known := map[string]bool{}
			for _, n := range list {
				known[n.ID] = true
			}
			for _, m := range regexp.MustCompile(`data-fn="([^"]*)"`).FindAllStringSubmatch(it.Content, -1) {
				if !known[m[1]] {
					t.Errorf("post %d: no note %s", it.ID, m[1])
				}
			}
		}
	}
	for i := range f.Items { // the group lists the very posts that have it
		it := &f.Items[i]
		r, ok := it.Term("post_translations")
		if it.Type != "post" {
			continue
		}
		array, err := wxr.Unserialize(terms["post_translations/"+r.Slug].Description)
		if !ok || err != nil {
			t.Errorf("post %d: not linked: %v", it.ID, err)
		}
		found := false
		for _, x := range array {
			id, _ := x.Int()
			found = found || id == it.ID
			if posts[id] != x.Key {
				t.Errorf("group %s says that %d is %s", r.Slug, id, x.Key)
			}
		}
		if !found {
			t.Errorf("group %s does not list %d", r.Slug, it.ID)
		}
	}
	return f
}

// odd is an article with everything that breaks an export.
func odd() map[string]string {
	front := "summary: \"]]> <b>& [gallery]\"\nauthor: Անի Պետրոսյան\ntags: [\"a]]>b\", Ջուր]\ncategory: society\ntranslator: Արամ\ncorrections:\n  - \"2022-09-01: 5 ]]> 6\"\n"
	body := "A ]]> b \\<!-- wp:html --> & [gallery ids=1] 😀 x\x01y.[^1]\n\n```\n]]> [audio]\n```\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n- x\n- y\n  1. z\n\n" +
		"```note\nA box.\n```\n\n![a pic](p.png \"Cap ]]>\")\n\n[other](../plain/en.md)\n\n[^1]: Note ]]> here.\n"
	hy := strings.NewReplacer("A ]]>", "Ջուրը ]]>", "- x\n- y", "- Մեկ։\n- Երկու։", "1. z", "1. Երեք։", "A box.", "Տուփ։", "a pic", "Նկար", "[other]", "[մյուսը]", "Note ]]> here", "Ծանոթագրություն ]]>").Replace(body)
	return merge(pair("odd", front, body, hy), pair("plain", "", "One.", "Մեկ։"), map[string]string{
		"articles/odd/p.png":     "png",
		"articles/ջուր/en.md":    "---\ntitle: \"]]><script>alert(1)</script> \\\"«»' & 😀\"\ndate: 2022-08-26\nimage: ../odd/p.png\n---\n\nText.\n",
		"articles/ջուր/hy.md":    "---\ntitle: \"]]><script>alert(1)</script> \\\"«»' & 😀\"\ndate: 2022-08-26\n---\n\nՏեքստ։\n",
		"articles/undated/en.md": "---\ntitle: Undated\n---\n\nText.\n", "articles/undated/hy.md": "---\ntitle: Անթվական\n---\n\nՏեքստ։\n",
	})
}

func TestWordPressByTheImportersRules(t *testing.T) {
	dir := newProject(t, odd())
	for _, blocks := range []bool{false, true} {
		files, e := exportForm(t, dir, "wordpress", publish.Options{Allow: publish.AllowNames()}, publish.FormOptions{Blocks: blocks})
		if len(e.Site.Articles) != 4 {
			t.Fatalf("%d articles went out: %v", len(e.Site.Articles), e.Site.Held)
		}
		f := checkImporter(t, "wordpress.xml", files["wordpress.xml"])
		same := map[string]int{}
		for _, it := range f.Items {
			if strings.Contains(it.Title, "<") || strings.Contains(it.Content, "<script") || strings.Contains(it.Content, "[gallery") || strings.Contains(it.Content, "[audio") {
				t.Errorf("blocks %v: WordPress would run %q %q", blocks, it.Title, it.Content)
			}
			if strings.Contains(it.Content, "\x01") || strings.Count(it.Content, "<!-- wp:html") > 0 {
				t.Errorf("blocks %v: %q", blocks, it.Content)
			}
			if it.Title == "Undated" && it.Status != "draft" {
				t.Errorf("undated is %s", it.Status)
			}
			same[it.Title]++
		}
		if !strings.Contains(problems(e), "no-date undated") {
			t.Errorf("problems: %s", problems(e))
		}
	}
}

func TestWordPressSplitsFiles(t *testing.T) {
	all := map[string]string{}
	long := strings.Repeat("A sentence of some length, so that files grow. ", 400)
	for i := range 60 {
		all = merge(all, pair(fmt.Sprintf("a%03d", i), "tags: [water]\ncategory: society\nimage: ../a000/p.png\n", long, "Ջուր։ "+long))
	}
	all["articles/a000/p.png"] = "png"
	files, e := exportForm(t, newProject(t, all), "wordpress", publish.Options{Allow: publish.AllowNames()}, publish.FormOptions{})
	names := xmlNames(files)
	if len(names) < 2 || names[0] != "wordpress-001.xml" {
		t.Fatalf("files %v, held %v", names, e.Site.Held)
	}
	posts := map[int]bool{}
	for _, name := range names {
		for _, it := range checkImporter(t, name, files[name]).Items {
			if it.Type == "post" && posts[it.ID] {
				t.Errorf("%s: post %d is in two files", name, it.ID)
			}
			posts[it.ID] = true
		}
	}
	if len(posts) != 121 {
		t.Errorf("%d items, want 120 posts and a picture", len(posts))
	}
}

// TestWordPressIDsStay shows that what one article is called does not depend on
// which others go out.
func TestWordPressIDsStay(t *testing.T) {
	dir := newProject(t, odd())
	all, _ := exportForm(t, dir, "wordpress", publish.Options{Allow: publish.AllowNames()}, publish.FormOptions{})
	some, _ := exportForm(t, dir, "wordpress", publish.Options{Allow: publish.AllowNames(), Named: []string{"plain"}}, publish.FormOptions{})
	ids := regexp.MustCompile(`<wp:post_id>(\d+)</wp:post_id>`)
	got := ids.FindAllStringSubmatch(some["wordpress.xml"], -1)
	if len(got) != 2 {
		t.Fatalf("%d items", len(got))
	}
	for _, m := range got {
		if !strings.Contains(all["wordpress.xml"], m[0]) {
			t.Errorf("id %s is another one in the export of all", m[1])
		}
	}
}

// randomBody writes an article of what Markdown has, from the same random
// numbers in both languages.
func randomBody(r *rand.Rand, words []string) string {
	var b strings.Builder
	text := func() string {
		var parts []string
		for range 3 + r.IntN(6) {
			w := words[r.IntN(len(words))]
			switch r.IntN(14) {
			case 0:
				w = "*" + w + "*"
			case 1:
				w = "**" + w + "**"
			case 2:
				w = "`" + w + "`"
			case 3:
				w = "[" + w + "](https://example.org/" + strconv.Itoa(r.IntN(5)) + ")"
			case 4:
				w = "~~" + w + "~~"
			case 5:
				w = strconv.Itoa(r.IntN(3000))
			case 6:
				w += "[^" + strconv.Itoa(1+r.IntN(3)) + "]"
			case 7:
				w = []string{"<", "&", "]]>", "\\[x\\]", "\\*", "“q”", "«հ»", "\\#", "😀"}[r.IntN(9)]
			}
			parts = append(parts, w)
		}
		return strings.Join(parts, " ")
	}
	for range 4 + r.IntN(8) {
		switch r.IntN(10) {
		case 0:
			b.WriteString(strings.Repeat("#", 2+r.IntN(3)) + " " + text())
		case 1:
			b.WriteString("- " + text() + "\n- " + text() + "\n  - " + text() + "\n- " + text())
		case 2:
			fmt.Fprintf(&b, "%d. %s\n%d. %s", 3, text(), 4, text())
		case 3:
			b.WriteString("> " + text() + "\n>\n> " + text())
		case 4:
			fmt.Fprintf(&b, "| %s | %s |\n|:--|--:|\n| %s | %s |", text(), text(), text(), text())
		case 5:
			b.WriteString("```go\nx := []int{1} // <b>\n\n  y]]>\n```")
		case 6:
			b.WriteString("```tip\n" + text() + "\n\n" + text() + "\n```")
		case 7:
			b.WriteString("![" + words[0] + "](p.png \"" + words[1] + "\")")
		case 8:
			b.WriteString(text() + "\\\n" + text() + "\n" + text())
		default:
			b.WriteString(text() + " [" + words[2] + "](../a0/)")
		}
		b.WriteString("\n\n")
	}
	for i := range 3 {
		fmt.Fprintf(&b, "[^%d]: %s\n", i+1, strings.ReplaceAll(text(), "[^", "\\[^"))
	}
	return b.String()
}

// TestWordPressRoundTrip: export, import, export gives the same files.
func TestWordPressRoundTrip(t *testing.T) {
	for seed := range uint64(5) {
		all := map[string]string{"articles/a0/p.png": "png"}
		for i := range 4 {
			seed2 := seed*100 + uint64(i)
			en := randomBody(rand.New(rand.NewPCG(seed2, 1)), []string{"water", "price", "lake", "road", "bread"})
			hy := randomBody(rand.New(rand.NewPCG(seed2, 1)), []string{"ջուր", "գին", "լիճ", "ճանապարհ", "հաց"})
			front := []string{"", "source: hy\n", "image: p.png\nimage-alt: \"A: b\"\ntranslator: Արամ\n", "author: Ani\ncategory: society\ntags: [a, \"b, c\"]\ncorrections:\n  - \"2022-09-01: five\"\n"}[i]
			all = merge(all, pair(fmt.Sprintf("a%d", i), front, en, hy), map[string]string{fmt.Sprintf("articles/a%d/p.png", i): "png"})
		}
		for _, blocks := range []bool{false, true} {
			o, f := publish.Options{Allow: publish.AllowNames()}, publish.FormOptions{Blocks: blocks}
			first, _ := exportForm(t, newProject(t, all), "wordpress", o, f)
			checkImporter(t, "wordpress.xml", first["wordpress.xml"])
			dir, _ := importForm(t, first)
			second, _ := exportForm(t, dir, "wordpress", o, f)
			for name := range first {
				if name != ".zuyg-export-wordpress" && first[name] != second[name] {
					t.Fatalf("seed %d, blocks %v, %s: %s", seed, blocks, name, firstDifference(first[name], second[name]))
				}
			}
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return fmt.Sprintf("line %d\n%s\n%s", i+1, strings.Join(x[i:min(len(x), i+3)], "\n"), strings.Join(y[min(len(y), i):min(len(y), i+3)], "\n"))
		}
	}
	return "the second is longer"
}

// TestWordPressInPHP reads an export with what the importer reads it with:
// PHP's SimpleXML and unserialize.
func TestWordPressInPHP(t *testing.T) {
	php, err := exec.LookPath("php")
	if err != nil {
		t.Skip("php is not installed")
	}
	if out, err := exec.Command(php, "-r", "exit(function_exists('simplexml_load_string') ? 0 : 3);").CombinedOutput(); err != nil {
		t.Skipf("php without SimpleXML: %s", out)
	}
	files, _ := exportForm(t, newProject(t, odd()), "wordpress", publish.Options{Allow: publish.AllowNames()}, publish.FormOptions{Blocks: true})
	script, err := filepath.Abs("testdata/wordpress/read.php")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(php, script)
	cmd.Stdin = strings.NewReader(files["wordpress.xml"])
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	if want := "8 posts, 4 groups linked, 1 files\n"; string(out) != want {
		t.Errorf("got %q, want %q", out, want)
	}
}
