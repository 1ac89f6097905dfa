package desk

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"zuyg/internal/catalog"
	"zuyg/internal/disk"
	"zuyg/internal/project"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/track"
)

// KeyPick names a UI string and, if Hash is not empty, the texts that were
// decided on.
type KeyPick struct{ Key, Hash string }

// StringDone is what was recorded for one UI string, or why nothing was.
type StringDone struct {
	Key       string
	Was       track.State
	Hash      string
	Status    string // record.Translated …; empty when nothing was recorded
	Untouched bool
	Reason    string
	Skipped   string // message id of why not
}

// FileChange is a file as it was and as it is, or would be. Before is nil for a
// file that is new.
type FileChange struct {
	Path          string
	Before, After []byte
}

// StringsResult is what an operation on UI strings did, or would do.
type StringsResult struct {
	Done    []StringDone
	Changes []FileChange
}

// KeyError says why a UI string can't be worked on: ID is a message id.
type KeyError struct {
	Key     string
	ID      string
	Args    map[string]any
	Nearest string // the most similar key, "" if none is near
}

func (e *KeyError) Error() string { return fmt.Sprintf("%s: %s %v", e.Key, e.ID, e.Args) }

// KeyConflict says that a UI string is not what it was when the decision was
// made.
type KeyConflict struct {
	Key       string
	Want, Got string    // hashes
	Langs     [2]string // in the order of Texts
	Texts     [2]string // as they are now
}

func (e *KeyConflict) Error() string {
	return fmt.Sprintf("%s: decided on %s, but the texts are %s now", e.Key, e.Want, e.Got)
}

// Deleted is a text that an operation would delete.
type Deleted struct {
	Key, Lang, Text string
	Path            string
	At              source.Position
}

// WouldDeleteError says which translations an operation would delete; it was
// not carried out.
type WouldDeleteError struct{ Texts []Deleted }

func (e *WouldDeleteError) Error() string {
	return fmt.Sprintf("would delete %d translations", len(e.Texts))
}

// stringsSheet is the UI strings while an operation works on them. Files are
// changed in memory and written together at the end.
type stringsSheet struct {
	desk    *Desk
	strings *track.Strings
	before  map[string][]byte // by path of a changed file; nil for a new one
	decided map[string]record.Entry
	dropped map[string]bool // ids of entries that go
	taken   map[string]bool // ids in use, made on first need
	done    []StringDone
	touched bool // the record is to be written
}

// onStrings reads the UI strings afresh, runs an operation and writes what it
// changed, all under the project's lock; with dry nothing is locked or written.
func (d *Desk) onStrings(dry bool, operation func(*stringsSheet) error) (*StringsResult, error) {
	result := &StringsResult{}
	run := func() error {
		all, err := d.project.Messages()
		if err != nil {
			return err
		}
		s := &stringsSheet{desk: d, strings: all, before: map[string][]byte{}, decided: map[string]record.Entry{}, dropped: map[string]bool{}}
		if err := operation(s); err != nil {
			return err
		}
		result.Done, result.Changes = s.done, s.changes()
		if dry {
			return nil
		}
		return s.save(result.Changes)
	}
	if dry {
		return result, run()
	}
	err := d.locked(run)
	return result, err
}

// changes lists the files that differ, by path.
func (s *stringsSheet) changes() []FileChange {
	var out []FileChange
	for _, p := range s.strings.Pairs {
		for side, f := range p.Files {
			if before, ok := s.before[p.Paths[side]]; ok && !bytes.Equal(before, f.Source.Data) {
				out = append(out, FileChange{p.Paths[side], before, f.Source.Data})
			}
		}
	}
	if s.touched {
		if data := record.Encode(s.result()); !bytes.Equal(data, s.strings.RecordData) {
			out = append(out, FileChange{s.strings.RecordPath, s.strings.RecordData, data})
		}
	}
	slices.SortFunc(out, func(a, b FileChange) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	return out
}

func (s *stringsSheet) save(changes []FileChange) error {
	var writes []disk.Write
	for _, c := range changes {
		expect := c.Before
		if expect == nil {
			expect = []byte{}
		}
		writes = append(writes, disk.Write{Name: c.Path, Data: c.After, Expect: expect, Check: true})
	}
	return s.desk.project.Root().WriteAll(writes)
}

// result is the record after the decisions: the entries in the order of the
// messages, then those of messages that are gone.
func (s *stringsSheet) result() *record.Record {
	next := record.Record{Langs: s.strings.Langs}
	if s.strings.Record != nil {
		next = *s.strings.Record
		next.Entries = nil
	}
	for i := range s.strings.Messages {
		m := &s.strings.Messages[i]
		if e, ok := s.decided[m.Key]; ok {
			next.Entries = append(next.Entries, e)
		} else if len(m.Entries) > 0 && !s.dropped[m.Entries[0].ID] {
			next.Entries = append(next.Entries, m.Entries[0])
		}
	}
	for _, e := range s.strings.Gone {
		if !s.dropped[e.ID] {
			next.Entries = append(next.Entries, e)
		}
	}
	return &next
}

// find returns the message with a key, after a look at the hash.
func (s *stringsSheet) find(p KeyPick) (*track.Message, error) {
	m := s.strings.Message(p.Key)
	if m == nil {
		return nil, s.noKey(p.Key)
	}
	if got := m.Hash(); p.Hash != "" && p.Hash != got {
		return nil, &KeyConflict{Key: p.Key, Want: p.Hash, Got: got, Langs: s.strings.Langs, Texts: [2]string{m.Sides[0].Text, m.Sides[1].Text}}
	}
	return m, nil
}

func (s *stringsSheet) noKey(key string) error {
	var keys []string
	for i := range s.strings.Messages {
		keys = append(keys, s.strings.Messages[i].Key)
	}
	return &KeyError{Key: key, ID: "error.strings-no-key", Nearest: project.Nearest(key, keys)}
}

// fileChange is a change of one file of a pair.
type fileChange struct {
	pair, side int
	change     catalog.Change
}

// apply changes files in memory and finds out anew where everything stands. A
// file that is not there is begun.
func (s *stringsSheet) apply(changes []fileChange) error {
	if len(changes) == 0 {
		return nil
	}
	by := map[[2]int][]catalog.Change{}
	for _, c := range changes {
		k := [2]int{c.pair, c.side}
		by[k] = append(by[k], c.change)
	}
	for _, k := range slices.SortedFunc(maps.Keys(by), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		p := &s.strings.Pairs[k[0]]
		f, name := p.Files[k[1]], p.Paths[k[1]]
		if _, ok := s.before[name]; !ok {
			s.before[name] = nil
			if f != nil {
				s.before[name] = f.Source.Data
			}
		}
		if f == nil {
			f = catalog.Parse(source.New(name, nil))
		}
		after, err := f.Edit(by[k]...)
		if err != nil {
			return err
		}
		p.Files[k[1]] = after
	}
	s.strings.Compute(s.desk.project.Settings.Track)
	return nil
}

// place returns the pair and side of the file that holds the message, or that
// it is to go to.
func (s *stringsSheet) place(m *track.Message, side int) int {
	if m.In[side] != nil {
		for i := range s.strings.Pairs {
			if s.strings.Pairs[i].Files[side] == m.In[side] {
				return i
			}
		}
	}
	return m.Of
}
