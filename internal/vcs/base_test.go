package vcs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// commit commits everything at a time.
func commit(t *testing.T, dir, at string, message ...string) {
	t.Helper()
	t.Setenv("GIT_AUTHOR_DATE", at)
	t.Setenv("GIT_COMMITTER_DATE", at)
	git(t, dir, "add", "-A")
	args := []string{"-c", "user.name=Անի", "-c", "user.email=ani@example.am", "commit", "-q"}
	for _, m := range message {
		args = append(args, "-m", m)
	}
	git(t, dir, args...)
}

func open(t *testing.T, dir string) *Past {
	t.Helper()
	p, err := OpenPast(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPast: a project in a folder of a repository, with Armenian names.
func TestPast(t *testing.T) {
	dir := repo(t)
	git(t, dir, "checkout", "-q", "-b", "main")
	write(t, dir, "կայք/հաց/en.md", "one\ntwo\nthree\n")
	commit(t, dir, "2026-01-01T00:00:00Z", "first")
	git(t, dir, "checkout", "-q", "-b", "pr")
	write(t, dir, "կայք/հաց/en.md", "one\n2\nthree\n")
	commit(t, dir, "2026-02-01T00:00:00Z", "second", "Correction: two is 2")
	write(t, dir, "կայք/հաց/en.md", "one\n2\nthree\nfour\n")
	write(t, dir, "կայք/հաց/hy.md", "չորս\n")
	p := open(t, filepath.Join(dir, "կայք"))
	if p.Folder != "կայք/" || p.Shallow {
		t.Errorf("folder %q, shallow %v", p.Folder, p.Shallow)
	}
	base, err := p.MergeBase(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := p.Tree(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if data, err := tree.Read("հաց/en.md"); string(data) != "one\ntwo\nthree\n" || err != nil {
			t.Errorf("%q %v", data, err)
		}
		for _, name := range []string{"հաց/hy.md", "հաց", "a\nb", "none a b 5"} {
			if data, err := tree.Read(name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%q is %q, %v", name, data, err)
			}
		}
	}
	if err := tree.Close(); err != nil {
		t.Error(err)
	}

	lines, err := p.Blame(t.Context(), "հաց/en.md")
	if err != nil || len(lines) != 4 {
		t.Fatal(lines, err)
	}
	for _, tt := range []struct {
		from, to int
		want     string
	}{{1, 1, "2026-01-01"}, {1, 3, "2026-02-01"}, {3, 3, "2026-01-01"}, {1, 4, "-"}, {4, 4, "-"}, {3, 9, "-"}} {
		got := "-"
		if n := Newest(lines, tt.from, tt.to); n.Commit != "" {
			got = n.At.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("lines %d to %d: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
	if lines, err := p.Blame(t.Context(), "հաց/hy.md"); len(lines) != 0 || err != nil {
		t.Errorf("a file git does not know: %v %v", lines, err)
	}
	corrections, err := p.Corrections(t.Context())
	if err != nil || len(corrections) != 1 || corrections[lines[1].Commit] != "two is 2" {
		t.Errorf("%v %v", corrections, err)
	}
	for _, ref := range []string{"none", "--all", "-h", "", "main; true", "HEAD~9"} {
		var no *NoBaseError
		if _, err := p.MergeBase(t.Context(), ref); !errors.As(err, &no) {
			t.Errorf("%q: %v", ref, err)
		}
	}
	if _, err := OpenPast(t.Context(), t.TempDir()); !errors.Is(err, ErrNone) {
		t.Errorf("no repository: %v", err)
	}
}

// TestShallowPast: where the history is cut off, nobody knows when.
func TestShallowPast(t *testing.T) {
	dir := repo(t)
	write(t, dir, "en.md", "one\ntwo\n")
	commit(t, dir, "2026-01-01T00:00:00Z", "first")
	write(t, dir, "en.md", "one\n2\n")
	commit(t, dir, "2026-02-01T00:00:00Z", "second")
	write(t, dir, "en.md", "one\n2\nthree\n")
	commit(t, dir, "2026-03-01T00:00:00Z", "third")
	clone := filepath.Join(t.TempDir(), "clone")
	git(t, dir, "clone", "-q", "--depth", "2", "file://"+dir, clone)
	p := open(t, clone)
	lines, err := p.Blame(t.Context(), "en.md")
	if err != nil || !p.Shallow {
		t.Fatal(p.Shallow, err)
	}
	if n := Newest(lines, 1, 1); !n.At.IsZero() || !n.Cut || n.Commit == "" {
		t.Errorf("line 1: %+v", n)
	}
	if n := Newest(lines, 3, 3); n.At.Format(time.DateOnly) != "2026-03-01" || n.Cut {
		t.Errorf("line 3: %+v", n)
	}
}

// TestPastRunsNothing: the settings of a stranger's repository name programs.
func TestPastRunsNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the trap is a shell script")
	}
	dir := repo(t)
	write(t, dir, "en.md", "one\ntwo\n")
	write(t, dir, ".gitattributes", "*.md filter=trap diff=trap\n")
	commit(t, dir, "2026-01-01T00:00:00Z", "first", "Correction: x")
	write(t, dir, "en.md", "one\n2\n")
	trap := filepath.Join(t.TempDir(), "trap")
	write(t, filepath.Dir(trap), "trap", "#!/bin/sh\ntouch '"+trap+".sprung'\ncat\n")
	if err := os.Chmod(trap, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.pager", "core.fsmonitor", "core.sshCommand", "diff.external", "diff.trap.textconv", "diff.trap.command",
		"filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "gpg.program", "credential.helper"} {
		git(t, dir, "config", key, trap)
	}
	git(t, dir, "config", "filter.trap.required", "true")
	git(t, dir, "config", "log.showSignature", "true")
	git(t, dir, "config", "alias.blame", "!"+trap)
	p := open(t, dir)
	lines, err := p.Blame(t.Context(), "en.md")
	if err != nil || len(lines) != 2 || lines[1].Commit != "" {
		t.Errorf("%v %v", lines, err)
	}
	if _, err := p.Corrections(t.Context()); err != nil {
		t.Error(err)
	}
	base, err := p.MergeBase(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := p.Tree(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := tree.Read("en.md"); string(data) != "one\ntwo\n" || err != nil {
		t.Errorf("%q %v", data, err)
	}
	if err := tree.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(trap + ".sprung"); err == nil {
		t.Error("reading the history ran a program that the repository names")
	}
}

// TestHookVariables: in a hook, git's own variables point elsewhere.
func TestHookVariables(t *testing.T) {
	dir := repo(t)
	write(t, dir, "en.md", "one\n")
	commit(t, dir, "2026-01-01T00:00:00Z", "first")
	t.Setenv("GIT_DIR", filepath.Join(t.TempDir(), "none"))
	t.Setenv("GIT_INDEX_FILE", filepath.Join(t.TempDir(), "none"))
	p := open(t, dir)
	if lines, err := p.Blame(t.Context(), "en.md"); err != nil || len(lines) != 1 || lines[0].Commit == "" {
		t.Errorf("%v %v", lines, err)
	}
}

func FuzzBlamed(f *testing.F) {
	f.Add("0123456789012345678901234567890123456789 1 1 1\ncommitter-time 1767225600\nboundary\n\tմեկ\n", true)
	f.Add("\n\t\n\x00 \xff", false)
	f.Fuzz(func(t *testing.T, s string, shallow bool) {
		for _, l := range blamed([]byte(s), shallow) {
			if strings.Trim(l.Commit, "0") == "" && !l.At.IsZero() {
				t.Fatalf("%+v", l)
			}
		}
	})
}
