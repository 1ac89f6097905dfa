// Package check judges an article: which findings it has and how bad each is.
// Each rule is a value in one table with the function that finds it. A finding
// is a fact with a place; its sentence is made by package say.
package check

import (
	"fmt"
	"maps"
	"slices"

	"zuyg/internal/finding"
	"zuyg/internal/track"
)

// Rule is one thing that can be wrong. Severities are by variant: a rule whose
// verdict depends on the weight of a change has the variants "fact", "major",
// "minor" and "cosmetic", one that is milder for what somebody confirmed has
// "confirmed"; "" is the rest.
type Rule struct {
	ID       string
	About    About
	Tier     finding.Tier
	Severity map[string]Severity // by variant
	find     func(*pass)         // nil for what is not found in an article
}

// About is what a rule looks at. String gives "article", "string", "project".
type About uint8

// What rules look at.
const (
	Articles About = iota
	Strings        // UI strings
	Project        // the settings of the check itself: ignores and the baseline
)

// String returns the name that JSON uses.
func (a About) String() string { return [...]string{"article", "string", "project"}[a] }

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

// String returns the name that settings use.
func (s Severity) String() string {
	for name, v := range severityNames {
		if v == s {
			return name
		}
	}
	return "off"
}

// all makes the severities of a rule without variants.
func all(s Severity) map[string]Severity { return map[string]Severity{"": s} }

// byWeight makes those of a rule about a change.
func byWeight(fact, major, minor, cosmetic Severity) map[string]Severity {
	return map[string]Severity{"fact": fact, "major": major, "minor": minor, "cosmetic": cosmetic}
}

// Rules returns the table of all rules: of articles in the order they run, of
// UI strings, of the check itself.
func Rules() []Rule {
	return slices.Concat(articleRules(), stringRules(), projectRules())
}

func articleRules() []Rule {
	confirmed := map[string]Severity{"": Error, "confirmed": Info}
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
		{ID: "verbatim", Tier: finding.Structure, Severity: confirmed, find: verbatim},
		{ID: "address", Tier: finding.Structure, Severity: confirmed, find: addresses},
		{ID: "correction-without-twin", Tier: finding.Completeness, Severity: all(Error), find: correctionTwins},
	}
}

// stringRules are those of UI strings. Package catalog finds them; "missing",
// "stale", "diverged", "revised", "orphan" and "untranslated" are the articles'
// own, with a key in place of an article.
func stringRules() []Rule {
	row := func(id string, tier finding.Tier, s Severity) Rule {
		return Rule{ID: id, About: Strings, Tier: tier, Severity: all(s)}
	}
	return []Rule{
		row("parse-error", finding.Structure, Error),
		row("duplicate-key", finding.Structure, Error),
		row("bad-locale-name", finding.Structure, Error),
		row("reserved-key", finding.Structure, Error),
		row("empty-source", finding.Structure, Error),
		row("template-syntax", finding.Structure, Error),
		row("placeholder-extra", finding.Structure, Error),
		{ID: "placeholder-missing", About: Strings, Tier: finding.Structure, Severity: map[string]Severity{"": Error, "one": Warning}},
		row("plural-missing-form", finding.Structure, Error),
		row("plural-number-dropped", finding.Structure, Error),
		row("plural-unused-form", finding.Structure, Warning),
		row("html-mismatch", finding.Structure, Error),
		row("url-mismatch", finding.Structure, Warning),
		row("undefined-key", finding.Structure, Error),
		row("unused", finding.Structure, Warning),
		row("delimiter-near-miss", finding.Structure, Warning),
		row("not-formatted", finding.Structure, Warning),
		row("unknown-provenance", finding.Completeness, Warning),
		row("same-as-source", finding.Completeness, Warning),
		row("english-in-hy", finding.Completeness, Warning),
		row("hy-fullstop", finding.Text, Warning),
		row("hy-question", finding.Text, Warning),
		row("hy-quotes", finding.Text, Warning),
		row("mixed-script", finding.Text, Warning),
		row("invisible-char", finding.Text, Warning),
		row("not-nfc", finding.Text, Warning),
		row("edge-space", finding.Text, Warning),
		row("double-space", finding.Text, Warning),
		row("too-long", finding.Text, Warning),
	}
}

// projectRules are about the check itself: what silences it must be true.
func projectRules() []Rule {
	row := func(id string, s Severity) Rule {
		return Rule{ID: id, About: Project, Tier: finding.Structure, Severity: all(s)}
	}
	return []Rule{
		row("ignore-syntax", Error),
		row("unused-ignore", Warning),
		row("expired-ignore", Warning),
		row("unmatched-baseline", Warning),
	}
}

// RuleNames returns the ids of all rules, in order.
func RuleNames() []string {
	var ids []string
	for _, r := range Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// Settings say how bad each finding is, by "rule" or "rule.variant".
type Settings struct{ severity map[string]Severity }

// Defaults returns the severities a project starts with.
func Defaults() Settings {
	s := Settings{map[string]Severity{}}
	for _, r := range Rules() {
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
	names, err := SeveritiesOf(rule, severity)
	maps.Copy(s.severity, names)
	return err
}

// SeveritiesOf returns what "rule" or "rule.variant" = severity says, by
// "rule.variant", or "rule" for one without variants.
func SeveritiesOf(rule, severity string) (map[string]Severity, error) {
	v, ok := severityNames[severity]
	if !ok {
		return nil, fmt.Errorf("severity %q", severity)
	}
	for _, r := range Rules() {
		out := map[string]Severity{}
		for variant := range r.Severity {
			// What somebody confirmed is as bad as its own name says.
			if n := name(r.ID, variant); rule == n || rule == r.ID && variant != "confirmed" {
				out[n] = v
			}
		}
		if len(out) > 0 {
			return out, nil
		}
	}
	return nil, fmt.Errorf("rule %q", rule)
}

// Of returns the severity of a rule's variant.
func (s *Settings) Of(rule, variant string) Severity {
	if v, ok := s.severity[name(rule, variant)]; ok {
		return v
	}
	return Off
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
	severity := p.settings.Of(p.rule.ID, variant)
	if severity == Off {
		return
	}
	f.Rule, f.Variant, f.Tier, f.Severity, f.Article = p.rule.ID, variant, p.rule.Tier, finding.Severity(severity), p.article.Slug
	p.found = append(p.found, f)
}

// Article returns the findings of an article, sorted and numbered. Those that a
// comment in it silences are marked with it; how long a comment holds and all
// else that depends on more than the article is for package gate.
func Article(a *track.Article, s Settings) []finding.Finding {
	p := &pass{article: a, settings: s}
	table := articleRules()
	for i := range table {
		p.rule = &table[i]
		p.rule.find(p)
	}
	p.silence()
	category, status := meta(a, "category"), status(a)
	for i := range p.found {
		p.found[i].Category, p.found[i].Status = category, status
	}
	finding.Sort(p.found)
	finding.Number(p.found)
	return p.found
}
