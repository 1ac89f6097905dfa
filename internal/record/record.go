// Package record reads and writes what was last confirmed for each unit:
// pair.jsonl beside an article. It keeps texts, not only hashes, and every
// field it does not know.
package record

import (
	"encoding/base32"
	"errors"
	"slices"
)

// Version is the record format this package writes; Splitter is the version of
// the block rules its texts were split by.
const (
	Version  = 1
	Splitter = 1
)

// ErrNewer is wrapped in the error of Decode when the record was written by a
// newer zuyg.
var ErrNewer = errors.New("record is newer than this zuyg")

// ErrConflict is wrapped in the error of Decode when the record holds git
// merge conflict markers.
var ErrConflict = errors.New("record has an unresolved merge conflict")

// The statuses of an entry.
const (
	Proposed   = "proposed"   // aligned, recorded, nobody confirmed it
	Translated = "translated" // confirmed
	Reviewed   = "reviewed"   // confirmed by a second person
)

// Entry is one unit as last confirmed: the block texts of each side. A side
// left empty on purpose has no texts, and the entry a Reason.
type Entry struct {
	ID         string      // short, random, never reused
	Kind       string      // markdown.Kind of the first lead block
	Key        string      // front matter field or footnote label, if any
	Texts      [2][]string // by language, in the order of Record.Langs; one string a block
	Status     string
	By         string // who confirmed it
	At         string // when, YYYY-MM-DD
	ReviewBy   string
	ReviewAt   string
	Reason     string  // why one side is empty, or why it was confirmed untouched
	Untouched  bool    // the lead had changed and the translation had not
	Confidence float64 // of a proposal, 0 to 1; three digits of it are kept
	extra      []byte  // unknown fields as written: `"a":1,"b":2`
}

// With returns n under the id of e and with the fields of e that this version
// does not know.
func (e Entry) With(n Entry) Entry {
	n.ID, n.extra = e.ID, e.extra
	return n
}

// Record is a whole pair.jsonl.
type Record struct {
	Langs    [2]string
	Entries  []Entry // in document order of the lead
	Splitter int     // of the texts; 0 means this version's
	extra    []byte  // unknown fields of the header
}

// fields are the names of an entry's fields but for its texts, which are named
// by their languages.
var fields = [...]string{"id", "kind", "key", "status", "by", "at", "reviewedBy", "reviewedAt", "reason", "untouched", "confidence"}

// textKey is the name of the texts in a language: its code, or "text:" and its
// code when that is the name of a field, as Indonesian's "id" is.
func textKey(lang string) string {
	if slices.Contains(fields[:], lang) {
		return "text:" + lang
	}
	return lang
}

// alphabet is base 32 without letters that look like digits or like each other.
const alphabet = "abcdefghijkmnpqrstuvwyz023456789"

// NewID returns an id that is not taken, made from random bytes: 8 characters,
// the first one a letter, so that it never looks like a number.
func NewID(random func([]byte), taken func(string) bool) string {
	enc := base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)
	var raw [5]byte
	for {
		random(raw[:])
		id := enc.EncodeToString(raw[:])
		if id[0] >= 'a' && !taken(id) {
			return id
		}
	}
}
