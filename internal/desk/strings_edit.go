package desk

import (
	"slices"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/project"
	"zuyg/internal/track"
)

// SetOptions say how to set a text.
type SetOptions struct {
	Lang   string // empty: the translation's
	Form   string // empty: "other"
	Hash   string // the texts that were decided on; empty: those of now
	Delete bool   // an empty text may take the place of another
	Reason string // why a translation is the source's own text
}

// SetString writes one text of a UI string that is there in either language. A
// translation that has all forms then is confirmed with it: who writes it
// looks at the source as it is. Setting the source's text confirms nothing.
func (d *Desk) SetString(key, text string, o SetOptions, dry bool) (*StringsResult, error) {
	return d.onStrings(dry, func(s *stringsSheet) error {
		m, err := s.find(KeyPick{key, o.Hash})
		if err != nil {
			return err
		}
		side, err := s.side(o.Lang)
		if err != nil {
			return err
		}
		form, err := s.form(key, o.Form, side)
		if err != nil {
			return err
		}
		if err := s.mayDelete(m, side, form, text, o.Delete); err != nil {
			return err
		}
		fields := []catalog.Field{{Name: form, Text: text}}
		if s.whole(m, side) && text != "" && text != m.On[side].Text(form) && m.In[side].Hashes() {
			fields = append(fields, catalog.Field{Name: "hash", Text: m.On[s.strings.Lead].Hash()}) // it was made from this very source
		}
		if err := s.apply(s.setting(m, side, fields)); err != nil {
			return err
		}
		if side == s.strings.Lead {
			return nil
		}
		m = s.strings.Message(key)
		if text == "" || len(m.Sides[s.strings.Lead].Blocks) == 0 || len(m.On[side].Plural()) > 1 || s.lacks(m) {
			return nil // the other forms are to be looked at too
		}
		if stringNeedsReason(m) && o.Reason == "" {
			return nil // still the old text, or the source's own: whether that is right is another decision
		}
		return s.confirm([]string{key}, o.Reason)
	})
}

// whole reports whether one text is all that a translation says.
func (s *stringsSheet) whole(m *track.Message, side int) bool {
	lead := s.strings.Lead
	return side != lead && m.On[side] != nil && m.On[lead] != nil && len(m.On[lead].Plural()) == 1
}

// lacks reports whether the source has several forms and the translation not
// all that its language needs.
func (s *stringsSheet) lacks(m *track.Message) bool {
	lead := s.strings.Lead
	if len(m.On[lead].Plural()) < 2 {
		return false
	}
	for _, form := range s.strings.Plurals[1-lead].Forms {
		if m.On[1-lead].Text(form) == "" {
			return true
		}
	}
	return false
}

// setting is the change that writes fields of a message on one side.
func (s *stringsSheet) setting(m *track.Message, side int, fields []catalog.Field) []fileChange {
	return []fileChange{{s.place(m, side), side, catalog.Change{Key: m.Key, Set: fields, After: s.neighbour(m, side)}}}
}

// neighbour is the key that a message new to one side is to stand behind: of the
// nearest message before it in the other language that is there.
func (s *stringsSheet) neighbour(m *track.Message, side int) string {
	i := slices.IndexFunc(s.strings.Messages, func(x track.Message) bool { return x.Key == m.Key })
	for i--; i >= 0 && s.strings.Messages[i].Of == m.Of; i-- {
		if x := &s.strings.Messages[i]; x.On[side] != nil && x.In[side] == s.strings.Pairs[m.Of].Files[side] {
			return x.Key
		}
	}
	return ""
}

// side is the side of a language; empty is the translation.
func (s *stringsSheet) side(lang string) (int, error) {
	if lang == "" {
		return 1 - s.strings.Lead, nil
	}
	side := slices.Index(s.strings.Langs[:], lang)
	if side < 0 {
		return 0, &project.BadLangError{Lang: lang, Langs: s.strings.Langs}
	}
	return side, nil
}

func (s *stringsSheet) form(key, form string, side int) (string, error) {
	if form == "" {
		return "other", nil
	}
	forms := s.strings.Plurals[side].Forms
	if !slices.Contains(forms, form) {
		return "", &KeyError{Key: key, ID: "error.strings-form", Args: map[string]any{"Form": form, "Lang": s.strings.Langs[side], "Forms": strings.Join(forms, ", ")}}
	}
	return form, nil
}

// mayDelete refuses to put nothing in the place of a text.
func (s *stringsSheet) mayDelete(m *track.Message, side int, form, text string, allowed bool) error {
	if m.On[side] == nil || text != "" || allowed {
		return nil
	}
	if f := m.On[side].Field(form); f != nil && f.Text != "" {
		return &WouldDeleteError{[]Deleted{s.deleted(m, side, f)}}
	}
	return nil
}

func (s *stringsSheet) deleted(m *track.Message, side int, f *catalog.Field) Deleted {
	return Deleted{Key: m.Key, Lang: s.strings.Langs[side], Text: f.Text, Path: m.In[side].Source.Path, At: m.In[side].Source.Position(f.At.Start)}
}

// AddOptions say what a new UI string is.
type AddOptions struct {
	Fields [2][]catalog.Field // of the source and of the translation
	File   string             // path of either file it goes to; empty: that of its nearest relatives
	After  string             // key it is to stand behind
	Reason string
}

// AddString makes a UI string, in one language or in both.
func (d *Desk) AddString(key string, o AddOptions, dry bool) (*StringsResult, error) {
	return d.onStrings(dry, func(s *stringsSheet) error {
		if s.strings.Message(key) != nil {
			return &KeyError{Key: key, ID: "error.strings-exists"}
		}
		pair, after, err := s.homeOf(key, o)
		if err != nil {
			return err
		}
		lead := s.strings.Lead
		var changes []fileChange
		for i, fields := range o.Fields {
			side := lead
			if i == 1 {
				side = 1 - lead
			}
			if len(fields) > 0 {
				changes = append(changes, fileChange{pair, side, catalog.Change{Key: key, Set: fields, After: after}})
			}
		}
		if err := s.apply(changes); err != nil {
			return err
		}
		if m := s.strings.Message(key); len(o.Fields[1]) > 0 && !s.lacks(m) && (!stringNeedsReason(m) || o.Reason != "") {
			return s.confirm([]string{key}, o.Reason)
		}
		return nil
	})
}

// homeOf finds the pair of files a new key goes to, and the key to stand
// behind: the named ones, else where most of its name is shared.
func (s *stringsSheet) homeOf(key string, o AddOptions) (pair int, after string, err error) {
	if len(s.strings.Pairs) == 0 {
		return 0, "", &KeyError{Key: key, ID: "error.strings-no-files"}
	}
	if o.File != "" {
		pair = slices.IndexFunc(s.strings.Pairs, func(p track.Pair) bool { return slices.Contains(p.Paths[:], o.File) })
		if pair < 0 {
			return 0, "", &KeyError{Key: key, ID: "error.strings-no-file", Args: map[string]any{"Path": o.File}}
		}
	}
	if o.After != "" {
		m, err := s.find(KeyPick{Key: o.After})
		if err != nil {
			return 0, "", err
		}
		return m.Of, o.After, nil
	}
	best := 0
	for i := range s.strings.Messages {
		m := &s.strings.Messages[i]
		if n := shared(m.Key, key); n > 0 && n >= best && (o.File == "" || m.Of == pair) {
			best, pair, after = n, m.Of, m.Key
		}
	}
	return pair, after, nil
}

// shared counts the names that two keys begin with alike.
func shared(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	n := 0
	for n < len(x)-1 && n < len(y)-1 && x[n] == y[n] {
		n++
	}
	return n
}

// MoveString renames a UI string in both languages and in the record.
func (d *Desk) MoveString(from, to string, dry bool) (*StringsResult, error) {
	return d.onStrings(dry, func(s *stringsSheet) error {
		m, err := s.find(KeyPick{Key: from})
		if err != nil {
			return err
		}
		if s.strings.Message(to) != nil {
			return &KeyError{Key: to, ID: "error.strings-exists"}
		}
		entries := m.Entries
		var changes []fileChange
		for side := range m.On {
			if m.On[side] != nil {
				changes = append(changes, fileChange{s.place(m, side), side, catalog.Change{Key: from, Rename: to}})
			}
		}
		if err := s.apply(changes); err != nil {
			return err
		}
		if len(entries) > 0 {
			e := entries[0]
			e.Key = to
			s.dropped[e.ID] = true // under its old key
			s.record(s.strings.Message(to), e)
		}
		return nil
	})
}

// RemoveStrings deletes UI strings in both languages and in the record. Unless
// that is allowed, no translation is deleted: the error is a *WouldDeleteError that lists
// them.
func (d *Desk) RemoveStrings(keys []string, allowed, dry bool) (*StringsResult, error) {
	return d.onStrings(dry, func(s *stringsSheet) error {
		var changes []fileChange
		var texts []Deleted
		for _, key := range keys {
			m, err := s.find(KeyPick{Key: key})
			if err != nil {
				return err
			}
			for side := range m.On {
				if m.On[side] == nil {
					continue
				}
				changes = append(changes, fileChange{s.place(m, side), side, catalog.Change{Key: key, Remove: true}})
				if side == s.strings.Lead {
					continue
				}
				for _, f := range m.On[side].Plural() {
					texts = append(texts, s.deleted(m, side, &f))
				}
			}
			for _, e := range m.Entries {
				s.dropped[e.ID], s.touched = true, true
			}
		}
		if len(texts) > 0 && !allowed {
			return &WouldDeleteError{texts}
		}
		return s.apply(changes)
	})
}

// FormatStrings puts the message files into zuyg's form: line ends, white space
// at the end of lines, empty lines.
func (d *Desk) FormatStrings(dry bool) (*StringsResult, error) {
	return d.onStrings(dry, func(s *stringsSheet) error {
		for i := range s.strings.Pairs {
			p := &s.strings.Pairs[i]
			for side, f := range p.Files {
				if f == nil {
					continue
				}
				if err := f.Err(); err != nil {
					return err
				}
				s.before[p.Paths[side]] = f.Source.Data
				p.Files[side] = f.Reformatted()
			}
		}
		return nil
	})
}
