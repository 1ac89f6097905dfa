// Package report turns results into what people and tools read: text in the
// reader's language, and JSON. It decides nothing: states and findings come
// as they are.
package report

import (
	"fmt"
	"io"
	"strings"

	"zuyg/internal/diff"
	"zuyg/internal/markdown"
	"zuyg/internal/say"
	"zuyg/internal/stats"
	"zuyg/internal/term"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// Text writes for people.
type Text struct {
	Out *term.Out
	Say *say.Printer
}

// styles colours the states; marks say the same without colour.
var (
	styles = [track.States]term.Style{track.Missing: term.Red, track.Untranslated: term.Red, track.Diverged: term.Red, track.Stale: term.Yellow,
		track.Revised: term.Yellow, track.Orphan: term.Yellow, track.Proposed: term.Cyan, track.Translated: term.Green, track.Reviewed: term.Green}
	marks = [track.States]string{track.Missing: "✗", track.Untranslated: "✗", track.Diverged: "⇄", track.Stale: "!", track.Revised: "↺",
		track.Orphan: "?", track.Proposed: "~", track.Translated: "✓", track.Reviewed: "✓✓"}
)

func (t *Text) say(id string, args ...any) string {
	m := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return t.Say.Say(id, m)
}

// label is a message with the mark behind it that its language puts before what
// it announces: a colon, in Armenian ՝.
func (t *Text) label(id string) string {
	return t.Say.Say("text.label", map[string]any{"Name": t.say(id)})
}

// state returns a state with its mark, in colour.
func (t *Text) state(s track.State) string {
	return t.Out.In(styles[s], marks[s]+" "+t.say("state."+s.String()))
}

// Status writes a line an article, and the totals.
func (t *Text) Status(list []stats.Summary) error {
	var rows [][]string
	var total stats.Summary
	for i := range list {
		s := &list[i]
		rows = append(rows, t.statusRow(s))
		for k, n := range s.Counts {
			total.Counts[k] += n
		}
		total.Words += s.Words
		total.Facts += s.Facts
	}
	if err := term.Table(t.Out, rows, "  ", 1, 3); err != nil {
		return err
	}
	_, err := fmt.Fprintf(t.Out, "\n%s  %s\n", t.say("status.total", "Count", len(list), "Number", t.Say.Number(len(list))), t.counts(&total))
	return err
}

func (t *Text) statusRow(s *stats.Summary) []string {
	width := 32
	if t.Out.Cells > 120 {
		width = 48
	}
	style := term.Green
	if s.Done() < 1 {
		style = term.Yellow
	}
	words := ""
	if s.Words > 0 {
		words = t.say("status.words", "Count", s.Words, "Number", t.Say.Number(s.Words))
	}
	since := ""
	if s.Since != "" {
		since = " · " + t.say("status.since", "Date", s.Since)
	}
	return []string{t.Out.In(style, term.Bar(s.Done(), 10)), fmt.Sprintf("%d %%", int(s.Done()*100)),
		t.Out.In(term.Bold, term.Cut(term.Safe(s.Title), width)), words, term.Safe(s.Slug), t.counts(s) + since}
}

// counts lists what is out of step by a fact, and the states that occur, most
// urgent first.
func (t *Text) counts(s *stats.Summary) string {
	var parts []string
	if s.Single {
		parts = append(parts, t.Out.In(term.Red, t.say("status.single")))
	}
	if s.Facts > 0 {
		parts = append(parts, t.Out.In(term.Red, t.say("status.facts", "Count", s.Facts, "Number", t.Say.Number(s.Facts))))
	}
	for state := range track.States {
		n := s.Counts[state]
		if n == 0 {
			continue
		}
		parts = append(parts, t.Out.In(styles[state], t.Say.Number(n)+" "+t.say("state."+state.String())))
	}
	return strings.Join(parts, " · ")
}

// Article writes a line a unit with the first words of both sides.
func (t *Text) Article(a *track.Article) error {
	s := stats.Summarize(a)
	if _, err := fmt.Fprintf(t.Out, "%s  %s\n%s  %s\n\n", t.Out.In(term.Bold, term.Safe(s.Title)), t.Out.In(term.Dim, term.Safe(a.Slug)),
		term.Bar(s.Done(), 10), t.counts(&s)); err != nil {
		return err
	}
	width := 34
	if t.Out.Cells > 0 {
		width = max(16, (t.Out.Cells-44)/2)
	}
	var rows [][]string
	for i := range a.Units {
		u := &a.Units[i]
		row := []string{t.Out.In(term.Dim, u.ID), t.state(u.State), t.weight(u)}
		for side := range a.Versions {
			row = append(row, t.line(a, u, side), term.Cut(term.Safe(markdown.Plain(u.Sides[side].Text)), width))
		}
		rows = append(rows, row)
	}
	return term.Table(t.Out, rows, "  ", 3, 5)
}

// line returns the line number of one side, "–" where it is empty. Of several
// blocks each has its own, as in "13+15"; the fourth and later ones are "…".
func (t *Text) line(a *track.Article, u *track.Unit, side int) string {
	blocks := u.Sides[side].Blocks
	if len(blocks) == 0 {
		return "–"
	}
	var lines []string
	doc := a.Versions[side].Doc
	for _, b := range blocks[:min(3, len(blocks))] {
		lines = append(lines, fmt.Sprint(doc.File.Position(doc.Blocks[b].Lines[0].Start).Line))
	}
	if len(blocks) > 3 {
		lines = append(lines, "…")
	}
	return strings.Join(lines, "+")
}

func (t *Text) weight(u *track.Unit) string {
	if u.Weight == weight.None {
		return ""
	}
	style := term.Dim
	if u.Weight == weight.Fact {
		style = term.Red
	}
	return t.Out.In(style, t.say("weight."+u.Weight.String()))
}

// Diff writes what changed in a unit since it was confirmed, word by word, and
// under it the other side; for a unit where both changed, the agreed pair too.
func (t *Text) Diff(a *track.Article, u *track.Unit) error {
	var b strings.Builder
	b.WriteString(strings.TrimRight(fmt.Sprintf("%s  %s  %s", t.Out.In(term.Bold, term.Safe(a.Slug+"#"+u.ID)), t.state(u.State), t.weight(u)), " ") + "\n")
	if u.State == track.Diverged {
		conflict, agreed := "diff.conflict", "diff.agreed"
		if !u.Confirmed() {
			conflict, agreed = "diff.conflict-proposed", "diff.proposed"
		}
		fmt.Fprintf(&b, "%s\n", t.Out.In(term.Red, t.say(conflict)))
		for side := range a.Versions {
			fmt.Fprintf(&b, "  %s\n%s", t.Out.In(term.Dim, t.say(agreed, "Lang", t.say("lang."+known(a.Versions[side].Lang)), "Date", confirmedAt(u))), indent(term.Safe(u.Sides[side].Agreed)))
		}
	}
	for _, side := range []int{a.Lead, 1 - a.Lead} {
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, t.place(a, u, side)))
		b.WriteString(indent(t.sideText(u, side)))
		if len(u.Sides[side].Blocks) > 0 { // that all of it is gone says enough
			t.facts(&b, u.Sides[side].Change.Facts)
		}
	}
	if len(u.Entries) > 0 && u.Entries[0].Reason != "" {
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, t.say("diff.reason", "Reason", term.Safe(u.Entries[0].Reason))))
	}
	if u.State != track.Translated && u.State != track.Reviewed {
		command := fmt.Sprintf("zuyg accept %s#%s@%s", a.Slug, u.ID, u.Hash())
		if u.NeedsReason() {
			command += " --reason …"
		}
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, command))
	}
	_, err := io.WriteString(t.Out, b.String()+"\n")
	return err
}

func known(lang string) string {
	if lang == "en" || lang == "hy" {
		return lang
	}
	return "other"
}

func confirmedAt(u *track.Unit) string {
	if len(u.Entries) == 0 {
		return "–"
	}
	return u.Entries[0].At
}

// place names the file and line of one side.
func (t *Text) place(a *track.Article, u *track.Unit, side int) string {
	start, _, ok := a.At(u, side)
	if !ok {
		return a.Versions[side].Path + " · " + t.say("diff.empty")
	}
	return fmt.Sprintf("%s:%d", a.Versions[side].Path, start.Line)
}

// sideText is one side's text, with its changes where it has any.
func (t *Text) sideText(u *track.Unit, side int) string {
	s := &u.Sides[side]
	if s.Change.Weight == weight.None || s.Agreed == "" {
		return term.Safe(s.Text)
	}
	return t.hunks(s.Agreed, s.Text)
}

// hunks writes the change from old to now, word by word.
func (t *Text) hunks(old, now string) string {
	var b strings.Builder
	for _, h := range diff.Words(old, now) {
		text := term.Safe(h.Text)
		switch h.Op {
		case diff.Delete:
			b.WriteString(t.mark(term.Gone, "[-", text, "-]"))
		case diff.Insert:
			b.WriteString(t.mark(term.Added, "{+", text, "+}"))
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

// mark shows a change by colour, and by brackets where there is none.
func (t *Text) mark(s term.Style, open, text, end string) string {
	if t.Out.Color {
		return t.Out.In(s, text)
	}
	return open + text + end
}

func (t *Text) facts(b *strings.Builder, facts []weight.Changed) {
	for _, f := range facts {
		old, now := f.Old, f.New
		if old == "" {
			old = "∅"
		}
		if now == "" {
			now = "∅"
		}
		fmt.Fprintf(b, "    %s %s → %s\n", t.Out.In(term.Red, t.label("fact."+f.Kind)), term.Safe(old), t.Out.In(term.Bold, term.Safe(now)))
	}
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "    " + strings.ReplaceAll(text, "\n", "\n    ") + "\n"
}
