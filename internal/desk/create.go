package desk

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"zuyg/internal/disk"
	"zuyg/internal/ingest"
	"zuyg/internal/project"
	"zuyg/locales"
)

// start holds what a new project begins with.
//
//go:embed start
var start embed.FS

// Made is a file that was written, or would have been.
type Made struct {
	Path   string
	Exists bool // was there already and was left alone
}

// Init makes a project in folder dir: settings, the site's UI strings, a first
// article in both languages. What is there already is left as it is.
func Init(dir string, env Env) (made []Made, err error) {
	root, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	var writes []disk.Write
	add := func(name string, data []byte) error {
		_, err := root.Stat(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		made = append(made, Made{name, err == nil})
		if err != nil {
			writes = append(writes, disk.Write{Name: name, Data: data, Expect: []byte{}, Check: true})
		}
		return nil
	}
	err = fs.WalkDir(start, "start", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := start.ReadFile(name)
		if err != nil {
			return err
		}
		return add(strings.TrimPrefix(name, "start/"), data)
	})
	for _, lang := range []string{"en", "hy"} {
		data, readErr := locales.Files.ReadFile(lang + ".toml")
		err = errors.Join(err, readErr, add("locales/"+lang+".toml", data))
	}
	if err != nil {
		return nil, err
	}
	unlock, err := root.Lock(env.Who)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(root.WriteAll(writes), unlock()); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(made, func(m Made) bool { return m.Exists && path.Dir(m.Path) == "locales" }) {
		return made, nil
	}
	env.Who = "zuyg"
	record, err := confirmStart(dir, env)
	return append(made, record), err
}

// confirmStart records that the UI strings which come with zuyg say the same in
// both languages: those who wrote them say so.
func confirmStart(dir string, env Env) (record Made, err error) {
	p, err := project.Open(dir)
	if err != nil {
		return Made{}, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	_, err = New(p, env).AcceptStrings(nil, true, Options{})
	return Made{Path: "locales/record.jsonl"}, err
}

// Article writes the first version of a new article: front matter and an empty
// body. Lead says that its language leads though it is not the project's first.
func (d *Desk) Article(title, slug, lang, category string) (Made, error) {
	if slug == "" {
		slug = ingest.Slug(title)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntitle: %s\n", strconv.Quote(title))
	if lang != d.project.Settings.Languages[0] {
		fmt.Fprintf(&b, "source: %s\n", lang)
	}
	if category != "" {
		fmt.Fprintf(&b, "category: %s\n", strconv.Quote(category))
	}
	fmt.Fprintf(&b, "date: %s\n---\n\n", d.Today())
	return d.addVersion(slug, lang, b.Bytes())
}

// addVersion writes a version that is not there yet; it never overwrites.
func (d *Desk) addVersion(slug, lang string, data []byte) (Made, error) {
	name, err := d.project.NewVersionPath(slug, lang)
	if err != nil {
		return Made{}, err
	}
	err = d.locked(func() error {
		if _, err := d.project.Read(name); err == nil {
			return &ExistsError{name}
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return d.project.Root().WriteAll([]disk.Write{{Name: name, Data: data, Expect: []byte{}, Check: true}})
	})
	return Made{Path: name}, err
}

// Imported is what an import made of a page.
type Imported struct {
	Slug string
	Path string
	Page *ingest.Page
}

// ImportOptions say where an imported page goes.
type ImportOptions struct {
	Name    string // of the file, for its format
	Lang    string
	Slug    string // of a new article; empty: made from the title
	Article string // an existing article that gets this version
	DryRun  bool
}

// Import turns a page into a version of an article: a new one, or the other
// version of an existing one. Nothing that exists is overwritten.
func (d *Desk) Import(data []byte, convert func([]byte, ingest.Options) (*ingest.Page, error), o ImportOptions) (*Imported, error) {
	options, err := d.ingestOptions(o.Lang)
	if err != nil {
		return nil, err
	}
	page, err := convert(data, options)
	if err != nil {
		return nil, err
	}
	in := &Imported{Slug: o.Article, Page: page}
	if in.Slug == "" {
		in.Slug = o.Slug
	}
	if in.Slug == "" {
		in.Slug = ingest.Slug(page.Title)
	}
	if in.Slug == "" {
		in.Slug = ingest.Slug(strings.TrimSuffix(path.Base(o.Name), path.Ext(o.Name)))
	}
	if in.Path, err = d.project.NewVersionPath(in.Slug, o.Lang); err != nil {
		return nil, err
	}
	if o.Article == "" {
		if _, err := d.project.Article(in.Slug); err == nil {
			return nil, &ExistsError{in.Path}
		}
	}
	if o.DryRun {
		if _, err := d.project.Read(in.Path); err == nil {
			return nil, &ExistsError{in.Path}
		}
		return in, nil
	}
	_, err = d.addVersion(in.Slug, o.Lang, []byte(page.Markdown))
	return in, err
}

// ingestOptions hands the site's UI strings of a language to the importer: it
// knows the site's chrome and categories by them.
func (d *Desk) ingestOptions(lang string) (ingest.Options, error) {
	o := ingest.Options{Lang: lang}
	strs, err := d.project.Strings(lang)
	if err != nil {
		return o, err
	}
	for _, s := range strs {
		if key, ok := strings.CutPrefix(s.Key, project.CategoryPrefix); ok {
			o.Categories = append(o.Categories, ingest.Chrome{Key: key, Text: s.Text})
			continue
		}
		o.Chrome = append(o.Chrome, ingest.Chrome{Key: s.Key, Text: s.Text})
	}
	return o, nil
}
