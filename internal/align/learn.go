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
	learnPairs  = 3000 // texts read, evenly out of all
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
	ids := map[uint64]int32{} // of each pair of words that stand in one text
	var couples []uint64
	cells := make([][]int32, len(c.texts)) // per text, row by row of its words of B
	for i, t := range c.texts {
		cells[i] = make([]int32, 0, len(t[0])*len(t[1]))
		for _, b := range t[1] {
			for _, a := range t[0] {
				k := uint64(a)<<32 | uint64(b)
				id, ok := ids[k]
				if !ok {
					id = int32(len(couples))
					ids[k] = id
					couples = append(couples, k)
				}
				cells[i] = append(cells[i], id)
			}
		}
	}
	chance := make([]float64, len(couples)) // that the word of A makes the word of B; all alike at first
	for k := range chance {
		chance[k] = 1
	}
	none := 1.0 // that no word makes it
	count := make([]float64, len(couples))
	for range learnRounds {
		clear(count)
		made := make([]float64, len(c.stems[0]))
		for i, t := range c.texts {
			for row := cells[i]; len(row) > 0; row = row[len(t[0]):] {
				sum := none
				for _, id := range row[:len(t[0])] {
					sum += chance[id]
				}
				for x, id := range row[:len(t[0])] {
					p := chance[id] / sum
					count[id] += p
					made[t[0][x]] += p
				}
			}
		}
		for id, k := range couples {
			chance[id] = count[id] / made[k>>32]
		}
		none = 1 / float64(len(c.stems[1]))
	}
	var out []uint64
	for id, k := range couples {
		n := count[id]
		if n >= learnCount*0.8 && n >= learnShare*float64(max(c.in[0][k>>32], c.in[1][uint32(k)])) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}
