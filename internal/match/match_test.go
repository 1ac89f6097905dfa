package match

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/markdown"
	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

// TestGolden: what became of each block, in cases that say why they are there.
func TestGolden(t *testing.T) {
	testkit.Golden(t, "testdata/golden", func(t *testing.T, in map[string]string) map[string]string {
		old, new := items(in["old.md"]), items(in["new.md"])
		links := Blocks(old, new)
		if p := wrong(links, len(old), len(new)); p != "" {
			t.Error(p)
		}
		return map[string]string{"links": show(old, new, links)}
	})
}

func items(text string) (out []Item) {
	d := markdown.Parse(source.New("x.md", []byte(text)), markdown.Options{Fields: []string{"title", "summary"}})
	for k := range d.Blocks {
		b := &d.Blocks[k]
		it := Item{Kind: b.Kind.String(), Text: d.Text(k)}
		if b.Kind == markdown.Field || b.Kind == markdown.Footnote {
			it.Key = b.Key
		}
		out = append(out, it)
	}
	return out
}

// paragraphs makes items of paragraphs, a string each.
func paragraphs(texts ...string) (out []Item) {
	for _, s := range texts {
		out = append(out, Item{Kind: "paragraph", Text: s})
	}
	return out
}

// show prints a link a line.
func show(old, new []Item, links []Link) string {
	var out strings.Builder
	for _, l := range links {
		what := l.Change.String()
		if l.Moved {
			what += " moved"
		}
		fmt.Fprintf(&out, "%-7s %-7s %-16s %s | %s\n", numbers(l.Old), numbers(l.New), what, begin(old, l.Old), begin(new, l.New))
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

// brief is show without the texts, in one line.
func brief(links []Link) string {
	var out []string
	for _, l := range links {
		s := numbers(l.Old) + ">" + numbers(l.New)
		switch {
		case l.Change == Edited:
			s += "*"
		}
		if l.Moved {
			s += "~"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// wrong says which promise links break: every block in exactly one link,
// changes that fit the blocks, a score between 0 and 1.
func wrong(links []Link, n, m int) string {
	var in [2][]int
	for _, l := range links {
		if !slices.IsSorted(l.Old) || !slices.IsSorted(l.New) || !(l.Score >= 0 && l.Score <= 1) {
			return fmt.Sprintf("link %+v", l)
		}
		if (len(l.Old) == 0) != (l.Change == Inserted) || (len(l.New) == 0) != (l.Change == Deleted) {
			return fmt.Sprintf("change of %+v", l)
		}
		in[0], in[1] = append(in[0], l.Old...), append(in[1], l.New...)
	}
	for side, size := range [2]int{n, m} {
		slices.Sort(in[side])
		for i := range max(size, len(in[side])) {
			if i >= len(in[side]) || i >= size || in[side][i] != i {
				return fmt.Sprintf("side %d: %d blocks, in links %v", side, size, in[side])
			}
		}
	}
	return ""
}

const (
	rain   = "It rained for three days in Dilijan, and the road to Haghartsin was closed."
	bread  = "Bread has become dearer because flour comes from Russia by lorry over the pass."
	school = "The new school in Areni has twelve classrooms and a garden with apricot trees."
	chess  = "Children of eight learn chess twice a week, whether they like it or not."
)

// TestTraps: what other tools fell into. Old and new as paragraphs; "1>0*~"
// is old 1 become new 0, edited and moved.
func TestTraps(t *testing.T) {
	for _, tt := range []struct {
		why      string
		old, new []string
		want     string
	}{
		{"nothing changed", []string{rain, bread}, []string{rain, bread}, "0>0 1>1"},
		{"inserting the first paragraph shifts no one's history", []string{rain, bread}, []string{school, rain, bread}, "–>0 0>1 1>2"},
		{"the last was deleted and a new one written: it inherits nothing", []string{rain, bread}, []string{rain, school}, "0>0 1>– –>1"},
		{"one in the middle was deleted: the next does not inherit its history", []string{rain, bread, school}, []string{rain, school}, "0>0 1>– 2>1"},
		{"repeated short texts keep their own pair", []string{"Yes", "No", "Yes", "No", "Yes"}, []string{"Yes", "No", "Yes", "No", "Yes", "No"}, "0>0 1>1 2>2 3>3 4>4 –>5"},
		{"one of three equal texts was deleted", []string{"Yes", rain, "Yes", bread, "Yes"}, []string{"Yes", rain, bread, "Yes"}, "0>0 1>1 2>– 3>2 4>3"},
		{"unrelated short texts are not matched by a word they share", []string{"New flats", rain}, []string{"New roads", school, rain}, "0>– –>0 –>1 1>2"},
		{"an edited short text between its neighbours is", []string{rain, "Kaza streets", bread}, []string{rain, "Kapan streets", bread}, "0>0 1>1* 2>2"},
		{"moved", []string{rain, bread, school}, []string{school, rain, bread}, "2>0~ 0>1 1>2"},
		{"moved and edited", []string{rain, bread, school}, []string{strings.Replace(school, "twelve", "fourteen", 1), rain, bread}, "2>0*~ 0>1 1>2"},
		{"a number alone changed", []string{school}, []string{strings.Replace(school, "twelve", "two", 1)}, "0>0*"},
		{"a \"not\" came in", []string{chess, rain}, []string{strings.Replace(chess, "learn", "do not learn", 1), rain}, "0>0* 1>1"},
		{"split", []string{rain + " " + bread, chess}, []string{rain, bread, chess}, "0>0+1* 1>2"},
		{"merged", []string{rain, bread, chess}, []string{rain + " " + bread, chess}, "0+1>0* 2>1"},
		{"merged over one that was deleted", []string{rain, chess, bread}, []string{rain + " " + bread}, "0+2>0* 1>–"},
		{"re-wrapped lines are no change", []string{rain}, []string{strings.Replace(rain, " and ", "\nand ", 1)}, "0>0"},
		{"all new", []string{rain, bread}, []string{school, chess}, "0>– 1>– –>0 –>1"},
		{"swapped", []string{rain, bread}, []string{bread, rain}, "1>0~ 0>1"},
		{"an old text restored is unchanged", []string{rain, bread}, []string{rain, bread}, "0>0 1>1"},
		{"empty before", nil, []string{rain}, "–>0"},
		{"empty after", []string{rain}, nil, "0>–"},
		{"Armenian: an ending changed", []string{"Գյումրիում բացվել է նոր դպրոց, որտեղ սովորում է երկու հարյուր երեխա։", "Անձրև էր։"}, []string{"Գյումրիում բացվեց նոր դպրոցը, որտեղ սովորում է երկու հարյուր երեխա։", "Անձրև էր։"}, "0>0* 1>1"},
	} {
		old, new := paragraphs(tt.old...), paragraphs(tt.new...)
		links := Blocks(old, new)
		if got := brief(links); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.why, got, tt.want)
		}
		if p := wrong(links, len(old), len(new)); p != "" {
			t.Errorf("%s: %s", tt.why, p)
		}
	}
}

// TestKindIsContext: the same words as a title and as a paragraph are two
// things; a field and a footnote keep their name however they are rewritten.
func TestKindIsContext(t *testing.T) {
	old := []Item{{Kind: "field", Key: "title", Text: "The bridge"}, {Kind: "paragraph", Text: "The bridge"}, {Kind: "footnote", Key: "1", Text: rain}}
	new := []Item{{Kind: "field", Key: "title", Text: "What became of Ayrum"}, {Kind: "paragraph", Text: "The bridge"}, {Kind: "footnote", Key: "1", Text: rain}}
	if got := brief(Blocks(old, new)); got != "0>0* 1>1 2>2" {
		t.Error(got)
	}
}

func FuzzMatch(f *testing.F) {
	for _, two := range [][2]string{
		{"", ""}, {"A", ""}, {rain + "\n\n" + bread, bread + "\n\n" + rain + " " + chess},
		{"# Վերնագիր\n\nԱռաջին պարբերությունը՝ 5 տողով։\n\nԵրկրորդը։", "# Վերնագիր\n\nԵրկրորդը։\r\n\r\nԱռաջին պարբերությունը՝ 6 տողով։"},
		{"\ufeff---\ntitle: T\n---\n\n- a\n- b\n", "---\r\ntitle: U\r\n---\r\n\r\n- b\r\n- a\x00\r\n"},
		{"x \xff y\n\n[^1]: n", "x \xfe y\n\n[^1]: n\n\n[^1]: m"},
		{strings.Repeat("Same.\n\n", 40), strings.Repeat("Same.\n\n", 41)},
	} {
		f.Add(two[0], two[1])
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		old, new := items(x), items(y)
		links := Blocks(old, new)
		if p := wrong(links, len(old), len(new)); p != "" {
			t.Fatal(p)
		}
		if again := Blocks(old, new); brief(again) != brief(links) {
			t.Fatal("the same input gave two answers")
		}
		for k, l := range Blocks(old, old) {
			if !slices.Equal(l.Old, []int{k}) || !slices.Equal(l.New, []int{k}) || l.Change != Unchanged || l.Moved {
				t.Fatalf("identical texts: %+v", l)
			}
		}
	})
}
