package match

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

// edit is an old and a new version with what became of each block.
type edit struct {
	name     string
	old, new []Item
	gold     []became
	stands   [2][][]int // the gold blocks each item stands for; nil: itself
}

// became is a link that is right: blocks of old and new, and by which operation.
type became struct {
	old, new []int
	op       string
}

// stretch is a piece of the new version in the making.
type stretch struct {
	old  []int
	text []string
	op   string
}

// operations change one part; nil means that it can't be done here.
var operations = map[string]func(r *rand.Rand, p stretch, language string) []stretch{
	"typo": func(r *rand.Rand, p stretch, _ string) []stretch {
		s := []rune(p.text[0])
		k := r.IntN(len(s) - 1)
		s[k], s[k+1] = s[k+1], s[k]
		return []stretch{{p.old, []string{string(s)}, "typo"}}
	},
	"word": func(r *rand.Rand, p stretch, language string) []stretch {
		w := lang.Words(p.text[0])
		k := w[r.IntN(len(w))]
		return []stretch{{p.old, []string{p.text[0][:k.Start] + map[string]string{"en": "suddenly", "hy": "հանկարծ"}[language] + p.text[0][k.End:]}, "word"}}
	},
	"addsent": func(r *rand.Rand, p stretch, language string) []stretch {
		more := map[string]string{"en": "Nobody in the village had expected that much.", "hy": "Գյուղում ոչ ոք այդքան բան չէր սպասում։"}[language]
		return []stretch{{p.old, []string{p.text[0] + " " + more}, "addsent"}}
	},
	"delsent": func(r *rand.Rand, p stretch, language string) []stretch {
		s := lang.Sentences(p.text[0], language)
		if len(s) < 2 {
			return nil
		}
		return []stretch{{p.old, []string{strings.TrimSpace(p.text[0][s[1].Start:])}, "delsent"}}
	},
	"half": func(r *rand.Rand, p stretch, language string) []stretch {
		w := lang.Words(p.text[0])
		if len(w) < 8 {
			return nil
		}
		more := map[string]string{"en": "as we wrote last week, when it had not begun yet", "hy": "ինչպես գրել էինք անցյալ շաբաթ, երբ դեռ չէր սկսվել"}[language]
		return []stretch{{p.old, []string{p.text[0][:w[len(w)/2].Start] + more + "."}, "half"}}
	},
	"delete": func(_ *rand.Rand, p stretch, _ string) []stretch { return []stretch{{p.old, nil, "delete"}} },
	"split": func(_ *rand.Rand, p stretch, language string) []stretch {
		s := lang.Sentences(p.text[0], language)
		if len(s) < 2 {
			return nil
		}
		return []stretch{{p.old, []string{s[0].Of(p.text[0]), strings.TrimSpace(p.text[0][s[1].Start:])}, "split"}}
	},
}

// ours makes edits of our own texts: one, three and eight operations on each
// language of each text, the same for ever.
func ours(t testing.TB) (out []*edit) {
	files, err := filepath.Glob("../align/testdata/texts/*.txtar")
	if err != nil || len(files) < 2 {
		t.Fatalf("no texts: %v", err)
	}
	var all [2][][]string
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for side, f := range a.Files {
			all[side] = append(all[side], strings.Split(strings.TrimSpace(string(f.Data)), "\n\n"))
		}
	}
	for side, language := range []string{lang.English, lang.Armenian} {
		for k := range all[side] {
			for _, n := range []int{1, 3, 8} {
				for round := range 3 {
					r := rand.New(rand.NewPCG(uint64(k*1000+n*10+round), uint64(side)))
					next := (k + 1 + round) % len(all[side])
					text := slices.Concat(all[side][k], all[side][next])
					stock := all[side][(k+5+round)%len(all[side])] // paragraphs to insert
					out = append(out, edited(r, fmt.Sprintf("%s%d.%d.%d", language, k, n, round), language, text, stock[1:], n))
				}
			}
		}
	}
	return out
}

func edited(r *rand.Rand, name, language string, text, stock []string, n int) *edit {
	e := &edit{name: name, old: paragraphs(text...)}
	var parts []stretch
	for i := range text {
		parts = append(parts, stretch{[]int{i}, text[i : i+1], "keep"})
	}
	names := append(slices.Sorted(maps.Keys(operations)), "insert", "merge", "move")
	for done := 0; done < n; {
		i := r.IntN(len(parts))
		op := names[r.IntN(len(names))]
		if parts[i].op != "keep" && op != "insert" {
			continue
		}
		switch op {
		case "insert":
			if len(stock) == 0 {
				continue
			}
			parts = slices.Insert(parts, i, stretch{nil, stock[:1], "insert"})
			stock = stock[1:]
		case "merge":
			if i+1 == len(parts) || parts[i+1].op != "keep" {
				continue
			}
			parts[i] = stretch{append(slices.Clone(parts[i].old), parts[i+1].old...), []string{parts[i].text[0] + " " + parts[i+1].text[0]}, "merge"}
			parts = slices.Delete(parts, i+1, i+2)
		case "move":
			p := parts[i]
			p.op = "move"
			parts = slices.Delete(parts, i, i+1)
			parts = slices.Insert(parts, r.IntN(len(parts)+1), p)
		default:
			made := operations[op](r, parts[i], language)
			if made == nil {
				continue
			}
			parts = slices.Replace(parts, i, i+1, made...)
		}
		done++
	}
	for _, p := range parts {
		b := became{old: p.old, op: p.op}
		for _, s := range p.text {
			b.new = append(b.new, len(e.new))
			e.new = append(e.new, Item{Kind: "paragraph", Text: s})
		}
		e.gold = append(e.gold, b)
	}
	return e
}

// rates judges all cases: per operation, how many units are found exactly.
func rates(cases []*edit) map[string][2]int {
	out := map[string][2]int{}
	for _, e := range cases {
		found := map[string]bool{}
		linked := [2]map[int]bool{{}, {}}
		for _, l := range Blocks(e.old, e.new) {
			x, y := e.standing(0, l.Old), e.standing(1, l.New)
			found[fmt.Sprint(x, y)] = true
			if len(x) > 0 && len(y) > 0 {
				for _, i := range x {
					linked[0][i] = true
				}
				for _, j := range y {
					linked[1][j] = true
				}
			}
		}
		for _, g := range e.gold {
			hit := found[fmt.Sprint(g.old, g.new)]
			if len(g.old) == 0 || len(g.new) == 0 {
				hit = !slices.ContainsFunc(g.old, func(i int) bool { return linked[0][i] }) && !slices.ContainsFunc(g.new, func(j int) bool { return linked[1][j] })
			}
			for _, name := range []string{g.op, "ALL"} {
				n := out[name]
				n[1]++
				if hit {
					n[0]++
				}
				out[name] = n
			}
		}
	}
	return out
}

func (e *edit) standing(side int, items []int) []int {
	if e.stands[side] == nil {
		return items
	}
	var out []int
	for _, i := range items {
		out = append(out, e.stands[side][i]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func reportOf(cases []*edit) string {
	var b strings.Builder
	line := func(name string, n [2]int) {
		fmt.Fprintf(&b, "%-14s%7d%9.4f\n", name, n[1], float64(n[0])/float64(max(1, n[1])))
	}
	b.WriteString("                units    right\n")
	all := rates(cases)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if name != "ALL" {
			line(name, all[name])
		}
	}
	line("ALL", all["ALL"])
	b.WriteString("\nALL without …\n")
	for _, f := range []struct {
		name string
		of   *float64
	}{{"overlap", &weights.overlap}, {"inside", &weights.inside}, {"order", &weights.order}, {"rare", &weights.rare}, {"neighbours", &weights.neighbours}, {"kind", &weights.kind}} {
		was := *f.of
		*f.of = 0
		line(f.name, rates(cases)["ALL"])
		*f.of = was
	}
	return b.String()
}

// TestQuality holds the accuracy on edits of our own texts.
func TestQuality(t *testing.T) {
	cases := ours(t)
	testkit.File(t, "testdata/quality.txt", reportOf(cases))
	if n := rates(cases)["ALL"]; float64(n[0]) < 0.99*float64(n[1]) {
		t.Errorf("%d of %d units are right, it must be 99 of 100", n[0], n[1])
	}
}

var corpus = flag.String("cases", "", "a folder with gold.jsonl and cases to measure too")

// TestCases prints the same tables for a folder of cases, if one is named: its
// gold.jsonl has the byte spans of the blocks of old.md and new.md of each case.
//
//	go test ./internal/match -run TestCases -v -args -cases FOLDER
func TestCases(t *testing.T) {
	if *corpus == "" {
		t.Skip("no -cases given")
	}
	data, err := os.ReadFile(filepath.Join(*corpus, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []*edit
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for lines.Scan() {
		var g struct {
			Case     string
			Old, New [][2]int
			Links    []struct {
				Old, New []int
				Op       string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		e := &edit{name: g.Case}
		for _, l := range g.Links {
			e.gold = append(e.gold, became{l.Old, l.New, l.Op})
		}
		for side, spans := range [2][][2]int{g.Old, g.New} {
			file := filepath.Join(*corpus, g.Case, [2]string{"old.md", "new.md"}[side])
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := markdown.Parse(source.New(file, data), markdown.Options{Fields: []string{"title", "summary"}})
			*[2]*[]Item{&e.old, &e.new}[side] = items(string(data))
			e.stands[side] = make([][]int, len(d.Blocks))
			for k := range d.Blocks {
				e.stands[side][k] = covered(d.Blocks[k].Span.Start, d.Blocks[k].Span.End, spans)
			}
		}
		cases = append(cases, e)
	}
	fmt.Print(reportOf(cases))
}

// covered lists the gold spans that share at least half of the shorter one with
// the bytes from s to e.
func covered(s, e int, spans [][2]int) (out []int) {
	for k := sort.Search(len(spans), func(k int) bool { return spans[k][1] > s }); k < len(spans) && spans[k][0] < e; k++ {
		least := min(e-s, spans[k][1]-spans[k][0])
		if least > 0 && 2*(min(e, spans[k][1])-max(s, spans[k][0])) >= least {
			out = append(out, k)
		}
	}
	return out
}

func BenchmarkMatch(b *testing.B) {
	texts := func(n int) (out []Item) {
		base := ours(b)[0].old
		for i := range n {
			out = append(out, Item{Kind: "paragraph", Text: fmt.Sprintf("%s %d", base[i%len(base)].Text, i)})
		}
		return out
	}
	changed := func(old []Item, every int) []Item {
		out := slices.Clone(old)
		for i := every / 2; i < len(out); i += every {
			w := lang.Words(out[i].Text)
			k := w[len(w)/2]
			out[i].Text = out[i].Text[:k.Start] + "changed" + out[i].Text[k.End:]
		}
		return out
	}
	equal := func(n int) (out []Item) {
		for range n {
			out = append(out, Item{Kind: "paragraph", Text: rain})
		}
		return out
	}
	rows := func(n int) (out []Item) {
		for i := range n {
			out = append(out, Item{Kind: "row", Text: fmt.Sprintf("Village %d | %d", i, i*7%1000)})
		}
		return out
	}
	big := []Item{{Kind: "paragraph", Text: strings.Repeat(rain+" "+bread+" ", 6500)}, {Kind: "paragraph", Text: chess}}
	for _, c := range []struct {
		name     string
		old, new []Item
	}{
		{"blocks1000edits100", texts(1000), changed(texts(1000), 10)},
		{"blocks1000same", texts(1000), texts(1000)},
		{"blocks10000edits1000", texts(10000), changed(texts(10000), 10)},
		{"blocks10000edits10000", texts(10000), changed(texts(10000), 1)},
		{"equal10000", equal(10000), equal(9990)},
		{"equal10000other", equal(10000), changed(equal(9990), 1)},
		{"rows5000", rows(5000), changed(rows(5000), 5)},
		{"paragraphOf1MB", big, changed(big, 1)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Blocks(c.old, c.new)
			}
		})
	}
}
