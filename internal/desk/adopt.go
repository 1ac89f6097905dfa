package desk

import (
	"context"

	"zuyg/internal/record"
	"zuyg/internal/track"
)

// Adopted is what adopt found in one article.
type Adopted struct {
	Article  *track.Article // nil unless it was asked for
	Proposed int            // units aligned that nobody confirmed
	Alone    int            // blocks without a counterpart
	Written  bool
	Single   bool // there is one version only: nothing to align
}

// Adopt aligns articles and, with write, records what was aligned as proposed,
// so that ids last. Nothing is confirmed by it. The articles are returned with
// keep only, for they are large.
func (d *Desk) Adopt(ctx context.Context, slugs []string, write, keep bool, progress func(done, total int)) (all []Adopted, err error) {
	each := func() error {
		for a, err := range d.project.Articles(ctx, slugs...) {
			if err != nil {
				return err
			}
			one := adopted(a)
			if write && one.Proposed > 0 {
				if err := d.writeProposals(&one); err != nil {
					return err
				}
			}
			if !keep {
				one.Article = nil
			}
			all = append(all, one)
			if progress != nil {
				progress(len(all), len(slugs))
			}
		}
		return nil
	}
	if len(slugs) == 0 {
		return nil, nil
	}
	if write {
		err = d.locked(each)
		return all, err
	}
	err = each()
	return all, err
}

// writeProposals records the proposals of one article, read afresh.
func (d *Desk) writeProposals(one *Adopted) error {
	s, err := d.sheet(one.Article.Slug)
	if err != nil {
		return err
	}
	s.propose()
	if err := s.save(); err != nil {
		return err
	}
	one.Written = true
	one.Article, err = d.project.Article(one.Article.Slug)
	return err
}

// Untracked returns the slugs of the articles that have both versions and no
// record.
func (d *Desk) Untracked() ([]string, error) {
	slugs, err := d.project.Slugs()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range slugs {
		has, err := d.project.Tracked(s)
		if err != nil {
			return nil, err
		}
		if !has {
			out = append(out, s)
		}
	}
	return out, nil
}

func adopted(a *track.Article) Adopted {
	one := Adopted{Article: a, Single: a.Versions[0].Doc == nil || a.Versions[1].Doc == nil}
	for i := range a.Units {
		switch u := &a.Units[i]; {
		case len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0:
			one.Alone++
		case len(u.Entries) == 0:
			one.Proposed++
		}
	}
	return one
}

// propose records every aligned unit that has no entry yet.
func (s *sheet) propose() {
	for i := range s.article.Units {
		u := &s.article.Units[i]
		if len(u.Entries) > 0 || len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 {
			continue
		}
		e := s.entry(u)
		e.Status, e.Confidence = record.Proposed, u.Confidence
		s.put(u, e)
	}
}
