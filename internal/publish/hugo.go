package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"zuyg/internal/ingest"
	"zuyg/internal/markdown"
)

// hugoLayouts are layouts for a site that has none, so that it can be built at
// once: two pages that show everything and look like nothing.
//
//go:embed all:hugo
var hugoLayouts embed.FS

// hugoConfigs are the files by which a folder is a site of Hugo already: its
// settings and layouts are left alone then.
var hugoConfigs = []string{"hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml", "config.json", "config"}

// hugoRef stands in texts for the address of an article until Hugo's own way to
// ask for it is put there.
const hugoRef = "https://article.invalid/"

var hugoRefs = regexp.MustCompile(regexp.QuoteMeta(hugoRef) + `([a-zA-Z-]+)/([^?#)>"\s]*)\?ref`)

// hugoSite is one export of the form "hugo".
type hugoSite struct {
	*Site
	out      *Output
	mu       sync.Mutex
	problems []Problem
}

// writeHugo writes page bundles: both versions of an article in one folder, as
// which Hugo links them.
func writeHugo(ctx context.Context, s *Site, o *Output, _ FormOptions) ([]Problem, error) {
	h := &hugoSite{Site: s, out: o}
	if err := parallel(ctx, len(s.Articles), func(i int) error { return h.article(s.Articles[i]) }); err != nil {
		return nil, err
	}
	for _, step := range []func() error{h.categories, h.strings, h.config} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return sortProblems(h.problems), nil
}

// hugoFront is the front matter of an article's page.
type hugoFront struct {
	Title          string   `toml:"title"`
	TranslationKey string   `toml:"translationKey"`
	Date           string   `toml:"date,omitempty"`
	Dateline       string   `toml:"dateline,omitempty"` // the date as the language writes it
	Lastmod        string   `toml:"lastmod,omitempty"`
	Draft          bool     `toml:"draft,omitempty"`
	Description    string   `toml:"description,omitempty"`
	Categories     []string `toml:"categories,omitempty"`
	Tags           []string `toml:"tags,omitempty"`
	Authors        []string `toml:"authors,omitempty"`
	Translator     string   `toml:"translator,omitempty"`
	Images         []string `toml:"images,omitempty"`
}

// article writes the bundle of one article.
func (h *hugoSite) article(a *Article) error {
	b := &bundle{names: map[string]string{}, files: map[string]string{}}
	c, err := h.Content(a, Target{
		Page: func(to *Article, side int) string {
			return hugoRef + h.Langs[side] + "/" + escapePath(to.Slug) + "?ref"
		},
		File: b.add,
		Mark: func(side, number, reference int) string { return markdown.NoteMark("", number, reference) },
	})
	if err != nil {
		return err
	}
	h.mu.Lock()
	h.problems = append(h.problems, c.Problems...)
	h.mu.Unlock()
	image := ""
	if a.Image != "" && mayCopy(a.Image) && h.exists(a.Image) {
		image = b.add(a.Image)
	}
	dir := "content/articles/" + a.Slug + "/"
	for side, v := range a.Versions {
		if v == nil {
			continue
		}
		front := h.front(a, side)
		if image != "" {
			front.Images = []string{image}
		}
		var page bytes.Buffer
		page.WriteString("+++\n")
		if err := toml.NewEncoder(&page).Encode(front); err != nil {
			return err
		}
		text, ext, err := h.text(a, c.Pages[side], side)
		if err != nil {
			return err
		}
		page.WriteString("+++\n\n" + text)
		if err := h.out.Write(dir+"index."+v.Lang+ext, "", page.Bytes()); err != nil {
			return err
		}
	}
	for _, name := range b.order {
		data, err := h.File(name)
		if err != nil {
			return err
		}
		if err := h.out.Write(dir+b.files[name], "", data); err != nil {
			return err
		}
	}
	return nil
}

// bundle names the files of an article's folder.
type bundle struct {
	names map[string]string // what is taken
	files map[string]string // name in the bundle by path in the project
	order []string
}

// add returns the name of a file in the bundle.
func (b *bundle) add(file string) string {
	if name, ok := b.files[file]; ok {
		return (&url.URL{Path: name}).String()
	}
	name := path.Base(file)
	if _, taken := b.names[name]; taken || strings.HasPrefix(name, "index.") {
		sum := sha256.Sum256([]byte(file))
		name = hex.EncodeToString(sum[:4]) + "-" + name
	}
	b.names[name], b.files[file] = file, name
	b.order = append(b.order, file)
	return (&url.URL{Path: name}).String()
}

func (h *hugoSite) front(a *Article, side int) *hugoFront {
	v := a.Versions[side]
	f := &hugoFront{Title: v.Title, TranslationKey: a.Slug, Draft: h.Draft, Description: v.Summary, Tags: v.Tags, Authors: v.Authors}
	if !a.Published.IsZero() {
		f.Date, f.Dateline = jsonDate(a.Published, a.Timed), h.Words[side].Date(a.Published)
		if a.Updated.After(a.Published) {
			f.Lastmod = jsonDate(a.Updated, a.Timed)
		}
	}
	if a.Category != "" {
		f.Categories = []string{a.Category}
	}
	if side != a.Lead {
		f.Translator = v.Translator
	}
	return f
}

// text writes the text of a version: as Markdown, or as HTML where Markdown has
// nothing for it or Hugo would take a part of it for its own.
func (h *hugoSite) text(a *Article, p *Page, side int) (text, ext string, err error) {
	words := h.Words[side]
	var b strings.Builder
	b.WriteString(p.HTML)
	if a.Versions[1-side] == nil {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(words.Say("link.no-other-language", nil)))
	}
	if len(a.Corrections) > 0 {
		fmt.Fprintf(&b, "<h2>%s</h2>\n", html.EscapeString(words.Say("article.corrections", nil)))
		for _, c := range a.Corrections {
			note := h.correction(c, side)
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(note.Title+" "+note.Text))
		}
	}
	b.WriteString(markdown.NotesHTML("", p.Notes, words.Say("footnotes.back", nil)))
	text = b.String()
	if h.Settings.RawHTML || p.Borrowed > 0 || strings.Contains(text, "<dl>") || strings.Contains(html.UnescapeString(text), "{{") {
		text, ext = strings.ReplaceAll(text, "{{", "&#123;&#123;"), ".html"
	} else {
		text, err = ingest.Body(admonitionTag.ReplaceAllString(text, "<blockquote>$1</blockquote>"))
		text, ext = text+"\n", ".md"
	}
	return h.refs(text), ext, err
}

// admonitionTag finds the boxes that become quotes: every version of Hugo shows
// these.
var admonitionTag = regexp.MustCompile(`(?s)<div class="admonition [a-z]+" role="note">\n(.*?)</div>`)

// refs puts Hugo's way to ask for the address of a page where links to articles
// are.
func (h *hugoSite) refs(text string) string {
	return hugoRefs.ReplaceAllStringFunc(text, func(s string) string {
		m := hugoRefs.FindStringSubmatch(s)
		slug, err := url.PathUnescape(m[2])
		if err != nil || h.Article(slug) == nil || strings.ContainsAny(slug, "\"`") {
			return "../" + m[2] + "/"
		}
		return fmt.Sprintf(`{{< relref path="/articles/%s" lang="%s" >}}`, slug, m[1])
	})
}

// categories names the lists of categories in each language.
func (h *hugoSite) categories() error {
	for side, l := range h.Langs {
		for _, key := range h.Categories(side) {
			var page bytes.Buffer
			page.WriteString("+++\n")
			if err := toml.NewEncoder(&page).Encode(map[string]string{"title": h.Words[side].Category(key)}); err != nil {
				return err
			}
			page.WriteString("+++\n")
			if err := h.out.Write("content/categories/"+segment(key)+"/_index."+l+".md", "", page.Bytes()); err != nil {
				return err
			}
		}
	}
	return nil
}

// strings writes the UI strings, which Hugo reads in the format that they have.
func (h *hugoSite) strings() error {
	for side, l := range h.Langs {
		name := "i18n/" + l + ".toml"
		if h.out.Foreign(name) { // Hugo has one such file a language
			h.problems = append(h.problems, Problem{ID: "kept-file", Path: name, Address: name})
			continue
		}
		messages := map[string]map[string]string{}
		for id, m := range h.Words[side].own {
			forms := map[string]string{}
			for form, text := range map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other} {
				if text != "" {
					forms[form] = text
				}
			}
			messages[id] = forms
		}
		var b bytes.Buffer
		if err := toml.NewEncoder(&b).Encode(messages); err != nil {
			return err
		}
		if err := h.out.Write(name, "", b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// config writes settings and layouts where there are none.
func (h *hugoSite) config() error {
	if slices.ContainsFunc(hugoConfigs, h.out.Foreign) {
		return nil
	}
	type language struct {
		Title  string `toml:"title"`
		Weight int    `toml:"weight"`
	}
	languages := map[string]language{}
	for side, l := range h.Langs {
		languages[l] = language{h.Title(side), side + 1}
	}
	var b bytes.Buffer
	err := toml.NewEncoder(&b).Encode(struct {
		BaseURL   string              `toml:"baseURL"`
		Default   string              `toml:"defaultContentLanguage"`
		Refs      string              `toml:"refLinksErrorLevel"` // an article of tomorrow that is linked today is no error
		Languages map[string]language `toml:"languages"`
	}{h.Settings.Base + "/", h.Langs[0], "WARNING", languages})
	if err != nil {
		return err
	}
	if err := h.out.Write("hugo.toml", "", b.Bytes()); err != nil {
		return err
	}
	return fs.WalkDir(hugoLayouts, "hugo", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := hugoLayouts.ReadFile(name)
		if err != nil {
			return err
		}
		return h.out.Write("layouts"+strings.TrimPrefix(name, "hugo"), "", data)
	})
}
