package diff

import (
	"strings"
	"testing"
)

// show writes hunks as a reader sees them: [-gone-]{+new+}.
func show(hunks []Hunk) string {
	var b strings.Builder
	for _, h := range hunks {
		switch h.Op {
		case Delete:
			b.WriteString("[-" + h.Text + "-]")
		case Insert:
			b.WriteString("{+" + h.Text + "+}")
		default:
			b.WriteString(h.Text)
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"about 1.5 million tons", "about 1.6 million tons", "about [-1.5-]{+1.6+} million tons"},
		{"Նա կգնա վաղը։", "Նա չի գնա վաղը։", "Նա [-կգնա-]{+չի գնա+} վաղը։"},
		{"a b c", "a c", "a [-b -]c"},
		{"", "new", "{+new+}"},
		{"one two three four", "one alpha beta four", "one [-two three-]{+alpha beta+} four"},
		{"same", "same", "same"},
	} {
		if got := show(Words(tt.old, tt.new)); got != tt.want {
			t.Errorf("%q → %q: %s, want %s", tt.old, tt.new, got, tt.want)
		}
	}
}

// rebuild checks that the hunks hold both texts.
func rebuild(t *testing.T, old, new string) {
	t.Helper()
	var a, b strings.Builder
	for _, h := range Words(old, new) {
		if h.Op != Insert {
			a.WriteString(h.Text)
		}
		if h.Op != Delete {
			b.WriteString(h.Text)
		}
	}
	if a.String() != old || b.String() != new {
		t.Fatalf("%q → %q came back as %q → %q", old, new, a.String(), b.String())
	}
}

func TestLongTexts(t *testing.T) {
	var a, b strings.Builder
	for i := range 6000 {
		w := strings.Repeat(string(rune('ա'+i%30)), 1+i%7) + string(rune('a'+i/300))
		a.WriteString(w + " ")
		if i%50 != 0 {
			b.WriteString(w + " ")
		}
	}
	rebuild(t, a.String(), b.String())
	rebuild(t, a.String(), strings.Repeat("x ", 5000))
}

func FuzzWords(f *testing.F) {
	f.Add("Երեկ՝ 1,5 մլն։", "Երեկ՝ 1,6 մլն։\r\n")
	f.Add("\xff\x00 a", "b\u00a0c")
	f.Fuzz(func(t *testing.T, old, new string) { rebuild(t, old, new) })
}

func BenchmarkWords(b *testing.B) {
	old := strings.Repeat("The ministry said on Tuesday that 1.5 million tons were sold. ", 8)
	now := strings.Replace(old, "1.5", "1.6", 1)
	b.ReportAllocs()
	for b.Loop() {
		Words(old, now)
	}
}
