package publish

import (
	"embed"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template"

	"zuyg/internal/epub"
	"zuyg/internal/markdown"
	"zuyg/internal/track"
)

// bookFiles holds what a book looks like.
//
//go:embed book
var bookFiles embed.FS

var chapterTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("chapter.xhtml").Funcs(template.FuncMap{"esc": epub.Escape, "langs": func(l string) string {
		return ` lang="` + epub.Escape(l) + `"`
	}}).ParseFS(bookFiles, "book/chapter.xhtml"))
})

// chapterView is what the template of a chapter is given; Body, Notes and HTML
// are XHTML, the rest is text.
type chapterView struct {
	Heads []chapterHead
	Image *Image
	Body  string
	Pairs []chapterPair
	Tails []chapterTail
}

type chapterHead struct{ Lang, Draft, Category, Title, Summary, Byline string }

type chapterPair struct {
	ID    string
	Sides []chapterSide
}

type chapterSide struct{ Lang, HTML string }

type chapterTail struct {
	Lang              string
	NotesTitle, Notes string
	CorrectionsTitle  string
	Corrections       []Link
	Web               *Link
}

// chapter makes the page of an article.
func (b *bookmaker) chapter(a *Article) (epub.Chapter, []Problem, error) {
	both := b.edition == Both
	only := 0
	if !both {
		only = 1 << int(b.edition)
	}
	c, err := b.Content(a, Target{
		XHTML: true, Closed: true, Units: both, Only: only, Prefix: [2]string{b.Langs[0] + "-", b.Langs[1] + "-"},
		Page: b.pageOf, Image: b.picture, Mark: b.mark,
		File: func(name string) string { return b.web(fileName(name)) },
	})
	if err != nil {
		return epub.Chapter{}, nil, err
	}
	out := epub.Chapter{Name: chapterName(a.Slug)}
	v := chapterView{}
	for _, side := range b.edition.sides() {
		ver := a.Versions[side]
		if ver == nil {
			continue
		}
		if out.Lang == "" {
			out.Lang = ver.Lang
		}
		out.Titles = append(out.Titles, epub.Text{Lang: ver.Lang, Text: ver.Title})
		v.Heads = append(v.Heads, b.head(a, side))
		v.Tails = append(v.Tails, b.tail(a, side, c.Pages[side]))
		if a.Image != "" && mayCopy(a.Image) && b.exists(a.Image) && v.Image == nil {
			if to, _ := b.picture(a.Image); to != "" {
				v.Image = &Image{Href: to, Text: ver.ImageText}
			}
		}
		if !both {
			v.Body = c.Pages[side].HTML
		}
	}
	if both {
		v.Pairs = b.pairs(c)
	}
	var w strings.Builder
	if err := chapterTemplate().Execute(&w, v); err != nil {
		return out, nil, err
	}
	out.Body = w.String()
	return out, c.Problems, nil
}

func (b *bookmaker) head(a *Article, side int) chapterHead {
	ver, words := a.Versions[side], b.Words[side]
	h := chapterHead{Lang: ver.Lang, Title: ver.Title, Summary: ver.Summary}
	if b.Draft {
		h.Draft = words.Say("article.draft", nil)
	}
	if a.Category != "" {
		h.Category = words.Category(a.Category)
	}
	var line []string
	if len(ver.Authors) > 0 {
		line = append(line, words.Say("article.author", map[string]any{"Author": words.List(ver.Authors)}))
	}
	if ver.Translator != "" {
		line = append(line, words.Say("article.translator", map[string]any{"Name": ver.Translator}))
	}
	if !a.Published.IsZero() {
		line = append(line, words.Date(a.Published))
		if a.Updated.After(a.Published) {
			line = append(line, words.Say("article.updated", map[string]any{"Date": words.Date(a.Updated)}))
		}
	}
	h.Byline = strings.Join(line, " · ")
	return h
}

func (b *bookmaker) tail(a *Article, side int, page *Page) chapterTail {
	words := b.Words[side]
	t := chapterTail{
		Lang: b.Langs[side], NotesTitle: words.Say("footnotes.title", nil), CorrectionsTitle: words.Say("article.corrections", nil),
		Notes: b.notes(side, page.Notes),
	}
	for _, c := range a.Corrections {
		t.Corrections = append(t.Corrections, b.correction(c, side))
	}
	if address := b.web(pageName(b.Site, a, side)); address != "" {
		t.Web = &Link{Lang: b.Langs[side], Title: words.Say("book.web", nil), Href: address, Text: address}
	}
	return t
}

// pairs returns the paragraphs in both languages.
func (b *bookmaker) pairs(c *Content) []chapterPair {
	var out []chapterPair
	for _, u := range c.paired() {
		p := chapterPair{ID: u.ID}
		for side := range u.Sides {
			if u.Sides[side].HTML == "" {
				continue
			}
			l := b.Langs[side]
			if u.State == track.Untranslated && side != c.Article.Lead {
				l = b.Langs[c.Article.Lead]
			}
			p.Sides = append(p.Sides, chapterSide{l, u.Sides[side].HTML})
		}
		out = append(out, p)
	}
	return out
}

// pageOf returns where an article is read: in the book, else on the web.
func (b *bookmaker) pageOf(a *Article, side int) string {
	if b.in[a] && slices.Contains(b.edition.sides(), side) {
		return chapterName(a.Slug)
	}
	return b.web(pageName(b.Site, a, side))
}

// mark and notes write footnotes so that readers can show them in a window over
// the page (EPUB 3 "noteref" and "footnote"), and all others as links there and
// back.
func (b *bookmaker) mark(side, number, reference int) string {
	prefix := b.Langs[side] + "-"
	return fmt.Sprintf(`<sup class="note-mark"><a epub:type="noteref" role="doc-noteref" href="#%sfn-%d" id="%s">%d</a></sup>`,
		prefix, number, markdown.NoteRefID(prefix, number, reference), number)
}

func (b *bookmaker) notes(side int, notes []markdown.Note) string {
	var w strings.Builder
	prefix, back := b.Langs[side]+"-", b.Words[side].Say("footnotes.back", nil)
	for _, n := range notes {
		fmt.Fprintf(&w, "<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"%sfn-%d\">\n%s", prefix, n.Number, n.HTML)
		w.WriteString(`<p class="note-back">`)
		for k := 1; k <= max(1, n.References); k++ {
			fmt.Fprintf(&w, `<a role="doc-backlink" href="#%s" title="%s">%d ↩</a> `, markdown.NoteRefID(prefix, n.Number, k), epub.Escape(back), n.Number)
		}
		w.WriteString("</p>\n</aside>\n")
	}
	return w.String()
}

// tag and attribute find the parts of XHTML that the renderer or the template
// wrote: there is no "<" or ">" in it but those of tags.
var (
	tag       = regexp.MustCompile(`<[a-z][^<>]*>`)
	attribute = regexp.MustCompile(` (id|href|lang)="([^"]*)"`)
)

// settle makes the pages of a book agree: ids are ASCII and stand once on a
// page, a link to a place that is not there leads to the page, and languages
// are named for HTML and for XML.
func settle(chapters []epub.Chapter) {
	ids := make([]map[string]bool, len(chapters))
	at := map[string]int{}
	for i := range chapters {
		c := &chapters[i]
		ids[i], at[c.Name] = map[string]bool{}, i
		c.Body = attributes(c.Body, func(name, value string) string {
			switch name {
			case "id":
				id := ascii(value, true)
				if ids[i][id] {
					return ""
				}
				ids[i][id] = true
				return ` id="` + id + `"`
			case "lang":
				return ` lang="` + value + `" xml:lang="` + value + `"`
			}
			return ` ` + name + `="` + value + `"`
		})
	}
	for i := range chapters {
		c := &chapters[i]
		c.Body = attributes(c.Body, func(name, value string) string {
			page, fragment, found := strings.Cut(value, "#")
			target, ours := at[page]
			if page == "" {
				target, ours = i, true
			}
			if name != "href" || !found || !ours {
				return ` ` + name + `="` + value + `"`
			}
			place, err := url.PathUnescape(html.UnescapeString(fragment))
			place = ascii(place, true)
			if err != nil || !ids[target][place] {
				return ` href="` + chapters[target].Name + `"`
			}
			return ` href="` + page + `#` + place + `"`
		})
	}
}

// attributes gives the attributes id, href and lang of all tags to f, which
// returns what stands instead, with the space before it.
func attributes(body string, f func(name, value string) string) string {
	return tag.ReplaceAllStringFunc(body, func(t string) string {
		return attribute.ReplaceAllStringFunc(t, func(a string) string {
			m := attribute.FindStringSubmatch(a)
			return f(m[1], m[2])
		})
	})
}
