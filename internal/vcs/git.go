package vcs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Why the history can't be read.
var (
	ErrNoGit        = errors.New("git is not installed")
	ErrNoRepository = errors.New("not in a git repository")
	ErrNoCommits    = errors.New("the repository has no commits")
	ErrIncomplete   = errors.New("the repository does not hold the contents of old commits")
)

// GitError is a git that failed for another reason; Detail is what it said, one
// line.
type GitError struct {
	Command string // "log", "cat-file" …
	Detail  string
	Err     error
}

func (e *GitError) Error() string { return fmt.Sprintf("git %s: %s", e.Command, e.Detail) }

func (e *GitError) Unwrap() error { return e.Err }

// Repo is a git repository, to be read.
type Repo struct {
	top    string // its working tree
	prefix string // of the folder it was opened at, slash separated, "" or with "/" at the end
	edges  map[string]*Commit
}

// Open finds the repository that folder dir is in. The error wraps ErrNoGit,
// ErrNoRepository or ErrNoCommits where that is the reason, else it is a
// *GitError.
func Open(ctx context.Context, dir string) (*Repo, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, ErrNoGit
	}
	out, err := run(ctx, dir, "rev-parse", "--show-toplevel", "--show-prefix", "--is-shallow-repository")
	if err != nil {
		var g *GitError
		if errors.As(err, &g) && (strings.Contains(g.Detail, "not a git repository") || strings.Contains(g.Detail, "must be run in a work tree")) {
			return nil, fmt.Errorf("%s: %w", dir, ErrNoRepository)
		}
		return nil, err
	}
	lines := strings.Split(string(out), "\n")
	if len(lines) < 3 {
		return nil, &GitError{Command: "rev-parse", Detail: oneLine(string(out))}
	}
	r := &Repo{top: filepath.FromSlash(lines[0]), prefix: lines[1]}
	if _, err := run(ctx, dir, "rev-parse", "--verify", "--quiet", "HEAD"); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%s: %w", dir, ErrNoCommits)
	}
	if lines[2] == "true" {
		err = r.findEdges(ctx)
	}
	return r, err
}

// Edge returns the newest commit at which the history of a shallow clone ends,
// or nil when all of it is there.
func (r *Repo) Edge() *Commit {
	var newest *Commit
	for _, c := range r.edges {
		if newest == nil || c.When.After(newest.When) || c.When.Equal(newest.When) && c.Hash > newest.Hash {
			newest = c
		}
	}
	return newest
}

// findEdges notes the commits of a shallow clone that have no parent here. One
// that truly is the first can't be told from them, and says as little.
func (r *Repo) findEdges(ctx context.Context) error {
	r.edges = map[string]*Commit{}
	return r.log(ctx, "", []string{"--max-parents=0", "--no-patch", "HEAD", "--"}, func(e *logged) {
		e.commit.Edge = true
		r.edges[e.commit.Hash] = e.commit
	})
}

// fixed are the arguments before every command of git. Nothing that the
// repository's own settings name is run: no pager, no file system monitor, no
// hooks, no signature check.
var fixed = []string{"--no-pager", "--no-optional-locks", "--no-replace-objects",
	"-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "log.follow=false",
	"-c", "i18n.logOutputEncoding=UTF-8", "-c", "diff.orderFile=/dev/null", "-c", "core.quotePath=false"}

// command prepares a run of git in a folder.
func command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append(append(append([]string{}, fixed...), name), args...)...)
	cmd.Dir = dir
	cmd.Env = environment(cmd.Environ())
	cmd.WaitDelay = time.Second
	return cmd
}

// kept are the variables of git that are handed on: where its settings and its
// programs are. The others could send it to another repository or make it run
// something.
var kept = []string{"GIT_CONFIG", "GIT_CEILING_DIRECTORIES=", "GIT_DISCOVERY_ACROSS_FILESYSTEM=", "GIT_EXEC_PATH="}

// environment returns what git sees of env, and what makes it quiet: English
// messages, no questions, no lock, no network (a partial clone would fetch).
func environment(env []string) []string {
	var out []string
	for _, v := range env {
		keep := !strings.HasPrefix(v, "GIT_") && !strings.HasPrefix(v, "LC_") && !strings.HasPrefix(v, "LANG") && !strings.HasPrefix(v, "PAGER=")
		for _, k := range kept {
			keep = keep || strings.HasPrefix(v, k)
		}
		if keep {
			out = append(out, v)
		}
	}
	return append(out, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none")
}

// run returns what a command of git writes.
func run(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
	cmd := command(ctx, dir, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	return out, failure(ctx, name, stderr.String(), err)
}

// failure makes the error of a git that ended with err.
func failure(ctx context.Context, name, said string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(said, "promisor") || strings.Contains(said, "' not allowed"): // would have to fetch
		return fmt.Errorf("git %s: %w", name, ErrIncomplete)
	}
	detail := oneLine(said)
	if detail == "" {
		detail = err.Error()
	}
	return &GitError{Command: name, Detail: strings.TrimPrefix(detail, "fatal: "), Err: err}
}
