package project

import (
	"path/filepath"
	"slices"
	"strings"
)

// noArticle is the error for a name that no article has.
func (p *Project) noArticle(name string) error {
	e := &NoArticleError{Name: name}
	if slugs, err := p.Slugs(); err == nil {
		e.Nearest = Nearest(name, slugs)
	}
	return e
}

// Ref is an article, perhaps one or some of its units, as named on a command
// line: SLUG, SLUG#UNIT, a path of a version or of the article's folder.
type Ref struct {
	Slug string
	Unit string // what follows "#", "" for the whole article
}

// Resolve finds the article that arg names; cwd is the folder that relative
// paths start from. The article is looked for, but not read.
func (p *Project) Resolve(arg, cwd string) (Ref, error) {
	name, unit, _ := strings.Cut(arg, "#")
	slugs, err := p.Slugs()
	if err != nil {
		return Ref{}, err
	}
	if _, ok := slices.BinarySearch(slugs, name); ok {
		return Ref{name, unit}, nil
	}
	if slug, ok := p.byPath(name, cwd, slugs); ok {
		return Ref{slug, unit}, nil
	}
	return Ref{}, &NoArticleError{Name: name, Nearest: Nearest(name, slugs)}
}

// byPath reads name as the path of a version or of a folder that holds both.
func (p *Project) byPath(name, cwd string, slugs []string) (string, bool) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(cwd, name)
	}
	root, err := filepath.Abs(p.root.Path())
	if err == nil {
		name, err = filepath.Abs(name)
	}
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return "", false
	}
	rel = filepath.ToSlash(rel)
	slug, _, ok := p.pattern.split(rel, p.Settings.Languages)
	if !ok {
		slug, ok = strings.CutPrefix(rel, p.pattern.base+"/")
	}
	if _, there := slices.BinarySearch(slugs, slug); !ok || !there {
		return "", false
	}
	return slug, true
}

// Nearest returns the word of words that is most like name, or "" when none
// differs in at most a third of its letters.
func Nearest(name string, words []string) string {
	best, at := len([]rune(name))/3+2, ""
	for _, w := range words {
		if d := distance([]rune(strings.ToLower(name)), []rune(strings.ToLower(w)), best); d < best {
			best, at = d, w
		}
	}
	return at
}

// distance is the number of letters to insert, delete, replace or swap with
// the neighbour (Damerau–Levenshtein, restricted), or most when it is not less.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) >= most || len(b)-len(a) >= most {
		return most
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
