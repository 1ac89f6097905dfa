package ingest

import (
	"cmp"
	"encoding/json"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zuyg/internal/lang"
	"zuyg/internal/wxr"
)

// WordPressField is the custom field in which zuyg keeps what WordPress has no
// place for, as JSON: WordPressOwn.
const WordPressField = "_zuyg"

// WordPressOwn is the value of WordPressField of a post or an attachment.
type WordPressOwn struct {
	Slug        string   `json:"slug,omitempty"`
	Lead        string   `json:"lead,omitempty"`     // language of the version that leads
	Category    string   `json:"category,omitempty"` // as front matter names it
	Date        string   `json:"date,omitempty"`     // as front matter writes it
	Updated     string   `json:"updated,omitempty"`
	Image       string   `json:"image,omitempty"` // path in the project
	ImageText   string   `json:"imageAlt,omitempty"`
	Authors     []string `json:"authors,omitempty"`
	Login       string   `json:"login,omitempty"` // the user that stands for the authors
	Tags        []string `json:"tags,omitempty"`  // in their order, which WordPress does not keep
	Translator  string   `json:"translator,omitempty"`
	Corrections []string `json:"corrections,omitempty"` // each begins with its date
	File        string   `json:"file,omitempty"`        // of an attachment: path in the project
}

// WordPressOptions say how an export of WordPress becomes articles.
type WordPressOptions struct {
	Langs   [2]string
	Strings [2]Options // what is known of each language
	Lang    string     // of posts that name none, "" to tell it by their letters
	// Path returns where a version lies in the project.
	Path func(slug, lang string) (string, error)
}

// WordPressSite is what an export of WordPress became.
type WordPressSite struct {
	Articles []WordPressArticle // in the order of the file
	Images   []WordPressImage   // by address
	Missing  []MissingString    // by key and language
	Notes    []Note             // about the file, not about a post
}

// WordPressArticle is a pair of posts, or one without a twin.
type WordPressArticle struct {
	Slug     string
	Versions [2]*WordPressVersion // in the order of the languages
}

// WordPressVersion is one post.
type WordPressVersion struct {
	*Page
	Path string // of the version in the project
	Line int    // where the post begins in the file
}

// WordPressImage is a picture or another file that articles show.
type WordPressImage struct {
	Address string
	Path    string // where the project wants it, "" where the article keeps the address
	Own     bool   // an export of zuyg named the path
}

// MissingString is a UI string that a category needs.
type MissingString struct{ Key, Lang, Label string }

// WordPress turns the posts of an export into articles. What is not taken over
// is in a note with the line of the file.
func WordPress(f *wxr.File, o WordPressOptions) (*WordPressSite, error) {
	w := &wordPress{file: f, options: o, site: &WordPressSite{}, terms: map[string]*wxr.Term{}, links: map[string]string{}, files: map[string]*wxr.Item{}, byID: map[string]*wxr.Item{}, images: map[string]WordPressImage{}}
	for i := range f.Terms {
		t := &f.Terms[i]
		w.terms[t.Taxonomy+"\x00"+t.Slug] = t
	}
	if f.Dropped > 0 {
		w.note("import.control-characters", 0, "", map[string]any{"Count": f.Dropped})
	}
	w.sort()
	w.pair()
	w.name()
	for i := range w.groups {
		if err := w.convert(&w.groups[i]); err != nil {
			return nil, err
		}
	}
	w.finish()
	return w.site, nil
}

// wordPress is one conversion.
type wordPress struct {
	file    *wxr.File
	options WordPressOptions
	site    *WordPressSite
	terms   map[string]*wxr.Term
	posts   []*wpPost
	groups  []wpGroup
	links   map[string]string    // where the address of a post leads
	files   map[string]*wxr.Item // attachments by address
	byID    map[string]*wxr.Item // attachments by id
	images  map[string]WordPressImage
}

// wpPost is a post that becomes a version.
type wpPost struct {
	*wxr.Item
	side    int
	group   string // "" for a post that is in none
	own     WordPressOwn
	isOwn   bool
	guessed bool // its language was told by its letters
}

// wpGroup is the posts of one article.
type wpGroup struct {
	slug  string
	lead  int
	posts [2]*wpPost
}

func (w *wordPress) note(id string, line int, text string, args map[string]any) {
	w.site.Notes = append(w.site.Notes, Note{ID: id, Line: line, Text: text, Args: args})
}

// sort takes posts and attachments out of the items, and notes the others by
// type.
func (w *wordPress) sort() {
	type rest struct{ count, line int }
	dropped := map[string]*rest{}
	drop := func(kind string, line int) {
		if dropped[kind] == nil {
			dropped[kind] = &rest{line: line}
		}
		dropped[kind].count++
	}
	for i := range w.file.Items {
		it := &w.file.Items[i]
		switch {
		case it.Type == "attachment":
			if it.File != "" {
				w.files[addressKey(it.File)], w.byID[strconv.Itoa(it.ID)] = it, it
			}
			continue
		case it.Type != "post":
			drop(it.Type, it.Line)
			continue
		case it.Status == "trash" || it.Status == "auto-draft" || it.Status == "inherit":
			drop(it.Status, it.Line)
			continue
		}
		p := &wpPost{Item: it}
		if field := it.Field(WordPressField); field != "" {
			p.isOwn = json.Unmarshal([]byte(field), &p.own) == nil
		}
		name, ok := w.language(p)
		if !ok {
			w.note("import.wp-language", it.Line, htmlText(it.Title), map[string]any{"Lang": name})
			continue
		}
		w.posts = append(w.posts, p)
	}
	for kind, r := range dropped {
		w.note("import.wp-dropped", r.line, "", map[string]any{"Count": r.count, "Type": kind})
	}
}

// The custom fields that WPML and tools around it name a post's language, group
// and original with.
var (
	wpmlLang   = []string{"_icl_lang_code", "_wpml_import_language_code", "_wpml_language"}
	wpmlGroup  = []string{"trid", "_icl_trid", "_wpml_trid", "_wpml_import_translation_group"}
	wpmlSource = []string{"_wpml_import_source_language_code", "_icl_source_language_code"}
)

func firstField(it *wxr.Item, keys []string) string {
	for _, k := range keys {
		if v := strings.TrimSpace(it.Field(k)); v != "" {
			return v
		}
	}
	return ""
}

// language finds the side of a post and the group of its translations. ok is
// false for a language that is not the project's; name is that language.
func (w *wordPress) language(p *wpPost) (name string, ok bool) {
	if r, found := p.Term("language"); found {
		name = r.Slug
	} else {
		name = firstField(p.Item, wpmlLang)
	}
	if name == "" {
		name = w.options.Lang
	}
	if name == "" {
		p.guessed, name = true, lang.English
		if text := htmlText(p.Title + " " + p.Content); mostlyArmenian(text) {
			name = lang.Armenian
		}
	}
	p.side = slices.IndexFunc(w.options.Langs[:], func(l string) bool { return baseLanguage(l) == baseLanguage(name) })
	switch r, found := p.Term("post_translations"); {
	case found:
		p.group = "pll\x00" + r.Slug
	case firstField(p.Item, wpmlGroup) != "":
		p.group = "wpml\x00" + firstField(p.Item, wpmlGroup)
	case p.Field("_translations") != "":
		p.group = w.listed(p)
	case p.own.Slug != "":
		p.group = "own\x00" + p.own.Slug
	}
	return name, p.side >= 0
}

// listed makes a group of the field that lists the ids of all translations.
func (w *wordPress) listed(p *wpPost) string {
	array, err := wxr.Unserialize(p.Field("_translations"))
	if err != nil {
		return ""
	}
	least := p.ID
	for _, x := range array {
		if id, ok := x.Int(); ok && id > 0 {
			least = min(least, id)
		}
	}
	return "list\x00" + strconv.Itoa(least)
}

// baseLanguage returns "hy" of "hy_AM" and "hy-am".
func baseLanguage(l string) string {
	l, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(l), "_", "-"), "-")
	return l
}

// mostlyArmenian reports whether a text has more Armenian letters than Latin
// ones.
func mostlyArmenian(text string) bool {
	balance := 0
	for _, c := range text {
		switch {
		case lang.IsArmenian(c):
			balance++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			balance--
		}
	}
	return balance > 0
}

// pair puts the posts of a group together. Where a group has several posts of
// one language, that which the group's own list names is taken, else the
// first; the others stand alone.
func (w *wordPress) pair() {
	at := map[string]int{}
	for _, p := range w.posts {
		k, known := at[p.group]
		if p.group == "" || !known {
			at[p.group] = len(w.groups)
			w.groups = append(w.groups, wpGroup{posts: one(p)})
			continue
		}
		g := &w.groups[k]
		other := g.posts[p.side]
		if other == nil {
			g.posts[p.side] = p
			continue
		}
		if w.named(p) && !w.named(other) {
			g.posts[p.side], p = p, other
		}
		w.note("import.wp-group", p.Line, htmlText(p.Title), nil)
		w.groups = append(w.groups, wpGroup{posts: one(p)})
	}
}

func one(p *wpPost) (posts [2]*wpPost) {
	posts[p.side] = p
	return posts
}

// named reports whether the group of a post lists it.
func (w *wordPress) named(p *wpPost) bool {
	r, _ := p.Term("post_translations")
	t := w.terms["post_translations\x00"+r.Slug]
	if t == nil {
		return false
	}
	array, err := wxr.Unserialize(t.Description)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(array, func(x wxr.Pair) bool {
		id, ok := x.Int()
		return ok && id == p.ID
	})
}

// name gives each article its slug and notes where the addresses of its posts
// lead.
func (w *wordPress) name() {
	used := map[string]bool{}
	base := strings.TrimRight(w.file.Link, "/")
	for i := range w.groups {
		g := &w.groups[i]
		g.lead = w.lead(g)
		slug := w.slug(g)
		g.slug = slug
		for n := 2; used[g.slug]; n++ {
			g.slug = slug + "-" + strconv.Itoa(n)
		}
		used[g.slug] = true
		for _, p := range g.posts {
			if p == nil {
				continue
			}
			for _, address := range []string{p.Link, p.GUID, base + "/?p=" + strconv.Itoa(p.ID)} {
				if address != "" {
					w.links[addressKey(address)] = g.slug
				}
			}
		}
	}
}

// lead finds which version leads: what zuyg or WPML says, else the first
// language's.
func (w *wordPress) lead(g *wpGroup) int {
	for side, p := range g.posts {
		if p == nil {
			continue
		}
		name := p.own.Lead
		if name == "" {
			name = firstField(p.Item, wpmlSource)
		}
		if k := slices.Index(w.options.Langs[:], baseLanguage(name)); name != "" && k >= 0 {
			return k
		}
		if g.posts[1-side] == nil {
			return side
		}
	}
	return 0
}

var asciiName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// slug finds the name of an article: zuyg's own, the posts' name in ASCII, or
// one made of the title.
func (w *wordPress) slug(g *wpGroup) string {
	for _, p := range g.posts {
		if p != nil && p.own.Slug != "" {
			return p.own.Slug
		}
	}
	for _, side := range []int{g.lead, 1 - g.lead} {
		p := g.posts[side]
		if p == nil {
			continue
		}
		if name := strings.TrimSuffix(p.Slug, "-"+w.options.Langs[side]); asciiName.MatchString(name) && len(name) <= maxSlug {
			return name
		}
	}
	for _, p := range g.posts {
		if p == nil {
			continue
		}
		name, err := url.PathUnescape(p.Slug)
		if err != nil {
			name = ""
		}
		for _, text := range []string{name, htmlText(p.Title), "post-" + strconv.Itoa(p.ID)} {
			if s := Slug(strings.ReplaceAll(text, "-", " ")); s != "" {
				return s
			}
		}
	}
	return "post"
}

// addressKey returns what is the same in all ways to write an address.
func addressKey(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	key := strings.ToLower(u.Host) + strings.TrimRight(u.Path, "/")
	if id := u.Query().Get("p"); id != "" {
		key += "?p=" + id
	}
	return key
}

// address returns where a link or an image leads in the project: to the page of
// an article (which is that of the reader's language, so that both versions
// have one address), to a file, or where it led.
func (w *wordPress) address(from, written string) string {
	u, err := url.Parse(written)
	if err != nil || u.Host == "" && !strings.HasPrefix(written, "/") && u.RawQuery == "" {
		return written
	}
	if u.Host == "" {
		if base, err := url.Parse(w.file.Link); err == nil {
			u = base.ResolveReference(u)
		}
	}
	key := addressKey(u.String())
	if slug, ok := w.links[key]; ok {
		return (&url.URL{Path: "/" + slug + "/", Fragment: u.Fragment}).String()
	}
	if it := w.files[key]; it != nil {
		var own WordPressOwn
		if json.Unmarshal([]byte(it.Field(WordPressField)), &own) == nil && own.File != "" {
			w.images[it.File] = WordPressImage{it.File, own.File, true}
			return relative(from, own.File)
		}
	}
	return written
}

// relative returns the path of a file of the project as a link in another file
// writes it.
func relative(from, to string) string {
	dir := strings.Split(path.Dir(from), "/")
	parts := strings.Split(to, "/")
	same := 0
	for same < len(dir) && same < len(parts)-1 && dir[same] == parts[same] && dir[0] != "." {
		same++
	}
	if dir[0] == "." {
		dir = nil
	}
	u := url.URL{Path: strings.Repeat("../", len(dir)-same) + strings.Join(parts[same:], "/")}
	return u.String()
}

// finish orders what was found.
func (w *wordPress) finish() {
	s := w.site
	for _, i := range w.images {
		s.Images = append(s.Images, i)
	}
	slices.SortFunc(s.Images, func(a, b WordPressImage) int { return strings.Compare(a.Address, b.Address) })
	slices.SortFunc(s.Missing, func(a, b MissingString) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.Lang, b.Lang), strings.Compare(a.Label, b.Label))
	})
	s.Missing = slices.CompactFunc(s.Missing, func(a, b MissingString) bool { return a.Key == b.Key && a.Lang == b.Lang })
	slices.SortStableFunc(s.Notes, func(a, b Note) int { return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.ID, b.ID)) })
}
