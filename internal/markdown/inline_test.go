package markdown

import (
	"fmt"
	"strings"
	"testing"
)

func TestInlines(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Պարզ տեքստ, առանց նշանների։", ""},
		{"Տե՛ս [կայքը](https://example.am/ա \"x\")։", `link=https://example.am/ա "[կայքը](https://example.am/ա \"x\")"`},
		{"![նկար](a.svg) և ![ref][R]", `image=a.svg "![նկար](a.svg)"; ref=R "![ref][R]"`},
		{"[![ա](b.svg)](c)", `link=c "[![ա](b.svg)](c)"; image=b.svg "![ա](b.svg)"`},
		{"`[^1] <b>` և ``a`b``", "code=[^1] <b> \"`[^1] <b>`\"; code=a`b \"``a`b``\""},
		{"ա[^1], բ[^նշում]. !\\[^2] [^ ] ![^3]", `footnote=1 "[^1]"; footnote=նշում "[^նշում]"; footnote=3 "[^3]"`},
		{"[^1](տե՛ս)", `footnote=1 "[^1]"`},
		{"[text][ref] [text][] [text] \\[no]", `ref=ref "[text][ref]"; ref=text "[text][]"; ref=text "[text]"`},
		{"ասել է նա։[1][2]", `ref=1 "[1]"; ref=2 "[2]"`},
		{"[x] արված", ""},
		{"<b>ա</b> <!-- c -->", `html=<b> "<b>"; html=</b> "</b>"; html=<!-- c --> "<!-- c -->"`},
		{"<https://x.am> և https://y.am/ա, a@b.am", `link=https://x.am "<https://x.am>"; link=https://y.am/ա "https://y.am/ա"; link=a@b.am "a@b.am"`},
		{"[մեկ\n\nերկու](a)", ""},
		{"մեկ [երկու\nտող](a)\nերեք", `link=a "[երկու\nտող](a)"`},
	} {
		var got []string
		for _, in := range Inlines(tt.text) {
			got = append(got, fmt.Sprintf("%s=%s %q", in.Kind, in.Text, tt.text[in.Span.Start:in.Span.End]))
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("Inlines(%q)\ngot  %s\nwant %s", tt.text, s, tt.want)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		"Պարզ տեքստ։":                          "Պարզ տեքստ։",
		"**bold** _it_ `x` [a](b) ![alt](c)":   "bold it x a alt",
		"~~հին~~ նոր":                          "հին նոր",
		"see[^1] now, `[^1]`":                  "see now, [^1]",
		"a \\* b &amp; &#39; \\&amp; &x; &":    "a * b & ' &amp; &x; &",
		"one\n\n*two*":                         "one\n\ntwo",
		"մեկ  \n**երկու**\nերեք":               "մեկ\nերկու\nերեք",
		"[text][ref], [text][], [sic] [1][2]":  "text, text, [sic] [1][2]",
		"<b>ա</b> <https://x.am> https://y.am": "ա https://x.am https://y.am",
		"Ա | **բ** | գ":                        "Ա | բ | գ",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}
