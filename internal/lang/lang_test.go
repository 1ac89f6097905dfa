package lang

import (
	"strings"
	"testing"
	"unicode/utf8"
)

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
