package cli

import (
	"zuyg/internal/desk"
	"zuyg/internal/report"
	"zuyg/internal/track"
)

func diffCommand() command {
	return command{
		name: "diff", args: "ARTICLE[#UNIT]…", most: -1, slugs: true,
		flags:    []flag{jsonFlag},
		examples: []string{"zuyg diff bread-prices", "zuyg diff bread-prices#k3f9a2bc", "zuyg diff --json"},
		run:      runDiff,
	}
}

// runDiff shows the units that are out of step, or the one that is named
// whatever its state.
func runDiff(c *call) error {
	p, err := c.open()
	if err != nil {
		return err
	}
	refs, err := c.refs(p)
	if err != nil {
		return err
	}
	var all []any
	shown, confirmed := 0, false
	show := func(a *track.Article, unit string) error {
		units, err := picked(a, unit)
		if err != nil {
			return err
		}
		confirmed = confirmed || a.Record != nil && len(a.Record.Entries) > 0
		for _, u := range units {
			shown++
			if c.Bool("json") {
				all = append(all, report.ArticleUnit(a, u))
			} else if err := c.text().Diff(a, u); err != nil {
				return err
			}
		}
		return nil
	}
	for _, r := range refs {
		a, err := p.Article(r.Slug)
		if err == nil {
			err = show(a, r.Unit)
		}
		if err != nil {
			return err
		}
	}
	if len(refs) == 0 {
		for a, err := range p.Articles(c.Context.Context) {
			if err == nil {
				err = show(a, "")
			}
			if err != nil {
				return err
			}
		}
	}
	if c.Bool("json") {
		return report.WriteJSON(c.out, report.Units(all))
	}
	switch {
	case shown > 0:
		return nil
	case !confirmed:
		return c.nothing("diff.unconfirmed")
	}
	return c.nothing("diff.none")
}

// picked returns the unit of that id, or those with changes, a lost side
// included.
func picked(a *track.Article, id string) ([]*track.Unit, error) {
	if id != "" {
		u := a.Unit(desk.ParsePick(id).Parts[0].Unit)
		if u == nil {
			return nil, &desk.NoUnitError{Slug: a.Slug, Unit: id}
		}
		return []*track.Unit{u}, nil
	}
	var out []*track.Unit
	for i := range a.Units {
		u := &a.Units[i]
		lost := (u.State == track.Missing || u.State == track.Orphan) && len(u.Entries) > 0
		if lost || u.State == track.Stale || u.State == track.Revised || u.State == track.Diverged || u.Weight > 0 {
			out = append(out, u)
		}
	}
	return out, nil
}
