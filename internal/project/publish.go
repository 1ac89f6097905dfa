package project

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"time"

	"zuyg/internal/publish"
	"zuyg/internal/track"
)

// publishFile is the part [publish] of zuyg.toml as it is written.
type publishFile struct {
	Base        *string           `toml:"base"`
	Title       map[string]string `toml:"title"`
	Description map[string]string `toml:"description"`
	Author      string            `toml:"author"`
	LeadFirst   []string          `toml:"lead-first"`
	RawHTML     bool              `toml:"raw-html"`
	PageSize    *int              `toml:"page-size"`
	Zone        *string           `toml:"zone"`
}

// settings reads the part; data is all of zuyg.toml.
func (f *publishFile) settings(name string, data []byte) (publish.Settings, error) {
	s := publish.Defaults()
	s.Title, s.Description, s.Author = f.Title, f.Description, f.Author
	s.LeadFirst, s.RawHTML = f.LeadFirst, f.RawHTML
	if f.Base != nil {
		base, ok := BaseURL(*f.Base)
		if !ok {
			return s, keyError(name, data, "base", "error.settings-base", map[string]any{"Value": fmt.Sprintf("%q", *f.Base)})
		}
		s.Base = base
	}
	if f.PageSize != nil {
		if *f.PageSize < 1 {
			return s, keyError(name, data, "page-size", "error.settings-page-size", nil)
		}
		s.PageSize = *f.PageSize
	}
	if f.Zone != nil {
		t, err := time.Parse("-07:00", *f.Zone)
		if err != nil {
			return s, keyError(name, data, "zone", "error.settings-zone", map[string]any{"Value": fmt.Sprintf("%q", *f.Zone)})
		}
		_, offset := t.Zone()
		s.Zone = time.FixedZone("", offset)
	}
	return s, nil
}

// BaseURL reads the address of a site: http or https with a host. "/" at its
// end is left out.
func BaseURL(text string) (base string, ok bool) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", false
	}
	return strings.TrimRight(u.String(), "/"), true
}

// VersionAt returns the article and the language whose version lies at a path.
func (p *Project) VersionAt(name string) (slug, lang string, ok bool) {
	return p.pattern.split(name, p.Settings.Languages)
}

// ArticlesFolder returns the folder below which all versions lie.
func (p *Project) ArticlesFolder() string { return p.pattern.base }

// Exists reports whether the project has a regular file of that name.
func (p *Project) Exists(name string) bool {
	if _, ok := p.overlay[name]; ok {
		return true
	}
	info, err := p.root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// Inputs returns a hash of all files of an article (the versions and the record)
// and a function that makes the article of what was read.
func (p *Project) Inputs(slug string) (hash string, article func() (*track.Article, error), err error) {
	h := sha256.New()
	files := map[string][]byte{}
	for _, l := range p.Settings.Languages {
		for _, name := range []string{p.pattern.version(slug, l), p.pattern.record(slug, l)} {
			if _, ok := files[name]; ok {
				continue
			}
			data, err := p.read(name)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "", nil, err
			}
			if err == nil {
				files[name] = data
			}
			fmt.Fprintf(h, "%s\x00%d\x00%t\x00", name, len(data), err == nil)
			h.Write(data)
		}
	}
	read := &Project{Settings: p.Settings, root: p.root, pattern: p.pattern, overlay: files}
	return hex.EncodeToString(h.Sum(nil)[:16]), func() (*track.Article, error) { return read.Article(slug) }, nil
}

// StringsFile returns the file of the UI strings of a language, nil when there
// is none.
func (p *Project) StringsFile(lang string) (name string, data []byte, err error) {
	name = strings.ReplaceAll(p.Settings.Locales, "{lang}", lang)
	data, err = p.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return name, nil, nil
	}
	return name, data, err
}

// Signature returns a text that differs when a file of the project has changed
// that a preview shows: settings, articles and what lies beside them, UI
// strings, templates. It looks at times and sizes and reads nothing.
func (p *Project) Signature() (string, error) {
	h := sha256.New()
	locales := path.Dir(p.Settings.Locales)
	for _, dir := range []string{SettingsFile, p.pattern.base, locales, publish.TemplatesFolder} {
		err := fs.WalkDir(p.root.FS(), dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // gone meanwhile, or never there
			case err != nil:
				return err
			case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
				return fs.SkipDir
			case d.IsDir():
				return nil
			}
			info, err := d.Info()
			if err != nil {
				return nil // gone meanwhile
			}
			fmt.Fprintf(h, "%s\x00%d\x00%d\x00", name, info.Size(), info.ModTime().UnixNano())
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
