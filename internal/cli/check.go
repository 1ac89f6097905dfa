package cli

import (
	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/project"
	"zuyg/internal/report"
)

func checkCommand() command {
	return command{
		name: "check", args: "[ARTICLE…]", most: -1, slugs: true,
		flags:    []flag{jsonFlag},
		examples: []string{"zuyg check", "zuyg check bread-prices", "zuyg check --json > findings.json"},
		run:      runCheck,
	}
}

func runCheck(c *call) error {
	p, err := c.open()
	if err != nil {
		return err
	}
	slugs, err := c.slugs(p)
	if err != nil {
		return err
	}
	found, n, err := c.findings(p, slugs)
	if err != nil {
		return err
	}
	if n == 0 {
		return &usageError{id: "error.nothing-to-check", args: map[string]any{"Pattern": p.Settings.Articles}}
	}
	finding.Sort(found)
	if c.Bool("json") {
		err = report.WriteJSON(c.out, report.Findings(found, c.say))
	} else {
		err = c.text().Findings(found, n)
	}
	if err != nil {
		return err
	}
	if errs, _, _ := finding.Count(found); errs > 0 {
		return errFindings
	}
	return nil
}

// findings returns the findings of the named articles or of all, and how many
// articles those are.
func (c *call) findings(p *project.Project, slugs []string) (found []finding.Finding, n int, err error) {
	set, done := c.progress()
	defer done()
	if len(slugs) > 0 {
		for a, err := range p.Articles(c.Context.Context, slugs...) {
			if err != nil {
				return nil, n, err
			}
			found = append(found, check.Article(a, p.Settings.Check)...)
			n++
			set(n, len(slugs))
		}
		return found, n, nil
	}
	s, err := p.Survey(build(), true)
	if err != nil {
		return nil, n, err
	}
	for a, err := range s.Articles(c.Context.Context) {
		if err != nil {
			return nil, n, err
		}
		found = append(found, a.Findings...)
		n++
		set(n, s.Len())
	}
	return found, n, nil
}
