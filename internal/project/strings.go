package project

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// CategoryPrefix begins the keys of the UI strings that name categories.
const CategoryPrefix = "category."

// String is one UI string of the site in one language; a plural message gives
// one for each form.
type String struct{ Key, Text string }

// Strings returns the UI strings of a language, sorted by key; none when the
// project has no such file.
func (p *Project) Strings(lang string) ([]String, error) {
	name := strings.ReplaceAll(p.Settings.Locales, "{lang}", lang)
	data, err := p.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		return nil, tomlError(name, err)
	}
	var out []String
	flatten("", tree, &out)
	slices.SortFunc(out, func(a, b String) int {
		if c := strings.Compare(a.Key, b.Key); c != 0 {
			return c
		}
		return strings.Compare(a.Text, b.Text)
	})
	return out, nil
}

// messageKeys are the keys of a go-i18n message table that hold its text; the
// others describe it.
var messageKeys = []string{"other", "one", "zero", "two", "few", "many"}

// flatten walks nested tables as go-i18n does: a table with a plural form is a
// message, any other a folder of messages.
func flatten(key string, v any, out *[]String) {
	switch v := v.(type) {
	case string:
		*out = append(*out, String{key, v})
	case map[string]any:
		message := false
		for _, form := range messageKeys {
			if text, ok := v[form].(string); ok {
				message = true
				*out = append(*out, String{key, text})
			}
		}
		if message {
			return
		}
		for k, x := range v {
			name := k
			if key != "" {
				name = key + "." + k
			}
			flatten(name, x, out)
		}
	}
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
