package catalog

import (
	"fmt"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Plurals is how a language counts.
type Plurals struct {
	Lang    string
	Forms   []string         // the plural forms it has, in the order of CLDR
	Numbers map[string][]int // for each form the whole numbers up to 120 that it is for
}

// PluralsOf asks go-i18n which plural forms a language has and when each is
// chosen: in Armenian "one" for 0 and 1, in English for 1 alone. The numbers
// it asks for have between them every form of every language of CLDR: whole
// ones up to 120, a million, halves.
func PluralsOf(lang string) *Plurals {
	p := &Plurals{Lang: lang, Numbers: map[string][]int{}}
	tag := language.Make(lang)
	bundle := i18n.NewBundle(tag)
	if err := bundle.AddMessages(tag, &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"}); err != nil {
		p.Forms = []string{"other"} // no rules: everything is "other"
		return p
	}
	localizer := i18n.NewLocalizer(bundle, lang)
	has := map[string]bool{"other": true}
	form := func(n any) string {
		name, err := localizer.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
		if err != nil {
			return "other"
		}
		has[name] = true
		return name
	}
	for i := range 121 {
		name := form(i)
		p.Numbers[name] = append(p.Numbers[name], i)
		form(fmt.Sprintf("%d.5", i))
	}
	form(1_000_000)
	p.Forms = slices.DeleteFunc(Forms(), func(name string) bool { return !has[name] })
	return p
}

// Has reports whether the language has a form.
func (p *Plurals) Has(form string) bool { return slices.Contains(p.Forms, form) }
