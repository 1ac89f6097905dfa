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
	"runtime"
	"slices"
	"strings"

	"zuyg/internal/disk"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
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
	var slugs []string
	add := func(name string) {
		if slug, _, ok := p.pattern.split(name, p.Settings.Languages); ok {
			slugs = append(slugs, slug)
		}
	}
	err := fs.WalkDir(p.root.FS(), p.pattern.base, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && name == p.pattern.base {
				return fs.SkipAll
			}
			return err
		}
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".") && name != p.pattern.base {
				return fs.SkipDir
			}
			return nil
		}
		add(name)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for articles in %s: %w", p.pattern.base, err)
	}
	for name := range p.overlay {
		add(name)
	}
	slices.Sort(slugs)
	return slices.Compact(slugs), nil
}

// Article reads one article and finds out where its units stand.
func (p *Project) Article(slug string) (*track.Article, error) {
	a, err := p.load(slug)
	if err != nil {
		return nil, err
	}
	track.Compute(a, p.Settings.Track)
	return a, nil
}

// load reads the versions and the record of an article.
func (p *Project) load(slug string) (*track.Article, error) {
	a := &track.Article{Slug: slug}
	options := markdown.Options{Fields: p.Settings.Fields}
	found := false
	for i, lang := range p.Settings.Languages {
		v := &a.Versions[i]
		v.Lang, v.Path = lang, p.pattern.version(slug, lang)
		data, err := p.read(v.Path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		v.Doc, found = markdown.Parse(source.New(v.Path, data), options), true
	}
	if !found {
		return nil, p.noArticle(slug)
	}
	a.Lead, a.LeadProblem = lead(a, p.Settings.Languages)
	return a, p.loadRecord(a)
}

// loadRecord finds the record beside the lead version; if the lead was turned
// round since it was written, beside the other one.
func (p *Project) loadRecord(a *track.Article) error {
	langs := p.Settings.Languages
	a.RecordPath = p.pattern.record(a.Slug, langs[a.Lead])
	for _, name := range []string{a.RecordPath, p.pattern.record(a.Slug, langs[1-a.Lead])} {
		data, err := p.read(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		rec, err := record.Decode(name, data)
		if err != nil {
			return err
		}
		if rec.Langs != langs {
			return &source.Error{Path: name, Pos: source.Position{Line: 1, Column: 1, Byte: 1, UTF16: 1}, ID: "error.record-languages",
				Args: map[string]any{"Found": strings.Join(rec.Langs[:], ", "), "Expected": strings.Join(langs[:], ", ")}}
		}
		a.Record, a.RecordPath, a.RecordData = rec, name, data
		return nil
	}
	return nil
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
		p.each(ctx, slugs, yield)
	}
}

// result is one article on its way from a reader to the one who asked.
type result struct {
	article *track.Article
	err     error
}

// ahead is how many articles per processor are read before the first of them
// was taken: enough to keep all busy, few enough to keep memory small.
const ahead = 8

func (p *Project) each(ctx context.Context, slugs []string, yield func(*track.Article, error) bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := runtime.GOMAXPROCS(0)
	type job struct {
		slug string
		out  chan result
	}
	jobs := make(chan job)
	queue := make(chan chan result, workers*ahead)
	for range workers {
		go func() {
			for j := range jobs {
				a, err := p.Article(j.slug)
				j.out <- result{a, err}
			}
		}()
	}
	go func() {
		defer close(queue)
		defer close(jobs)
		for _, s := range slugs {
			j := job{s, make(chan result, 1)}
			select {
			case queue <- j.out:
			case <-ctx.Done():
				return
			}
			jobs <- j
		}
	}()
	for out := range queue {
		r := <-out
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return
		}
		if !yield(r.article, r.err) {
			return
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
	_, err := p.root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
