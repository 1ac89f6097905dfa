package report

import (
	"fmt"
	"io"
	"strings"

	linediff "github.com/rogpeppe/go-internal/diff"

	"zuyg/internal/lang"
	"zuyg/internal/say"
	"zuyg/internal/source"
	"zuyg/internal/stats"
	"zuyg/internal/term"
	"zuyg/internal/track"
	"zuyg/internal/usage"
	"zuyg/internal/weight"
)

// StringsStatus writes a line a pair of message files, what could not be read
// in them, and the totals.
func (t *Text) StringsStatus(s *track.Strings) error {
	var rows [][]string
	for i := range s.Pairs {
		sum := stringsSummary(s, i)
		style := term.Green
		if sum.Done() < 1 {
			style = term.Yellow
		}
		rows = append(rows, []string{t.Out.In(style, term.Bar(sum.Done(), 10)), fmt.Sprintf("%d %%", int(sum.Done()*100)),
			term.Safe(s.Pairs[i].Paths[s.Lead]), term.Safe(s.Pairs[i].Paths[1-s.Lead]), t.words(sum.Words), t.counts(&sum)})
	}
	if err := term.Table(t.Out, rows, "  ", 1, 4); err != nil {
		return err
	}
	if err := t.Problems(s); err != nil {
		return err
	}
	total := stringsSummary(s, -1)
	_, err := fmt.Fprintf(t.Out, "\n%s  %s\n", t.say("strings.total", "Count", len(s.Messages), "Number", t.Say.Number(len(s.Messages))), t.counts(&total))
	return err
}

// words says how many words there are to do, nothing for none.
func (t *Text) words(n int) string {
	if n == 0 {
		return ""
	}
	return t.say("status.words", "Count", n, "Number", t.Say.Number(n))
}

// stringsSummary counts the messages of a pair of files; -1 is all of them.
func stringsSummary(s *track.Strings, pair int) stats.Summary {
	var sum stats.Summary
	for i := range s.Messages {
		m := &s.Messages[i]
		if pair >= 0 && m.Of != pair {
			continue
		}
		sum.Counts[m.State]++
		sum.Words += stringWords(s, m)
		if m.Weight == weight.Fact {
			sum.Facts++
		}
	}
	return sum
}

// stringWords is how many words a message still needs.
func stringWords(s *track.Strings, m *track.Message) int {
	switch m.State {
	case track.Missing, track.Untranslated:
		return lang.Count(m.Sides[s.Lead].Text)
	case track.Stale, track.Diverged, track.Revised:
		return m.Sides[0].Change.Words + m.Sides[1].Change.Words
	}
	return 0
}

// Problems writes what is wrong with message files as a whole.
func (t *Text) Problems(s *track.Strings) error {
	var b strings.Builder
	for _, f := range s.Files() {
		for i := range f.Problems {
			at := f.Error(&f.Problems[i])
			fmt.Fprintf(&b, "%s %s\n", t.Out.In(term.Bold, at.Path+":"+fmt.Sprint(at.Pos.Line)+":"+fmt.Sprint(at.Pos.Column)+":"),
				t.Out.In(term.Red, term.Safe(t.Say.Say(at.ID, at.Args))))
		}
	}
	if b.Len() == 0 {
		return nil
	}
	_, err := io.WriteString(t.Out, "\n"+b.String())
	return err
}

// StringsStatusJSON is the document of "strings status --json".
func StringsStatusJSON(s *track.Strings, p *say.Printer) any {
	messages := make([]any, len(s.Messages))
	for i := range s.Messages {
		messages[i] = StringJSON(s, &s.Messages[i], false)
	}
	problems := []any{}
	for _, f := range s.Files() {
		for i := range f.Problems {
			at := f.Error(&f.Problems[i])
			o := &object{}
			o.put("rule", f.Problems[i].Rule)
			o.put("file", at.Path)
			o.put("line", at.Pos.Line)
			o.put("column", at.Pos.Column)
			o.put("message", p.Say(at.ID, at.Args))
			problems = append(problems, o)
		}
	}
	return Object("languages", s.Langs, "source", s.Langs[s.Lead], "messages", messages, "counts", counts(s.Counts()), "problems", problems)
}

// StringJSON is a message in JSON: where it stands in each language, and with
// texts what it says there and what was agreed.
func StringJSON(s *track.Strings, m *track.Message, texts bool) any {
	o := &object{}
	o.put("key", m.Key)
	o.put("state", m.State.String())
	o.put("weight", m.Weight.String())
	for i, l := range s.Langs {
		o.put(l, stringSide(s, m, i, texts))
	}
	o.put("hash", m.Hash())
	if len(m.Entries) > 0 {
		e := &m.Entries[0]
		for _, f := range [][2]string{{"by", e.By}, {"at", e.At}, {"reviewedBy", e.ReviewBy}, {"reviewedAt", e.ReviewAt}, {"reason", e.Reason}} {
			if f[1] != "" {
				o.put(f[0], f[1])
			}
		}
	}
	return o
}

// stringSide is one language of a message; one that is not there has line 0.
func stringSide(s *track.Strings, m *track.Message, i int, texts bool) any {
	o := &object{}
	at, path := stringPlace(s, m, i)
	o.put("file", path)
	o.put("line", at.Line)
	o.put("column", at.Column)
	if !texts {
		return o
	}
	o.put("description", m.On[i].Text("description"))
	forms := &object{}
	if m.On[i] != nil {
		for _, f := range m.On[i].Plural() {
			forms.put(f.Name, f.Text)
		}
	}
	o.put("forms", forms)
	if c := m.Sides[i].Change; c.Weight != weight.None {
		o.put("change", c.Weight.String())
		agreed := &object{}
		for _, f := range track.FormsOf(m.Entries[0].Texts[i]) {
			agreed.put(f.Name, f.Text)
		}
		o.put("agreed", agreed)
	}
	return o
}

// stringPlace is where the key of a message stands in one language; for one
// that is not there, the file it is to go to, and line 0.
func stringPlace(s *track.Strings, m *track.Message, i int) (source.Position, string) {
	if m.On[i] == nil {
		return source.Position{}, s.Pairs[m.Of].Paths[i]
	}
	f := m.In[i]
	return f.Source.Position(m.On[i].Name.Start), f.Source.Path
}

// placeOfString is "file:line" of one language of a message, or the file alone.
func placeOfString(s *track.Strings, m *track.Message, i int) string {
	at, path := stringPlace(s, m, i)
	if at.Line == 0 {
		return path
	}
	return fmt.Sprintf("%s:%d", path, at.Line)
}

// StringsTodo writes a line a message that something is to be done about.
func (t *Text) StringsTodo(s *track.Strings, shown []*track.Message, total int) error {
	var rows [][]string
	all := 0
	for _, m := range shown {
		side := 1 - s.Lead
		if m.State == track.Revised || m.On[side] == nil {
			side = s.Lead
		}
		n := stringWords(s, m)
		all += n
		text := m.Sides[s.Lead].Text
		if text == "" {
			text = m.Sides[1-s.Lead].Text
		}
		rows = append(rows, []string{t.state(m.State), t.weight(&m.Unit), t.words(n), t.Out.In(term.Bold, placeOfString(s, m, side)),
			term.Safe(m.Key), t.Out.In(term.Dim, term.Cut(term.Safe(text), 48))})
	}
	if err := term.Table(t.Out, rows, "  ", 2); err != nil {
		return err
	}
	_, err := fmt.Fprintf(t.Out, "\n%s\n", t.say("strings.todo-total", "Count", total, "Number", t.Say.Number(total), "Shown", t.Say.Number(len(shown)), "Words", t.Say.Number(all)))
	return err
}

// StringsTodoJSON is the document of "strings todo --json".
func StringsTodoJSON(s *track.Strings, shown []*track.Message, total int) any {
	list := make([]any, len(shown))
	for i, m := range shown {
		list[i] = StringJSON(s, m, true)
	}
	return Object("total", total, "messages", list)
}

// String writes all that is known of a message: both texts with what changed
// since they were confirmed, and where the code uses it.
func (t *Text) String(s *track.Strings, m *track.Message, uses []usage.Use) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", t.Out.In(term.Bold, term.Safe(m.Key)), t.state(m.State), t.weight(&m.Unit))
	if d := m.On[s.Lead].Text("description"); d != "" {
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, term.Safe(d)))
	}
	if m.State == track.Diverged && len(m.Entries) > 0 {
		fmt.Fprintf(&b, "%s\n", t.Out.In(term.Red, t.say("diff.conflict")))
		for side, l := range s.Langs {
			fmt.Fprintf(&b, "  %s\n%s", t.Out.In(term.Dim, t.say("diff.agreed", "Lang", t.say("lang."+known(l)), "Date", confirmedAt(&m.Unit))), indent(term.Safe(m.Sides[side].Agreed)))
		}
	}
	for _, side := range []int{s.Lead, 1 - s.Lead} {
		place := placeOfString(s, m, side)
		if m.On[side] == nil {
			place += " · " + t.say("diff.empty")
		}
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, place))
		b.WriteString(indent(t.sideText(&m.Unit, side)))
		t.facts(&b, m.Sides[side].Change.Facts)
	}
	if len(m.Entries) > 0 && m.Entries[0].Reason != "" {
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, t.say("diff.reason", "Reason", term.Safe(m.Entries[0].Reason))))
	}
	for _, u := range uses {
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, t.say("strings.used", "Place", fmt.Sprintf("%s:%d:%d", u.Path, u.Start.Line, u.Start.Column))))
	}
	switch m.State {
	case track.Translated, track.Reviewed:
	case track.Missing:
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, fmt.Sprintf("zuyg strings set %s@%s …", m.Key, m.Hash())))
	default:
		fmt.Fprintf(&b, "  %s\n", t.Out.In(term.Dim, fmt.Sprintf("zuyg strings accept %s@%s", m.Key, m.Hash())))
	}
	_, err := io.WriteString(t.Out, b.String()+"\n")
	return err
}

// LineDiff writes what a file would become, as diff -u does.
func (t *Text) LineDiff(path string, before, after []byte) error {
	var b strings.Builder
	for line := range strings.Lines(string(linediff.Diff(path, before, path, after))) {
		style := term.Style("")
		switch line = term.Safe(strings.TrimRight(line, "\r\n")); {
		case strings.HasPrefix(line, "diff "):
			continue
		case strings.HasPrefix(line, "+"):
			style = term.Green
		case strings.HasPrefix(line, "-"):
			style = term.Red
		case strings.HasPrefix(line, "@"):
			style = term.Cyan
		}
		b.WriteString(t.Out.In(style, line) + "\n")
	}
	_, err := io.WriteString(t.Out, b.String())
	return err
}

// Use is a place in the code in JSON.
func Use(u usage.Use) any {
	o := &object{}
	o.put("key", u.Key)
	o.put("file", u.Path)
	o.put("line", u.Start.Line)
	o.put("column", u.Start.Column)
	return o
}

// StringUses is a message in JSON with the places that use it.
func StringUses(s *track.Strings, m *track.Message, uses []usage.Use) any {
	list := []any{}
	for _, u := range uses {
		list = append(list, Use(u))
	}
	o := &object{}
	o.put("message", StringJSON(s, m, true))
	o.put("uses", list)
	return o
}
