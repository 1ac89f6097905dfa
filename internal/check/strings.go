package check

import (
	"bytes"
	"fmt"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/finding"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/usage"
)

// MessagesInput is what the rules of UI strings look at.
type MessagesInput struct {
	Strings *track.Strings
	Uses    *usage.Uses // nil: nobody said which code uses them, and nothing is unused or undefined
	Limits  []Limit
}

// Limit is how long the texts of some keys may be.
type Limit struct {
	Keys   []string // globs
	Length int      // in characters, placeholders and tags not counted
}

// Messages returns the findings of UI strings, sorted and numbered. Those that a
// comment in a message file silences are marked with it.
func Messages(in MessagesInput, s Settings) []finding.Finding {
	p := &stringsPass{in: in, all: in.Strings, lead: in.Strings.Lead, settings: s}
	rules := map[string]*Rule{}
	for _, r := range Rules() {
		rules[r.ID] = &r
	}
	for _, f := range stringFinders() {
		p.rule = rules[f.id]
		f.find(p)
	}
	p.silence()
	finding.Sort(p.found)
	finding.Number(p.found)
	return p.found
}

// stringFinders is what finds each rule of UI strings, in the order they run.
func stringFinders() []stringFinder {
	list := []stringFinder{
		{"parse-error", fileProblems}, {"duplicate-key", duplicateKeys}, {"bad-locale-name", fileProblems}, {"reserved-key", fileProblems},
		{"empty-source", emptySource}, {"template-syntax", templateSyntax}, {"placeholder-extra", placeholderExtra},
		{"placeholder-missing", placeholderMissing}, {"plural-missing-form", pluralMissingForm}, {"plural-number-dropped", pluralNumberDropped},
		{"plural-unused-form", pluralUnusedForm}, {"html-mismatch", htmlMismatch}, {"url-mismatch", urlMismatch},
		{"undefined-key", undefinedKey}, {"unused", unused}, {"delimiter-near-miss", delimiterNearMiss}, {"not-formatted", notFormatted},
		{"missing", stringState(track.Missing)}, {"stale", stringState(track.Stale)}, {"diverged", stringState(track.Diverged)},
		{"revised", stringState(track.Revised)}, {"orphan", stringState(track.Orphan)},
		{"unknown-provenance", stringState(track.Proposed)}, {"same-as-source", stringState(track.Untranslated)},
		{"english-in-hy", englishInArmenian}, {"too-long", tooLong},
	}
	return append(list, textFinders()...)
}

type stringFinder struct {
	id   string
	find func(*stringsPass)
}

// stringsPass is one rule at work on all UI strings.
type stringsPass struct {
	in       MessagesInput
	all      *track.Strings
	lead     int
	settings Settings
	rule     *Rule
	found    []finding.Finding
}

// report adds a finding, unless its severity is off.
func (p *stringsPass) report(variant string, f finding.Finding) {
	severity := p.settings.Of(p.rule.ID, variant)
	if severity == Off {
		return
	}
	f.Rule, f.Variant, f.Tier, f.Severity = p.rule.ID, variant, p.rule.Tier, finding.Severity(severity)
	p.found = append(p.found, f)
}

// on makes a finding about a stretch of the file that holds one side of a
// message.
func (p *stringsPass) on(m *track.Message, side int, at source.Span, args finding.Args) finding.Finding {
	f := placed(m.In[side].Source, at)
	f.Lang, f.Key, f.Args = p.all.Langs[side], m.Key, args
	if f.Args == nil {
		f.Args = finding.Args{}
	}
	f.Args["Key"] = m.Key
	if other := m.On[1-side]; other != nil {
		f.Args["Other"] = place(m.In[1-side].Source, other.Name)
	}
	return f
}

// form is on for the text of a plural form.
func (p *stringsPass) form(m *track.Message, side int, x *catalog.Field, args finding.Args) finding.Finding {
	f := p.on(m, side, x.At, args)
	if len(m.On[side].Plural()) > 1 {
		f.Unit = x.Name
	}
	return f
}

func placed(src *source.File, at source.Span) finding.Finding {
	return finding.Finding{Path: src.Path, Start: src.Position(at.Start), End: src.Position(at.End)}
}

// place is "file:line".
func place(src *source.File, at source.Span) string {
	return fmt.Sprintf("%s:%d", src.Path, src.Position(at.Start).Line)
}

// each calls f for every plural form of every message on both sides.
func (p *stringsPass) each(f func(m *track.Message, side int, x *catalog.Field)) {
	for i := range p.all.Messages {
		m := &p.all.Messages[i]
		for side := range m.On {
			if m.On[side] == nil {
				continue
			}
			for k := range m.On[side].Fields {
				if x := &m.On[side].Fields[k]; catalog.IsForm(x.Name) && x.Text != "" {
					f(m, side, x)
				}
			}
		}
	}
}

// pairs calls f for every plural form of a translation with the text of the
// source it is the counterpart of: of the same form, or of "other".
func (p *stringsPass) pairs(f func(m *track.Message, side int, x *catalog.Field, source string)) {
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		if side == p.lead || m.On[p.lead] == nil || len(m.Sides[p.lead].Blocks) == 0 {
			return
		}
		text := m.On[p.lead].Text(x.Name)
		if text == "" {
			text = m.On[p.lead].Text("other")
		}
		if text == "" {
			text = m.On[p.lead].Plural()[0].Text
		}
		f(m, side, x, text)
	})
}

// fileProblems reports what is wrong with files as a whole, each under the rule
// that the catalog names.
func fileProblems(p *stringsPass) {
	for _, f := range p.all.Files() {
		for i := range f.Problems {
			x := &f.Problems[i]
			if x.Rule != p.rule.ID {
				continue
			}
			out := placed(f.Source, x.At)
			out.Args = finding.Args{"Problem": x.ID}
			for k, v := range x.Args {
				out.Args[k] = v
			}
			out.Lang = catalog.NameOf(f.Source.Path)
			out.Identity = x.ID
			if key, ok := x.Args["Key"].(string); ok {
				out.Key = key
			}
			p.report("", out)
		}
	}
}

// duplicateKeys reports a key that is there twice: in one file, or in two of
// one language.
func duplicateKeys(p *stringsPass) {
	fileProblems(p)
	for _, t := range p.all.Twice {
		first, second := t.First.Message(t.Key), t.Second.Message(t.Key)
		f := placed(t.Second.Source, second.Name)
		f.Lang, f.Key = p.all.Langs[t.Side], t.Key
		f.Args = finding.Args{"Problem": "string.duplicate-key", "Key": t.Key, "Other": place(t.First.Source, first.Name)}
		p.report("", f)
	}
}

// notFormatted reports the first byte that "zuyg strings fmt" would change.
func notFormatted(p *stringsPass) {
	for _, f := range p.all.Files() {
		want, have := f.Formatted(), f.Source.Data
		if bytes.Equal(want, have) {
			continue
		}
		at := 0
		for at < len(want) && at < len(have) && want[at] == have[at] {
			at++
		}
		out := placed(f.Source, source.Span{Start: at, End: at})
		out.Lang, out.Args = catalog.NameOf(f.Source.Path), finding.Args{}
		p.report("", out)
	}
}

// emptySource reports a message of the source without a text, or with a plural
// form that has none.
func emptySource(p *stringsPass) {
	for i := range p.all.Messages {
		m := &p.all.Messages[i]
		on := m.On[p.lead]
		if on == nil {
			continue
		}
		if len(on.Plural()) == 0 {
			p.report("", p.on(m, p.lead, on.Name, nil))
			continue
		}
		for k := range on.Fields {
			if x := &on.Fields[k]; catalog.IsForm(x.Name) && x.Text == "" {
				f := p.on(m, p.lead, x.At, nil)
				f.Unit = x.Name
				p.report("", f)
			}
		}
	}
}

// stringState makes the rule that reports every message in one state.
func stringState(state track.State) func(*stringsPass) {
	return func(p *stringsPass) {
		for i := range p.all.Messages {
			if m := &p.all.Messages[i]; m.State == state && p.known(m) {
				p.state(m)
			}
		}
	}
}

// known reports whether it is known what both languages hold of a message: not
// where a file can't be read, and a source without a text has its own rule.
func (p *stringsPass) known(m *track.Message) bool {
	for side, f := range p.all.Pairs[m.Of].Files {
		if m.On[side] == nil && f != nil && f.Err() != nil {
			return false
		}
	}
	return m.On[p.lead] == nil || len(m.Sides[p.lead].Blocks) > 0
}

// state reports a message at the text that moved, as articles do.
func (p *stringsPass) state(m *track.Message) {
	side := p.lead
	switch m.State {
	case track.Revised, track.Orphan, track.Untranslated, track.Proposed:
		side = 1 - p.lead
	}
	if m.On[side] == nil {
		side = 1 - side
	}
	at := m.On[side].Name
	if forms := m.On[side].Plural(); len(forms) > 0 {
		at = forms[0].At
	}
	variant := ""
	switch m.State {
	case track.Stale, track.Revised, track.Diverged:
		variant = m.Weight.String()
	}
	s := &m.Sides[side]
	f := p.on(m, side, at, finding.Args{"Problem": "string." + m.State.String(), "Weight": m.Weight.String(), "Text": oneLine(s.Text)})
	if f.Args["Other"] == nil {
		f.Args["Other"] = p.all.Pairs[m.Of].Paths[1-side]
	}
	if len(s.Change.Facts) > 0 {
		f.Args["Facts"] = Facts(s.Change.Facts)
	}
	if s.Change.Weight != 0 {
		f.Was, f.Now = s.Agreed, s.Text
		f.Identity = fmt.Sprint(s.Change.Facts)
	}
	p.report(variant, f)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
