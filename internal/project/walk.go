package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"zuyg/internal/cache"
	"zuyg/internal/disk"
)

// listing is a folder of the articles and the folders in it.
type listing struct {
	cache.Folder
	inside []string // paths
	err    error
}

// walk looks for versions of articles and returns the folders below the
// pattern's base, each before those in it. A folder for which known returns a
// listing is not read.
func (p *Project) walk(known func(name string) *listing) ([]cache.Folder, error) {
	var all []cache.Folder
	for level := []string{p.pattern.base}; len(level) > 0; {
		found := make([]listing, len(level))
		parallel(len(level), func(i int) {
			if known != nil {
				if l := known(level[i]); l != nil {
					found[i] = *l
					return
				}
			}
			found[i] = p.list(level[i])
		})
		level = nil
		for i := range found {
			switch l := &found[i]; {
			case errors.Is(l.err, fs.ErrNotExist):
				// there are no articles yet, or the folder has gone meanwhile
			case l.err != nil:
				return nil, fmt.Errorf("look for articles in %s: %w", p.pattern.base, l.err)
			default:
				all = append(all, l.Folder)
				level = append(level, l.inside...)
			}
		}
	}
	return all, nil
}

// list reads one folder. What it is is asked before it is read, so that a
// change in between shows the next time.
func (p *Project) list(name string) (l listing) {
	l.Path = name
	if l.Info, l.err = p.root.Lstat(name); l.err != nil {
		return l
	}
	entries, err := p.root.List(name)
	if err != nil {
		l.err = err
		return l
	}
	for _, e := range entries {
		file := path.Join(name, e.Name())
		switch {
		case e.IsDir() && !strings.HasPrefix(e.Name(), "."):
			l.inside = append(l.inside, file)
		case !e.IsDir():
			if slug, _, ok := p.pattern.split(file, p.Settings.Languages); ok {
				l.Slugs = append(l.Slugs, slug)
			}
		}
	}
	slices.Sort(l.inside)
	slices.Sort(l.Slugs)
	l.Slugs = slices.Compact(l.Slugs)
	return l
}

// slugsIn returns the names of all articles of which a version lies in one of
// the folders or is unsaved, sorted.
func (p *Project) slugsIn(folders []cache.Folder) []string {
	var slugs []string
	for i := range folders {
		slugs = append(slugs, folders[i].Slugs...)
	}
	for name := range p.overlay {
		if slug, _, ok := p.pattern.split(name, p.Settings.Languages); ok {
			slugs = append(slugs, slug)
		}
	}
	slices.Sort(slugs)
	return slices.Compact(slugs)
}

// isFolder reports whether what is known of a folder is about the folder
// itself and not about a link to it.
func isFolder(i disk.Info) bool { return i.Kind == fs.ModeDir }
