// Package exchange writes UI strings for people who translate elsewhere, and
// reads back what they wrote: CSV for spreadsheets, PO for the tools of
// gettext. Each string carries the hashes of the texts it was handed out with.
// It opens no file and changes nothing.
package exchange

import (
	"slices"
	"strings"

	"zuyg/internal/catalog"
)

// Unit is one UI string on its way.
type Unit struct {
	Key         string
	Description string
	State       string
	Source      []catalog.Field // plural forms by Name and Text
	Previous    []catalog.Field // of the source as confirmed, where it changed since
	Target      []catalog.Field
	SourceHash  string // of all forms
	TargetHash  string
	Uses        []string // "file:line" in the code
	Fuzzy       bool     // PO: marked as unfinished
	Line        int      // in the file it was read from
}

// File is a hand-off file.
type File struct {
	Langs   [2]string        // source and target
	Plurals *catalog.Plurals // of the target
	Units   []Unit
	Who     string // who hands it out
	Date    string // when, YYYY-MM-DD
}

// Formats are the names of the formats, which are the endings of their files.
func Formats() []string { return []string{"csv", "po"} }

// form returns the text of a plural form.
func form(fields []catalog.Field, name string) string {
	if i := slices.IndexFunc(fields, func(f catalog.Field) bool { return f.Name == name }); i >= 0 {
		return fields[i].Text
	}
	return ""
}

// orOther returns the text of a form, or of "other" where a language does not
// have that form.
func orOther(fields []catalog.Field, name string) string {
	if t := form(fields, name); t != "" {
		return t
	}
	return form(fields, "other")
}

// wanted lists the forms of a unit that its target needs: one where the source
// has one.
func (u *Unit) wanted(target *catalog.Plurals) []string {
	if len(u.Source) < 2 && len(u.Target) < 2 {
		if len(u.Source) == 1 && len(u.Target) == 0 {
			return []string{"other"}
		}
		return []string{fallback(u.Target, u.Source)}
	}
	return target.Forms
}

func fallback(lists ...[]catalog.Field) string {
	for _, l := range lists {
		if len(l) > 0 {
			return l[0].Name
		}
	}
	return "other"
}

// lines makes every line end "\n".
func lines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
