package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"zuyg/internal/markdown"
	"zuyg/internal/track"
)

// DataVersion is the version of the form "json": it grows when something that
// was there changes or goes, not when something is added. JSON.md describes it.
const DataVersion = 1

// The form "json" is a folder "data" with an index, a document for each article,
// and the files that articles show or link to. Field names and their order are
// those of JSON.md; a list is never null.
type dataIndex struct {
	SchemaVersion int            `json:"schemaVersion"`
	Languages     [2]string      `json:"languages"`
	Site          dataSite       `json:"site"`
	Articles      []dataListed   `json:"articles"`
	Categories    []dataCategory `json:"categories"`
}

type dataSite struct {
	Base        string            `json:"base,omitempty"`
	Title       map[string]string `json:"title"`
	Description map[string]string `json:"description"`
}

type dataCategory struct {
	Key  string            `json:"key"`
	Name map[string]string `json:"name"`
}

type dataListed struct {
	Slug      string            `json:"slug"`
	Path      string            `json:"path"`
	Lead      string            `json:"lead"`
	Languages []string          `json:"languages"`
	Title     map[string]string `json:"title"`
	Category  string            `json:"category,omitempty"`
	Published string            `json:"published,omitempty"`
	Updated   string            `json:"updated,omitempty"`
}

type dataArticle struct {
	SchemaVersion int                    `json:"schemaVersion"`
	Slug          string                 `json:"slug"`
	Lead          string                 `json:"lead"`
	Draft         bool                   `json:"draft,omitempty"`
	Category      *dataCategory          `json:"category,omitempty"`
	Published     string                 `json:"published,omitempty"`
	Updated       string                 `json:"updated,omitempty"`
	Image         *dataFile              `json:"image,omitempty"`
	Versions      map[string]dataVersion `json:"versions"`
	Units         []dataUnit             `json:"units"`
	Corrections   []dataCorrection       `json:"corrections"`
	Files         []dataFile             `json:"files"`
}

type dataVersion struct {
	Title      string     `json:"title"`
	Summary    string     `json:"summary,omitempty"`
	Authors    []string   `json:"authors"`
	Translator string     `json:"translator,omitempty"`
	Tags       []string   `json:"tags"`
	ImageText  string     `json:"imageText,omitempty"`
	Words      int        `json:"words"`
	Address    string     `json:"address,omitempty"`
	HTML       string     `json:"html"`
	Notes      []dataNote `json:"notes"`
}

type dataNote struct {
	Number     int    `json:"number"`
	Label      string `json:"label"`
	HTML       string `json:"html"`
	References int    `json:"references"`
}

type dataUnit struct {
	ID    string              `json:"id"`
	Kind  string              `json:"kind"`
	Field string              `json:"field,omitempty"`
	Level int                 `json:"level,omitempty"`
	State string              `json:"state"`
	Title bool                `json:"title,omitempty"`
	Note  bool                `json:"note,omitempty"`
	Texts map[string]dataText `json:"texts"`
}

type dataText struct {
	Markdown string `json:"markdown"`
	Text     string `json:"text"`
	HTML     string `json:"html"`
	Lang     string `json:"lang,omitempty"`
}

type dataCorrection struct {
	Date string            `json:"date"`
	Text map[string]string `json:"text"`
}

type dataFile struct {
	Source string `json:"source"`
	Path   string `json:"path"`
}

// dataFolder is where the form lies in --out, beside other forms.
const dataFolder = "data/"

// dataName returns the path of an article's document in the folder.
func dataName(a *Article) string { return "articles/" + a.Slug + ".json" }

// writeJSON is the form "json".
func writeJSON(ctx context.Context, s *Site, o *Output, _ FormOptions) ([]Problem, error) {
	found := make([][]Problem, len(s.Articles))
	files := make([][]string, len(s.Articles))
	err := parallel(ctx, len(s.Articles), func(i int) error {
		c, err := s.Content(s.Articles[i], Target{
			Units: true,
			Page:  func(a *Article, side int) string { return s.href(pageName(s, a, side)) },
			File:  func(name string) string { return escapePath(fileName(name)) },
		})
		if err != nil {
			return err
		}
		found[i], files[i] = c.Problems, s.filesOf(c)
		return writeData(o, dataName(s.Articles[i]), s.data(c, files[i]))
	})
	if err != nil {
		return nil, err
	}
	if err := writeData(o, "index.json", s.dataIndex()); err != nil {
		return nil, err
	}
	return sortProblems(slices.Concat(found...)), s.copyFiles(ctx, o, dataFolder, slices.Concat(files...))
}

func writeData(o *Output, name string, document any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document); err != nil {
		return err
	}
	return o.Write(dataFolder+name, "", b.Bytes())
}

// filesOf returns the files that an article shows or links to, sorted.
func (s *Site) filesOf(c *Content) []string {
	var all []string
	for _, p := range c.Pages {
		if p != nil {
			all = append(all, p.Files...)
		}
	}
	if i := c.Article.Image; i != "" && mayCopy(i) && s.exists(i) {
		all = append(all, i)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// copyFiles copies files of the project to where fileName says, in a folder.
func (s *Site) copyFiles(ctx context.Context, o *Output, folder string, files []string) error {
	slices.Sort(files)
	files = slices.Compact(files)
	return parallel(ctx, len(files), func(i int) error {
		data, err := s.File(files[i])
		if err != nil {
			return err
		}
		return o.Write(folder+fileName(files[i]), "", data)
	})
}

// languages returns a map by language of what f says of each, without what is
// empty.
func (s *Site) languages(f func(side int) string) map[string]string {
	m := map[string]string{}
	for side, l := range s.Langs {
		if text := f(side); text != "" {
			m[l] = text
		}
	}
	return m
}

func (s *Site) dataIndex() dataIndex {
	x := dataIndex{
		SchemaVersion: DataVersion, Languages: s.Langs, Articles: []dataListed{}, Categories: []dataCategory{},
		Site: dataSite{s.Settings.Base, s.languages(s.Title), s.languages(func(side int) string { return s.Settings.Description[s.Langs[side]] })},
	}
	for _, a := range s.Articles {
		l := dataListed{Slug: a.Slug, Path: dataName(a), Lead: s.Langs[a.Lead], Languages: []string{}, Category: a.Category}
		l.Published, l.Updated = a.dates()
		l.Title = s.languages(func(side int) string {
			if a.Versions[side] == nil {
				return ""
			}
			l.Languages = append(l.Languages, s.Langs[side])
			return a.Versions[side].Title
		})
		x.Articles = append(x.Articles, l)
	}
	for _, key := range unite(s.Categories(0), s.Categories(1)) {
		x.Categories = append(x.Categories, s.dataCategory(key))
	}
	return x
}

func (s *Site) dataCategory(key string) dataCategory {
	return dataCategory{key, s.languages(func(side int) string { return s.Words[side].Category(key) })}
}

// dates returns when an article was published and last changed: a day, or a
// time where it has one; "" where there is none.
func (a *Article) dates() (published, updated string) {
	if !a.Published.IsZero() {
		published = jsonDate(a.Published, a.Timed)
	}
	if !a.Updated.IsZero() {
		updated = a.Updated.Format(time.RFC3339)
	}
	return published, updated
}

// data describes one article.
func (s *Site) data(c *Content, files []string) dataArticle {
	a := c.Article
	d := dataArticle{
		SchemaVersion: DataVersion, Slug: a.Slug, Lead: s.Langs[a.Lead], Draft: s.Draft,
		Versions: map[string]dataVersion{}, Units: []dataUnit{}, Corrections: []dataCorrection{}, Files: []dataFile{},
	}
	d.Published, d.Updated = a.dates()
	if a.Category != "" {
		category := s.dataCategory(a.Category)
		d.Category = &category
	}
	for _, f := range files {
		d.Files = append(d.Files, dataFile{f, fileName(f)})
		if f == a.Image {
			d.Image = &d.Files[len(d.Files)-1]
		}
	}
	for side, v := range a.Versions {
		if v != nil {
			d.Versions[v.Lang] = s.dataVersion(a, side, c.Pages[side])
		}
	}
	for i := range c.Units {
		d.Units = append(d.Units, s.dataUnit(a, &c.Units[i]))
	}
	for _, x := range a.Corrections {
		d.Corrections = append(d.Corrections, dataCorrection{x.Date.Format(time.DateOnly), s.languages(func(side int) string { return x.Text[side] })})
	}
	return d
}

func (s *Site) dataVersion(a *Article, side int, page *Page) dataVersion {
	v := a.Versions[side]
	d := dataVersion{
		Title: v.Title, Summary: v.Summary, Authors: append([]string{}, v.Authors...), Translator: v.Translator, Tags: append([]string{}, v.Tags...),
		ImageText: v.ImageText, Words: v.Words, HTML: page.HTML, Notes: []dataNote{},
	}
	if s.Settings.Base != "" {
		d.Address = s.absolute(pageName(s, a, side))
	}
	for _, n := range page.Notes {
		d.Notes = append(d.Notes, dataNote{n.Number, n.Label, n.HTML, n.References})
	}
	return d
}

func (s *Site) dataUnit(a *Article, u *Unit) dataUnit {
	d := dataUnit{ID: u.ID, Kind: u.Kind.String(), Field: u.Key, Level: u.Level, State: u.State.String(), Title: u.Title, Note: u.Note, Texts: map[string]dataText{}}
	for side, x := range u.Sides {
		if a.Versions[side] == nil || x.Text == "" && x.HTML == "" {
			continue
		}
		t := dataText{Markdown: x.Text, Text: markdown.Plain(x.Text), HTML: x.HTML}
		if u.State == track.Untranslated && side != a.Lead {
			t.Lang = s.Langs[a.Lead]
		}
		d.Texts[s.Langs[side]] = t
	}
	return d
}
