package project

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/source"
)

// CategoryPrefix begins the keys of the UI strings that name categories.
const CategoryPrefix = "category."

// String is one UI string of the site in one language; a plural message gives
// one for each form.
type String struct{ Key, Text string }

// Strings returns the UI strings of a language, sorted by key; none when the
// project has no such file. The error is a *source.Error when it can't be read.
func (p *Project) Strings(lang string) ([]String, error) {
	name := strings.ReplaceAll(p.Settings.Locales, "{lang}", lang)
	data, err := p.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	f := catalog.Parse(source.New(name, data))
	if err := f.Err(); err != nil {
		return nil, err
	}
	var out []String
	for i := range f.Messages {
		for _, form := range f.Messages[i].Plural() {
			out = append(out, String{f.Messages[i].Key, form.Text})
		}
	}
	slices.SortFunc(out, func(a, b String) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.Text, b.Text))
	})
	return out, nil
}

// BadSlugError says that a name can't be that of an article.
type BadSlugError struct{ Slug string }

func (e *BadSlugError) Error() string {
	return fmt.Sprintf("%q can't be the name of an article", e.Slug)
}

// BadLangError says that a language is not one of the project's.
type BadLangError struct {
	Lang  string
	Langs [2]string
}

func (e *BadLangError) Error() string {
	return fmt.Sprintf("%q is not a language of this project (%s, %s)", e.Lang, e.Langs[0], e.Langs[1])
}

// NewVersionPath returns where a new version goes. The error is a
// *BadSlugError or a *BadLangError.
func (p *Project) NewVersionPath(slug, lang string) (string, error) {
	if !slices.Contains(p.Settings.Languages[:], lang) {
		return "", &BadLangError{lang, p.Settings.Languages}
	}
	if !validSlug(slug) {
		return "", &BadSlugError{slug}
	}
	return p.pattern.version(slug, lang), nil
}
