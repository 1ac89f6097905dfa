package check

import (
	"fmt"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// states makes the rule that reports every unit in one state. The place is
// that of the text that is there and new: of the lead for what is missing or
// stale, of the translation for what was revised. What rule verbatim reports
// is not reported twice.
func states(state track.State) func(*pass) {
	return func(p *pass) {
		for i := range p.article.Units {
			u := &p.article.Units[i]
			if u.State == state && !p.wholeVersionMissing(u) && !drifted(u) {
				p.unit(u)
			}
		}
	}
}

// wholeVersionMissing reports whether u is missing because its whole version
// is: one finding says that, not one a paragraph.
func (p *pass) wholeVersionMissing(u *track.Unit) bool {
	return (u.State == track.Missing || u.State == track.Orphan) &&
		(p.article.Versions[0].Doc == nil || p.article.Versions[1].Doc == nil)
}

// unit reports one unit at the text that moved.
func (p *pass) unit(u *track.Unit) {
	a := p.article
	side := a.Lead
	switch u.State {
	case track.Revised, track.Orphan:
		side = 1 - a.Lead
	case track.Untranslated:
		side = 1 - a.Lead
	}
	if len(u.Sides[side].Blocks) == 0 {
		side = 1 - side
	}
	variant := ""
	switch u.State {
	case track.Stale, track.Revised, track.Diverged:
		variant = u.Weight.String()
	}
	f := finding.Finding{
		Lang: a.Versions[side].Lang, Unit: u.ID, Path: a.Versions[side].Path,
		Args: finding.Args{
			"Kind": u.Kind.String(), "Unit": u.ID, "Weight": u.Weight.String(), "Words": u.Words(side),
			"Article": a.Slug, "Text": markdown.Plain(u.Sides[side].Text),
			"OtherLang": a.Versions[1-side].Lang, "Other": Place(a, u, 1-side),
		},
	}
	f.Start, f.End = Changed(a, u, side)
	facts := u.Sides[side].Change.Facts
	if len(facts) > 0 {
		f.Args["Facts"] = Facts(facts)
	}
	if u.State == track.Diverged {
		if other := u.Sides[1-side].Change.Facts; len(other) > 0 {
			f.Args["OtherFacts"] = Facts(other)
		}
	}
	f.Identity = identity(u)
	if s := &u.Sides[side]; s.Agreed != "" && s.Change.Weight != weight.None {
		f.Was, f.Now = s.Agreed, s.Text
	}
	for i := range u.Entries {
		f.Args["Confirmed"] = max(u.Entries[i].At, text(f.Args["Confirmed"]))
	}
	f.Fix = carryAddress(a, u)
	p.report(variant, f)
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// identity is what sets one finding about a unit apart from a later one about
// the same unit: the facts that are out of step, on both sides. Other words may
// change without making a new finding of it.
func identity(u *track.Unit) string {
	var b strings.Builder
	for side := range u.Sides {
		for _, c := range u.Sides[side].Change.Facts {
			fmt.Fprintf(&b, "%d %s %q %q\n", side, c.Kind, c.Old, c.New)
		}
	}
	return b.String()
}

// Facts returns changed facts in a form for messages and JSON: kind, old, new.
func Facts(facts []weight.Changed) []map[string]string {
	out := make([]map[string]string, len(facts))
	for i, c := range facts {
		out[i] = map[string]string{"kind": c.Kind, "old": c.Old, "new": c.New}
	}
	return out
}

// Place returns "file:line" of one side of a unit, or the file alone where that
// side is empty.
func Place(a *track.Article, u *track.Unit, side int) string {
	start, _, ok := a.At(u, side)
	if !ok {
		return a.Versions[side].Path
	}
	return fmt.Sprintf("%s:%d", a.Versions[side].Path, start.Line)
}

// Changed returns where the text of one side first differs from what was
// confirmed, to the end of the unit; for an unchanged side, the whole of it.
func Changed(a *track.Article, u *track.Unit, side int) (start, end source.Position) {
	start, end, ok := a.At(u, side)
	s := &u.Sides[side]
	if !ok || s.Agreed == "" || s.Change.Weight == weight.None || u.Kind == markdown.Field {
		return start, end
	}
	off := firstDifference(s.Agreed, s.Text)
	doc := a.Versions[side].Doc
	for _, b := range s.Blocks {
		for n, piece := range doc.Blocks[b].Lines {
			if off <= piece.Len() {
				return doc.File.Position(piece.Start + off), end
			}
			off -= piece.Len() + 1 // the "\n" between pieces
			if n == len(doc.Blocks[b].Lines)-1 {
				off-- // the second "\n" between blocks
			}
		}
	}
	return start, end
}

// firstDifference returns the offset in now, at the start of a word or number,
// where it first differs from agreed when any white space is as good as another.
func firstDifference(agreed, now string) int {
	old, new := lang.Words(agreed), lang.Words(now)
	for i, w := range new {
		if i >= len(old) || agreed[old[i].Start:old[i].End] != now[w.Start:w.End] {
			return numberStart(now, w.Start)
		}
	}
	if len(new) > 0 {
		return new[len(new)-1].Start
	}
	return 0
}

// numberStart returns where the number begins that has a part at an offset, as
// 1.6 has at its 6; the offset itself in other text.
func numberStart(text string, at int) int {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for digit(at) && at > 1 && (text[at-1] == '.' || text[at-1] == ',') && digit(at-2) {
		for at -= 2; digit(at - 1); {
			at--
		}
	}
	return at
}
