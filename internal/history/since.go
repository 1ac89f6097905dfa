package history

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/match"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
	"zuyg/internal/weight"
)

// Change is what one commit did to one side of a unit.
type Change struct {
	Commit   *vcs.Commit // nil: not committed yet
	Side     int
	Old, New string // "" where that side had or has no text
	weight.Change
	at int // its point
}

// Trace is what happened to a unit since it was confirmed.
type Trace struct {
	Changes []Change // in order of time, the newest last
	// Found tells for each side whether the text on record stands in a commit or
	// today. Where it does not, Changes go back to the day of the confirmation, or
	// as far as the history does.
	Found [2]bool
}

// Since lists the commits that changed a unit of today's article since the
// texts on record, on either side.
func Since(a *track.Article, u *track.Unit, points []Point, s track.Settings) Trace {
	var out Trace
	for side := range u.Sides {
		t := trace{article: a, unit: u, points: points, settings: s, side: side, open: map[int][]int{}}
		t.run()
		t.confirmed()
		out.Changes = append(out.Changes, t.changes...)
		out.Found[side] = t.found
	}
	slices.SortStableFunc(out.Changes, func(a, b Change) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.Side, b.Side)) })
	return out
}

// trace goes back in time on one side of a unit.
type trace struct {
	article  *track.Article
	unit     *track.Unit
	points   []Point
	settings track.Settings
	side     int
	open     map[int][]int // points still to look at → the unit's blocks there
	changes  []Change
	found    bool
}

func (t *trace) run() {
	side := &t.unit.Sides[t.side]
	doc := t.article.Versions[t.side].Doc
	tip := len(t.points) - 1
	t.found = t.agreed(side.Text)
	switch {
	case t.found:
		return
	case tip < 0 || t.points[tip].Docs[t.side] == nil: // no commit has it: all that is known is the record
		if len(t.unit.Entries) > 0 {
			t.add(tip+1, side.Agreed, side.Text)
		}
		return
	case len(side.Blocks) == 0:
		t.lost(tip)
	default:
		t.look(tip+1, doc, side.Blocks, []int{tip})
	}
	for len(t.open) > 0 {
		at := slices.Max(slices.Collect(maps.Keys(t.open)))
		blocks := t.open[at]
		delete(t.open, at)
		t.look(at, t.points[at].Docs[t.side], blocks, t.points[at].Parents)
	}
}

// agreed reports whether a text is that on record.
func (t *trace) agreed(text string) bool {
	return len(t.unit.Entries) > 0 && lang.Same(text, t.unit.Sides[t.side].Agreed)
}

// look compares a point with those it came from, and goes on to them.
func (t *trace) look(at int, doc *markdown.Doc, blocks, parents []int) {
	text := track.Join(pick(doc, blocks))
	if t.agreed(text) {
		t.found = true
		return
	}
	type origin struct {
		at     int
		blocks []int
		text   string
	}
	var from []origin
	for _, p := range parents {
		older := t.points[p].Docs[t.side]
		o := origin{at: p}
		switch {
		case older == nil:
		case older == doc:
			o.blocks, o.text = blocks, text
		default:
			o.blocks = between(older, doc).back(blocks)
			o.text = track.Join(pick(older, o.blocks))
		}
		if lang.Same(o.text, text) { // this line brought the text: the others don't matter
			t.open[p] = o.blocks
			return
		}
		from = append(from, o)
	}
	old := ""
	if len(from) > 0 {
		old = from[0].text
	}
	t.add(at, old, text)
	for _, o := range from {
		if len(o.blocks) > 0 {
			t.open[o.at] = o.blocks
		} else if t.agreed("") {
			t.found = true
		}
	}
}

// lost finds where a side that is empty today had its text last: on the first
// of the lines of work that were joined.
func (t *trace) lost(at int) {
	var items []match.Item
	for i := range t.unit.Entries {
		e := &t.unit.Entries[i]
		for _, text := range e.Texts[t.side] {
			items = append(items, match.Item{Kind: e.Kind, Key: e.Key, Text: text})
		}
	}
	gone := len(t.points) // the point that has it no more
	for len(items) > 0 {
		if doc := t.points[at].Docs[t.side]; doc != nil {
			var blocks []int
			for _, l := range match.Blocks(items, track.Items(doc, texts(doc))) {
				if len(l.Old) > 0 {
					blocks = append(blocks, l.New...)
				}
			}
			if len(blocks) > 0 {
				slices.Sort(blocks)
				t.add(gone, track.Join(pick(doc, blocks)), "")
				t.open[at] = blocks
				return
			}
		}
		if len(t.points[at].Parents) == 0 {
			return
		}
		gone, at = at, t.points[at].Parents[0]
	}
}

// confirmed drops what is older than the day of the confirmation, for a text
// that was confirmed and then edited before it was committed.
func (t *trace) confirmed() {
	if t.found || len(t.unit.Entries) == 0 {
		return
	}
	day := t.unit.Entries[0].At
	t.changes = slices.DeleteFunc(t.changes, func(c Change) bool {
		return c.Commit != nil && c.Commit.When.UTC().Format(time.DateOnly) < day
	})
}

func (t *trace) add(at int, old, text string) {
	c := Change{Side: t.side, Old: old, New: text, at: at}
	if at < len(t.points) {
		c.Commit = t.points[at].Commit
	}
	c.Change = weight.Of(old, text, t.article.Versions[t.side].Lang, t.settings.Weight)
	t.changes = append(t.changes, c)
}
