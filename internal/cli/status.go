package cli

import (
	"slices"

	"zuyg/internal/project"
	"zuyg/internal/report"
	"zuyg/internal/stats"
	"zuyg/internal/track"
)

func statusCommand() command {
	return command{
		name: "status", args: "[ARTICLE…]", most: -1, slugs: true,
		flags:    []flag{jsonFlag, {name: "units"}},
		examples: []string{"zuyg status", "zuyg status bread-prices", "zuyg status --json --units | jq '.totals'", "zuyg --lang hy status"},
		run:      runStatus,
	}
}

func runStatus(c *call) error {
	p, err := c.open()
	if err != nil {
		return err
	}
	slugs, err := c.slugs(p)
	if err != nil {
		return err
	}
	units := len(slugs) > 0 || c.Bool("units")
	switch {
	case c.Bool("json") && units:
		return c.unitsJSON(p, slugs)
	case units:
		return c.units(p, slugs)
	}
	list, err := c.summaries(p)
	switch {
	case err != nil:
		return err
	case c.Bool("json"):
		return report.WriteJSON(c.out, report.Summaries(p.Settings.Languages, list))
	case len(list) == 0:
		return c.nothing("status.none")
	}
	stats.ByNeed(list)
	return c.text().Status(list)
}

// summaries counts all articles.
func (c *call) summaries(p *project.Project) ([]stats.Summary, error) {
	s, err := p.Survey(build(), false)
	if err != nil {
		return nil, err
	}
	set, done := c.progress()
	defer done()
	list := make([]stats.Summary, 0, s.Len())
	for a, err := range s.Articles(c.Context.Context) {
		if err != nil {
			return nil, err
		}
		list = append(list, a.Summary)
		set(len(list), s.Len())
	}
	return list, nil
}

// units writes a line a unit.
func (c *call) units(p *project.Project, slugs []string) error {
	for a, err := range p.Articles(c.Context.Context, slugs...) {
		if err != nil {
			return err
		}
		if err := c.text().Article(a); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) unitsJSON(p *project.Project, slugs []string) error {
	var articles []any
	var totals [track.States]int
	for a, err := range p.Articles(c.Context.Context, slugs...) {
		if err != nil {
			return err
		}
		articles = append(articles, report.Article(a, true))
		for s, n := range a.Counts() {
			totals[s] += n
		}
	}
	return report.WriteJSON(c.out, report.Status(p.Settings.Languages, articles, totals))
}

// nothing says that there was nothing to show.
func (c *call) nothing(id string) error {
	_, err := c.out.Write([]byte(c.say.Say(id, nil) + "\n"))
	return err
}

// openStates are the states of units that something is to be done about.
var openStates = []track.State{track.Missing, track.Untranslated, track.Diverged, track.Stale, track.Revised, track.Orphan, track.Proposed}

func isOpen(u *track.Unit) bool { return slices.Contains(openStates, u.State) }
