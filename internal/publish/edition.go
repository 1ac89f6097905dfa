package publish

import (
	"slices"

	"zuyg/internal/markdown"
)

// Edition is which languages a book or a text has: 0 and 1 are those languages
// alone, Both has them paragraph by paragraph.
type Edition int

// Both is the edition in both languages.
const Both Edition = 2

// EditionNames returns what the editions of a pair of languages are called, by
// Edition.
func EditionNames(langs [2]string) []string { return []string{langs[0], langs[1], "both"} }

// FindEditions returns the editions with the given names, each once and in
// order; bad is the first name that is none, "" when all are.
func FindEditions(langs [2]string, names []string) (found []Edition, bad string) {
	for _, n := range names {
		i := slices.Index(EditionNames(langs), n)
		if i < 0 {
			return nil, n
		}
		found = append(found, Edition(i))
	}
	slices.Sort(found)
	return slices.Compact(found), ""
}

// editions returns the editions that are wanted.
func (f *FormOptions) editions() []Edition {
	if len(f.Editions) == 0 {
		return []Edition{0, 1, Both}
	}
	return f.Editions
}

// sides returns the languages of an edition.
func (e Edition) sides() []int {
	if e == Both {
		return []int{0, 1}
	}
	return []int{int(e)}
}

// fileName returns what an edition is called in the names of files: "en", "hy"
// or "en-hy".
func (e Edition) fileName(s *Site) string {
	if e == Both {
		return s.Langs[0] + "-" + s.Langs[1]
	}
	return s.Langs[e]
}

// has reports whether an article goes out in one of the edition's languages.
func (e Edition) has(a *Article) bool {
	return slices.ContainsFunc(e.sides(), func(side int) bool { return a.Versions[side] != nil })
}

// first returns the first of the edition's languages that an article has.
func (e Edition) first(a *Article) int {
	sides := e.sides()
	return sides[max(0, slices.IndexFunc(sides, func(side int) bool { return a.Versions[side] != nil }))]
}

// articles returns the articles of an edition.
func (e Edition) articles(s *Site) []*Article {
	return slices.DeleteFunc(slices.Clone(s.Articles), func(a *Article) bool { return !e.has(a) })
}

// paired returns the units of an article that are shown in pairs: not its
// title, its front matter and its notes, which stand elsewhere.
func (c *Content) paired() []Unit {
	return slices.DeleteFunc(slices.Clone(c.Units), func(u Unit) bool {
		return u.Title || u.Note || u.Kind == markdown.Field || u.Kind == markdown.Definition || u.Sides[0].HTML+u.Sides[1].HTML == ""
	})
}
