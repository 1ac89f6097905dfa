package align

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/lang"
	"zuyg/internal/testkit"
)

// TestGolden: what a reader would link, in cases that say why they are there.
func TestGolden(t *testing.T) {
	testkit.Golden(t, "testdata/golden", func(t *testing.T, in map[string]string) map[string]string {
		a, b := itemsOf([]byte(in["en.md"])), itemsOf([]byte(in["hy.md"]))
		links := Blocks(a, b, lang.English, lang.Armenian)
		if p := wrong(links, len(a), len(b)); p != "" {
			t.Error(p)
		}
		return map[string]string{"links": show(a, b, links)}
	})
}

// show prints a link a line: the blocks of each side by number, how sure in
// steps of a tenth, and how the first ones begin.
func show(a, b []Item, links []Link) string {
	var out strings.Builder
	for _, l := range links {
		sure := ""
		if len(l.A) > 0 && len(l.B) > 0 {
			sure = fmt.Sprintf("%.1f", math.Floor(l.Confidence*10)/10)
		}
		fmt.Fprintf(&out, "%-7s %-7s %-4s %s | %s\n", numbers(l.A), numbers(l.B), sure, begin(a, l.A), begin(b, l.B))
	}
	return out.String()
}

func numbers(list []int) string {
	if len(list) == 0 {
		return "–"
	}
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(list), " ", "+"), "[]")
}

func begin(items []Item, at []int) string {
	if len(at) == 0 {
		return "–"
	}
	r := []rune(strings.Join(strings.Fields(items[at[0]].Text), " "))
	return string(r[:min(len(r), 24)])
}

// wrong says which promise links break: every block in exactly one link, blocks
// ascending, confidence between 0 and 1.
func wrong(links []Link, n, m int) string {
	var in [2][]int
	for _, l := range links {
		if len(l.A)+len(l.B) == 0 || !slices.IsSorted(l.A) || !slices.IsSorted(l.B) {
			return fmt.Sprintf("link %v", l)
		}
		if !(l.Confidence >= 0 && l.Confidence <= 1) {
			return fmt.Sprintf("confidence of %v", l)
		}
		in[0], in[1] = append(in[0], l.A...), append(in[1], l.B...)
	}
	for side, size := range [2]int{n, m} {
		slices.Sort(in[side])
		if !slices.Equal(in[side], count(size)) {
			return fmt.Sprintf("side %d: %d blocks, in links %v", side, size, in[side])
		}
	}
	return ""
}

// items makes items of a text, a block a paragraph, with all that may stand
// there.
func items(text string) []Item { return itemsOf([]byte(text)) }

func FuzzAlign(f *testing.F) {
	for _, two := range [][2]string{
		{"", ""}, {"One.", ""}, {"# A\n\nB 1.\n\nC", "# Ա\n\nԲ 1։\n\nԳ"},
		{"The bank lent 5 million.\n\nIt rained.", "Անձրև եկավ։\n\nԲանկը 5 միլիոն վարկ տվեց։"},
		{"---\ntitle: T\n---\n\n```go\nx := 1\n```\n\n> q[^1]\n\n[^1]: n", "\ufeff---\r\ntitle: Վ\r\n---\r\n\r\n```go\r\nx := 1\r\n```\r\n\r\n> մ[^1]\r\n\r\n[^1]: ն"},
		{"| a | b |\n|---|---|\n| 1 | \xff |\n", "| ա | բ |\n|---|---|\n| 1 | \x00 |\n"},
		{strings.Repeat("Same.\n\n", 70), strings.Repeat("Նույնը։\n\n", 65)},
	} {
		f.Add(two[0], two[1])
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		a, b := items(x), items(y)
		if len(a)*len(b) > 10_000 {
			return
		}
		links := Blocks(a, b, lang.English, lang.Armenian)
		if p := wrong(links, len(a), len(b)); p != "" {
			t.Fatal(p)
		}
		if again := Blocks(a, b, lang.English, lang.Armenian); show(a, b, again) != show(a, b, links) {
			t.Fatal("the same input gave two answers")
		}
		if back := Blocks(b, a, lang.Armenian, lang.English); pairs(back, true) != pairs(links, false) {
			t.Fatalf("swapped sides are no mirror\n%s\n%s", pairs(links, false), pairs(back, true))
		}
		for _, l := range Blocks(a, a, lang.English, lang.English) {
			if !slices.Equal(l.A, l.B) || len(l.A) != 1 {
				t.Fatalf("identical texts: %v", l)
			}
		}
	})
}

// pairs writes links so that two answers can be compared whatever their order.
func pairs(links []Link, swap bool) string {
	var out []string
	for _, l := range links {
		a, b := l.A, l.B
		if swap {
			a, b = b, a
		}
		out = append(out, fmt.Sprint(a, b, l.Confidence))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// TestMirror: which side is called first changes nothing.
func TestMirror(t *testing.T) {
	for _, p := range ours(t)[100:] {
		there, back := Blocks(p.items[0], p.items[1], lang.English, lang.Armenian), Blocks(p.items[1], p.items[0], lang.Armenian, lang.English)
		if pairs(there, false) != pairs(back, true) {
			t.Errorf("%s:\n%s\n%s", p.name, pairs(there, false), pairs(back, true))
		}
	}
}

// TestIdentical: a text aligned with itself is 1:1 and in order, in one
// language or another, equal paragraphs or not.
func TestIdentical(t *testing.T) {
	for name, text := range map[string]string{
		"news":  "# A\n\nFirst one.\n\nSecond one, 5 drams.\n\n- x\n- y\n- x\n",
		"equal": strings.Repeat("The same words again.\n\n", 200),
		"short": strings.Repeat("Yes.\n\nNo.\n\n", 50),
		"hy":    "# Ա\n\nԱռաջինը։\n\nԵրկրորդը՝ 5 դրամ։\n",
	} {
		a := items(text)
		for _, l := range [][2]string{{"en", "en"}, {"hy", "hy"}, {"en", "hy"}, {"de", "fr"}} {
			for k, link := range Blocks(a, a, l[0], l[1]) {
				if !slices.Equal(link.A, []int{k}) || !slices.Equal(link.B, []int{k}) {
					t.Errorf("%s as %v: link %d is %v–%v", name, l, k, link.A, link.B)
					break
				}
			}
		}
	}
}

// TestLearn: words that confirmed texts taught find the pair that nothing else
// finds, here in a language that no lexicon knows.
func TestLearn(t *testing.T) {
	words := [][2]string{{"hund", "շուն"}, {"katze", "կատու"}, {"brot", "հաց"}, {"wasser", "ջուր"}, {"himmel", "երկինք"}, {"stein", "քար"}, {"baum", "ծառ"}, {"kind", "երեխա"}}
	var taught []Pair
	for i := range words {
		for j := range words {
			if i != j {
				taught = append(taught, Pair{words[i][0] + " und " + words[j][0], words[i][1] + " և " + words[j][1]})
			}
		}
	}
	learned := Learn(taught, "de", "hy")
	a := []Item{{Kind: "paragraph", Text: "hund brot himmel"}, {Kind: "paragraph", Text: "katze stein kind"}}
	b := []Item{{Kind: "paragraph", Text: "կատու քար երեխա"}, {Kind: "paragraph", Text: "շուն հաց երկինք"}}
	if got := pairs(With(learned, a, b, "de", "hy"), false); !strings.Contains(got, "[0] [1]") && !strings.Contains(got, "[1] [0]") {
		t.Errorf("learned words link nothing across: %s", got)
	}
	if got := pairs(Blocks(a, b, "de", "hy"), false); strings.Contains(got, "[0] [1]") {
		t.Errorf("linked without having learned anything: %s", got)
	}
	again := Learn(taught, "de", "hy")
	if fmt.Sprint(again.of) != fmt.Sprint(learned.of) {
		t.Error("the same pairs taught two things")
	}
	if got := learned.find("hund", "de"); !slices.Equal(got, []string{"hund=" + lang.Stem("շուն", lang.Armenian)}) {
		t.Errorf("hund stands for %v", got)
	}
	var nothing *Learned
	if nothing.find("hund", "de") != nil || Learn(nil, "de", "hy").find("hund", "de") != nil {
		t.Error("nothing taught something")
	}
}

// TestConfidence: links that are called sure are right.
func TestConfidence(t *testing.T) {
	right, all := 0, 0
	for _, p := range ours(t) {
		for _, l := range Blocks(p.items[0], p.items[1], lang.English, lang.Armenian) {
			if len(l.A) == 0 || len(l.B) == 0 || l.Confidence < 0.99 {
				continue
			}
			all++
			if p.isRight(l) {
				right++
			}
		}
	}
	if all < 500 || float64(right) < 0.99*float64(all) {
		t.Errorf("%d of %d sure links are right", right, all)
	}
}

func BenchmarkAlign(b *testing.B) {
	all := texts(b)
	make2 := func(n int) (x, y []Item) {
		for k := 0; len(x) < n; k++ {
			for i := range all[k%len(all)][0] {
				two := [2]Item{all[k%len(all)][0][i], all[k%len(all)][1][i]}
				for side := range two { // no two alike
					two[side].Text += fmt.Sprintf(" %d.", 1000+k)
				}
				x, y = append(x, two[0]), append(y, two[1])
			}
		}
		return x[:n], y[:n]
	}
	equal := func(n int) (x, y []Item) {
		for range n {
			x, y = append(x, all[0][0][1]), append(y, all[0][1][1])
		}
		return x, y
	}
	one := func(n int) (x, y []Item) {
		p, q := make2(n)
		for side, list := range [2][]Item{p, q} {
			var s strings.Builder
			for _, it := range list {
				s.WriteString(it.Text + " ")
			}
			if side == 0 {
				x = []Item{{Kind: "paragraph", Text: s.String()}, p[1]}
			} else {
				y = []Item{{Kind: "paragraph", Text: s.String()}, q[1]}
			}
		}
		return x, y
	}
	rows := func(n int) (x, y []Item) {
		for i := range n {
			x = append(x, Item{Kind: "row", Text: fmt.Sprintf("| Village %d | %d |", i, i*7%1000)})
			y = append(y, Item{Kind: "row", Text: fmt.Sprintf("| Գյուղ %d | %d |", i, i*7%1000)})
		}
		return x, y
	}
	for _, c := range []struct {
		name string
		make func(int) (x, y []Item)
		n    int
	}{{"blocks", make2, 10}, {"blocks", make2, 200}, {"blocks", make2, 1000}, {"blocks", make2, 10000}, {"equal", equal, 1000}, {"equal", equal, 10000}, {"oneParagraph", one, 5000}, {"rows", rows, 5000}} {
		x, y := c.make(c.n)
		b.Run(fmt.Sprintf("%s/%d", c.name, c.n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Blocks(x, y, lang.English, lang.Armenian)
			}
		})
	}
}

func BenchmarkLearn(b *testing.B) {
	var pairs []Pair
	for k := range 40 {
		for _, two := range texts(b) {
			for i := range two[0] {
				pairs = append(pairs, Pair{two[0][i].Text, two[1][i].Text + fmt.Sprint(k)})
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		Learn(pairs, lang.English, lang.Armenian)
	}
}
