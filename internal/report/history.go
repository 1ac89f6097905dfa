package report

import (
	"fmt"
	"io"
	"strings"

	"zuyg/internal/history"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/stats"
	"zuyg/internal/term"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
	"zuyg/internal/weight"
)

// History writes what adopt found in the history of an article: where each unit
// would stand, and the commit that says so. pairs are by unit id.
func (t *Text) History(a *track.Article, pairs map[string]history.Pair) error {
	s := stats.Summarize(a)
	if _, err := fmt.Fprintf(t.Out, "%s  %s\n", t.Out.In(term.Bold, term.Safe(a.Slug)), t.counts(&s)); err != nil {
		return err
	}
	var rows [][]string
	for i := range a.Units {
		u := &a.Units[i]
		if u.Confirmed() {
			continue
		}
		p := pairs[u.ID]
		sure := ""
		if len(u.Sides[0].Blocks) > 0 && len(u.Sides[1].Blocks) > 0 {
			sure = t.sure(u.Confidence)
		}
		text := u.Sides[a.Lead].Text
		if text == "" {
			text = u.Sides[1-a.Lead].Text
		}
		rows = append(rows, []string{"  " + t.Out.In(term.Dim, u.ID), t.state(u.State), t.weight(u), sure, t.line(a, u, 0), t.line(a, u, 1),
			term.Cut(term.Safe(markdown.Plain(text)), 30), t.origin(&p)})
	}
	return term.Table(t.Out, rows, "  ", 3, 4, 5)
}

// sure writes a confidence; what is doubtful is marked.
func (t *Text) sure(confidence float64) string {
	s := fmt.Sprintf("%d %%", int(confidence*100))
	if confidence < 0.9 {
		return t.Out.In(term.Yellow, "? "+s)
	}
	return s
}

// origin names the commit of a pair, and why it was taken.
func (t *Text) origin(p *history.Pair) string {
	switch {
	case p.Commit != nil:
		return t.commit(p.Commit) + " · " + t.say("how."+string(p.How))
	case p.How != "":
		return t.say("how." + string(p.How))
	}
	return ""
}

// commit writes a commit in one line.
func (t *Text) commit(c *vcs.Commit) string {
	return t.Out.In(term.Yellow, c.Short()) + "  " + c.Date() + "  " + term.Safe(c.Author) + "  " + term.Cut(term.Safe(c.Subject), 48)
}

func commitJSON(c *vcs.Commit) *object {
	o := &object{}
	o.put("commit", c.Hash)
	if c.When.IsZero() {
		o.put("date", nil)
	} else {
		o.put("date", c.When)
	}
	o.put("author", c.Author)
	o.put("subject", c.Subject)
	return o
}

// Edge is the commit at which a shallow clone ends in JSON, nil for a whole one.
func Edge(c *vcs.Commit) any {
	if c == nil {
		return nil
	}
	return commitJSON(c)
}

// HistoryArticle is an article in JSON with the origin of each unit; files not
// committed or edited since are listed.
func HistoryArticle(a *track.Article, pairs map[string]history.Pair, untracked, uncommitted []string) any {
	o := Article(a, false).(*object)
	list := make([]any, len(a.Units))
	for i := range a.Units {
		u := &a.Units[i]
		unit := Unit(a, u).(*object)
		if p, ok := pairs[u.ID]; ok {
			origin := &object{}
			if p.Commit != nil {
				origin = commitJSON(p.Commit)
			}
			if p.How != "" {
				origin.put("how", string(p.How))
			}
			origin.put("confidence", round(p.Confidence))
			unit.put("origin", origin)
		}
		list[i] = unit
	}
	o.put("units", list)
	o.put("untracked", append([]string{}, untracked...))
	o.put("uncommitted", append([]string{}, uncommitted...))
	return o
}

// Why writes who confirmed a unit, and every commit since on either side, the
// newest last. committed is false where there is no history to look at.
func (t *Text) Why(a *track.Article, u *track.Unit, trace history.Trace, committed bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", t.Out.In(term.Bold, term.Safe(a.Slug+"#"+u.ID)), t.state(u.State), t.weight(u))
	for _, line := range t.confirmedBy(u) {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	for i := range trace.Changes {
		c := &trace.Changes[i]
		what := t.say("why.uncommitted")
		switch {
		case c.Commit != nil:
			what = t.commit(c.Commit)
		case !committed:
			what = t.say("why.since-record")
		}
		style := term.Dim
		if c.Weight == weight.Fact {
			style = term.Red
		}
		fmt.Fprintf(&b, "\n  %s\n  %s · %s\n", what, t.say("lang."+known(a.Versions[c.Side].Lang)), t.Out.In(style, t.did(c)))
		b.WriteString(indent(t.hunks(c.Old, c.New)))
		t.facts(&b, c.Facts)
	}
	for side := range a.Versions {
		if changed := changes(trace, side); changed == 0 && trace.Found[side] {
			fmt.Fprintf(&b, "\n  %s\n", t.say("why.no-change", "Lang", t.say("lang."+known(a.Versions[side].Lang))))
		} else if !trace.Found[side] && committed && len(u.Entries) > 0 {
			fmt.Fprintf(&b, "\n  %s\n", t.say("why.not-found", "Lang", t.say("lang."+known(a.Versions[side].Lang))))
		}
	}
	_, err := io.WriteString(t.Out, b.String())
	return err
}

func changes(trace history.Trace, side int) int {
	n := 0
	for i := range trace.Changes {
		if trace.Changes[i].Side == side {
			n++
		}
	}
	return n
}

// did names the weight of a change, or that the text came or went.
func (t *Text) did(c *history.Change) string {
	switch {
	case c.Old == "":
		return t.say("why.came")
	case c.New == "":
		return t.say("why.went")
	}
	return t.say("weight." + c.Weight.String())
}

// confirmedBy says who confirmed a unit and when, or that nobody did.
func (t *Text) confirmedBy(u *track.Unit) []string {
	if len(u.Entries) == 0 {
		return []string{t.say("why.no-record")}
	}
	var out []string
	for i := range u.Entries {
		e := &u.Entries[i]
		switch e.Status {
		case record.Proposed:
			out = append(out, t.say("why.proposed"))
		default:
			out = append(out, t.say("why.confirmed", "Who", term.Safe(e.By), "Date", e.At))
		}
		if e.ReviewBy != "" {
			out = append(out, t.say("why.reviewed", "Who", term.Safe(e.ReviewBy), "Date", e.ReviewAt))
		}
		if e.Reason != "" {
			out = append(out, t.say("diff.reason", "Reason", term.Safe(e.Reason)))
		}
	}
	return out
}

// WhyJSON is what the document of "why --json" is made of.
type WhyJSON struct {
	Article   *track.Article
	Unit      *track.Unit
	Trace     history.Trace
	Edge      *vcs.Commit
	Untracked []string
	Problem   string // id of a message, "" where there is a history
}

// Document returns the JSON document.
func (w *WhyJSON) Document() any {
	list := make([]any, len(w.Trace.Changes))
	for i := range w.Trace.Changes {
		c := &w.Trace.Changes[i]
		o := &object{}
		if c.Commit != nil {
			o = commitJSON(c.Commit)
		} else {
			o.put("commit", nil)
		}
		o.put("lang", w.Article.Versions[c.Side].Lang)
		o.put("weight", c.Weight.String())
		o.put("old", c.Old)
		o.put("new", c.New)
		o.put("facts", factsJSON(c.Facts))
		list[i] = o
	}
	found := &object{}
	for side := range w.Article.Versions {
		found.put(w.Article.Versions[side].Lang, w.Trace.Found[side])
	}
	past := &object{}
	past.put("problem", w.Problem)
	past.put("edge", Edge(w.Edge))
	past.put("untracked", append([]string{}, w.Untracked...))
	past.put("found", found)
	return Object("article", w.Article.Slug, "unit", Unit(w.Article, w.Unit), "history", past, "changes", list)
}

func factsJSON(facts []weight.Changed) []any {
	out := make([]any, len(facts))
	for i, f := range facts {
		o := &object{}
		o.put("kind", f.Kind)
		o.put("old", f.Old)
		o.put("new", f.New)
		out[i] = o
	}
	return out
}
