package publish

import (
	"cmp"
	"fmt"
	"html"
	"net/url"
	"path"
	"slices"
	"strings"

	"zuyg/internal/markdown"
	"zuyg/internal/track"
)

// Target says what a form makes of the texts.
type Target struct {
	// Page returns the address of an article's page; side is one that goes out.
	Page func(a *Article, side int) string
	// File returns the address of a file of the project, given by its path; ""
	// leaves it out (a picture leaves its description then, a link its words).
	File func(name string) string
	// Image, where it is set, stands for File for pictures; problem is the ID of
	// the Problem why one is left out.
	Image func(name string) (to, problem string)
	// Closed is for what is read without the web around it: pictures from
	// elsewhere are left out, and links out must be whole.
	Closed bool
	// Mark writes a footnote mark; nil writes markdown.NoteMark.
	Mark func(side, number, reference int) string
	// Prefix stands before every id of a version, where both are on one page.
	Prefix [2]string
	XHTML  bool
	Units  bool // Content.Units is wanted
	// Only, where it is not 0, has bit 1<<side set for the versions wanted.
	Only int
}

// Content is the texts of one article.
type Content struct {
	Article  *Article
	Pages    [2]*Page // nil for a version that does not go out
	Units    []Unit   // both versions paragraph by paragraph, in the order of the lead
	Problems []Problem
}

// Page is the text of one version.
type Page struct {
	HTML     string          // the body without title and footnotes; headings begin at <h2>
	Notes    []markdown.Note // footnotes
	Files    []string        // files of the project that it shows or links to, sorted
	Borrowed int             // paragraphs that are shown in the other language
	Deps     []string        // what else the text depends on: "article:SLUG", "file:PATH", sorted
}

// Unit is a paragraph in both languages.
type Unit struct {
	ID    string
	Kind  markdown.Kind
	Key   string // name of a front matter field
	Level int    // of a heading, of the nesting of lists and quotes
	State track.State
	Title bool // it is the heading that the title was taken from
	Note  bool // it is part of a footnote
	Sides [2]UnitSide
}

// UnitSide is one language's part of a unit; all empty where it has none.
type UnitSide struct {
	HTML  string              // complete elements: <p>…</p>
	Text  string              // Markdown
	Parts []markdown.Fragment // the blocks alone
}

// Problem is something in a text that could not go out as it is written.
type Problem struct {
	ID      string // "refused", "no-file", "no-article", "elsewhere", "no-picture"
	Path    string // of the version
	Address string // as written
}

// Content reads one article again, if it is not in memory, and renders the versions that go out.
func (s *Site) Content(a *Article, t Target) (*Content, error) {
	doc, err := s.open(a.Slug)
	if err != nil {
		return nil, err
	}
	c := &Content{Article: a}
	var parts [2]*markdown.Rendered
	for side := range a.Versions {
		if a.Versions[side] != nil && (t.Only == 0 || t.Only>>side&1 == 1) {
			r := &reader{site: s, target: t, article: a, doc: doc, side: side, content: c}
			parts[side] = r.render()
		}
	}
	lend(doc, a, parts, c)
	if t.Units {
		c.units(doc, a, parts)
	}
	return c, nil
}

// reader renders one version.
type reader struct {
	site    *Site
	target  Target
	article *Article
	doc     *track.Article
	side    int
	content *Content
	files   []string
	deps    []string
}

func (r *reader) render() *markdown.Rendered {
	d := r.doc.Versions[r.side].Doc
	borrowed := map[int]bool{}
	for i := range r.doc.Units {
		if u := &r.doc.Units[i]; u.State == track.Untranslated && r.side != r.doc.Lead {
			for _, b := range u.Sides[r.side].Blocks {
				borrowed[b] = true
			}
		}
	}
	o := markdown.RenderOptions{
		RawHTML: r.site.Settings.RawHTML, XHTML: r.target.XHTML, Prefix: r.target.Prefix[r.side], TopHeading: 2, SkipTitle: true,
		Link: r.link, Image: r.image, Fragments: r.target.Units,
	}
	if len(borrowed) > 0 {
		o.Lang = func(i int) string {
			if borrowed[i] {
				return r.doc.Versions[1-r.side].Lang
			}
			return ""
		}
	}
	if r.target.Mark != nil {
		o.Mark = func(number, reference int) string { return r.target.Mark(r.side, number, reference) }
	}
	out := d.Render(o)
	for _, address := range out.Refused {
		r.problem("refused", address)
	}
	slices.Sort(r.files)
	slices.Sort(r.deps)
	r.content.Pages[r.side] = &Page{HTML: out.HTML, Notes: out.Notes, Files: slices.Compact(r.files), Borrowed: len(borrowed), Deps: r.deps}
	return out
}

func (r *reader) problem(id, address string) {
	p := Problem{ID: id, Path: r.article.Versions[r.side].Path, Address: address}
	if !slices.Contains(r.content.Problems, p) {
		r.content.Problems = append(r.content.Problems, p)
	}
}

// dep notes that the text depends on something else.
func (r *reader) dep(kind, name string) {
	if d := kind + ":" + name; !slices.Contains(r.deps, d) {
		r.deps = append(r.deps, d)
	}
}

// link returns where a link leads: one to another article to that article's
// page in the same language, one to a file of the project to its copy.
func (r *reader) link(address string) string {
	name, fragment, local := r.site.local(address)
	if !local || name == "" {
		if r.target.Closed && !strings.HasPrefix(address, "#") {
			return r.outward(address)
		}
		return r.fragment(address)
	}
	here := r.article.Versions[r.side].Path
	if slug, known := r.site.slug(here, name); known {
		r.dep("article", slug)
		a, side := r.site.bySlug[slug], r.side
		if a != nil && a.Versions[side] == nil {
			side = 1 - side
		}
		if a == nil {
			r.problem("no-article", address)
			return ""
		}
		if fragment != "" {
			fragment = "#" + r.target.Prefix[side] + fragment
		}
		to := r.target.Page(a, side)
		if to == "" {
			return ""
		}
		return to + fragment
	}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return address // some page of the site that is not ours
	}
	return r.file(address, name, r.plainFile)
}

// outward returns a link out of what is read alone: it needs a scheme, and a
// host where the scheme has hosts.
func (r *reader) outward(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme == "" && u.Host == "":
	case u.Scheme == "":
		return "https:" + address
	case u.Opaque != "" || u.Hostname() != "":
		return address
	}
	r.problem("refused", address)
	return ""
}

// fragment gives the id that a "#" leads to on the same page its prefix.
func (r *reader) fragment(address string) string {
	if rest, ok := strings.CutPrefix(address, "#"); ok && rest != "" {
		return "#" + r.target.Prefix[r.side] + rest
	}
	return address
}

// image returns the address of a picture: that of the copy of a file.
func (r *reader) image(address string) string {
	name, _, local := r.site.local(address)
	if !local {
		if r.target.Closed {
			r.problem("elsewhere", address)
			return ""
		}
		return address
	}
	if r.target.Image != nil {
		return r.file(address, name, r.target.Image)
	}
	return r.file(address, name, r.plainFile)
}

func (r *reader) plainFile(name string) (to, problem string) { return r.target.File(name), "" }

// file returns the address of the copy of a file, "" where there is none.
func (r *reader) file(address, name string, find func(name string) (to, problem string)) string {
	file := resolvePath(r.article.Versions[r.side].Path, name)
	if file == "" || !mayCopy(file) {
		r.problem("refused", address)
		return ""
	}
	r.dep("file", file)
	if !r.site.exists(file) {
		r.problem("no-file", address)
		return ""
	}
	to, problem := find(file)
	if problem != "" {
		r.problem(problem, address)
	}
	if to != "" {
		r.files = append(r.files, file)
	}
	return to
}

// local takes an address apart that leads to a page or a file of the site: name
// is its path, "/" at its head where it is not relative to the page. The
// others are somewhere else in the web.
func (s *Site) local(address string) (name, fragment string, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return address, "", true // let it be looked for as a file of that name
	}
	fragment = u.Fragment
	if u.Scheme != "" || u.Host != "" {
		base, err := url.Parse(s.Settings.Base)
		if err != nil || base.Host == "" || !strings.EqualFold(u.Host, base.Host) || u.Scheme != "http" && u.Scheme != "https" {
			return "", "", false
		}
		rest, ok := strings.CutPrefix(u.Path, strings.TrimSuffix(base.Path, "/"))
		return path.Clean("/" + rest), fragment, ok
	}
	return u.Path, fragment, true
}

// slug finds the article that a path names: a version's file, an article's
// folder, or a page of the site whose last part is the slug.
func (s *Site) slug(here, name string) (slug string, known bool) {
	file := resolvePath(here, name)
	slug, _, ok := s.source.At(file)
	for _, l := range s.Langs {
		if !ok { // the folder of both versions
			slug, _, ok = s.source.At(path.Join(file, l+".md"))
		}
	}
	if !ok && (strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/")) { // the address of a page
		slug, ok = strings.Trim(path.Clean(name), "/"), true
		if _, whole := slices.BinarySearch(s.source.Slugs, slug); !whole {
			slug = path.Base(slug)
		}
	}
	if ok {
		_, known = slices.BinarySearch(s.source.Slugs, slug)
	}
	return slug, known
}

// resolvePath returns the path in the project that an address on a page of the
// file at here leads to, "" for one that leaves the project.
func resolvePath(here, address string) string {
	if u, err := url.Parse(address); err == nil {
		address = u.Path
	}
	if strings.HasPrefix(address, "/") {
		return strings.TrimPrefix(path.Clean(address), "/")
	}
	name := path.Join(path.Dir(here), address)
	if name == ".." || strings.HasPrefix(name, "../") {
		return ""
	}
	return name
}

// copied are the kinds of files that go out with an article; sources, settings
// and records don't.
var copied = []string{".avif", ".csv", ".doc", ".docx", ".epub", ".geojson", ".gif", ".jpeg", ".jpg", ".json", ".m4a", ".mp3", ".mp4", ".odp", ".ods",
	".odt", ".ogg", ".ogv", ".opus", ".pdf", ".png", ".ppt", ".pptx", ".rtf", ".svg", ".txt", ".vtt", ".wav", ".webm", ".webp", ".xls", ".xlsx", ".zip"}

// mayCopy reports whether a file of the project may go out.
func mayCopy(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	return slices.Contains(copied, strings.ToLower(path.Ext(name)))
}

// exists reports whether the project has a file; each is asked for once.
func (s *Site) exists(name string) bool {
	if v, ok := s.files.Load(name); ok {
		return v.(bool)
	}
	ok := s.source.Exists(name)
	s.files.Store(name, ok)
	return ok
}

// sortProblems orders problems and drops what is said twice.
func sortProblems(list []Problem) []Problem {
	slices.SortFunc(list, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.ID, b.ID), strings.Compare(a.Address, b.Address))
	})
	return slices.Compact(list)
}

// lend shows a paragraph that the translation lacks in the lead's language, in
// the place where it belongs.
func lend(doc *track.Article, a *Article, parts [2]*markdown.Rendered, c *Content) {
	lead, other := doc.Lead, 1-doc.Lead
	if parts[other] == nil || parts[lead] == nil {
		return
	}
	lent := map[int]string{} // by index into Top of the translation; -1: before all
	at := -1
	for i := range doc.Units {
		u := &doc.Units[i]
		if blocks := u.Sides[other].Blocks; len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if k := slices.IndexFunc(parts[other].Top, func(t markdown.Top) bool { return t.First <= last && last <= t.Last && t.First >= 0 }); k >= 0 {
				at = k
			}
		}
		if u.State != track.Missing || u.Kind == markdown.Field || u.Kind == markdown.Footnote || len(u.Sides[lead].Blocks) == 0 {
			continue
		}
		first := u.Sides[lead].Blocks[0]
		k := slices.IndexFunc(parts[lead].Top, func(t markdown.Top) bool { return t.First == first })
		if k < 0 {
			continue // inside another block that is lent as a whole, or the title
		}
		t := parts[lead].Top[k]
		lent[at] += fmt.Sprintf("<div class=\"other-language\" lang=\"%s\">\n%s</div>\n", html.EscapeString(doc.Versions[lead].Lang), unnamed(parts[lead].HTML[t.Start:t.End]))
		c.Pages[other].Borrowed++
	}
	if len(lent) == 0 {
		return
	}
	var b strings.Builder
	b.WriteString(lent[-1])
	for k, t := range parts[other].Top {
		b.WriteString(parts[other].HTML[t.Start:t.End])
		b.WriteString(lent[k])
	}
	c.Pages[other].HTML = b.String()
}
