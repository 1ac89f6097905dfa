package publish

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"zuyg/internal/markdown"
)

// feedSize is how many articles a feed has: readers ask for it often, and those
// who come every week find all that is new.
const feedSize = 50

// A feed is Atom (RFC 4287), one for each language. Readers take one link of
// an entry that is called "alternate", some the first and some the last, so
// each has exactly one; the translation is "related".
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Lang string `xml:"hreflang,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Authors    []atomPerson   `xml:"author"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomContent    `xml:"content"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr,omitempty"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Lang string `xml:"xml:lang,attr"`
	Text string `xml:",chardata"`
}

// writeFeeds is the form "feed": the feeds of a site whose pages lie where the
// form "html" puts them.
func writeFeeds(ctx context.Context, s *Site, o *Output, f FormOptions) ([]Problem, error) {
	var problems []Problem
	for side := range s.Langs {
		data, _, found, err := s.feed(ctx, side)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
		if err := o.Write(feedName(s, side), "", data); err != nil {
			return nil, err
		}
	}
	return sortProblems(problems), nil
}

// feedArticles returns the newest articles of a language; those without a date
// are not news.
func (s *Site) feedArticles(side int) []*Article {
	var out []*Article
	for _, a := range s.Articles {
		if a.Versions[side] != nil && !a.Published.IsZero() && len(out) < feedSize {
			out = append(out, a)
		}
	}
	return out
}

// feed writes the feed of one language, and says what the texts in it depend on.
func (s *Site) feed(ctx context.Context, side int) (data []byte, deps []string, found []Problem, err error) {
	l := s.Langs[side]
	out := atomFeed{
		Lang: l, ID: s.Settings.Base + "/" + l + "/", Title: s.Title(side), Subtitle: s.Settings.Description[l],
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: s.absolute(feedName(s, side))},
			{Rel: "alternate", Type: "text/html", Lang: l, Href: s.absolute(l + "/")},
		},
	}
	articles := s.feedArticles(side)
	out.Entries = make([]atomEntry, len(articles))
	texts := make([]*Content, len(articles))
	err = parallel(ctx, len(articles), func(i int) (err error) {
		out.Entries[i], texts[i], err = s.entry(articles[i], side)
		return err
	})
	if err != nil {
		return nil, nil, nil, err
	}
	last := time.Unix(0, 0).UTC() // an empty feed must have a date too
	for i, a := range articles {
		if a.Updated.After(last) {
			last = a.Updated
		}
		found = append(found, texts[i].Problems...)
		deps = append(deps, texts[i].Pages[side].Deps...)
	}
	out.Updated = last.Format(time.RFC3339)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(out); err != nil {
		return nil, nil, nil, err
	}
	b.WriteByte('\n')
	slices.Sort(deps)
	return b.Bytes(), slices.Compact(deps), found, nil
}

func (s *Site) entry(a *Article, side int) (atomEntry, *Content, error) {
	c, err := s.Content(a, Target{
		Page: func(a *Article, side int) string { return s.absolute(pageName(s, a, side)) },
		File: func(name string) string { return s.absolute(fileName(name)) },
		Only: 1 << side,
	})
	if err != nil {
		return atomEntry{}, nil, err
	}
	v, other := a.Versions[side], 1-side
	e := atomEntry{
		ID:    s.entryID(a, side),
		Title: v.Title, Summary: v.Summary, Published: a.Published.Format(time.RFC3339), Updated: a.Updated.Format(time.RFC3339),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Lang: v.Lang, Href: s.absolute(pageName(s, a, side))}},
		Content: atomContent{Type: "html", Lang: v.Lang, Text: c.Pages[side].HTML +
			markdown.NotesHTML("", c.Pages[side].Notes, s.Words[side].Say("footnotes.back", nil))},
	}
	if a.Versions[other] != nil {
		e.Links = append(e.Links, atomLink{Rel: "related", Type: "text/html", Lang: a.Versions[other].Lang, Href: s.absolute(pageName(s, a, other))})
	}
	authors := v.Authors
	if len(authors) == 0 {
		authors = []string{s.Title(side)} // an entry must have one
	}
	for _, name := range authors {
		e.Authors = append(e.Authors, atomPerson{name})
	}
	if a.Category != "" {
		e.Categories = append(e.Categories, atomCategory{a.Category, s.Words[side].Category(a.Category)})
	}
	for _, t := range v.Tags {
		e.Categories = append(e.Categories, atomCategory{t, ""})
	}
	return e, c, nil
}

// entryID names an article for ever: it holds nothing of it that an editor
// changes. The year says that whoever owned the name then gave the id (RFC 4151).
func (s *Site) entryID(a *Article, side int) string {
	host := "localhost"
	if u, err := url.Parse(s.Settings.Base); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return fmt.Sprintf("tag:%s,2000:%s/%s", host, s.Langs[side], escapePath(a.Slug))
}

// Title returns the name of the site in a language.
func (s *Site) Title(side int) string {
	for _, l := range []string{s.Langs[side], s.Langs[0], s.Langs[1]} {
		if t := s.Settings.Title[l]; t != "" {
			return t
		}
	}
	if u, err := url.Parse(s.Settings.Base); err == nil && u.Host != "" {
		return u.Host
	}
	return strings.ToUpper(s.Langs[side])
}
