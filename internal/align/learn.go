package align

import (
	"slices"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
)

// Pair is two texts that say the same, in the languages given to Learn.
type Pair struct{ A, B string }

// Learned are words of two languages that were seen to stand for each other.
// It is read only once made. A nil one knows nothing.
type Learned struct {
	of   [2]map[string][]string // folded stem of each side → names of associations
	lang [2]string
}

// Bounds of Learn, so that its cost does not grow with a large archive.
const (
	learnPairs  = 4000 // texts read, evenly out of all
	learnWords  = 120  // kinds of words read of one text
	learnRounds = 4
)

// What an association must have: so many texts in which both words stand and
// are explained by each other, and that as a share of the texts of either.
const (
	learnCount = 2.0
	learnShare = 0.3
)

// Learn finds which words stand for each other, from texts that say the same,
// by the first model of Brown et al. (1993): each word of B was made by one
// word of A, or by none; expectation and maximisation find which. The same
// pairs in the same order give the same answer.
func Learn(pairs []Pair, langA, langB string) *Learned {
	l := &Learned{of: [2]map[string][]string{{}, {}}, lang: [2]string{langA, langB}}
	c := readPairs(pairs, l.lang)
	if len(c.texts) < int(learnCount) {
		return l
	}
	for _, k := range c.associations() {
		a, b := c.stems[0][k>>32], c.stems[1][uint32(k)]
		name := a + "=" + b
		l.of[0][a] = append(l.of[0][a], name)
		l.of[1][b] = append(l.of[1][b], name)
	}
	return l
}

// find returns the names of the associations of a word.
func (l *Learned) find(word, language string) []string {
	if l == nil {
		return nil
	}
	side := 0
	if language == l.lang[1] {
		side = 1
	}
	return l.of[side][lang.Stem(word, language)]
}

// parallel is texts as lists of word numbers.
type parallel struct {
	texts [][2][]uint32
	stems [2][]string
	in    [2][]int // how many texts hold each word
}

func readPairs(pairs []Pair, langs [2]string) *parallel {
	c := &parallel{}
	ids := [2]map[string]uint32{{}, {}}
	step := max(1, (len(pairs)+learnPairs-1)/learnPairs)
	for i := 0; i < len(pairs); i += step {
		var t [2][]uint32
		for side, text := range []string{pairs[i].A, pairs[i].B} {
			t[side] = c.read(side, markdown.Plain(text), langs[side], ids[side])
		}
		c.texts = append(c.texts, t)
	}
	for i := range c.texts { // words that say too little: once seen, or everywhere
		for side := range c.texts[i] {
			c.texts[i][side] = slices.DeleteFunc(c.texts[i][side], func(w uint32) bool {
				n := c.in[side][w]
				return n < int(learnCount) || n > max(3, len(c.texts)/4)
			})
		}
	}
	return c
}

// read returns the words of a text, each once, ascending.
func (c *parallel) read(side int, text, language string, ids map[string]uint32) []uint32 {
	var out []uint32
	for _, w := range lang.Words(text) {
		stem := lang.Stem(w.Of(text), language)
		if stem == "" {
			continue
		}
		id, ok := ids[stem]
		if !ok {
			id = uint32(len(c.stems[side]))
			ids[stem] = id
			c.stems[side] = append(c.stems[side], stem)
			c.in[side] = append(c.in[side], 0)
		}
		out = append(out, id)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	out = out[:min(len(out), learnWords)]
	for _, id := range out {
		c.in[side][id]++
	}
	return out
}

// associations returns pairs of words, the first in the upper half, ascending.
func (c *parallel) associations() []uint64 {
	chance := map[uint64]float64{} // of word b, made by word a; absent in the first round: all alike
	var count map[uint64]float64
	for round := range learnRounds {
		count = make(map[uint64]float64, len(chance))
		made := make([]float64, len(c.stems[0]))
		for _, t := range c.texts {
			for _, b := range t[1] {
				sum := 1 / float64(len(c.stems[1])) // made by none
				if round == 0 {
					sum = 1
				}
				for _, a := range t[0] {
					sum += weightOf(chance, round, a, b)
				}
				for _, a := range t[0] {
					p := weightOf(chance, round, a, b) / sum
					if p < 0.01 {
						continue
					}
					count[uint64(a)<<32|uint64(b)] += p
					made[a] += p
				}
			}
		}
		clear(chance)
		for k, n := range count {
			chance[k] = n / made[k>>32]
		}
	}
	var out []uint64
	for k, n := range count {
		if n >= learnCount*0.8 && n >= learnShare*float64(max(c.in[0][k>>32], c.in[1][uint32(k)])) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

func weightOf(chance map[uint64]float64, round int, a, b uint32) float64 {
	if round == 0 {
		return 1
	}
	return chance[uint64(a)<<32|uint64(b)]
}
