package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"zuyg/internal/desk"
	"zuyg/internal/preview"
	"zuyg/internal/project"
	"zuyg/internal/publish"
)

func previewCommand() command {
	return command{
		name: "preview", most: 0, flags: []flag{{name: "port", value: "PORT"}},
		examples: []string{"zuyg preview", "zuyg preview --port 9000"},
		run:      runPreview,
	}
}

// lookEvery is how often the sources are looked at: a person who has saved a
// file and turns to the browser takes longer.
const lookEvery = 400 * time.Millisecond

func runPreview(c *call) error {
	port := 8484
	if p := c.String("port"); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 65535 {
			return &usageError{id: "error.bad-port", args: map[string]any{"Value": p}}
		}
		port = n
	}
	dir, err := project.Find(c.dir)
	if err != nil {
		return err
	}
	ln, base, err := preview.Listen(port)
	if err != nil {
		return &usageError{id: "error.listen", args: map[string]any{"Port": port, "Detail": err.Error()}}
	}
	defer func() { _ = ln.Close() }()
	export := func(ctx context.Context) error { return c.previewOnce(ctx, dir, base) }
	if err := export(c.Context.Context); err != nil {
		return err
	}
	site, err := os.OpenRoot(filepath.Join(dir, filepath.FromSlash(desk.PreviewFolder)))
	if err != nil {
		return err
	}
	defer func() { _ = site.Close() }()
	if _, err := fmt.Fprintln(c.out, c.say.Say("preview.at", map[string]any{"Address": base + "/"})); err != nil {
		return err
	}
	return preview.Serve(c.Context.Context, ln, preview.Options{
		Site: site.FS(), Export: export, Failed: c.showError, Interval: lookEvery,
		Signature: func() (string, error) {
			p, err := project.Open(dir)
			if err != nil {
				return "", err
			}
			defer func() { _ = p.Close() }()
			return p.Signature()
		},
	})
}

// previewOnce opens the project afresh, for its settings may have changed too,
// and writes the site.
func (c *call) previewOnce(ctx context.Context, dir, base string) error {
	p, err := project.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	forms := publish.Forms()
	o := desk.ExportOptions{Form: &forms[0], Base: base, Settings: publish.FormOptions{Version: Version, Reload: preview.ChangesPath}}
	_, err = desk.New(p, c.env(dir)).Preview(ctx, o)
	return err
}
