package history

import (
	"maps"
	"slices"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// How sure an agreement is by its reason; an alignment that was less sure when
// the pair was first seen is the lower bound of all. They are judgements: the
// same number carried over is hard to do by accident, a rewritten paragraph may
// have been rewritten for its style.
var sureness = map[How]float64{Together: 0.9, Carried: 0.9, Near: 0.75, Rewritten: 0.6}

const (
	// anew is the share of changed words from which a translation was written
	// anew rather than edited.
	anew = 0.5
	// substantial is the same for a translation whose lead had changed before.
	substantial = 0.25
	// fewWords is how many changed words never make a new translation: in a
	// heading every edit is a large share.
	fewWords = 6
	// comparable is how much smaller than the other, in words, an edit may be to
	// answer it.
	comparable = 3
)

// judge looks whether a point is one at which both sides of a unit were written
// against each other. An edit of one side is not, be it large or small, unless
// the translation was written anew: so a corrected comma does not make an old
// translation look fresh.
func (r *replay) judge(t *thread, e record.Entry, u *track.Unit, touched [2]bool, at int) {
	now := [2]string{track.Join(e.Texts[0]), track.Join(e.Texts[1])}
	x := exchange{lead: r.article.Lead, touched: touched}
	for side := range now {
		language := r.article.Versions[side].Lang
		agreed := track.Join(t.agreed[side])
		x.since[side] = weight.Of(agreed, now[side], language, r.settings.Weight)
		x.old[side], x.now[side] = valuesOf(agreed, language), valuesOf(now[side], language)
	}
	x.step = u.Sides[1-r.article.Lead].Change
	x.near = near(r.commit(t.last[0]), r.commit(t.last[1]))
	if how, ok := x.answered(); ok {
		t.agreed, t.at, t.how, t.confidence = e.Texts, at, how, min(t.born, sureness[how])
		if r.commit(at) == nil {
			t.how = Uncommitted
		}
	}
}

// exchange is what happened to the two sides of a unit since they agreed.
type exchange struct {
	lead     int
	since    [2]weight.Change
	step     weight.Change // what this point did to the translation
	old, now [2]values
	touched  [2]bool // by this point
	near     bool    // the last edits of the two sides
}

// answered reports whether the two sides agree again, and why.
func (x *exchange) answered() (How, bool) {
	lead, other := &x.since[x.lead], &x.since[1-x.lead]
	if other.Weight <= weight.Cosmetic || !x.consistent() {
		return "", false
	}
	if lead.Weight <= weight.Cosmetic {
		return Rewritten, other.Share >= anew && other.Words >= fewWords && x.touched[1-x.lead]
	}
	enough := other.Words*comparable >= lead.Words
	if enough && x.carried() {
		return Carried, true
	}
	if denial(lead) != denial(other) {
		return "", false
	}
	alike := enough && lead.Words*comparable >= other.Words
	switch {
	case alike && x.touched[0] && x.touched[1]:
		return Together, true
	case alike && x.near:
		return Near, true
	}
	return Rewritten, x.touched[1-x.lead] && x.step.Share >= substantial && x.step.Words >= fewWords
}

// consistent reports whether no number, link or footnote mark that one side
// added is missing on the other, and none that one side dropped is left there.
func (x *exchange) consistent() bool {
	for side := range x.now {
		for v := range x.now[side].without(x.old[side]) {
			if x.now[1-side][v] == 0 {
				return false
			}
		}
		for v := range x.old[side].without(x.now[side]) {
			if x.now[side][v] == 0 && x.now[1-side][v] > 0 {
				return false
			}
		}
	}
	return true
}

// carried reports whether both sides changed by the same facts. That they are
// consistent is known.
func (x *exchange) carried() bool {
	added, gone := x.now[0].without(x.old[0]), x.old[0].without(x.now[0])
	if len(added)+len(gone) > 0 {
		return added.equal(x.now[1].without(x.old[1])) && gone.equal(x.old[1].without(x.now[1]))
	}
	if d := denial(&x.since[0]); d != 0 {
		return d == denial(&x.since[1])
	}
	return slices.ContainsFunc(x.since[0].Facts, func(f weight.Changed) bool {
		return (f.Kind == "link" || f.Kind == "image") && slices.Contains(x.since[1].Facts, f)
	})
}

// denial is 1 where a "not" came, -1 where one went, else 0.
func denial(c *weight.Change) int {
	for _, f := range c.Facts {
		if f.Kind != "negation" {
			continue
		}
		if f.New != "" {
			return 1
		}
		return -1
	}
	return 0
}

// values counts the facts of a text that are written alike in every language.
type values map[string]int

// valuesOf returns the numbers, dates and footnote marks of a text, and how many
// links and images it has: their addresses may differ, as those of Wikipedia do.
func valuesOf(text, language string) values {
	v := values{}
	for _, n := range lang.Numbers(markdown.Plain(text), language) {
		v[n.Value]++
	}
	for _, in := range markdown.Inlines(text) {
		switch in.Kind {
		case "link", "image":
			v[in.Kind]++
		case "footnote":
			v[in.Kind+" "+in.Text]++
		}
	}
	return v
}

// without returns what v has more often than o.
func (v values) without(o values) values {
	out := values{}
	for k, n := range v {
		if n > o[k] {
			out[k] = n - o[k]
		}
	}
	return out
}

func (v values) equal(o values) bool { return maps.Equal(v, o) }
