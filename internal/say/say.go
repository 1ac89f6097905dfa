// Package say turns a message id and arguments into a sentence in the reader's
// language, English or Armenian.
package say

import (
	"io/fs"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"zuyg/internal/lang"
	"zuyg/locales"
)

// Printer speaks one language. It is a value that is passed on; there is no
// global one. It may be used by several goroutines.
type Printer struct {
	lang  string
	load  sync.Once
	texts *i18n.Localizer
	known map[string]bool
	plain sync.Map // id → sentence, of messages that were said without arguments
}

// New returns a printer for the first of prefs that is known ("hy",
// "hy_AM.UTF-8", "hyw", "en" …), else for English. Nothing is read before the
// first message.
func New(prefs ...string) *Printer {
	for _, p := range prefs {
		if l := known(p); l != "" {
			return &Printer{lang: l}
		}
	}
	return &Printer{lang: "en"}
}

// known returns "en" or "hy" for a language tag or locale name, "" for others.
// Western Armenian is served in Eastern: CLDR has no hyw.
func known(tag string) string {
	base := strings.ToLower(tag)
	if i := strings.IndexAny(base, "_-.@"); i >= 0 {
		base = base[:i]
	}
	switch base {
	case "hy", "hye", "arm", "hyw":
		return "hy"
	case "en", "eng":
		return "en"
	}
	return ""
}

// Lang returns "en" or "hy".
func (p *Printer) Lang() string { return p.lang }

// prefix begins the names of the files that hold zuyg's own messages; those of
// the site lie beside them.
const prefix = "zuyg-"

// read loads the messages of the printer's language, and the English ones for
// what it may lack.
func (p *Printer) read() {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	p.known = map[string]bool{}
	names, err := fs.Glob(locales.Files, prefix+"*.toml")
	if err != nil {
		panic("zuyg: internal: " + err.Error())
	}
	for _, name := range names {
		if !strings.HasSuffix(name, ".en.toml") && !strings.HasSuffix(name, "."+p.lang+".toml") {
			continue
		}
		file, err := bundle.LoadMessageFileFS(locales.Files, name)
		if err != nil {
			panic("zuyg: internal: " + err.Error()) // embedded, and read by the tests
		}
		for _, m := range file.Messages {
			p.known[m.ID] = true
		}
	}
	p.texts = i18n.NewLocalizer(bundle, p.lang, "en")
}

// Has reports whether there is a message of that id.
func (p *Printer) Has(id string) bool {
	p.load.Do(p.read)
	return p.known[id]
}

// Say returns message id with args filled in. args may hold "Count", which
// chooses the plural form. An unknown id comes back in brackets.
func (p *Printer) Say(id string, args map[string]any) string {
	if !p.Has(id) {
		return "[" + id + "]"
	}
	if len(args) > 0 {
		return p.localize(id, args)
	}
	if text, ok := p.plain.Load(id); ok {
		return text.(string)
	}
	text := p.localize(id, args)
	p.plain.Store(id, text)
	return text
}

func (p *Printer) localize(id string, args map[string]any) string {
	config := &i18n.LocalizeConfig{MessageID: id, TemplateData: args}
	if n, ok := args["Count"]; ok {
		config.PluralCount = n
	}
	text, err := p.texts.Localize(config)
	if err != nil && text == "" {
		return "[" + id + "]"
	}
	return text
}

// Number writes n with the language's group separators: 12,345 in English;
// 12 345 in Armenian, which groups from five digits on.
func (p *Printer) Number(n int) string {
	return lang.FormatNumber(n, p.lang)
}
