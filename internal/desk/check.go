package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/gate"
	"zuyg/internal/project"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
)

// CheckOptions say what a check looks at and compares with.
type CheckOptions struct {
	Slugs    []string // the articles named; none: all
	Shard    Share    // of all articles
	Settings gate.Settings
	NewFrom  string // a commit, branch or tag, to compare with; "" for none
	Build    string // names this build of zuyg, for the cache; "" for none
}

// Share is part K of N, from 1 on; the zero Share is everything.
type Share struct{ K, N int }

// String gives "3/8", "" for everything.
func (s Share) String() string {
	if s.N == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.K, s.N)
}

// Holds reports whether an article is in the share. It depends on the name
// alone: a new article moves none of the others. The UI strings, whose name is
// "", are in the first share.
func (s Share) Holds(slug string) bool {
	if s.N == 0 {
		return true
	}
	if slug == "" {
		return s.K == 1
	}
	sum := sha256.Sum256([]byte(slug))
	return binary.BigEndian.Uint64(sum[:8])%uint64(s.N) == uint64(s.K-1)
}

// Checked is what a check came to.
type Checked struct {
	gate.Result
	Articles int            // judged
	Messages int            // UI strings that were judged
	Folder   string         // of the project in its repository, "" or "site/"
	Shallow  bool           // git's history is cut off
	Baseline *gate.Baseline // what was compared with, nil for none
	BaseData []byte         // its file as it was read
	owns     func(string) bool
}

// Check judges articles by the rules and the policy. Nothing is written. The
// error is a *vcs.NoBaseError when there is nothing to compare with, and wraps
// ErrNothing when the project has nothing to judge.
func (d *Desk) Check(ctx context.Context, o CheckOptions, progress func(done, total int)) (*Checked, error) {
	c := &Checked{owns: func(article string) bool { return o.Shard.Holds(article) }}
	if len(o.Slugs) > 0 {
		c.owns = func(article string) bool { return slices.Contains(o.Slugs, article) }
	}
	if err := d.readBaseline(c, o.Settings.Baseline); err != nil {
		return nil, err
	}
	past, err := vcs.OpenPast(ctx, d.project.Root().Path())
	if err != nil && !errors.Is(err, vcs.ErrNone) {
		return nil, err
	}
	if err == nil {
		c.Folder, c.Shallow = past.Folder, past.Shallow
	}
	base, err := d.base(ctx, past, o.NewFrom)
	if err != nil {
		return nil, err
	}
	if base != nil {
		defer func() { _ = base.tree.Close() }()
	}
	var found []finding.Finding
	visit := func(slug string, own []finding.Finding, a *track.Article, of int) error {
		if base != nil && len(own) > 0 {
			if err := base.article(slug, own, a); err != nil {
				return err
			}
		}
		found = append(found, own...)
		c.Articles++
		if progress != nil {
			progress(c.Articles, of)
		}
		return nil
	}
	if err := d.visit(ctx, &o, visit); err != nil {
		return nil, err
	}
	if c.owns("") {
		own, n, err := messages(d.project)
		if err != nil {
			return nil, err
		}
		if base != nil {
			if err := base.messages(own); err != nil {
				return nil, err
			}
		}
		found, c.Messages = append(found, own...), n
	}
	run := &gate.Run{Now: d.env.Now(), Check: d.project.Settings.Check, Baseline: c.Baseline, Owns: c.owns}
	switch {
	case len(o.Slugs) > 0:
		run.Scope = gate.Some
	case o.Shard.N > 0:
		run.Scope = gate.Shard
	}
	if base != nil {
		run.Known = func(f *finding.Finding) bool { return base.known[f.Fingerprint()] }
	}
	sifted := gate.Sift(found, &o.Settings, run)
	changes, err := d.changes(ctx, past, sifted)
	if err != nil {
		return nil, err
	}
	c.Result = sifted.Judge(changes)
	return c, nil
}

// visit calls f for every article that is judged, in order, with its findings,
// the article itself where it was read, and how many there are. Over all of
// them only what changed since the last time is read.
func (d *Desk) visit(ctx context.Context, o *CheckOptions, f func(slug string, found []finding.Finding, a *track.Article, of int) error) error {
	if len(o.Slugs) == 0 && o.Shard.N == 0 {
		s, err := d.project.Survey(o.Build, true)
		if err != nil {
			return err
		}
		if s.Len() == 0 {
			return d.anyMessages()
		}
		for a, err := range s.Articles(ctx) {
			if err != nil {
				return err
			}
			if err := f(a.Slug, a.Findings, nil, s.Len()); err != nil {
				return err
			}
		}
		return nil
	}
	slugs, err := d.chosen(o)
	if err != nil || len(slugs) == 0 {
		return err
	}
	for a, err := range d.project.Articles(ctx, slugs...) {
		if err != nil {
			return err
		}
		if err := f(a.Slug, check.Article(a, d.project.Settings.Check), a, len(slugs)); err != nil {
			return err
		}
	}
	return nil
}

// chosen returns the articles that are named, or the share of all.
func (d *Desk) chosen(o *CheckOptions) ([]string, error) {
	if len(o.Slugs) > 0 {
		slices.Sort(o.Slugs)
		o.Slugs = slices.Compact(o.Slugs)
		return o.Slugs, nil
	}
	slugs, err := d.project.Slugs()
	if err == nil && len(slugs) == 0 {
		err = d.anyMessages()
	}
	return slices.DeleteFunc(slugs, func(s string) bool { return !o.Shard.Holds(s) }), err
}

// anyMessages returns ErrNothing unless there are UI strings to judge.
func (d *Desk) anyMessages() error {
	s, err := d.project.Messages()
	if err == nil && len(s.Files()) == 0 {
		err = ErrNothing
	}
	return err
}

func (d *Desk) readBaseline(c *Checked, name string) error {
	if name == "" {
		return nil
	}
	data, err := d.project.Read(name)
	if err != nil {
		return err
	}
	c.BaseData = data
	c.Baseline, err = gate.ReadBaseline(name, data)
	return err
}

// messages returns the findings of the UI strings and how many strings there
// are.
func messages(p *project.Project) ([]finding.Finding, int, error) {
	s, err := p.Messages()
	if err != nil {
		return nil, 0, err
	}
	uses, err := p.Uses()
	if err != nil {
		return nil, 0, err
	}
	return check.Messages(check.MessagesInput{Strings: s, Uses: uses, Limits: p.Settings.Strings.Limits}, p.Settings.Check), len(s.Messages), nil
}

// base is the state of the project at the merge base.
type base struct {
	desk  *Desk
	tree  *vcs.Tree
	known map[string]bool // fingerprints
}

func (d *Desk) base(ctx context.Context, past *vcs.Past, ref string) (*base, error) {
	if ref == "" {
		return nil, nil
	}
	if past == nil {
		return nil, &vcs.NoBaseError{Ref: ref, Detail: vcs.ErrNone.Error()}
	}
	commit, err := past.MergeBase(ctx, ref)
	if err != nil {
		return nil, err
	}
	tree, err := past.Tree(ctx, commit)
	return &base{desk: d, tree: tree, known: map[string]bool{}}, err
}

// article notes which findings an article had at the base; a is nil when it was
// not read. An article without findings needs no comparison; one whose files
// are the same had the same.
func (b *base) article(slug string, found []finding.Finding, a *track.Article) (err error) {
	if a == nil {
		if a, err = b.desk.project.Article(slug); err != nil {
			return err
		}
	}
	same, err := b.same(a)
	if err != nil {
		return err
	}
	if !same {
		past, err := b.desk.project.At(b.tree.Read).Article(slug)
		var none *project.NoArticleError
		var broken *source.Error
		if errors.As(err, &none) || errors.As(err, &broken) {
			return nil // what could not be judged then is not known from then
		}
		if err != nil {
			return fmt.Errorf("at the merge base: %w", err)
		}
		found = check.Article(past, b.desk.project.Settings.Check)
	}
	for i := range found {
		b.known[found[i].Fingerprint()] = true
	}
	return nil
}

// messages notes which findings the UI strings had at the base.
func (b *base) messages(found []finding.Finding) error {
	if len(found) == 0 {
		return nil
	}
	past, _, err := messages(b.desk.project.At(b.tree.Read))
	var broken *source.Error
	if errors.As(err, &broken) {
		return nil // what could not be judged then is not known from then
	}
	if err != nil {
		return fmt.Errorf("at the merge base: %w", err)
	}
	for i := range past {
		b.known[past[i].Fingerprint()] = true
	}
	return nil
}

// same reports whether all files of an article are what they were at the base.
func (b *base) same(a *track.Article) (bool, error) {
	now := map[string][]byte{a.RecordPath: a.RecordData}
	for i := range a.Versions {
		v := &a.Versions[i]
		now[v.Path] = nil
		if v.Doc != nil {
			now[v.Path] = v.Doc.File.Data
		}
	}
	for name, data := range now {
		was, err := b.tree.Read(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if data != nil {
				return false, nil
			}
		case err != nil:
			return false, err
		case data == nil || !bytes.Equal(was, data):
			return false, nil
		}
	}
	return true, nil
}

// blame is what git says of the lines of one file.
type blame struct {
	lines []vcs.Touched
	err   error
}

// changes returns what tells when the text of a finding changed; git is asked
// for those that need it only.
func (d *Desk) changes(ctx context.Context, past *vcs.Past, x *gate.Sifted) (func(*finding.Finding) gate.Change, error) {
	none := func(*finding.Finding) gate.Change { return gate.Change{} }
	if past == nil {
		return none, nil
	}
	var corrections map[string]string
	if len(x.Undated(true)) > 0 {
		var err error
		if corrections, err = past.Corrections(ctx); err != nil {
			corrections = nil // a repository without a commit
		}
	}
	at := map[string]gate.Change{}
	files := map[string]blame{}
	for _, f := range x.Undated(len(corrections) > 0) {
		b, ok := files[f.Path]
		if !ok {
			b.lines, b.err = past.Blame(ctx, f.Path)
			files[f.Path] = b
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if b.err != nil {
			continue // unknown, and counted as old
		}
		t := vcs.Newest(b.lines, f.Start.Line, max(f.Start.Line, f.End.Line))
		c := gate.Change{At: t.At, Commit: t.Commit, Correction: corrections[t.Commit]}
		if t.Commit == "" {
			c.At = d.env.Now()
		}
		at[f.Fingerprint()] = c
	}
	return func(f *finding.Finding) gate.Change { return at[f.Fingerprint()] }, nil
}
