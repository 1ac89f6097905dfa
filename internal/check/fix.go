package check

import (
	"slices"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/markdown"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// Two things are mended mechanically, both where the two sides were confirmed
// with one and the same thing and one side alone changed it since: the address
// of a link or an image, and a block that is never translated. What changed is
// carried to the other side. It is no confirmation: whoever reads the texts
// accepts the unit afterwards. Everything else is for a person to decide.

// moved returns the side that changed what both sides agreed on, when the other
// did not; agreed and now are that thing on each side.
func moved(agreed, now [2]string) (side int, ok bool) {
	if agreed[0] != agreed[1] {
		return 0, false
	}
	switch {
	case now[0] != agreed[0] && now[1] == agreed[1]:
		return 0, true
	case now[1] != agreed[1] && now[0] == agreed[0]:
		return 1, true
	}
	return 0, false
}

// carryBlock is the fix of a verbatim unit.
func carryBlock(a *track.Article, u *track.Unit) []finding.Edit {
	s := &u.Sides
	if len(u.Entries) == 0 || s[0].Agreed == "" {
		return nil
	}
	side, ok := moved([2]string{s[0].Agreed, s[1].Agreed}, [2]string{s[0].Text, s[1].Text})
	if !ok {
		return nil
	}
	return replace(a, u, 1-side, s[side].Text)
}

// carryAddress is the fix of a unit whose addresses differ: one address was
// changed to one other on one side.
func carryAddress(a *track.Article, u *track.Unit) []finding.Edit {
	if len(u.Entries) == 0 {
		return nil
	}
	for side := range u.Sides {
		from, to := &u.Sides[side], &u.Sides[1-side]
		was, now := targets(from.Agreed), targets(from.Text)
		old, added := without(was, now), without(now, was)
		other := targets(to.Text)
		if len(old) != 1 || len(added) != 1 || strings.HasPrefix(old[0], "[^") || strings.HasPrefix(added[0], "[^") ||
			!slices.Equal(targets(to.Agreed), other) || !slices.Equal(was, other) {
			continue
		}
		if text, ok := readdress(to.Text, old[0], added[0]); ok {
			return replace(a, u, 1-side, text)
		}
	}
	return nil
}

// readdress gives the one link or image of text that leads to old the address
// now; ok is false when there is no such one, or it is not plain where it
// stands.
func readdress(text, old, now string) (string, bool) {
	var found []markdown.Inline
	for _, in := range markdown.Inlines(text) {
		if (in.Kind == "link" || in.Kind == "image") && in.Text == old {
			found = append(found, in)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	at := found[0].Span
	written := text[at.Start:at.End]
	if strings.Count(written, old) != 1 || strings.ContainsAny(now, " ()<>\n") {
		return "", false
	}
	i := at.Start + strings.Index(written, old)
	return text[:i] + now + text[i+len(old):], true
}

// replace returns the edits that give one side of a unit, of one block, a text.
func replace(a *track.Article, u *track.Unit, side int, text string) []finding.Edit {
	v := &a.Versions[side]
	if len(u.Sides[side].Blocks) != 1 || u.Sides[side].Change.Weight > weight.Cosmetic {
		return nil
	}
	edits, err := v.Doc.Replace(u.Sides[side].Blocks[0], text)
	if err != nil {
		return nil // it can't be written there; a person finds a way
	}
	out := make([]finding.Edit, len(edits))
	for i, e := range edits {
		out[i] = finding.Edit{Path: v.Path, Span: e.Span, From: v.Doc.File.Position(e.Start), To: v.Doc.File.Position(e.End),
			Was: string(v.Doc.File.Data[e.Start:e.End]), Text: e.Text}
	}
	return out
}
