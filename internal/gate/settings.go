// Package gate decides which findings of a run fail it. Rules find, package
// check says how bad a finding is as such; gate looks at what lies around it:
// how long the text has been out of step, the article's status and category,
// what was there before, and what somebody said to ignore. It is pure: clock,
// git and files come in as values.
package gate

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"zuyg/internal/check"
	"zuyg/internal/finding"
)

// The gates: which promises a run insists on.
const (
	Structural = "structural" // files can be used; nothing else fails
	New        = "new"        // and nothing came out of step that was not before, or for longer than its grace
	Complete   = "complete"   // and everything is in step now
)

// Gates lists the gates, FailOns what a run may fail on.
var (
	Gates   = []string{Structural, New, Complete}
	FailOns = []string{"error", "warning", "never"}
)

// Forever is a grace that is never over.
const Forever = time.Duration(1<<63 - 1)

// Settings are the policy.
type Settings struct {
	Gate     string
	FailOn   string
	Baseline string                   // file, "" for none
	Grace    map[string]time.Duration // by "rule.variant"
	Category map[string]Exception     // by the article's category
	Status   map[string]Exception     // by the article's status
	Ignores  []Ignore
}

// Exception is what differs for the articles of a category or a status.
type Exception struct {
	Severity map[string]check.Severity // by "rule.variant", or "rule" for one without
	Grace    map[string]time.Duration  // by "rule.variant"
	Reported bool                      // findings are reported and never fail
}

// Ignore is a setting that silences findings.
type Ignore struct {
	finding.Ignore
	Articles []string // patterns as of path.Match, a "**" at the end for all below; none: all
	Keys     []string // the same for UI strings
	Lang     string   // "" for both
}

// Defaults returns the policy a project starts with: a translation may be
// behind by a day when much of its lead was rewritten, by a week when little
// was; facts have no grace, and what is no change of words is never called in.
// Drafts never fail.
func Defaults() Settings {
	day := 24 * time.Hour
	return Settings{Gate: New, FailOn: "error",
		Grace: map[string]time.Duration{"stale.major": day, "diverged.major": day, "stale.minor": 7 * day, "diverged.minor": 7 * day},
		Status: map[string]Exception{
			"draft": {Reported: true},
		}}
}

// ParseGrace reads "24h", "7d", "90m", "0" or "never".
func ParseGrace(s string) (time.Duration, error) {
	switch s {
	case "never":
		return Forever, nil
	case "0":
		return 0, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 || n > 36500 {
			return 0, fmt.Errorf("duration %q", s)
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("duration %q", s)
	}
	return d, nil
}

// weighed are the rules whose variants are weights.
var weighed = []string{"stale", "diverged", "revised"}

// GraceNames returns what a name in a table of graces stands for: "major" for
// the rules stale and diverged of that weight, "rule.variant" and "rule" for
// themselves. none: there is no such rule or variant.
func GraceNames(name string) []string {
	switch name {
	case "fact", "major", "minor", "cosmetic":
		return []string{"stale." + name, "diverged." + name}
	}
	rule, variant, _ := strings.Cut(name, ".")
	for _, r := range check.Rules() {
		if r.ID != rule {
			continue
		}
		if _, ok := r.Severity[variant]; ok {
			return []string{name}
		}
		if variant == "" && slices.Contains(weighed, rule) {
			return []string{rule + ".fact", rule + ".major", rule + ".minor", rule + ".cosmetic"}
		}
	}
	return nil
}

// matches reports whether one of patterns fits name; no pattern fits all.
func matches(patterns []string, name string) bool {
	if len(patterns) == 0 {
		return true
	}
	return slices.ContainsFunc(patterns, func(p string) bool {
		if below, ok := strings.CutSuffix(p, "**"); ok {
			return strings.HasPrefix(name, below)
		}
		ok, err := path.Match(p, name)
		return ok && err == nil
	})
}

// ValidPattern reports whether a pattern can be used.
func ValidPattern(p string) bool {
	_, err := path.Match(strings.TrimSuffix(p, "**"), "")
	return err == nil && p != ""
}

// covers reports whether the setting speaks of a finding.
func (g *Ignore) covers(f *finding.Finding) bool {
	if !slices.Contains(g.Rules, f.Rule) && !slices.Contains(g.Rules, "*") || g.Lang != "" && g.Lang != f.Lang {
		return false
	}
	switch {
	case len(g.Articles) == 0 && len(g.Keys) == 0:
		return true
	case f.Key != "":
		return len(g.Keys) > 0 && matches(g.Keys, f.Key)
	default:
		return len(g.Articles) > 0 && f.Article != "" && matches(g.Articles, f.Article)
	}
}
