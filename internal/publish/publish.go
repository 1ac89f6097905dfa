// Package publish makes paired pages of ready articles in the forms that sites
// and readers take. Articles and settings go in, files come out through an
// Output; nothing is read or written but through the functions it is given,
// there is no clock, and the same input gives the same bytes.
//
// Gather looks at every article once and keeps what lists and links need; a
// form then asks Site.Content for the texts of one article at a time.
//
// A form is a row in Forms and one function: it goes over Site.Articles, asks
// Site.Content with a Target that says where pages and files of that form lie,
// takes files of the project from Site.File, and gives every file to
// Output.Write. Where texts of several articles are wanted at once, parallel
// uses all processors. What the form needs to be told goes into FormOptions.
package publish

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"zuyg/internal/finding"
	"zuyg/internal/track"
)

// Settings are the project's for publication.
type Settings struct {
	Base        string            // address of the site without "/" at its end, "" when it is not known
	Title       map[string]string // the site's name by language
	Description map[string]string // a line about the site by language
	Author      string            // of articles that name none
	LeadFirst   []string          // categories whose lead may go out before its translation
	RawHTML     bool              // raw HTML in articles passes as it is
	PageSize    int               // articles on a page of a list
	Zone        *time.Location    // of dates that name no zone
}

// Defaults returns the settings of a project that says nothing.
func Defaults() Settings { return Settings{PageSize: 20, Zone: time.UTC} }

// Source is where articles come from.
type Source struct {
	Langs    [2]string
	Slugs    []string                                  // all articles, sorted
	Article  func(slug string) (*track.Article, error) // with its units
	Findings func(*track.Article) []finding.Finding    // of the check
	// Inputs returns a hash of all files of an article, and the article made of
	// what was read for it.
	Inputs func(slug string) (hash string, article func() (*track.Article, error), err error)
	At     func(path string) (slug, lang string, ok bool) // the version that lies at a path
	Read   func(name string) ([]byte, error)              // a file of the project
	Exists func(name string) bool                         // the project has a regular file of that path
	// Strings returns the file of a language's UI strings, nil where there is none.
	Strings func(lang string) (name string, data []byte, err error)
}

// Options are what one export is asked for.
type Options struct {
	Named []string // articles; none: all
	Whole bool     // Named are to be ready, but all articles go out: see Form.Whole
	Allow []string // what is no reason to hold an article back: names of AllowNames
	Draft bool     // pages are marked as drafts, and drafts go out too
}

// Article is an article that goes out, without its texts.
type Article struct {
	Slug        string
	Lead        int         // which of Versions leads
	Versions    [2]*Version // in the order of the languages; nil where none goes out
	Category    string      // its key, "" when there is none
	Published   time.Time   // zero when there is no date
	Updated     time.Time   // the last of publication, update and corrections
	Timed       bool        // Published has a time of day
	Image       string      // path in the project of the picture for lists and readers' previews, "" when there is none
	Corrections []Correction
	Hash        string // of all that the article was made from
}

// Version is one language's version of an article, without its text.
type Version struct {
	Lang, Path     string
	Title, Summary string
	Tags, Authors  []string
	Translator     string
	ImageText      string // the description of Image
	Words          int
}

// Correction is a dated note that a mistake was put right.
type Correction struct {
	Date time.Time
	Text [2]string // in each language, "" where there is none
}

// Held is an article, or the translation of one, that does not go out.
type Held struct {
	Slug    string
	Title   string
	Named   bool // it was asked for by name
	Partly  bool // its lead goes out
	Reasons []Reason
}

// Site is everything that goes out.
type Site struct {
	Settings Settings
	Langs    [2]string
	Draft    bool
	Articles []*Article // newest first, then by slug
	Held     []Held     // by slug
	Named    []string   // the articles that were asked for; none: all
	Words    [2]*Words  // UI strings of each language

	source   Source
	bySlug   map[string]*Article
	kept     sync.Map // slug → *track.Article
	keptSize atomic.Int64
	files    sync.Map // path → whether there is such a file
	nearOnce sync.Once
	nearness *nearness
}

// Article returns the article of a slug, nil when it does not go out.
func (s *Site) Article(slug string) *Article { return s.bySlug[slug] }

// Categories returns the keys of the categories that have articles in a
// language, sorted.
func (s *Site) Categories(side int) []string {
	var keys []string
	for _, a := range s.Articles {
		if a.Versions[side] != nil && a.Category != "" {
			keys = append(keys, a.Category)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// unite returns what stands in either of two sorted lists, sorted.
func unite(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// Gather finds out what goes out. progress may be nil. The articles that can't
// be read are errors.
func Gather(ctx context.Context, src Source, set Settings, o Options, cache *Cache, progress func(done, total int)) (*Site, error) {
	s := &Site{Settings: set, Langs: src.Langs, Draft: o.Draft, Named: o.Named, source: src, bySlug: map[string]*Article{}}
	for i, l := range src.Langs {
		w, err := newWords(l, src)
		if err != nil {
			return nil, err
		}
		s.Words[i] = w
	}
	slugs := o.Named
	if len(slugs) == 0 || o.Whole {
		slugs = src.Slugs
	}
	looked, err := s.look(ctx, slugs, cache, progress)
	if err != nil {
		return nil, err
	}
	rules := Rules{Allow: o.Allow, LeadFirst: set.LeadFirst, Draft: o.Draft}
	for _, l := range looked {
		v := rules.decide(&l)
		if len(v.Reasons) > 0 {
			s.Held = append(s.Held, Held{Slug: l.Article.Slug, Title: l.Title, Named: slices.Contains(o.Named, l.Article.Slug), Partly: v.Out != [2]bool{}, Reasons: v.Reasons})
		}
		if v.Out == [2]bool{} {
			continue
		}
		a := l.Article
		for side := range a.Versions {
			if !v.Out[side] {
				a.Versions[side] = nil
			}
		}
		s.Articles = append(s.Articles, &a)
		s.bySlug[a.Slug] = &a
	}
	slices.SortFunc(s.Articles, func(a, b *Article) int {
		return cmp.Or(b.Published.Compare(a.Published), strings.Compare(a.Slug, b.Slug))
	})
	slices.SortFunc(s.Held, func(a, b Held) int { return strings.Compare(a.Slug, b.Slug) })
	return s, nil
}

// File returns a file of the project, for forms that copy it.
func (s *Site) File(name string) ([]byte, error) { return s.source.Read(name) }

// Related returns up to n articles that are near to a in a language: of the
// same category or with tags in common; nearest first, then newest.
func (s *Site) Related(a *Article, side, n int) []*Article { return s.near().related(a, side, n) }
