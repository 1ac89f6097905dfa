package cli

import (
	"fmt"
	"strings"

	"zuyg/internal/desk"
	"zuyg/internal/project"
	"zuyg/internal/report"
	"zuyg/internal/term"
	"zuyg/internal/vcs"
)

func adoptCommand() command {
	return command{
		name: "adopt", args: "[ARTICLE…]", most: -1, slugs: true,
		flags:    []flag{{name: "write"}, {name: "history"}, jsonFlag},
		examples: []string{"zuyg adopt", "zuyg adopt bread-prices", "zuyg adopt --write", "zuyg adopt --history", "zuyg adopt --history --write bread-prices"},
		run:      runAdopt,
	}
}

// shownArticles is how many articles are shown unit by unit; of more there is
// the total.
const shownArticles = 20

func runAdopt(c *call) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	slugs, err := c.slugs(p)
	if err != nil {
		return err
	}
	if c.Bool("history") {
		return c.adoptHistory(d, p, slugs)
	}
	if len(slugs) == 0 {
		if slugs, err = d.Untracked(); err != nil {
			return err
		}
	}
	shown := len(slugs) <= shownArticles
	set, end := c.progress()
	found, err := d.Adopt(c.Context.Context, slugs, c.Bool("write"), shown || c.Bool("json"), set)
	end()
	if err != nil {
		return err
	}
	if c.Bool("json") {
		list := []any{}
		for _, a := range found {
			list = append(list, report.Article(a.Article, true))
		}
		return report.WriteJSON(c.out, report.Object("written", c.Bool("write"), "articles", list))
	}
	if len(found) == 0 {
		return c.nothing("adopt.none")
	}
	proposed, alone := 0, 0
	for _, a := range found {
		proposed += a.Proposed
		alone += a.Alone
		if shown {
			if err := c.text().Proposals(a.Article); err != nil {
				return err
			}
		}
	}
	return c.adoptTotal(len(found), proposed, alone)
}

func (c *call) adoptTotal(articles, proposed, alone int) error {
	id := "adopt.total"
	if c.Bool("write") {
		id = "adopt.written"
	}
	_, err := fmt.Fprintf(c.out, "\n%s\n", c.say.Say(id, map[string]any{"Count": articles, "Articles": c.say.Number(articles), "Units": c.say.Number(proposed), "Alone": c.say.Number(alone)}))
	return err
}

// adoptHistory is adopt with the agreed texts from git. With no article named,
// all are looked at, and those that have nothing to propose are left out.
func (c *call) adoptHistory(d *desk.Desk, p *project.Project, slugs []string) error {
	named := len(slugs) > 0
	if !named {
		var err error
		if slugs, err = p.Slugs(); err != nil {
			return err
		}
	}
	commits, endCommits := c.commits()
	set, end := c.progress()
	past, err := d.AdoptHistory(c.Context.Context, slugs, c.Bool("write"), commits, set)
	end()
	endCommits()
	if err != nil {
		return err
	}
	var found []desk.AdoptedPast
	proposed, alone := 0, 0
	for _, a := range past.Articles {
		if named || a.Proposed > 0 {
			found = append(found, a)
			proposed += a.Proposed
			alone += a.Alone
		}
	}
	c.noteEdge(past.Edge)
	var untracked, uncommitted []string
	for _, a := range found {
		untracked, uncommitted = append(untracked, a.Untracked...), append(uncommitted, a.Uncommitted...)
	}
	c.note("history.untracked", untracked)
	c.note("history.uncommitted", uncommitted)
	if c.Bool("json") {
		list := []any{}
		for _, a := range found {
			list = append(list, report.HistoryArticle(a.Article, a.Pairs, a.Untracked, a.Uncommitted))
		}
		return report.WriteJSON(c.out, report.Object("written", c.Bool("write"), "edge", report.Edge(past.Edge), "articles", list))
	}
	if len(found) == 0 {
		return c.nothing("adopt.none")
	}
	for _, a := range found {
		if len(found) > shownArticles {
			break
		}
		if err := c.text().History(a.Article, a.Pairs); err != nil {
			return err
		}
	}
	return c.adoptTotal(len(found), proposed, alone)
}

// commits is the progress of a walk over history.
func (c *call) commits() (set func(int), done func()) {
	p := term.NewProgress(c.err, c.now)
	return func(n int) { p.Set(n, 0, c.say.Say("progress.commits", nil)) }, p.Done
}

// noteEdge says how far the history of a shallow clone reaches.
func (c *call) noteEdge(edge *vcs.Commit) {
	if edge != nil {
		c.note("history.shallow", []string{edge.Date() + " (" + edge.Short() + ")"})
	}
}

// mostListed is how many names a note lists.
const mostListed = 10

// note says on standard error what a reader of the result must know; nothing
// when there is nothing to list.
func (c *call) note(id string, list []string) {
	if len(list) == 0 {
		return
	}
	names := strings.Join(list[:min(len(list), mostListed)], ", ")
	if len(list) > mostListed {
		names += " …"
	}
	fmt.Fprintf(c.err, "zuyg: %s\n", c.say.Say(id, map[string]any{"Count": len(list), "Number": c.say.Number(len(list)), "List": term.Safe(names)}))
}
