// Package project is the nouns: the settings, where things lie, and the
// articles as they stand now, unsaved text included. It only reads.
package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"zuyg/internal/align"
	"zuyg/internal/disk"
	"zuyg/internal/source"
	"zuyg/internal/track"
)

// ErrNone is wrapped when there is no zuyg.toml in a folder or any above it.
var ErrNone = errors.New("no zuyg project here")

// NoArticleError says that no article has the name that was asked for.
type NoArticleError struct {
	Name    string
	Nearest string // the most similar slug, "" if none is near
}

func (e *NoArticleError) Error() string { return fmt.Sprintf("no article %q", e.Name) }

// Project is an opened project. It may be used by several goroutines.
type Project struct {
	Settings Settings
	root     *disk.Root
	pattern  pattern
	overlay  map[string][]byte
	source   func(name string) ([]byte, error) // of another state than the folder's; nil for that
	written  []byte                            // zuyg.toml
	learned  *align.Learned                    // nil but for those who adopt
}

// Option changes how a project is opened.
type Option func(*Project)

// Overlay lets the given texts stand for the files of those names (relative to
// the project, slash separated): unsaved text of an editor.
func Overlay(files map[string][]byte) Option {
	return func(p *Project) { p.overlay = files }
}

// Find returns the nearest folder, from dir upward, that holds a zuyg.toml.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for d := dir; ; d = filepath.Dir(d) {
		ok, err := holdsSettings(d)
		if err != nil {
			return "", err
		}
		if ok {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("%s: %w", dir, ErrNone)
		}
	}
}

func holdsSettings(dir string) (bool, error) {
	root, err := disk.Open(dir)
	if err != nil {
		return false, err
	}
	defer func() { _ = root.Close() }()
	_, err = root.Stat(SettingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Open opens the project in folder dir (which holds zuyg.toml).
func Open(dir string, options ...Option) (*Project, error) {
	root, err := disk.Open(dir)
	if err != nil {
		return nil, err
	}
	p := &Project{root: root}
	for _, o := range options {
		o(p)
	}
	data, err := p.read(SettingsFile)
	if err == nil {
		p.written = data
		p.Settings, err = parseSettings(SettingsFile, data)
	}
	if err != nil {
		_ = root.Close()
		return nil, err
	}
	p.pattern = newPattern(p.Settings.Articles)
	return p, nil
}

// Close lets the project go.
func (p *Project) Close() error { return p.root.Close() }

// Root returns the project's folder, for those that write.
func (p *Project) Root() *disk.Root { return p.root }

// VersionPath returns where one version of an article lies.
func (p *Project) VersionPath(slug, lang string) string { return p.pattern.version(slug, lang) }

// At returns the project as it was when its files were what read gives; the
// settings are those of now. read's error must wrap fs.ErrNotExist for a file
// that was not there. Only Article may be called on it.
func (p *Project) At(read func(name string) ([]byte, error)) *Project {
	past := *p
	past.overlay, past.source = nil, read
	return &past
}

func (p *Project) read(name string) ([]byte, error) {
	if p.source != nil {
		return p.source(name)
	}
	if data, ok := p.overlay[name]; ok {
		return data, nil
	}
	return p.root.Read(name)
}

// Read returns a file of the project, unsaved text first.
func (p *Project) Read(name string) ([]byte, error) { return p.read(name) }

// Slugs returns the names of all articles, sorted.
func (p *Project) Slugs() ([]string, error) {
	folders, err := p.walk(nil)
	if err != nil {
		return nil, err
	}
	return p.slugsIn(folders), nil
}

// Article reads one article and finds out where its units stand.
func (p *Project) Article(slug string) (*track.Article, error) {
	in := p.inputs(slug)
	return p.article(slug, &in)
}

// article finds out where the units of an article stand whose files were read.
func (p *Project) article(slug string, in *inputs) (*track.Article, error) {
	a, err := p.assemble(slug, in)
	if err != nil {
		return nil, err
	}
	a.Learned = p.learned
	track.Compute(a, p.Settings.Track)
	return a, nil
}

// lead returns which version leads: the one that "source:" in the front matter
// of either names, else the only one there is, else the first language. problem
// is set when source names no language of the project or the two disagree.
func lead(a *track.Article, langs [2]string) (lead int, problem *source.Error) {
	named := -1
	for i := range a.Versions {
		doc := a.Versions[i].Doc
		if doc == nil {
			continue
		}
		value, at, ok := doc.Meta("source")
		if !ok {
			continue
		}
		k := slices.Index(langs[:], value)
		if k < 0 || (named >= 0 && named != k) {
			problem = &source.Error{Path: a.Versions[i].Path, Pos: doc.File.Position(at.Start), ID: "error.lead",
				Args: map[string]any{"Value": value, "Languages": strings.Join(langs[:], ", ")}}
		}
		if k >= 0 && named < 0 {
			named = k
		}
	}
	switch {
	case named >= 0:
		return named, problem
	case a.Versions[0].Doc == nil:
		return 1, problem
	}
	return 0, problem
}

// Articles reads the named articles, or all of them, in order of name. Several
// are read at once; what comes out does not depend on it. An article that
// can't be read gives an error and the next one follows.
func (p *Project) Articles(ctx context.Context, names ...string) iter.Seq2[*track.Article, error] {
	return func(yield func(*track.Article, error) bool) {
		slugs := names
		if len(slugs) == 0 {
			all, err := p.Slugs()
			if err != nil {
				yield(nil, err)
				return
			}
			slugs = all
		}
		type result struct {
			article *track.Article
			err     error
		}
		err := ordered(ctx, len(slugs), func(i int) result {
			a, err := p.Article(slugs[i])
			return result{a, err}
		}, func(_ int, r result) bool { return yield(r.article, r.err) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// Tracked reports whether an article has a record, or needs none because there
// is one version of it only.
func (p *Project) Tracked(slug string) (bool, error) {
	for _, lang := range p.Settings.Languages {
		ok, err := p.exists(p.pattern.record(slug, lang))
		if ok || err != nil {
			return ok, err
		}
	}
	for _, lang := range p.Settings.Languages {
		ok, err := p.exists(p.pattern.version(slug, lang))
		if !ok || err != nil {
			return !ok, err
		}
	}
	return false, nil
}

func (p *Project) exists(name string) (bool, error) {
	if _, ok := p.overlay[name]; ok {
		return true, nil
	}
	if info, err := p.root.Lstat(name); err != nil || info.Kind != fs.ModeSymlink {
		return info.There(), err
	}
	_, err := p.root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
