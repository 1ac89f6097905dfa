package publish

import (
	"context"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/track"
)

// looked is what was seen of one article: all of it that does not depend on
// other articles or on options, so that it can be kept.
type looked struct {
	Article Article
	Title   string
	Reasons []Reason
}

// Cache keeps what was seen of articles between runs, by slug. It is JSON where
// it is stored.
type Cache struct {
	Seen map[string]looked
	news bool
}

// NewCache returns an empty cache.
func NewCache() *Cache { return &Cache{Seen: map[string]looked{}} }

// Changed reports whether there is something in it that was not there before.
func (c *Cache) Changed() bool { return c.news }

// look reads the articles, several at once, in the order of slugs.
func (s *Site) look(ctx context.Context, slugs []string, cache *Cache, progress func(done, total int)) ([]looked, error) {
	out := make([]looked, len(slugs))
	var done atomic.Int64
	var show sync.Mutex
	err := parallel(ctx, len(slugs), func(i int) error {
		l, err := s.lookAt(slugs[i], cache)
		if err != nil {
			return err
		}
		out[i] = l
		if n := done.Add(1); progress != nil && n%64 == 0 {
			show.Lock()
			progress(int(n), len(slugs))
			show.Unlock()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		if was, ok := cache.Seen[slugs[i]]; !ok || was.Article.Hash != out[i].Article.Hash {
			cache.Seen[slugs[i]], cache.news = out[i], true
		}
	}
	return out, nil
}

func (s *Site) lookAt(slug string, cache *Cache) (looked, error) {
	hash, article, err := s.source.Inputs(slug)
	if err != nil {
		return looked{}, err
	}
	if l, ok := cache.Seen[slug]; ok && l.Article.Hash == hash {
		return l, nil
	}
	a, err := article()
	if err != nil {
		return looked{}, err
	}
	s.keep(a)
	l := looked{Article: s.meta(a), Title: a.Title(), Reasons: Judge(a, s.source.Findings(a))}
	l.Article.Hash = hash
	return l, nil
}

// keepSize is how many bytes of articles stay in memory between the two looks
// at them; what is made of them takes about six times as much.
const keepSize = 12 << 20

// keep holds on to an article, if there is room.
func (s *Site) keep(a *track.Article) {
	size := len(a.RecordData)
	for _, v := range a.Versions {
		if v.Doc != nil {
			size += len(v.Doc.File.Data)
		}
	}
	if s.keptSize.Add(int64(size)) <= keepSize {
		s.kept.Store(a.Slug, a)
	}
}

// open returns an article with its texts.
func (s *Site) open(slug string) (*track.Article, error) {
	if a, ok := s.kept.Load(slug); ok {
		return a.(*track.Article), nil
	}
	return s.source.Article(slug)
}

// parallel calls f for 0 to n-1 on all processors and returns the error of the
// least index.
func parallel(ctx context.Context, n int, f func(int) error) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	at, failed := n, error(nil)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				err := ctx.Err()
				if err == nil {
					err = f(i)
				}
				if err == nil {
					continue
				}
				mu.Lock()
				if i < at {
					at, failed = i, err
				}
				mu.Unlock()
				next.Store(int64(n))
				return
			}
		})
	}
	wg.Wait()
	return failed
}

// meta reads the front matter of both versions; where they differ in what is
// one fact (date, category, image), the lead's counts.
func (s *Site) meta(a *track.Article) Article {
	out := Article{Slug: a.Slug, Lead: a.Lead}
	for _, side := range []int{a.Lead, 1 - a.Lead} {
		v := &a.Versions[side]
		if v.Doc == nil {
			continue
		}
		out.Versions[side] = s.version(a, side)
		if out.Category == "" {
			out.Category, _, _ = v.Doc.Meta("category")
		}
		if out.Category == "" {
			if list := v.Doc.MetaList("categories"); len(list) > 0 {
				out.Category = list[0]
			}
		}
		date, _, _ := v.Doc.Meta("date")
		if t, timed, ok := ParseDate(date, s.Settings.Zone); ok && out.Published.IsZero() {
			out.Published, out.Timed = t, timed
		}
		updated, _, _ := v.Doc.Meta("updated")
		if t, _, ok := ParseDate(updated, s.Settings.Zone); ok && t.After(out.Updated) {
			out.Updated = t
		}
		if image, _, _ := v.Doc.Meta("image"); image != "" && out.Image == "" {
			out.Image = resolvePath(v.Path, image)
		}
		s.corrections(&out, v.Doc, side)
	}
	out.finish()
	return out
}

// finish orders the corrections and finds the last change.
func (a *Article) finish() {
	slices.SortStableFunc(a.Corrections, func(x, y Correction) int { return x.Date.Compare(y.Date) })
	for _, c := range a.Corrections {
		if c.Date.After(a.Updated) {
			a.Updated = c.Date
		}
	}
	if a.Published.After(a.Updated) {
		a.Updated = a.Published
	}
}

func (s *Site) version(a *track.Article, side int) *Version {
	doc := a.Versions[side].Doc
	v := &Version{Lang: a.Versions[side].Lang, Path: a.Versions[side].Path, Tags: slices.Clone(doc.MetaList("tags"))}
	v.Title, _ = doc.Title()
	if v.Title == "" {
		v.Title = a.Title()
	}
	v.Title = oneLine(v.Title)
	for _, key := range []string{"summary", "description"} {
		if t, _, ok := doc.Meta(key); ok && v.Summary == "" {
			v.Summary = oneLine(t)
		}
	}
	for _, key := range []string{"authors", "author"} {
		if len(v.Authors) == 0 {
			v.Authors = slices.Clone(doc.MetaList(key))
		}
	}
	if len(v.Authors) == 0 && s.Settings.Author != "" {
		v.Authors = []string{s.Settings.Author}
	}
	v.Translator, _, _ = doc.Meta("translator")
	v.ImageText, _, _ = doc.Meta("image-alt")
	v.Translator, v.ImageText = oneLine(v.Translator), oneLine(v.ImageText)
	for _, list := range [][]string{v.Tags, v.Authors} {
		for i := range list {
			list[i] = oneLine(list[i])
		}
	}
	for i := range doc.Blocks {
		if b := &doc.Blocks[i]; !b.Verbatim() && b.Kind != markdown.Field {
			v.Words += lang.Count(doc.Text(i))
		}
	}
	return v
}

// oneLine makes a text fit to stand among others: line breaks are spaces, and
// controls are gone, those that turn the direction of writing among them, for
// they would turn what follows too.
func oneLine(text string) string {
	text = strings.Map(func(c rune) rune {
		switch {
		case c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069, c == utf8.RuneError:
			return -1
		case unicode.IsSpace(c) && c != 0xa0:
			return ' '
		case unicode.IsControl(c), c&0xfffe == 0xfffe:
			return -1
		}
		return c
	}, text)
	return strings.TrimSpace(text)
}

// corrections reads "corrections:", a list of notes each of which begins with
// its date. Notes of one day in both versions are one correction.
func (s *Site) corrections(out *Article, doc *markdown.Doc, side int) {
	for _, note := range doc.MetaList("corrections") {
		m := datedNote.FindStringSubmatch(note)
		if m == nil {
			continue
		}
		date, _, ok := ParseDate(m[1], s.Settings.Zone)
		if !ok {
			continue
		}
		i := slices.IndexFunc(out.Corrections, func(c Correction) bool { return c.Date.Equal(date) && c.Text[side] == "" })
		if i < 0 {
			out.Corrections = append(out.Corrections, Correction{Date: date})
			i = len(out.Corrections) - 1
		}
		out.Corrections[i].Text[side] = oneLine(m[2])
	}
}

var datedNote = regexp.MustCompile(`(?s)^\s*(\d{4}-\d\d-\d\d)[:,.։]?\s+(.*)$`)

// dateForms are the ways front matter writes a date, the time of day among
// them or not.
var dateForms = []struct {
	layout string
	timed  bool
}{
	{time.DateOnly, false}, {time.RFC3339, true}, {"2006-01-02T15:04:05", true}, {"2006-01-02T15:04", true}, {time.DateTime, true},
	{"2006-01-02 15:04", true}, {"2006-01-02 15:04:05 -0700", true}, {"2006-01-02 15:04:05Z07:00", true},
	{"02 / 01 / 2006", false}, {"02/01/2006", false}, {"02.01.2006", false},
}

// ParseDate reads a date of the front matter; timed reports whether it has a
// time of day. A date that names no zone is in zone.
func ParseDate(text string, zone *time.Location) (t time.Time, timed, ok bool) {
	for _, f := range dateForms {
		if t, err := time.ParseInLocation(f.layout, text, zone); err == nil && t.Year() > 0 {
			return t, f.timed, true
		}
	}
	return time.Time{}, false, false
}
