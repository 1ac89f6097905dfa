package desk

import (
	"fmt"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/exchange"
	"zuyg/internal/track"
	"zuyg/internal/usage"
)

// HandOff returns the UI strings for a translator: those that fit, in order.
// uses, which may be nil, says where each is used.
func (d *Desk) HandOff(uses *usage.Uses, fits func(*track.Message) bool) (*exchange.File, error) {
	s, err := d.project.Messages()
	if err != nil {
		return nil, err
	}
	lead := s.Lead
	f := &exchange.File{Langs: [2]string{s.Langs[lead], s.Langs[1-lead]}, Plurals: s.Plurals[1-lead], Who: d.env.Who, Date: d.Today()}
	at := map[string][]string{}
	if uses != nil {
		for _, u := range uses.Static {
			at[u.Key] = append(at[u.Key], fmt.Sprintf("%s:%d", u.Path, u.Start.Line))
		}
	}
	for i := range s.Messages {
		m := &s.Messages[i]
		if m.On[lead] == nil || len(m.Sides[lead].Blocks) == 0 || !fits(m) {
			continue
		}
		u := exchange.Unit{Key: m.Key, Description: m.On[lead].Text("description"), State: m.State.String(), Source: m.On[lead].Plural(),
			SourceHash: sideHash(m, lead), TargetHash: sideHash(m, 1-lead), Uses: at[m.Key], Fuzzy: m.State == track.Stale || m.State == track.Diverged}
		if m.On[1-lead] != nil {
			u.Target = m.On[1-lead].Plural()
		}
		if u.Fuzzy && len(m.Entries) > 0 {
			u.Previous = track.FormsOf(m.Entries[0].Texts[lead])
		}
		f.Units = append(f.Units, u)
	}
	return f, nil
}

// sideHash names the text of one side, in all forms: 8 hexadecimal digits, as
// the hash of both.
func sideHash(m *track.Message, side int) string {
	u := track.Unit{}
	u.Sides[0].Text = m.Sides[side].Text
	return u.Hash()
}

// ImportedString is what became of one string of a hand-off file. ID is a message id:
// "strings.import-set", "…-unchanged", "…-empty", "…-fuzzy", or of a refusal
// "…-unknown", "…-unmarked", "…-source-moved", "…-target-moved",
// "…-form".
type ImportedString struct {
	Key      string
	Line     int
	ID       string
	Refused  bool
	Was, Now string // of the side that moved, as handed out and as it is; of what was set, before and after
	Form     string
}

// ImportStrings takes the translations of a hand-off file. One whose source is
// not what was handed out is refused, and so is one that somebody else changed
// meanwhile; nothing is left out without being said. What is complete is
// confirmed.
func (d *Desk) ImportStrings(f *exchange.File, po, dry bool) (*StringsResult, []ImportedString, error) {
	var all []ImportedString
	result, err := d.onStrings(dry, func(s *stringsSheet) error {
		all = nil
		var changes []fileChange
		var keys []string
		for i := range f.Units {
			u := &f.Units[i]
			one, fields := s.importOne(u, po)
			all = append(all, one)
			if len(fields) == 0 {
				continue
			}
			m := s.strings.Message(u.Key)
			changes = append(changes, s.setting(m, 1-s.strings.Lead, fields)...)
			keys = append(keys, u.Key)
		}
		if err := s.apply(changes); err != nil {
			return err
		}
		var whole []string
		for _, key := range keys {
			if m := s.strings.Message(key); !s.lacks(m) && !stringNeedsReason(m) {
				whole = append(whole, key)
			}
		}
		return s.confirm(whole, "")
	})
	return result, all, err
}

// importOne decides about one string: what became of it, and the fields to set.
func (s *stringsSheet) importOne(u *exchange.Unit, po bool) (ImportedString, []catalog.Field) {
	lead := s.strings.Lead
	one := ImportedString{Key: u.Key, Line: u.Line}
	refuse := func(id, was, now string) (ImportedString, []catalog.Field) {
		one.ID, one.Refused, one.Was, one.Now = id, true, was, now
		return one, nil
	}
	m := s.strings.Message(u.Key)
	switch {
	case m == nil || m.On[lead] == nil:
		return refuse("strings.import-unknown", "", "")
	case u.SourceHash == "":
		return refuse("strings.import-unmarked", "", "")
	case u.SourceHash != sideHash(m, lead):
		return refuse("strings.import-source-moved", join(u.Source), m.Sides[lead].Text)
	case u.Fuzzy && po:
		one.ID = "strings.import-fuzzy"
		return one, nil
	}
	fields, any := s.differing(u, m, po)
	for _, f := range fields {
		if !s.strings.Plurals[1-lead].Has(f.Name) {
			one.Form = f.Name
			return refuse("strings.import-form", "", "")
		}
	}
	switch {
	case len(fields) > 0 && u.TargetHash != "" && u.TargetHash != sideHash(m, 1-lead):
		return refuse("strings.import-target-moved", join(u.Target), m.Sides[1-lead].Text)
	case len(fields) > 0:
		one.ID, one.Was, one.Now = "strings.import-set", m.Sides[1-lead].Text, join(u.Target)
	case any:
		one.ID = "strings.import-unchanged"
	default:
		one.ID = "strings.import-empty"
	}
	return one, fields
}

// differing returns the texts of a string that are not what the files hold, and
// whether there are any texts at all. An empty one says nothing.
func (s *stringsSheet) differing(u *exchange.Unit, m *track.Message, po bool) (fields []catalog.Field, any bool) {
	on := m.On[1-s.strings.Lead]
	for _, t := range u.Target {
		if t.Text == "" {
			continue
		}
		any = true
		now := ""
		if on != nil {
			now = on.Text(t.Name)
		}
		now = strings.ReplaceAll(now, "\r\n", "\n")
		if po && len(u.Source) > 0 {
			now = exchange.Fit(u.Source[0].Text, now)
		}
		if t.Text != now {
			fields = append(fields, catalog.Field{Name: t.Name, Text: t.Text})
		}
	}
	return fields, any
}

// join shows the texts of several forms.
func join(fields []catalog.Field) string {
	var out []string
	for _, f := range fields {
		if f.Text == "" {
			continue
		}
		if len(fields) == 1 && f.Name == "other" {
			return f.Text
		}
		out = append(out, f.Name+": "+f.Text)
	}
	return track.Join(out)
}
