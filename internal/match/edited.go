package match

import (
	"slices"

	"zuyg/internal/lang"
)

// pair is a candidate.
type pair struct {
	o, n  int
	f     features
	score float64
}

// edited links blocks whose text changed: the surest pairs first, then those
// that their neighbours support.
func (m *matcher) edited() {
	if !m.read() {
		return
	}
	pairs := m.candidates()
	m.take(pairs, accept+weights.neighbours)
	m.take(pairs, accept)
	m.take(pairs, supported+weights.neighbours)
}

// read makes the bags of the open blocks, and of the neighbours that may be
// part of a merge; it reports whether there is anything to compare.
func (m *matcher) read() bool {
	m.voc = &vocabulary{ids: map[string]int{}}
	m.bagsO, m.bagsN = make([]*bag, len(m.old)), make([]*bag, len(m.new))
	open, openN := false, false
	for o := m.first; o < m.lastO; o++ {
		if m.toNew[o] == none {
			m.bagsO[o] = m.voc.bagOf(m.old[o].Text)
			open = true
		}
	}
	for n := m.first; n < m.lastN; n++ {
		if m.toOld[n] == none {
			m.bagsN[n] = m.voc.bagOf(m.new[n].Text)
			openN = true
		}
	}
	m.voc.weigh(m.lastO-m.first+m.lastN-m.first, m.bagsO, m.bagsN)
	return open && openN
}

// candidates lists the pairs worth scoring: those that share rare words, and
// those that stand in one gap. Their number per block is bounded.
func (m *matcher) candidates() []pair {
	holds := make([][]int32, len(m.voc.blocks)) // word → open old blocks
	for o := m.first; o < m.lastO; o++ {
		if m.bagsO[o] == nil {
			continue
		}
		for _, id := range m.bagsO[o].ids {
			if len(holds[id]) <= commonWords {
				holds[id] = append(holds[id], int32(o))
			}
		}
	}
	var out []pair
	sum := make([]float64, len(m.old))
	behind := m.first // the old block behind the one that the last linked block before n came from
	for n := m.first; n < m.lastN; n++ {
		b := m.bagsN[n]
		if b == nil {
			if m.toOld[n] >= 0 {
				behind = m.toOld[n] + 1
			}
			continue
		}
		var touched []int
		add := func(o int, w float64) {
			if sum[o] == 0 {
				touched = append(touched, o)
			}
			sum[o] += w
		}
		for i, id := range b.ids {
			if len(holds[id]) > commonWords {
				continue
			}
			for _, o := range holds[id] {
				add(int(o), m.voc.idf[id]*float64(b.counts[i]))
			}
		}
		for _, o := range m.openFrom(behind) {
			add(o, 0.001)
		}
		slices.SortFunc(touched, func(a, b int) int {
			if sum[a] != sum[b] {
				if sum[a] > sum[b] {
					return -1
				}
				return 1
			}
			return a - b
		})
		for k, o := range touched {
			if k < maxPairs {
				out = append(out, pair{o: o, n: n, f: m.compare(o, n)})
			}
			sum[o] = 0
		}
	}
	return out
}

// openFrom lists the first open old blocks from o on.
func (m *matcher) openFrom(o int) []int {
	var out []int
	for ; o < len(m.old) && m.toNew[o] == none && len(out) < maxPairs/2; o++ {
		if m.bagsO[o] != nil {
			out = append(out, o)
		}
	}
	return out
}

// take links the best pairs whose score reaches bar, best first.
func (m *matcher) take(pairs []pair, bar float64) {
	var good []pair
	for _, p := range pairs {
		if m.toNew[p.o] != none || m.toOld[p.n] != none || m.isShort(p) {
			continue
		}
		p.f.neighbours = m.support(p.o, p.n)
		if p.score = score(p.f); p.score >= bar {
			good = append(good, p)
		}
	}
	slices.SortStableFunc(good, func(a, b pair) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return abs(a.o-a.n) - abs(b.o-b.n)
	})
	for _, p := range good {
		if m.toNew[p.o] == none && m.toOld[p.n] == none {
			m.link(p.o, p.n, min(1, p.score))
		}
	}
}

func abs(n int) int { return max(n, -n) }

// isShort reports whether a pair is too short to be trusted by its words: two
// headings of two words share one by chance.
func (m *matcher) isShort(p pair) bool {
	return min(m.bagsO[p.o].words, m.bagsN[p.n].words) < shortText
}

// support is the share of the two neighbours of o that are linked to the
// neighbours of n. The ends of the texts are linked to each other.
func (m *matcher) support(o, n int) float64 {
	s := 0.0
	if o == 0 && n == 0 || o > 0 && n > 0 && m.toNew[o-1] == n-1 {
		s += 0.5
	}
	if o == len(m.old)-1 && n == len(m.new)-1 || o+1 < len(m.old) && n+1 < len(m.new) && m.toNew[o+1] == n+1 {
		s += 0.5
	}
	return s
}

// regroup adds what was split off a linked block, or merged into it: an open
// block beside it most of whose words stand in what the link leaves over.
func (m *matcher) regroup() {
	for o := m.first; o < m.lastO; o++ {
		n := m.toNew[o]
		if n < 0 || m.bagsO[o] == nil || m.bagsN[n] == nil {
			continue
		}
		m.split(o, n)
		m.merge(o, n)
	}
}

// reach is how far from a linked block its further parts are looked for, when
// what stood between moved or is new.
const reach = 8

func (m *matcher) split(o, n int) {
	rest := m.voc.minus(m.bagsO[o], m.bagsN[n])
	for _, k := range parts(n, m.first, m.lastN, rest) {
		if m.toOld[k] == none && flows(&m.new[k], &m.new[n]) && m.isPart(m.bagsN[k], rest, m.closed(m.toOld, n, k)) {
			m.more[o] = append(m.more[o], k)
			m.toOld[k] = partOfSplit
			rest = m.voc.minus(rest, m.bagsN[k])
		}
	}
}

func (m *matcher) merge(o, n int) {
	rest := m.voc.minus(m.bagsN[n], m.bagsO[o])
	for _, k := range parts(o, m.first, m.lastO, rest) {
		if m.toNew[k] == none && flows(&m.old[k], &m.old[o]) && m.isPart(m.bagsO[k], rest, m.closed(m.toNew, o, k)) {
			m.less[n] = append(m.less[n], k)
			m.toNew[k] = partOfSplit
			rest = m.voc.minus(rest, m.bagsO[k])
		}
	}
}

// parts lists the places beside at that may hold rest, nearest first.
func parts(at, first, last int, rest *bag) []int {
	if rest.words < shortText {
		return nil
	}
	var out []int
	for d := 1; d <= reach; d++ {
		for _, k := range []int{at + d, at - d} {
			if k >= first && k < last {
				out = append(out, k)
			}
		}
	}
	return out
}

// closed reports whether all that lies between two blocks is part of the same
// split or merge, so that they touch.
func (m *matcher) closed(to []int, at, k int) bool {
	for i := min(at, k) + 1; i < max(at, k); i++ {
		if to[i] != partOfSplit {
			return false
		}
	}
	return true
}

// flows reports whether two blocks can be parts of one text: prose of one kind.
func flows(a, b *Item) bool {
	return a.Kind == b.Kind && a.Key == b.Key && slices.Contains([]string{"paragraph", "item", "quote", "footnote"}, a.Kind)
}

// isPart reports whether most words of b stand in rest, or nearly all when it
// does not touch what it was part of.
func (m *matcher) isPart(b, rest *bag, touches bool) bool {
	if b == nil || b.words == 0 || !touches && b.words < shortText {
		return false
	}
	least := part
	if !touches {
		least = farPart
	}
	all, _ := m.voc.shared(b, rest)
	return all >= least*b.weight
}

// short links texts of a few words that stand between the same linked blocks,
// if they are of one kind and alike letter by letter: a cell in which a figure
// changed. Where there is no choice, less likeness is enough.
func (m *matcher) short() {
	after := make([]int, m.lastO+1) // the new block that the next linked one became
	after[m.lastO] = m.lastN
	for o := m.lastO - 1; o >= m.first; o-- {
		after[o] = after[o+1]
		if m.toNew[o] >= 0 {
			after[o] = m.toNew[o]
		}
	}
	before := m.first // the first new block behind the one that the last linked one became
	for o := m.first; o < m.lastO; o++ {
		if m.toNew[o] >= 0 {
			before = m.toNew[o] + 1
		}
		if m.toNew[o] != none || lang.Count(m.old[o].Text) >= 2*shortText {
			continue
		}
		best, likeness := none, alike
		for n := before; n < min(after[o], before+maxPairs); n++ {
			if m.toOld[n] != none || m.old[o].Kind != m.new[n].Kind || m.old[o].Key != m.new[n].Key || lang.Count(m.new[n].Text) >= 2*shortText {
				continue
			}
			s := letters(m.old[o].Text, m.new[n].Text)
			if m.support(o, n) == 1 && s >= alikeAlone || s > likeness {
				best, likeness = n, s
			}
		}
		if best != none {
			m.link(o, best, min(1, likeness))
			before = best + 1
		}
	}
}

// How alike two short texts must be, by letters: with a choice, and alone
// between two linked blocks.
const (
	alike      = 0.65
	alikeAlone = 0.5
)

// letters is the share of neighbouring letter pairs that two short texts have
// in common (Dice), 0 to 1.
func letters(a, b string) float64 {
	pairs := func(s string) []uint64 {
		var out []uint64
		prev := rune(' ')
		for _, r := range lang.Fold(s) {
			out = append(out, uint64(prev)<<32|uint64(r))
			prev = r
		}
		slices.Sort(out)
		return out
	}
	x, y := pairs(a), pairs(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	return 2 * float64(sharedPairs(x, y)) / float64(len(x)+len(y))
}
