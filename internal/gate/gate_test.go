package gate

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/source"
)

var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// found is a finding as package check makes it.
func found(rule, variant string) finding.Finding {
	s := check.Defaults()
	tier := finding.Completeness
	for _, r := range check.Rules() {
		if r.ID == rule {
			tier = r.Tier
		}
	}
	return finding.Finding{Rule: rule, Variant: variant, Severity: finding.Severity(s.Of(rule, variant)), Tier: tier, Lang: "en", Article: "bread", Unit: "u1",
		Path: "articles/bread/en.md", Start: source.Position{Line: 3, Column: 1, Byte: 1, UTF16: 1}, Args: finding.Args{}}
}

func judge(f finding.Finding, s Settings, r Run, c Change) (finding.Finding, Result) {
	r.Now, r.Check = now, check.Defaults()
	x := Sift([]finding.Finding{f}, &s, &r)
	result := x.Judge(func(*finding.Finding) Change { return c })
	if len(result.Findings) == 0 {
		return finding.Finding{Rule: "none"}, result
	}
	return result.Findings[0], result
}

func ago(d time.Duration) Change { return Change{At: now.Add(-d), Commit: "0123456789abcdef"} }

// TestPolicy is the table of what fails when.
func TestPolicy(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		rule, variant, gate, status string
		change                      Change
		want                        string
	}{
		{"missing", "", New, "", Change{}, "error"},
		{"stale", "fact", New, "", ago(0), "error"},
		{"revised", "fact", New, "", ago(0), "error"},
		{"diverged", "fact", New, "", ago(0), "error"},
		{"stale", "major", New, "", ago(24 * time.Hour), "warning"},
		{"stale", "major", New, "", ago(24*time.Hour + time.Second), "error"},
		{"diverged", "major", New, "", ago(25 * time.Hour), "error"},
		{"stale", "minor", New, "", ago(7 * day), "warning"},
		{"stale", "minor", New, "", ago(7*day + time.Second), "error"},
		{"diverged", "minor", New, "", ago(6 * day), "warning"},
		{"stale", "cosmetic", New, "", ago(1000 * day), "info"},
		{"revised", "major", New, "", ago(1000 * day), "warning"},
		{"revised", "minor", New, "", ago(1000 * day), "info"},
		{"stale", "minor", New, "", Change{}, "error"}, // nobody knows when
		{"orphan", "", New, "", Change{}, "warning"},
		{"revised", "minor", New, "", Change{At: now, Commit: "c0ffee", Correction: "wrong name"}, "error"},
		{"stale", "minor", New, "", Change{At: now, Commit: "c0ffee", Correction: "wrong name"}, "error"},
		{"stale", "cosmetic", New, "", Change{At: now, Commit: "c0ffee", Correction: "comma"}, "info"},

		{"missing", "", Structural, "", Change{}, "info"},
		{"stale", "fact", Structural, "", ago(0), "info"},
		{"stale", "minor", Structural, "", Change{}, "info"},
		{"verbatim", "", Structural, "", Change{}, "error"},
		{"unreadable", "", Structural, "", Change{}, "error"},

		{"stale", "minor", Complete, "", ago(0), "error"},
		{"orphan", "", Complete, "", Change{}, "error"},
		{"proposed", "", Complete, "", Change{}, "error"},
		{"stale", "cosmetic", Complete, "", Change{}, "info"},
		{"revised", "minor", Complete, "", ago(0), "info"},
		{"verbatim", "confirmed", Complete, "", Change{}, "info"},

		{"missing", "", New, "draft", Change{}, "info"},
		{"missing", "", Complete, "draft", Change{}, "info"},
		{"unreadable", "", Structural, "draft", Change{}, "info"},
		{"stale", "minor", New, "draft", ago(1000 * day), "info"},
		{"missing", "", New, "published", Change{}, "error"},
	} {
		f := found(tt.rule, tt.variant)
		f.Status = tt.status
		s := Defaults()
		s.Gate = tt.gate
		got, _ := judge(f, s, Run{}, tt.change)
		if got.Severity.String() != tt.want || got.Rule != tt.rule {
			t.Errorf("%s.%s at the gate %s, status %q, changed %v: %s %s, want %s", tt.rule, tt.variant, tt.gate, tt.status, tt.change, got.Rule, got.Severity, tt.want)
		}
	}
}

// TestExceptions: a category or a status has its own severities and graces, the
// status speaking last.
func TestExceptions(t *testing.T) {
	s := Defaults()
	s.Category = map[string]Exception{"breaking": {Grace: map[string]time.Duration{"stale.minor": time.Hour}, Severity: map[string]check.Severity{"orphan": check.Error, "proposed": check.Off}}}
	s.Status["archived"] = Exception{Severity: map[string]check.Severity{"orphan": check.Info}, Grace: map[string]time.Duration{"stale.minor": Forever}}
	for _, tt := range []struct {
		rule, variant, category, status string
		change                          Change
		want                            string
	}{
		{"stale", "minor", "breaking", "", ago(2 * time.Hour), "error"},
		{"stale", "minor", "culture", "", ago(2 * time.Hour), "warning"},
		{"orphan", "", "breaking", "", Change{}, "error"},
		{"orphan", "", "breaking", "archived", Change{}, "info"},
		{"stale", "minor", "breaking", "archived", ago(99999 * time.Hour), "warning"},
		{"proposed", "", "breaking", "", Change{}, "none"},
	} {
		f := found(tt.rule, tt.variant)
		f.Category, f.Status = tt.category, tt.status
		got, _ := judge(f, s, Run{}, tt.change)
		is := got.Severity.String()
		if got.Rule == "none" {
			is = "none"
		}
		if is != tt.want {
			t.Errorf("%+v: %s", tt, is)
		}
	}
}

// TestUnknownAge: what nobody can date is old, unless it was confirmed so
// lately that it can't be.
func TestUnknownAge(t *testing.T) {
	for confirmed, want := range map[string]string{"": "error 1", "2026-11-01": "error 1", "2026-11-18": "error 1", "2026-11-19": "warning 0", "2026-11-25": "warning 0", "yesterday": "error 1"} {
		f := found("stale", "minor")
		f.Args["Confirmed"] = confirmed
		got, r := judge(f, Defaults(), Run{}, Change{})
		if is := fmt.Sprint(got.Severity, " ", r.Unknown); is != want {
			t.Errorf("confirmed %q: %s, want %s", confirmed, is, want)
		}
	}
}

// TestUndated: git is asked about as little as can be.
func TestUndated(t *testing.T) {
	for _, tt := range []struct {
		rule, variant, gate     string
		plainly, forCorrections bool
	}{
		{"missing", "", New, false, false},
		{"stale", "fact", New, false, false},
		{"stale", "minor", New, true, true},
		{"revised", "minor", New, false, true},
		{"revised", "major", New, false, true},
		{"stale", "cosmetic", New, false, false},
		{"orphan", "", New, false, false},
		{"stale", "minor", Structural, false, false},
		{"stale", "minor", Complete, false, true},
	} {
		s := Defaults()
		s.Gate = tt.gate
		x := Sift([]finding.Finding{found(tt.rule, tt.variant)}, &s, &Run{Now: now, Check: check.Defaults()})
		if a, b := len(x.Undated(false)) > 0, len(x.Undated(true)) > 0; a != tt.plainly || b != tt.forCorrections {
			t.Errorf("%s.%s at %s: %v, with corrections %v", tt.rule, tt.variant, tt.gate, a, b)
		}
	}
}

// TestBaseline: one entry stands for one finding, and what is left over is a
// finding of its own.
func TestBaseline(t *testing.T) {
	a, b, c := found("missing", ""), found("orphan", ""), found("stale", "cosmetic")
	twin := a
	twin.Repeat = 1
	data, n := NewBaseline([]finding.Finding{a, b, c, twin})
	if n != 3 {
		t.Errorf("%d accepted: information is not", n)
	}
	again, _ := NewBaseline([]finding.Finding{twin, c, b, a})
	if !bytes.Equal(data, again) {
		t.Error("the order of findings shows in the baseline")
	}
	base := func() *Baseline {
		base, err := ReadBaseline("b.jsonl", data)
		if err != nil {
			t.Fatal(err)
		}
		return base
	}
	run := Run{Now: now, Check: check.Defaults(), Baseline: base(), Owns: func(string) bool { return true }}
	d := found("missing", "")
	d.Unit = "new"
	s := Defaults()
	r := Sift([]finding.Finding{a, d}, &s, &run).Judge(func(*finding.Finding) Change { return Change{} })
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Rule+" "+f.Unit+" "+f.Baseline)
	}
	slices.Sort(got)
	want := []string{"missing new new", "missing u1 known", "unmatched-baseline  ", "unmatched-baseline  "}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if e, w, _ := finding.Count(r.Findings); e != 1 || w != 2 {
		t.Errorf("%d errors, %d warnings", e, w)
	}
	// Pruning takes the two out, keeps the rest byte for byte, and adds nothing.
	pruned, gone := run.Baseline.Pruned(run.Owns)
	if gone != 2 || !isPart(string(pruned), string(data)) || bytes.Count(pruned, []byte("\n")) != 2 {
		t.Errorf("%d gone, left:\n%s", gone, pruned)
	}
	if rest, gone := base().Pruned(func(string) bool { return false }); gone != 0 || !bytes.Equal(rest, data) {
		t.Error("entries went of what was not judged")
	}
	// A complete run looks at no baseline.
	s.Gate = Complete
	run.Baseline = base()
	r = Sift([]finding.Finding{a}, &s, &run).Judge(func(*finding.Finding) Change { return Change{} })
	if e, _, _ := finding.Count(r.Findings); e != 1 || len(r.Findings) != 1 {
		t.Errorf("complete: %+v", r.Findings)
	}
}

// isPart reports whether every line of a stands in b, in order.
func isPart(a, b string) bool {
	for line := range strings.Lines(a) {
		i := strings.Index(b, line)
		if i < 0 {
			return false
		}
		b = b[i+len(line):]
	}
	return true
}

func TestParseGrace(t *testing.T) {
	for in, want := range map[string]time.Duration{"24h": 24 * time.Hour, "7d": 168 * time.Hour, "90m": 90 * time.Minute, "0": 0, "0d": 0, "never": Forever} {
		if got, err := ParseGrace(in); err != nil || got != want {
			t.Errorf("%s: %v %v", in, got, err)
		}
	}
	for _, in := range []string{"", "7", "-1d", "-1h", "d", "99999999d", "soon"} {
		if got, err := ParseGrace(in); err == nil {
			t.Errorf("%q: %v", in, got)
		}
	}
}

// TestGraceNames: every name that can be given stands for variants that exist.
func TestGraceNames(t *testing.T) {
	severities := map[string]bool{}
	for _, r := range check.Rules() {
		for v := range r.Severity {
			severities[strings.TrimSuffix(r.ID+"."+v, ".")] = true
		}
	}
	for _, name := range append(slices.Collect(maps.Keys(Defaults().Grace)), "minor", "major", "fact", "cosmetic", "stale", "revised.minor", "missing", "orphan") {
		names := GraceNames(name)
		if len(names) == 0 {
			t.Errorf("%s is nothing", name)
		}
		for _, n := range names {
			if !severities[n] {
				t.Errorf("%s stands for %s, which is nothing", name, n)
			}
		}
	}
	if got := GraceNames("steal"); got != nil {
		t.Errorf("steal is %v", got)
	}
}

func FuzzReadBaseline(f *testing.F) {
	data, _ := NewBaseline([]finding.Finding{found("missing", ""), found("orphan", "")})
	f.Add(data)
	f.Add([]byte("\ufeff{\"zuyg\":\"baseline\",\"version\":1}\r\n\x00\xff"))
	f.Add([]byte(`{"zuyg":"baseline","version":1}` + "\n" + `{"fingerprint":"0123456789abcdef","article":"հաց"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := ReadBaseline("b.jsonl", data)
		if err != nil {
			return
		}
		all, gone := b.Pruned(func(string) bool { return false })
		if gone != 0 {
			t.Fatalf("%d went", gone)
		}
		if _, err := ReadBaseline("b.jsonl", all); err != nil {
			t.Fatalf("what was written can't be read: %v\n%s", err, all)
		}
	})
}
