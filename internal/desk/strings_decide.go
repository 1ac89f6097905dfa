package desk

import (
	"zuyg/internal/catalog"
	"zuyg/internal/record"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

// AcceptStrings confirms UI strings: a person says that both languages say the
// same, in every plural form. With all, every one that has both sides and is
// not confirmed as it stands; those that would need a reason which is not
// given are reported in StringDone.Skipped. The hash that goi18n looks at is
// written where the file has hashes.
func (d *Desk) AcceptStrings(picks []KeyPick, all bool, o Options) (*StringsResult, error) {
	return d.onStrings(false, func(s *stringsSheet) error {
		messages, err := s.picked(picks, all, func(m *track.Message) bool {
			if m.On[0] == nil || m.On[1] == nil || len(m.Sides[0].Blocks) == 0 || len(m.Sides[1].Blocks) == 0 || s.settled(m) {
				return false
			}
			if stringNeedsReason(m) && o.Reason == "" {
				s.done = append(s.done, StringDone{Key: m.Key, Was: m.State, Hash: m.Hash(), Skipped: "strings.needs-reason"})
				return false
			}
			return true
		})
		if err != nil {
			return err
		}
		if err := s.confirm(messages, o.Reason); err != nil {
			return err
		}
		if all {
			for _, e := range s.strings.Gone {
				s.dropped[e.ID] = true
			}
			s.touched = s.touched || len(s.dropped) > 0
		}
		return nil
	})
}

// ReviewStrings records that a second person says it.
func (d *Desk) ReviewStrings(picks []KeyPick, all bool) (*StringsResult, error) {
	return d.onStrings(false, func(s *stringsSheet) error {
		keys, err := s.picked(picks, all, func(m *track.Message) bool {
			id := s.refuseReview(m)
			if id != "" && m.State != track.Reviewed {
				s.done = append(s.done, StringDone{Key: m.Key, Was: m.State, Hash: m.Hash(), Skipped: id})
			}
			return id == ""
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			m := s.strings.Message(key)
			if id := s.refuseReview(m); id != "" {
				return &KeyError{Key: key, ID: id, Args: map[string]any{"State": m.State.String()}}
			}
			e := m.Entries[0]
			e.Texts = texts(m)
			e.Status, e.ReviewBy, e.ReviewAt = record.Reviewed, s.desk.env.Who, s.desk.Today()
			s.record(m, e)
			s.done = append(s.done, StringDone{Key: key, Was: m.State, Hash: m.Hash(), Status: e.Status})
		}
		return nil
	})
}

// refuseReview returns the message id of why a string can't be reviewed, or "".
func (s *stringsSheet) refuseReview(m *track.Message) string {
	switch {
	case m.State != track.Translated || len(m.Entries) == 0:
		return "review.not-confirmed"
	case m.Entries[0].By != "" && m.Entries[0].By == s.desk.env.Who:
		return "review.same-person"
	}
	return ""
}

// picked returns the keys that are named, or with all those that fit.
func (s *stringsSheet) picked(picks []KeyPick, all bool, fits func(*track.Message) bool) ([]string, error) {
	var keys []string
	if all {
		for i := range s.strings.Messages {
			if m := &s.strings.Messages[i]; fits(m) {
				keys = append(keys, m.Key)
			}
		}
		return keys, nil
	}
	for _, p := range picks {
		if _, err := s.find(p); err != nil {
			return nil, err
		}
		keys = append(keys, p.Key)
	}
	return keys, nil
}

// settled reports whether a message is confirmed exactly as it stands.
func (s *stringsSheet) settled(m *track.Message) bool {
	return len(m.Entries) > 0 && (m.State == track.Translated || m.State == track.Reviewed) && m.Entries[0].Key == m.Key &&
		m.Sides[0].Change.Weight == weight.None && m.Sides[1].Change.Weight == weight.None
}

// stringNeedsReason reports whether confirming a message is a claim that the
// texts alone don't bear out: it is in one language only, its translation is
// the source itself, or was not touched since the source changed.
func stringNeedsReason(m *track.Message) bool {
	return m.State == track.Stale || m.State == track.Untranslated || len(m.Sides[0].Blocks) == 0 || len(m.Sides[1].Blocks) == 0
}

func texts(m *track.Message) [2][]string {
	return [2][]string{track.Texts(m.On[0]), track.Texts(m.On[1])}
}

// confirm records messages as they stand, and stamps their translations.
func (s *stringsSheet) confirm(keys []string, reason string) error {
	was := map[string]track.State{}
	for _, key := range keys {
		m := s.strings.Message(key)
		if stringNeedsReason(m) && reason == "" {
			return &KeyError{Key: key, ID: "error.strings-needs-reason", Args: map[string]any{"State": m.State.String()}}
		}
		was[key] = m.State
	}
	if err := s.stamp(keys, false); err != nil {
		return err
	}
	for _, key := range keys {
		m := s.strings.Message(key)
		e := record.Entry{Kind: track.MessageKind, Key: key, Texts: texts(m), Status: record.Translated, By: s.desk.env.Who, At: s.desk.Today()}
		if stringNeedsReason(m) || was[key] == track.Stale {
			e.Reason, e.Untouched = reason, was[key] == track.Stale
		}
		if len(m.Entries) > 0 {
			old := m.Entries[0]
			if was[key] == track.Reviewed { // only spaces or marks are new
				e.Status, e.ReviewBy, e.ReviewAt = record.Reviewed, old.ReviewBy, old.ReviewAt
			}
			e = old.With(e)
		} else {
			e.ID = s.newID()
		}
		s.record(m, e)
		s.done = append(s.done, StringDone{Key: key, Was: was[key], Hash: m.Hash(), Status: e.Status, Untouched: e.Untouched, Reason: e.Reason})
	}
	return nil
}

// record notes an entry for the message, for what comes after in this
// operation too.
func (s *stringsSheet) record(m *track.Message, e record.Entry) {
	s.decided[m.Key] = e
	s.touched = true
}

// newID makes an id that no entry has and that does not look like that of a
// proposal, which begins with "x".
func (s *stringsSheet) newID() string {
	if s.taken == nil {
		s.taken = map[string]bool{}
		if s.strings.Record != nil {
			for i := range s.strings.Record.Entries {
				s.taken[s.strings.Record.Entries[i].ID] = true
			}
		}
	}
	id := record.NewID(s.desk.env.Random, func(id string) bool { return id[0] == 'x' || s.taken[id] })
	s.taken[id] = true
	return id
}

// stamp writes goi18n's hash into translations: where the message or its file
// has hashes, or with everywhere into all.
func (s *stringsSheet) stamp(keys []string, everywhere bool) error {
	var changes []fileChange
	lead := s.strings.Lead
	for _, key := range keys {
		m := s.strings.Message(key)
		on, from := m.On[1-lead], m.On[lead]
		if on == nil || from == nil || !everywhere && !m.In[1-lead].Hashes() || on.Text("hash") == from.Hash() {
			continue
		}
		changes = append(changes, fileChange{s.place(m, 1-lead), 1 - lead,
			catalog.Change{Key: key, Set: []catalog.Field{{Name: "hash", Text: from.Hash()}}}})
	}
	return s.apply(changes)
}

// StampStrings writes goi18n's hash into the translations that are confirmed as
// they stand, so that goi18n merge knows them; into no others, for a hash is a
// claim that somebody translated this very text. Without keys into all.
func (d *Desk) StampStrings(keys []string, dry bool) (*StringsResult, error) {
	return d.onStrings(dry, func(s *stringsSheet) error {
		for _, key := range keys {
			m, err := s.find(KeyPick{Key: key})
			if err != nil {
				return err
			}
			if m.State != track.Translated && m.State != track.Reviewed {
				return &KeyError{Key: key, ID: "error.strings-stamp", Args: map[string]any{"State": m.State.String()}}
			}
		}
		if len(keys) == 0 {
			for i := range s.strings.Messages {
				if m := &s.strings.Messages[i]; m.State == track.Translated || m.State == track.Reviewed {
					keys = append(keys, m.Key)
				}
			}
		}
		if err := s.stamp(keys, true); err != nil {
			return err
		}
		for _, key := range keys {
			m := s.strings.Message(key)
			s.done = append(s.done, StringDone{Key: key, Was: m.State, Hash: m.Hash(), Status: m.State.String()})
		}
		return nil
	})
}
