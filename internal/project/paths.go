package project

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"zuyg/internal/cache"
)

// pattern is Settings.Articles taken apart.
type pattern struct {
	text string
	base string // the folder below which all versions lie
	own  string // the path of the record where each article has a folder, with {slug}; else empty
}

func newPattern(text string) pattern {
	fixed := text[:strings.IndexByte(text, '{')]
	base := "."
	if i := strings.LastIndexByte(fixed, '/'); i >= 0 {
		base = fixed[:i]
	}
	p := pattern{text: text, base: base}
	if path.Base(text) == "{lang}.md" && strings.Contains(path.Dir(text), "{slug}") {
		p.own = path.Join(path.Dir(text), "pair.jsonl")
	}
	return p
}

// version returns the path of one version.
func (p pattern) version(slug, lang string) string {
	return fill(fill(p.text, "{lang}", lang), "{slug}", slug) // a slug may hold "{lang}", but no language "{slug}"
}

// record returns the path of the record: pair.jsonl in the article's own folder
// where it has one, else a file beside the lead version.
func (p pattern) record(slug, lead string) string {
	if p.own != "" {
		return fill(p.own, "{slug}", slug)
	}
	return path.Join(path.Dir(p.version(slug, lead)), path.Base(slug)+".pair.jsonl")
}

// fill puts value in place of name, which stands in text once.
func fill(text, name, value string) string {
	before, after, _ := strings.Cut(text, name)
	return before + value + after
}

// files returns the paths of all files that an article may have: both versions,
// and the record beside either; the last is empty where that is one place.
func (p pattern) files(slug string, langs [2]string) (names [cache.Files]string) {
	for i, l := range langs {
		names[i] = p.version(slug, l)
		if i == 0 || p.own == "" {
			names[2+i] = p.record(slug, l)
		}
	}
	if names[3] == names[2] {
		names[3] = ""
	}
	return names
}

// split is the inverse of version: ok is false for a path of another form.
func (p pattern) split(name string, langs [2]string) (slug, lang string, ok bool) {
	for _, l := range langs {
		before, after, _ := strings.Cut(strings.ReplaceAll(p.text, "{lang}", l), "{slug}")
		rest, ok1 := strings.CutPrefix(name, before)
		rest, ok2 := strings.CutSuffix(rest, after)
		if ok1 && ok2 && validSlug(rest) {
			return rest, l, true
		}
	}
	return "", "", false
}

// validSlug reports whether s can be an article's name: it must stay below the
// articles' folder and not begin like a flag or a hidden file.
func validSlug(s string) bool {
	if s == "" || strings.ContainsAny(s, "#@\x00\\") || !fs.ValidPath(s) {
		return false
	}
	return !slices.ContainsFunc(strings.Split(s, "/"), func(part string) bool {
		return strings.HasPrefix(part, ".") || strings.HasPrefix(part, "-")
	})
}
