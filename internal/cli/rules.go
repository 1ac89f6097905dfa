package cli

import (
	"errors"
	"io"
	"os"
	"slices"

	"zuyg/internal/check"
	"zuyg/internal/project"
	"zuyg/internal/report"
)

func rulesCommand() command {
	return command{
		name: "rules", flags: []flag{jsonFlag},
		examples: []string{"zuyg rules", "zuyg rules --json"},
		run:      runRules,
	}
}

// ruleSettings are the severities of the project, or the defaults where there
// is none: the rules can be read anywhere.
func (c *call) ruleSettings() (check.Settings, error) {
	p, err := c.open()
	if errors.Is(err, project.ErrNone) {
		return check.Defaults(), nil
	}
	if err != nil {
		return check.Settings{}, err
	}
	return p.Settings.Check, p.Close()
}

func runRules(c *call) error {
	s, err := c.ruleSettings()
	if err != nil {
		return err
	}
	rules := ruleTable(s)
	if c.Bool("json") {
		return report.WriteJSON(c.out, report.RulesJSON(rules, c.say))
	}
	return c.text().Rules(rules)
}

func explainCommand() command {
	return command{
		name: "explain", args: "RULE", least: 1, most: 1, flags: []flag{jsonFlag},
		examples: []string{"zuyg explain stale", "zuyg explain correction-without-twin --lang hy"},
		run:      runExplain,
	}
}

func runExplain(c *call) error {
	s, err := c.ruleSettings()
	if err != nil {
		return err
	}
	id := c.Args().First()
	rules := ruleTable(s)
	i := slices.IndexFunc(rules, func(r report.Rule) bool { return r.ID == id })
	if i < 0 {
		return nearestError("error.unknown-rule", id, "", project.Nearest(id, check.RuleNames()))
	}
	example, err := check.Example(id)
	if err != nil {
		return err
	}
	e := report.Explanation{Rule: rules[i], Example: example}
	if c.Bool("json") {
		return report.WriteJSON(c.out, report.ExplanationJSON(&e, c.say))
	}
	return c.text().Explain(&e)
}

func reportCommands() []command {
	examples := []string{"zuyg report merge 1.json 2.json 3.json", "zuyg report merge shards/*.json --output text --output sarif:zuyg.sarif"}
	return []command{
		{name: "report", group: true, examples: examples, run: func(c *call) error { return c.session.help(c.find("report")) }},
		{name: "report merge", args: "FILE…", least: 1, most: -1, flags: []flag{jsonFlag, outputFlag, failOnFlag}, examples: examples, run: runReportMerge},
	}
}

// maxReport is the largest report that is read, in bytes: one of an archive of
// which nothing was confirmed yet has some kilobytes an article.
const maxReport = 1 << 30

func readReport(name string) (data []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read from
	data, err = io.ReadAll(io.LimitReader(f, maxReport+1))
	if err == nil && len(data) > maxReport {
		return nil, &usageError{id: "error.import-large", args: map[string]any{"Path": name, "Limit": maxReport >> 20}}
	}
	return data, err
}

// runReportMerge puts the reports of shards together. It fails as one check
// over everything would, and can't judge when a shard is missing.
func runReportMerge(c *call) error {
	outputs, err := c.outputs()
	if err != nil {
		return err
	}
	var parts []report.Part
	for _, name := range c.Args().Slice() {
		data, err := readReport(name)
		if err != nil {
			return err
		}
		r, err := report.ReadCheck(data)
		if err != nil {
			return &usageError{id: "error.report", args: map[string]any{"Path": name, "Detail": err.Error()}}
		}
		parts = append(parts, report.Part{Path: name, Check: r})
	}
	r, err := report.Merge(parts)
	if err != nil {
		return err
	}
	if r.FailOn, err = c.choice("fail-on", []string{"error", "warning", "never"}, r.FailOn); err != nil {
		return err
	}
	r.Rules = ruleTable(check.Defaults())
	return c.report(r, outputs)
}
