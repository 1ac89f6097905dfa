package cli

import (
	"fmt"
	"strings"

	"zuyg/internal/align"
	"zuyg/internal/markdown"
	"zuyg/internal/match"
	"zuyg/internal/project"
	"zuyg/internal/report"
	"zuyg/internal/source"
	"zuyg/internal/term"
)

func alignCommand() command {
	return command{
		name: "align", args: "FILE FILE", least: 2, most: 2,
		flags:    []flag{jsonFlag, {name: "from", value: "LANG"}, {name: "to", value: "LANG"}},
		examples: []string{"zuyg align en.md hy.md", "zuyg align en.md hy.md --json", "zuyg align de.md hy.md --from de --to hy"},
		run:      runAlign,
	}
}

func matchCommand() command {
	return command{
		name: "match", args: "OLD NEW", least: 2, most: 2,
		flags:    []flag{jsonFlag},
		examples: []string{"zuyg match old.md new.md", "zuyg match old.md new.md --json"},
		run:      runMatch,
	}
}

// pairOfFiles reads two files, of a project or not.
func (c *call) pairOfFiles() (docs [2]*markdown.Doc, err error) {
	options := markdown.Options{Fields: project.Defaults().Fields}
	for i := range docs {
		name := c.Args().Get(i)
		data, err := readBounded(c.file(name))
		if err != nil {
			return docs, err
		}
		docs[i] = markdown.Parse(source.New(name, data), options)
	}
	return docs, nil
}

func runMatch(c *call) error {
	docs, err := c.pairOfFiles()
	if err != nil {
		return err
	}
	var items [2][]match.Item
	for i, d := range docs {
		for k := range d.Blocks {
			b := &d.Blocks[k]
			it := match.Item{Kind: b.Kind.String(), Text: d.Text(k)}
			if b.Kind == markdown.Field || b.Kind == markdown.Footnote {
				it.Key = b.Key
			}
			items[i] = append(items[i], it)
		}
	}
	links := match.Blocks(items[0], items[1])
	if c.Bool("json") {
		units := []any{}
		for _, l := range links {
			units = append(units, map[string]any{"old": spans(docs[0], l.Old), "new": spans(docs[1], l.New), "change": l.Change.String(), "moved": l.Moved, "score": l.Score})
		}
		return report.WriteJSON(c.out, report.Object("units", units))
	}
	names := map[match.Change]string{}
	for _, change := range []match.Change{match.Unchanged, match.Edited, match.Inserted, match.Deleted} {
		names[change] = c.say.Say("match."+change.String(), nil)
	}
	moved := ", " + c.say.Say("match.moved", nil)
	rows := make([][]string, 0, len(links))
	for _, l := range links {
		what := names[l.Change]
		if l.Moved {
			what += moved
		}
		rows = append(rows, []string{lines(docs[0], l.Old), lines(docs[1], l.New), what, words(docs[0], l.Old), words(docs[1], l.New)})
	}
	return term.Table(c.out, rows, "  ", 0, 1)
}

func runAlign(c *call) error {
	docs, err := c.pairOfFiles()
	if err != nil {
		return err
	}
	from, to := c.String("from"), c.String("to")
	if from == "" {
		from = "en"
	}
	if to == "" {
		to = "hy"
	}
	var items [2][]align.Item
	for i, d := range docs {
		for k := range d.Blocks {
			b := &d.Blocks[k]
			items[i] = append(items[i], align.Item{Kind: b.Kind.String(), Level: b.Level, Key: b.Key, Text: d.Text(k), Verbatim: b.Verbatim()})
		}
	}
	links := align.Blocks(items[0], items[1], from, to)
	if c.Bool("json") {
		rows := []any{}
		for _, l := range links {
			why := l.Why
			if why == nil {
				why = []string{}
			}
			rows = append(rows, map[string]any{from: spans(docs[0], l.A), to: spans(docs[1], l.B), "confidence": l.Confidence, "why": why})
		}
		return report.WriteJSON(c.out, report.Object("links", rows))
	}
	var rows [][]string
	for _, l := range links {
		sure := ""
		if len(l.A) > 0 && len(l.B) > 0 {
			sure = fmt.Sprintf("%d %%", int(l.Confidence*100))
		}
		rows = append(rows, []string{lines(docs[0], l.A), lines(docs[1], l.B), sure, words(docs[0], l.A), words(docs[1], l.B), c.why(l.Why)})
	}
	return term.Table(c.out, rows, "  ", 0, 1, 2)
}

// why names the features that spoke for a link.
func (c *call) why(features []string) string {
	var out []string
	for _, f := range features {
		if id := "why." + f; c.say.Has(id) {
			f = c.say.Say(id, nil)
		}
		out = append(out, f)
	}
	return strings.Join(out, ", ")
}

func spans(d *markdown.Doc, blocks []int) [][2]int {
	out := [][2]int{}
	for _, b := range blocks {
		out = append(out, [2]int{d.Blocks[b].Span.Start, d.Blocks[b].Span.End})
	}
	return out
}

// lines lists the line numbers of blocks, "–" for none.
func lines(d *markdown.Doc, blocks []int) string {
	if len(blocks) == 0 {
		return "–"
	}
	var out []string
	for _, b := range blocks {
		out = append(out, fmt.Sprint(d.File.Position(d.Blocks[b].Lines[0].Start).Line))
	}
	return strings.Join(out, "+")
}

// words shows how the first block begins.
func words(d *markdown.Doc, blocks []int) string {
	if len(blocks) == 0 {
		return ""
	}
	return term.Cut(term.Safe(markdown.Plain(d.Text(blocks[0]))), 36)
}
