package align

import (
	"cmp"
	"math"
	"slices"

	"zuyg/internal/lang"
)

// The length of a translation. The Armenian text of a paragraph has 1.07 times
// the letters of the English one (mean of the logarithm 0.066); the deviation
// shrinks with the length down to 0.10. Measured on 694 paragraphs and 1,997
// sentences of news.
const (
	lengthMean   = 0.066
	lengthSlope  = 5.0  // variance per letter
	lengthLeast  = 0.10 // deviation of long texts
	lengthFree   = 1.25 // translators are freer than the best ones, whose texts were measured
	chanceSpread = 0.75 // deviation of the ratio of two texts that don't belong together
)

// Costs of beads in the same unit, log-odds.
const (
	skipCost    = 2.0  // a block without counterpart
	groupCost   = 4.0  // 1:2 and 2:1; paragraphs are rarely regrouped
	groupLeast  = -2.0 // least evidence of one pair in a group, or it is not looked at
	crowdCost   = 6.0  // 1:3, 3:1
	kindCost    = 2.5
	headingCost = 6.0
	farLeast    = 5.0 // what a pair must have more to stand elsewhere
)

// weights are the value of each feature. The words of one block are not
// independent of each other, so each counts for less than one.
type weights struct {
	found, lost       [classes]float64 // a token whose like is in the other block, and one whose like is not
	length, sentences float64
	kind, same        float64
}

// measured are the weights in use. They come from a logistic regression over
// the pairs of a corpus of news, rounded; both halves of it gave the same ones.
// A name that is not found says nothing: half of all names are translated by
// their meaning, or left out. A common word that is not found says more than
// one that is.
func measured() *weights {
	return &weights{
		found:  [classes]float64{number: 0.3, name: 0.4, initial: 0.3, latin: 0.2, word: 0.3, taught: 0.3, address: 0.3, mark: 0.3, sign: 0.3, code: 0.4},
		lost:   [classes]float64{number: 0.3, latin: 0.2, word: 0.45, taught: 0.2, address: 0.3, mark: 0.4, code: 0.4},
		length: 1, sentences: 1, kind: 1, same: 1,
	}
}

// features are the parts of the score of a pair: what each sort of evidence
// says, in log-odds.
type features struct {
	evidence  [classes]float64
	length    float64
	sentences float64
	kind      float64
	same      float64 // verbatim text, a field or a footnote of one name
}

// sum is the one function that says how likely a pair is a translation.
func (f *features) sum() float64 {
	s := f.length + f.sentences + f.kind + f.same
	for _, e := range f.evidence {
		s += e
	}
	return s
}

// strongest names the features that spoke for the pair.
func (f *features) strongest() []string {
	type part struct {
		name string
		v    float64
	}
	parts := []part{{"length", f.length}, {"sentences", f.sentences}, {"kind", f.kind}, {"same", f.same}}
	for c, v := range f.evidence {
		parts = append(parts, part{classNames[c], v})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.v, a.v) })
	var out []string
	for _, p := range parts {
		if p.v >= 0.5 && len(out) < 4 {
			out = append(out, p.name)
		}
	}
	return out
}

// scorer holds both sides.
type scorer struct {
	w     *weights
	a, b  []profile
	armo  bool // English with Armenian: the measured lengths hold
	table table
	keys  int // how many kinds of evidence there are beside concepts
}

// dense is the greatest number of pairs that are scored at once. Larger texts
// are cut between anchors; from 512 blocks and 512 on there are enough of them,
// and at 1,000 it takes half the time.
const dense = 1 << 18

func newScorer(a, b []Item, langA, langB string, learned *Learned, w *weights) *scorer {
	d := ids{}
	s := &scorer{w: w, armo: langA == lang.English && langB == lang.Armenian, a: make([]profile, len(a)), b: make([]profile, len(b))}
	lexicon := lexiconFor(langA, langB)
	ra := profiler{language: langA, other: langB, ids: d, words: map[string]*known{}, lexicon: lexicon, learned: learned}
	rb := profiler{language: langB, other: langA, ids: d, words: map[string]*known{}, lexicon: lexicon, learned: learned}
	for i := range a {
		s.a[i] = ra.read(&a[i])
	}
	for i := range b {
		s.b[i] = rb.read(&b[i])
	}
	s.keys = len(d)
	dfA, dfB := frequencies(s.a, len(d)), frequencies(s.b, len(d))
	s.weigh(s.a, dfB, len(b))
	s.weigh(s.b, dfA, len(a))
	s.table.rowOf, s.table.colOf = places(len(a)), places(len(b))
	return s
}

// frequencies counts the blocks that hold each key.
func frequencies(side []profile, n int) []int32 {
	df := make([]int32, n+lexiconSize)
	for i := range side {
		for _, k := range side[i].keys {
			df[k+lexiconSize]++
		}
	}
	return df
}

// weigh sets what each token says: freq is in how many of the n blocks of the
// other side each key is found. A token of a translation is found because it
// was translated or by chance.
func (s *scorer) weigh(side []profile, freq []int32, n int) {
	for i := range side {
		for k := range side[i].tokens {
			t := &side[i].tokens[k]
			df := int32(0)
			for _, key := range t.keys {
				df = max(df, freq[key+lexiconSize])
			}
			// The block itself is not counted; the rest keeps a hit in a short text from saying too much.
			chance := (float64(max(df-1, 0)) + 0.4) / (float64(n) + 6)
			h := hit[t.class]
			t.found, t.lost = s.w.found[t.class]*math.Log(h/chance+1-h), s.w.lost[t.class]*math.Log(1-h)
			if t.common = n > commonBlocks && int(df) > n/2; t.common {
				t.lost = t.found
			}
		}
	}
}

// commonBlocks is from how many blocks on a token that half of them hold is not
// looked for any more: it would cost the square of their number and say nothing.
const commonBlocks = 64

// features compares the joined blocks of both sides.
func (s *scorer) features(a, b []int) features {
	var f features
	keysA, keysB := s.joined(s.a, a), s.joined(s.b, b)
	look := func(from []profile, at []int, keys []int32) {
		for _, i := range at {
			for k := range from[i].tokens {
				t := &from[i].tokens[k]
				v := t.lost
				if !t.common && has(keys, t.keys) {
					v = t.found
				}
				f.evidence[t.class] += v
			}
		}
	}
	look(s.a, a, keysB)
	look(s.b, b, keysA)
	f.length = s.lengths(a, b)
	f.sentences = s.counts(a, b)
	f.kind, f.same = s.kinds(&s.a[a[0]], &s.b[b[0]])
	return f
}

func (s *scorer) joined(side []profile, at []int) []int32 {
	if len(at) == 1 {
		return side[at[0]].keys
	}
	var keys []int32
	for _, i := range at {
		keys = append(keys, side[i].keys...)
	}
	slices.Sort(keys)
	return keys
}

// has reports whether one of keys is in sorted.
func has(sorted, keys []int32) bool {
	for _, k := range keys {
		if _, ok := slices.BinarySearch(sorted, k); ok {
			return true
		}
	}
	return false
}

// sentenceOdds is what it says that one text has so many sentences more than
// the other, in log-odds: most translators keep them, and chance does not.
var sentenceOdds = [...]float64{0.6, -0.3, -1, -1.6}

func (s *scorer) sentences(a, b int) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	if max(a, b) == 1 {
		return s.w.sentences * sentenceOdds[0] / 3 // most are one sentence anyway
	}
	return s.w.sentences * sentenceOdds[min(max(a-b, b-a), len(sentenceOdds)-1)]
}

// counts is what the numbers of sentences of the joined blocks say.
func (s *scorer) counts(a, b []int) float64 {
	return s.sentences(sentencesOf(s.a, a), sentencesOf(s.b, b))
}

func sentencesOf(side []profile, at []int) int {
	n := 0
	for _, i := range at {
		n += side[i].sentences
	}
	return n
}

// lengths is what the lengths of the joined blocks say.
func (s *scorer) lengths(a, b []int) float64 {
	if len(a) == 1 && len(b) == 1 {
		return s.length(s.a[a[0]].runes, s.a[a[0]].log, s.b[b[0]].log)
	}
	runesA, runesB := 0.0, 0.0
	for _, i := range a {
		runesA += s.a[i].runes
	}
	for _, j := range b {
		runesB += s.b[j].runes
	}
	return s.length(runesA, math.Log(runesA), math.Log(runesB))
}

// length is what two lengths say, in log-odds against two random texts: a in
// letters, logA and logB their logarithms.
func (s *scorer) length(a, logA, logB float64) float64 {
	if math.IsInf(logA, -1) || math.IsInf(logB, -1) {
		if logA == logB {
			return 0
		}
		return -3 * s.w.length
	}
	mean := lengthMean
	if !s.armo {
		mean = 0
	}
	r := logB - logA
	spread := lengthLeast * lengthLeast
	if v := lengthSlope / a; v > spread {
		spread = v
	}
	spread *= lengthFree * lengthFree
	z, y := r-mean, r/chanceSpread
	return s.w.length * max(-9, -z*z/spread/2-math.Log(spread)/2+y*y/2+logChanceSpread)
}

// logChanceSpread is the logarithm of chanceSpread.
var logChanceSpread = math.Log(chanceSpread)

// kinds compares what sort of blocks they are.
func (s *scorer) kinds(a, b *profile) (kind, same float64) {
	kind, same = kindsOf(a, b)
	return s.w.kind * kind, s.w.same * same
}

// equalText is what the very same text on both sides says, in log-odds: code
// that belongs together, or a paragraph that is not translated yet.
const equalText = 14

// kindsOf is kinds before weights.
func kindsOf(a, b *profile) (kind, same float64) {
	if a.plain && b.plain {
		if a.text == b.text {
			same = equalText
		}
		return 0, same
	}
	if a.verb != b.verb {
		return -25, 0
	}
	if a.verb {
		if a.text == b.text && a.kind == b.kind {
			return 1, equalText
		}
		if a.kind != b.kind {
			return -8, 0
		}
		if a.key == b.key {
			return 4, 0
		}
		return 1, 0
	}
	if a.kind == "field" || b.kind == "field" {
		if a.kind == b.kind && a.key == b.key {
			return 1, 25
		}
		return -25, 0
	}
	switch {
	case a.kind == b.kind && a.kind == "heading" && a.level == b.level:
		kind = 2.5
	case a.kind == b.kind && a.kind != "paragraph":
		kind = 1
	case a.kind == "heading" || b.kind == "heading":
		kind = -headingCost
		if a.kind == b.kind {
			kind = 0.5
		}
	case a.kind != b.kind:
		kind = -kindCost
	}
	switch {
	case a.kind == b.kind && a.text == b.text:
		same = equalText
	case a.kind == "footnote" && b.kind == "footnote" && a.key == b.key:
		same = 8
	}
	return kind, same
}
