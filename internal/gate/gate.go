package gate

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/source"
)

// Scope is how much of the project a run judges.
type Scope uint8

// The scopes. Only a run over all of it can tell that an ignore silences
// nothing; one over a shard can tell it of its share.
const (
	Whole Scope = iota
	Shard
	Some // what was named
)

// Run is what a judgement depends on beside the findings and the settings.
type Run struct {
	Now      time.Time
	Scope    Scope
	Check    check.Settings              // how bad the findings are that gate makes itself
	Known    func(*finding.Finding) bool // whether a finding was there at the merge base; nil when nothing is compared
	Baseline *Baseline                   // the accepted findings; nil when there are none
	Owns     func(article string) bool   // whether an article ("" for the UI strings) is among what is judged
}

// Change is when and how a text changed.
type Change struct {
	At         time.Time // zero when nobody knows
	Commit     string    // "" when it is not committed yet
	Correction string    // what the commit's trailer "Correction:" says, "" without one
}

// Result is what a run comes to.
type Result struct {
	Findings []finding.Finding // sorted
	Pending  []finding.Finding // of a shard: what is a finding if the other shards agree
	Unknown  int               // how many changes are of unknown age; they count as old
}

// Sifted is a run's findings with those marked that do not count: ignored ones,
// and those known from before.
type Sifted struct {
	settings *Settings
	run      *Run
	found    []finding.Finding
	own      []finding.Finding // about ignores and the baseline
	pending  []finding.Finding
}

// Sift applies what does not depend on when a text changed. found is changed in
// place.
func Sift(found []finding.Finding, s *Settings, r *Run) *Sifted {
	x := &Sifted{settings: s, run: r}
	x.found = slices.DeleteFunc(found, func(f finding.Finding) bool { return s.turnedOff(&f) })
	for i := range x.found {
		s.except(&x.found[i])
	}
	x.ignore()
	x.compare()
	return x
}

// exceptions are what the category and the status of an article change; the
// status speaks last.
func (s *Settings) exceptions(f *finding.Finding) [2]Exception {
	return [2]Exception{s.Category[f.Category], s.Status[f.Status]}
}

func (s *Settings) turnedOff(f *finding.Finding) bool {
	severity, ok := s.severity(f)
	return ok && severity == check.Off
}

func (s *Settings) severity(f *finding.Finding) (severity check.Severity, ok bool) {
	for _, e := range s.exceptions(f) {
		if own, found := e.Severity[variantName(f)]; found {
			severity, ok = own, true
		}
	}
	return severity, ok
}

func (s *Settings) except(f *finding.Finding) {
	if severity, ok := s.severity(f); ok {
		f.Severity = finding.Severity(severity)
	}
}

// grace returns how long a finding may stand before it fails.
func (s *Settings) grace(f *finding.Finding) time.Duration {
	d, ok := s.Grace[variantName(f)]
	for _, e := range s.exceptions(f) {
		if own, found := e.Grace[variantName(f)]; found {
			d, ok = own, true
		}
	}
	if !ok {
		return Forever
	}
	return d
}

func (s *Settings) reported(f *finding.Finding) bool {
	return s.Category[f.Category].Reported || s.Status[f.Status].Reported
}

func variantName(f *finding.Finding) string {
	if f.Variant == "" {
		return f.Rule
	}
	return f.Rule + "." + f.Variant
}

// ignore applies the settings' ignores and lets go of all that are expired.
func (x *Sifted) ignore() {
	today := x.run.Now.UTC().Format(time.DateOnly)
	expired := func(g *finding.Ignore) bool { return g.Until != "" && g.Until < today }
	used := make([]bool, len(x.settings.Ignores))
	var old []*finding.Ignore
	for i := range x.found {
		f := &x.found[i]
		if f.Ignored != nil && expired(f.Ignored) {
			old = append(old, f.Ignored)
			f.Ignored = nil
		}
		for k := range x.settings.Ignores {
			g := &x.settings.Ignores[k]
			if !g.covers(f) {
				continue
			}
			used[k] = true
			if f.Ignored == nil && !expired(&g.Ignore) {
				f.Ignored = &g.Ignore
			}
		}
	}
	for k := range x.settings.Ignores {
		switch g := &x.settings.Ignores[k]; {
		case expired(&g.Ignore):
			old = append(old, &g.Ignore)
		case !used[k] && x.run.Scope == Whole:
			x.report("unused-ignore", &g.Ignore, &x.own)
		case !used[k] && x.run.Scope == Shard:
			x.report("unused-ignore", &g.Ignore, &x.pending)
		}
	}
	slices.SortFunc(old, func(a, b *finding.Ignore) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Byte, b.At.Byte))
	})
	for _, g := range slices.CompactFunc(old, func(a, b *finding.Ignore) bool { return a.Path == b.Path && a.At == b.At }) {
		x.report("expired-ignore", g, &x.own)
	}
}

// report makes a finding about an ignore.
func (x *Sifted) report(rule string, g *finding.Ignore, to *[]finding.Finding) {
	x.put(finding.Finding{Rule: rule, Path: g.Path, Start: g.At, End: g.At, Identity: strings.Join(g.Rules, " ") + "\x00" + g.Reason,
		Args: finding.Args{"Rule": strings.Join(g.Rules, ", "), "Reason": g.Reason, "Until": g.Until}}, to)
}

// put adds a finding of gate's own.
func (x *Sifted) put(f finding.Finding, to *[]finding.Finding) {
	severity := x.run.Check.Of(f.Rule, "")
	if severity == check.Off {
		return
	}
	f.Severity, f.Tier = finding.Severity(severity), finding.Structure
	*to = append(*to, f)
}

// compare marks what was there before. Everything counts for a complete run.
func (x *Sifted) compare() {
	r := x.run
	if x.settings.Gate == Complete || r.Known == nil && r.Baseline == nil {
		return
	}
	for i := range x.found {
		f := &x.found[i]
		if f.Ignored != nil {
			continue
		}
		f.Baseline = finding.New
		if r.Baseline != nil && r.Baseline.take(f.Fingerprint()) || r.Known != nil && r.Known(f) {
			f.Baseline = finding.Known
		}
	}
	if r.Baseline == nil {
		return
	}
	for _, e := range r.Baseline.left() {
		if r.Owns(e.Article) {
			at := source.Position{Line: e.line, Column: 1, Byte: 1, UTF16: 1}
			x.put(finding.Finding{Rule: "unmatched-baseline", Path: r.Baseline.Path, Start: at, End: at, Identity: e.Fingerprint,
				Args: finding.Args{"Rule": e.Rule, "Subject": cmp.Or(e.Article, e.Key), "Fingerprint": e.Fingerprint}}, &x.own)
		}
	}
}

// Undated returns the findings whose verdict depends on when their text changed:
// of each of them git has to be asked. corrections tells whether any commit is
// marked as a correction; then those are asked about too that may be one.
func (x *Sifted) Undated(corrections bool) []*finding.Finding {
	if x.settings.Gate == Structural {
		return nil
	}
	var out []*finding.Finding
	for i := range x.found {
		if f := &x.found[i]; f.Counts() && !x.settings.reported(f) && (x.timed(f) || corrections && mayCorrect(f)) {
			out = append(out, f)
		}
	}
	return out
}

// timed reports whether a finding fails when its grace is over.
func (x *Sifted) timed(f *finding.Finding) bool {
	return x.settings.Gate != Complete && f.Severity == finding.Warning && x.settings.grace(f) < Forever
}

// mayCorrect reports whether a finding is about a change that does not fail by
// itself and would if it were a correction.
func mayCorrect(f *finding.Finding) bool {
	return slices.Contains(weighed, f.Rule) && f.Severity < finding.Error && f.Variant != "cosmetic"
}

// Judge comes to the verdict. change tells when the text of a finding that
// Undated named changed.
func (x *Sifted) Judge(change func(*finding.Finding) Change) Result {
	r := Result{Pending: x.pending}
	for i := range x.found {
		f := &x.found[i]
		if f.Counts() {
			x.date(f, change, &r)
			x.hold(f)
		}
	}
	finding.Number(x.own)
	r.Findings = append(x.found, x.own...)
	finding.Sort(r.Findings)
	finding.Sort(r.Pending)
	finding.Number(r.Pending)
	return r
}

// date lets a finding fail whose grace is over, or that a commit says is a
// correction.
func (x *Sifted) date(f *finding.Finding, change func(*finding.Finding) Change, r *Result) {
	timed, may := x.timed(f), mayCorrect(f)
	if x.settings.Gate == Structural || x.settings.reported(f) || !timed && !may {
		return
	}
	c := change(f)
	if !c.At.IsZero() {
		f.Since = c.At.UTC().Format(time.RFC3339)
	}
	if severity := x.run.Check.Of("correction-without-twin", ""); c.Correction != "" && may && severity != check.Off {
		f.Severity = finding.Severity(severity) // the rule stays: the fingerprint must not depend on git
		f.Args["Problem"], f.Args["Correction"], f.Args["Commit"] = "rule.correction-without-twin.commit", c.Correction, c.Commit[:min(10, len(c.Commit))]
		return
	}
	if !timed {
		return
	}
	grace := x.settings.grace(f)
	if c.At.IsZero() {
		// The text was as it should be on the day it was confirmed, so it can't
		// have changed before that.
		day, _ := f.Args["Confirmed"].(string)
		confirmed, err := time.Parse(time.DateOnly, day)
		if err == nil && x.run.Now.Sub(confirmed) <= grace {
			return
		}
		r.Unknown++
		f.Severity = finding.Error
		return
	}
	if x.run.Now.Sub(c.At) > grace {
		f.Severity = finding.Error
	}
}

// hold applies the gate and the article's status.
func (x *Sifted) hold(f *finding.Finding) {
	switch {
	case x.settings.reported(f), x.settings.Gate == Structural && f.Tier != finding.Structure:
		f.Severity = finding.Info
	case x.settings.Gate == Complete && f.Tier == finding.Completeness && f.Severity == finding.Warning:
		f.Severity = finding.Error
	}
}
