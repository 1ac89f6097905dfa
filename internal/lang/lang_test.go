package lang

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func numbers(text, language string) string {
	var out []string
	for _, n := range Numbers(text, language) {
		v := n.Value
		switch n.Kind {
		case "percent":
			v += "%"
		case "ordinal":
			v += "."
		}
		out = append(out, v)
	}
	return strings.Join(out, " ")
}

// TestNumbersAgreeAcrossTheLanguages: the same value in every form that
// newsrooms write.
func TestNumbersAgreeAcrossTheLanguages(t *testing.T) {
	for _, tt := range []struct{ en, hy, want string }{
		{"about 1.5 million tons", "շուրջ 1,5 միլիոն տոննա", "1500000"},
		{"1.5 million", "1,5 մլն", "1500000"},
		{"$2.8bn", "2,8 միլիարդ դոլար", "2800000000"},
		{"$2.8 billion", "$2,8 մլրդ", "2800000000"},
		{"12,345 people", "12 345 մարդ", "12345"},
		{"12,345 people", "12\u00a0345 մարդ", "12345"},
		{"1,234", "1.234", "1234"},
		{"0.5", "0,5", "0.5"},
		{"a 21-year-old man", "21-ամյա տղամարդ", "21"},
		{"twenty-one people", "քսանմեկ մարդ", "21"},
		{"56 years", "հիսունվեց տարի", "56"},
		{"the 5th time", "5-րդ անգամ", "5."},
		{"the fifth time", "հինգերորդ անգամը", "5."},
		{"the first one", "առաջինը", "1."},
		{"25 August 2022", "2022 թ. օգոստոսի 25-ին", "2022-08-25"},
		{"August 25, 2022", "25.08.2022", "2022-08-25"},
		{"26 / 08 / 2022", "26 օգոստոսի 2022 թ.", "2022-08-26"},
		{"On August 24, a meeting", "Օգոստոսի 24-ին հանդիպում", "--08-24"},
		{"in August", "օգոստոսին", "--08"},
		{"3 p.m.", "ժամը 15:00-ին", "15:00"},
		{"at 7.55am", "7:55", "07:55"},
		{"10 percent", "10 տոկոս", "10%"},
		{"10 per cent", "10 %", "10%"},
		{"10%", "10%-ը", "10%"},
		{"two-thirds of 2/3", "2⁄3", ""},
		{"the 1990s", "1990-ականներին", "1990"},
		{"6 million", "վեց միլիոն", "6000000"},
		{"two hundred", "երկու հարյուր", "200"},
		{"see[1] and [^2]", "տես[1]", ""},
		{"the F125 and HER2", "F125", ""},
		{"https://example.am/2022/5", "www.example.am/7", ""},
		{"[word](page-12.html)", "[բառ](page-12.html)", ""},
		{"You may go in March", "Մարտի դաշտում", "--03"},
	} {
		en, hy := numbers(tt.en, English), numbers(tt.hy, Armenian)
		if tt.en == "two-thirds of 2/3" {
			if hy != "2/3" || !strings.HasSuffix(en, "2/3") {
				t.Errorf("%q: %q, %q: %q", tt.en, en, tt.hy, hy)
			}
			continue
		}
		if en != tt.want || hy != tt.want {
			t.Errorf("%q: %q, %q: %q, want %q", tt.en, en, tt.hy, hy, tt.want)
		}
	}
}

func TestNumbersTrickyArmenian(t *testing.T) {
	for in, want := range map[string]string{
		"33, 34":             "33 34",
		"մեկ օր":             "",
		"չորսը մնացին":       "4",
		"2020-2022 թթ.":      "2020 2022",
		"XIX դար, 19-րդ դար": "19.",
		"15։00":              "15:00",
		"մարտ մղեցին":        "",
		"երեք և երեկ":        "3",
		"իննսունինը հազար դրամ": "99000",
	} {
		if got := numbers(in, Armenian); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		{English, "Mr. Smith paid $1.5 million. He left in Oct. 2018.", "Mr. Smith paid $1.5 million.|He left in Oct. 2018."},
		{English, "The port of Ceyhan[1].However, he denied it.", "The port of Ceyhan[1].|However, he denied it."},
		{English, "“Is it?” she said. “Yes.” Then J. K. left.", "“Is it?”|she said.|“Yes.”|Then J. K. left."},
		{English, "Wait... what?", "Wait...|what?"},
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

func TestWords(t *testing.T) {
	in := "Ո՞վ՝ Տոկաևը, NATO-ի don’t 1,5 հայ֊թուրքական…"
	var got []string
	for _, w := range Words(in) {
		got = append(got, w.Of(in))
	}
	if want := "Ո՞վ|Տոկաևը|NATO-ի|don’t|1|5|հայ֊թուրքական"; strings.Join(got, "|") != want || Count(in) != 7 {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
}

func TestFoldAndSame(t *testing.T) {
	for _, tt := range []struct {
		a, b       string
		same, fold bool
	}{
		{"a  b\nc", " a b c ", true, true},
		{"é", "e\u0301", true, true},
		{"«Ջուր»:", "\"ջուր\"։", false, true},
		{"Երեւան", "Երևան", false, true},
		{"ո՞վ", "ով", false, true},
		{"don't", "don’t", false, true},
		{"1.5", "15", false, false},
		{"1.5", "1.6", false, false},
		{"10%", "10", false, false},
		{"Այո", "Ոչ", false, false},
		{"a-b", "a b", false, true},
	} {
		if got := Same(tt.a, tt.b); got != tt.same {
			t.Errorf("Same(%q, %q) = %v", tt.a, tt.b, got)
		}
		if got := Fold(tt.a) == Fold(tt.b); got != tt.fold {
			t.Errorf("Fold(%q) = %q, Fold(%q) = %q", tt.a, Fold(tt.a), tt.b, Fold(tt.b))
		}
	}
}

func TestNegations(t *testing.T) {
	for _, tt := range []struct {
		lang, in string
		want     int
	}{
		{English, "He will not go and can't; no, never", 4},
		{Armenian, "Նա չի գնա, չկա, ոչ ոք չունի", 4},
		{Armenian, "չորս չափ չինացի մի օր", 0},
		{Armenian, "մի՛ գնա առանց ինձ", 2},
	} {
		if got := Negations(tt.in, tt.lang); got != tt.want {
			t.Errorf("%q: %d, want %d", tt.in, got, tt.want)
		}
	}
}

func FuzzLang(f *testing.F) {
	for _, s := range []string{"", "Օգոստոսի 24-ին՝ 1,5 մլն։ A.B. 3 p.m.", "\xff\x00\r\n25.08.2022/", "[^1](2)«»…", "1.234.567,8 9/10 %"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range []string{English, Armenian, "de"} {
			at := 0
			for _, w := range Words(s) {
				if w.Start < at || w.End <= w.Start || w.End > len(s) {
					t.Fatalf("word %v in %q", w, s)
				}
				at = w.End
			}
			at = 0
			kept := 0
			for _, w := range Sentences(s, l) {
				if w.Start < at || w.End <= w.Start || w.End > len(s) {
					t.Fatalf("sentence %v in %q", w, s)
				}
				at = w.End
				kept += Count(w.Of(s))
			}
			if utf8.ValidString(s) && kept < Count(s) {
				t.Fatalf("sentences lost words of %q", s)
			}
			for _, n := range Numbers(s, l) {
				if n.Start < 0 || n.End <= n.Start || n.End > len(s) || n.Value == "" {
					t.Fatalf("number %+v in %q", n, s)
				}
			}
			Negations(s, l)
		}
		if !Same(s, Squash(s)) && utf8.ValidString(s) {
			t.Fatalf("%q is not the same as its own squash %q", s, Squash(s))
		}
	})
}
