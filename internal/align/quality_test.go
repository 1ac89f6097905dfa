package align

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

// pair is a pair of texts with the links that are right.
type pair struct {
	name, family string
	items        [2][]Item
	gold         []goldLink
	stands       [2][][]int // the gold blocks that each item stands for; nil: itself
	blocks       [2]int     // how many gold blocks there are
}

type goldLink struct{ a, b []int }

// tally counts what is right.
type tally struct{ cases, ok, got, want, aloneOK, aloneGot, aloneWant, units, unitsOK int }

func f1(ok, got, want int) float64 {
	if got+want == 0 {
		return 1
	}
	return 2 * float64(ok) / float64(got+want)
}

func (t *tally) add(o tally) {
	t.cases++
	t.ok, t.got, t.want = t.ok+o.ok, t.got+o.got, t.want+o.want
	t.aloneOK, t.aloneGot, t.aloneWant = t.aloneOK+o.aloneOK, t.aloneGot+o.aloneGot, t.aloneWant+o.aloneWant
	t.units, t.unitsOK = t.units+o.units, t.unitsOK+o.unitsOK
}

// judge compares links with the right ones: F1 over linked pairs of blocks, F1
// over blocks that stand alone, and units found exactly.
func judge(p *pair, links []Link) tally {
	var t tally
	type two [2]int
	want, got := map[two]bool{}, map[two]bool{}
	linked := [2]map[int]bool{{}, {}}
	found := map[string]bool{}
	for _, l := range links {
		x, y := p.standing(0, l.A), p.standing(1, l.B)
		found[fmt.Sprint(x, y)] = true
		for _, i := range x {
			for _, j := range y {
				got[two{i, j}] = true
				linked[0][i], linked[1][j] = true, true
			}
		}
	}
	alone := [2]map[int]bool{{}, {}}
	for _, l := range p.gold {
		hit := found[fmt.Sprint(l.a, l.b)]
		if len(l.a) == 0 || len(l.b) == 0 {
			hit = true
			for side, blocks := range [2][]int{l.a, l.b} {
				for _, i := range blocks {
					alone[side][i] = true
					hit = hit && !linked[side][i]
				}
			}
		}
		for _, i := range l.a {
			for _, j := range l.b {
				want[two{i, j}] = true
			}
		}
		t.units++
		if hit {
			t.unitsOK++
		}
	}
	for k := range got {
		if want[k] {
			t.ok++
		}
	}
	t.got, t.want = len(got), len(want)
	for side, n := range p.blocks {
		t.aloneWant += len(alone[side])
		for i := range n {
			if !linked[side][i] {
				t.aloneGot++
				if alone[side][i] {
					t.aloneOK++
				}
			}
		}
	}
	return t
}

// standing returns the gold blocks that items stand for.
func (p *pair) standing(side int, items []int) []int {
	if p.stands[side] == nil {
		return items
	}
	var out []int
	for _, i := range items {
		out = append(out, p.stands[side][i]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// texts reads our own texts, block by block.
func texts(t testing.TB) (out [][2][]Item) {
	files, err := filepath.Glob("testdata/texts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var two [2][]Item
		for side, f := range a.Files {
			two[side] = itemsOf(f.Data)
		}
		if len(two[0]) != len(two[1]) {
			t.Fatalf("%s: %d blocks and %d", file, len(two[0]), len(two[1]))
		}
		out = append(out, two)
	}
	return out
}

func itemsOf(data []byte) (items []Item) {
	d := markdown.Parse(source.New("x.md", data), markdown.Options{Fields: []string{"title", "summary", "description"}})
	for k := range d.Blocks {
		b := &d.Blocks[k]
		items = append(items, Item{Kind: b.Kind.String(), Level: b.Level, Key: b.Key, Text: d.Text(k), Verbatim: b.Verbatim()})
	}
	return items
}

// row is a unit in the making of a case.
type row struct{ a, b []Item }

// families are how cases are made of parallel rows.
var families = []struct {
	name string
	make func(r *rand.Rand, rows []row) (a, b []row)
}{
	{"clean", func(_ *rand.Rand, rows []row) (a, b []row) { return rows, rows }},
	{"missing", func(r *rand.Rand, rows []row) (a, b []row) { rows = missing(r, rows); return rows, rows }},
	{"moved", func(r *rand.Rand, rows []row) (a, b []row) { return rows, moved(r, rows) }},
	{"regroup", func(r *rand.Rand, rows []row) (a, b []row) { rows = regroup(r, rows); return rows, rows }},
	{"mixed", func(r *rand.Rand, rows []row) (a, b []row) {
		rows = missing(r, regroup(r, rows))
		return rows, moved(r, rows)
	}},
}

// missing drops one side of one row in six.
func missing(r *rand.Rand, rows []row) (out []row) {
	for _, x := range rows {
		if r.IntN(6) == 0 {
			if r.IntN(2) == 0 {
				x.a = nil
			} else {
				x.b = nil
			}
		}
		out = append(out, x)
	}
	return out
}

// moved puts a run of one to four rows in another place.
func moved(r *rand.Rand, rows []row) []row {
	n := 1 + r.IntN(4)
	from := r.IntN(len(rows) - n)
	run := slices.Clone(rows[from : from+n])
	rest := slices.Delete(slices.Clone(rows), from, from+n)
	return slices.Insert(rest, r.IntN(len(rest)+1), run...)
}

// regroup merges two paragraphs of one side in one row of five, and splits
// another in two.
func regroup(r *rand.Rand, rows []row) (out []row) {
	for i := 0; i < len(rows); i++ {
		x := rows[i]
		plain := func(y row) bool {
			return len(y.a) == 1 && len(y.b) == 1 && y.a[0].Kind == "paragraph" && y.b[0].Kind == "paragraph"
		}
		switch r.IntN(10) {
		case 0, 1:
			if i+1 < len(rows) && plain(x) && plain(rows[i+1]) {
				y := rows[i+1]
				x = row{append(slices.Clone(x.a), y.a...), append(slices.Clone(x.b), y.b...)}
				if r.IntN(2) == 0 {
					x.a = []Item{{Kind: "paragraph", Text: x.a[0].Text + " " + x.a[1].Text}}
				} else {
					x.b = []Item{{Kind: "paragraph", Text: x.b[0].Text + " " + x.b[1].Text}}
				}
				i++
			}
		case 2, 3:
			if plain(x) {
				if r.IntN(2) == 0 {
					x.a = split(x.a[0], lang.English)
				} else {
					x.b = split(x.b[0], lang.Armenian)
				}
			}
		}
		out = append(out, x)
	}
	return out
}

func split(it Item, language string) []Item {
	s := lang.Sentences(it.Text, language)
	if len(s) < 2 {
		return []Item{it}
	}
	return []Item{{Kind: it.Kind, Text: it.Text[:s[0].End]}, {Kind: it.Kind, Text: it.Text[s[1].Start:]}}
}

// ours makes cases of our own texts: two texts in a row, in every family, three
// times each. The same for ever: the source of chance is fixed.
func ours(t testing.TB) (out []*pair) {
	all := texts(t)
	for f := range families {
		for k := range 3 * len(all) {
			r := rand.New(rand.NewPCG(uint64(k), uint64(f)))
			var rows []row
			for _, two := range [][2][]Item{all[k%len(all)], all[(k+1+k/len(all))%len(all)]} {
				for i := range two[0] {
					rows = append(rows, row{two[0][i : i+1], two[1][i : i+1]})
				}
			}
			out = append(out, caseOf(fmt.Sprint(families[f].name, k), families[f].name, r, rows, families[f].make))
		}
	}
	return out
}

func caseOf(name, family string, r *rand.Rand, rows []row, make func(*rand.Rand, []row) (a, b []row)) *pair {
	p := &pair{name: name, family: family}
	a, b := make(r, rows)
	at := map[string]int{} // text of a row → its link
	key := func(x row) string {
		s := ""
		for _, it := range append(slices.Clone(x.a), x.b...) {
			s += it.Text + "\n"
		}
		return s
	}
	for side, list := range [2][]row{a, b} {
		for _, x := range list {
			g, ok := at[key(x)]
			if !ok {
				g = len(p.gold)
				at[key(x)] = g
				p.gold = append(p.gold, goldLink{})
			}
			part, to := x.a, &p.gold[g].a
			if side == 1 {
				part, to = x.b, &p.gold[g].b
			}
			for _, it := range part {
				*to = append(*to, len(p.items[side]))
				p.items[side] = append(p.items[side], it)
			}
		}
		p.blocks[side] = len(p.items[side])
	}
	return p
}

// measure judges all cases with the given weights, by family and in all.
func measure(cases []*pair, w *weights) map[string]*tally {
	out := map[string]*tally{"ALL": {}}
	for _, p := range cases {
		t := judge(p, blocks(p.items[0], p.items[1], lang.English, lang.Armenian, nil, w))
		if out[p.family] == nil {
			out[p.family] = &tally{}
		}
		out[p.family].add(t)
		out["ALL"].add(t)
	}
	return out
}

func (t *tally) line(name string) string {
	return fmt.Sprintf("%-18s%6d%9.4f%9.4f%9.4f\n", name, t.cases, f1(t.ok, t.got, t.want), f1(t.aloneOK, t.aloneGot, t.aloneWant), float64(t.unitsOK)/float64(max(t.units, 1)))
}

const heading = "                   cases    links    alone    units\n"

// report is the table of families, and what is lost when a feature is left out.
func reportOf(cases []*pair) string {
	var b strings.Builder
	b.WriteString(heading)
	all := measure(cases, measured())
	var names []string
	for n := range all {
		names = append(names, n)
	}
	slices.SortFunc(names, func(x, y string) int {
		if (x == "ALL") != (y == "ALL") {
			return cmp.Compare(len(y), len(x)) + map[bool]int{true: 100, false: -100}[x == "ALL"]
		}
		return strings.Compare(x, y)
	})
	for _, n := range names {
		b.WriteString(all[n].line(n))
	}
	b.WriteString("\nALL without …\n")
	for _, f := range leftOut() {
		b.WriteString(measure(cases, f.w)["ALL"].line(f.name))
	}
	b.WriteString("\nALL with lengths, kinds and …\n")
	for _, f := range only() {
		b.WriteString(measure(cases, f.w)["ALL"].line(f.name))
	}
	return b.String()
}

type ablation struct {
	name string
	w    *weights
}

// leftOut lists the weights with one feature left out each.
func leftOut() (out []ablation) {
	for c, name := range classNames {
		w := measured()
		w.found[c], w.lost[c] = 0, 0
		out = append(out, ablation{name, w})
	}
	for _, f := range []struct {
		name string
		of   func(*weights) *float64
	}{
		{"length", func(w *weights) *float64 { return &w.length }},
		{"sentences", func(w *weights) *float64 { return &w.sentences }},
		{"kind", func(w *weights) *float64 { return &w.kind }},
		{"same", func(w *weights) *float64 { return &w.same }},
	} {
		w := measured()
		*f.of(w) = 0
		out = append(out, ablation{f.name, w})
	}
	return out
}

// only lists the weights with one sort of words each, beside lengths and kinds.
func only() (out []ablation) {
	none := measured()
	none.found, none.lost = [classes]float64{}, [classes]float64{}
	out = append(out, ablation{"no words at all", none})
	for c, name := range classNames {
		w, all := *none, measured()
		w.found[c], w.lost[c] = all.found[c], all.lost[c]
		out = append(out, ablation{name, &w})
	}
	return out
}

// TestQuality holds the accuracy on our own texts: testdata/quality.txt shows
// what a change of the algorithm gains or loses.
func TestQuality(t *testing.T) {
	cases := ours(t)
	testkit.File(t, "testdata/quality.txt", reportOf(cases))
	if all := measure(cases, measured())["ALL"]; f1(all.ok, all.got, all.want) < 0.98 {
		t.Errorf("F1 of links is %.4f, it must not fall below 0.98", f1(all.ok, all.got, all.want))
	}
}

var corpus = flag.String("cases", "", "a folder with gold.jsonl and cases to measure too")

// TestCases prints the same tables for a folder of cases, if one is named, with
// how many links of each confidence are right and the ten worst cases:
//
//	go test ./internal/align -run TestCases -v -args -cases FOLDER
func TestCases(t *testing.T) {
	if *corpus == "" {
		t.Skip("no -cases given")
	}
	cases := readCases(t, *corpus)
	fmt.Print(reportOf(cases))
	fmt.Print("\nconfidence  links  right\n")
	var sure [6][2]int
	bounds := []float64{0.5, 0.8, 0.9, 0.95, 0.99, 1.01}
	type bad struct {
		p  *pair
		f1 float64
	}
	var worst []bad
	for _, p := range cases {
		links := Blocks(p.items[0], p.items[1], lang.English, lang.Armenian)
		one := judge(p, links)
		worst = append(worst, bad{p, f1(one.ok, one.got, one.want)})
		for _, l := range links {
			if len(l.A) == 0 || len(l.B) == 0 {
				continue
			}
			k := slices.IndexFunc(bounds, func(b float64) bool { return l.Confidence < b })
			sure[k][1]++
			if p.isRight(l) {
				sure[k][0]++
			}
		}
	}
	for k, n := range sure {
		fmt.Printf("  < %.2f %9d %7.3f\n", bounds[k], n[1], float64(n[0])/float64(max(n[1], 1)))
	}
	slices.SortStableFunc(worst, func(x, y bad) int { return cmp.Compare(x.f1, y.f1) })
	fmt.Print("\nworst\n")
	for _, x := range worst[:min(10, len(worst))] {
		fmt.Printf("%-60s %.3f\n", x.p.name, x.f1)
	}
}

// isRight reports whether all that l links belongs together.
func (p *pair) isRight(l Link) bool {
	for _, i := range p.standing(0, l.A) {
		for _, j := range p.standing(1, l.B) {
			if !slices.ContainsFunc(p.gold, func(g goldLink) bool { return slices.Contains(g.a, i) && slices.Contains(g.b, j) }) {
				return false
			}
		}
	}
	return true
}
