package main

import (
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"zuyg": main})
}

// TestScript runs the scenarios of testdata/script: each is a story that a
// person can read, told in commands.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("BIN", filepath.SplitList(e.Getenv("PATH"))[0]) // where zuyg lies, and nothing else
			e.Setenv("GORACE", "atexit_sleep_ms=10")                 // not a second after each command, as the race detector would
			e.Setenv("USER", "Anna")
			e.Setenv("LANG", "en_US.UTF-8")
			e.Setenv("GIT_CONFIG_GLOBAL", e.WorkDir+"/.gitconfig")
			e.Setenv("GIT_AUTHOR_NAME", "Anna")
			e.Setenv("GIT_AUTHOR_EMAIL", "anna@example.am")
			e.Setenv("GIT_COMMITTER_NAME", "Anna")
			e.Setenv("GIT_COMMITTER_EMAIL", "anna@example.am")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "replace": replace, "saveid": saveID, "statusjson": statusJSON, "columns": columns, "unpack": unpack},
	})
}

// unsaid is what a message leaves behind that nobody wrote or that lacks an
// argument.
var unsaid = regexp.MustCompile(`<no value>|\[[a-z]+(\.[a-z0-9-]+)+\]`)

// code N command… runs a command and fails unless it exits with N, or if it
// prints a sentence with a hole in it.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command…")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("code: %v", err)
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("code: %v", err)
		}
		got = exit.ExitCode()
	}
	for _, out := range []string{"stdout", "stderr"} {
		if hole := unsaid.FindString(ts.ReadFile(out)); hole != "" {
			ts.Fatalf("%s holds %s", out, hole)
		}
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// replace FILE OLD NEW replaces a text that must occur; \n is a line break.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	unquote := strings.NewReplacer(`\n`, "\n")
	old, now := unquote.Replace(args[1]), unquote.Replace(args[2])
	data := ts.ReadFile(args[0])
	if !strings.Contains(data, old) {
		ts.Fatalf("%s does not hold %q", args[0], old)
	}
	ts.Check(writeFile(ts.MkAbs(args[0]), strings.ReplaceAll(data, old, now)))
}

// saveid NAME TEXT sets $NAME to the id of the unit in whose status line the
// last command's output shows TEXT.
func saveID(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: saveid NAME TEXT")
	}
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if strings.Contains(line, args[1]) {
			ts.Setenv(args[0], strings.Fields(line)[0])
			return
		}
	}
	ts.Fatalf("no line with %q", args[1])
}
