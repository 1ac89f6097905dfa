package vcs

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Everything here reads what is in git's own store: no filter, hook, pager,
// file monitor or text conversion that a project's settings name is run, and
// nothing is fetched.

// ErrNone says that a folder is in no git repository, or that there is no git.
var ErrNone = errors.New("no git repository")

// NoBaseError says that a commit to compare with can't be found.
type NoBaseError struct {
	Ref     string
	Shallow bool   // the history is cut off
	Detail  string // what git says
}

func (e *NoBaseError) Error() string {
	return fmt.Sprintf("no merge base with %q: %s", e.Ref, e.Detail)
}

// Past is what git knows of a folder.
type Past struct {
	dir     string
	Folder  string // of the folder below the repository's top: "" or "site/"
	Shallow bool   // the history is cut off
	filters []string
}

// OpenPast finds the repository that dir is in; the error wraps ErrNone when there
// is none.
func OpenPast(ctx context.Context, dir string) (*Past, error) {
	r := &Past{dir: dir}
	out, err := r.git(ctx, "rev-parse", "--show-prefix", "--is-shallow-repository")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	prefix, rest, _ := strings.Cut(string(out), "\n")
	r.Folder, r.Shallow = prefix, strings.TrimSpace(rest) == "true"
	// A filter named in the settings would run over the working files; an empty
	// command is none.
	names, _ := r.git(ctx, "config", "--name-only", "-z", "--get-regexp", `^filter\..*\.(clean|smudge|process|required)$`)
	for name := range strings.SplitSeq(string(names), "\x00") {
		if name == "" {
			continue
		}
		value := ""
		if strings.HasSuffix(name, ".required") {
			value = "false"
		}
		r.filters = append(r.filters, "-c", name+"="+value)
	}
	return r, nil
}

// command is git with all switched off that could run something.
func (r *Past) command(ctx context.Context, args ...string) *exec.Cmd {
	all := append([]string{"--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "blame.ignoreRevsFile=", "-c", "log.showSignature=false"}, r.filters...)
	cmd := exec.CommandContext(ctx, "git", append(all, args...)...)
	cmd.Dir = r.dir
	for _, v := range os.Environ() { // a hook's own variables would send git to another repository or index
		if !strings.HasPrefix(v, "GIT_") || strings.HasPrefix(v, "GIT_CONFIG") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	cmd.WaitDelay = time.Second
	return cmd
}

func (r *Past) git(ctx context.Context, args ...string) ([]byte, error) {
	out, err := r.command(ctx, args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return out, fmt.Errorf("git %s: %s", args[0], oneLine(string(exit.Stderr)))
	}
	return out, err
}

// MergeBase returns the newest commit that HEAD and ref have in common. The
// error is a *NoBaseError when there is none to be found.
func (r *Past) MergeBase(ctx context.Context, ref string) (string, error) {
	fail := func(err error) error { return &NoBaseError{ref, r.Shallow, err.Error()} }
	commit, err := r.git(ctx, "rev-parse", "--verify", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return "", fail(err)
	}
	base, err := r.git(ctx, "merge-base", strings.TrimSpace(string(commit)), "HEAD")
	if err != nil {
		return "", fail(err)
	}
	return strings.TrimSpace(string(base)), nil
}

// Tree reads files as they were in one commit.
type Tree struct {
	commit, folder string
	cmd            *exec.Cmd
	in             io.WriteCloser
	out            *bufio.Reader
}

// Tree opens a commit for reading. Close it.
func (r *Past) Tree(ctx context.Context, commit string) (*Tree, error) {
	t := &Tree{commit: commit, folder: r.Folder, cmd: r.command(ctx, "cat-file", "--batch")}
	var err error
	if t.in, err = t.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := t.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	t.out = bufio.NewReader(out)
	return t, t.cmd.Start()
}

// Close ends the reading.
func (t *Tree) Close() error { return errors.Join(t.in.Close(), t.cmd.Wait()) }

// maxPast is the largest file that is read, in bytes, as for files on disk.
const maxPast = 64 << 20

// Read returns a file, named as seen from the folder that OpenPast was given. The
// error wraps fs.ErrNotExist when the commit has none of that name.
func (t *Tree) Read(name string) ([]byte, error) {
	if strings.ContainsAny(name, "\n\r") {
		return nil, fmt.Errorf("read %q at %s: %w", name, t.commit, fs.ErrNotExist)
	}
	if _, err := fmt.Fprintf(t.in, "%s:%s%s\n", t.commit, t.folder, name); err != nil {
		return nil, err
	}
	head, err := t.out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("read %s at %s: %w", name, t.commit, err)
	}
	fields := strings.Fields(head)
	size := -1
	if n := len(fields); n >= 3 {
		if size, err = strconv.Atoi(fields[n-1]); err != nil {
			size = -1
		}
	}
	if size < 0 || size > maxPast {
		return nil, fmt.Errorf("read %s at %s: %w", name, t.commit, fs.ErrNotExist)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(t.out, data); err != nil {
		return nil, fmt.Errorf("read %s at %s: %w", name, t.commit, err)
	}
	if fields[len(fields)-2] != "blob" {
		return nil, fmt.Errorf("read %s at %s: %w", name, t.commit, fs.ErrNotExist)
	}
	return data[:size], nil
}

// Touched is the newest change of some lines.
type Touched struct {
	Commit string    // "" when it is not committed
	At     time.Time // when it was committed; zero when it is not, and when the history is cut off before it
	Cut    bool      // the history is cut off before it
}

// Blame returns the last change of every line of a working file; nil for a file
// that git does not know, which is not committed as a whole.
func (r *Past) Blame(ctx context.Context, name string) ([]Touched, error) {
	if _, err := r.git(ctx, "cat-file", "-e", "HEAD:"+r.Folder+name); err != nil {
		return nil, ctx.Err()
	}
	out, err := r.git(ctx, "blame", "--line-porcelain", "--no-textconv", "--", name)
	return blamed(out, r.Shallow), err
}

// blamed reads the porcelain of git blame.
func blamed(porcelain []byte, shallow bool) []Touched {
	var all []Touched
	inside := false // the head of a line
	for line := range bytes.Lines(porcelain) {
		if line[0] == '\t' {
			inside = false
			continue
		}
		key, value, _ := strings.Cut(strings.TrimRight(string(line), "\n"), " ")
		switch {
		case !inside:
			inside = true
			all = append(all, Touched{Commit: strings.Trim(key, "0")})
			if all[len(all)-1].Commit != "" {
				all[len(all)-1].Commit = key
			}
		case key == "committer-time" && all[len(all)-1].Commit != "":
			if n, err := strconv.ParseInt(value, 10, 64); err == nil {
				all[len(all)-1].At = time.Unix(n, 0).UTC()
			}
		case key == "boundary":
			all[len(all)-1].Cut = shallow // else it is the first commit of all
		}
	}
	return all
}

// Newest returns the newest of some lines, one that is not committed first of
// all; lines that are not there count as that.
func Newest(lines []Touched, from, to int) Touched {
	var best Touched
	for i := from; i <= to; i++ {
		if i < 1 || i > len(lines) || lines[i-1].Commit == "" {
			return Touched{}
		}
		if t := lines[i-1]; best.Commit == "" || t.At.After(best.At) {
			best = t
		}
	}
	if best.Cut {
		best.At = time.Time{}
	}
	return best
}

// CorrectionTrailer is the trailer of commits that correct what was wrong.
const CorrectionTrailer = "Correction"

// Corrections returns what the commits say that are marked as corrections, by
// the commit's name.
func (r *Past) Corrections(ctx context.Context) (map[string]string, error) {
	out, err := r.git(ctx, "log", "-z", "-i", "--grep=^"+CorrectionTrailer+":", "--format=%H %(trailers:key="+CorrectionTrailer+",valueonly,separator=%x20)")
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		commit, text, _ := strings.Cut(entry, " ")
		if text = oneLine(text); text != "" {
			found[commit] = text
		}
	}
	return found, nil
}
