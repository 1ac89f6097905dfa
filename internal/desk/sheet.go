package desk

import (
	"slices"

	"zuyg/internal/project"
	"zuyg/internal/record"
	"zuyg/internal/track"
)

// pick finds the unit that p names, or makes one of the parts it names, and
// looks at the hash.
func (s *sheet) pick(p Pick) (*track.Unit, error) {
	a := s.article
	var u *track.Unit
	if len(p.Parts) == 1 && p.Parts[0].Lang == "" {
		if u = a.Unit(p.Parts[0].Unit); u == nil {
			return nil, &NoUnitError{a.Slug, p.Parts[0].Unit}
		}
	} else {
		joined, err := s.joinParts(p.Parts)
		if err != nil {
			return nil, err
		}
		u = joined
	}
	if got := u.Hash(); p.Hash != "" && p.Hash != got {
		return nil, &Conflict{Slug: a.Slug, Unit: u.ID, Want: p.Hash, Got: got,
			Langs: [2]string{a.Versions[0].Lang, a.Versions[1].Lang}, Texts: [2]string{u.Sides[0].Text, u.Sides[1].Text}}
	}
	return u, nil
}

// joinParts makes one unit of sides and units that belong together though the
// alignment did not see it. Entries of all the parts are replaced by the new
// one: what is left of a unit that lost a side to it has to be confirmed again.
func (s *sheet) joinParts(parts []Part) (*track.Unit, error) {
	a := s.article
	u := &track.Unit{ID: parts[0].Unit, State: track.Proposed}
	langs := [2]string{a.Versions[0].Lang, a.Versions[1].Lang}
	touched := false // something of the translation is not what was stale
	for _, part := range parts {
		from := a.Unit(part.Unit)
		if from == nil {
			return nil, &NoUnitError{a.Slug, part.Unit}
		}
		if part.Lang != "" && !slices.Contains(langs[:], part.Lang) {
			return nil, &project.BadLangError{Lang: part.Lang, Langs: langs}
		}
		for side := range u.Sides {
			if part.Lang == "" || part.Lang == langs[side] {
				u.Sides[side].Blocks = append(u.Sides[side].Blocks, from.Sides[side].Blocks...)
				touched = touched || side != a.Lead && len(from.Sides[side].Blocks) > 0 && from.State != track.Stale
			}
		}
		for _, e := range from.Entries {
			if !slices.ContainsFunc(u.Entries, func(x record.Entry) bool { return x.ID == e.ID }) {
				u.Entries = append(u.Entries, e)
			}
		}
	}
	for side := range u.Sides {
		slices.Sort(u.Sides[side].Blocks)
		u.Sides[side].Blocks = slices.Compact(u.Sides[side].Blocks)
		u.Sides[side].Text = track.Join(s.texts(side, u.Sides[side].Blocks))
	}
	if len(u.Sides[0].Blocks)+len(u.Sides[1].Blocks) == 0 {
		return nil, &NoUnitError{a.Slug, parts[0].Unit + "." + parts[0].Lang}
	}
	if !touched && len(u.Sides[1-a.Lead].Blocks) > 0 {
		u.State = track.Stale
	}
	for _, side := range []int{1 - a.Lead, a.Lead} {
		if bs := u.Sides[side].Blocks; len(bs) > 0 {
			u.Kind = a.Versions[side].Doc.Blocks[bs[0]].Kind
		}
	}
	return u, nil
}

func (s *sheet) texts(side int, blocks []int) []string {
	out := []string{}
	for _, b := range blocks {
		out = append(out, s.article.Versions[side].Doc.Text(b))
	}
	return out
}

// entry makes the record entry of a unit as it stands now.
func (s *sheet) entry(u *track.Unit) record.Entry {
	e := record.Entry{Kind: u.Kind.String(), Key: s.article.Key(u)}
	for side := range u.Sides {
		e.Texts[side] = s.texts(side, u.Sides[side].Blocks)
	}
	if len(u.Entries) > 0 {
		return u.Entries[0].With(e)
	}
	e.ID = s.newID()
	return e
}

// newID makes an id that no entry has and that does not look like that of a
// proposal, which begins with "x".
func (s *sheet) newID() string {
	if s.taken == nil {
		s.taken = map[string]bool{}
		for i := range s.record.Entries {
			s.taken[s.record.Entries[i].ID] = true
		}
	}
	id := record.NewID(s.desk.env.Random, func(id string) bool { return id[0] == 'x' || s.taken[id] })
	s.taken[id] = true
	return id
}

// put notes that e takes the place of the entries of u.
func (s *sheet) put(u *track.Unit, e record.Entry) {
	for _, old := range u.Entries {
		s.remove(old.ID)
	}
	delete(s.removed, e.ID)
	s.decided[e.ID] = e
	s.recordedAs[u.ID] = e.ID
}

// remove notes that an entry is to go.
func (s *sheet) remove(id string) { s.removed[id] = true }

// result returns the entries as decided. An entry that was there keeps its
// line; a new one goes behind that of the nearest unit before it, so that the
// other lines stay where they are and git can merge them. After a decision on
// the whole article all are in the order of the lead version.
func (s *sheet) result() []record.Entry {
	there := map[string]bool{}
	for i := range s.record.Entries {
		there[s.record.Entries[i].ID] = true
	}
	behind := map[string][]record.Entry{}
	place := map[string]int{}
	before := ""
	for i := range s.article.Units {
		u := &s.article.Units[i]
		id := s.recordedAs[u.ID]
		for _, e := range u.Entries {
			place[e.ID] = i
		}
		if id != "" && !there[id] {
			behind[before] = append(behind[before], s.decided[id])
		}
		if id == "" && len(u.Entries) > 0 {
			id = u.Entries[0].ID
		}
		if id != "" && there[id] {
			before = id
		}
		place[id] = i
	}
	out := append([]record.Entry{}, behind[""]...)
	for _, e := range s.record.Entries {
		if d, ok := s.decided[e.ID]; ok {
			out = append(out, d)
		} else if !s.removed[e.ID] {
			out = append(out, e)
		}
		out = append(out, behind[e.ID]...)
	}
	if s.sorted {
		slices.SortStableFunc(out, func(a, b record.Entry) int { return place[a.ID] - place[b.ID] })
	}
	return out
}
