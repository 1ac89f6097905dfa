package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"html/template"
	"slices"
	"strings"
	"time"

	"zuyg/internal/markdown"
	"zuyg/internal/track"
)

// relatedSize is how many related articles stand below an article.
const relatedSize = 4

// wordsAMinute is how fast people read on a screen; Armenian words are longer
// than English ones, and there are fewer of them in the same text.
const wordsAMinute = 200

// articles writes the pages of all articles, several at once.
func (h *htmlSite) articles(ctx context.Context) error {
	return parallel(ctx, len(h.Articles), func(i int) error { return h.article(h.Articles[i]) })
}

// articlePage is a page that is to be written.
type articlePage struct {
	name, key string
	related   []*Article
}

// article writes the pages of one article, unless they are there already.
func (h *htmlSite) article(a *Article) error {
	var pages [3]*articlePage // by side; the last one has both
	stale := false
	both := a.Versions[0] != nil && a.Versions[1] != nil
	for k := range pages {
		p := &articlePage{}
		switch {
		case k == 2 && both:
			p.name, p.key = bothName(h.Site, a), "both"
		case k < 2 && a.Versions[k] != nil:
			p.name = pageName(h.Site, a, k)
			p.related = h.Related(a, k, relatedSize)
			p.key = "related"
			for _, r := range p.related {
				p.key += "\x00" + r.Slug + "\x00" + r.Versions[k].Title + "\x00" + r.Published.String()
			}
		default:
			continue
		}
		p.key = h.keyOf(a.Slug, a.Hash, both, p.key)
		if h.current(indexName(p.name), p.key) {
			continue
		}
		pages[k], stale = p, true
	}
	if !stale {
		return nil
	}
	c, err := h.Content(a, h.target(pages[2] != nil))
	if err != nil {
		return err
	}
	h.report(c.Problems, nil)
	for side, p := range pages[:2] {
		if p == nil {
			continue
		}
		page := c.Pages[side]
		h.report(nil, page.Files)
		if err := h.page(p.name, h.depKey(p.key, page.Deps), page.Deps, h.articleView(a, side, page, p.related)); err != nil {
			return err
		}
	}
	if pages[2] == nil {
		return nil
	}
	return h.both(c, pages[2])
}

// target is the same for an article's page and for the page that has both
// versions, so that a text is rendered once: ids begin with the language.
func (h *htmlSite) target(units bool) Target {
	return Target{
		Units: units, Prefix: [2]string{h.Langs[0] + "-", h.Langs[1] + "-"},
		Page: func(a *Article, side int) string { return h.href(pageName(h.Site, a, side)) },
		File: func(name string) string { return h.href(fileName(name)) },
	}
}

// depKey returns the key of a page that depends on deps: it changes when one of
// them comes or goes.
func (h *htmlSite) depKey(key string, deps []string) string {
	if len(deps) == 0 {
		return key
	}
	parts := []any{key}
	for _, d := range deps {
		kind, name, _ := strings.Cut(d, ":")
		switch kind {
		case "article":
			out := [2]bool{}
			if a := h.Article(name); a != nil {
				out = [2]bool{a.Versions[0] != nil, a.Versions[1] != nil}
			}
			parts = append(parts, d, out)
		default:
			parts = append(parts, d, h.exists(name))
		}
	}
	return h.keyOf(parts...)
}

// current reports whether the last export wrote the page from the same things;
// the files that it shows are copied then too.
func (h *htmlSite) current(name, key string) bool {
	deps := h.out.Deps(name)
	if !h.out.Current(name, h.depKey(key, deps)) {
		return false
	}
	var files []string
	for _, d := range deps {
		if f, ok := strings.CutPrefix(d, "file:"); ok && h.exists(f) {
			files = append(files, f)
		}
	}
	if len(files) > 0 {
		h.report(nil, files)
	}
	return true
}

// frame fills in what is the same on all pages of a language.
func (h *htmlSite) frame(kind string, side int, name string) *View {
	v := &View{
		Kind: kind, Lang: h.Langs[side], Here: h.href(name), Canonical: h.absolute(name), Hidden: h.Draft, Draft: h.Draft, Reload: h.options.Reload,
		Site: &h.views[side], Locale: locale(h.Langs[side]), words: h.Words[side],
		Feeds: []Link{{Href: h.href(feedName(h.Site, side)), Lang: h.Langs[side], Title: h.Title(side), Name: h.Words[side].Say("site.feed", nil)}},
	}
	return v
}

// alternates sets the addresses of the page in the languages it has. names is
// by side, "" where there is none.
func (h *htmlSite) alternates(v *View, names [2]string, fallback string) {
	for side, name := range names {
		if name == "" {
			return // a page alone has no alternate
		}
		v.Alternates = append(v.Alternates, Link{Lang: h.Langs[side], Href: h.absolute(name)})
	}
	v.Alternates = append(v.Alternates, Link{Lang: "x-default", Href: h.absolute(fallback)})
}

func (h *htmlSite) articleView(a *Article, side int, page *Page, related []*Article) *View {
	ver, words, other := a.Versions[side], h.Words[side], 1-side
	v := h.frame("article", side, pageName(h.Site, a, side))
	v.Title, v.Description = ver.Title, ver.Summary
	x := &ArticleView{
		Title: ver.Title, Summary: ver.Summary, Tags: ver.Tags, Image: h.image(a, side),
		Body:  template.HTML(page.HTML),
		Notes: template.HTML(markdown.NotesHTML(h.Langs[side]+"-", page.Notes, words.Say("footnotes.back", nil))),
	}
	v.Article = x
	h.dates(x, a, words)
	if n := len(ver.Authors); n > 0 {
		x.Authors = words.Say("article.author", map[string]any{"Author": words.List(ver.Authors)})
	}
	if ver.Translator != "" && side != a.Lead {
		x.Translator = words.Say("article.translator", map[string]any{"Name": ver.Translator})
	}
	x.Minutes = words.Say("article.reading-time", map[string]any{"Count": max(1, (ver.Words+wordsAMinute/2)/wordsAMinute)})
	x.Category = h.category(a.Category, side)
	for _, c := range a.Corrections {
		x.Corrections = append(x.Corrections, h.correction(c, side))
	}
	for _, r := range related {
		l := Link{Href: h.href(pageName(h.Site, r, side)), Title: r.Versions[side].Title}
		if !r.Published.IsZero() {
			l.Date = words.Date(r.Published)
		}
		x.Related = append(x.Related, l)
	}
	v.Other = &Link{Href: h.href(homeName(h.Site, other, 1)), Lang: h.Langs[other], Title: h.Words[other].Say("language.name", nil)}
	if a.Versions[other] != nil {
		name := pageName(h.Site, a, other)
		v.Other.Href = h.href(name)
		v.OtherLocale = locale(h.Langs[other])
		x.Other = &Link{Href: h.href(name), Lang: h.Langs[other], Title: words.Say("link.other-language", nil)}
		x.Both = h.href(bothName(h.Site, a))
		h.alternates(v, [2]string{pageName(h.Site, a, 0), pageName(h.Site, a, 1)}, pageName(h.Site, a, 0))
	}
	v.Data = h.jsonLD(a, side)
	return v
}

func (h *htmlSite) dates(x *ArticleView, a *Article, words *Words) {
	if a.Published.IsZero() {
		return
	}
	x.Date, x.DateTime = words.Date(a.Published), a.Published.Format(time.DateOnly)
	x.Published = a.Published.Format(time.RFC3339)
	if a.Updated.After(a.Published) {
		x.Modified = a.Updated.Format(time.RFC3339)
		x.Updated = words.Say("article.updated", map[string]any{"Date": words.Date(a.Updated)})
	}
}

// correction says in the page's language when a mistake was put right; the note
// is in the other language where there is none in this one.
func (s *Site) correction(c Correction, side int) Link {
	l := Link{Title: s.Words[side].Say("article.corrected", map[string]any{"Date": s.Words[side].Date(c.Date)}), Text: c.Text[side], Lang: s.Langs[side]}
	if l.Text == "" {
		l.Text, l.Lang = c.Text[1-side], s.Langs[1-side]
	}
	return l
}

// image returns the picture of an article for lists and previews.
func (h *htmlSite) image(a *Article, side int) *Image {
	if a.Image == "" || !mayCopy(a.Image) || !h.exists(a.Image) {
		return nil
	}
	h.report(nil, []string{a.Image})
	name := fileName(a.Image)
	return &Image{Href: h.href(name), Address: h.absolute(name), Text: a.Versions[side].ImageText}
}

// jsonLD describes an article for machines (schema.org NewsArticle). "<" is
// escaped in it, so that nothing in it can end the element.
func (h *htmlSite) jsonLD(a *Article, side int) template.HTML {
	ver := a.Versions[side]
	address := h.absolute(pageName(h.Site, a, side))
	o := map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "@id": address, "url": address, "mainEntityOfPage": address,
		"headline": ver.Title, "inLanguage": ver.Lang, "publisher": map[string]any{"@type": "Organization", "name": h.Title(side)},
	}
	if ver.Summary != "" {
		o["description"] = ver.Summary
	}
	if !a.Published.IsZero() {
		o["datePublished"] = jsonDate(a.Published, a.Timed)
		o["dateModified"] = jsonDate(a.Updated, a.Timed)
	}
	people := func(names []string) []map[string]any {
		var list []map[string]any
		for _, n := range names {
			list = append(list, map[string]any{"@type": "Person", "name": n})
		}
		return list
	}
	if len(ver.Authors) > 0 {
		o["author"] = people(ver.Authors)
	}
	if len(ver.Tags) > 0 {
		o["keywords"] = ver.Tags
	}
	if a.Category != "" {
		o["articleSection"] = h.Words[side].Category(a.Category)
	}
	if i := h.image(a, side); i != nil {
		o["image"] = []string{i.Address}
	}
	if ver.Translator != "" && side != a.Lead {
		o["translator"] = people([]string{ver.Translator})
	}
	if a.Versions[1-side] != nil {
		key := "workTranslation"
		if side != a.Lead {
			key = "translationOfWork"
		}
		o[key] = map[string]any{"@type": "NewsArticle", "@id": h.absolute(pageName(h.Site, a, 1-side)), "inLanguage": h.Langs[1-side]}
	}
	var b bytes.Buffer
	b.WriteString(`<script type="application/ld+json">`)
	data, err := json.Marshal(o)
	if err != nil {
		panic("zuyg: internal: " + err.Error()) // maps and strings
	}
	b.Write(data)
	b.WriteString(`</script>`)
	return template.HTML(b.String())
}

func jsonDate(t time.Time, timed bool) string {
	if timed {
		return t.Format(time.RFC3339)
	}
	return t.Format(time.DateOnly)
}

// both writes the page with both versions side by side.
func (h *htmlSite) both(c *Content, p *articlePage) error {
	a := c.Article
	v := h.frame("both", 0, p.name)
	v.Hidden = true
	v.Title = a.Versions[0].Title + " · " + a.Versions[1].Title
	v.Other = &Link{Href: h.href(homeName(h.Site, 1, 1)), Lang: h.Langs[1], Title: h.Words[1].Say("language.name", nil)}
	v.Both = &BothView{}
	var deps []string
	for side, ver := range a.Versions {
		s := BothSide{Lang: ver.Lang, Title: ver.Title, Summary: ver.Summary, Href: h.href(pageName(h.Site, a, side)), Name: h.Words[side].Say("language.name", nil)}
		if !a.Published.IsZero() {
			s.Date = h.Words[side].Date(a.Published)
		}
		v.Both.Sides = append(v.Both.Sides, s)
		page := c.Pages[side]
		deps = append(deps, page.Deps...)
		h.report(nil, page.Files)
		if len(page.Notes) > 0 {
			v.Both.Notes = append(v.Both.Notes, Fragment{Lang: ver.Lang, Title: h.Words[side].Say("footnotes.title", nil),
				HTML: template.HTML(markdown.NotesHTML(h.Langs[side]+"-", page.Notes, h.Words[side].Say("footnotes.back", nil)))})
		}
	}
	for _, u := range c.paired() {
		pair := Pair{ID: "p-" + u.ID}
		for side := range u.Sides {
			l := h.Langs[side]
			if u.State == track.Untranslated && side != a.Lead {
				l = h.Langs[a.Lead]
			}
			pair.Sides[side] = Fragment{Lang: l, HTML: template.HTML(u.Sides[side].HTML)}
		}
		v.Both.Pairs = append(v.Both.Pairs, pair)
	}
	slices.Sort(deps)
	deps = slices.Compact(deps)
	return h.page(p.name, h.depKey(p.key, deps), deps, v)
}
