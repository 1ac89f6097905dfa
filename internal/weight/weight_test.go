package weight

import (
	"fmt"
	"strings"
	"testing"

	"zuyg/internal/lang"
)

func show(c Change) string {
	s := c.Weight.String()
	for _, f := range c.Facts {
		s += fmt.Sprintf(" %s:%s→%s", f.Kind, f.Old, f.New)
	}
	return s
}

func TestOf(t *testing.T) {
	for _, tt := range []struct{ lang, old, new, want string }{
		{"en", "A line\nwrapped here.", "A line wrapped\nhere.", "none"},
		{"hy", "Մի  պարբերություն։", "Մի պարբերություն։", "none"},
		{"en", "He said \"yes\".", "He said “yes”.", "cosmetic"},
		{"hy", "Վերջ:", "Վերջ։", "cosmetic"},
		{"hy", "Երեւանում է", "Երևանում է", "cosmetic"},
		{"en", "It is **very** good", "It is very good", "cosmetic"},
		{"en", "the River", "the river", "cosmetic"},
		{"en", "sell about 1.5 million tons of oil", "sell about 1.6 million tons of oil", "fact number:1.5 million→1.6 million"},
		{"hy", "շուրջ 1,5 միլիոն տոննա նավթ", "շուրջ 1,6 միլիոն տոննա նավթ", "fact number:1,5 միլիոն→1,6 միլիոն"},
		{"en", "On August 24, a meeting was held", "On August 25, a meeting was held", "fact date:August 24→August 25"},
		{"hy", "Օգոստոսի 24-ին տեղի ունեցավ հանդիպում", "Օգոստոսի 25-ին տեղի ունեցավ հանդիպում", "fact date:Օգոստոսի 24→Օգոստոսի 25"},
		{"en", "The bridge will open in spring", "The bridge will not open in spring", "fact negation:→not"},
		{"hy", "Նա վաղը կգնա քաղաք", "Նա վաղը չի գնա քաղաք", "fact negation:→չի գնա"},
		{"en", "the minister Bolat Akchulakov spoke", "the minister Bolat Akchulakow spoke", "fact name:Akchulakov→Akchulakow"},
		{"hy", "նախարար Բոլատ Ակչուլակովը խոսեց", "նախարար Բոլատ Ակչուլակովի խոսքը", "major"},
		{"hy", "Երեկ Գյումրիում ձյուն եկավ շատ", "Երեկ Վանաձորում ձյուն եկավ շատ", "fact name:Գյումրիում→Վանաձորում"},
		{"en", "See [the site](https://a.am).", "See [the site](https://b.am).", "fact link:https://a.am→https://b.am"},
		{"en", "A claim[^1].", "A claim.", "fact footnote:1→"},
		{"en", "He called it “a big step”.", "He called it “a small step”.", "fact quote:a big step→a small step"},
		{"en", "The company said prices rose fast", "The company denied prices rose fast", "fact attribution:said→denied"},
		{"en", "This is a rather long sentence about old bridges and rivers", "This is a rather long sentence about old bridges and waters", "minor"},
		{"en", "Some green old door here", "Alpha beta gamma door here", "major"},
		{"en", "yesterday five people came to the market square early", "yesterday 5 people came to the market square early", "minor"},
	} {
		if got := show(Of(tt.old, tt.new, tt.lang, Defaults())); got != tt.want {
			t.Errorf("%q → %q:\n got %s\nwant %s", tt.old, tt.new, got, tt.want)
		}
	}
}

// TestWords: a number is one word, however it is written.
func TestWords(t *testing.T) {
	for _, tt := range []struct {
		lang, old, new string
		want           int
	}{
		{"en", "about 1.5 million tons", "about 1.6 million tons", 2},
		{"en", "on 25.08.2022 in Gyumri", "on 26.08.2022 in Gyumri", 2},
		{"hy", "շուրջ 1,5 միլիոն տոննա", "շուրջ 1,6 միլիոն տոննա", 2},
		{"en", "It will not open", "It will open", 1},
		{"en", "He said — slowly — yes", "He said yes", 1},
		{"en", "See [it](https://a.am).", "See [it](https://b.am).", 0},
	} {
		if c := Of(tt.old, tt.new, tt.lang, Defaults()); c.Words != tt.want {
			t.Errorf("%q → %q: %d words, want %d", tt.old, tt.new, c.Words, tt.want)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("Երեկ 1,5 «մլն»", "Երեկ 1,6", "hy")
	f.Add("a [b](c)\r\n\x00", "a \xff", "en")
	f.Fuzz(func(t *testing.T, old, new, language string) {
		c := Of(old, new, language, Defaults())
		if (c.Weight == None) != lang.Same(old, new) {
			t.Fatalf("%q → %q is %v", old, new, c.Weight)
		}
		if (c.Weight == Fact) != (len(c.Facts) > 0) || c.Share < 0 || c.Share > 1 {
			t.Fatalf("%q → %q is %+v", old, new, c)
		}
		if back := Of(new, old, language, Defaults()); (back.Weight == None) != (c.Weight == None) {
			t.Fatalf("%q ↔ %q: %v there, %v back", old, new, c.Weight, back.Weight)
		}
	})
}

func BenchmarkOf(b *testing.B) {
	old := strings.Repeat("The ministry said on Tuesday that 1.5 million tons were sold. ", 6)
	b.ReportAllocs()
	for b.Loop() {
		Of(old, strings.Replace(old, "1.5", "1.6", 1), "en", Defaults())
	}
}
