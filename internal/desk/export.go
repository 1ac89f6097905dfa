package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
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
	if err := d.checkOut(o.Out); err != nil {
		return nil, err
	}
	return d.exportTo(ctx, o)
}

// PreviewFolder is where the preview keeps its pages: a part of the cache.
const PreviewFolder = ".zuyg/preview"

// Preview writes the web site as it stands now, ready or not, to PreviewFolder.
func (d *Desk) Preview(ctx context.Context, o ExportOptions) (*Exported, error) {
	o.Out = filepath.Join(d.project.Root().Path(), filepath.FromSlash(PreviewFolder))
	o.Draft, o.Allow = true, publish.AllowNames()
	return d.exportTo(ctx, o)
}

func (d *Desk) exportTo(ctx context.Context, o ExportOptions) (*Exported, error) {
	site, err := d.Site(ctx, o)
	if err != nil {
		return nil, err
	}
	out, err := disk.OpenOutput(o.Out)
	if err != nil {
		return nil, outError(o.Out, err)
	}
	defer func() { _ = out.Close() }()
	o.Settings.Templates = d.template
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
		Langs: p.Settings.Languages, Slugs: slugs, Article: p.Article, Inputs: p.Inputs, At: p.VersionAt, Read: p.Read, Exists: p.Exists,
		Strings:  p.StringsFile,
		Findings: func(a *track.Article) []finding.Finding { return check.Article(a, p.Settings.Check) },
	}
	salt, err := d.salt(o.Settings.Version)
	if err != nil {
		return nil, err
	}
	cache := d.readSeen(salt)
	o.Whole = o.Form.Whole
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

// template returns a project's own file of the site's looks.
func (d *Desk) template(name string) ([]byte, bool) {
	data, err := d.project.Read(publish.TemplatesFolder + "/" + name)
	return data, err == nil
}

// Eject writes the templates, the style and the fonts of the web site into the
// project, to be changed there. What is there already is left as it is.
func (d *Desk) Eject() (made []Made, err error) {
	names, content := publish.Templates()
	root := d.project.Root()
	var writes []disk.Write
	for _, name := range names {
		name, data := publish.TemplatesFolder+"/"+name, content[name]
		_, err := root.Stat(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		made = append(made, Made{name, err == nil})
		if err != nil {
			writes = append(writes, disk.Write{Name: name, Data: data, Check: true})
		}
	}
	return made, d.locked(func() error { return root.WriteAll(writes) })
}

func outError(out string, err error) error {
	return &source.Error{Path: out, ID: "error.export-out", Args: map[string]any{"Detail": err.Error()}, Err: err}
}

// checkOut refuses a folder in which the project keeps something of its own,
// or which holds such a folder.
func (d *Desk) checkOut(out string) error {
	full, err := realPath(out)
	root, err2 := realPath(d.project.Root().Path())
	if err := errors.Join(err, err2); err != nil {
		return outError(out, err)
	}
	locales := filepath.Dir(filepath.FromSlash(d.project.Settings.Locales))
	own := []string{".git", ".zuyg", publish.TemplatesFolder, filepath.FromSlash(d.project.ArticlesFolder()), locales}
	bad := within(full, root)
	for _, dir := range own {
		if dir != "." {
			dir = filepath.Join(root, dir)
			bad = bad || within(dir, full) || within(full, dir)
		}
	}
	if bad {
		return &source.Error{Path: out, ID: "error.export-own-folder"}
	}
	return nil
}

// realPath returns an absolute path without symbolic links; what does not exist
// yet is taken as it is.
func realPath(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	full, err := filepath.EvalSymlinks(name)
	if !errors.Is(err, fs.ErrNotExist) || name == filepath.Dir(name) {
		return full, err
	}
	dir, err := realPath(filepath.Dir(name))
	return filepath.Join(dir, filepath.Base(name)), err
}

// within reports whether inner is outer or lies in it.
func within(outer, inner string) bool {
	rel, err := filepath.Rel(outer, inner)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
