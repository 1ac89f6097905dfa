// Package match answers: which block of the new version is this block of the
// old one? Same language, two times. It is pure.
//
// Equal texts come first: in place, then moved. What is left is scored pair by
// pair (see score.go), the best pairs are taken first, and then a block beside
// a linked one is tried as the rest of a split or a merge. Nothing is guessed:
// a pair below the bar is a deletion and an insertion.
package match

import (
	"slices"

	"zuyg/internal/lang"
)

// Item is a block as match sees it.
type Item struct {
	Kind string // markdown.Kind name
	Key  string // field name, footnote label: equal keys speak for a match
	Text string // Markdown text
}

// Change is what became of the old blocks of a link.
type Change uint8

// The changes.
const (
	Unchanged Change = iota // one block, the same text but for white space
	Edited                  // another text, or split or merged
	Inserted                // no old block
	Deleted                 // no new block
)

// String returns "unchanged", "edited", "inserted" or "deleted".
func (c Change) String() string {
	return [...]string{"unchanged", "edited", "inserted", "deleted"}[c]
}

// Link joins old blocks to new ones: 1:1, 1:n (split), n:1 (merged), 1:0
// (deleted), 0:1 (inserted). Every block is in exactly one link.
type Link struct {
	Old, New []int // indexes, ascending
	Change   Change
	Moved    bool    // it stands in another order among its neighbours
	Score    float64 // how sure, 0 to 1; 1 for equal texts
}

// Blocks links old to new. Links come in the order of their first new block,
// deleted ones behind the link of the block before them in old. The cost grows
// with the blocks that changed, and with their number only linearly.
func Blocks(old, new []Item) []Link {
	m := newMatcher(old, new)
	m.ends()
	m.equal()
	m.keys()
	m.edited()
	m.regroup()
	m.short()
	return m.links()
}

// What a block may be linked to instead of a block.
const (
	none        = -1
	partOfSplit = -2 // a further part of a split or a merge
)

// matcher holds the work. Only the window between the blocks that are equal at
// both ends is looked at closely.
type matcher struct {
	old, new     []Item
	toNew, toOld []int // the other block of a 1:1 link, or none
	score        []float64
	first        int           // blocks equal at the head
	lastO, lastN int           // where those equal at the tail begin
	more         map[int][]int // old block → further new ones (split)
	less         map[int][]int // new block → further old ones (merged)
	bagsO, bagsN []*bag
	voc          *vocabulary
}

func newMatcher(old, new []Item) *matcher {
	m := &matcher{old: old, new: new, toNew: make([]int, len(old)), toOld: make([]int, len(new)), score: make([]float64, len(old)),
		more: map[int][]int{}, less: map[int][]int{}}
	for i := range m.toNew {
		m.toNew[i] = none
	}
	for i := range m.toOld {
		m.toOld[i] = none
	}
	return m
}

func (m *matcher) link(o, n int, score float64) { m.toNew[o], m.toOld[n], m.score[o] = n, o, score }

func same(a, b *Item) bool { return a.Kind == b.Kind && a.Key == b.Key && lang.Same(a.Text, b.Text) }

// ends links what is equal at the head and at the tail.
func (m *matcher) ends() {
	for m.first < len(m.old) && m.first < len(m.new) && same(&m.old[m.first], &m.new[m.first]) {
		m.link(m.first, m.first, 1)
		m.first++
	}
	m.lastO, m.lastN = len(m.old), len(m.new)
	for m.lastO > m.first && m.lastN > m.first && same(&m.old[m.lastO-1], &m.new[m.lastN-1]) {
		m.lastO--
		m.lastN--
		m.link(m.lastO, m.lastN, 1)
	}
}

// equal links equal texts in the window: first those that stand once on each
// side and in the same order, then, outward from these, repeated ones; then
// what moved; then repeated ones in their order.
func (m *matcher) equal() {
	type place struct{ o, n []int }
	at := map[string]*place{}
	key := func(it *Item) string { return it.Kind + "\x00" + it.Key + "\x00" + lang.Squash(it.Text) }
	var order []string
	get := func(k string) *place {
		p := at[k]
		if p == nil {
			p = &place{}
			at[k] = p
			order = append(order, k)
		}
		return p
	}
	for o := m.first; o < m.lastO; o++ {
		p := get(key(&m.old[o]))
		p.o = append(p.o, o)
	}
	for n := m.first; n < m.lastN; n++ {
		p := get(key(&m.new[n]))
		p.n = append(p.n, n)
	}
	var once [][2]int
	for _, k := range order {
		if p := at[k]; len(p.o) == 1 && len(p.n) == 1 {
			once = append(once, [2]int{p.o[0], p.n[0]})
		}
	}
	for _, p := range rising(once) {
		m.link(p[0], p[1], 1)
	}
	m.spread()
	for _, p := range once {
		if m.toNew[p[0]] == none && m.toOld[p[1]] == none {
			m.link(p[0], p[1], 1)
		}
	}
	m.spread()
	for _, k := range order {
		p := at[k]
		o, n := m.free(p.o, m.toNew), m.free(p.n, m.toOld)
		for i := range min(len(o), len(n)) {
			m.link(o[i], n[i], 1)
		}
	}
}

func (m *matcher) free(list, to []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(i int) bool { return to[i] != none })
}

// spread links equal blocks that stand beside linked ones.
func (m *matcher) spread() {
	for o := m.first; o < m.lastO; o++ {
		m.extend(o, 1)
	}
	for o := m.lastO - 1; o >= m.first; o-- {
		m.extend(o, -1)
	}
}

// extend links the neighbour of a linked old block in one direction, if the
// neighbour of its new block is equal.
func (m *matcher) extend(o, step int) {
	if m.toNew[o] < 0 {
		return
	}
	a, b := o+step, m.toNew[o]+step
	if a >= m.first && a < m.lastO && b >= m.first && b < m.lastN && m.toNew[a] == none && m.toOld[b] == none && same(&m.old[a], &m.new[b]) {
		m.link(a, b, 1)
	}
}

// rising returns a longest part of pairs, which rise in the first number, that
// rises in the second too (patience sorting).
func rising(pairs [][2]int) [][2]int {
	var tops []int // the pair at which the best chain of each length ends
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n, _ := slices.BinarySearchFunc(tops, p[1], func(k, want int) int { return pairs[k][1] - want })
		before[i] = none
		if n > 0 {
			before[i] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, i)
		} else {
			tops[n] = i
		}
	}
	if len(tops) == 0 {
		return nil
	}
	out := make([][2]int, len(tops))
	for n, i := len(tops)-1, tops[len(tops)-1]; n >= 0; n, i = n-1, before[i] {
		out[n] = pairs[i]
	}
	return out
}

// keys links fields and footnotes of one name: a title stays the title however
// it is rewritten.
func (m *matcher) keys() {
	at := map[string]int{}
	for o := m.first; o < m.lastO; o++ {
		if it := &m.old[o]; m.toNew[o] == none && it.Key != "" && it.Kind == "field" {
			at[it.Key] = o
		}
	}
	for n := m.first; n < m.lastN; n++ {
		it := &m.new[n]
		if o, ok := at[it.Key]; ok && it.Key != "" && m.toOld[n] == none && it.Kind == "field" && m.toNew[o] == none {
			m.link(o, n, 0.9)
		}
	}
}

// links turns what was found into links in order.
func (m *matcher) links() []Link {
	inOrder := m.inOrder()
	var out []Link
	for n, o := range m.toOld {
		switch {
		case o >= 0:
			out = append(out, m.joined(o, n, !inOrder[n]))
		case o == none:
			out = append(out, Link{New: []int{n}, Change: Inserted, Score: 1})
		}
	}
	slices.SortStableFunc(out, func(a, b Link) int { return a.New[0] - b.New[0] })
	return m.withDeleted(out)
}

// joined makes the link of two blocks and of what was split off or merged in.
func (m *matcher) joined(o, n int, moved bool) Link {
	l := Link{Old: append([]int{o}, m.less[n]...), New: append([]int{n}, m.more[o]...), Score: m.score[o], Moved: moved}
	slices.Sort(l.Old)
	slices.Sort(l.New)
	if len(l.Old) > 1 || len(l.New) > 1 || !lang.Same(m.old[o].Text, m.new[n].Text) {
		l.Change = Edited
	}
	return l
}

// withDeleted puts the old blocks that have no new one behind the link of the
// block before them.
func (m *matcher) withDeleted(links []Link) []Link {
	linked := make([]bool, len(m.old))
	for _, l := range links {
		for _, o := range l.Old {
			linked[o] = true
		}
	}
	behind := map[int][]Link{}
	last := none
	for o := range m.old {
		if linked[o] {
			last = o
			continue
		}
		behind[last] = append(behind[last], Link{Old: []int{o}, Change: Deleted, Score: 1})
	}
	out := append(make([]Link, 0, len(links)+len(behind)), behind[none]...)
	for _, l := range links {
		out = append(out, l)
		for _, o := range l.Old {
			out = append(out, behind[o]...)
		}
	}
	return out
}

// inOrder tells of each new block whether it belongs to the longest chain of
// links that kept their order; the others moved.
func (m *matcher) inOrder() []bool {
	var pairs [][2]int
	for n, o := range m.toOld {
		if o >= 0 {
			pairs = append(pairs, [2]int{n, o})
		}
	}
	out := make([]bool, len(m.new))
	for _, p := range rising(pairs) {
		out[p[0]] = true
	}
	return out
}
