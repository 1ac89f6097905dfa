// Package testkit helps the tests of the other packages.
package testkit

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// Golden runs a subtest for each DIR/*.txtar. The sections of a case that are
// not called "want/…" are handed to run; what it returns under NAME must equal
// the section "want/NAME". With -update the sections are rewritten instead.
func Golden(t *testing.T, dir string, run func(t *testing.T, in map[string]string) map[string]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no cases in %s", dir)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file, run) })
	}
}

func golden(t *testing.T, file string, run func(t *testing.T, in map[string]string) map[string]string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	in, want := map[string]string{}, map[string]string{}
	var keep []txtar.File
	for _, f := range a.Files {
		if name, ok := strings.CutPrefix(f.Name, "want/"); ok {
			want[name] = string(f.Data)
			continue
		}
		in[f.Name] = string(f.Data)
		keep = append(keep, f)
	}
	got := run(t, in)
	if *update {
		a.Files = keep
		for _, name := range slices.Sorted(maps.Keys(got)) {
			a.Files = append(a.Files, txtar.File{Name: "want/" + name, Data: []byte(got[name])})
		}
		if err := os.WriteFile(file, bytes.TrimLeft(txtar.Format(a), "\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, w := range want {
		if g, ok := got[name]; !ok || g != w {
			t.Errorf("%s: %s differs\n--- got\n%s--- want\n%s", file, name, g, w)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: there is no section want/%s for\n%s", file, name, got[name])
		}
	}
}
