package catalog

import (
	"slices"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

var formNames = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

// samples are numbers that between them have every plural form of every
// language of CLDR: whole ones up to 120, a million (many in French), halves.
func samples(yield func(i, v, w, f, t int) bool) {
	for i := range 121 {
		if !yield(i, 0, 0, 0, 0) || !yield(i, 1, 1, 5, 5) {
			return
		}
	}
	yield(1_000_000, 0, 0, 0, 0)
}

// PluralForms returns the plural forms that a language has for counting, in
// the order of CLDR: "one" and "other" in English and Armenian.
func PluralForms(lang string) []string {
	tag := language.Make(lang)
	has := map[string]bool{"other": true}
	samples(func(i, v, w, f, t int) bool {
		has[formNames[plural.Cardinal.MatchPlural(tag, i, v, w, f, t)]] = true
		return true
	})
	return slices.DeleteFunc(Forms(), func(name string) bool { return !has[name] })
}

// Numbers returns which whole numbers up to 120 a language has a plural form
// for: 0 and 1 for the Armenian "one", 1 alone for the English.
func Numbers(lang, form string) []int {
	tag := language.Make(lang)
	var out []int
	for i := range 121 {
		if formNames[plural.Cardinal.MatchPlural(tag, i, 0, 0, 0, 0)] == form {
			out = append(out, i)
		}
	}
	return out
}
