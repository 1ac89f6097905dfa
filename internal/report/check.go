package report

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/say"
)

// Check is the result of a check in the form that all its formats are made
// from. It holds every finding, those that do not count included.
type Check struct {
	Findings []finding.Finding // sorted and numbered
	Articles int               // how many were judged
	Messages int               // how many UI strings were judged
	Langs    [2]string
	Gate     string            // "structural", "new" or "complete"
	FailOn   string            // "error", "warning" or "never"
	Shard    string            // "3/8", or "" when all was judged
	Pending  []finding.Finding // of a shard: what is a finding if the other shards agree
	Notes    []Note            // what could not be found out
	Folder   string            // the project's folder in its repository, "" for the top, else with "/" at the end
	Rules    []Rule            // all there are, for formats that declare them
}

// Note is something a reader of the report has to know that is no finding: a
// message id and its arguments.
type Note struct {
	ID   string         `json:"id"`
	Args map[string]any `json:"args,omitempty"`
}

// Rule is what formats tell of a rule.
type Rule struct {
	ID   string
	Tier string
	On   string            // "article", "string" or "project"
	By   map[string]string // severity by variant
}

// Fails reports whether the check is lost: the one thing that the exit code
// depends on.
func (c *Check) Fails() bool {
	errors, warnings, _ := finding.Count(c.Findings)
	switch c.FailOn {
	case "never":
		return false
	case "warning":
		return errors+warnings > 0
	}
	return errors > 0
}

// Format is one way to write a check.
type Format struct {
	Name   string
	Mixed  bool // may share standard output with others
	Writer func(io.Writer, *Check, *say.Printer) error
}

// Formats returns the table of formats; text comes from a Text writer, which
// knows about colour.
func Formats(t *Text) []Format {
	return []Format{
		{"text", true, func(w io.Writer, c *Check, _ *say.Printer) error { return t.on(w).Check(c) }},
		{"json", false, writeJSONCheck},
		{"github", true, writeGitHub},
		{"markdown", false, writeMarkdown},
		{"sarif", false, writeSARIF},
		{"gitlab", false, writeGitLab},
		{"junit", false, writeJUnit},
		{"rdjson", false, writeRDJSON},
		{"checkstyle", false, writeCheckstyle},
	}
}

// path returns a finding's file as it is called in the repository.
func (c *Check) path(f *finding.Finding) string { return path.Clean(c.Folder + f.Path) }

// counting returns the findings that count, in their order.
func (c *Check) counting() []*finding.Finding {
	var out []*finding.Finding
	for i := range c.Findings {
		if c.Findings[i].Counts() {
			out = append(out, &c.Findings[i])
		}
	}
	return out
}

// worstFirst is counting with the errors first.
func (c *Check) worstFirst() []*finding.Finding {
	list := c.counting()
	slices.SortStableFunc(list, func(a, b *finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return list
}

// hidden returns how many findings do not count: known ones, ignored ones.
func (c *Check) hidden() (known, ignored int) {
	for i := range c.Findings {
		switch f := &c.Findings[i]; {
		case f.Ignored != nil:
			ignored++
		case f.Baseline == finding.Known:
			known++
		}
	}
	return
}

// subject names what a finding is about: article, article#unit, or key.
func subject(f *finding.Finding) string {
	switch {
	case f.Key != "" && f.Unit != "":
		return f.Key + "#" + f.Unit
	case f.Key != "":
		return f.Key
	case f.Unit != "":
		return f.Article + "#" + f.Unit
	}
	return f.Article
}

// other takes the place in the other language out of a finding: the file and
// the line, 0 for the file as a whole. ok is false when there is none.
func other(f *finding.Finding) (file string, line int, ok bool) {
	place, _ := f.Args["Other"].(string)
	if place == "" {
		return "", 0, false
	}
	if i := strings.LastIndexByte(place, ':'); i >= 0 {
		if n, err := strconv.Atoi(place[i+1:]); err == nil {
			return place[:i], n, true
		}
	}
	return place, 0, true
}

// Title is the short name of a rule in the reader's language, or its id.
func Title(rule string, p *say.Printer) string {
	if id := "rule." + rule + ".title"; p.Has(id) {
		return p.Say(id, nil)
	}
	return rule
}

// nextCommands are what somebody types who wants to do something about a
// finding.
var nextCommands = map[string]string{
	"missing-version": "zuyg edit %s", "missing": "zuyg edit %s", "untranslated": "zuyg edit %s", "stale": "zuyg edit %s",
	"diverged": "zuyg diff %s", "revised": "zuyg diff %s", "orphan": "zuyg diff %s", "proposed": "zuyg diff %s",
	"verbatim": "zuyg diff %s", "address": "zuyg edit %s", "correction-without-twin": "zuyg edit %s",
	"unmatched-baseline": "zuyg check --prune-baseline",
}

// Next is the command that goes on from a finding of an article, "" when there
// is none.
func Next(f *finding.Finding) string {
	command := nextCommands[f.Rule]
	switch {
	case f.Key != "", command == "":
		return ""
	case !strings.Contains(command, "%s"):
		return command
	case len(f.Fix) > 0:
		return "zuyg check --fix " + f.Article
	}
	return fmt.Sprintf(command, subject(f))
}
