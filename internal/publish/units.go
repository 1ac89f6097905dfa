package publish

import (
	"fmt"
	"regexp"
	"strings"

	"zuyg/internal/markdown"
	"zuyg/internal/track"
)

// units pairs the rendered blocks.
func (c *Content) units(doc *track.Article, a *Article, parts [2]*markdown.Rendered) {
	for i := range doc.Units {
		u := &doc.Units[i]
		out := Unit{ID: u.ID, Kind: u.Kind, State: u.State}
		for side := range u.Sides {
			if parts[side] == nil {
				continue
			}
			d := doc.Versions[side].Doc
			_, title := d.Title()
			s := &out.Sides[side]
			s.Text = u.Sides[side].Text
			var b strings.Builder
			for _, k := range u.Sides[side].Blocks {
				f := parts[side].Blocks[k]
				out.Title = out.Title || k == title
				out.Level = d.Blocks[k].Level
				if u.Kind == markdown.Field {
					out.Key = d.Blocks[k].Key
				}
				out.Note = out.Note || inNote(&d.Blocks[k])
				s.Parts = append(s.Parts, f)
				b.WriteString(element(&d.Blocks[k], f))
			}
			s.HTML = b.String()
		}
		c.Units = append(c.Units, out)
	}
}

// inNote reports whether a block is a paragraph of a footnote.
func inNote(b *markdown.Block) bool {
	return b.Kind == markdown.Footnote || b.Kind == markdown.Paragraph && b.Key != ""
}

// element writes a block alone as complete elements.
func element(b *markdown.Block, f markdown.Fragment) string {
	if f.HTML == "" {
		return ""
	}
	switch b.Kind {
	case markdown.Heading:
		n := min(6, max(2, b.Level))
		return fmt.Sprintf("<h%d>%s</h%d>\n", n, f.HTML, n)
	case markdown.Item:
		if f.Ordered > 0 {
			return fmt.Sprintf("<ol start=\"%d\"><li>%s</li></ol>\n", f.Ordered, f.HTML)
		}
		return "<ul><li>" + f.HTML + "</li></ul>\n"
	case markdown.Row:
		return "<table><tbody><tr>" + f.HTML + "</tr></tbody></table>\n"
	case markdown.Quote:
		return "<blockquote><p>" + f.HTML + "</p></blockquote>\n"
	case markdown.Figure:
		return "<figure>" + f.HTML + "</figure>\n"
	case markdown.Code, markdown.HTML:
		return f.HTML + "\n"
	}
	return "<p>" + f.HTML + "</p>\n"
}

// unnamed takes the ids off HTML that is shown a second time, in another text,
// and the links to its footnotes, which are not there.
func unnamed(html string) string {
	return idAttribute.ReplaceAllString(noteMark.ReplaceAllString(html, ""), "$1")
}

var (
	idAttribute = regexp.MustCompile(`(<[a-z0-9]+(?: [a-z-]+="[^"]*")*?) id="[^"]*"`)
	noteMark    = regexp.MustCompile(`<sup class="note-mark">.*?</sup>`)
)
