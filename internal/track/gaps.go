package track

import (
	"slices"

	"zuyg/internal/align"
	"zuyg/internal/markdown"
)

// farConfidence is how sure an alignment must be to pair blocks that do not
// stand between the same neighbours. It is higher than what align itself asks
// for, since the neighbours speak against such a pair.
const farConfidence = 0.995

// carryConfidence is how sure an alignment must be to hand a block the history
// of a confirmed unit that lost its other side. A paragraph that was rewritten
// reaches it by its numbers, names and length; another one that came in its
// place does not: of 800 true pairs of news paragraphs, each aligned alone, all
// reach it, of 800 pairs put together by chance 0.5 %.
const carryConfidence = 0.85

// gap is a run of blocks on each side that stand between the same neighbours
// and have no counterpart yet.
type gap struct{ blocks [2][]int }

// alignGaps pairs blocks without a counterpart that stand between the same
// neighbours.
func (w *work) alignGaps() {
	if w.article.Versions[0].Doc == nil || w.article.Versions[1].Doc == nil {
		return
	}
	for _, ahead := range []bool{false, true} { // neighbour before, then neighbour after
		for _, g := range w.gaps(ahead) {
			w.pair(g, 0)
		}
	}
}

// alignRest pairs what is left over wherever it stands, if it is sure.
func (w *work) alignRest() {
	if w.article.Record == nil {
		return // the whole was one gap
	}
	w.pair(gap{[2][]int{w.open(0), w.open(1)}}, farConfidence)
	for side := range w.owner { // a translation that comes after all
		var g gap
		g.blocks[side], g.blocks[1-side] = w.open(side), w.alone(1-side)
		w.pair(g, farConfidence)
	}
}

// alone lists the blocks of one side that have no counterpart on purpose.
func (w *work) alone(side int) []int {
	var out []int
	for i, g := range w.owner[side] {
		if g >= 0 && !w.isOpen(g) && (len(w.groups[g].blocks[0]) == 0 || len(w.groups[g].blocks[1]) == 0) {
			out = append(out, i)
		}
	}
	return out
}

// open lists the blocks of one side that still have no counterpart.
func (w *work) open(side int) []int {
	var out []int
	for i, g := range w.owner[side] {
		if w.isOpen(g) {
			out = append(out, i)
		}
	}
	return out
}

// isOpen reports whether the group of a block may still get a counterpart: it
// has none (g < 0), or its other side was lost; what was left out on purpose
// stays so.
func (w *work) isOpen(g int) bool {
	if g < 0 {
		return true
	}
	x := &w.groups[g]
	return (len(x.blocks[0]) == 0 || len(x.blocks[1]) == 0) && !w.onPurpose(x)
}

// gaps collects the open blocks by the closed group before them (or, ahead,
// after them).
func (w *work) gaps(ahead bool) []gap {
	at := map[int]int{}
	var out []gap
	for side := range w.owner {
		order := make([]int, len(w.owner[side]))
		for i := range order {
			order[i] = i
		}
		if ahead {
			slices.Reverse(order)
		}
		neighbour := -1
		for _, i := range order {
			g := w.owner[side][i]
			if !w.isOpen(g) {
				if len(w.groups[g].blocks[0]) > 0 && len(w.groups[g].blocks[1]) > 0 {
					neighbour = g
				}
				continue
			}
			k, ok := at[neighbour]
			if !ok {
				k = len(out)
				at[neighbour] = k
				out = append(out, gap{})
			}
			out[k].blocks[side] = append(out[k].blocks[side], i)
		}
	}
	for i := range out {
		if ahead {
			slices.Reverse(out[i].blocks[0])
			slices.Reverse(out[i].blocks[1])
		}
	}
	return out
}

// pair aligns the two sides of a gap and joins what is linked with at least
// confidence least.
func (w *work) pair(g gap, least float64) {
	if len(g.blocks[0]) == 0 || len(g.blocks[1]) == 0 {
		return
	}
	v := &w.article.Versions
	for _, l := range align.With(w.article.Learned, w.alignItems(0, g.blocks[0]), w.alignItems(1, g.blocks[1]), v[0].Lang, v[1].Lang) {
		if len(l.A) == 0 || len(l.B) == 0 || l.Confidence < least {
			continue
		}
		blocks := [2][]int{pick(g.blocks[0], l.A), pick(g.blocks[1], l.B)}
		if l.Confidence < carryConfidence && w.claimed(blocks) {
			continue
		}
		w.join(blocks, l.Confidence)
	}
}

// claimed reports whether the record knows one of the blocks.
func (w *work) claimed(blocks [2][]int) bool {
	for side := range blocks {
		for _, b := range blocks[side] {
			if w.owner[side][b] >= 0 && len(w.groups[w.owner[side][b]].entries) > 0 {
				return true
			}
		}
	}
	return false
}

// join makes one group of the blocks and of the groups that hold them.
func (w *work) join(blocks [2][]int, confidence float64) {
	into := -1
	for side := range blocks {
		for _, b := range blocks[side] {
			g := w.owner[side][b]
			if g >= 0 && into >= 0 && g != into {
				w.absorb(into, g)
				continue
			}
			if g >= 0 {
				into = g
			}
		}
	}
	if into < 0 {
		into = len(w.groups)
		w.groups = append(w.groups, group{})
	}
	for side := range blocks {
		for _, b := range blocks[side] {
			if w.owner[side][b] != into {
				w.give(into, side, b)
			}
		}
		slices.Sort(w.groups[into].blocks[side])
	}
	w.groups[into].confidence = confidence
}

// absorb moves all that group from holds into group into.
func (w *work) absorb(into, from int) {
	f := w.groups[from]
	w.groups[from] = group{}
	t := &w.groups[into]
	t.entries = append(t.entries, f.entries...)
	slices.Sort(t.entries)
	for side := range f.blocks {
		for _, b := range f.blocks[side] {
			w.give(into, side, b)
		}
	}
}

func (w *work) alignItems(side int, blocks []int) []align.Item {
	doc := w.article.Versions[side].Doc
	items := make([]align.Item, len(blocks))
	for i, b := range blocks {
		x := &doc.Blocks[b]
		items[i] = align.Item{Kind: x.Kind.String(), Level: x.Level, Key: x.Key, Text: w.texts[side][b], Verbatim: x.Verbatim()}
	}
	return items
}

func pick(from, at []int) []int {
	out := make([]int, len(at))
	for i, k := range at {
		out[i] = from[k]
	}
	return out
}

// unitKey is the part of a block's key that tells units apart: which field,
// which footnote.
func unitKey(k markdown.Kind, key string) string {
	if k == markdown.Field || k == markdown.Footnote {
		return key
	}
	return ""
}
