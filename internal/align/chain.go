package align

import (
	"cmp"
	"math"
	"slices"
)

// bead is a piece of a chain: blocks of both sides that belong together.
type bead struct{ a, b []int }

// one is the score of a 1:1 pair.
func (s *scorer) one(i, j int) float64 {
	a, b := &s.a[i], &s.b[j]
	return s.words(i, j) + s.length(a.runes, a.log, b.log) + s.sentences(a.sentences, b.sentences)
}

// chains finds the beads: first the best chain through all, then what fits
// much better in another place, then the best chains through what is left over,
// as long as something is found: those are runs that moved. At last the beads
// grow into the free blocks beside them.
func (s *scorer) chains() []bead {
	l := newLinks(s, s.through(count(len(s.a)), count(len(s.b)), false))
	l.swap()
	for range farRounds {
		restA, restB := l.free()
		found := s.through(restA, restB, true)
		for _, b := range found {
			l.add(b)
		}
		if len(found) == 0 {
			break
		}
	}
	l.grow()
	return l.all()
}

// farRounds bounds how many runs may move past each other.
const farRounds = 12

func count(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// through chains blocks a with blocks b: at once when the table is small, else
// between anchors.
func (s *scorer) through(a, b []int, far bool) []bead {
	if len(a)*len(b) <= dense {
		return s.chain(a, b, far)
	}
	var out []bead
	fromA, fromB := 0, 0
	for _, p := range s.anchors(a, b) {
		out = append(out, s.piece(a[fromA:p[0]], b[fromB:p[1]], far)...)
		out = append(out, bead{[]int{a[p[0]]}, []int{b[p[1]]}})
		fromA, fromB = p[0]+1, p[1]+1
	}
	return append(out, s.piece(a[fromA:], b[fromB:], far)...)
}

// step is how many blocks of the longer side make a piece of a stretch that is
// too large for one table.
const step = 300

// piece chains a stretch between anchors; one that is still too large is cut
// in proportion.
func (s *scorer) piece(a, b []int, far bool) []bead {
	parts := 1
	if len(a)*len(b) > step*step {
		parts = (max(len(a), len(b)) + step - 1) / step
	}
	var out []bead
	for k := range parts {
		out = append(out, s.chain(a[len(a)*k/parts:len(a)*(k+1)/parts], b[len(b)*k/parts:len(b)*(k+1)/parts], far)...)
	}
	return out
}

const none = -1

// anchors returns pairs of places in a and b that are sure and rise on both
// sides: blocks that share a key that no other block has.
func (s *scorer) anchors(a, b []int) [][2]int {
	only := map[int32]int{} // key → place in b, or none when several hold it
	for at, j := range b {
		for _, k := range s.b[j].keys {
			y := at
			if _, twice := only[k]; twice {
				y = none
			}
			only[k] = y
		}
	}
	var pairs [][2]int
	for x, i := range a {
		votes := map[int]int{}
		for _, k := range s.a[i].keys {
			if y, ok := only[k]; ok && y != none {
				votes[y]++
			}
		}
		best, most := -1, 1
		for y, n := range votes {
			if n > most || n == most && n > 1 && y < best {
				best, most = y, n
			}
		}
		if best >= 0 && s.one(i, b[best]) > farLeast {
			pairs = append(pairs, [2]int{x, best})
		}
	}
	return rising(pairs)
}

// rising returns a longest part of pairs, which rise in the first number, that
// rises in the second too (patience sorting).
func rising(pairs [][2]int) [][2]int {
	var tops []int
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n, _ := slices.BinarySearchFunc(tops, p[1], func(k, want int) int { return cmp.Compare(pairs[k][1], want) })
		before[i] = -1
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

// shapes are the beads a chain may have: how many blocks of each side, and
// what it costs.
var shapes = []struct {
	a, b int
	cost float64
}{{1, 1, 0}, {1, 0, skipCost}, {0, 1, skipCost}, {1, 2, groupCost}, {2, 1, groupCost}, {1, 3, crowdCost}, {3, 1, crowdCost}}

// chain finds the beads of the best chain through a and b, those without
// counterpart left out. Far away only sure pairs count.
func (s *scorer) chain(a, b []int, far bool) []bead {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	if !s.holds(a, b) {
		s.fill(a, b)
	}
	w := len(b) + 1
	best := make([]float64, (len(a)+1)*w)
	back := make([]int8, len(best))
	for x := 0; x <= len(a); x++ {
		for y := 0; y <= len(b); y++ {
			if x == 0 && y == 0 {
				continue
			}
			at := x*w + y
			best[at] = math.Inf(-1)
			for k := range shapes {
				sh := &shapes[k]
				if sh.a > x || sh.b > y {
					continue
				}
				v := best[(x-sh.a)*w+y-sh.b] - sh.cost
				if sh.a > 0 && sh.b > 0 {
					v += s.beadScore(a[x-sh.a:x], b[y-sh.b:y], far, best[at]-v)
				}
				if v > best[at] {
					best[at], back[at] = v, int8(k)
				}
			}
		}
	}
	var out []bead
	for x, y := len(a), len(b); x > 0 || y > 0; {
		sh := &shapes[back[x*w+y]]
		if sh.a > 0 && sh.b > 0 {
			out = append(out, bead{slices.Clone(a[x-sh.a : x]), slices.Clone(b[y-sh.b : y])})
		}
		x, y = x-sh.a, y-sh.b
	}
	slices.Reverse(out)
	return out
}

// beadScore is what a bead adds to a chain, exactly if it is more than bar.
func (s *scorer) beadScore(a, b []int, far bool, bar float64) float64 {
	bonus := 0.0
	if far {
		bonus = -farLeast
	}
	if len(a) == 1 && len(b) == 1 {
		return s.one(a[0], b[0]) + bonus
	}
	most := s.atMost(a, b) + bonus
	if most+mostLength <= bar || most+s.lengths(a, b)+s.counts(a, b) <= bar || !s.mayGroup(a, b) {
		return math.Inf(-1)
	}
	f := s.features(a, b)
	return f.sum() + bonus
}

// mostLength is more than lengths can say for a pair.
const mostLength = 4

// holds reports whether the table has all pairs of a and b.
func (s *scorer) holds(a, b []int) bool {
	t := &s.table
	for _, i := range a {
		if t.rowOf[i] < 0 {
			return false
		}
	}
	for _, j := range b {
		if t.colOf[j] < 0 {
			return false
		}
	}
	return true
}

// mayGroup reports whether blocks can be parts of one bead: neighbours of one
// kind, no headings, no code, and one pair of them at least speaks for it.
func (s *scorer) mayGroup(a, b []int) bool {
	if !inRow(s.a, a) || !inRow(s.b, b) {
		return false
	}
	for _, i := range a {
		for _, j := range b {
			if s.words(i, j) >= groupLeast {
				return true
			}
		}
	}
	return false
}

func inRow(side []profile, at []int) bool {
	for k, i := range at {
		if k > 0 && (i != at[k-1]+1 || side[i].kind != side[at[0]].kind) || side[i].kind == "heading" || side[i].verb {
			return false
		}
	}
	return true
}
