// Package wxr reads and writes WordPress eXtended RSS 1.2, the format that
// WordPress exports and its importer takes, with PHP's serialized values in it.
// It knows the format and nothing of articles.
package wxr

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// File is an export of a site.
type File struct {
	Title, Link, Language string
	Version               string
	Authors               []Author
	Terms                 []Term
	Items                 []Item
	Dropped               int // control characters that XML does not allow
}

// Author is somebody who writes posts.
type Author struct {
	ID                 int
	Login, Email, Name string
	Line               int
}

// Term is a term of a taxonomy: a category, a tag, a language, a group of
// translations. Name is HTML, as WordPress keeps it.
type Term struct {
	ID                                int
	Taxonomy, Slug, Name, Description string
	Line                              int
}

// Item is a post, a page, an attachment or anything else that WordPress keeps
// as a post. Title, Content and Excerpt are HTML. Dates are DateForm.
type Item struct {
	ID                            int
	Type, Status, Slug            string
	Title, Content, Excerpt       string
	Link, GUID, Creator, Password string
	Date, DateGMT                 string // "" where there is none
	Modified, ModifiedGMT         string
	File                          string // the address of an attachment
	Terms                         []Ref
	Meta                          []Meta
	Comments                      int
	Line                          int
}

// Ref says which term an item has.
type Ref struct{ Taxonomy, Slug, Name string }

// Meta is a custom field.
type Meta struct{ Key, Value string }

// DateForm is how WordPress writes dates.
const DateForm = "2006-01-02 15:04:05"

// NoDate stands where a date is not known.
const NoDate = "0000-00-00 00:00:00"

// Field returns the value of a custom field, "" when there is none.
func (it *Item) Field(key string) string {
	for _, m := range it.Meta {
		if m.Key == key {
			return m.Value
		}
	}
	return ""
}

// Term returns the first term of a taxonomy.
func (it *Item) Term(taxonomy string) (r Ref, ok bool) {
	for _, r := range it.Terms {
		if r.Taxonomy == taxonomy {
			return r, true
		}
	}
	return Ref{}, false
}

// Builder puts a file together. Terms and authors are in it once each.
type Builder struct {
	title, link, language string
	authors, cats, tags   strings.Builder
	terms, items          strings.Builder
	seen                  map[string]int
	people                int
	once                  map[int]bool // items that Once added
}

// NewBuilder begins a file of a site.
func NewBuilder(title, link, language string) *Builder {
	return &Builder{title: title, link: link, language: language, seen: map[string]int{}}
}

// Size is the length of the file so far, in bytes, about; not less.
func (b *Builder) Size() int {
	return 2048 + len(b.title) + len(b.link) + b.authors.Len() + b.cats.Len() + b.tags.Len() + b.terms.Len() + b.items.Len()
}

// Empty reports whether the file has no items.
func (b *Builder) Empty() bool { return b.items.Len() == 0 }

// Author adds an author, once.
func (b *Builder) Author(a Author) {
	if _, ok := b.seen["author\x00"+a.Login]; ok {
		return
	}
	b.people++
	b.seen["author\x00"+a.Login] = b.people
	fmt.Fprintf(&b.authors, "<wp:author><wp:author_id>%d</wp:author_id><wp:author_login>%s</wp:author_login><wp:author_email>%s</wp:author_email>"+
		"<wp:author_display_name>%s</wp:author_display_name><wp:author_first_name></wp:author_first_name><wp:author_last_name></wp:author_last_name></wp:author>\n",
		b.people, cdata(a.Login), cdata(a.Email), cdata(a.Name))
}

// Term adds a term, once, and returns the number it has in this file: no two
// terms have the same, of whatever taxonomy.
func (b *Builder) Term(t Term) int {
	key := "term\x00" + t.Taxonomy + "\x00" + t.Slug
	if id, ok := b.seen[key]; ok {
		return id
	}
	id := len(b.seen) - b.people + 1
	b.seen[key] = id
	switch t.Taxonomy {
	case "category":
		fmt.Fprintf(&b.cats, "<wp:category><wp:term_id>%d</wp:term_id><wp:category_nicename>%s</wp:category_nicename><wp:category_parent></wp:category_parent>"+
			"<wp:cat_name>%s</wp:cat_name></wp:category>\n", id, cdata(t.Slug), cdata(t.Name))
	case "post_tag":
		fmt.Fprintf(&b.tags, "<wp:tag><wp:term_id>%d</wp:term_id><wp:tag_slug>%s</wp:tag_slug><wp:tag_name>%s</wp:tag_name></wp:tag>\n", id, cdata(t.Slug), cdata(t.Name))
	default:
		fmt.Fprintf(&b.terms, "<wp:term><wp:term_id>%d</wp:term_id><wp:term_taxonomy>%s</wp:term_taxonomy><wp:term_slug>%s</wp:term_slug><wp:term_parent></wp:term_parent>"+
			"<wp:term_name>%s</wp:term_name><wp:term_description>%s</wp:term_description></wp:term>\n", id, cdata(t.Taxonomy), cdata(t.Slug), cdata(t.Name), cdata(t.Description))
	}
	return id
}

// Once adds an item unless one of its id is there already.
func (b *Builder) Once(it Item) {
	if b.once == nil {
		b.once = map[int]bool{}
	}
	if !b.once[it.ID] {
		b.once[it.ID] = true
		b.Item(it)
	}
}

// Item adds an item.
func (b *Builder) Item(it Item) {
	w := &b.items
	parts := [][2]string{
		{"title", cdata(it.Title)}, {"link", text(it.Link)}, {"dc:creator", cdata(it.Creator)},
		{"guid isPermaLink=\"false\"", text(it.GUID)}, {"description", ""}, {"content:encoded", cdata(it.Content)}, {"excerpt:encoded", cdata(it.Excerpt)},
		{"wp:post_id", fmt.Sprint(it.ID)}, {"wp:post_date", cdata(it.Date)}, {"wp:post_date_gmt", cdata(it.DateGMT)},
		{"wp:post_modified", cdata(it.Modified)}, {"wp:post_modified_gmt", cdata(it.ModifiedGMT)},
		{"wp:comment_status", "open"}, {"wp:ping_status", "closed"}, {"wp:post_name", cdata(it.Slug)}, {"wp:status", cdata(it.Status)},
		{"wp:post_parent", "0"}, {"wp:menu_order", "0"}, {"wp:post_type", cdata(it.Type)}, {"wp:post_password", cdata(it.Password)}, {"wp:is_sticky", "0"},
	}
	if it.File != "" {
		parts = append(parts, [2]string{"wp:attachment_url", cdata(it.File)})
	}
	w.WriteString("<item>\n")
	for _, p := range parts {
		name, _, _ := strings.Cut(p[0], " ")
		fmt.Fprintf(w, "<%s>%s</%s>\n", p[0], p[1], name)
	}
	for _, t := range it.Terms {
		fmt.Fprintf(w, "<category domain=\"%s\" nicename=\"%s\">%s</category>\n", text(t.Taxonomy), text(t.Slug), cdata(t.Name))
	}
	for _, m := range it.Meta {
		fmt.Fprintf(w, "<wp:postmeta><wp:meta_key>%s</wp:meta_key><wp:meta_value>%s</wp:meta_value></wp:postmeta>\n", cdata(m.Key), cdata(m.Value))
	}
	w.WriteString("</item>\n")
}

// Bytes returns the file.
func (b *Builder) Bytes() []byte {
	var w strings.Builder
	w.WriteString(`<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
`)
	link := text(b.link)
	fmt.Fprintf(&w, "<title>%s</title>\n<link>%s</link>\n<description></description>\n<language>%s</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n"+
		"<wp:base_site_url>%s</wp:base_site_url>\n<wp:base_blog_url>%s</wp:base_blog_url>\n", text(b.title), link, text(b.language), link, link)
	for _, part := range []*strings.Builder{&b.authors, &b.cats, &b.tags, &b.terms, &b.items} {
		w.WriteString(part.String())
	}
	w.WriteString("</channel>\n</rss>\n")
	return []byte(w.String())
}

// text escapes a text for an element or an attribute.
func text(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(allowed(s))
}

// cdata writes a text as a CDATA section, or two where "]]>" is in it.
func cdata(s string) string {
	return "<![CDATA[" + strings.ReplaceAll(allowed(s), "]]>", "]]]]><![CDATA[>") + "]]>"
}

// allowed drops what XML 1.0 does not allow; line ends are "\n", as XML reads
// them.
func allowed(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == 0xFFFE || c == 0xFFFF {
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}
