package publish

import (
	"encoding/json"
	"path"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"zuyg/internal/lang"
	"zuyg/internal/source"
	"zuyg/locales"
)

// Words are the UI strings of the site in one language: those of the project,
// else those zuyg comes with, else the English ones. Dates, numbers and lists
// are written as that language does.
type Words struct {
	Lang  string
	texts *i18n.Localizer
	raw   [][]byte                 // the files
	own   map[string]*i18n.Message // the messages in this language, by id
}

// newWords reads the UI strings of a language.
func newWords(l string, src Source) (*Words, error) {
	tag, err := language.Parse(l)
	if err != nil {
		tag = language.Und
	}
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	bundle.RegisterUnmarshalFunc("yml", yaml.Unmarshal)
	w := &Words{Lang: l, own: map[string]*i18n.Message{}}
	keep := func(f *i18n.MessageFile) {
		for _, m := range f.Messages {
			w.own[m.ID] = m
		}
	}
	for _, own := range []string{"en", l} {
		data, err := locales.Files.ReadFile(own + ".toml")
		if err != nil {
			continue // zuyg doesn't come with that language
		}
		w.raw = append(w.raw, data)
		f, err := bundle.ParseMessageFileBytes(data, own+".toml")
		if err != nil {
			return nil, err
		}
		if own == l {
			keep(f)
		}
	}
	name, data, err := src.Strings(l)
	if err != nil {
		return nil, err
	}
	w.raw = append(w.raw, data)
	f, err := bundle.ParseMessageFileBytes(data, tag.String()+path.Ext(name))
	if err != nil {
		return nil, &source.Error{Path: name, ID: "error.strings", Args: map[string]any{"Detail": err.Error()}, Err: err}
	}
	keep(f)
	w.texts = i18n.NewLocalizer(bundle, tag.String(), "en")
	return w, nil
}

// Say returns a UI string. args may hold Count, which chooses the plural form.
// An id that nobody knows comes back as it is.
func (w *Words) Say(id string, args map[string]any) string {
	config := &i18n.LocalizeConfig{MessageID: id, TemplateData: args}
	if n, ok := args["Count"]; ok {
		config.PluralCount = n
	}
	text, err := w.texts.Localize(config)
	if text == "" && err != nil {
		return id
	}
	return text
}

// Category returns the name of a category: its UI string, else its key in
// words.
func (w *Words) Category(key string) string {
	id := "category." + key
	if text := w.Say(id, nil); text != id {
		return text
	}
	text := strings.ReplaceAll(key, "-", " ")
	for i := range text {
		if i > 0 {
			return strings.ToUpper(text[:i]) + text[i:]
		}
	}
	return strings.ToUpper(text)
}

// Date writes a date, Number a number, List a list in the language.
func (w *Words) Date(t time.Time) string { return lang.FormatDate(t, w.Lang) }

// Number writes n with the language's separators.
func (w *Words) Number(n int) string { return lang.FormatNumber(n, w.Lang) }

// List joins texts as a sentence of the language does.
func (w *Words) List(items []string) string { return lang.FormatList(items, w.Lang) }
