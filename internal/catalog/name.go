package catalog

import (
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"zuyg/internal/source"
)

// NameOf returns what go-i18n takes for the language in a file's name: the
// text between its last two dots, or the name before its only one.
func NameOf(name string) string {
	base := path.Base(name)
	stem := strings.TrimSuffix(base, path.Ext(base))
	if i := strings.LastIndexByte(stem, '.'); i >= 0 {
		stem = stem[i+1:]
	}
	return stem
}

// Tag returns the language that go-i18n loads a file under, and the id of what
// is wrong with it: no language at all, or one without plural rules, whose
// messages are not loaded.
func Tag(name string) (language.Tag, string) {
	tag := language.Make(NameOf(name))
	if tag == language.Und {
		return tag, "error.catalog-language"
	}
	if err := i18n.NewBundle(language.English).AddMessages(tag); err != nil {
		return tag, "error.catalog-no-plural"
	}
	return tag, ""
}

// checkName reports a name that go-i18n would load under another language, or
// not at all.
func (f *File) checkName() {
	name := f.Source.Path
	args := map[string]any{"Name": path.Base(name), "Lang": NameOf(name)}
	if _, id := Tag(name); id != "" {
		f.problem("bad-locale-name", id, source.Span{}, args)
	}
	if f.Format == "yml" {
		f.problem("bad-locale-name", "error.catalog-yml", source.Span{}, args)
	}
}
