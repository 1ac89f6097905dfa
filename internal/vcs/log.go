package vcs

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Commit is who changed something, when and why.
type Commit struct {
	Hash    string
	When    time.Time // of the author, in the author's time zone; zero if git tells none
	Author  string    // one line, without control characters, as Subject
	Subject string
	Edge    bool // what came before is not in this (shallow) clone
}

// Short returns the first digits of the hash: enough to name a commit in any
// repository that people make.
func (c *Commit) Short() string { return c.Hash[:min(len(c.Hash), 12)] }

// Date returns the day of the commit where its author was, YYYY-MM-DD.
func (c *Commit) Date() string {
	if c.When.IsZero() {
		return ""
	}
	return c.When.Format(time.DateOnly)
}

// header asks git log for the fields that parser reads.
const header = "--format=%H%x00%P%x00%aI%x00%aN%x00%s"

// headerFields is how many they are.
const headerFields = 5

// logged is one commit as git log tells it.
type logged struct {
	commit  *Commit
	parents []string
	changes []change
}

// change is one file that a commit changed.
type change struct {
	from, to string // paths; from differs from to when it was renamed
	blob     string // after the commit, "" where the file is gone
	added    bool   // it was not there before
}

// parser reads "git log -z --raw" in the form of header.
type parser struct {
	in      *bufio.Reader
	pending string // a hash that was read already
}

func newParser(r io.Reader) *parser { return &parser{in: bufio.NewReaderSize(r, 1<<16)} }

// log runs git log over commits and hands each to a function, as git orders
// them. What stdin holds is for git to read.
func (r *Repo) log(ctx context.Context, stdin string, args []string, each func(*logged)) error {
	stoppable, stop := context.WithCancel(ctx)
	defer stop()
	cmd := command(stoppable, r.top, "log", append([]string{"-z", "--raw", "-M", "--no-abbrev", "--no-color", "--no-ext-diff", "--no-textconv", header}, args...)...)
	var said bytes.Buffer
	cmd.Stderr, cmd.Stdin = &said, strings.NewReader(stdin)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return failure(ctx, "log", "", err)
	}
	p := newParser(out)
	e, readErr := p.next()
	for ; e != nil && readErr == nil; e, readErr = p.next() {
		if c := r.edges[e.commit.Hash]; c != nil {
			e.commit = c
		}
		each(e)
	}
	if readErr != nil {
		stop()
	}
	ended := cmd.Wait()
	err = failure(ctx, "log", said.String(), ended)
	if errors.Is(readErr, errLog) && said.Len() == 0 { // git is well, but not understood
		return readErr
	}
	if err != nil {
		return err
	}
	return readErr
}

// errLog says that git's output is not of the form that is documented.
var errLog = errors.New("unexpected output of git log")

// next returns the next commit, nil at the end.
func (p *parser) next() (*logged, error) {
	hash := p.pending
	p.pending = ""
	for hash == "" {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		hash = t
	}
	var field [headerFields]string
	field[0] = hash
	for i := 1; i < headerFields; i++ {
		t, err := p.raw()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errLog, err)
		}
		field[i] = t
	}
	c := &Commit{Hash: field[0], Author: oneLine(field[3]), Subject: oneLine(field[4])}
	c.When, _ = time.Parse(time.RFC3339, field[2]) // a broken date is none
	e := &logged{commit: c, parents: strings.Fields(field[1])}
	return e, p.changes(e)
}

// changes reads the changed files of a commit, up to the next commit's hash.
func (p *parser) changes(e *logged) error {
	for {
		t, err := p.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if t == "" {
			continue
		}
		if t[0] != ':' {
			p.pending = t
			return nil
		}
		c, err := p.change(t)
		if err != nil {
			return err
		}
		e.changes = append(e.changes, c)
	}
}

// change reads one raw line: ":100644 100644 OLD NEW M", a NUL and the path,
// two paths for a rename. For a merge there are as many colons, modes, hashes
// and letters as parents.
func (p *parser) change(line string) (c change, err error) {
	n := len(line) - len(strings.TrimLeft(line, ":"))
	f := strings.Fields(line[n:])
	if len(f) != 2*(n+1)+1 {
		return c, fmt.Errorf("%w: %q", errLog, line)
	}
	if blob, mode := f[2*(n+1)-1], f[n]; strings.Trim(blob, "0") != "" && strings.HasPrefix(mode, "100") { // neither a link nor a submodule
		c.blob = blob
	}
	if c.from, err = p.raw(); err != nil {
		return c, fmt.Errorf("%w: %w", errLog, err)
	}
	c.to = c.from
	status := f[len(f)-1]
	c.added = n == 1 && status == "A"
	if n == 1 && status[0] == 'R' {
		if c.to, err = p.raw(); err != nil {
			return c, fmt.Errorf("%w: %w", errLog, err)
		}
	}
	return c, nil
}

// token reads up to the next NUL, without the line break that git puts before
// the files of a commit.
func (p *parser) token() (string, error) {
	t, err := p.raw()
	return strings.TrimLeft(t, "\n"), err
}

func (p *parser) raw() (string, error) {
	t, err := p.in.ReadString(0)
	if err != nil {
		if t != "" && errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return "", err
	}
	return t[:len(t)-1], nil
}
