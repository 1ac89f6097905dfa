package publish

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"zuyg/internal/ingest"
	"zuyg/internal/markdown"
)

// textFolder is where the form "markdown" lies in --out, beside other forms.
const textFolder = "markdown/"

// textmaker writes articles as Markdown that any reader of CommonMark with
// tables and footnotes takes: what zuyg or an author's editor alone reads is
// gone, addresses lead to what was exported.
type textmaker struct {
	*Site
	editions    []Edition
	interleaved bool
	// image returns the address of a picture; problem is why it is left out.
	image  func(name string) (to, problem string)
	file   func(name string) string
	page   func(a *Article, e Edition, side int) string
	closed bool // nothing from elsewhere in the web may be shown
}

// writeMarkdown is the form "markdown": a file for each language and one with
// both.
func writeMarkdown(ctx context.Context, s *Site, o *Output, f FormOptions) ([]Problem, error) {
	t := &textmaker{Site: s, editions: f.editions(), interleaved: f.Interleaved}
	t.file = func(name string) string { return "../" + escapePath(fileName(name)) }
	t.image = func(name string) (string, string) { return t.file(name), "" }
	t.page = func(a *Article, e Edition, side int) string {
		if slices.Contains(t.editions, e) {
			return "../" + escapePath(a.Slug) + "/" + e.fileName(s) + ".md"
		}
		return s.web(pageName(s, a, side))
	}
	var mu sync.Mutex
	var problems []Problem
	var files []string
	err := parallel(ctx, len(s.Articles), func(i int) error {
		a := s.Articles[i]
		for _, e := range t.editions {
			if !e.has(a) {
				continue
			}
			text, c, err := t.text(a, e)
			if err != nil {
				return err
			}
			data, err := t.frontMatter(a, e)
			if err != nil {
				return err
			}
			mu.Lock()
			problems, files = append(problems, c.Problems...), append(files, s.filesOf(c)...)
			mu.Unlock()
			if err := o.Write(textFolder+a.Slug+"/"+e.fileName(s)+".md", "", append(data, text...)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return sortProblems(problems), s.copyFiles(ctx, o, textFolder, files)
}

// textFront is the front matter of a text.
type textFront struct {
	Title       string   `yaml:"title"`
	Languages   []string `yaml:"languages,flow"`
	Draft       bool     `yaml:"draft,omitempty"`
	Summary     string   `yaml:"summary,omitempty"`
	Category    string   `yaml:"category,omitempty"`
	Date        string   `yaml:"date,omitempty"`
	Updated     string   `yaml:"updated,omitempty"`
	Authors     []string `yaml:"authors,omitempty"`
	Translator  string   `yaml:"translator,omitempty"`
	Tags        []string `yaml:"tags,omitempty"`
	Image       string   `yaml:"image,omitempty"`
	Translation string   `yaml:"translation,omitempty"`
}

// front returns what a text begins with: the same names in the same order,
// whatever the author's are.
func (t *textmaker) front(a *Article, e Edition) textFront {
	f := textFront{Draft: t.Draft, Category: a.Category}
	var titles, summaries []string
	add := func(list *[]string, text string) {
		if text != "" && !slices.Contains(*list, text) {
			*list = append(*list, text)
		}
	}
	for _, side := range e.sides() {
		v := a.Versions[side]
		if v == nil {
			continue
		}
		f.Languages = append(f.Languages, v.Lang)
		add(&titles, v.Title)
		add(&summaries, v.Summary)
		for _, name := range v.Authors {
			add(&f.Authors, name)
		}
		for _, tag := range v.Tags {
			add(&f.Tags, tag)
		}
		if side != a.Lead {
			f.Translator = v.Translator
		}
	}
	f.Title, f.Summary = strings.Join(titles, " · "), strings.Join(summaries, " · ")
	if !a.Published.IsZero() {
		f.Date = jsonDate(a.Published, a.Timed)
		if a.Updated.After(a.Published) {
			f.Updated = jsonDate(a.Updated, a.Timed)
		}
	}
	return f
}

// frontMatter writes it as YAML.
func (t *textmaker) frontMatter(a *Article, e Edition) ([]byte, error) {
	f := t.front(a, e)
	if a.Image != "" && mayCopy(a.Image) && t.exists(a.Image) {
		f.Image = t.file(a.Image)
	}
	if e != Both && a.Versions[1-e] != nil && slices.Contains(t.editions, 1-e) {
		f.Translation = (1 - e).fileName(t.Site) + ".md"
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	if err := yaml.NewEncoder(&b, yaml.UseSingleQuote(false)).Encode(f); err != nil {
		return nil, fmt.Errorf("front matter of %s: %w", a.Slug, err)
	}
	b.WriteString("---\n\n")
	return b.Bytes(), nil
}

// text writes the body of one edition.
func (t *textmaker) text(a *Article, e Edition) (string, *Content, error) {
	only := 0
	if e != Both {
		only = 1 << int(e)
	}
	c, err := t.Content(a, Target{
		Page: func(a *Article, side int) string {
			if e == Both {
				return t.page(a, Both, side)
			}
			return t.page(a, Edition(side), side)
		},
		File: t.file, Image: t.image, Closed: t.closed, Units: e == Both, Only: only, XHTML: t.closed,
		Mark: func(side, number, _ int) string { return noteOpen + t.label(e, side, number) + noteEnd },
	})
	if err != nil {
		return "", nil, err
	}
	var parts []string
	switch {
	case e == Both && t.interleaved:
		parts, err = t.interleave(c)
	case e == Both:
		parts, err = t.table(c)
	default:
		parts, err = texts(c.Pages[e].HTML)
	}
	var notes []string
	for _, side := range e.sides() {
		if err != nil || c.Pages[side] == nil {
			continue
		}
		var corrected, below []string
		if corrected, err = t.corrections(a, side); err == nil {
			below, err = t.notes(e, side, c.Pages[side].Notes)
		}
		parts, notes = append(parts, corrected...), append(notes, below...)
	}
	return strings.Join(append(parts, notes...), "\n\n") + "\n", c, err
}

// label returns the label of a footnote; a text in both languages has two of
// each number.
func (t *textmaker) label(e Edition, side, number int) string {
	if e == Both {
		return fmt.Sprintf("%s-%d", t.Langs[side], number)
	}
	return fmt.Sprint(number)
}

// What stands around the label of a footnote mark while HTML becomes Markdown:
// characters for private use, which no text has.
const noteOpen, noteEnd = "\uF8E0", "\uF8E1"

var noteMarks = regexp.MustCompile(noteOpen + `([0-9A-Za-z-]+)` + noteEnd)

// texts turns HTML into the parts of a Markdown text, none where there is
// nothing.
func texts(page string) ([]string, error) {
	text, err := ingest.Body(page)
	text = strings.TrimSpace(noteMarks.ReplaceAllString(text, "[^$1]"))
	if text == "" || err != nil {
		return nil, err
	}
	return []string{text}, nil
}

func (t *textmaker) corrections(a *Article, side int) ([]string, error) {
	if len(a.Corrections) == 0 {
		return nil, nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<h2>%s</h2>\n<ul>", html.EscapeString(t.Words[side].Say("article.corrections", nil)))
	for _, c := range a.Corrections {
		note := t.correction(c, side)
		fmt.Fprintf(&b, "<li><strong>%s</strong> %s</li>", html.EscapeString(note.Title), html.EscapeString(note.Text))
	}
	return texts(b.String() + "</ul>")
}

func (t *textmaker) notes(e Edition, side int, notes []markdown.Note) ([]string, error) {
	var out []string
	for _, n := range notes {
		text, err := texts(n.HTML)
		if err != nil {
			return nil, err
		}
		definition := "[^" + t.label(e, side, n.Number) + "]: " + strings.ReplaceAll(strings.Join(text, ""), "\n", "\n    ")
		out = append(out, strings.ReplaceAll(definition, "\n    \n", "\n\n"))
	}
	return out, nil
}

// interleave writes each paragraph in one language, then in the other. The
// parts of a list are one list, and those of a table one table.
func (t *textmaker) interleave(c *Content) ([]string, error) {
	var b strings.Builder
	for _, v := range c.Article.Versions {
		if v != nil {
			fmt.Fprintf(&b, "<h1>%s</h1>\n", html.EscapeString(v.Title))
		}
	}
	for _, u := range c.paired() {
		for _, x := range u.Sides {
			b.WriteString(x.HTML)
		}
	}
	return texts(joined.Replace(b.String()))
}

// joined makes one list of items that follow each other, and one table of rows.
var joined = strings.NewReplacer("</ul>\n<ul>", "", "</tbody></table>\n<table><tbody>", "")

// table writes both languages as a table of two columns.
func (t *textmaker) table(c *Content) ([]string, error) {
	var b strings.Builder
	b.WriteString("<table>\n")
	row := func(tag string, cells [2]string) {
		b.WriteString("<tr>")
		for _, text := range cells {
			fmt.Fprintf(&b, "<%s>%s</%s>", tag, text, tag)
		}
		b.WriteString("</tr>\n")
	}
	var names, titles [2]string
	for side := range t.Langs {
		names[side] = html.EscapeString(t.Words[side].Say("language.name", nil))
		if v := c.Article.Versions[side]; v != nil {
			titles[side] = "<strong>" + html.EscapeString(v.Title) + "</strong>"
		}
	}
	row("th", names)
	row("td", titles)
	for _, u := range c.paired() {
		var cells [2]string
		for side, x := range u.Sides {
			for k, p := range x.Parts {
				if k > 0 && cells[side] != "" {
					cells[side] += " "
				}
				cells[side] += cell(u.Kind, p)
			}
		}
		row("td", cells)
	}
	return texts(b.String() + "</table>")
}

// cell returns a block as it may stand in a cell: what it is by signs, for a
// cell has no blocks.
func cell(kind markdown.Kind, p markdown.Fragment) string {
	text := strings.TrimSpace(p.HTML)
	switch {
	case text == "":
		return ""
	case kind == markdown.Heading:
		return "<strong>" + text + "</strong>"
	case kind == markdown.Item && p.Ordered > 0:
		return fmt.Sprintf("%d) %s", p.Ordered, text)
	case kind == markdown.Item:
		return "• " + text
	case kind == markdown.Row:
		return strings.TrimSuffix(cellEnds.ReplaceAllString(text, " / "), " / ")
	case kind == markdown.Code:
		return "<code>" + strings.TrimSpace(tags.ReplaceAllString(text, "")) + "</code>"
	}
	return flowing.Replace(text)
}

var (
	cellEnds = regexp.MustCompile(`\s*</t[hd]>\s*|<t[hd][^>]*>`)
	tags     = regexp.MustCompile(`<[^>]*>`)
	// A line of a verse ends with " / " where lines can't end.
	flowing = strings.NewReplacer("<figcaption>", " ", "</figcaption>", "", "<p>", "", "</p>", "", "<br>\n", " / ", "<br />\n", " / ", "<br>", " / ", "<br/>", " / ")
)

// newest returns the time of the last change of articles, the epoch of Unix
// where none has a date.
func newest(articles ...*Article) time.Time {
	last := time.Unix(0, 0).UTC()
	for _, a := range articles {
		if a.Updated.After(last) {
			last = a.Updated
		}
	}
	return last
}
