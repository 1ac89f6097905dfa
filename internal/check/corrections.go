package check

import (
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/lang"
	"zuyg/internal/source"
	"zuyg/internal/track"
)

// correctionsKey is the front matter list of an article's corrections.
const correctionsKey = "corrections"

// correction is one entry of the list.
type correction struct {
	date string // canonical, "" when it has none
	text string
	at   source.Span
}

// corrections lists the entries of a version. Dates are read in the version's
// own language: "April 5, 2026" and "2026 թ. ապրիլի 5" are one day.
func corrections(v *track.Version) []correction {
	var out []correction
	for _, at := range v.Doc.MetaItems(correctionsKey) {
		c := correction{at: at, text: string(v.Doc.File.Data[at.Start:at.End])}
		for _, n := range lang.Numbers(c.text, v.Lang) {
			if n.Kind == "date" {
				c.date = n.Value
				break
			}
		}
		out = append(out, c)
	}
	return out
}

// correctionTwins reports the corrections of one version that the other does
// not tell of: readers of both were told the wrong thing. Entries are twins by
// their dates, those without one by their number.
func correctionTwins(p *pass) {
	a := p.article
	if a.Versions[0].Doc == nil || a.Versions[1].Doc == nil {
		return
	}
	lists := [2][]correction{corrections(&a.Versions[0]), corrections(&a.Versions[1])}
	for side := range lists {
		left := map[string]int{}
		for _, c := range lists[1-side] {
			left[c.date]++
		}
		for _, c := range lists[side] {
			if left[c.date] > 0 {
				left[c.date]--
				continue
			}
			v := &a.Versions[side]
			p.report("", finding.Finding{Lang: v.Lang, Path: v.Path, Start: v.Doc.File.Position(c.at.Start), End: v.Doc.File.Position(c.at.End),
				Args:     finding.Args{"Date": c.date, "Text": strings.Join(strings.Fields(c.text), " "), "OtherLang": a.Versions[1-side].Lang, "Other": a.Versions[1-side].Path},
				Identity: c.date + "\x00" + undated(c)})
		}
	}
}

// undated tells entries without a date apart.
func undated(c correction) string {
	if c.date != "" {
		return ""
	}
	return lang.Fold(c.text)
}
