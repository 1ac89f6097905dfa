package align

import (
	"cmp"
	"math"
	"slices"
)

// links are the beads found so far, to be improved.
type links struct {
	s        *scorer
	beads    []bead
	inA, inB []int32 // the bead of each block, from 1; 0 for none
}

func newLinks(s *scorer, beads []bead) *links {
	l := &links{s: s, inA: make([]int32, len(s.a)), inB: make([]int32, len(s.b))}
	for _, b := range beads {
		l.add(b)
	}
	return l
}

func (l *links) add(b bead) {
	l.beads = append(l.beads, b)
	l.mark(b, int32(len(l.beads)))
}

func (l *links) mark(b bead, as int32) {
	for _, i := range b.a {
		l.inA[i] = as
	}
	for _, j := range b.b {
		l.inB[j] = as
	}
}

// all returns the beads that are left.
func (l *links) all() []bead {
	return slices.DeleteFunc(slices.Clone(l.beads), func(b bead) bool { return len(b.a) == 0 || len(b.b) == 0 })
}

// free returns the blocks that no bead has.
func (l *links) free() (a, b []int) {
	for i, k := range l.inA {
		if k == 0 {
			a = append(a, i)
		}
	}
	for j, k := range l.inB {
		if k == 0 {
			b = append(b, j)
		}
	}
	return a, b
}

// value is what a bead adds; the blocks of an empty one stand alone.
func (s *scorer) value(b bead) float64 {
	if len(b.a) == 0 || len(b.b) == 0 {
		return -skipCost * float64(len(b.a)+len(b.b))
	}
	if len(b.a) == 1 && len(b.b) == 1 {
		return s.one(b.a[0], b.b[0])
	}
	f := s.features(b.a, b.b)
	cost := groupCost
	if len(b.a)+len(b.b) > 3 {
		cost = crowdCost
	}
	return f.sum() - cost
}

func without(list []int, x int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(y int) bool { return x == y })
}

// swap takes blocks out of their beads when another pair is worth more than
// what they leave, a move included.
func (l *links) swap() {
	if len(l.s.a)*len(l.s.b) > dense {
		return
	}
	// what a block adds where it is
	worth := func(in []int32, n int, take func(b bead, x int) bead) []float64 {
		out := make([]float64, n)
		for x := range out {
			if in[x] == 0 {
				out[x] = -skipCost
				continue
			}
			b := l.beads[in[x]-1]
			out[x] = l.s.value(b) - l.s.value(take(b, x))
		}
		return out
	}
	takeA := func(b bead, i int) bead { return bead{without(b.a, i), b.b} }
	takeB := func(b bead, j int) bead { return bead{b.a, without(b.b, j)} }
	worthA, worthB := worth(l.inA, len(l.s.a), takeA), worth(l.inB, len(l.s.b), takeB)
	type better struct {
		i, j int
		gain float64
	}
	var list []better
	m := len(l.s.b)
	for i := range l.s.a {
		for j := range l.s.b {
			bar := worthA[i] + worthB[j] + farLeast
			if l.s.words(i, j)+mostLength <= bar || l.inA[i] == l.inB[j] && l.inA[i] > 0 {
				continue
			}
			if gain := l.s.one(i, j) - bar; gain > 0 {
				list = append(list, better{i, j, gain})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y better) int { return cmp.Compare(y.gain, x.gain) })
	doneA, doneB := make([]bool, len(l.s.a)), make([]bool, m)
	for _, p := range list {
		ka, kb := l.inA[p.i], l.inB[p.j]
		if doneA[p.i] || doneB[p.j] || ka > 0 && l.touched(ka, doneA, doneB) || kb > 0 && l.touched(kb, doneA, doneB) {
			continue
		}
		if ka > 0 {
			l.replace(ka, takeA(l.beads[ka-1], p.i))
			l.inA[p.i] = 0
		}
		if kb > 0 {
			l.replace(kb, takeB(l.beads[kb-1], p.j))
			l.inB[p.j] = 0
		}
		l.add(bead{[]int{p.i}, []int{p.j}})
		doneA[p.i], doneB[p.j] = true, true
	}
}

func (l *links) touched(k int32, doneA, doneB []bool) bool {
	b := l.beads[k-1]
	return slices.ContainsFunc(b.a, func(i int) bool { return doneA[i] }) || slices.ContainsFunc(b.b, func(j int) bool { return doneB[j] })
}

// replace puts b in the place of bead k; what has no other side is free again.
func (l *links) replace(k int32, b bead) {
	l.mark(l.beads[k-1], 0)
	l.beads[k-1] = b
	if len(b.a) > 0 && len(b.b) > 0 {
		l.mark(b, k)
	}
}

// grow joins free blocks to the beads beside them, or links them to each other.
func (l *links) grow() {
	for k := 0; k < len(l.beads); k++ {
		for l.growOne(k) {
		}
	}
}

// growOne makes the best step beside bead k, if there is one.
func (l *links) growOne(k int) bool {
	b := l.beads[k]
	if len(b.a) == 0 || len(b.b) == 0 {
		return false
	}
	best, as, fresh := 0.0, bead{}, false
	try := func(n bead, gain float64, new bool) {
		if gain > best {
			best, as, fresh = gain, n, new
		}
	}
	now := math.NaN()
	for _, step := range []int{1, -1} {
		i, j := b.a[0]-1, b.b[0]-1
		if step > 0 {
			i, j = b.a[len(b.a)-1]+1, b.b[len(b.b)-1]+1
		}
		freeA, freeB := i >= 0 && i < len(l.inA) && l.inA[i] == 0, j >= 0 && j < len(l.inB) && l.inB[j] == 0
		if freeA && freeB {
			try(bead{[]int{i}, []int{j}}, l.s.one(i, j)+2*skipCost, true)
		}
		if !freeA && !freeB {
			continue
		}
		if math.IsNaN(now) {
			now = l.s.value(b)
		}
		if freeA && len(b.b) == 1 && len(b.a) < 3 {
			n := bead{beside(b.a, i), b.b}
			if l.s.mayGroup(n.a, n.b) {
				try(n, l.s.value(n)-now+skipCost, false)
			}
		}
		if freeB && len(b.a) == 1 && len(b.b) < 3 {
			n := bead{b.a, beside(b.b, j)}
			if l.s.mayGroup(n.a, n.b) {
				try(n, l.s.value(n)-now+skipCost, false)
			}
		}
	}
	switch {
	case best == 0:
		return false
	case fresh:
		l.add(as)
	default:
		l.replace(int32(k+1), as)
	}
	return true
}

func beside(list []int, x int) []int {
	out := append(slices.Clone(list), x)
	slices.Sort(out)
	return out
}
