package ingest

import (
	"path"
	"slices"
	"strings"
	"time"

	"zuyg/internal/wxr"
)

// convert turns the posts of a group into versions.
func (w *wordPress) convert(g *wpGroup) error {
	a := WordPressArticle{Slug: g.slug}
	category, label := w.category(g)
	for side, p := range g.posts {
		if p == nil {
			continue
		}
		v, err := w.version(g, p, category, label[side])
		if err != nil {
			return err
		}
		a.Versions[side] = v
	}
	w.site.Articles = append(w.site.Articles, a)
	return nil
}

// version turns one post into a version.
func (w *wordPress) version(g *wpGroup, p *wpPost, category, label string) (*WordPressVersion, error) {
	l := w.options.Langs[p.side]
	name, err := w.options.Path(g.slug, l)
	if err != nil {
		return nil, err
	}
	o := w.options.Strings[p.side]
	o.Lang = l
	b := newBuilder(o)
	page := b.page
	page.Title, page.Category, page.CategoryLabel = htmlText(p.Title), category, label
	if p.guessed {
		page.note("import.wp-language-guessed", 0, "", map[string]any{"Lang": l})
	}
	address := func(written string) string { return w.address(name, written) }
	if err := b.post(p.Content, p.Field("footnotes"), p.isOwn, address); err != nil {
		return nil, err
	}
	if !p.isOwn {
		b.dropTail()
		b.reportChrome()
		b.findFootnotes()
	}
	w.pictures(b)
	if page.Title == "" {
		page.note("import.no-title", 0, "", nil)
	}
	w.otherTerms(p, page)
	head := w.front(g, p, name, page)
	page.Markdown = head
	if body := b.write(); body != "" {
		page.Markdown += "\n" + body + "\n"
	}
	for i := range page.Notes {
		page.Notes[i].Line = p.Line
	}
	return &WordPressVersion{Page: page, Path: name, Line: p.Line}, nil
}

// pictures lists the images that keep their addresses.
func (w *wordPress) pictures(b *builder) {
	list := func(spans []span) []span {
		for _, s := range spans {
			if s.kind == image && strings.Contains(s.src, "//") {
				w.images[s.src] = WordPressImage{Address: s.src}
			}
		}
		return spans
	}
	each(b.blocks, list)
	for _, f := range b.footnotes {
		each(f.blocks, list)
	}
}

// category finds the category of an article and its labels: what a UI string
// calls it, zuyg's own key, or the slug without its language.
func (w *wordPress) category(g *wpGroup) (key string, label [2]string) {
	for _, side := range []int{g.lead, 1 - g.lead} {
		p := g.posts[side]
		if p == nil {
			continue
		}
		r, ok := firstCategory(p.Item)
		if !ok {
			continue
		}
		label[side] = htmlText(r.Name)
		if known, ok := w.options.Strings[side].category(label[side]); ok && key == "" {
			key = known
		}
	}
	for _, side := range []int{0, 1} {
		p := g.posts[side]
		if p == nil || key != "" || label[side] == "" {
			continue
		}
		if key = p.own.Category; key == "" {
			r, _ := firstCategory(p.Item)
			key = Slug(strings.ReplaceAll(strings.TrimSuffix(r.Slug, "-"+w.options.Langs[side]), "-", " "))
		}
		if key == "" {
			key = Slug(label[side])
		}
	}
	for side, l := range w.options.Langs {
		known := slices.ContainsFunc(w.options.Strings[side].Categories, func(c Chrome) bool { return c.Key == key })
		if key != "" && !known {
			w.site.Missing = append(w.site.Missing, MissingString{"category." + key, l, label[side]})
		}
	}
	return key, label
}

// firstCategory returns the first category of a post but the one that WordPress
// gives to posts without.
func firstCategory(it *wxr.Item) (wxr.Ref, bool) {
	for _, r := range it.Terms {
		if r.Taxonomy == "category" && !strings.HasPrefix(r.Slug, "uncategorized") {
			return r, true
		}
	}
	return wxr.Ref{}, false
}

// technical are the beginnings of the names of custom fields that say nothing
// to readers; those of translations and footnotes have been read.
var technical = []string{"_edit_", "_pingme", "_encloseme", "_wp_", "_thumbnail_id", "_translations", "_icl_", "_wpml_", "trid", "footnotes", "_oembed_", "_zuyg"}

// otherTerms notes what a post has and an article has no place for.
func (w *wordPress) otherTerms(p *wpPost, page *Page) {
	first, _ := firstCategory(p.Item)
	for _, r := range p.Terms {
		switch r.Taxonomy {
		case "category":
			if r != first && !strings.HasPrefix(r.Slug, "uncategorized") {
				page.note("import.wp-category-second", 0, htmlText(r.Name), nil)
			}
		case "post_tag", "language", "post_translations":
		default:
			page.note("import.wp-term", 0, htmlText(r.Name), map[string]any{"Taxonomy": r.Taxonomy})
		}
	}
	for _, m := range p.Meta {
		if strings.TrimSpace(m.Value) != "" && !slices.ContainsFunc(technical, func(t string) bool { return strings.HasPrefix(m.Key, t) }) {
			page.note("import.wp-field", 0, m.Value, map[string]any{"Key": m.Key})
		}
	}
	if p.Comments > 0 {
		page.note("import.wp-comments", 0, "", map[string]any{"Count": p.Comments})
	}
	if p.Password != "" {
		page.note("import.wp-password", 0, "", nil)
	}
}

// front writes the front matter.
func (w *wordPress) front(g *wpGroup, p *wpPost, name string, page *Page) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + value + "\n")
		}
	}
	text := func(key, value string) {
		if value != "" {
			line(key, yamlText(value))
		}
	}
	b.WriteString("---\n")
	line("title", yamlText(page.Title))
	text("summary", htmlText(p.Excerpt))
	if g.lead != 0 {
		text("source", w.options.Langs[g.lead])
	}
	text("category", page.Category)
	date, iso := w.date(p)
	page.Date = iso
	line("date", date)
	line("updated", p.own.Updated)
	// zuyg sends an article without a date as a draft, which it need not be.
	if p.Status != "publish" && p.Status != "future" && (!p.isOwn || date != "") {
		line("draft", "true")
		page.note("import.wp-draft", 0, "", map[string]any{"Status": p.Status})
	}
	var tags []string
	for _, r := range p.Terms {
		if r.Taxonomy == "post_tag" {
			tags = append(tags, p.own.spelled(htmlText(r.Name)))
		}
	}
	slices.SortStableFunc(tags, func(a, b string) int {
		return slices.Index(p.own.Tags, a) - slices.Index(p.own.Tags, b)
	})
	line("tags", yamlList(tags))
	line("authors", yamlList(w.authors(p)))
	text("translator", p.own.Translator)
	w.featured(p, name, page, text)
	text("image-alt", p.own.ImageText)
	if len(p.own.Corrections) > 0 {
		b.WriteString("corrections:\n")
		for _, c := range p.own.Corrections {
			b.WriteString("  - " + quoted(c) + "\n")
		}
	}
	b.WriteString("---\n")
	return b.String()
}

// spelled returns a tag as the article has it: all that differ in case alone
// are one in WordPress.
func (o *WordPressOwn) spelled(tag string) string {
	for _, own := range o.Tags {
		if strings.EqualFold(own, tag) {
			return own
		}
	}
	return tag
}

// yamlList writes a list on one line; "" is no list.
func yamlList(items []string) string {
	if len(items) == 0 {
		return ""
	}
	var out []string
	for _, s := range items {
		if yamlPlain(s) && !strings.ContainsAny(s, ",[]{}:#") {
			out = append(out, s)
			continue
		}
		out = append(out, quoted(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// date returns the date as front matter writes it, and its day. One that zuyg
// moved by a second, because WordPress had another post of that title and time,
// is as it was.
func (w *wordPress) date(p *wpPost) (written, iso string) {
	local, err := time.Parse(wxr.DateForm, p.Date)
	if undated := p.isOwn && p.own.Date == "" && p.DateGMT == ""; err != nil || undated { // WordPress shows a draft under the day of its import
		return "", ""
	}
	iso = local.Format(time.DateOnly)
	own := p.own.Date
	if day, clock, timed := strings.Cut(own, "T"); day == iso {
		was, err := time.Parse("15:04:05", clock[:min(len(clock), 8)])
		since := local.Sub(local.Truncate(24 * time.Hour))
		switch {
		case !timed && since < time.Minute:
			return own, iso
		case timed && err == nil:
			if gap := since - time.Duration(was.Hour())*time.Hour - time.Duration(was.Minute())*time.Minute - time.Duration(was.Second())*time.Second; gap >= 0 && gap < time.Minute {
				return own, iso
			}
		}
	}
	if local.Equal(local.Truncate(24 * time.Hour)) {
		return iso, iso
	}
	zone := ""
	if utc, err := time.Parse(wxr.DateForm, p.DateGMT); err == nil {
		zone = local.In(time.FixedZone("", int(local.Sub(utc).Seconds()))).Format("Z07:00")
	}
	return local.Format("2006-01-02T15:04:05") + zone, iso
}

// authors returns the names of those who wrote a post.
func (w *wordPress) authors(p *wpPost) []string {
	if p.isOwn && (p.Creator == p.own.Login || p.Creator == "") {
		return p.own.Authors
	}
	for _, a := range w.file.Authors {
		if a.Login == p.Creator {
			if name := htmlText(a.Name); name != "" {
				return []string{name}
			}
		}
	}
	if p.Creator == "" {
		return nil
	}
	return []string{p.Creator}
}

// featured writes the picture that stands for a post in lists.
func (w *wordPress) featured(p *wpPost, name string, page *Page, text func(key, value string)) {
	if p.own.Image != "" {
		text("image", relative(name, p.own.Image))
		if it := w.byID[p.Field("_thumbnail_id")]; it != nil {
			w.images[it.File] = WordPressImage{it.File, p.own.Image, true}
		}
		return
	}
	id := p.Field("_thumbnail_id")
	if id == "" {
		return
	}
	it := w.byID[id]
	if it == nil {
		page.note("import.wp-image-missing", 0, id, nil)
		return
	}
	to := w.address(name, it.File)
	if to == it.File { // a picture of the old site: somebody has to fetch it
		to = Slug(strings.TrimSuffix(path.Base(it.File), path.Ext(it.File))) + strings.ToLower(path.Ext(it.File))
		file := path.Join(path.Dir(name), to)
		w.images[it.File] = WordPressImage{Address: it.File, Path: file}
		page.note("import.wp-image", 0, it.File, map[string]any{"Path": file})
	}
	text("image", to)
	text("image-alt", strings.TrimSpace(it.Field("_wp_attachment_image_alt")))
}
