// Package pandoc runs pandoc, where it is installed: bytes go in, bytes come
// out, without a shell and without a file.
package pandoc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
)

// ErrMissing is wrapped when pandoc isn't installed.
var ErrMissing = errors.New("pandoc is not installed")

// maxMessage is after how many bytes pandoc's messages are cut.
const maxMessage = 4 << 10

// Call is one run of pandoc.
type Call struct {
	Args  []string
	Env   []string // the whole environment; nil: zuyg's own
	Limit int      // how many bytes may come back: what is packed can hold a lot
}

// Run gives pandoc data and returns what it writes. Errors: ErrMissing; what
// pandoc says.
func Run(ctx context.Context, c Call, data []byte) ([]byte, error) {
	name, err := exec.LookPath("pandoc")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	cmd := exec.CommandContext(ctx, name, c.Args...)
	cmd.Stdin, cmd.Env = bytes.NewReader(data), c.Env
	out := &limited{left: c.Limit}
	message := &limited{left: maxMessage, cut: true}
	cmd.Stdout, cmd.Stderr = out, message
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("pandoc: %w: %s", err, bytes.TrimSpace(message.Bytes()))
	}
	return out.Bytes(), nil
}

// limited is a buffer that takes so many bytes; of more, it drops the rest or
// refuses it.
type limited struct {
	bytes.Buffer
	left int
	cut  bool
}

// Write implements io.Writer.
func (l *limited) Write(p []byte) (int, error) {
	n := len(p)
	if n > l.left {
		if !l.cut {
			return 0, fmt.Errorf("more than %d bytes", l.Len()+l.left)
		}
		p = p[:l.left]
	}
	l.left -= len(p)
	_, err := l.Buffer.Write(p)
	return n, err
}
