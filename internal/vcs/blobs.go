package vcs

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// maxBlob is the largest text that is read from history, in bytes, as for a
// file of the project.
const maxBlob = 64 << 20

// Blobs reads contents from one long-running git. It may be used by several
// goroutines.
type Blobs struct {
	ctx  context.Context
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	said bytes.Buffer
	lock sync.Mutex
	err  error // the first failure; after it nothing is read
}

// Blobs starts a reader. It must be closed.
func (r *Repo) Blobs(ctx context.Context) (*Blobs, error) {
	b := &Blobs{ctx: ctx, cmd: command(ctx, r.top, "cat-file", "--batch")}
	b.cmd.Stderr = &b.said
	var err error
	if b.in, err = b.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	b.out = bufio.NewReaderSize(out, 1<<16)
	return b, failure(ctx, "cat-file", "", b.cmd.Start())
}

// Read returns the bytes of a blob that Lines named.
func (b *Blobs) Read(id string) ([]byte, error) {
	_, data, err := b.ask(id)
	if err == nil && data == nil {
		err = fmt.Errorf("git cat-file %s: %w", id, ErrIncomplete)
	}
	return data, err
}

// at returns the id of the file at path as it is in a commit, "" if there is
// none. No path may hold a line break.
func (b *Blobs) at(commit, path string) (string, error) {
	id, data, err := b.ask(commit + ":" + path)
	if err != nil || data == nil {
		return "", err
	}
	return id, nil
}

// ask returns the id and the bytes of the blob of a name, nil for one that is
// not there or is no blob.
func (b *Blobs) ask(name string) (id string, data []byte, err error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	if b.err != nil {
		return "", nil, b.err
	}
	id, data, err = b.exchange(name)
	if err != nil {
		b.err = failure(b.ctx, "cat-file", b.stop(), err)
		return "", nil, b.err
	}
	return id, data, nil
}

func (b *Blobs) exchange(name string) (id string, data []byte, err error) {
	if _, err := io.WriteString(b.in, name+"\n"); err != nil {
		return "", nil, err
	}
	line, err := b.out.ReadString('\n')
	if err != nil {
		return "", nil, err
	}
	line = strings.TrimSuffix(line, "\n")
	if rest, ok := strings.CutPrefix(line, name+" "); ok && rest == "missing" {
		return "", nil, nil
	}
	f := strings.Fields(line)
	if len(f) != 3 {
		return "", nil, fmt.Errorf("unexpected answer %q", line)
	}
	size, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil {
		return "", nil, err
	}
	if f[1] != "blob" || size > maxBlob {
		_, err = io.CopyN(io.Discard, b.out, size+1)
		return f[0], nil, err
	}
	data = make([]byte, size)
	if _, err = io.ReadFull(b.out, data); err == nil {
		_, err = b.out.Discard(1) // the line break behind it
	}
	return f[0], data, err
}

// stop ends git and returns what it said.
func (b *Blobs) stop() string {
	_ = b.in.Close()
	_ = b.cmd.Wait()
	return b.said.String()
}

// Close ends the reader.
func (b *Blobs) Close() error {
	b.lock.Lock()
	defer b.lock.Unlock()
	if b.err == nil {
		b.err = io.ErrClosedPipe
		b.stop()
	}
	return nil
}
