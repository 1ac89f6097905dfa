package publish

import (
	"slices"

	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// Reason is why an article is held back: a state of units, a rule of the check
// with error findings, or "draft".
type Reason struct {
	ID    string   // "missing", "stale", "unreadable", "draft" …
	Count int      // how many units or findings
	Units []string // ids, where it is about units
	// Lead says that it is about the lead version itself, so that not even the
	// lead goes out.
	Lead bool
}

// holding are the states that hold an article back and from which weight on.
var holding = []struct {
	state track.State
	from  weight.Weight
}{
	{track.Missing, weight.None}, {track.Untranslated, weight.None}, {track.Diverged, weight.None},
	{track.Stale, weight.Major}, {track.Orphan, weight.None},
}

// AllowNames returns what Options.Allow may name.
func AllowNames() []string {
	names := []string{}
	for _, h := range holding {
		names = append(names, h.state.String())
	}
	for _, r := range check.RuleNames() {
		if !slices.Contains(names, r) {
			names = append(names, r)
		}
	}
	return names
}

// Judge returns everything that speaks against publishing an article, allowed
// or not: nothing missing, untranslated, stale by a fact or much, diverged or
// orphaned, and no error of the check.
func Judge(a *track.Article, found []finding.Finding) []Reason {
	var out []Reason
	states := map[string]bool{}
	whole := a.Versions[0].Doc != nil && a.Versions[1].Doc != nil // else missing-version says it all
	for _, h := range holding {
		r := Reason{ID: h.state.String()}
		states[r.ID] = true
		for i := range a.Units {
			if u := &a.Units[i]; u.State == h.state && u.Weight >= h.from && whole {
				r.Count++
				r.Units = append(r.Units, u.ID)
			}
		}
		if r.Count > 0 {
			out = append(out, r)
		}
	}
	for _, rule := range check.RuleNames() {
		if states[rule] {
			continue
		}
		r := Reason{ID: rule}
		for i := range found {
			f := &found[i]
			if f.Rule != rule || f.Severity != finding.Error {
				continue
			}
			r.Count++
			if f.Unit != "" {
				r.Units = append(r.Units, f.Unit)
			} else if f.Lang == a.Versions[a.Lead].Lang && rule != "missing-version" {
				r.Lead = true
			}
		}
		if r.Count > 0 {
			out = append(out, r)
		}
	}
	for i := range a.Versions {
		if doc := a.Versions[i].Doc; doc != nil {
			if v, _, _ := doc.Meta("draft"); v == "true" {
				return append(out, Reason{ID: "draft", Count: 1, Lead: true})
			}
		}
	}
	return out
}

// Rules say which reasons count.
type Rules struct {
	Allow     []string // ids of reasons that don't
	LeadFirst []string // categories whose lead may go out alone
	Draft     bool     // "draft" is no reason
}

// Verdict is which versions go out, and why others don't.
type Verdict struct {
	Out     [2]bool
	Reasons []Reason
}

// decide applies the rules to what was seen of an article.
func (r Rules) decide(l *looked) Verdict {
	var v Verdict
	lead := l.Article.Lead
	leadOnly := slices.Contains(r.LeadFirst, l.Article.Category)
	for _, why := range l.Reasons {
		if slices.Contains(r.Allow, why.ID) || why.ID == "draft" && r.Draft {
			continue
		}
		v.Reasons = append(v.Reasons, why)
		leadOnly = leadOnly && !why.Lead
	}
	switch {
	case len(v.Reasons) == 0:
		v.Out = [2]bool{l.Article.Versions[0] != nil, l.Article.Versions[1] != nil}
	case leadOnly:
		v.Out[lead] = l.Article.Versions[lead] != nil
	}
	return v
}
