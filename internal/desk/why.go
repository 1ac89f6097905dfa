package desk

import (
	"context"

	"zuyg/internal/history"
	"zuyg/internal/project"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
)

// Reason is what Why found out about a unit.
type Reason struct {
	Article   *track.Article
	Unit      *track.Unit
	Trace     history.Trace
	Edge      *vcs.Commit // where the history of a shallow clone ends
	Untracked []string    // versions that are in no commit
	Problem   error       // why there is no history to look at; the rest is what the record tells
}

// Why lists what changed in a unit since it was confirmed, commit by commit. A
// project without git is no error: Problem says so.
func (d *Desk) Why(ctx context.Context, ref project.Ref, commits func(int)) (*Reason, error) {
	a, err := d.project.Article(ref.Slug)
	if err != nil {
		return nil, err
	}
	u := a.Unit(ParsePick(ref.Unit).Parts[0].Unit)
	if u == nil {
		return nil, &NoUnitError{Slug: a.Slug, Unit: ref.Unit}
	}
	out := &Reason{Article: a, Unit: u}
	var points []history.Point
	r, err := d.reader(ctx, []string{a.Slug}, commits)
	if err == nil {
		defer r.close()
		out.Edge = r.repo.Edge()
		points, err = r.points(a, 0)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	out.Problem = err
	for side := range a.Versions {
		if tip := len(points) - 1; err == nil && a.Versions[side].Doc != nil && (tip < 0 || points[tip].Docs[side] == nil) {
			out.Untracked = append(out.Untracked, a.Versions[side].Path)
		}
	}
	out.Trace = history.Since(a, u, points, d.project.Settings.Track)
	return out, nil
}
