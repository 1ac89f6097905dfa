package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
)

// ErrNoPandoc is wrapped when a DOCX is to be read and pandoc isn't installed.
var ErrNoPandoc = errors.New("pandoc is not installed")

// maxPandocBytes bounds what pandoc may hand back; a DOCX is packed, and a
// small one can hold a lot.
const maxPandocBytes = 4 * MaxBytes

// pandoc's messages are cut after this many bytes.
const maxPandocMessage = 4 << 10

// DOCX turns a Word document into Markdown by way of pandoc, which reads it
// from standard input, in its sandbox and without a shell. Pandoc is asked for
// HTML, so that one conversion decides what a page looks like and drops nothing
// silently. Errors: ErrNoPandoc; what pandoc says; a *source.Error without a
// path when the document is too large.
func DOCX(ctx context.Context, data []byte, o Options) (*Page, error) {
	if len(data) > MaxBytes {
		return nil, tooLarge(data, MaxBytes)
	}
	name, err := exec.LookPath("pandoc")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoPandoc, err)
	}
	cmd := exec.CommandContext(ctx, name, "--from=docx", "--to=html", "--standalone", "--wrap=none", "--sandbox")
	cmd.Stdin = bytes.NewReader(data)
	out := &limited{left: maxPandocBytes}
	message := &limited{left: maxPandocMessage, cut: true}
	cmd.Stdout, cmd.Stderr = out, message
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("read docx with pandoc: %w: %s", err, bytes.TrimSpace(message.Bytes()))
	}
	return htmlPage(out.Bytes(), o, maxPandocBytes)
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
