package desk

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"zuyg/internal/history"
	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
)

// Past is what AdoptHistory found.
type Past struct {
	Articles []AdoptedPast
	Edge     *vcs.Commit // where the history of a shallow clone ends, nil when all is there
}

// AdoptedPast is what AdoptHistory found in one article. Article is as it would
// stand with the proposals on record.
type AdoptedPast struct {
	Adopted
	Pairs       map[string]history.Pair // what git tells of a unit, by its id
	Untracked   []string                // versions that are in no commit
	Uncommitted []string                // versions that were edited since the last commit
}

// AdoptHistory aligns articles as Adopt does, but takes for each unit the texts
// that were last written against each other according to git, so that what
// changed since shows as stale, revised or diverged. With write the proposals
// are recorded; nothing is confirmed. The errors are those of vcs.Open where
// there is no history to look at. commits, if not nil, is told how many commits
// were read, articles how many articles are done.
func (d *Desk) AdoptHistory(ctx context.Context, slugs []string, write bool, commits func(int), articles func(done, total int)) (*Past, error) {
	r, err := d.reader(ctx, slugs, commits)
	if err != nil {
		return nil, err
	}
	defer r.close()
	out := &Past{Edge: r.repo.Edge(), Articles: make([]AdoptedPast, len(slugs))}
	work := func() error {
		return inParallel(ctx, len(slugs), articles, func(i int) error {
			s, err := d.sheet(slugs[i])
			if err == nil {
				out.Articles[i], err = s.adoptHistory(r, i, write)
			}
			return err
		})
	}
	if write {
		err = d.locked(work)
	} else {
		err = work()
	}
	return out, err
}

// inParallel does n pieces of work on all processors and returns the error of
// the first piece that failed.
func inParallel(ctx context.Context, n int, progress func(done, total int), do func(i int) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, n)
	jobs, finished := make(chan int), make(chan struct{})
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range jobs {
				if errs[i] = do(i); errs[i] != nil {
					stop()
				}
				finished <- struct{}{}
			}
		})
	}
	go func() {
		defer close(finished)
		defer all.Wait()
		defer close(jobs)
		for i := range n {
			select {
			case jobs <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	done := 0
	for range finished {
		done++
		if progress != nil {
			progress(done, n)
		}
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// reader reads the past of articles.
type reader struct {
	repo    *vcs.Repo
	blobs   *vcs.Blobs
	lines   [][]vcs.Step // in the order of the slugs
	options markdown.Options
}

func (d *Desk) reader(ctx context.Context, slugs []string, commits func(int)) (*reader, error) {
	r := &reader{options: markdown.Options{Fields: d.project.Settings.Fields}}
	var err error
	if r.repo, err = vcs.Open(ctx, d.project.Root().Path()); err != nil {
		return nil, err
	}
	groups := make([][]string, len(slugs))
	for i, slug := range slugs {
		for _, l := range d.project.Settings.Languages {
			groups[i] = append(groups[i], d.project.VersionPath(slug, l))
		}
	}
	if r.lines, err = r.repo.Lines(ctx, groups, commits); err != nil {
		return nil, err
	}
	r.blobs, err = r.repo.Blobs(ctx)
	return r, err
}

func (r *reader) close() { _ = r.blobs.Close() }

// points reads what the versions of article i were after each commit.
func (r *reader) points(a *track.Article, i int) ([]history.Point, error) {
	var docs [2]map[string]*markdown.Doc // by blob; the same content is one document
	for side := range docs {
		docs[side] = map[string]*markdown.Doc{"": nil}
	}
	out := make([]history.Point, len(r.lines[i]))
	for k, step := range r.lines[i] {
		out[k].Commit, out[k].Parents = step.Commit, step.Parents
		for side, blob := range step.Blobs {
			doc, ok := docs[side][blob]
			if !ok {
				data, err := r.blobs.Read(blob)
				if err != nil {
					return nil, fmt.Errorf("%s in commit %s: %w", a.Versions[side].Path, step.Commit.Short(), err)
				}
				doc = markdown.Parse(source.New(a.Versions[side].Path, data), r.options)
				docs[side][blob] = doc
			}
			out[k].Docs[side] = doc
		}
	}
	return out, nil
}

// adoptHistory proposes the units of one article, the i-th of the reader.
func (s *sheet) adoptHistory(r *reader, i int, write bool) (AdoptedPast, error) {
	out := AdoptedPast{Adopted: adopted(s.article)}
	if out.Single {
		return out, nil
	}
	points, err := r.points(s.article, i)
	if err != nil {
		return out, err
	}
	out.compare(s.article, points)
	p := s.proposals(history.Agreements(s.article, points, s.desk.project.Settings.Track), write)
	out.Pairs, out.Proposed = p.pairs, len(p.pairs)
	if write {
		if err := s.write(p.entries); err != nil {
			return out, err
		}
		out.Written = len(p.pairs) > 0
	}
	a := *s.article
	rec := *s.record
	rec.Entries = p.entries
	a.Record, a.Units, a.Gone = &rec, nil, nil
	track.Compute(&a, s.desk.project.Settings.Track)
	out.Article, out.Alone = &a, adopted(&a).Alone
	return out, nil
}

// compare notes which versions are in no commit, and which were edited since.
func (p *AdoptedPast) compare(a *track.Article, points []history.Point) {
	for side := range a.Versions {
		v := &a.Versions[side]
		switch tip := len(points) - 1; {
		case tip < 0 || points[tip].Docs[side] == nil:
			p.Untracked = append(p.Untracked, v.Path)
		case !lang.Same(string(points[tip].Docs[side].File.Data), string(v.Doc.File.Data)):
			p.Uncommitted = append(p.Uncommitted, v.Path)
		}
	}
}
