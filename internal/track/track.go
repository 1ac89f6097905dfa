// Package track finds out where every unit of an article stands: two versions
// and the record go in, units with states and weights come out. It is pure: no
// file, no clock, and the same texts always give the same answer.
package track

import (
	"strings"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/match"
	"zuyg/internal/record"
	"zuyg/internal/weight"
)

// Settings say what counts as a change.
type Settings struct {
	Weight weight.Settings
	// StaleFrom is the least weight that puts a unit out of step.
	StaleFrom weight.Weight
}

// Defaults returns the settings a project starts with: cosmetic changes are
// not counted.
func Defaults() Settings {
	return Settings{Weight: weight.Defaults(), StaleFrom: weight.Minor}
}

// Compute fills in Units and Gone of a from its versions and record. Texts of
// one language are compared with texts of that language (package match);
// blocks that no entry claims are paired across the languages between their
// neighbours (package align).
func Compute(a *Article, s Settings) {
	w := &work{article: a, settings: s}
	for side := range a.Versions {
		w.read(side)
		w.claim(side)
	}
	w.group()
	w.alignGaps()
	w.alignRest()
	w.emit()
}

// work is one computation.
type work struct {
	article  *Article
	settings Settings
	texts    [2][]string // of today's blocks
	owner    [2][]int    // per block: its group, or -1
	links    [2][]match.Link
	old      [2][]ref // the record's texts in one row
	groups   []group
	entry    []int // per entry: its group
}

// ref names one text of the record.
type ref struct{ entry, text int }

// group is a unit in the making.
type group struct {
	entries    []int
	blocks     [2][]int
	confidence float64
	regrouped  bool
	moved      bool
}

func (w *work) read(side int) {
	doc := w.article.Versions[side].Doc
	if doc == nil {
		return
	}
	w.texts[side] = make([]string, len(doc.Blocks))
	w.owner[side] = make([]int, len(doc.Blocks))
	for i := range doc.Blocks {
		w.texts[side][i] = doc.Text(i)
		w.owner[side][i] = -1
	}
}

// claim matches the record's texts of one language to today's blocks of that
// language.
func (w *work) claim(side int) {
	rec := w.article.Record
	if rec == nil {
		return
	}
	for e := range rec.Entries {
		for t := range rec.Entries[e].Texts[side] {
			w.old[side] = append(w.old[side], ref{e, t})
		}
	}
	if w.unchanged(side) {
		w.links[side] = nil // block i is text i
		return
	}
	today := w.newItems(side)
	w.links[side] = match.Blocks(w.oldItems(side, today), today)
}

// unchanged reports whether today's blocks are the recorded ones, in order:
// the usual case, and the quick one.
func (w *work) unchanged(side int) bool {
	if len(w.old[side]) != len(w.texts[side]) {
		return false
	}
	for i, r := range w.old[side] {
		if !lang.Same(w.article.Record.Entries[r.entry].Texts[side][r.text], w.texts[side][i]) {
			return false
		}
	}
	return true
}

// oldItems lists the record's texts of one side as match sees them. The record
// knows the kind of a unit's first lead block only; another block of it may be
// of another kind, so a text that today stands in a block of another kind (or a
// footnote of another label), and in none of its own, is taken to have been of
// that kind. A title stays a title.
func (w *work) oldItems(side int, today []match.Item) []match.Item {
	field := markdown.Field.String()
	items := make([]match.Item, len(w.old[side]))
	free := make(map[match.Item]int, len(today)) // today's blocks that no text claims yet
	for _, it := range today {
		free[folded(it)]++
	}
	var odd []int
	for i, r := range w.old[side] {
		e := &w.article.Record.Entries[r.entry]
		items[i] = match.Item{Kind: e.Kind, Text: e.Texts[side][r.text]}
		if r.text == 0 {
			items[i].Key = e.Key
		}
		if k := folded(items[i]); free[k] > 0 {
			free[k]--
		} else {
			odd = append(odd, i)
		}
	}
	if len(odd) == 0 {
		return items
	}
	byText := map[string][]match.Item{}
	for _, it := range today {
		if k := folded(it); free[k] > 0 && it.Kind != field {
			free[k]--
			byText[k.Text] = append(byText[k.Text], it)
		}
	}
	for _, i := range odd {
		k := lang.Squash(items[i].Text)
		if list := byText[k]; len(list) > 0 && items[i].Kind != field {
			items[i].Kind, items[i].Key, byText[k] = list[0].Kind, list[0].Key, list[1:]
		}
	}
	return items
}

// folded is an item without differences of white space.
func folded(it match.Item) match.Item {
	it.Text = lang.Squash(it.Text)
	return it
}

func (w *work) newItems(side int) []match.Item {
	return Items(w.article.Versions[side].Doc, w.texts[side])
}

// Items returns the blocks of a version, whose texts are texts, as package
// match sees them.
func Items(doc *markdown.Doc, texts []string) []match.Item {
	items := make([]match.Item, len(texts))
	for i := range items {
		b := &doc.Blocks[i]
		items[i] = match.Item{Kind: b.Kind.String(), Key: unitKey(b.Kind, b.Key), Text: texts[i]}
	}
	return items
}

// group joins entries whose texts were merged into one block, on either side,
// and hands every claimed block to its group.
func (w *work) group() {
	rec := w.article.Record
	if rec == nil {
		return
	}
	parent := make([]int, len(rec.Entries))
	for i := range parent {
		parent[i] = i
	}
	find := func(x int) int {
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	for side := range w.links {
		for _, l := range w.links[side] {
			if len(l.New) == 0 {
				continue
			}
			for _, o := range l.Old[min(1, len(l.Old)):] {
				a, b := find(w.old[side][l.Old[0]].entry), find(w.old[side][o].entry)
				parent[max(a, b)] = min(a, b)
			}
		}
	}
	w.entry = make([]int, len(rec.Entries))
	at := make(map[int]int, len(rec.Entries))
	w.groups = make([]group, 0, len(rec.Entries))
	for e := range rec.Entries {
		root := find(e)
		g, ok := at[root]
		if !ok {
			g = len(w.groups)
			at[root] = g
			w.groups = append(w.groups, group{})
		}
		w.entry[e] = g
		w.groups[g].entries = append(w.groups[g].entries, e)
	}
	for side := range w.links {
		w.handOut(side)
	}
}

// handOut gives the blocks of one side to the groups of the texts they match.
func (w *work) handOut(side int) {
	if len(w.old[side]) == 0 {
		return
	}
	if w.links[side] == nil {
		for i, r := range w.old[side] {
			w.give(w.entry[r.entry], side, i)
		}
		return
	}
	for _, l := range w.links[side] {
		if len(l.Old) == 0 || len(l.New) == 0 {
			continue
		}
		g := w.entry[w.old[side][l.Old[0]].entry]
		for _, n := range l.New {
			w.give(g, side, n)
		}
		w.groups[g].regrouped = w.groups[g].regrouped || len(l.Old) != len(l.New)
		w.groups[g].moved = w.groups[g].moved || l.Moved
	}
}

func (w *work) give(g, side, block int) {
	w.owner[side][block] = g
	w.groups[g].blocks[side] = append(w.groups[g].blocks[side], block)
}

// onPurpose reports whether the group was confirmed with one side empty.
func (w *work) onPurpose(g *group) bool {
	for _, e := range g.entries {
		t := &w.article.Record.Entries[e].Texts
		if len(t[0]) == 0 || len(t[1]) == 0 {
			return true
		}
	}
	return false
}

// agreed returns the texts of one side as last confirmed.
func (w *work) agreed(g *group, side int) string {
	if len(g.entries) == 1 {
		return Join(w.article.Record.Entries[g.entries[0]].Texts[side])
	}
	var all []string
	for _, e := range g.entries {
		all = append(all, w.article.Record.Entries[e].Texts[side]...)
	}
	return Join(all)
}

// Join puts the texts of several blocks together as a reader sees them, with
// an empty line between.
func Join(texts []string) string {
	switch len(texts) {
	case 0:
		return ""
	case 1:
		return texts[0]
	}
	return strings.Join(texts, "\n\n")
}

// confirmed reports whether somebody confirmed every entry of the group.
func (w *work) confirmed(g *group) bool {
	for _, e := range g.entries {
		if w.article.Record.Entries[e].Status == record.Proposed {
			return false
		}
	}
	return len(g.entries) > 0
}
