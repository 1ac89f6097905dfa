package usage

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"zuyg/internal/testkit"
)

// TestFind looks for uses in all files of a case, with the settings of a site
// that has Go, templates, PHP and JavaScript.
func TestFind(t *testing.T) {
	s := Defaults()
	s.Go, s.Templates = []string{"**/*.go"}, []string{"**/*.tmpl"}
	s.Calls = []Call{{"Tr", 0}, {"page.Say", 1}}
	s.Exclude = []string{"**/*_test.go"}
	s.Dynamic = []string{"state.*"}
	s.Patterns = []Pattern{{[]string{"theme/**/*.php"}, regexp.MustCompile(`__\(\s*'([^']+)'`)}, {[]string{"**/*.js"}, regexp.MustCompile(`\bt\("([^"]+)"\)`)}}
	testkit.Golden(t, "testdata", func(t *testing.T, in map[string]string) map[string]string {
		var files []File
		for name, text := range in {
			if s.Wanted(name) {
				files = append(files, File{name, []byte(text)})
			}
		}
		u := Find(files, s)
		var b strings.Builder
		for _, x := range u.Static {
			fmt.Fprintf(&b, "%s:%d:%d-%d %s\n", x.Path, x.Start.Line, x.Start.Column, x.End.Column, x.Key)
		}
		for _, x := range u.Dynamic {
			fmt.Fprintf(&b, "%s:%d:%d dynamic %q\n", x.Path, x.Start.Line, x.Start.Column, x.Prefix)
		}
		for _, x := range u.Unread {
			fmt.Fprintf(&b, "%s:%d unread %s\n", x.Path, x.Pos.Line, x.Detail)
		}
		for _, key := range strings.Fields(in["keys"]) {
			fmt.Fprintf(&b, "%s mentioned %v declared %v\n", key, u.Mentioned(key), u.Declared(key))
		}
		return map[string]string{"uses": b.String()}
	})
}

func TestGlob(t *testing.T) {
	for _, tt := range []struct {
		pattern, path string
		want          bool
	}{
		{"**/*.go", "a.go", true}, {"**/*.go", "a/b/c.go", true}, {"*.go", "a/b.go", false},
		{"cmd/**/*.go", "cmd/x.go", true}, {"cmd/**/*.go", "internal/x.go", false}, {"cmd/**", "cmd/a/b", true},
		{"**/*_test.go", "x/y_test.go", true}, {"**/*_test.go", "x/ytest.go", false},
		{"a/**/b/*.tmpl", "a/x/b/y/b/z.tmpl", true}, {"a/**/b/*.tmpl", "a/x/b/y/z.tmpl", false},
		{"theme/*/լ?.php", "theme/x/լa.php", true}, {"theme/*/x.php", "theme/a/b/x.php", false}, {"*", "", true}, {"", "", true}, {"", "x", false},
	} {
		if got := glob(tt.pattern, tt.path, true); got != tt.want {
			t.Errorf("glob(%q, %q) = %v", tt.pattern, tt.path, got)
		}
	}
	for key, want := range map[string]bool{"state.new": true, "state.a.b": true, "estate.x": false, "state": false} {
		if got := MatchKey([]string{"state.*"}, key); got != want {
			t.Errorf("MatchKey(%q) = %v", key, got)
		}
	}
	if glob(strings.Repeat("*a", 40)+"b", strings.Repeat("a", 20_000), true) { // and it does not take for ever
		t.Error("matches what it should not")
	}
}

// FuzzFind: no file makes it panic, and every place is in the file.
func FuzzFind(f *testing.F) {
	f.Add("package a\nvar x = i18n.LocalizeConfig{MessageID: \"ա\" + b}", "{{T \"ա\"}} {{i18n (printf \"a.%s\" .X)}}")
	f.Add("package a\r\nconst k = `a\r\nb`\nfunc f() { Tr(k, k) }\x00", "{{ \"a\" | T }}{{define \"x\"}}{{.T \"b\"}}{{end}}")
	f.Add("\xef\xbb\xbfpackage a", "\xff{{")
	f.Fuzz(func(t *testing.T, code, page string) {
		s := Defaults()
		s.Go, s.Templates, s.Calls = []string{"*.go"}, []string{"*.tmpl"}, []Call{{"Tr", 1}}
		u := Find([]File{{"a.go", []byte(code)}, {"b.tmpl", []byte(page)}}, s)
		for _, x := range append(u.Static, u.Dynamic...) {
			lines := strings.Count(map[string]string{"a.go": code, "b.tmpl": page}[x.Path], "\n") + 1
			if x.Start.Line < 1 || x.End.Line > lines || x.End.Line < x.Start.Line {
				t.Fatalf("%+v lies outside %d lines", x, lines)
			}
		}
	})
}
