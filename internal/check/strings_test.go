package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"zuyg/internal/catalog"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/testkit"
	"zuyg/internal/track"
	"zuyg/internal/usage"
)

// uiStrings makes the UI strings of a case: files named NAME.en.EXT and
// NAME.hy.EXT, record.jsonl, and code in *.go.
func uiStrings(t *testing.T, in map[string]string) MessagesInput {
	t.Helper()
	s := &track.Strings{Langs: [2]string{"en", "hy"}}
	var code []usage.File
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range in {
			if !yield(name) {
				return
			}
		}
	}) {
		switch {
		case name == "record.jsonl":
			r, err := record.Decode(name, []byte(in[name]))
			if err != nil {
				t.Fatal(err)
			}
			s.Record = r
		case strings.HasSuffix(name, ".go"):
			code = append(code, usage.File{Path: name, Data: []byte(in[name])})
		case strings.Contains(name, ".en."):
			p := track.Pair{Paths: [2]string{name, strings.Replace(name, ".en.", ".hy.", 1)}}
			for side, path := range p.Paths {
				if text, ok := in[path]; ok {
					p.Files[side] = catalog.Parse(source.New(path, []byte(text)))
				}
			}
			s.Pairs = append(s.Pairs, p)
		case !strings.Contains(name, ".hy."):
			s.Stray = append(s.Stray, catalog.Parse(source.New(name, []byte(in[name]))))
		}
	}
	s.Compute(track.Defaults())
	out := MessagesInput{Strings: s, Limits: []Limit{{Keys: []string{"button.*"}, Length: 10}}}
	if code != nil {
		settings := usage.Defaults()
		settings.Go, settings.Calls, settings.Dynamic = []string{"*.go"}, []usage.Call{{Name: "T", Argument: 0}}, []string{"made.*"}
		out.Uses = usage.Find(code, settings)
	}
	return out
}

// TestMessages writes down all findings of each case, with their places and
// what would mend them.
func TestMessages(t *testing.T) {
	testkit.Golden(t, "testdata/strings", func(t *testing.T, in map[string]string) map[string]string {
		var b strings.Builder
		for _, f := range Messages(uiStrings(t, in), Defaults()) {
			fmt.Fprintf(&b, "%s:%d:%d-%d:%d %s %s", f.Path, f.Start.Line, f.Start.Column, f.End.Line, f.End.Column, f.Severity, f.Rule)
			for _, x := range []string{f.Variant, f.Key, f.Unit} {
				if x != "" {
					b.WriteString(" " + x)
				}
			}
			for _, name := range f.ArgNames() {
				if name != "Key" {
					fmt.Fprintf(&b, " %s=%v", name, f.Args[name])
				}
			}
			for _, x := range f.Fix {
				fmt.Fprintf(&b, " fix %d-%d %q→%q", x.Span.Start, x.Span.End, x.Was, x.Text)
			}
			b.WriteString("\n")
		}
		return map[string]string{"findings": b.String()}
	})
}

// TestEveryRuleFiresAndIsSilent: each rule of UI strings has a case in which it
// fires, and the case "silent", which has something of all of them, none.
func TestEveryRuleFiresAndIsSilent(t *testing.T) {
	files, err := filepath.Glob("testdata/strings/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	fired := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := map[string]string{}
		for _, f := range txtar.Parse(data).Files {
			if !strings.HasPrefix(f.Name, "want/") {
				in[f.Name] = string(f.Data)
			}
		}
		found := Messages(uiStrings(t, in), Defaults())
		if strings.HasSuffix(file, "silent.txtar") && len(found) > 0 {
			t.Errorf("%s: %+v", file, found)
		}
		for _, f := range found {
			fired[f.Rule] = true
		}
	}
	for _, f := range stringFinders() {
		if !fired[f.id] {
			t.Errorf("no case in which %s fires", f.id)
		}
	}
	for _, r := range Rules() {
		if r.About == Strings && !slices.ContainsFunc(stringFinders(), func(f stringFinder) bool { return f.id == r.ID }) {
			t.Errorf("nothing finds %s", r.ID)
		}
	}
}
