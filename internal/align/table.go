package align

import (
	"math"
	"slices"
)

// table holds what words and kinds say of each pair of some blocks.
type table struct {
	rowOf, colOf []int32 // place of each block in the table, or -1
	cols         int
	cell         []float32
	lostA, lostB []float64 // of each block of the table: what its words say when none is found
}

func places(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// fill scores all pairs of a and b. Evidence comes in through the blocks that
// hold a key, so that the cost is that of what is shared. What the table held
// before is gone.
func (s *scorer) fill(a, b []int) {
	t := &s.table
	for i := range t.rowOf {
		t.rowOf[i] = -1
	}
	for j := range t.colOf {
		t.colOf[j] = -1
	}
	for x, i := range a {
		t.rowOf[i] = int32(x)
	}
	for y, j := range b {
		t.colOf[j] = int32(y)
	}
	t.cols = len(b)
	t.cell = append(t.cell[:0], make([]float32, len(a)*len(b))...)
	t.lostA = s.spread(s.a, a, holdersOf(s.b, b, s.keys), len(b), func(x, y int) int { return x*t.cols + y })
	t.lostB = s.spread(s.b, b, holdersOf(s.a, a, s.keys), len(a), func(y, x int) int { return x*t.cols + y })
	for x, i := range a {
		row := t.cell[x*t.cols:][:t.cols]
		for y, j := range b {
			kind, same := s.kinds(&s.a[i], &s.b[j])
			row[y] += float32(t.lostA[x] + t.lostB[y] + kind + same)
		}
	}
}

// holders lists the places of the blocks that hold each key.
type holders struct {
	from   []int32 // per key, offset by lexiconSize: where its places begin; one more at the end
	places []int32
}

func (h *holders) of(key int32) []int32 {
	return h.places[h.from[key+lexiconSize]:h.from[key+lexiconSize+1]]
}

func holdersOf(side []profile, at []int, keys int) *holders {
	h := &holders{from: make([]int32, keys+lexiconSize+1)}
	for _, i := range at {
		for _, k := range side[i].keys {
			h.from[k+lexiconSize+1]++
		}
	}
	for k := 1; k < len(h.from); k++ {
		h.from[k] += h.from[k-1]
	}
	h.places = make([]int32, h.from[len(h.from)-1])
	next := slices.Clone(h.from)
	for x, i := range at {
		for _, k := range side[i].keys {
			h.places[next[k+lexiconSize]] = int32(x)
			next[k+lexiconSize]++
		}
	}
	return h
}

// spread adds what each token of the blocks at says to the cells of those of
// the other side, n in number, that hold one of its keys; it returns what the
// tokens say when none is found.
func (s *scorer) spread(side []profile, at []int, in *holders, n int, cell func(x, y int) int) []float64 {
	lost := make([]float64, len(at))
	seen := make([]int32, n)
	stamp := int32(0)
	for x, i := range at {
		for k := range side[i].tokens {
			t := &side[i].tokens[k]
			lost[x] += t.lost
			if t.common {
				continue
			}
			stamp++
			for _, key := range t.keys {
				for _, y := range in.of(key) {
					if seen[y] != stamp {
						seen[y] = stamp
						s.table.cell[cell(x, int(y))] += float32(t.found - t.lost)
					}
				}
			}
		}
	}
	return lost
}

// words is the score of a pair but for the lengths.
func (s *scorer) words(i, j int) float64 {
	if x, y := s.table.rowOf[i], s.table.colOf[j]; x >= 0 && y >= 0 {
		return float64(s.table.cell[int(x)*s.table.cols+int(y)])
	}
	f := s.features([]int{i}, []int{j})
	return f.sum() - f.length - f.sentences
}

// atMost is an upper bound of what the words of a group say: as if no word were
// found in two of its blocks. It is infinite where the table does not hold them
// and minus infinite when no pair of them speaks for the group.
func (s *scorer) atMost(a, b []int) float64 {
	t := &s.table
	sum, most := 0.0, math.Inf(-1)
	for _, i := range a {
		for _, j := range b {
			x, y := t.rowOf[i], t.colOf[j]
			if x < 0 || y < 0 {
				return math.Inf(1)
			}
			v := float64(t.cell[int(x)*t.cols+int(y)])
			sum, most = sum+v, max(most, v)
		}
	}
	if most < groupLeast {
		return math.Inf(-1)
	}
	// the one block's words were counted as lost once for each of the others
	if len(a) == 1 {
		sum -= float64(len(b)-1) * t.lostA[t.rowOf[a[0]]]
	} else {
		sum -= float64(len(a)-1) * t.lostB[t.colOf[b[0]]]
	}
	if s.a[a[0]].kind != s.b[b[0]].kind { // so was its kind
		sum += float64(len(a)+len(b)-2) * headingCost * s.w.kind
	}
	return sum
}
