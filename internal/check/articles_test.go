package check

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"zuyg/internal/finding"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/testkit"
	"zuyg/internal/track"
)

// coveredRules are the rules that this file is about: those of states and of
// structure. What others find in the same articles is left out.
var coveredRules = []string{"unreadable", "lead", "missing-version", "missing", "untranslated", "diverged", "stale", "revised", "orphan", "proposed", "verbatim", "address"}

// TestArticles runs the cases of testdata/articles: an agreed pair (none:
// nothing was ever confirmed), today's pair (a section that is missing is as
// agreed, an empty one is a file that is not there), and what check finds.
func TestArticles(t *testing.T) {
	testkit.Golden(t, "testdata/articles", func(t *testing.T, in map[string]string) map[string]string {
		return map[string]string{"findings": show(t, Article(today(in), Defaults()))}
	})
}

// TestArticleRulesFireAndKeepSilent: for each of them there is a case RULE_… in
// which it finds something in each language, and a case RULE_silent… in which
// it finds nothing.
func TestArticleRulesFireAndKeepSilent(t *testing.T) {
	for _, rule := range coveredRules {
		if !slices.Contains(RuleNames(), rule) {
			t.Errorf("there is no rule %s", rule)
		}
		files, err := filepath.Glob("testdata/articles/" + rule + "_*.txtar")
		if err != nil {
			t.Fatal(err)
		}
		fires, silent := map[string]bool{}, false
		for _, file := range files {
			name := strings.TrimPrefix(strings.TrimSuffix(filepath.Base(file), ".txtar"), rule+"_")
			if slices.Contains(coveredRules, rule+"-"+name) {
				continue // of a rule whose name begins alike
			}
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in := map[string]string{}
			for _, f := range a.Files {
				in[f.Name] = string(f.Data)
			}
			for _, f := range Article(today(in), Defaults()) {
				if f.Rule != rule {
					continue
				}
				if strings.HasPrefix(name, "silent") {
					t.Errorf("%s: the rule fires", file)
				}
				fires[strings.TrimSuffix(f.Path, ".md")] = true
			}
			silent = silent || strings.HasPrefix(name, "silent")
		}
		if !fires["en"] || !fires["hy"] || !silent {
			t.Errorf("%s: fires in %v, silent case: %v", rule, slices.Sorted(maps.Keys(fires)), silent)
		}
	}
}

// today builds the article of a case.
func today(in map[string]string) *track.Article {
	agreed, recorded := parse(in["agreed/en.md"], in["agreed/hy.md"]), in["agreed/en.md"] != ""
	texts := [2]string{in["agreed/en.md"], in["agreed/hy.md"]}
	for side, name := range []string{"today/en.md", "today/hy.md"} {
		if text, ok := in[name]; ok {
			texts[side] = text
		}
	}
	a := parse(texts[0], texts[1])
	if recorded {
		track.Compute(agreed, track.Defaults())
		a.Record = confirm(agreed)
	}
	track.Compute(a, track.Defaults())
	return a
}

func parse(en, hy string) *track.Article {
	a := &track.Article{Slug: "bread"}
	for side, text := range []string{en, hy} {
		v := &a.Versions[side]
		v.Lang = [2]string{"en", "hy"}[side]
		v.Path = v.Lang + ".md"
		if text == "" {
			continue
		}
		v.Doc = markdown.Parse(source.New(v.Path, []byte(text)), markdown.Options{Fields: []string{"title"}})
		if value, at, ok := v.Doc.Meta("source"); ok {
			if value == "hy" {
				a.Lead = 1
			} else if value != "en" {
				a.LeadProblem = &source.Error{Path: v.Path, Pos: v.Doc.File.Position(at.Start), ID: "error.lead", Args: map[string]any{"Value": value}}
			}
		}
	}
	return a
}

// confirm records every unit that has both sides.
func confirm(a *track.Article) *record.Record {
	rec := &record.Record{Langs: [2]string{"en", "hy"}}
	for i := range a.Units {
		u := &a.Units[i]
		if len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 {
			continue
		}
		e := record.Entry{ID: fmt.Sprintf("u%d", i+1), Kind: u.Kind.String(), Status: record.Translated, By: "Anna", At: "2026-05-04"}
		for side := range u.Sides {
			for _, b := range u.Sides[side].Blocks {
				block := &a.Versions[side].Doc.Blocks[b]
				e.Texts[side] = append(e.Texts[side], a.Versions[side].Doc.Text(b))
				if block.Kind == markdown.Field || block.Kind == markdown.Footnote {
					e.Key = block.Key
				}
			}
		}
		rec.Entries = append(rec.Entries, e)
	}
	return rec
}

// show prints findings a line each: place, severity, rule, and what its
// sentence names.
func show(t *testing.T, fs []finding.Finding) string {
	t.Helper()
	var b strings.Builder
	for _, f := range fs {
		if !slices.Contains(coveredRules, f.Rule) {
			continue
		}
		if f.End.Byte < f.Start.Byte && f.End.Line <= f.Start.Line {
			t.Errorf("%s ends at %d:%d before it begins", f.Rule, f.End.Line, f.End.Column)
		}
		fmt.Fprintf(&b, "%s:%d:%d %s %s", f.Path, f.Start.Line, f.Start.Column, f.Severity, f.Rule)
		for _, k := range slices.Sorted(maps.Keys(f.Args)) {
			switch k {
			case "Facts", "OtherFacts":
				for _, fact := range f.Args[k].([]map[string]string) {
					fmt.Fprintf(&b, " %s=%s:%s→%s", k, fact["kind"], fact["old"], fact["new"])
				}
			case "Lost", "Added", "Other", "Value", "Problem", "Words":
				fmt.Fprintf(&b, " %s=%v", k, f.Args[k])
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestInvalidBytes: a byte that is no UTF-8 is reported at its place, counted in
// characters, and nothing else is.
func TestInvalidBytes(t *testing.T) {
	a := parse("# Bread\n", "# Հաց\n\nՄի «\xff» նշան\r\n")
	track.Compute(a, track.Defaults())
	for _, f := range Article(a, Defaults()) {
		if f.Rule == "unreadable" {
			if f.Path != "hy.md" || f.Start.Line != 3 || f.Start.Column != 5 {
				t.Errorf("%s:%d:%d", f.Path, f.Start.Line, f.Start.Column)
			}
			return
		}
	}
	t.Error("not reported")
}

// TestSettings: a severity is that of a rule, of one variant, or off; what does
// not exist is an error.
func TestSettings(t *testing.T) {
	in := map[string]string{"agreed/en.md": "Bread is 12 drams.\n", "agreed/hy.md": "Հացը 12 դրամ է։\n", "today/en.md": "Bread is 13 drams.\n"}
	for _, tt := range []struct{ rule, severity, want string }{
		{"stale", "warning", "en.md:1:10 warning stale"},
		{"stale.fact", "info", "en.md:1:10 info stale"},
		{"stale.minor", "off", "en.md:1:10 error stale"},
		{"stale", "off", ""},
	} {
		s := Defaults()
		if err := s.Set(tt.rule, tt.severity); err != nil {
			t.Error(err)
		}
		if got := show(t, Article(today(in), s)); !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s = %s: %s", tt.rule, tt.severity, got)
		}
	}
	s := Defaults()
	for _, bad := range [][2]string{{"stael", "error"}, {"stale.facts", "error"}, {"stale", "bad"}, {"", "off"}} {
		if err := s.Set(bad[0], bad[1]); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}
