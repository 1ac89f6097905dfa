package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"zuyg/internal/disk"
	"zuyg/internal/record"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// Target is what a decision is about: an article, and of it the named units or
// (none named) all that have both sides.
type Target struct {
	Slug  string
	Units []Pick
	// Digest, if not empty, is what Digest gave when the decision on the whole
	// article was made.
	Digest string
}

// Pick names a unit, or the parts of several that are to become one.
type Pick struct {
	Parts []Part
	Hash  string // the texts that were decided on; empty: those of now
}

// Part is a unit, or one side of it.
type Part struct {
	Unit string
	Lang string // empty: both sides
}

// ParsePick reads "k3f9a2bc", "k3f9a2bc@1a2b3c4d" or "xabc.en+xdef.hy".
func ParsePick(s string) Pick {
	var p Pick
	s, p.Hash, _ = strings.Cut(s, "@")
	for part := range strings.SplitSeq(s, "+") {
		unit, lang, _ := strings.Cut(part, ".")
		p.Parts = append(p.Parts, Part{unit, lang})
	}
	return p
}

// Options say how to confirm.
type Options struct {
	Reason string
}

// Done is what was recorded for one unit, or why nothing was.
type Done struct {
	Slug, Unit string
	Was        track.State
	Hash       string
	Status     string // record.Translated …; empty when nothing was recorded
	Untouched  bool
	Reason     string
	Skipped    string // message id of why not
	RecordPath string
}

// Digest names the texts of all units of an article.
func Digest(a *track.Article) string {
	h := sha256.New()
	for i := range a.Units {
		fmt.Fprintln(h, a.Units[i].ID, a.Units[i].Hash())
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

// Accept confirms units: a person says that the two texts say the same. With no
// units named, all that have both sides are confirmed; those that would need a
// reason which is not given are reported in Done.Skipped.
// Each article is written whole or not at all; progress, if not nil, is called
// after each.
func (d *Desk) Accept(ctx context.Context, targets []Target, o Options, progress func(done, total int)) ([]Done, error) {
	return d.decide(ctx, targets, progress, func(s *sheet, t Target) error { return s.accept(t, o) })
}

// Review records that a second person says it.
func (d *Desk) Review(ctx context.Context, targets []Target, progress func(done, total int)) ([]Done, error) {
	return d.decide(ctx, targets, progress, func(s *sheet, t Target) error { return s.review(t) })
}

// decide runs a decision on every target under the project's lock.
func (d *Desk) decide(ctx context.Context, targets []Target, progress func(done, total int), decision func(*sheet, Target) error) (all []Done, err error) {
	err = d.locked(func() error {
		for i, t := range targets {
			if err := ctx.Err(); err != nil {
				return err
			}
			done, err := d.decideOne(t, decision)
			if err != nil {
				return err
			}
			all = append(all, done...)
			if progress != nil {
				progress(i+1, len(targets))
			}
		}
		return nil
	})
	return all, err
}

func (d *Desk) decideOne(t Target, decision func(*sheet, Target) error) ([]Done, error) {
	s, err := d.sheet(t.Slug)
	if err != nil {
		return nil, err
	}
	if now := Digest(s.article); t.Digest != "" && t.Digest != now {
		return nil, &Conflict{Slug: t.Slug, Want: t.Digest, Got: now}
	}
	if err := decision(s, t); err != nil {
		return nil, err
	}
	return s.done, s.save()
}

// sheet is the record of one article while decisions are made on it.
type sheet struct {
	desk       *Desk
	article    *track.Article
	record     *record.Record
	done       []Done
	decided    map[string]record.Entry // by id of the entry
	removed    map[string]bool         // ids of entries that go
	recordedAs map[string]string       // unit id → id of its new entry
	taken      map[string]bool         // ids in use, made on first need
	sorted     bool                    // the decision was on the whole article
}

// sheet reads an article afresh. The caller holds the lock.
func (d *Desk) sheet(slug string) (*sheet, error) {
	a, err := d.project.Article(slug)
	if err != nil {
		return nil, err
	}
	s := &sheet{desk: d, article: a, record: a.Record,
		decided: map[string]record.Entry{}, removed: map[string]bool{}, recordedAs: map[string]string{}}
	if s.record == nil {
		s.record = &record.Record{Langs: [2]string{a.Versions[0].Lang, a.Versions[1].Lang}}
	}
	return s, nil
}

// save writes the record if it is not what it was.
func (s *sheet) save() error {
	if len(s.decided)+len(s.removed) == 0 && !s.sorted {
		return nil
	}
	return s.write(s.result())
}

// write puts entries into the record's file, if they are not what it holds.
func (s *sheet) write(entries []record.Entry) error {
	next := *s.record
	next.Entries = entries
	data := record.Encode(&next)
	if bytes.Equal(data, s.article.RecordData) || (len(next.Entries) == 0 && s.article.RecordData == nil) {
		return nil
	}
	expect := s.article.RecordData
	if expect == nil {
		expect = []byte{}
	}
	return s.desk.project.Root().WriteAll([]disk.Write{{Name: s.article.RecordPath, Data: data, Expect: expect, Check: true}})
}

func (s *sheet) accept(t Target, o Options) error {
	if len(t.Units) == 0 {
		return s.acceptAll(o)
	}
	for _, p := range t.Units {
		u, err := s.pick(p)
		if err != nil {
			return err
		}
		if u.NeedsReason() && o.Reason == "" {
			return &NeedReasonError{s.article.Slug, u.ID, u.State.String()}
		}
		if s.open(u) {
			s.confirm(u, o.Reason)
		}
	}
	return nil
}

func (s *sheet) acceptAll(o Options) error {
	for i := range s.article.Units {
		u := &s.article.Units[i]
		if len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 || !s.open(u) {
			continue
		}
		if u.NeedsReason() && o.Reason == "" {
			s.done = append(s.done, Done{Slug: s.article.Slug, Unit: u.ID, Was: u.State, Hash: u.Hash(), Skipped: "accept.needs-reason"})
			continue
		}
		s.confirm(u, o.Reason)
	}
	for _, e := range s.article.Gone {
		s.remove(e.ID)
	}
	s.sorted = true
	return nil
}

// open reports whether there is anything about a unit that is not confirmed as
// it stands.
func (s *sheet) open(u *track.Unit) bool {
	if len(u.Entries) != 1 || u.Entries[0].Status == record.Proposed {
		return true
	}
	for side := range u.Sides {
		if u.Sides[side].Change.Weight != weight.None || len(u.Sides[side].Blocks) != len(u.Entries[0].Texts[side]) {
			return true
		}
	}
	return u.State != track.Translated && u.State != track.Reviewed
}

// confirm puts the unit as it stands into the record.
func (s *sheet) confirm(u *track.Unit, reason string) {
	if len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 {
		if u.State == track.Translated || u.State == track.Reviewed {
			return // is left out or added on purpose already
		}
	}
	e := s.entry(u)
	e.Status, e.By, e.At = record.Translated, s.desk.env.Who, s.desk.Today()
	if u.NeedsReason() {
		e.Reason = reason
		e.Untouched = u.State == track.Stale
	}
	if u.State == track.Translated || u.State == track.Reviewed { // only breaks, marks or spaces are new
		if i := slices.IndexFunc(u.Entries, func(e record.Entry) bool { return e.Untouched || e.Reason != "" }); i >= 0 {
			e.Reason, e.Untouched = u.Entries[i].Reason, u.Entries[i].Untouched
		}
	}
	if u.State == track.Reviewed {
		old := u.Entries[0]
		e.Status, e.ReviewBy, e.ReviewAt = record.Reviewed, old.ReviewBy, old.ReviewAt
	}
	s.put(u, e)
	s.done = append(s.done, Done{Slug: s.article.Slug, Unit: e.ID, Was: u.State, Hash: u.Hash(), Status: e.Status,
		Untouched: e.Untouched, Reason: e.Reason, RecordPath: s.article.RecordPath})
}

func (s *sheet) review(t Target) error {
	var units []*track.Unit
	for _, p := range t.Units {
		u, err := s.pick(p)
		if err != nil {
			return err
		}
		if id := s.refuseReview(u); id != "" {
			return &RefusedError{Slug: s.article.Slug, Unit: u.ID, ID: id, Args: map[string]any{"State": u.State.String(), "Who": s.desk.env.Who}}
		}
		units = append(units, u)
	}
	if len(t.Units) == 0 {
		for i := range s.article.Units {
			u := &s.article.Units[i]
			if id := s.refuseReview(u); id == "" {
				units = append(units, u)
			} else if u.State != track.Reviewed {
				s.done = append(s.done, Done{Slug: s.article.Slug, Unit: u.ID, Was: u.State, Hash: u.Hash(), Skipped: id})
			}
		}
	}
	for _, u := range units {
		e := s.entry(u)
		old := u.Entries[0]
		e.By, e.At, e.Reason, e.Untouched = old.By, old.At, old.Reason, old.Untouched
		e.Status, e.ReviewBy, e.ReviewAt = record.Reviewed, s.desk.env.Who, s.desk.Today()
		s.put(u, e)
		s.done = append(s.done, Done{Slug: s.article.Slug, Unit: e.ID, Was: u.State, Hash: u.Hash(), Status: e.Status, RecordPath: s.article.RecordPath})
	}
	return nil
}

// refuseReview returns the message id of why a unit can't be reviewed, or "".
func (s *sheet) refuseReview(u *track.Unit) string {
	switch {
	case u.State != track.Translated || len(u.Entries) == 0 || u.Entries[0].Status == record.Proposed:
		return "review.not-confirmed"
	case slices.ContainsFunc(u.Entries, func(e record.Entry) bool { return e.By != "" && e.By == s.desk.env.Who }):
		return "review.same-person"
	}
	return ""
}
