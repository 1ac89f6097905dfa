package ingest

import (
	"context"
	"fmt"

	"zuyg/internal/pandoc"
)

// maxPandocBytes bounds what pandoc may hand back; a DOCX is packed, and a
// small one can hold a lot.
const maxPandocBytes = 4 * MaxBytes

// DOCX turns a Word document into Markdown by way of pandoc, which reads it
// from standard input, in its sandbox and without a shell. Pandoc is asked for
// HTML, so that one conversion decides what a page looks like and drops nothing
// silently. Errors: pandoc.ErrMissing; what pandoc says; a *source.Error
// without a path when the document is too large.
func DOCX(ctx context.Context, data []byte, o Options) (*Page, error) {
	if len(data) > MaxBytes {
		return nil, tooLarge(data, MaxBytes)
	}
	args := []string{"--from=docx", "--to=html", "--standalone", "--wrap=none", "--sandbox"}
	out, err := pandoc.Run(ctx, pandoc.Call{Args: args, Limit: maxPandocBytes}, data)
	if err != nil {
		return nil, fmt.Errorf("read docx: %w", err)
	}
	return htmlPage(out, o, maxPandocBytes)
}
