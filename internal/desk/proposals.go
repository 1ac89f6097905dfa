package desk

import (
	"fmt"
	"slices"

	"zuyg/internal/history"
	"zuyg/internal/record"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
)

// proposed is what a record would be with proposals in it.
type proposed struct {
	entries []record.Entry
	pairs   map[string]history.Pair // the proposals, by the id of their entries
}

// proposals puts pairs into the record of an article, and what is aligned
// today without being one of them. What somebody confirmed is left alone, and
// a pair that would take a block from it is none. Without write the proposals
// get the ids that other commands know the units by.
func (s *sheet) proposals(pairs []history.Pair, write bool) proposed {
	a := s.article
	units := unitOf(a)
	behind := map[string][]record.Entry{} // new entries by the id of the one before
	gone := map[string]bool{}
	out := proposed{pairs: map[string]history.Pair{}}
	ids := map[string]bool{}
	for i := range s.record.Entries {
		ids[s.record.Entries[i].ID] = true
	}
	pairs = append(s.free(pairs, units), s.rest(pairs, units)...)
	slices.SortStableFunc(pairs, func(x, y history.Pair) int { return x.Blocks[a.Lead][0] - y.Blocks[a.Lead][0] })
	before, next := "", 0
	for i := range a.Units {
		u := &a.Units[i]
		for ; next < len(pairs) && units[a.Lead][pairs[next].Blocks[a.Lead][0]] == i; next++ {
			p := pairs[next]
			e := record.Entry{Kind: p.Kind, Key: p.Key, Texts: p.Texts, Status: record.Proposed, Confidence: p.Confidence, Reason: reason(p.Commit)}
			switch {
			case len(u.Entries) > 0 && !gone[u.Entries[0].ID]:
				e = u.Entries[0].With(e)
			case write:
				e.ID = s.newID()
			default:
				e.ID = provisional(u.ID, ids)
			}
			ids[e.ID] = true
			for side := range p.Blocks {
				for _, b := range p.Blocks[side] {
					for _, old := range a.Units[units[side][b]].Entries {
						gone[old.ID] = true
					}
				}
			}
			behind[before] = append(behind[before], e)
			out.pairs[e.ID] = p
		}
		for _, e := range u.Entries {
			before = e.ID
		}
	}
	out.entries = behind[""]
	for _, e := range s.record.Entries {
		if !gone[e.ID] {
			out.entries = append(out.entries, e)
		}
		out.entries = append(out.entries, behind[e.ID]...)
	}
	return out
}

// provisional returns an id that is not taken: that of the unit, or one made
// from it where the past parts what today's alignment takes for one unit.
func provisional(id string, taken map[string]bool) string {
	for n := 2; taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	return id
}

// unitOf returns for each block of each side the index of its unit.
func unitOf(a *track.Article) (units [2]map[int]int) {
	for side := range units {
		units[side] = map[int]int{}
		for i := range a.Units {
			for _, b := range a.Units[i].Sides[side].Blocks {
				units[side][b] = i
			}
		}
	}
	return units
}

// free returns the pairs that take no block from a confirmed unit.
func (s *sheet) free(pairs []history.Pair, units [2]map[int]int) []history.Pair {
	var out []history.Pair
	for _, p := range pairs {
		taken := false
		for side := range p.Blocks {
			for _, b := range p.Blocks[side] {
				taken = taken || s.article.Units[units[side][b]].Confirmed()
			}
		}
		if !taken {
			out = append(out, p)
		}
	}
	return out
}

// rest returns the units of today that are aligned, not on record, and have no
// block in common with a pair.
func (s *sheet) rest(pairs []history.Pair, units [2]map[int]int) []history.Pair {
	covered := map[int]bool{}
	for _, p := range pairs {
		for side := range p.Blocks {
			for _, b := range p.Blocks[side] {
				covered[units[side][b]] = true
			}
		}
	}
	var out []history.Pair
	for i := range s.article.Units {
		u := &s.article.Units[i]
		if covered[i] || len(u.Entries) > 0 || len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 {
			continue
		}
		p := history.Pair{Kind: u.Kind.String(), Key: s.article.Key(u), Confidence: u.Confidence}
		for side := range u.Sides {
			p.Blocks[side], p.Texts[side] = u.Sides[side].Blocks, s.texts(side, u.Sides[side].Blocks)
		}
		out = append(out, p)
	}
	return out
}

// reason names a commit in the record: hash, day, author and subject.
func reason(c *vcs.Commit) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("commit %s %s %s: %s", c.Short(), c.Date(), c.Author, c.Subject)
}
