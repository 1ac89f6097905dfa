package publish

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"html/template"
	"strconv"
	"time"
)

// siteView is what all pages of a language show of the site.
func (h *htmlSite) siteView(side int) SiteView {
	l := h.Langs[side]
	v := SiteView{Title: h.Title(side), Description: h.Settings.Description[l], Home: h.href(homeName(h.Site, side, 1)),
		Style: h.href("assets/style.css"), Icon: h.href("assets/icon.svg")}
	for _, key := range h.Categories(side) {
		v.Categories = append(v.Categories, *h.category(key, side))
	}
	return v
}

// category returns the link to a category's page, nil for none.
func (h *htmlSite) category(key string, side int) *Link {
	if key == "" {
		return nil
	}
	return &Link{Href: h.href(categoryName(h.Site, side, key, 1)), Title: h.Words[side].Category(key)}
}

// list is one list of articles, which may have several pages.
type list struct {
	side     int
	title    string
	key      string // the category, "" for the front page
	articles []*Article
}

func (l *list) pages(size int) int { return max(1, (len(l.articles)+size-1)/size) }

func (l *list) name(s *Site, side, page int) string {
	if l.key == "" {
		return homeName(s, side, page)
	}
	return categoryName(s, side, l.key, page)
}

// lists writes the front pages and the pages of the categories.
func (h *htmlSite) lists(ctx context.Context) error {
	type page struct {
		list  *list
		n     int
		other int // how many pages the list has in the other language, 0 for no list
	}
	var pages []page
	all := [2]map[string]*list{}
	for side := range h.Langs {
		all[side] = h.allLists(side)
	}
	for side := range h.Langs {
		for key, l := range all[side] {
			other := 0
			if o := all[1-side][key]; o != nil {
				other = o.pages(h.Settings.PageSize)
			}
			for n := 1; n <= l.pages(h.Settings.PageSize); n++ {
				pages = append(pages, page{l, n, other})
			}
		}
	}
	return parallel(ctx, len(pages), func(i int) error { return h.list(pages[i].list, pages[i].n, pages[i].other) })
}

// allLists returns the lists of a language by category; "" is the front page.
func (h *htmlSite) allLists(side int) map[string]*list {
	lists := map[string]*list{"": {side: side, title: h.Title(side)}}
	for _, a := range h.Articles {
		if a.Versions[side] == nil {
			continue
		}
		for _, key := range []string{"", a.Category} {
			l := lists[key]
			if l == nil {
				l = &list{side: side, title: h.Words[side].Category(key), key: key}
				lists[key] = l
			}
			l.articles = append(l.articles, a)
			if a.Category == "" {
				break
			}
		}
	}
	return lists
}

// list writes page n of a list.
func (h *htmlSite) list(l *list, n, other int) error {
	size, side := h.Settings.PageSize, l.side
	shown := l.articles[min(len(l.articles), (n-1)*size):min(len(l.articles), n*size)]
	name := l.name(h.Site, side, n)
	parts := []any{name, n, l.pages(size), other}
	var deps []string
	for _, a := range shown {
		parts = append(parts, a.Slug, a.Hash)
		if a.Image != "" {
			deps = append(deps, "file:"+a.Image)
		}
	}
	key := h.keyOf(parts...)
	if h.current(indexName(name), key) {
		return nil
	}
	words := h.Words[side]
	v := h.frame("list", side, name)
	v.Title = l.title
	if l.key == "" {
		v.Description = h.Settings.Description[h.Langs[side]]
	}
	v.List = &ListView{Title: l.title}
	for _, a := range shown {
		v.List.Cards = append(v.List.Cards, h.card(a, side, l.key))
	}
	if last := l.pages(size); last > 1 {
		v.List.Where = words.Say("list.page", map[string]any{"Number": words.Number(n), "Total": words.Number(last)})
		if n > 1 {
			v.List.Newer = h.href(l.name(h.Site, side, n-1))
			v.Title += " · " + v.List.Where
		}
		if n < last {
			v.List.Older = h.href(l.name(h.Site, side, n+1))
		}
	}
	v.Other = &Link{Href: h.href(homeName(h.Site, 1-side, 1)), Lang: h.Langs[1-side], Title: h.Words[1-side].Say("language.name", nil)}
	if other > 0 {
		v.Other.Href = h.href(l.name(h.Site, 1-side, 1))
	}
	if n == 1 && other > 0 {
		v.OtherLocale = locale(h.Langs[1-side])
		fallback := l.name(h.Site, 0, 1)
		if l.key == "" {
			fallback = ""
		}
		h.alternates(v, [2]string{l.name(h.Site, 0, 1), l.name(h.Site, 1, 1)}, fallback)
	}
	return h.page(name, h.depKey(key, deps), deps, v)
}

// card is an article in a list; in that of its own category the category is not
// said again.
func (h *htmlSite) card(a *Article, side int, category string) Card {
	ver := a.Versions[side]
	c := Card{Href: h.href(pageName(h.Site, a, side)), Title: ver.Title, Summary: ver.Summary, Image: h.image(a, side)}
	if a.Category != category {
		c.Category = h.category(a.Category, side)
	}
	if !a.Published.IsZero() {
		c.Date, c.DateTime = h.Words[side].Date(a.Published), a.Published.Format(time.DateOnly)
	}
	return c
}

// feeds writes the feeds, unless nothing in them changed.
func (h *htmlSite) feeds(ctx context.Context) error {
	for side := range h.Langs {
		name := feedName(h.Site, side)
		parts := []any{name}
		for _, a := range h.feedArticles(side) {
			parts = append(parts, a.Slug, a.Hash, a.Versions[1-side] != nil)
		}
		key := h.keyOf(parts...)
		if h.out.Current(name, h.depKey(key, h.out.Deps(name))) {
			continue
		}
		data, deps, _, err := h.feed(ctx, side)
		if err != nil {
			return err
		}
		if err := h.out.WriteFrom(name, h.depKey(key, deps), deps, data); err != nil {
			return err
		}
	}
	return nil
}

// around writes what there is one of: the page that asks for the language, the
// page for addresses that lead nowhere, the sitemap, the file for robots.
func (h *htmlSite) around(context.Context) error {
	start := h.frame("start", 0, "")
	start.Title, start.Description = h.Title(0), h.Settings.Description[h.Langs[0]]
	none := h.frame("not-found", 0, "404.html")
	none.Title, none.Canonical, none.Hidden = h.Words[0].Say("not-found.title", nil), "", true
	for side, l := range h.Langs {
		home := h.href(homeName(h.Site, side, 1))
		start.Start = append(start.Start, Link{Href: home, Lang: l, Title: h.Words[side].Say("language.name", nil)})
		none.NotFound = append(none.NotFound, Link{Href: home, Lang: l, Title: h.Words[side].Say("not-found.title", nil),
			Text: h.Words[side].Say("not-found.text", nil), Name: h.Words[side].Say("not-found.home", nil)})
	}
	h.alternates(start, [2]string{homeName(h.Site, 0, 1), homeName(h.Site, 1, 1)}, "")
	start.Feeds = append(start.Feeds, h.frame("start", 1, "").Feeds...)
	if err := h.page("", "", nil, start); err != nil {
		return err
	}
	if err := h.page("404.html", "", nil, none); err != nil {
		return err
	}
	robots := "User-agent: *\nAllow: /\n\nSitemap: " + h.absolute("sitemap.xml") + "\n"
	if h.Draft {
		robots = "User-agent: *\nDisallow: /\n"
	}
	if err := h.out.Write("robots.txt", "", []byte(robots)); err != nil {
		return err
	}
	if h.Draft {
		return nil
	}
	return h.sitemap()
}

// sitemapSize is how many addresses a sitemap may have; with more there is an
// index of several.
const sitemapSize = 50_000

// place is one address of the sitemap with its versions in all languages.
type place struct {
	name  string
	names [2]string // by side; "" where there is none
	last  time.Time
	other string // x-default
}

// sitemap writes every page that search engines shall find; each repeats all of
// its languages.
func (h *htmlSite) sitemap() error {
	places := []place{{name: "", names: [2]string{homeName(h.Site, 0, 1), homeName(h.Site, 1, 1)}}}
	add := func(names [2]string, last time.Time, other string) {
		for _, name := range names {
			if name != "" {
				places = append(places, place{name, names, last, other})
			}
		}
	}
	add([2]string{homeName(h.Site, 0, 1), homeName(h.Site, 1, 1)}, time.Time{}, "")
	lists := [2]map[string]*list{h.allLists(0), h.allLists(1)}
	for _, key := range unite(h.Categories(0), h.Categories(1)) {
		var names [2]string
		for side := range names {
			if lists[side][key] != nil {
				names[side] = categoryName(h.Site, side, key, 1)
			}
		}
		add(names, time.Time{}, names[0])
	}
	for _, a := range h.Articles {
		var names [2]string
		for side := range names {
			if a.Versions[side] != nil {
				names[side] = pageName(h.Site, a, side)
			}
		}
		add(names, a.Updated, names[0])
	}
	if len(places) <= sitemapSize {
		return h.out.Write("sitemap.xml", "", h.urlset(places))
	}
	var index bytes.Buffer
	index.WriteString(xml.Header + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for n := 0; n*sitemapSize < len(places); n++ {
		name := "sitemap-" + strconv.Itoa(n+1) + ".xml"
		part := places[n*sitemapSize : min(len(places), (n+1)*sitemapSize)]
		if err := h.out.Write(name, "", h.urlset(part)); err != nil {
			return err
		}
		fmt.Fprintf(&index, "<sitemap><loc>%s</loc></sitemap>\n", template.HTMLEscapeString(h.absolute(name)))
	}
	index.WriteString("</sitemapindex>\n")
	return h.out.Write("sitemap.xml", "", index.Bytes())
}

func (h *htmlSite) urlset(places []place) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	for _, p := range places {
		fmt.Fprintf(&b, "<url><loc>%s</loc>", template.HTMLEscapeString(h.absolute(p.name)))
		if !p.last.IsZero() {
			fmt.Fprintf(&b, "<lastmod>%s</lastmod>", p.last.Format(time.RFC3339))
		}
		if p.names[0] != "" && p.names[1] != "" {
			for side, name := range p.names {
				fmt.Fprintf(&b, `<xhtml:link rel="alternate" hreflang="%s" href="%s"/>`, h.Langs[side], template.HTMLEscapeString(h.absolute(name)))
			}
			fmt.Fprintf(&b, `<xhtml:link rel="alternate" hreflang="x-default" href="%s"/>`, template.HTMLEscapeString(h.absolute(p.other)))
		}
		b.WriteString("</url>\n")
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}
