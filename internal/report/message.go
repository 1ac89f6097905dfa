package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/term"
)

// on returns a writer of text to w: the terminal's own, with its colours, or a
// file without any.
func (t *Text) on(w io.Writer) *Text {
	if w == io.Writer(t.Out) {
		return t
	}
	return &Text{Out: term.NewOut(w, func(string) string { return "" }), Say: t.Say}
}

// Check writes a line a finding that counts, and how many there are.
func (t *Text) Check(c *Check) error {
	var b strings.Builder
	styles := map[finding.Severity]term.Style{finding.Error: term.Red, finding.Warning: term.Yellow, finding.Info: term.Dim}
	list := c.counting()
	for _, f := range list {
		fmt.Fprintf(&b, "%s %s %s %s\n", t.Out.In(term.Bold, fmt.Sprintf("%s:%d:%d:", term.Safe(f.Path), f.Start.Line, f.Start.Column)),
			t.Out.In(styles[f.Severity], t.label("severity."+f.Severity.String())), oneLine(Message(f, t.Say)), t.Out.In(term.Dim, "["+f.Rule+"]"))
	}
	if len(list) > 0 {
		b.WriteByte('\n')
	}
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "%s\n", t.Out.In(term.Yellow, oneLine(t.Say.Say(n.ID, n.Args))))
	}
	fmt.Fprintf(&b, "%s\n", summaryLine(c, t.Say))
	_, err := io.WriteString(t.Out, b.String())
	return err
}

// Edits shows what edits would change, a line each of what is there and of what
// would be.
func (t *Text) Edits(edits []finding.Edit) error {
	var b strings.Builder
	for i := range edits {
		e := &edits[i]
		fmt.Fprintf(&b, "%s\n", t.Out.In(term.Bold, fmt.Sprintf("%s:%d:%d:", term.Safe(e.Path), e.From.Line, e.From.Column)))
		for _, side := range []struct {
			mark, text string
			style      term.Style
		}{{"-", e.Was, term.Red}, {"+", e.Text, term.Green}} {
			for line := range strings.SplitSeq(side.text, "\n") {
				if side.text != "" {
					fmt.Fprintf(&b, "  %s\n", t.Out.In(side.style, side.mark+" "+term.Safe(line)))
				}
			}
		}
	}
	_, err := io.WriteString(t.Out, b.String())
	return err
}

// oneLine makes a message one line: what stands in a text must not look like
// another finding.
func oneLine(s string) string { return strings.Join(strings.Fields(term.Safe(s)), " ") }

// summaryLine says how many findings there are, and how many do not count.
func summaryLine(c *Check, p *say.Printer) string {
	errors, warnings, infos := finding.Count(c.Findings)
	s := p.Say("check.summary", map[string]any{"Count": c.Articles, "Articles": p.Number(c.Articles), "Errors": p.Number(errors),
		"Warnings": p.Number(warnings), "Infos": p.Number(infos)})
	if c.Messages > 0 {
		s += p.Say("check.messages", map[string]any{"Count": c.Messages, "Number": p.Number(c.Messages)})
	}
	known, ignored := c.hidden()
	if known > 0 {
		s += p.Say("check.known", map[string]any{"Count": known, "Number": p.Number(known)})
	}
	if ignored > 0 {
		s += p.Say("check.ignored", map[string]any{"Count": ignored, "Number": p.Number(ignored)})
	}
	if c.Shard != "" {
		s += p.Say("check.shard", map[string]any{"Shard": c.Shard})
	}
	return s
}

// Message is the sentence of a finding: what is wrong, and what to do.
func Message(f *finding.Finding, p *say.Printer) string {
	args := messageArgs(f, p)
	if problem, ok := f.Args["Problem"].(string); ok {
		return p.Say(problem, args)
	}
	return p.Say("rule."+f.Rule, args)
}

// messageArgs are the arguments of a finding in the reader's language.
func messageArgs(f *finding.Finding, p *say.Printer) map[string]any {
	args := map[string]any{}
	maps.Copy(args, f.Args)
	if k, ok := f.Args["Kind"].(string); ok && p.Has("kind."+k) {
		args["Kind"] = p.Say("kind."+k, nil)
	}
	if text, ok := f.Args["Text"].(string); ok {
		args["Text"] = term.Cut(text, 60)
	}
	if n, ok := f.Args["Words"].(int); ok {
		args["Count"] = n
	}
	if w, ok := f.Args["Weight"].(string); ok {
		args["Weight"] = p.Say("weight."+w, nil)
	}
	if facts := factList(f.Args["Facts"], p); facts != "" {
		args["Facts"] = ": " + facts
	} else {
		args["Facts"] = ""
	}
	for _, k := range []string{"Lost", "Added"} {
		if words, ok := f.Args[k].([]string); ok {
			args[k] = list(words)
		}
	}
	return args
}

// list writes addresses; none is "–".
func list(words []string) string {
	if len(words) == 0 {
		return "–"
	}
	return strings.Join(words, ", ")
}

// factList writes changed facts: "number 1.5 → 1.6".
func factList(v any, p *say.Printer) string {
	facts, ok := v.([]map[string]string)
	if !ok {
		return ""
	}
	var out []string
	for _, f := range facts[:min(3, len(facts))] {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s → %s", p.Say("fact."+f["kind"], nil), empty(f["old"]), empty(f["new"]))))
	}
	if len(facts) > 3 {
		out = append(out, "…")
	}
	return strings.Join(slices.Compact(out), "; ")
}

func empty(s string) string {
	if s == "" {
		return "∅"
	}
	return s
}
