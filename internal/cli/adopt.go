package cli

import (
	"fmt"

	"zuyg/internal/report"
)

func adoptCommand() command {
	return command{
		name: "adopt", args: "[ARTICLE…]", most: -1, slugs: true,
		flags:    []flag{{name: "write"}, jsonFlag},
		examples: []string{"zuyg adopt", "zuyg adopt bread-prices", "zuyg adopt --write"},
		run:      runAdopt,
	}
}

// maxShown is for how many articles adopt lists what it proposes; for more, it
// counts.
const maxShown = 20

func runAdopt(c *call) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	slugs, err := c.slugs(p)
	if err != nil {
		return err
	}
	if len(slugs) == 0 {
		if slugs, err = d.Untracked(); err != nil {
			return err
		}
	}
	shown := len(slugs) <= maxShown
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
	id := "adopt.total"
	if c.Bool("write") {
		id = "adopt.written"
	}
	_, err = fmt.Fprintf(c.out, "\n%s\n", c.say.Say(id, map[string]any{"Count": len(found), "Articles": c.say.Number(len(found)), "Units": c.say.Number(proposed), "Alone": c.say.Number(alone)}))
	return err
}
