package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"zuyg/internal/check"
	"zuyg/internal/desk"
	"zuyg/internal/gate"
	"zuyg/internal/project"
	"zuyg/internal/report"
)

// defaultBaseline is where --write-baseline writes when nothing names a file.
const defaultBaseline = "zuyg-baseline.jsonl"

var (
	outputFlag = flag{name: "output", short: "o", value: "FORMAT[:PATH]", many: true}
	failOnFlag = flag{name: "fail-on", value: "error|warning|never"}
)

func checkCommand() command {
	return command{
		name: "check", args: "[ARTICLE…]", most: -1, slugs: true,
		flags: []flag{jsonFlag, outputFlag, {name: "gate", value: "structural|new|complete"}, failOnFlag,
			{name: "new-from", value: "REF"}, {name: "baseline", value: "FILE"}, {name: "write-baseline"}, {name: "prune-baseline"},
			{name: "fix"}, {name: "dry-run"}, {name: "shard", value: "K/N"}},
		examples: []string{"zuyg check", "zuyg check bread-prices", "zuyg check --json > findings.json",
			"zuyg check --new-from origin/main --output text --output github", "zuyg check --gate complete --output sarif:zuyg.sarif",
			"zuyg check --write-baseline", "zuyg check --fix --dry-run", "zuyg check --shard 3/8 --output json:3.json"},
		run: runCheck,
	}
}

func runCheck(c *call) error {
	outputs, err := c.outputs()
	if err != nil {
		return err
	}
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	o, err := c.checkOptions(p)
	if err != nil {
		return err
	}
	checked, err := c.check(d, p, o)
	if err != nil {
		return err
	}
	switch {
	case c.Bool("write-baseline"):
		return c.writeBaseline(d, p, checked)
	case c.Bool("prune-baseline"):
		return c.pruneBaseline(d, o.Settings.Baseline, checked)
	case c.Bool("fix"):
		if err := c.fix(d, checked); err != nil || c.Bool("dry-run") {
			return err
		}
		if checked, err = c.check(d, p, o); err != nil { // what is left
			return err
		}
	}
	r := &report.Check{Findings: checked.Findings, Articles: checked.Articles, Messages: checked.Messages, Langs: p.Settings.Languages, Gate: o.Settings.Gate,
		FailOn: o.Settings.FailOn, Shard: o.Shard.String(), Pending: checked.Pending, Folder: checked.Folder, Rules: ruleTable(p.Settings.Check)}
	if checked.Unknown > 0 {
		id := "check.age-unknown"
		if checked.Shallow {
			id = "check.age-shallow"
		}
		r.Notes = append(r.Notes, report.Note{ID: id, Args: map[string]any{"Count": checked.Unknown, "Number": strconv.Itoa(checked.Unknown)}})
	}
	return c.report(r, outputs)
}

func (c *call) check(d *desk.Desk, p *project.Project, o desk.CheckOptions) (*desk.Checked, error) {
	set, done := c.progress()
	defer done()
	checked, err := d.Check(c.Context.Context, o, set)
	if errors.Is(err, desk.ErrNothing) {
		return nil, &usageError{id: "error.nothing-to-check", args: map[string]any{"Pattern": p.Settings.Articles}}
	}
	return checked, err
}

// report writes a check in all the ways that were asked for and turns it into
// the command's result.
func (c *call) report(r *report.Check, outputs []output) error {
	if err := c.writeOutputs(r, outputs); err != nil {
		return err
	}
	if r.Fails() {
		return errFindings
	}
	return nil
}

// ruleTable is the table of rules for reports, with the settings' severities.
func ruleTable(s check.Settings) []report.Rule {
	var out []report.Rule
	for _, r := range check.Rules() {
		by := map[string]string{}
		for variant := range r.Severity {
			by[variant] = s.Of(r.ID, variant).String()
		}
		out = append(out, report.Rule{ID: r.ID, Tier: r.Tier.String(), On: r.About.String(), By: by})
	}
	return out
}

// checkOptions reads the flags; what contradicts is refused before any work.
func (c *call) checkOptions(p *project.Project) (desk.CheckOptions, error) {
	o := desk.CheckOptions{Settings: p.Settings.Gate, NewFrom: c.String("new-from"), Build: build()}
	var err error
	if o.Slugs, err = c.slugs(p); err != nil {
		return o, err
	}
	if o.Settings.Gate, err = c.choice("gate", gate.Gates, o.Settings.Gate); err != nil {
		return o, err
	}
	if o.Settings.FailOn, err = c.choice("fail-on", gate.FailOns, o.Settings.FailOn); err != nil {
		return o, err
	}
	if o.Shard, err = parseShare(c.String("shard")); err != nil {
		return o, err
	}
	if name := c.String("baseline"); name != "" {
		if o.Settings.Baseline, err = c.within(p, name); err != nil {
			return o, err
		}
	}
	if o.Settings.Baseline == "" && c.Bool("prune-baseline") {
		o.Settings.Baseline = defaultBaseline
	}
	for _, pair := range [][2]string{{"write-baseline", "prune-baseline"}, {"write-baseline", "fix"}, {"prune-baseline", "fix"},
		{"write-baseline", "new-from"}, {"prune-baseline", "new-from"}, {"write-baseline", "shard"}, {"shard", "ARTICLE"},
		{"write-baseline", "ARTICLE"}, {"fix", "new-from"}} {
		if c.given(pair[0]) && c.given(pair[1]) {
			return o, &usageError{id: "error.flags-exclude", args: map[string]any{"A": dashed(pair[0]), "B": dashed(pair[1])}}
		}
	}
	switch {
	case o.Settings.Gate == gate.Complete && (o.NewFrom != "" || c.String("baseline") != ""):
		return o, &usageError{id: "error.complete-compares"}
	case c.Bool("dry-run") && !c.Bool("fix"):
		return o, &usageError{id: "error.dry-run"}
	case c.Bool("write-baseline"):
		o.Settings.Baseline = "" // what is accepted now does not count for what will be
	}
	return o, nil
}

func dashed(name string) string {
	if name == strings.ToUpper(name) {
		return name
	}
	return "--" + name
}

// given reports whether a flag, or an argument, stands on the command line.
func (c *call) given(name string) bool {
	if name == "ARTICLE" {
		return c.NArg() > 0
	}
	return c.IsSet(name)
}

// choice is the value of a flag that takes one of several words.
func (c *call) choice(name string, words []string, otherwise string) (string, error) {
	v := c.String(name)
	if v == "" && !c.IsSet(name) {
		return otherwise, nil
	}
	for _, w := range words {
		if v == w {
			return v, nil
		}
	}
	return "", &usageError{id: "error.choice", args: map[string]any{"Flag": "--" + name, "Value": v, "Choices": strings.Join(words, ", ")}}
}

// parseShare reads "3/8".
func parseShare(s string) (desk.Share, error) {
	if s == "" {
		return desk.Share{}, nil
	}
	a, b, _ := strings.Cut(s, "/")
	k, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || k < 1 || n < 1 || k > n {
		return desk.Share{}, &usageError{id: "error.shard", args: map[string]any{"Value": s}}
	}
	return desk.Share{K: k, N: n}, nil
}

// within turns a file named on the command line into its name in the project.
func (c *call) within(p *project.Project, name string) (string, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(c.dir, name)
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(p.Root().Path(), abs)
	if err != nil || !fs.ValidPath(filepath.ToSlash(rel)) {
		return "", &usageError{id: "error.outside", args: map[string]any{"Path": name}}
	}
	return filepath.ToSlash(rel), nil
}
