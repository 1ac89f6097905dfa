package cli

import (
	"slices"

	"zuyg/internal/project"
	"zuyg/internal/report"
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
	if c.Bool("json") {
		return c.statusJSON(p, slugs)
	}
	set, done := c.progress()
	var list []report.Summary
	for a, err := range p.Articles(c.Context.Context, slugs...) {
		if err != nil {
			done()
			return err
		}
		if len(slugs) > 0 || c.Bool("units") {
			if err := c.text().Article(a); err != nil {
				return err
			}
			continue
		}
		list = append(list, report.Summarize(a))
		set(len(list), len(slugs))
	}
	done()
	if len(slugs) > 0 || c.Bool("units") {
		return nil
	}
	if len(list) == 0 {
		return c.nothing("status.none")
	}
	report.ByNeed(list)
	return c.text().Status(list)
}

func (c *call) statusJSON(p *project.Project, slugs []string) error {
	units := len(slugs) > 0 || c.Bool("units")
	var articles []any
	var totals [track.States]int
	for a, err := range p.Articles(c.Context.Context, slugs...) {
		if err != nil {
			return err
		}
		articles = append(articles, report.Article(a, units))
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
