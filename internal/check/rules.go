// Package check judges an article: which findings it has and how bad each is.
// Each rule is a value in one table with the function that finds it. A finding
// is a fact with a place; its sentence is made by package say.
package check

import (
	"fmt"
	"slices"

	"zuyg/internal/finding"
	"zuyg/internal/track"
)

// Rule is one thing that can be wrong. Severities are by variant: a rule whose
// verdict depends on the weight of a change has the variants "fact", "major",
// "minor" and "cosmetic", others have "" only.
type Rule struct {
	ID       string
	Tier     finding.Tier
	Severity map[string]Severity // by variant
	find     func(*pass)
}

// Severity is a finding's severity, or Off.
type Severity int8

// The severities a setting may name.
const (
	Off     Severity = -1
	Info             = Severity(finding.Info)
	Warning          = Severity(finding.Warning)
	Error            = Severity(finding.Error)
)

var severityNames = map[string]Severity{"off": Off, "info": Info, "warning": Warning, "error": Error}

// rules returns the table of rules, in the order they run.
func rules() []Rule {
	all := func(s Severity) map[string]Severity { return map[string]Severity{"": s} }
	byWeight := func(fact, major, minor, cosmetic Severity) map[string]Severity {
		return map[string]Severity{"fact": fact, "major": major, "minor": minor, "cosmetic": cosmetic}
	}
	return []Rule{
		{ID: "unreadable", Tier: finding.Structure, Severity: all(Error), find: unreadable},
		{ID: "lead", Tier: finding.Structure, Severity: all(Error), find: leadNamed},
		{ID: "missing-version", Tier: finding.Completeness, Severity: all(Error), find: missingVersion},
		{ID: "missing", Tier: finding.Completeness, Severity: all(Error), find: states(track.Missing)},
		{ID: "untranslated", Tier: finding.Completeness, Severity: all(Error), find: states(track.Untranslated)},
		{ID: "diverged", Tier: finding.Completeness, Severity: byWeight(Error, Warning, Warning, Info), find: states(track.Diverged)},
		{ID: "stale", Tier: finding.Completeness, Severity: byWeight(Error, Warning, Warning, Info), find: states(track.Stale)},
		{ID: "revised", Tier: finding.Completeness, Severity: byWeight(Error, Warning, Info, Info), find: states(track.Revised)},
		{ID: "orphan", Tier: finding.Completeness, Severity: all(Warning), find: states(track.Orphan)},
		{ID: "proposed", Tier: finding.Completeness, Severity: all(Warning), find: states(track.Proposed)},
		{ID: "verbatim", Tier: finding.Structure, Severity: map[string]Severity{"": Error, "confirmed": Info}, find: verbatim},
		{ID: "address", Tier: finding.Structure, Severity: map[string]Severity{"": Error, "confirmed": Info}, find: addresses},
	}
}

// RuleNames returns the ids of all rules, in order.
func RuleNames() []string {
	var ids []string
	for _, r := range rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// Settings say how bad each finding is, by "rule" or "rule.variant".
type Settings struct{ severity map[string]Severity }

// Defaults returns the severities a project starts with.
func Defaults() Settings {
	s := Settings{map[string]Severity{}}
	for _, r := range rules() {
		for variant, v := range r.Severity {
			s.severity[name(r.ID, variant)] = v
		}
	}
	return s
}

func name(rule, variant string) string {
	if variant == "" {
		return rule
	}
	return rule + "." + variant
}

// Set changes the severity of "rule" (all its variants) or "rule.variant" to
// "error", "warning", "info" or "off".
func (s *Settings) Set(rule, severity string) error {
	v, ok := severityNames[severity]
	if !ok {
		return fmt.Errorf("severity %q", severity)
	}
	if _, ok := s.severity[rule]; ok {
		s.severity[rule] = v
		return nil
	}
	i := slices.IndexFunc(rules(), func(r Rule) bool { return r.ID == rule })
	if i < 0 {
		return fmt.Errorf("rule %q", rule)
	}
	for variant := range rules()[i].Severity {
		s.severity[name(rule, variant)] = v
	}
	return nil
}

// pass is one rule at work on one article.
type pass struct {
	article  *track.Article
	settings Settings
	rule     *Rule
	found    []finding.Finding
}

// report adds a finding, unless its severity is off.
func (p *pass) report(variant string, f finding.Finding) {
	severity := p.settings.severity[name(p.rule.ID, variant)]
	if severity == Off {
		return
	}
	f.Rule, f.Tier, f.Severity, f.Article = p.rule.ID, p.rule.Tier, finding.Severity(severity), p.article.Slug
	p.found = append(p.found, f)
}

// Article returns the findings of an article, sorted.
func Article(a *track.Article, s Settings) []finding.Finding {
	p := &pass{article: a, settings: s}
	table := rules()
	for i := range table {
		p.rule = &table[i]
		p.rule.find(p)
	}
	finding.Sort(p.found)
	return p.found
}
