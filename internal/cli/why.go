package cli

import (
	"fmt"
	"strings"

	"zuyg/internal/report"
	"zuyg/internal/term"
)

func whyCommand() command {
	return command{
		name: "why", args: "ARTICLE#UNIT", least: 1, most: 1, slugs: true,
		flags:    []flag{jsonFlag},
		examples: []string{"zuyg why bread-prices#k3f9a2bc", "zuyg why bread-prices#k3f9a2bc --json"},
		run:      runWhy,
	}
}

// runWhy shows who confirmed a unit and every commit that changed it since.
func runWhy(c *call) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	refs, err := c.refs(p)
	if err != nil {
		return err
	}
	if refs[0].Unit == "" {
		return &usageError{id: "error.name-unit", args: map[string]any{"Article": refs[0].Slug}}
	}
	commits, end := c.commits()
	why, err := d.Why(c.Context.Context, refs[0], commits)
	end()
	if err != nil {
		return err
	}
	problem := ""
	if why.Problem != nil {
		_, text, _ := c.explain(why.Problem)
		fmt.Fprintf(c.err, "zuyg: %s\n      %s\n", term.Safe(text), c.say.Say("why.record-only", nil))
		problem = strings.TrimPrefix(historyProblem(why.Problem), "error.")
	}
	c.noteEdge(why.Edge)
	c.note("why.untracked", why.Untracked)
	if c.Bool("json") {
		w := report.WhyJSON{Article: why.Article, Unit: why.Unit, Trace: why.Trace, Edge: why.Edge, Untracked: why.Untracked, Problem: problem}
		return report.WriteJSON(c.out, w.Document())
	}
	return c.text().Why(why.Article, why.Unit, why.Trace, why.Problem == nil)
}
