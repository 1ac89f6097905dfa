package history

import (
	"slices"

	"zuyg/internal/markdown"
	"zuyg/internal/match"
	"zuyg/internal/track"
)

// passage is what became of the blocks of a version in the next one.
type passage struct {
	origin [][]int // per new block: the old ones it was made from
	linked []bool  // per old block: it went on
}

// between compares two versions of one language.
func between(older, newer *markdown.Doc) *passage {
	p := &passage{origin: make([][]int, len(newer.Blocks)), linked: make([]bool, len(older.Blocks))}
	for _, l := range match.Blocks(track.Items(older, texts(older)), track.Items(newer, texts(newer))) {
		for _, n := range l.New {
			p.origin[n] = l.Old
		}
		for _, o := range l.Old {
			p.linked[o] = len(l.New) > 0
		}
	}
	return p
}

// back returns the blocks of the older version that became the given blocks of
// the newer one, ascending. Blocks that nothing in the older version is like
// are taken for what stood between the same neighbours, if that was as many: a
// paragraph can be rewritten from the first word to the last.
func (p *passage) back(blocks []int) []int {
	var out []int
	for _, b := range blocks {
		out = append(out, p.origin[b]...)
	}
	if len(out) == 0 {
		return p.inPlace(blocks)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// inPlace returns the old blocks that stood where the new ones stand, for new
// blocks that were made from none.
func (p *passage) inPlace(blocks []int) []int {
	first, last := blocks[0], blocks[len(blocks)-1]
	for first > 0 && len(p.origin[first-1]) == 0 {
		first--
	}
	for last < len(p.origin)-1 && len(p.origin[last+1]) == 0 {
		last++
	}
	from, to := 0, len(p.linked)
	if first > 0 {
		from = slices.Max(p.origin[first-1]) + 1
	}
	if last < len(p.origin)-1 {
		to = slices.Min(p.origin[last+1])
	}
	if to-from != last-first+1 || slices.Contains(p.linked[from:to], true) {
		return nil
	}
	out := make([]int, len(blocks))
	for i, b := range blocks {
		out[i] = from + b - first
	}
	return out
}
