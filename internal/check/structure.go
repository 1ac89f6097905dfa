package check

import (
	"maps"
	"slices"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/source"
	"zuyg/internal/track"
)

// unreadable reports what could not be read in a version: invalid UTF-8, front
// matter that does not close.
func unreadable(p *pass) {
	for _, v := range p.article.Versions {
		if v.Doc == nil {
			continue
		}
		for _, e := range v.Doc.Problems {
			p.problem(e, v.Lang)
		}
	}
}

// leadNamed reports a "source:" that names no language of the project, or that
// the two versions disagree on.
func leadNamed(p *pass) {
	if e := p.article.LeadProblem; e != nil {
		p.problem(e, "")
	}
}

// problem reports an error in content, which has its own message.
func (p *pass) problem(e *source.Error, language string) {
	args := finding.Args{"Problem": e.ID}
	maps.Copy(args, e.Args)
	p.report("", finding.Finding{Lang: language, Path: e.Path, Start: e.Pos, End: e.Pos, Args: args, Identity: e.ID})
}

// missingVersion reports an article of which there is only one version.
func missingVersion(p *pass) {
	a := p.article
	for side := range a.Versions {
		if a.Versions[side].Doc != nil {
			continue
		}
		there := &a.Versions[1-side]
		words := 0
		for i := range a.Units {
			words += a.Units[i].Words(1 - side)
		}
		start := source.Position{Line: 1, Column: 1, Byte: 1, UTF16: 1}
		p.report("", finding.Finding{Lang: there.Lang, Path: there.Path, Start: start, End: start,
			Args: finding.Args{"OtherLang": a.Versions[side].Lang, "Other": a.Versions[side].Path, "Words": words}})
	}
}

// verbatim reports code, raw HTML and definitions that are not the same in
// both versions, at the side that changed since they were confirmed, else at
// the translation. A pair that somebody confirmed as it stands is information.
func verbatim(p *pass) {
	a := p.article
	for i := range a.Units {
		u := &a.Units[i]
		if !drifted(u) {
			continue
		}
		side := 1 - a.Lead
		if changed, ok := moved([2]string{u.Sides[0].Agreed, u.Sides[1].Agreed}, [2]string{u.Sides[0].Text, u.Sides[1].Text}); ok && len(u.Entries) > 0 {
			side = changed
		}
		f := finding.Finding{Lang: a.Versions[side].Lang, Unit: u.ID, Path: a.Versions[side].Path,
			Args: finding.Args{"Kind": u.Kind.String(), "Unit": u.ID, "Other": Place(a, u, 1-side), "Article": a.Slug}}
		f.Start, f.End = Changed(a, u, side)
		f.Fix = carryBlock(a, u)
		p.report(agreedVariant(u), f)
	}
}

// drifted reports whether a unit that is never translated differs. Of a link
// definition only the address must be the same, its title is text.
func drifted(u *track.Unit) bool {
	if !u.Verbatim() || len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 || u.Sides[0].Text == u.Sides[1].Text {
		return false
	}
	return u.Kind != markdown.Definition || !lang.Same(target(u.Sides[0].Text), target(u.Sides[1].Text))
}

// target returns the address of a link reference definition's source.
func target(definition string) string {
	_, rest, ok := cutDefinition(definition)
	if !ok {
		return definition
	}
	return rest
}

// agreedVariant is "confirmed" for a unit whose two texts were confirmed as
// they are.
func agreedVariant(u *track.Unit) string {
	if u.State == track.Translated || u.State == track.Reviewed {
		return "confirmed"
	}
	return ""
}

// addresses reports links, images and footnote marks of a unit that are not
// the same on both sides: a translation changes the words of a link, not where
// it leads. For a unit out of step its state says so.
func addresses(p *pass) {
	a := p.article
	for i := range a.Units {
		u := &a.Units[i]
		if u.Verbatim() || len(u.Sides[0].Blocks) == 0 || len(u.Sides[1].Blocks) == 0 ||
			slices.Contains([]track.State{track.Untranslated, track.Stale, track.Revised, track.Diverged}, u.State) {
			continue
		}
		lead, other := targets(u.Sides[a.Lead].Text), targets(u.Sides[1-a.Lead].Text)
		lost, added := without(lead, other), without(other, lead)
		if len(lost)+len(added) == 0 {
			continue
		}
		side := 1 - a.Lead
		f := finding.Finding{Lang: a.Versions[side].Lang, Unit: u.ID, Path: a.Versions[side].Path,
			Args: finding.Args{"Unit": u.ID, "Lost": lost, "Added": added, "Other": Place(a, u, 1-side), "Article": a.Slug}}
		f.Identity = strings.Join(lost, "\n") + "\x00" + strings.Join(added, "\n")
		f.Start, f.End, _ = a.At(u, side)
		p.report(agreedVariant(u), f)
	}
}

// targets lists the addresses and footnote labels in a text, sorted.
func targets(text string) []string {
	var out []string
	for _, in := range markdown.Inlines(text) {
		switch in.Kind {
		case "link", "image", "autolink", "ref":
			out = append(out, in.Text)
		case "footnote":
			out = append(out, "[^"+in.Text+"]")
		}
	}
	slices.Sort(out)
	return out
}

// without returns what a holds more often than b; both are sorted.
func without(a, b []string) []string {
	out := []string{}
	for _, x := range a {
		for len(b) > 0 && b[0] < x {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == x {
			b = b[1:]
			continue
		}
		out = append(out, x)
	}
	return out
}

// cutDefinition takes "[label]: address \"title\"" apart.
func cutDefinition(text string) (label, address string, ok bool) {
	end := strings.Index(text, "]:")
	if !strings.HasPrefix(text, "[") || end < 0 {
		return "", "", false
	}
	rest := strings.TrimLeft(text[end+2:], " \t\n")
	if in, found := strings.CutPrefix(rest, "<"); found {
		address, _, ok = strings.Cut(in, ">")
		return text[1:end], address, ok
	}
	if i := strings.IndexAny(rest, " \t\n"); i >= 0 {
		rest = rest[:i]
	}
	return text[1:end], rest, rest != ""
}
