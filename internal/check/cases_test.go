package check

import (
	"fmt"
	"slices"
	"testing"

	"zuyg/internal/finding"
)

// unshown are rules without an example in two texts: they depend on the clock
// or on a file of the project.
var unshown = []string{"expired-ignore", "unmatched-baseline"}

// beside is what else a case finds that is no defect of it.
var beside = map[string][]string{
	"unreadable": {"proposed", "proposed"}, // good: nobody confirmed the pair
	"address":    {"proposed"},
}

// TestCases holds every example to what it says: the bad state has the finding,
// once and no other, the good state has none.
func TestCases(t *testing.T) {
	for _, r := range append(articleRules(), projectRules()...) {
		t.Run(r.ID, func(t *testing.T) {
			c, err := Example(r.ID)
			if err != nil {
				t.Fatal(err)
			}
			if c == nil {
				if !slices.Contains(unshown, r.ID) {
					t.Fatalf("there is no cases/%s.txtar", r.ID)
				}
				return
			}
			if got := names(c.Found); slices.Index(got, r.ID) < 0 || count(got, r.ID) != 1 {
				t.Errorf("bad: found %v", got)
			} else if rest := slices.DeleteFunc(got, func(s string) bool { return s == r.ID }); len(rest) > 0 && beside[r.ID] == nil {
				t.Errorf("bad: found %v too", rest)
			}
			for _, f := range c.Found {
				if f.Ignored == nil && f.Start.Line == 0 {
					t.Errorf("%s has no place", f.Rule)
				}
			}
			for _, f := range Article(c.article(c.Good), Defaults()) {
				if f.Ignored == nil && !slices.Contains(beside[r.ID], f.Rule) {
					t.Errorf("good: found %s at %s:%d", f.Rule, f.Path, f.Start.Line)
				}
			}
		})
	}
}

func names(found []finding.Finding) []string {
	var out []string
	for i := range found {
		if found[i].Ignored == nil {
			out = append(out, found[i].Rule)
		}
	}
	return out
}

func count(list []string, s string) int {
	n := 0
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

func TestParseIgnore(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"ignore stale: the quote stays", "[stale] the quote stays "},
		{"ignore stale the quote stays", "[stale] the quote stays "},
		{"ignore stale, revised: մեջբերումը մնում է until 2026-12-31", "[stale revised] մեջբերումը մնում է 2026-12-31"},
		{"ignore stale,revised :x", "[stale revised] x "},
		{"ignore stale: wait until 2026-12-31 comes", "[stale] wait until 2026-12-31 comes "},
		{"ignore stale", "error.ignore-reason map[Rule:stale]"},
		{"ignore stale: until 2026-12-31", "error.ignore-reason map[Rule:stale]"},
		{"ignore stale: x until 2026-13-31", "error.ignore-date map[Value:2026-13-31]"},
		{"ignore steal: x", "error.ignore-rule map[Rule:steal]"},
		{"ignore", "error.ignore-rule map[Rule:]"},
		{"ignore-all stale: x", "error.ignore-unknown map[Word:ignore-all]"},
		{"", "error.ignore-unknown map[Word:]"},
	} {
		g, problem := ParseIgnore(tt.text)
		got := fmt.Sprintf("%v %s %s", g.Rules, g.Reason, g.Until)
		if problem != nil {
			got = fmt.Sprint(problem.ID, " ", problem.Args)
		}
		if got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzParseIgnore(f *testing.F) {
	for _, s := range []string{"ignore stale: պատճառ until 2026-12-31", "ignore stale,,:", "ignore \xff\x00\r\n", "\ufeffignore stale x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, problem := ParseIgnore(s)
		if problem == nil && (len(g.Rules) == 0 || g.Reason == "") {
			t.Fatalf("%q silences %v for the reason %q", s, g.Rules, g.Reason)
		}
	})
}
