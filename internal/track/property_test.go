package track

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/record"
)

// checkWhole fails unless each block of both versions is in exactly one unit
// and each recorded unit is in exactly one unit or gone.
func checkWhole(t *testing.T, a *Article) {
	t.Helper()
	var blocks [2]map[int]int
	entries := map[string]int{}
	for side := range blocks {
		blocks[side] = map[int]int{}
	}
	ids := map[string]bool{}
	for i := range a.Units {
		u := &a.Units[i]
		if len(u.Sides[0].Blocks)+len(u.Sides[1].Blocks) == 0 {
			t.Errorf("unit %s has no block", u.ID)
		}
		if ids[u.ID] {
			t.Errorf("two units are called %s", u.ID)
		}
		ids[u.ID] = true
		for side := range u.Sides {
			if !slices.IsSorted(u.Sides[side].Blocks) {
				t.Errorf("unit %s: blocks %v", u.ID, u.Sides[side].Blocks)
			}
			for _, b := range u.Sides[side].Blocks {
				blocks[side][b]++
			}
		}
		for _, e := range u.Entries {
			entries[e.ID]++
		}
	}
	for _, e := range a.Gone {
		entries[e.ID]++
	}
	for side := range blocks {
		if doc := a.Versions[side].Doc; doc != nil {
			for b := range doc.Blocks {
				if blocks[side][b] != 1 {
					t.Errorf("%s block %d is in %d units", a.Versions[side].Lang, b, blocks[side][b])
				}
			}
		}
	}
	if a.Record != nil {
		for _, e := range a.Record.Entries {
			if entries[e.ID] != 1 {
				t.Errorf("the recorded unit %s is in %d units", e.ID, entries[e.ID])
			}
		}
	}
}

// bank holds blocks of an article in both languages.
var bank = [][2]string{
	{"## How the market works", "## Ինչպես է աշխատում շուկան"},
	{"The market on Abovyan Street opens at six, and by noon 340 sellers stand in four rows.", "Աբովյան փողոցի շուկան բացվում է վեցին, և կեսօրին չորս շարքում կանգնած է լինում 340 վաճառող։"},
	{"A kilogram of apricots cost 900 drams in June and 1,450 in August.", "Մեկ կիլոգրամ ծիրանը հունիսին արժեր 900 դրամ, օգոստոսին՝ 1450։"},
	{"“My grandmother sold here, too,” says Hasmik Petrosyan, who brings honey from Tavush.", "«Տատս էլ էր այստեղ վաճառում»,— ասում է Հասմիկ Պետրոսյանը, որը Տավուշից մեղր է բերում։"},
	{"Nobody has counted how many of them pay for their place.", "Ոչ ոք չի հաշվել, թե նրանցից քանիսն են վճարում իրենց տեղի համար։"},
	{"- bread and lavash\n- cheese from Lori\n- dried fruit", "- հաց և լավաշ\n- Լոռու պանիր\n- չիր"},
	{"> Whoever comes late buys what is left.", "> Ուշացողը գնում է այն, ինչ մնացել է։"},
	{"```\nopen = 6\n```", "```\nopen = 6\n```"},
	{"| Day | Open |\n| --- | --- |\n| Monday | Yes |\n| Sunday | No |\n| Friday | Yes |", "| Օր | Բաց |\n| --- | --- |\n| Երկուշաբթի | Այո |\n| Կիրակի | Ոչ |\n| Ուրբաթ | Այո |"},
	{"The city wants to put a roof over it before the winter of 2027[^1]. Sellers fear that the rent will double.", "Քաղաքն ուզում է մինչև 2027 թվականի ձմեռը ծածկել այն[^1]։ Վաճառողները վախենում են, որ վարձը կկրկնապատկվի։"},
	{"Yes.", "Այո։"},
	{"No.", "Ոչ։"},
	{"![Rows of fruit](market.jpg)", "![Մրգի շարքեր](market.jpg)"},
	{"In the evening the square is washed and the pigeons get what fell.", "Երեկոյան հրապարակը լվանում են, և թափվածը մնում է աղավնիներին։"},
	{"[^1]: Plan of the city, [page 12](https://example.am/plan).", "[^1]: Քաղաքի ծրագիրը, [էջ 12](https://example.am/plan)։"},
}

// randomPair writes an article in both languages.
func randomPair(r *rand.Rand) (blocks [2][]string) {
	blocks[0], blocks[1] = []string{"---\ntitle: Under the roof\n---"}, []string{"---\ntitle: Տանիքի տակ\n---"}
	for range 2 + r.IntN(14) {
		k := r.IntN(len(bank))
		for side := range blocks {
			blocks[side] = append(blocks[side], bank[k][side])
		}
	}
	return blocks
}

// randomEdit does to one version what an editor does.
func randomEdit(r *rand.Rand, blocks []string, side int) []string {
	out := slices.Clone(blocks)
	if len(out) < 3 {
		return out
	}
	k := 1 + r.IntN(len(out)-1)
	switch r.IntN(8) {
	case 0:
		return slices.Delete(out, k, k+1)
	case 1:
		return slices.Insert(out, k, bank[r.IntN(len(bank))][side])
	case 2: // move
		b := out[k]
		out = slices.Delete(out, k, k+1)
		return slices.Insert(out, 1+r.IntN(len(out)), b)
	case 3: // split at a space
		if at := strings.LastIndex(out[k], " "); at > 0 {
			return slices.Replace(out, k, k+1, out[k][:at], out[k][at+1:])
		}
	case 4: // merge
		if k+1 < len(out) {
			return slices.Replace(out, k, k+2, out[k]+" "+out[k+1])
		}
	case 5: // a word less
		words := strings.Split(out[k], " ")
		at := r.IntN(len(words))
		out[k] = strings.Join(slices.Delete(words, at, at+1), " ")
	case 6: // a word more
		words := strings.Split(out[k], " ")
		out[k] = strings.Join(slices.Insert(words, r.IntN(len(words)+1), [2]string{"1988", "չէ"}[side]), " ")
	case 7: // another line break
		out[k] = strings.Replace(out[k], " ", "\n", 1)
	}
	return out
}

func text(blocks []string) string { return strings.Join(blocks, "\n\n") + "\n" }

// stateOf lists every unit's blocks and state, in order of blocks.
func stateOf(a *Article) []string {
	var out []string
	for i := range a.Units {
		out = append(out, blocksOf(&a.Units[i])+" "+a.Units[i].State.String())
	}
	slices.Sort(out)
	return out
}

// TestRandomEdits holds the promises of the package on random articles with
// random edits of both versions.
func TestRandomEdits(t *testing.T) {
	for seed := range uint64(400) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { randomStory(t, rand.New(rand.NewPCG(seed, 2))) })
	}
}

func randomStory(t *testing.T, r *rand.Rand) {
	blocks := randomPair(r)
	a := article(text(blocks[0]), text(blocks[1]))
	Compute(a, Defaults())
	checkWhole(t, a)
	rec := confirmed(t, a)
	allInStep(t, text(blocks[0]), text(blocks[1]), rec)

	was := blocks
	for range 1 + r.IntN(5) {
		side := r.IntN(2)
		blocks[side] = randomEdit(r, blocks[side], side)
	}
	b := article(text(blocks[0]), text(blocks[1]))
	b.Record = rec
	Compute(b, Defaults())
	checkWhole(t, b)
	checkTurned(t, b)
	again := article(text(blocks[0]), text(blocks[1]))
	again.Record = rec
	Compute(again, Defaults())
	if describe(again) != describe(b) {
		t.Errorf("computed twice:\n%s\nand\n%s", describe(b), describe(again))
	}
	if t.Failed() {
		t.Logf("en:\n%s\nhy:\n%s\nunits:\n%s", text(blocks[0]), text(blocks[1]), describe(b))
	}

	// What was confirmed comes back with the old texts; and what is confirmed
	// now is in step now.
	allInStep(t, text(was[0]), text(was[1]), rec)
	allInStep(t, text(blocks[0]), text(blocks[1]), confirmed(t, b))
}

// confirmed records every unit of a as it stands.
func confirmed(t *testing.T, a *Article) *record.Record {
	t.Helper()
	return confirm(t, a, []string{"on purpose"})
}

// allInStep fails if a unit of the pair is not confirmed as it stands.
func allInStep(t *testing.T, en, hy string, rec *record.Record) {
	t.Helper()
	a := article(en, hy)
	a.Record = rec
	Compute(a, Defaults())
	checkWhole(t, a)
	for i := range a.Units {
		if u := &a.Units[i]; u.State != Translated || u.Weight > 0 {
			t.Errorf("unit %s %q | %q is %s %s", u.ID, first(u.Sides[0].Text), first(u.Sides[1].Text), u.State, u.Weight)
		}
	}
	if len(a.Gone) > 0 {
		t.Errorf("%d units are gone", len(a.Gone))
	}
	if t.Failed() {
		t.Logf("en:\n%s\nhy:\n%s\nunits:\n%s\nrecord:\n%s", en, hy, describe(a), record.Encode(rec))
		t.FailNow()
	}
}

// TestOrderOfTheRecord: git may put the lines of two people's records in
// another order; where units stand does not depend on it.
func TestOrderOfTheRecord(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 3))
		var blocks [2][]string
		for _, k := range r.Perm(len(bank)) {
			blocks[0], blocks[1] = append(blocks[0], bank[k][0]), append(blocks[1], bank[k][1])
		}
		a := article(text(blocks[0]), text(blocks[1]))
		Compute(a, Defaults())
		rec := confirmed(t, a)
		for side := range blocks { // no table, whose rows would become text
			k := slices.IndexFunc(blocks[side], func(b string) bool { return strings.Contains(b, "2027") })
			blocks[side] = slices.Clone(blocks[side])
			if r.IntN(2) == 0 {
				blocks[side][k] = strings.Replace(blocks[side][k], "2027", "2028", 1)
			}
		}
		var want []string
		for n := range 4 {
			b := article(text(blocks[0]), text(blocks[1]))
			b.Record = &record.Record{Langs: rec.Langs, Entries: slices.Clone(rec.Entries)}
			if n > 0 {
				r.Shuffle(len(rec.Entries), func(i, j int) { b.Record.Entries[i], b.Record.Entries[j] = b.Record.Entries[j], b.Record.Entries[i] })
			}
			Compute(b, Defaults())
			if n == 0 {
				want = stateOf(b)
			} else if got := stateOf(b); !slices.Equal(got, want) {
				t.Fatalf("seed %d: in another order\n%s\nnot\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

func FuzzTrack(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	pair := randomPair(r)
	a := article(text(pair[0]), text(pair[1]))
	Compute(a, Defaults())
	rec := string(record.Encode(confirm(&testing.T{}, a, nil)))
	f.Add(text(pair[0]), text(pair[1]), rec)
	f.Add(text(randomEdit(r, pair[0], 0)), text(randomEdit(r, pair[1], 1)), rec)
	f.Add("\ufeffa\r\n\r\nYes\r\n\r\nYes\r\n", "Այո\r\n\r\nԱյո\x00\r\n\r\n\xff\xfe\n", "{\"zuyg\":\"pair\",\"version\":1,\"splitter\":1,\"langs\":[\"en\",\"hy\"]}\n\n"+
		`{"id":"aaaaaaaa","kind":"paragraph","en":["Yes","Yes"],"hy":[],"status":"translated","reason":"x"}`+"\n\n"+`{"id":"bbbbbbbb","kind":"paragraph","en":[],"hy":["Այո","Այո"],"status":"reviewed"}`+"\n")
	f.Add("```\na\n```\n", "```\na\n```\n", "")
	f.Fuzz(func(t *testing.T, en, hy, pairs string) {
		a := article(en, hy)
		if rec, err := record.Decode("pair.jsonl", []byte(pairs)); err == nil && rec.Langs == [2]string{"en", "hy"} {
			a.Record = rec
		}
		Compute(a, Defaults())
		checkWhole(t, a)
		checkTurned(t, a)
	})
}
