package track

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/weight"
)

// emit turns groups into units in the order of the lead.
func (w *work) emit() {
	a := w.article
	seen := map[string]int{}
	a.Units = make([]Unit, 0, max(len(w.texts[0]), len(w.texts[1])))
	placed := make([]bool, len(w.groups))
	put := func(u Unit) {
		if len(u.Entries) == 0 {
			u.ID = w.provisional(&u, seen)
		}
		a.Units = append(a.Units, u)
	}
	for _, side := range []int{a.Lead, 1 - a.Lead} {
		var late []Unit // translation only: to be put behind their neighbour
		var after []int // the other side's group before each
		prev := -1
		for b := range w.texts[side] {
			g := w.owner[side][b]
			if g >= 0 && placed[g] {
				if len(w.groups[g].blocks[a.Lead]) > 0 { // else it is one of the late ones
					prev = g
				}
				continue
			}
			var u Unit
			if g >= 0 {
				placed[g] = true
				u = w.unit(&w.groups[g])
			} else {
				var lone group
				lone.blocks[side] = []int{b}
				u = w.unit(&lone)
			}
			if side == a.Lead {
				put(u)
				continue
			}
			late, after = append(late, u), append(after, prev)
		}
		if side != a.Lead {
			w.insert(late, after, seen)
		}
	}
	for g := range w.groups {
		if x := &w.groups[g]; len(x.blocks[0])+len(x.blocks[1]) == 0 {
			for _, e := range x.entries {
				a.Gone = append(a.Gone, a.Record.Entries[e])
			}
		}
	}
}

// insert puts units that stand in the translation only behind the unit that
// comes before them there.
func (w *work) insert(late []Unit, after []int, seen map[string]int) {
	if len(late) == 0 {
		return
	}
	a := w.article
	follow := map[int][]Unit{} // first other-side block of the unit before → late units
	var head []Unit
	for i := range late {
		if len(late[i].Entries) == 0 {
			late[i].ID = w.provisional(&late[i], seen)
		}
		if after[i] < 0 {
			head = append(head, late[i])
			continue
		}
		k := w.groups[after[i]].blocks[1-a.Lead][0]
		follow[k] = append(follow[k], late[i])
	}
	out := make([]Unit, 0, len(a.Units)+len(late))
	out = append(out, head...)
	for _, u := range a.Units {
		out = append(out, u)
		if bs := u.Sides[1-a.Lead].Blocks; len(bs) > 0 {
			out = append(out, follow[bs[0]]...)
		}
	}
	a.Units = out
}

// unit derives everything that is said about a group.
func (w *work) unit(g *group) Unit {
	a := w.article
	u := Unit{Confidence: g.confidence, Regrouped: g.regrouped, Moved: g.moved}
	for _, e := range g.entries {
		u.Entries = append(u.Entries, a.Record.Entries[e])
	}
	if len(u.Entries) > 0 {
		u.ID = u.Entries[0].ID
	}
	confirmed := w.confirmed(g)
	for side := range u.Sides {
		s := &u.Sides[side]
		s.Blocks = g.blocks[side]
		slices.Sort(s.Blocks)
		s.Text = w.text(side, s.Blocks)
		if len(g.entries) == 0 {
			continue
		}
		s.Agreed = w.agreed(g, side)
		if !lang.Same(s.Agreed, s.Text) && !w.reordered(g, side) {
			s.Change = weight.Of(s.Agreed, s.Text, a.Versions[side].Lang, w.settings.Weight)
		}
	}
	if !confirmed && u.Confidence == 0 {
		u.Confidence = leastConfidence(u.Entries)
	}
	u.Kind = w.kind(&u)
	u.State = w.state(&u, confirmed)
	switch {
	case u.State == Missing, u.State == Orphan, u.State == Proposed, u.State == Untranslated:
	case u.Verbatim() && u.Sides[0].Text == u.Sides[1].Text: // is in step whatever it was
	default:
		u.Weight = max(u.Sides[0].Change.Weight, u.Sides[1].Change.Weight)
	}
	return u
}

// reordered reports whether the blocks of one side are those that were
// confirmed in another order: paragraphs that change places are no change.
func (w *work) reordered(g *group, side int) bool {
	var was []string
	for _, e := range g.entries {
		was = append(was, w.article.Record.Entries[e].Texts[side]...)
	}
	now := pickText(w.texts[side], g.blocks[side])
	if len(was) != len(now) || len(was) < 2 {
		return false
	}
	for i := range was {
		was[i], now[i] = lang.Squash(was[i]), lang.Squash(now[i])
	}
	slices.Sort(was)
	slices.Sort(now)
	return slices.Equal(was, now)
}

func (w *work) text(side int, blocks []int) string {
	if len(blocks) == 1 {
		return w.texts[side][blocks[0]]
	}
	return Join(pickText(w.texts[side], blocks))
}

func pickText(from []string, at []int) []string {
	out := make([]string, len(at))
	for i, k := range at {
		out[i] = from[k]
	}
	return out
}

func (w *work) kind(u *Unit) markdown.Kind {
	for _, side := range []int{w.article.Lead, 1 - w.article.Lead} {
		if bs := u.Sides[side].Blocks; len(bs) > 0 {
			return w.article.Versions[side].Doc.Blocks[bs[0]].Kind
		}
	}
	return markdown.Paragraph
}

// leastConfidence is how sure the least sure of recorded proposals is.
func leastConfidence(entries []record.Entry) float64 {
	least := 0.0
	for i := range entries {
		if c := entries[i].Confidence; entries[i].Status == record.Proposed && (least == 0 || c < least) {
			least = c
		}
	}
	return least
}

// state is the table of DESIGN 4: what the two texts and the record say. A
// recorded proposal whose texts changed since is out of step just like a
// confirmed pair; one that stands as recorded stays a proposal.
func (w *work) state(u *Unit, confirmed bool) State {
	lead, other := &u.Sides[w.article.Lead], &u.Sides[1-w.article.Lead]
	hasLead, hasOther := len(lead.Blocks) > 0, len(other.Blocks) > 0
	both, recorded := hasLead && hasOther, len(u.Entries) > 0
	verbatim := u.Kind == markdown.Code || u.Kind == markdown.HTML || u.Kind == markdown.Definition
	switch {
	case both && verbatim && lead.Text == other.Text:
		return settled(u)
	case !hasOther && (!recorded || other.Agreed != ""):
		return Missing
	case !hasLead && (!recorded || lead.Agreed != ""):
		return Orphan
	case both && !verbatim && (!confirmed || w.counts(other.Change)) && untranslated(lead.Text, other.Text, w.article.Versions[w.article.Lead].Lang):
		return Untranslated
	case !recorded:
		return Proposed
	case w.counts(lead.Change) && w.counts(other.Change):
		return Diverged
	case w.counts(lead.Change):
		return Stale
	case w.counts(other.Change):
		return Revised
	case !confirmed:
		return Proposed
	}
	return settled(u)
}

// counts reports whether a change puts a unit out of step.
func (w *work) counts(c weight.Change) bool {
	return c.Weight != weight.None && c.Weight >= w.settings.StaleFrom
}

// settled is the state of a unit in step: reviewed if every entry was.
func settled(u *Unit) State {
	for i := range u.Entries {
		if u.Entries[i].Status != record.Reviewed {
			return Translated
		}
	}
	if len(u.Entries) == 0 {
		return Translated
	}
	return Reviewed
}

// untranslated reports whether the counterpart is still the lead's own text,
// and that text is one that a translator would change: it has a word of the
// lead's script.
func untranslated(lead, other, language string) bool {
	if !lang.SameFold(lead, other) {
		return false
	}
	script := unicode.Latin
	if language == "hy" {
		script = unicode.Armenian
	}
	for _, r := range markdown.Plain(lead) {
		if unicode.IsLetter(r) && unicode.Is(script, r) {
			return true
		}
	}
	return false
}

// provisional makes the id of a proposal from its texts, so that it is the
// same on every run until somebody confirms it. It begins with "x", which ids
// of the record never do.
func (w *work) provisional(u *Unit, seen map[string]int) string {
	text := u.Kind.String() + "\x00" + u.Sides[0].Text + "\x00" + u.Sides[1].Text
	n := seen[text]
	seen[text]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", text, n))
	return "x" + strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))[:7]
}

// Hash names the two texts of a unit: 8 hexadecimal digits. A decision that
// was made on one hash is refused on another.
func (u *Unit) Hash() string {
	sum := sha256.Sum256([]byte(u.Sides[0].Text + "\x00" + u.Sides[1].Text))
	return fmt.Sprintf("%x", sum[:4])
}
