package report

import (
	"fmt"
	"io"
	"strings"

	"zuyg/internal/markdown"
	"zuyg/internal/stats"
	"zuyg/internal/term"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// Task is one unit that something is to be done about.
type Task struct {
	Article string
	Unit    string
	State   track.State
	Weight  weight.Weight
	Words   int
	File    string // where to work: the translation, or the lead where there is none
	Line    int
	Text    string // of the lead, or what there is
}

// NewTask describes what a unit needs.
func NewTask(a *track.Article, u *track.Unit) Task {
	side := 1 - a.Lead
	if u.State == track.Revised {
		side = a.Lead // the correction is to be carried to the lead
	}
	if len(u.Sides[side].Blocks) == 0 {
		side = 1 - side
	}
	start, _, _ := a.At(u, side)
	text := u.Sides[a.Lead].Text
	if text == "" {
		text = u.Sides[1-a.Lead].Text
	}
	return Task{Article: a.Slug, Unit: u.ID, State: u.State, Weight: u.Weight, Words: stats.Words(a, u),
		File: a.Versions[side].Path, Line: start.Line, Text: markdown.Plain(text)}
}

// Todo is the document of "todo --json": the tasks shown, how many there are
// and how many words they are.
func Todo(tasks []Task, total, words int) any {
	list := make([]any, len(tasks))
	for i, t := range tasks {
		o := &object{}
		o.put("article", t.Article)
		o.put("unit", t.Unit)
		o.put("state", t.State.String())
		o.put("weight", t.Weight.String())
		o.put("words", t.Words)
		o.put("file", t.File)
		o.put("line", t.Line)
		o.put("text", t.Text)
		list[i] = o
	}
	o := &object{}
	o.put("schemaVersion", SchemaVersion)
	o.put("total", total)
	o.put("words", words)
	o.put("tasks", list)
	return o
}

// Todo writes a line a task.
func (t *Text) Todo(tasks []Task, total, words int) error {
	var rows [][]string
	for _, x := range tasks {
		w := ""
		if x.Words > 0 {
			w = t.say("status.words", "Count", x.Words, "Number", t.Say.Number(x.Words))
		}
		fact := ""
		if x.Weight > weight.None {
			fact = t.say("weight." + x.Weight.String())
		}
		rows = append(rows, []string{t.state(x.State), fact, w, t.Out.In(term.Bold, fmt.Sprintf("%s:%d", x.File, x.Line)),
			t.Out.In(term.Dim, x.Article+"#"+x.Unit), term.Cut(term.Safe(x.Text), 40)})
	}
	if err := term.Table(t.Out, rows, "  ", 2); err != nil {
		return err
	}
	_, err := fmt.Fprintf(t.Out, "\n%s\n", t.say("todo.total", "Count", total, "Number", t.Say.Number(total), "Shown", t.Say.Number(len(tasks)), "Words", t.Say.Number(words)))
	return err
}

// ArticleUnit is a unit in JSON with the article it is of.
func ArticleUnit(a *track.Article, u *track.Unit) any {
	o := &object{}
	o.put("article", a.Slug)
	o.put("unit", Unit(a, u))
	return o
}

// Units is the document of "diff --json".
func Units(units []any) any {
	if units == nil {
		units = []any{}
	}
	o := &object{}
	o.put("schemaVersion", SchemaVersion)
	o.put("units", units)
	return o
}

// Object makes a JSON object of keys and values in turn, with the schema's
// version first.
func Object(pairs ...any) any {
	o := &object{}
	o.put("schemaVersion", SchemaVersion)
	for i := 0; i+1 < len(pairs); i += 2 {
		o.put(pairs[i].(string), pairs[i+1])
	}
	return o
}

// Proposals writes what adopt found in an article: how sure each pair is, the
// doubtful ones first to be looked at.
func (t *Text) Proposals(a *track.Article) error {
	var b strings.Builder
	s := stats.Summarize(a)
	fmt.Fprintf(&b, "%s  %s\n", t.Out.In(term.Bold, term.Safe(a.Slug)), t.counts(&s))
	if _, err := io.WriteString(t.Out, b.String()); err != nil {
		return err
	}
	var rows [][]string
	for i := range a.Units {
		u := &a.Units[i]
		if u.State == track.Translated || u.State == track.Reviewed {
			continue
		}
		sure := ""
		if u.State == track.Proposed {
			sure = t.sure(u.Confidence)
		}
		rows = append(rows, []string{"  " + t.Out.In(term.Dim, u.ID), t.state(u.State), sure, t.line(a, u, 0), term.Cut(term.Safe(markdown.Plain(u.Sides[0].Text)), 34),
			t.line(a, u, 1), term.Cut(term.Safe(markdown.Plain(u.Sides[1].Text)), 34)})
	}
	return term.Table(t.Out, rows, "  ", 2, 3, 5)
}
