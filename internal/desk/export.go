package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"zuyg/internal/check"
	"zuyg/internal/disk"
	"zuyg/internal/finding"
	"zuyg/internal/publish"
	"zuyg/internal/source"
	"zuyg/internal/track"
)

// ExportOptions are what an export is asked for.
type ExportOptions struct {
	publish.Options
	Form     *publish.Form
	Settings publish.FormOptions
	Out      string // the folder to write to; "" is "public" in the project
	Base     string // the address of the site, where it is not that of the settings
	Force    bool   // write to a folder that holds other files
	Progress func(done, total int)
}

// Exported is what an export did.
type Exported struct {
	Site     *publish.Site
	Out      string
	Problems []publish.Problem
	publish.Result
}

// NeedBaseError says that a form needs the address of the site.
type NeedBaseError struct{ Form string }

func (e *NeedBaseError) Error() string { return e.Form + " needs the address of the site" }

// Export writes the articles that are ready in a form. It changes nothing of
// the project but the cache. An article that is held back is no error.
func (d *Desk) Export(ctx context.Context, o ExportOptions) (*Exported, error) {
	if o.Out == "" {
		o.Out = filepath.Join(d.project.Root().Path(), "public")
	}
	site, err := d.Site(ctx, o)
	if err != nil {
		return nil, err
	}
	out, err := d.openOut(o.Out)
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Close() }()
	output, err := publish.NewOutput(out, o.Form.Name, o.Force)
	if err != nil {
		return nil, err
	}
	e := &Exported{Site: site, Out: o.Out}
	if e.Problems, err = o.Form.Write(ctx, site, output, o.Settings); err != nil {
		return nil, err
	}
	e.Result, err = output.Close()
	return e, err
}

// Site finds out what goes out, and keeps what it saw for the next time.
func (d *Desk) Site(ctx context.Context, o ExportOptions) (*publish.Site, error) {
	p := d.project
	set := p.Settings.Publish
	if o.Base != "" {
		set.Base = o.Base
	}
	if set.Base == "" && o.Form.NeedsBase {
		return nil, &NeedBaseError{o.Form.Name}
	}
	slugs, err := p.Slugs()
	if err != nil {
		return nil, err
	}
	src := publish.Source{
		Langs: p.Settings.Languages, Slugs: slugs, Article: p.Article, Inputs: p.Inputs, At: p.At, Read: p.Read, Exists: p.Exists,
		Strings:  p.StringsFile,
		Findings: func(a *track.Article) []finding.Finding { return check.Article(a, p.Settings.Check) },
	}
	salt, err := d.salt(o.Settings.Version)
	if err != nil {
		return nil, err
	}
	cache := d.readSeen(salt)
	site, err := publish.Gather(ctx, src, set, o.Options, cache, o.Progress)
	if err == nil {
		d.writeSeen(salt, cache)
	}
	return site, err
}

// salt is what every article's state depends on beside its own files.
func (d *Desk) salt(version string) (string, error) {
	settings, err := d.project.Read("zuyg.toml")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(version+"\x00"), settings...))
	return hex.EncodeToString(sum[:16]), nil
}

// seenFile is where it is kept what was seen of the articles. A cache that
// can't be read or written costs time and nothing else.
const seenFile = ".zuyg/export.json"

func (d *Desk) readSeen(salt string) *publish.Cache {
	data, err := d.project.Root().Read(seenFile)
	c := publish.NewCache()
	if head, rest, ok := bytes.Cut(data, []byte("\n")); err == nil && ok && string(head) == salt && json.Unmarshal(rest, c) == nil && c.Seen != nil {
		return c
	}
	return publish.NewCache()
}

func (d *Desk) writeSeen(salt string, c *publish.Cache) {
	if !c.Changed() {
		return
	}
	data, err := json.Marshal(c)
	if err == nil {
		_ = d.project.Root().Put(seenFile, append([]byte(salt+"\n"), data...))
	}
}

// openOut opens the folder to write to, and makes it. It must be none in which
// the project keeps something of its own.
func (d *Desk) openOut(out string) (*disk.Root, error) {
	if err := os.MkdirAll(out, 0o777); err != nil {
		return nil, &source.Error{Path: out, ID: "error.export-out", Args: map[string]any{"Detail": err.Error()}, Err: err}
	}
	full, err := filepath.EvalSymlinks(out)
	if err == nil {
		full, err = filepath.Abs(full)
	}
	root, err2 := filepath.EvalSymlinks(d.project.Root().Path())
	if err2 == nil {
		root, err2 = filepath.Abs(root)
	}
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	locales := filepath.Dir(filepath.FromSlash(d.project.Settings.Locales))
	own := []string{".git", ".zuyg", filepath.FromSlash(d.project.ArticlesFolder()), locales}
	bad := within(full, root)
	for _, dir := range own {
		bad = bad || dir != "." && (within(filepath.Join(root, dir), full) || within(full, filepath.Join(root, dir)))
	}
	if bad {
		return nil, &source.Error{Path: out, ID: "error.export-own-folder"}
	}
	return disk.Open(full)
}

// within reports whether inner is outer or lies in it.
func within(outer, inner string) bool {
	rel, err := filepath.Rel(outer, inner)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
