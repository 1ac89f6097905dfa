package vcs

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTracked: only what git has in its index is tracked, and looking runs
// nothing that the repository's settings name.
func TestTracked(t *testing.T) {
	dir := repo(t)
	trap := filepath.Join(dir, "trap")
	for name, text := range map[string]string{"trap": "#!/bin/sh\ntouch \"" + trap + ".sprung\"\n", "ա.md": "հաց", "new.md": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "add", "ա.md")
	git(t, dir, "config", "core.fsmonitor", trap)
	git(t, dir, "config", "core.pager", trap)
	for name, want := range map[string]bool{"ա.md": true, "new.md": false, "none.md": false, "*.md": false, "../x": false, "": false} {
		if got := Tracked(t.Context(), dir, name); got != want {
			t.Errorf("Tracked(%q) = %v", name, got)
		}
	}
	if _, err := os.Stat(trap + ".sprung"); err == nil {
		t.Error("looking ran a program of the project")
	}
	if Tracked(t.Context(), t.TempDir(), "ա.md") {
		t.Error("a folder without git tracks a file")
	}
}
