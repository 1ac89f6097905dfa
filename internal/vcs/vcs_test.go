package vcs

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// repo makes a repository that sees no settings but its own.
func repo(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	return dir
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func TestUser(t *testing.T) {
	dir := repo(t)
	want := func(want string) {
		t.Helper()
		if got := User(t.Context(), dir); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	want("")
	git(t, dir, "config", "user.email", "ani@example.am")
	want("ani@example.am")
	git(t, dir, "config", "user.name", "Անի Սարգսյան")
	want("Անի Սարգսյան")
	git(t, dir, "config", "user.name", "Անի\n\x1b[31m  Սարգսյան\xff ")
	want("Անի [31m Սարգսյան")
	if got := User(t.Context(), filepath.Join(dir, "none")); got != "" {
		t.Errorf("a folder that is not there has the user %q", got)
	}
}

// TestUserRunsNothing: the project may be a stranger's, and its settings name
// programs.
func TestUserRunsNothing(t *testing.T) {
	dir := repo(t)
	trap := filepath.Join(dir, "trap")
	if err := os.WriteFile(trap, []byte("#!/bin/sh\ntouch \""+trap+".sprung\"\ncat\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	git(t, dir, "config", "user.name", "Անի")
	for _, key := range []string{"core.pager", "pager.config", "core.fsmonitor", "core.editor", "core.sshCommand", "credential.helper", "diff.external"} {
		git(t, dir, "config", key, trap)
	}
	git(t, dir, "config", "core.hooksPath", dir)
	git(t, dir, "config", "alias.config", "!"+trap)
	if got := User(t.Context(), dir); got != "Անի" {
		t.Errorf("got %q", got)
	}
	if _, err := os.Stat(trap + ".sprung"); err == nil {
		t.Error("reading the name ran a program of the project")
	}
}

func TestUserWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if got := User(t.Context(), t.TempDir()); got != "" {
		t.Errorf("got %q", got)
	}
}

// TestUserGivesUp has a git that does not answer and leaves a child behind.
func TestUserGivesUp(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the false git is a shell script")
	}
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte("#!/bin/sh\n/bin/sleep 20\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	if got := User(ctx, t.TempDir()); got != "" {
		t.Errorf("got %q", got)
	}
	if waited := time.Since(start); waited > 15*time.Second {
		t.Errorf("waited %v", waited)
	}
}
