package history

import (
	"slices"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// parent returns the versions that a point came from, of the first line of work
// where it joins several; len(points) is what is not committed.
func (r *replay) parent(at int) [2]*markdown.Doc {
	switch {
	case at == len(r.points) && at > 0:
		return r.points[at-1].Docs
	case at < len(r.points) && len(r.points[at].Parents) > 0:
		return r.points[r.points[at].Parents[0]].Docs
	}
	return [2]*markdown.Doc{}
}

// rejoin gives a unit that lost one side the block that stands in the lost one's
// place. Package track looks at two texts that may lie years apart and takes
// such a block for another paragraph; between two commits it is the same one,
// rewritten from the first word to the last.
func (r *replay) rejoin(a *track.Article, before [2]*markdown.Doc) {
	for side, older := range before {
		if newer := a.Versions[side].Doc; older != nil && newer != nil {
			r.rejoinSide(a, side, older)
		}
	}
}

func (r *replay) rejoinSide(a *track.Article, side int, older *markdown.Doc) {
	lost := map[string]int{} // the text that a unit lost → the unit
	for i := range a.Units {
		u := &a.Units[i]
		if len(u.Entries) > 0 && len(u.Sides[side].Blocks) == 0 {
			lost[lang.Squash(u.Sides[side].Agreed)] = i
		}
	}
	if len(lost) == 0 {
		return
	}
	p := between(older, a.Versions[side].Doc)
	gone := map[string]bool{} // ids of units that went into another
	for i := range a.Units {
		v := &a.Units[i]
		if len(v.Entries) > 0 || len(v.Sides[side].Blocks) == 0 || len(v.Sides[1-side].Blocks) > 0 {
			continue
		}
		old := p.back(v.Sides[side].Blocks)
		k, ok := lost[lang.Squash(track.Join(pick(older, old)))]
		if !ok || len(old) == 0 || len(a.Units[k].Sides[side].Blocks) > 0 {
			continue
		}
		s := &a.Units[k].Sides[side]
		s.Blocks, s.Text = v.Sides[side].Blocks, v.Sides[side].Text
		s.Change = weight.Of(s.Agreed, s.Text, a.Versions[side].Lang, r.settings.Weight)
		gone[v.ID] = true
	}
	a.Units = slices.DeleteFunc(a.Units, func(u track.Unit) bool { return gone[u.ID] })
}
