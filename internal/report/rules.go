package report

import (
	"io"
	"maps"
	"slices"
	"strings"

	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/term"
)

// severities writes a rule's severities: one, or those of its variants, the
// worst first.
func (r *Rule) severities(p *say.Printer) string {
	if s, ok := r.By[""]; ok {
		return p.Say("severity."+s, nil)
	}
	var out []string
	for _, v := range []string{"fact", "major", "minor", "cosmetic"} {
		out = append(out, p.Say("weight."+v, nil)+" "+p.Say("severity."+r.By[v], nil))
	}
	return strings.Join(out, ", ")
}

// Rules writes the table of rules.
func (t *Text) Rules(rules []Rule) error {
	var rows [][]string
	for i := range rules {
		r := &rules[i]
		rows = append(rows, []string{t.Out.In(term.Cyan, r.ID), t.say("tier." + r.Tier), t.say("about." + r.On), r.severities(t.Say), Title(r.ID, t.Say)})
	}
	return term.Table(t.Out, rows, "  ")
}

func ruleJSON(r *Rule, p *say.Printer) *object {
	o := &object{}
	o.put("rule", r.ID)
	o.put("tier", r.Tier)
	o.put("about", r.On)
	by := &object{}
	for _, v := range slices.Sorted(maps.Keys(r.By)) {
		name := v
		if name == "" {
			name = "default"
		}
		by.put(name, r.By[v])
	}
	o.put("severity", by)
	o.put("title", Title(r.ID, p))
	return o
}

// RulesJSON is the document of "rules --json".
func RulesJSON(rules []Rule, p *say.Printer) any {
	list := make([]any, len(rules))
	for i := range rules {
		list[i] = ruleJSON(&rules[i], p)
	}
	return Object("rules", list)
}

// Explanation is what there is to say about a rule.
type Explanation struct {
	Rule    Rule
	Example *check.Case // nil when there is none
}

// part is one paragraph of an explanation, "" when there is none.
func part(rule, name string, p *say.Printer) string {
	if id := "rule." + rule + "." + name; p.Has(id) {
		return p.Say(id, nil)
	}
	return ""
}

// ExplanationJSON is the document of "explain --json".
func ExplanationJSON(e *Explanation, p *say.Printer) any {
	o := &object{}
	o.put("schemaVersion", SchemaVersion)
	o.put("rule", ruleJSON(&e.Rule, p))
	o.put("why", part(e.Rule.ID, "why", p))
	o.put("fix", part(e.Rule.ID, "fix", p))
	if e.Example != nil {
		x := &object{}
		x.put("bad", e.Example.Bad)
		x.put("findings", findingsJSON(e.Example.Found, p))
		x.put("good", e.Example.Good)
		o.put("example", x)
	}
	return o
}

// silencing tell how to silence what is found in an article, a UI string or the
// settings.
var silencing = map[string]string{"article": "explain.how-article", "string": "explain.how-string", "project": "explain.how-project"}

// Explain writes what a rule is, why it is there, an example that fails and one
// that does not, how to mend it and how to silence it.
func (t *Text) Explain(e *Explanation) error {
	var b strings.Builder
	id := e.Rule.ID
	head := func(name string) {
		b.WriteString("\n" + t.Out.In(term.Bold, t.say("explain."+name)) + "\n")
	}
	b.WriteString(t.Out.In(term.Bold, id) + "  " + Title(id, t.Say) + "\n")
	b.WriteString(t.Out.In(term.Dim, t.say("tier."+e.Rule.Tier)+" · "+t.say("about."+e.Rule.On)+" · "+e.Rule.severities(t.Say)) + "\n")
	if why := part(id, "why", t.Say); why != "" {
		head("why")
		b.WriteString(indent2(why))
	}
	if e.Example != nil {
		head("bad")
		t.example(&b, e.Example.Bad, e.Example.Found)
		head("good")
		t.example(&b, e.Example.Good, nil)
	}
	if fix := part(id, "fix", t.Say); fix != "" {
		head("fix")
		b.WriteString(indent2(fix))
	}
	head("ignore")
	b.WriteString(indent2(t.say(silencing[e.Rule.On], "Rule", id)))
	_, err := io.WriteString(t.Out, b.String())
	return err
}

// example shows the files of a case, and what is found in them.
func (t *Text) example(b *strings.Builder, files map[string]string, found []finding.Finding) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b.WriteString("  " + t.Out.In(term.Dim, name) + "\n" + indent(strings.TrimRight(term.Safe(files[name]), "\n")))
	}
	for i := range found {
		f := &found[i]
		b.WriteString("  " + t.Out.In(term.Red, "→ ") + f.Path + ": " + oneLine(Message(f, t.Say)) + "\n")
	}
}

func indent2(s string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n  ") + "\n"
}
