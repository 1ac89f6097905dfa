package match

import (
	"math"
	"slices"

	"zuyg/internal/lang"
)

// features are what speaks for an old and a new block being the same one. Each
// is between 0 and 1; score weighs them.
type features struct {
	overlap    float64 // weight of the words they share, of all their words (Dice)
	inside     float64 // weight of the shared words, of the words of the shorter one
	order      float64 // pairs of neighbouring words they share, of all
	rare       float64 // words they share that stand in no other block, as a share of the shorter one's
	neighbours float64 // how many of the blocks before and after are linked to each other
	kind       float64 // the same kind of block
}

// weights are the value of each feature. Found by trying on edited news and on
// page histories in two languages; the sum of the first four is 1, so that
// equal texts score 1 by their words alone.
var weights = features{overlap: 0.45, inside: 0.25, order: 0.2, rare: 0.1, neighbours: 0.12, kind: 0.05}

// The bars. Two random paragraphs of one article score below 0.2; half a
// paragraph rewritten leaves 0.4 or more.
const (
	accept      = 0.36 // a pair is the same block
	supported   = 0.27 // … when both neighbours are linked to each other
	part        = 0.55 // share of a block's words that make it a part of a split
	farPart     = 0.8  // … with other blocks between
	shortText   = 4    // words; a text of fewer needs its neighbours' support
	maxPairs    = 12   // candidates looked at per block
	commonWords = 24   // a word in more blocks than this finds no candidates
)

// score is the one function that says how likely a pair is the same block.
func score(f features) float64 {
	w := &weights
	return w.overlap*f.overlap + w.inside*f.inside + w.order*f.order + w.rare*f.rare + w.neighbours*f.neighbours + w.kind*(f.kind-1)
}

// bag is the words of a block: ids ascending, with how often each stands there,
// and the pairs of neighbouring words.
type bag struct {
	ids    []int
	counts []int
	pairs  []uint64
	words  int
	weight float64 // of all words
}

// vocabulary gives folded words ids and knows how many blocks hold each.
type vocabulary struct {
	ids    map[string]int
	blocks []int // per id
	idf    []float64
}

// bagOf reads a block's words. Weights are added by weigh when all are read.
func (v *vocabulary) bagOf(text string) *bag {
	b := &bag{}
	var seq []int
	for _, w := range lang.Words(text) {
		word := lang.FoldWord(w.Of(text))
		id, ok := v.ids[word]
		if !ok {
			id = len(v.blocks)
			v.ids[word] = id
			v.blocks = append(v.blocks, 0)
		}
		seq = append(seq, id)
	}
	b.words = len(seq)
	for i := 1; i < len(seq); i++ {
		b.pairs = append(b.pairs, uint64(seq[i-1])<<32|uint64(seq[i]))
	}
	slices.Sort(b.pairs)
	slices.Sort(seq)
	for i, id := range seq {
		if i > 0 && seq[i-1] == id {
			b.counts[len(b.counts)-1]++
			continue
		}
		b.ids, b.counts = append(b.ids, id), append(b.counts, 1)
		v.blocks[id]++
	}
	return b
}

// weigh sets the weight of each word: rare ones say more.
func (v *vocabulary) weigh(blocks int, bags ...[]*bag) {
	v.idf = make([]float64, len(v.blocks))
	for id, n := range v.blocks {
		v.idf[id] = 0.15 + math.Log(float64(blocks+2)/float64(n+1))
	}
	for _, list := range bags {
		for _, b := range list {
			if b == nil {
				continue
			}
			for i, id := range b.ids {
				b.weight += v.idf[id] * float64(b.counts[i])
			}
		}
	}
}

// shared returns the weight of the words both have, and of those of them that
// stand in no third block.
func (v *vocabulary) shared(a, b *bag) (all, rare float64) {
	for i, j := 0, 0; i < len(a.ids) && j < len(b.ids); {
		switch {
		case a.ids[i] < b.ids[j]:
			i++
		case a.ids[i] > b.ids[j]:
			j++
		default:
			w := v.idf[a.ids[i]] * float64(min(a.counts[i], b.counts[j]))
			all += w
			if v.blocks[a.ids[i]] <= 2 {
				rare += w
			}
			i++
			j++
		}
	}
	return all, rare
}

// sharedPairs counts the elements that two sorted lists have in common.
func sharedPairs(a, b []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

// minus returns what is left of a when the words of b are taken out once.
func (v *vocabulary) minus(a, b *bag) *bag {
	out := &bag{}
	j := 0
	for i, id := range a.ids {
		for j < len(b.ids) && b.ids[j] < id {
			j++
		}
		n := a.counts[i]
		if j < len(b.ids) && b.ids[j] == id {
			n -= b.counts[j]
		}
		if n > 0 {
			out.ids, out.counts = append(out.ids, id), append(out.counts, n)
			out.words += n
			out.weight += v.idf[id] * float64(n)
		}
	}
	return out
}

// compare fills in the features of two blocks but for those of their place.
func (m *matcher) compare(o, n int) features {
	a, b := m.bagsO[o], m.bagsN[n]
	var f features
	if m.old[o].Kind == m.new[n].Kind {
		f.kind = 1
	}
	all, rare := m.voc.shared(a, b)
	if less := min(a.weight, b.weight); less > 0 {
		f.overlap = 2 * all / (a.weight + b.weight)
		f.inside = all / less
		f.rare = min(1, 2*rare/less)
	}
	if k := len(a.pairs) + len(b.pairs); k > 0 {
		f.order = 2 * float64(sharedPairs(a.pairs, b.pairs)) / float64(k)
	}
	return f
}
