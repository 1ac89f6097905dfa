package history

import (
	"slices"

	"zuyg/internal/markdown"
	"zuyg/internal/match"
	"zuyg/internal/track"
)

// back returns the blocks of the older version that became the given blocks of
// the newer one, ascending. Blocks that nothing in the older version is like
// are taken for what stood between the same neighbours, if that was as many: a
// paragraph can be rewritten from the first word to the last.
func back(older, newer *markdown.Doc, blocks []int) []int {
	links := match.Blocks(track.Items(older, texts(older)), track.Items(newer, texts(newer)))
	var out []int
	for _, l := range links {
		if slices.ContainsFunc(l.New, func(n int) bool { return slices.Contains(blocks, n) }) {
			out = append(out, l.Old...)
		}
	}
	if len(out) == 0 {
		return inPlace(links, len(older.Blocks), len(newer.Blocks), blocks)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// inPlace returns the old blocks that stood where the new ones stand, for new
// blocks that are in no link: n and m are how many there are.
func inPlace(links []match.Link, n, m int, blocks []int) []int {
	toOld, linked := make([]int, m), make([]bool, n)
	for i := range toOld {
		toOld[i] = -1
	}
	for _, l := range links {
		for _, k := range l.New {
			if len(l.Old) > 0 {
				toOld[k] = l.Old[0]
			}
		}
		for _, k := range l.Old {
			linked[k] = len(l.New) > 0
		}
	}
	first, last := blocks[0], blocks[len(blocks)-1]
	for first > 0 && toOld[first-1] < 0 {
		first--
	}
	for last < m-1 && toOld[last+1] < 0 {
		last++
	}
	from, to := 0, n
	if first > 0 {
		from = toOld[first-1] + 1
	}
	if last < m-1 {
		to = toOld[last+1]
	}
	if to-from != last-first+1 || slices.Contains(linked[from:to], true) {
		return nil
	}
	out := make([]int, len(blocks))
	for i, b := range blocks {
		out[i] = from + b - first
	}
	return out
}
