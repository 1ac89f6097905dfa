package desk

import (
	"context"
	"slices"

	"zuyg/internal/align"
	"zuyg/internal/markdown"
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
// so that ids last. Nothing is confirmed by it. It goes twice through them:
// the units confirmed anywhere in the project and those that are sure at the
// first pass teach which words stand for each other, and the second pass uses
// that. The articles are returned with keep only, for they are large.
func (d *Desk) Adopt(ctx context.Context, slugs []string, write, keep bool, progress func(done, total int)) (all []Adopted, err error) {
	if len(slugs) == 0 {
		return nil, nil
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	learned, err := d.learn(ctx, slugs, progress)
	if err != nil {
		return nil, err
	}
	taught := &Desk{project: d.project.Taught(learned), env: d.env}
	each := func() error {
		for a, err := range taught.project.Articles(ctx, slugs...) {
			if err != nil {
				return err
			}
			one := adopted(a)
			if write && one.Proposed > 0 {
				if err := taught.writeProposals(&one); err != nil {
					return err
				}
			}
			if !keep {
				one.Article = nil
			}
			all = append(all, one)
			progress(len(all), len(slugs))
		}
		return nil
	}
	if write {
		err = d.locked(each)
		return all, err
	}
	err = each()
	return all, err
}

// What adopt learns from: an alignment of this confidence, and so many
// articles at most, evenly out of all, so that a large archive costs no more.
const (
	sure        = 0.99
	learnedFrom = 250
)

// learn reads the project's confirmed units and the sure links of the articles
// to be adopted. An article that can't be read teaches nothing; whoever needs
// it will say so.
func (d *Desk) learn(ctx context.Context, slugs []string, progress func(done, total int)) (*align.Learned, error) {
	tracked, err := d.tracked(slugs)
	if err != nil {
		return nil, err
	}
	from := append(evenly(tracked, learnedFrom), evenly(slugs, learnedFrom)...)
	var pairs []align.Pair
	done := 0
	for a, err := range d.project.Articles(ctx, from...) {
		done++
		progress(done, len(from))
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			continue
		}
		for i := range a.Units {
			u := &a.Units[i]
			x, y := u.Sides[0].Text, u.Sides[1].Text
			prose := u.Kind != markdown.Code && u.Kind != markdown.HTML && u.Kind != markdown.Definition
			agreed := u.State == track.Translated || u.State == track.Reviewed
			if prose && x != "" && y != "" && (agreed || u.State == track.Proposed && u.Confidence >= sure) {
				pairs = append(pairs, align.Pair{A: x, B: y})
			}
		}
	}
	langs := d.project.Settings.Languages
	return align.Learn(pairs, langs[0], langs[1]), nil
}

// tracked returns the slugs of the articles with a record, but for those named.
func (d *Desk) tracked(but []string) ([]string, error) {
	slugs, err := d.project.Slugs()
	if err != nil {
		return nil, err
	}
	named := make(map[string]bool, len(but))
	for _, s := range but {
		named[s] = true
	}
	var out []string
	for _, s := range slugs {
		if named[s] {
			continue
		}
		has, err := d.project.Tracked(s)
		if err != nil {
			return nil, err
		}
		if has {
			out = append(out, s)
		}
	}
	return out, nil
}

// evenly returns at most n of list, at equal distances.
func evenly(list []string, n int) []string {
	if len(list) <= n {
		return slices.Clone(list)
	}
	out := make([]string, n)
	for i := range out {
		out[i] = list[i*len(list)/n]
	}
	return out
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
