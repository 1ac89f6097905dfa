package publish_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"zuyg/internal/publish"
)

// The tests below hand a site of 200 articles to the programs and rules that
// real readers, browsers and search engines use. Those that need a program are
// skipped where it is not installed, unless ZUYG_CONSUMERS is set, as it is in
// CI.

const articleCount = 200

// bigSite is the exported site, made once: the repository's own articles, each
// many times with another date, category, tags, people, links and corrections.
var bigSite = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "zuyg-site-")
	if err != nil {
		return "", err
	}
	write := func(name, text string) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(name), 0o777)
		}
		if err == nil {
			err = os.WriteFile(name, []byte(text), 0o666)
		}
	}
	write("zuyg.toml", settings+"lead-first = [\"opinion\"]\nauthor = \"The desk\"\n")
	sources, err2 := filepath.Glob("../../articles/*")
	if err2 != nil || len(sources) == 0 {
		return "", fmt.Errorf("no articles: %v", err2)
	}
	for i := range articleCount {
		from := sources[i%len(sources)]
		slug := fmt.Sprintf("%s-%03d", filepath.Base(from), i)
		list, err2 := os.ReadDir(from)
		if err2 != nil {
			return "", err2
		}
		for _, f := range list {
			data, err2 := os.ReadFile(filepath.Join(from, f.Name()))
			if err2 != nil {
				return "", err2
			}
			text := string(data)
			if strings.HasSuffix(f.Name(), ".md") {
				text = vary(text, f.Name(), i)
			}
			if i%40 == 6 && f.Name() == "hy.md" {
				continue // the lead alone, see vary
			}
			write("articles/"+slug+"/"+f.Name(), text)
		}
	}
	if err != nil {
		return "", err
	}
	_, err = tryExport(dir, "html", publish.Options{})
	return filepath.Join(dir, "public"), err
})

var frontField = regexp.MustCompile(`(?m)^(category|date|tags)( = |: ).*\n`)

// vary gives a copy of an article another front matter and links.
func vary(text, name string, i int) string {
	category := []string{"analysis", "economy", "society", "region", "politics"}[i%5]
	if i%40 == 6 {
		category = "opinion"
	}
	fields := [][2]string{{"category", category}, {"date", fmt.Sprintf("%d-%02d-%02d", 2020+i%5, 1+i%12, 1+i%28)}, {"translator", "Անի Պետրոսյան"}}
	if i%3 == 0 {
		fields = append(fields, [2]string{"author", "Նարե Սարգսյան"})
	}
	note := "2026-10-0" + fmt.Sprint(1+i%9) + ": The level fell by 20 metres, not 30."
	toml := strings.HasPrefix(text, "+++")
	sep, quote := ": ", func(s string) string { return s }
	if toml {
		sep, quote = " = ", func(s string) string { return `"` + s + `"` }
	}
	var front strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&front, "%s%s%s\n", f[0], sep, quote(f[1]))
	}
	fmt.Fprintf(&front, "tags%s[\"tag %d\", \"պիտակ %d\"]\n", sep, i%7, i%11)
	if i%4 == 0 { // in both versions: one without its twin holds the article back
		fmt.Fprintf(&front, "corrections%s[%q]\n", sep, note)
	}
	text = frontField.ReplaceAllString(text, "")
	head, rest, _ := strings.Cut(text, "\n")
	return head + "\n" + front.String() + rest
}

// published returns the folder of the site.
func published(t *testing.T) string {
	t.Helper()
	dir, err := bigSite()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := bigSite(); err == nil {
		_ = os.RemoveAll(filepath.Dir(dir))
	}
	os.Exit(code)
}

// tool returns a program that the test needs, or skips it.
func tool(t *testing.T, name string) string {
	t.Helper()
	file, err := exec.LookPath(name)
	if err == nil {
		return file
	}
	return "" + missing(t, name)
}

// missing skips a test for want of something, but fails it in CI.
func missing(t *testing.T, what string) string {
	t.Helper()
	if os.Getenv("ZUYG_CONSUMERS") != "" {
		t.Fatalf("%s is not installed", what)
	}
	t.Skipf("%s is not installed", what)
	return ""
}

const browserFolder = "testdata/browser"

// module returns the folder of an npm module that the test needs.
func module(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(browserFolder, "node_modules", name)
	if _, err := os.Stat(dir); err != nil {
		missing(t, "the npm module "+name+" (npm ci --prefix internal/publish/"+browserFolder+")")
	}
	return dir
}

// TestSiteIsValidHTML gives every page to the Nu HTML checker, which the W3C
// uses; nothing it says is overlooked.
func TestSiteIsValidHTML(t *testing.T) {
	java, vnu := tool(t, "java"), module(t, "vnu-jar")
	out, _ := exec.Command(java, "-Xss2m", "-jar", filepath.Join(vnu, "build", "dist", "vnu.jar"), "--skip-non-html", "--format", "json", published(t)).CombinedOutput()
	var result struct {
		Messages []struct {
			URL, Message string
			LastLine     int
		}
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for i, m := range result.Messages {
		if i == 20 {
			t.Fatalf("and %d more", len(result.Messages)-i)
		}
		t.Errorf("%s:%d: %s", m.URL, m.LastLine, m.Message)
	}
}

// TestSiteInABrowser opens each sort of page in Chromium: axe-core finds no
// violation of WCAG 2.2 A and AA or of its best practices, nothing is wider
// than the window, the console is silent, Armenian has its font. ZUYG_SCREENSHOTS
// names a folder for pictures.
func TestSiteInABrowser(t *testing.T) {
	node, chromium := tool(t, "node"), tool(t, "chromium")
	module(t, "axe-core")
	module(t, "puppeteer-core")
	dir := published(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.FileServer(http.Dir(dir))}
	go func() { _ = server.Serve(ln) }()
	defer func() { _ = server.Shutdown(context.Background()) }()
	screenshots := os.Getenv("ZUYG_SCREENSHOTS")
	if screenshots == "" {
		screenshots = "-"
	}
	args := []string{filepath.Join(browserFolder, "check.mjs"), chromium, "http://" + ln.Addr().String(), screenshots,
		"/", "/404.html", "/en/", "/hy/", "/hy/page/2/", "/en/category/society/", "/hy/category/economy/"}
	for _, slug := range []string{"bread-prices-000", "drinking-fountains-001", "lake-sevan-002", "road-through-lars-003"} {
		args = append(args, "/en/"+slug+"/", "/hy/"+slug+"/", "/en/"+slug+"/en-hy.html")
	}
	args = append(args, "/en/lake-sevan-006/")
	cmd := exec.Command(node, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []struct{ Path, Size, Scheme, ID, Text string }
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("%s (%s, %s): %s %s", f.Path, f.Size, f.Scheme, f.ID, f.Text)
	}
}

// document is a page, taken apart.
type document struct {
	name       string
	lang       string
	canonical  string
	alternates map[string]string // hreflang → address
	links      []string          // of all kinds
	ids        map[string]bool
	data       []string // JSON-LD
	hidden     bool
}

// documents parses all pages of the site.
func documents(t *testing.T, dir string) []*document {
	t.Helper()
	var docs []*document
	for name, text := range tree(t, dir) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		d := &document{name: name, alternates: map[string]string{}, ids: map[string]bool{}}
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				d.element(t, n)
			}
		}
		docs = append(docs, d)
	}
	sort.Slice(docs, func(i, k int) bool { return docs[i].name < docs[k].name })
	return docs
}

func (d *document) element(t *testing.T, n *html.Node) {
	attr := map[string]string{}
	for _, a := range n.Attr {
		attr[a.Key] = a.Val
	}
	if id := attr["id"]; id != "" {
		if d.ids[id] {
			t.Errorf("%s: the id %s stands there twice", d.name, id)
		}
		d.ids[id] = true
	}
	for _, key := range []string{"href", "src"} {
		if attr[key] != "" {
			d.links = append(d.links, attr[key])
		}
	}
	switch {
	case n.Data == "html":
		d.lang = attr["lang"]
	case n.Data == "link" && attr["rel"] == "canonical":
		d.canonical = attr["href"]
	case n.Data == "link" && attr["rel"] == "alternate" && attr["type"] == "":
		if d.alternates[attr["hreflang"]] != "" {
			t.Errorf("%s: hreflang %s twice", d.name, attr["hreflang"])
		}
		d.alternates[attr["hreflang"]] = attr["href"]
	case n.Data == "script" && attr["type"] == "application/ld+json":
		d.data = append(d.data, n.FirstChild.Data)
	case n.Data == "meta" && attr["name"] == "robots":
		d.hidden = true
	}
}

// base is the address of the site in the tests.
const base = "https://news.example.am"

// fileOf returns the file that an address within the site leads to, ok is false
// for other addresses.
func fileOf(from *document, address string) (name, fragment string, ok bool) {
	here, _ := url.Parse(base + "/" + strings.TrimSuffix(from.name, "index.html"))
	u, err := here.Parse(address)
	if err != nil || u.Scheme+"://"+u.Host != base {
		return "", "", false
	}
	name = strings.TrimPrefix(u.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name, u.Fragment, true
}

// TestSiteLinksResolve follows every link, picture and address of every page.
func TestSiteLinksResolve(t *testing.T) {
	dir := published(t)
	docs := documents(t, dir)
	byName := map[string]*document{}
	for _, d := range docs {
		byName[d.name] = d
	}
	files := tree(t, dir)
	count := 0
	for _, d := range docs {
		for _, address := range d.links {
			name, fragment, ok := fileOf(d, address)
			if !ok {
				continue
			}
			count++
			if _, ok := files[name]; !ok {
				t.Errorf("%s: %s leads nowhere", d.name, address)
			} else if to := byName[name]; fragment != "" && !to.ids[fragment] {
				t.Errorf("%s: %s leads to a page without that id", d.name, address)
			}
		}
	}
	if count < 100*articleCount/10 {
		t.Errorf("only %d links were found", count)
	}
}

// TestSiteLanguagesReturn holds what search engines ask of hreflang: each page
// lists itself and the others, all of them list the same, the page that is
// listed under a language is in that language, and pages in the sitemap say the
// same as their heads.
func TestSiteLanguagesReturn(t *testing.T) {
	dir := published(t)
	docs := documents(t, dir)
	byAddress := map[string]*document{}
	for _, d := range docs {
		if d.canonical != "" {
			byAddress[d.canonical] = d
		}
	}
	pairs, alone := 0, 0
	for _, d := range docs {
		if len(d.alternates) == 0 {
			if strings.HasPrefix(d.name, "en/lake-sevan-") && path.Base(d.name) == "index.html" {
				alone++
			}
			continue
		}
		pairs++
		if d.alternates["x-default"] == "" || len(d.alternates) != 3 {
			t.Errorf("%s: alternates are %v", d.name, d.alternates)
		}
		if d.name != "index.html" && d.alternates[d.lang] != d.canonical {
			t.Errorf("%s does not list itself", d.name)
		}
		for lang, address := range d.alternates {
			to := byAddress[address]
			if to == nil {
				t.Errorf("%s: no page is at %s", d.name, address)
				continue
			}
			if lang != "x-default" && to.lang != lang {
				t.Errorf("%s: %s is not in %s", d.name, address, lang)
			}
			if fmt.Sprint(to.alternates) != fmt.Sprint(d.alternates) {
				t.Errorf("%s and %s do not list the same", d.name, to.name)
			}
		}
	}
	if pairs < 2*articleCount*9/10 || alone != articleCount/40 {
		t.Errorf("%d pages have a twin and %d have none: not the site that was meant", pairs, alone)
	}
	sitemap(t, dir, byAddress)
}

// sitemap holds that the sitemap has exactly the pages that search engines
// shall find, with the alternates that their heads have.
func sitemap(t *testing.T, dir string, pages map[string]*document) {
	data, err := os.ReadFile(filepath.Join(dir, "sitemap.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Rel  string `xml:"rel,attr"`
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal(data, &set); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, u := range set.URLs {
		listed[u.Loc] = true
		page := pages[u.Loc]
		if page == nil || page.hidden {
			t.Errorf("sitemap: %s is no page to be found", u.Loc)
			continue
		}
		links := map[string]string{}
		for _, l := range u.Links {
			links[l.Lang] = l.Href
		}
		if fmt.Sprint(links) != fmt.Sprint(page.alternates) {
			t.Errorf("sitemap: %s has %v, its head %v", u.Loc, links, page.alternates)
		}
	}
	for address, page := range pages {
		if !page.hidden && !listed[address] && !strings.Contains(address, "/page/") {
			t.Errorf("sitemap: %s is missing", address)
		}
	}
}

// TestSiteFeeds reads the feeds with a feed reader's parser.
func TestSiteFeeds(t *testing.T) {
	dir := published(t)
	ids := map[string]bool{}
	for _, lang := range []string{"en", "hy"} {
		data, err := os.ReadFile(filepath.Join(dir, lang, "feed.xml"))
		if err != nil {
			t.Fatal(err)
		}
		feed, err := gofeed.NewParser().ParseString(string(data))
		if err != nil {
			t.Fatal(err)
		}
		if feed.Language != lang || len(feed.Items) != 50 || feed.UpdatedParsed == nil {
			t.Errorf("%s: language %q, %d entries, updated %v", lang, feed.Language, len(feed.Items), feed.UpdatedParsed)
		}
		for _, item := range feed.Items {
			if !strings.HasPrefix(item.Link, base+"/"+lang+"/") || ids[item.GUID] || item.PublishedParsed == nil || item.Content == "" || len(item.Authors) == 0 {
				t.Errorf("%s: entry %s %s", lang, item.GUID, item.Link)
			}
			ids[item.GUID] = true
			for _, m := range regexp.MustCompile(`(?:href|src)="([^"#][^"]*)"`).FindAllStringSubmatch(item.Content, -1) {
				if u, err := url.Parse(m[1]); err != nil || u.Scheme == "" {
					t.Errorf("%s: %s has the address %s, which a reader can't follow", lang, item.Link, m[1])
				}
			}
		}
		if n := strings.Count(string(data), `rel="alternate"`); n != 51 {
			t.Errorf("%s: %d links are called alternate", lang, n)
		}
	}
}

// TestSiteData reads the JSON-LD of every article: it is about that page, in its
// language, and original and translation name each other.
func TestSiteData(t *testing.T) {
	type work struct {
		Type       string `json:"@type"`
		ID         string `json:"@id"`
		InLanguage string `json:"inLanguage"`
		Headline   string `json:"headline"`
		Published  string `json:"datePublished"`
		Of         *work  `json:"translationOfWork"`
		To         *work  `json:"workTranslation"`
	}
	all := map[string]*work{}
	for _, d := range documents(t, published(t)) {
		if path.Base(d.name) != "index.html" || strings.Count(d.name, "/") != 2 || strings.Contains(d.name, "/page/") {
			continue
		}
		if len(d.data) != 1 {
			t.Errorf("%s has %d pieces of data", d.name, len(d.data))
			continue
		}
		w := &work{}
		if err := json.Unmarshal([]byte(d.data[0]), w); err != nil {
			t.Errorf("%s: %v", d.name, err)
		}
		if w.Type != "NewsArticle" || w.ID != d.canonical || w.InLanguage != d.lang || w.Headline == "" || !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(w.Published) {
			t.Errorf("%s: %+v", d.name, w)
		}
		all[w.ID] = w
	}
	translations := 0
	for id, w := range all {
		if w.Of != nil {
			translations++
			if o := all[w.Of.ID]; o == nil || o.To == nil || o.To.ID != id || o.InLanguage != w.Of.InLanguage {
				t.Errorf("%s is a translation of %s, which does not know it", id, w.Of.ID)
			}
		}
	}
	if translations < articleCount*9/10 {
		t.Errorf("only %d translations", translations)
	}
}

// TestSiteIsTheSameAnywhere exports twice into two folders, the second time with
// one processor.
func TestSiteIsTheSameAnywhere(t *testing.T) {
	files := merge(pair("water", "category: society\ntags: [a, b]\n", "Water[^1].\n\n[^1]: Note.", "Ջուր[^1]։\n\n[^1]: Նոտա։"), pair("bread", "category: society\n", "See [water](../water/en.md).", "Տե՛ս [ջուրը](../water/hy.md)։"))
	first, _ := site(t, files, publish.Options{})
	t.Setenv("TZ", "America/New_York")
	t.Setenv("LC_ALL", "hy_AM.UTF-8")
	second, _ := site(t, files, publish.Options{})
	names := func(m map[string]string) []string {
		var out []string
		for n := range m {
			out = append(out, n)
		}
		slices.Sort(out)
		return out
	}
	if !slices.Equal(names(first), names(second)) {
		t.Fatalf("%v\n%v", names(first), names(second))
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs", name)
		}
	}
}
