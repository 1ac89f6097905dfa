// Package stats counts: how far an article is, and how many words are left to
// do.
package stats

import (
	"cmp"
	"slices"

	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// Summary is an article in one line.
type Summary struct {
	Slug   string
	Title  string
	Lead   string // language of the lead version
	Counts [track.States]int
	Facts  int    // units out of step by a fact
	Words  int    // words to translate or to look at again
	Since  string // when the unit longest out of step was confirmed, YYYY-MM-DD
	Single bool   // there is one version only
}

// Summarize counts an article.
func Summarize(a *track.Article) Summary {
	s := Summary{Slug: a.Slug, Title: a.Title(), Lead: a.Versions[a.Lead].Lang, Counts: a.Counts(),
		Single: a.Versions[0].Doc == nil || a.Versions[1].Doc == nil}
	for i := range a.Units {
		u := &a.Units[i]
		s.Words += Words(a, u)
		switch u.State {
		case track.Stale, track.Revised, track.Diverged:
			if u.Weight == weight.Fact {
				s.Facts++
			}
			for _, e := range u.Entries {
				if e.At != "" && (s.Since == "" || e.At < s.Since) {
					s.Since = e.At
				}
			}
		}
	}
	return s
}

// Words returns how many words a unit still needs: those of the lead where
// there is no translation, those that changed where it is out of step.
func Words(a *track.Article, u *track.Unit) int {
	switch u.State {
	case track.Missing, track.Untranslated:
		return u.Words(a.Lead)
	case track.Stale, track.Diverged, track.Revised:
		return u.Sides[0].Change.Words + u.Sides[1].Change.Words
	}
	return 0
}

// Units returns how many units there are.
func (s *Summary) Units() int {
	n := 0
	for _, c := range s.Counts {
		n += c
	}
	return n
}

// Done returns the share of units in step, 0 to 1.
func (s *Summary) Done() float64 {
	if s.Units() == 0 {
		return 1
	}
	return float64(s.Counts[track.Translated]+s.Counts[track.Reviewed]) / float64(s.Units())
}

// need orders summaries: facts first, then the words to do, then what is only
// proposed.
func (s *Summary) need() int {
	open := s.Units() - s.Counts[track.Translated] - s.Counts[track.Reviewed]
	return s.Facts*100_000 + s.Words*10 + open
}

// ByNeed sorts summaries, the neediest first.
func ByNeed(list []Summary) {
	type place struct{ need, at int }
	order := make([]place, len(list))
	for i := range list {
		order[i] = place{list[i].need(), i}
	}
	slices.SortFunc(order, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.need, a.need), cmp.Compare(list[a.at].Slug, list[b.at].Slug), cmp.Compare(a.at, b.at))
	})
	sorted := make([]Summary, len(list))
	for i, p := range order {
		sorted[i] = list[p.at]
	}
	copy(list, sorted)
}
