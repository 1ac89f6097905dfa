package lang

import (
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		{English, "Mr. Smith paid $1.5 million. He left in Oct. 2018.", "Mr. Smith paid $1.5 million.|He left in Oct. 2018."},
		{English, "The port of Ceyhan[1].However, he denied it.", "The port of Ceyhan[1].|However, he denied it."},
		{English, "“Is it?” she said. “Yes.” Then J. K. left.", "“Is it?” she said.|“Yes.”|Then J. K. left."},
		{English, "Wait... what?", "Wait... what?"},
		{Armenian, "Առաջինը եկավ: Երկրորդը գնաց։ Ո՞վ է նա։", "Առաջինը եկավ:|Երկրորդը գնաց։|Ո՞վ է նա։"},
		{Armenian, "Ժամը 15:00-ին՝ 2022 թ. օգոստոսի 25-ին, 3 մլն. դրամ։ Վերջ", "Ժամը 15:00-ին՝ 2022 թ. օգոստոսի 25-ին, 3 մլն. դրամ։|Վերջ"},
		{Armenian, "«Գնա՛», - ասաց նա։", "«Գնա՛», - ասաց նա։"},
		{English, "", ""},
	} {
		var got []string
		for _, s := range Sentences(tt.in, tt.lang) {
			got = append(got, s.Of(tt.in))
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.in, strings.Join(got, "|"), tt.want)
		}
	}
}
