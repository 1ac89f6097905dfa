package track

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

// TestUnits runs the stories of testdata/units: an agreed pair, today's pair,
// and where each unit stands. An empty section agreed/… is a version that was
// not there; a section that is missing under today/ is as agreed. The section
// "record" says how the agreed pair was recorded, a line each:
//
//	none                nobody recorded anything
//	proposed, reviewed  instead of translated
//	on purpose          what has one side only was confirmed so
//	join 3+4=3          these English blocks and these Armenian ones are a unit
//
// want/units has a line a unit: the unit of the record it carries on (u1 is
// the first), state, weight, kind, and below it each side with its lines. Units
// that are as they were recorded are named in one line.
func TestUnits(t *testing.T) {
	testkit.Golden(t, "testdata/units", func(t *testing.T, in map[string]string) map[string]string {
		a := today(t, in)
		Compute(a, Defaults())
		checkWhole(t, a)
		checkTurned(t, a)
		return map[string]string{"units": describe(a)}
	})
}

// today builds the article of a story, uncomputed.
func today(t *testing.T, in map[string]string) *Article {
	t.Helper()
	agreed := article(in["agreed/en.md"], in["agreed/hy.md"])
	Compute(agreed, Defaults())
	rec := confirm(t, agreed, strings.Split(strings.TrimSpace(in["record"]), "\n"))
	texts := [2]string{in["agreed/en.md"], in["agreed/hy.md"]}
	for side, name := range []string{"today/en.md", "today/hy.md"} {
		if text, ok := in[name]; ok {
			texts[side] = text
		}
	}
	a := article(texts[0], texts[1])
	a.Record = rec
	return a
}

// article makes an uncomputed article of two texts; an empty one is not there.
func article(en, hy string) *Article {
	a := &Article{Slug: "story"}
	for side, text := range []string{en, hy} {
		v := &a.Versions[side]
		v.Lang = [2]string{"en", "hy"}[side]
		v.Path = v.Lang + ".md"
		if text == "" {
			continue
		}
		v.Doc = markdown.Parse(source.New(v.Path, []byte(text)), markdown.Options{Fields: []string{"title", "summary"}})
		if value, _, ok := v.Doc.Meta("source"); ok && value == "hy" {
			a.Lead = 1
		}
	}
	return a
}

// confirm records an agreed pair as the orders say.
func confirm(t *testing.T, a *Article, orders []string) *record.Record {
	t.Helper()
	if slices.Contains(orders, "none") {
		return nil
	}
	status := record.Translated
	for _, s := range []string{record.Proposed, record.Reviewed} {
		if slices.Contains(orders, s) {
			status = s
		}
	}
	for _, o := range orders {
		if o, ok := strings.CutPrefix(o, "join "); ok {
			joinBlocks(t, a, o)
		}
	}
	rec := &record.Record{Langs: [2]string{"en", "hy"}}
	for i := range a.Units {
		u := &a.Units[i]
		oneSided := len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0
		if oneSided && !slices.Contains(orders, "on purpose") {
			continue
		}
		e := record.Entry{ID: fmt.Sprintf("u%d", len(rec.Entries)+1), Kind: u.Kind.String(), Status: status, By: "Anna", At: "2026-05-04"}
		if oneSided {
			e.Reason = "said elsewhere"
		}
		for side := range u.Sides {
			for _, b := range u.Sides[side].Blocks {
				block := &a.Versions[side].Doc.Blocks[b]
				e.Texts[side] = append(e.Texts[side], a.Versions[side].Doc.Text(b))
				if e.Key == "" {
					e.Key = unitKey(block.Kind, block.Key)
				}
			}
		}
		rec.Entries = append(rec.Entries, e)
	}
	return rec
}

// joinBlocks puts blocks of both versions, counted from 1, into one unit.
func joinBlocks(t *testing.T, a *Article, order string) {
	t.Helper()
	var want [2][]int
	for side, list := range strings.Split(order, "=") {
		for n := range strings.SplitSeq(list, "+") {
			k, err := strconv.Atoi(n)
			if err != nil {
				t.Fatalf("join %s: %v", order, err)
			}
			want[side] = append(want[side], k-1)
		}
	}
	joined := -1
	a.Units = slices.DeleteFunc(a.Units, func(u Unit) bool {
		for side := range u.Sides {
			for _, b := range u.Sides[side].Blocks {
				if slices.Contains(want[side], b) {
					return !slices.Contains(u.Sides[0].Blocks, want[0][0])
				}
			}
		}
		return false
	})
	for i := range a.Units {
		if slices.Contains(a.Units[i].Sides[0].Blocks, want[0][0]) {
			joined = i
		}
	}
	a.Units[joined].Sides[0].Blocks, a.Units[joined].Sides[1].Blocks = want[0], want[1]
}

// describe prints units in their order.
func describe(a *Article) string {
	var b strings.Builder
	var quiet []string // in step, state and ids
	flush := func() {
		if len(quiet) > 0 {
			fmt.Fprintf(&b, "%s\n", strings.Join(quiet, " "))
		}
		quiet = nil
	}
	for i := range a.Units {
		u := &a.Units[i]
		ids := []string{}
		for _, e := range u.Entries {
			ids = append(ids, e.ID)
		}
		if len(ids) == 1 && (u.State == Translated || u.State == Reviewed) && u.Sides[0].Change.Weight+u.Sides[1].Change.Weight == 0 && !u.Moved && !u.Regrouped {
			if len(quiet) == 0 || quiet[0] != u.State.String() {
				flush()
				quiet = []string{u.State.String()}
			}
			quiet = append(quiet, ids[0])
			continue
		}
		flush()
		if len(ids) == 0 {
			ids = []string{"new"}
		}
		fmt.Fprintf(&b, "%s", u.State)
		if u.Weight > 0 {
			fmt.Fprintf(&b, " %s", u.Weight)
		}
		fmt.Fprintf(&b, " %s %s", u.Kind, strings.Join(ids, "+"))
		if u.Moved {
			b.WriteString(", moved")
		}
		if u.Regrouped {
			b.WriteString(", regrouped")
		}
		fmt.Fprintf(&b, "\n    %s\n    %s\n", sideLine(a, u, 0), sideLine(a, u, 1))
	}
	flush()
	for _, e := range a.Gone {
		fmt.Fprintf(&b, "gone %s\n", e.ID)
	}
	return b.String()
}

// sideLine prints one side of a unit: its lines, how it begins, what facts it
// changed.
func sideLine(a *Article, u *Unit, side int) string {
	s := &u.Sides[side]
	if len(s.Blocks) == 0 {
		return a.Versions[side].Lang + " –"
	}
	var lines []string
	doc := a.Versions[side].Doc
	for _, b := range s.Blocks {
		lines = append(lines, strconv.Itoa(doc.File.Position(doc.Blocks[b].Lines[0].Start).Line))
	}
	out := fmt.Sprintf("%s %s %q", a.Versions[side].Lang, strings.Join(lines, "+"), first(s.Text))
	if s.Change.Weight > 0 {
		out += " " + s.Change.Weight.String()
	}
	for _, f := range s.Change.Facts {
		out += fmt.Sprintf(" (%s: %s → %s)", f.Kind, f.Old, f.New)
	}
	return out
}

// first is how a text begins.
func first(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// turned is the state a unit has when the other version leads.
var turned = map[State]State{Missing: Orphan, Orphan: Missing, Stale: Revised, Revised: Stale}

// checkTurned turns the lead round: the same units come out, with their states
// mirrored, and the record is not touched.
func checkTurned(t *testing.T, a *Article) {
	t.Helper()
	if a.Record == nil {
		return
	}
	b := &Article{Slug: a.Slug, Lead: 1 - a.Lead, Versions: a.Versions, Record: a.Record}
	before := string(record.Encode(b.Record))
	Compute(b, Defaults())
	if after := string(record.Encode(b.Record)); after != before {
		t.Errorf("the record was touched:\n%s\nis now\n%s", before, after)
	}
	want := map[string]State{}
	for i := range a.Units {
		u := &a.Units[i]
		want[blocksOf(u)] = u.State
		if s, ok := turned[u.State]; ok {
			want[blocksOf(u)] = s
		}
	}
	for i := range b.Units {
		u := &b.Units[i]
		w, ok := want[blocksOf(u)]
		if !ok {
			t.Errorf("turned round, there is a unit %s %q that was not there", blocksOf(u), first(u.Sides[0].Text))
			continue
		}
		if u.State != w && w != Untranslated && u.State != Untranslated {
			t.Errorf("turned round, %s is %s, not %s", blocksOf(u), u.State, w)
		}
	}
	if len(a.Units) != len(b.Units) || len(a.Gone) != len(b.Gone) {
		t.Errorf("turned round, there are %d units and %d gone, not %d and %d", len(b.Units), len(b.Gone), len(a.Units), len(a.Gone))
	}
}

func blocksOf(u *Unit) string { return fmt.Sprint(u.Sides[0].Blocks, u.Sides[1].Blocks) }
