// Package usage finds where a program uses the keys of its messages: in Go by
// its syntax, in html/text templates by theirs, elsewhere by patterns that the
// settings give. A key that is put together while the program runs is not
// guessed: it counts as a dynamic use, and which keys such uses may reach is
// declared. It opens no file.
package usage

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"zuyg/internal/source"
)

// Settings say what is looked at, and how a use looks.
type Settings struct {
	Go        []string  // globs of Go files
	Calls     []Call    // functions and methods that take a key
	Fields    []string  // "Type.Field" of struct literals that hold a key
	Templates []string  // globs of html/text templates
	Functions []string  // template functions that take a key
	Delims    [2]string // of the templates; empty: {{ and }}
	Patterns  []Pattern // other files
	Dynamic   []string  // globs of keys that dynamic uses, or other programs, reach
	Exclude   []string  // globs of files that are not looked at
}

// Call is a function or method that takes a key: its name, or the last two
// names of a selector ("say.Say"), and which argument.
type Call struct {
	Name     string
	Argument int // from 0
}

// Pattern finds keys in files of other kinds: what its one group matches.
type Pattern struct {
	Files  []string
	Regexp *regexp.Regexp
}

// Defaults returns what a program that uses go-i18n does without any settings.
func Defaults() Settings {
	return Settings{
		Fields:    []string{"LocalizeConfig.MessageID", "Message.ID"},
		Functions: []string{"T", "i18n"},
	}
}

// Any reports whether the settings name any files to look at.
func (s *Settings) Any() bool { return len(s.Go)+len(s.Templates)+len(s.Patterns) > 0 }

// Use is one place where a key is used.
type Use struct {
	Key    string // "" for a dynamic one
	Prefix string // of a dynamic one: what its key begins with, as far as the code says
	Path   string
	Start  source.Position
	End    source.Position
}

// Unread is a file that could not be looked at, and why.
type Unread struct {
	Path   string
	Pos    source.Position
	Detail string // of the parser
	Size   int64  // in bytes, of one that is too large to be code
}

// Uses is all that was found.
type Uses struct {
	Static   []Use // by file and place
	Dynamic  []Use
	Unread   []Unread
	Files    int             // how many were looked at
	mentions map[string]bool // texts in the code that may be keys
	declared []string
}

// File is a file to look at.
type File struct {
	Path string
	Data []byte
}

// Wanted reports whether a file is one to look at.
func (s *Settings) Wanted(path string) bool {
	if matchAny(s.Exclude, path) {
		return false
	}
	if matchAny(s.Go, path) || matchAny(s.Templates, path) {
		return true
	}
	return slices.ContainsFunc(s.Patterns, func(p Pattern) bool { return matchAny(p.Files, path) })
}

// Find looks for uses in files, which are those that Wanted names.
func Find(files []File, s Settings) *Uses {
	u := &Uses{mentions: map[string]bool{}, declared: s.Dynamic, Files: len(files)}
	g := newGoFinder(u, &s)
	for i := range files {
		f := &files[i]
		if matchAny(s.Go, f.Path) {
			g.parse(f)
		}
		if matchAny(s.Templates, f.Path) {
			u.template(f, &s)
		}
		for _, p := range s.Patterns {
			if matchAny(p.Files, f.Path) {
				u.pattern(f, p.Regexp)
			}
		}
	}
	g.find()
	for _, list := range []*[]Use{&u.Static, &u.Dynamic} {
		slices.SortFunc(*list, func(a, b Use) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Start.Line, b.Start.Line), cmp.Compare(a.Start.Byte, b.Start.Byte), strings.Compare(a.Key, b.Key))
		})
		*list = slices.Compact(*list)
	}
	slices.SortFunc(u.Unread, func(a, b Unread) int { return strings.Compare(a.Path, b.Path) })
	return u
}

// pattern takes what the one group of a pattern matches.
func (u *Uses) pattern(f *File, re *regexp.Regexp) {
	src := source.New(f.Path, f.Data)
	for _, m := range re.FindAllSubmatchIndex(f.Data, -1) {
		if m[2] >= 0 {
			u.static(src, string(f.Data[m[2]:m[3]]), m[2], m[3])
		}
	}
}

func (u *Uses) static(src *source.File, key string, start, end int) {
	u.Static = append(u.Static, Use{Key: key, Path: src.Path, Start: src.Position(start), End: src.Position(end)})
	u.mentions[key] = true
}

func (u *Uses) dynamic(src *source.File, prefix string, start, end int) {
	u.Dynamic = append(u.Dynamic, Use{Prefix: prefix, Path: src.Path, Start: src.Position(start), End: src.Position(end)})
}

// Mentioned reports whether a key stands in the code as a text of its own. It
// may be used there, by a call that the settings don't name.
func (u *Uses) Mentioned(key string) bool { return u.mentions[key] }

// Declared reports whether the settings say that a key is reached at run time
// only, or from elsewhere.
func (u *Uses) Declared(key string) bool { return MatchKey(u.declared, key) }

// Of returns the uses of a key.
func (u *Uses) Of(key string) []Use {
	var out []Use
	for _, x := range u.Static {
		if x.Key == key {
			out = append(out, x)
		}
	}
	return out
}

// MatchKey reports whether a key matches one of the globs, in which "*" stands
// for any characters, dots too.
func MatchKey(globs []string, key string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return glob(g, key, false) })
}

// matchAny reports whether a path matches one of the globs: "*" is any part of
// a name, "**" any folders.
func matchAny(globs []string, path string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return glob(g, path, true) })
}

// glob matches without backtracking over more than the last "*" (and, in
// paths, the last "**"), so that a pattern can't make it slow.
func glob(pattern, text string, path bool) bool {
	p, t := 0, 0
	type mark struct{ p, t int }
	star, stars := mark{-1, 0}, mark{-1, 0}
	for t < len(text) {
		switch {
		case path && strings.HasPrefix(pattern[p:], "**/"):
			p += 3
			stars, star = mark{p, t}, mark{-1, 0}
			continue
		case path && pattern[p:] == "**":
			return true
		case p < len(pattern) && pattern[p] == '*':
			p++
			star = mark{p, t}
			continue
		case p < len(pattern) && (pattern[p] == text[t] || pattern[p] == '?' && text[t] != '/'):
			p++
			t++
			continue
		}
		switch {
		case star.p >= 0 && (!path || text[star.t] != '/'):
			star.t++
			p, t = star.p, star.t
		case stars.p >= 0 && strings.IndexByte(text[stars.t:], '/') >= 0:
			stars.t += strings.IndexByte(text[stars.t:], '/') + 1
			star = mark{-1, 0}
			p, t = stars.p, stars.t
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
