package history

import (
	"slices"
	"strconv"

	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
	"zuyg/internal/weight"
)

// Agreements returns, for every unit of today's article that has both sides,
// the texts that were last written against each other. Only the versions and
// the lead of a are looked at.
func Agreements(a *track.Article, points []Point, s track.Settings) []Pair {
	r := &replay{article: a, points: points, settings: s, states: make([]state, len(points)), left: make([]int, len(points))}
	for i := range points {
		for _, p := range points[i].Parents {
			r.left[p]++
		}
	}
	for i := range points {
		before := r.before(points[i].Parents)
		r.states[i] = r.step(before, i, points[i].Docs, len(points[i].Parents) > 1)
	}
	return r.today()
}

// replay goes through the points.
type replay struct {
	article  *track.Article
	points   []Point
	settings track.Settings
	states   []state // after each point, until its last child took it
	left     []int   // children that a point still has to come
	ids      int     // how many were given
}

// state is what an editor would have on record at a point. The entries hold
// the texts as they are then, so that the next step is a small one; what was
// agreed stands in the threads.
type state struct {
	entries []record.Entry
	threads map[string]thread // by id of the entry
}

// thread is what is known about a unit.
type thread struct {
	agreed     [2][]string
	at         int // the point at which they were agreed
	how        How
	confidence float64
	born       float64 // of the alignment when it was first seen
	last       [2]int  // the point at which each side was last changed by more than marks
}

// before returns the state that a point begins with.
func (r *replay) before(parents []int) state {
	var s state
	for i, p := range parents {
		if i == 0 {
			s = r.states[p]
		} else {
			s = join(s, r.states[p])
		}
		if r.left[p]--; r.left[p] == 0 {
			r.states[p] = state{}
		}
	}
	return s
}

// join puts two lines of work together: of each side of each unit what was
// changed later.
func join(a, b state) state {
	out := state{threads: make(map[string]thread, len(a.threads)+len(b.threads))}
	texts := make(map[string][2][]string, len(b.entries))
	for _, e := range b.entries {
		texts[e.ID] = e.Texts
	}
	for _, e := range a.entries {
		t := a.threads[e.ID]
		if u, ok := b.threads[e.ID]; ok {
			for side := range e.Texts {
				if u.last[side] > t.last[side] {
					e.Texts[side], t.last[side] = texts[e.ID][side], u.last[side]
				}
			}
			if u.at > t.at {
				t.agreed, t.at, t.how, t.confidence = u.agreed, u.at, u.how, u.confidence
			}
		}
		out.entries, out.threads[e.ID] = append(out.entries, e), t
	}
	for _, e := range b.entries {
		if _, ok := a.threads[e.ID]; !ok {
			out.entries, out.threads[e.ID] = append(out.entries, e), b.threads[e.ID]
		}
	}
	return out
}

// compute finds the units of two versions, with the entries that they carry.
func (r *replay) compute(docs [2]*markdown.Doc, entries []record.Entry) *track.Article {
	a := &track.Article{Slug: r.article.Slug, Lead: r.article.Lead, Versions: r.article.Versions}
	for side := range docs {
		a.Versions[side].Doc = docs[side]
	}
	if len(entries) > 0 {
		a.Record = &record.Record{Langs: [2]string{a.Versions[0].Lang, a.Versions[1].Lang}, Entries: entries}
	}
	track.Compute(a, r.settings)
	return a
}

// step goes to a point: at is its index, len(points) for what is not committed.
// With look, units are judged that the point itself did not touch.
func (r *replay) step(before state, at int, docs [2]*markdown.Doc, look bool) state {
	if docs[0] == nil || docs[1] == nil {
		return before
	}
	a := r.compute(docs, before.entries)
	r.rejoin(a, r.parent(at))
	after := state{threads: make(map[string]thread, len(before.threads)+4)}
	for i := range a.Units {
		u := &a.Units[i]
		e, t, ok := r.carry(a, u, before, at, look)
		if ok {
			after.entries, after.threads[e.ID] = append(after.entries, e), t
		}
	}
	for _, e := range a.Gone {
		after.entries, after.threads[e.ID] = append(after.entries, e), before.threads[e.ID]
	}
	return after
}

// carry brings one unit to a point; ok is false for one that has one side only
// and always had.
func (r *replay) carry(a *track.Article, u *track.Unit, before state, at int, look bool) (record.Entry, thread, bool) {
	whole := len(u.Sides[0].Blocks) > 0 && len(u.Sides[1].Blocks) > 0
	if len(u.Entries) == 0 && (!whole || u.State == track.Untranslated) {
		return record.Entry{}, thread{}, false
	}
	e := record.Entry{Kind: u.Kind.String(), Key: a.Key(u), Status: record.Translated}
	for side := range u.Sides {
		if len(u.Sides[side].Blocks) > 0 {
			e.Texts[side] = pick(a.Versions[side].Doc, u.Sides[side].Blocks)
			continue
		}
		for _, old := range u.Entries { // it may come back
			e.Texts[side] = append(e.Texts[side], old.Texts[side]...)
		}
	}
	if len(u.Entries) == 0 {
		r.ids++
		e.ID = "u" + strconv.Itoa(r.ids)
		return e, r.begin(u, e, at), true
	}
	e.ID = u.Entries[0].ID
	t := before.threads[e.ID]
	for _, more := range u.Entries[1:] {
		t = t.merge(before.threads[more.ID])
	}
	touched := [2]bool{}
	for side := range u.Sides {
		if u.Sides[side].Change.Weight > weight.Cosmetic {
			touched[side], t.last[side] = true, at
		}
	}
	if whole && u.State != track.Untranslated && (look || touched[0] || touched[1]) {
		r.judge(&t, e, u, touched, at)
	}
	return e, t, true
}

// merge joins the threads of units that became one: they agreed when the older
// of them did.
func (t thread) merge(o thread) thread {
	for side := range t.agreed {
		t.agreed[side] = slices.Concat(t.agreed[side], o.agreed[side])
		t.last[side] = max(t.last[side], o.last[side])
	}
	if o.at < t.at {
		t.at, t.how = o.at, o.how
	}
	t.confidence, t.born = min(t.confidence, o.confidence), min(t.born, o.born)
	return t
}

// begin makes the thread of a unit that has both sides for the first time.
func (r *replay) begin(u *track.Unit, e record.Entry, at int) thread {
	sure := u.Confidence
	if u.Verbatim() && u.State == track.Translated {
		sure = 1
	}
	t := thread{agreed: e.Texts, at: at, how: Written, confidence: sure, born: sure, last: [2]int{at, at}}
	switch c := r.commit(at); {
	case c == nil:
		t.how = Uncommitted
	case c.Edge:
		t.how = Edge
	default:
		r.older(&t, u, at)
	}
	return t
}

// commit returns the commit of a point, nil for what is not committed.
func (r *replay) commit(at int) *vcs.Commit {
	if at >= len(r.points) {
		return nil
	}
	return r.points[at].Commit
}

// mostOlder is how many versions of the lead are looked at for the one that a
// new translation was made from.
const mostOlder = 50

// older looks whether a new translation was made from an older version of the
// lead: one whose numbers and links it has, while those of the present one
// differ.
func (r *replay) older(t *thread, u *track.Unit, at int) {
	lead := r.article.Lead
	there := valuesOf(track.Join(t.agreed[1-lead]), r.article.Versions[1-lead].Lang)
	language := r.article.Versions[lead].Lang
	if len(there) == 0 || there.equal(valuesOf(track.Join(t.agreed[lead]), language)) {
		return
	}
	doc, blocks := r.points[at].Docs[lead], u.Sides[lead].Blocks
	for range mostOlder {
		if len(r.points[at].Parents) == 0 {
			return
		}
		at = r.points[at].Parents[0]
		before := r.points[at].Docs[lead]
		if before == nil {
			return
		}
		if before == doc {
			continue
		}
		if blocks = between(before, doc).back(blocks); len(blocks) == 0 {
			return
		}
		doc = before
		old := pick(doc, blocks)
		if there.equal(valuesOf(track.Join(old), language)) {
			t.agreed[lead], t.how = old, WrittenFrom
			return
		}
	}
}

// today goes on to what is in the working tree and lists what was agreed.
func (r *replay) today() []Pair {
	var before state
	if n := len(r.points); n > 0 {
		before = r.states[n-1]
	}
	docs := [2]*markdown.Doc{r.article.Versions[0].Doc, r.article.Versions[1].Doc}
	if docs[0] == nil || docs[1] == nil {
		return nil
	}
	a := r.compute(docs, before.entries)
	r.rejoin(a, r.parent(len(r.points)))
	var out []Pair
	for i := range a.Units {
		u := &a.Units[i]
		e, t, ok := r.carry(a, u, before, len(r.points), false)
		if !ok || len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 {
			continue
		}
		out = append(out, r.pair(u, e, t))
	}
	return out
}

func (r *replay) pair(u *track.Unit, e record.Entry, t thread) Pair {
	p := Pair{Texts: t.agreed, Kind: e.Kind, Key: e.Key, Commit: r.commit(t.at), How: t.how, Confidence: t.confidence}
	for side := range u.Sides {
		p.Blocks[side] = u.Sides[side].Blocks
	}
	stands := sameTexts(t.agreed[0], e.Texts[0]) && sameTexts(t.agreed[1], e.Texts[1])
	if t.how == Uncommitted || t.how == Edge && stands {
		p.Commit, p.Texts, p.Confidence = nil, e.Texts, t.born
	}
	return p
}
