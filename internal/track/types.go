package track

import (
	"zuyg/internal/align"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/weight"
)

// State is where a unit stands. It is derived from the texts and the record on
// every run and never stored.
type State uint8

// The states, most urgent first. String gives the id that JSON and locales use.
const (
	Missing      State = iota // a lead block without a counterpart
	Untranslated              // the counterpart is still the lead's own text
	Diverged                  // both sides changed since the confirmation
	Stale                     // the lead changed since, the translation did not
	Revised                   // the translation changed since, the lead did not
	Orphan                    // on the translation's side only
	Proposed                  // aligned, nobody confirmed it yet
	Translated                // confirmed, both texts stand
	Reviewed                  // confirmed by a second person
	States                    // how many there are
)

var stateNames = [States]string{"missing", "untranslated", "diverged", "stale", "revised", "orphan", "proposed", "translated", "reviewed"}

func (s State) String() string { return stateNames[s] }

// Version is one language's file of an article. Doc is nil when there is none.
type Version struct {
	Lang string
	Path string
	Doc  *markdown.Doc
}

// Article is one story in two languages with all that was found out about it.
type Article struct {
	Slug        string
	Lead        int            // which of Versions leads: 0 or 1
	Versions    [2]Version     // in the order of the project's languages
	Record      *record.Record // nil when there is none
	RecordPath  string
	RecordData  []byte         // the record's bytes, nil when there is none
	LeadProblem *source.Error  // "source:" in the front matter is wrong
	Learned     *align.Learned // what other articles taught the alignment; nil: an article is a matter of its own texts alone
	Units       []Unit
	Gone        []record.Entry // confirmed units that stand in neither version any more
}

// Side is one language's part of a unit.
type Side struct {
	Blocks []int         // indexes into the version's Doc.Blocks, ascending; none: that side is empty
	Text   string        // today's text, blocks joined by "\n\n"
	Agreed string        // the text as last recorded, joined likewise; "" where the record knows nothing
	Change weight.Change // from Agreed to Text
}

// Unit is the thing that is translated: blocks on one side and their
// counterpart on the other.
type Unit struct {
	ID         string // of its first record entry; of a proposal: made from its texts, begins with "x"
	Kind       markdown.Kind
	State      State
	Weight     weight.Weight // the greater of the two sides' changes
	Sides      [2]Side
	Entries    []record.Entry // the recorded entries this unit carries
	Confidence float64        // of the alignment, for what nobody confirmed
	Regrouped  bool           // blocks were split or merged since the confirmation
	Moved      bool
}

// Title returns the lead version's title: the front matter field, else the
// first heading, else the slug.
func (a *Article) Title() string {
	for _, v := range []*Version{&a.Versions[a.Lead], &a.Versions[1-a.Lead]} {
		if v.Doc == nil {
			continue
		}
		if t, _, ok := v.Doc.Meta("title"); ok && t != "" {
			return t
		}
		for i := range v.Doc.Blocks {
			if v.Doc.Blocks[i].Kind == markdown.Heading {
				return markdown.Plain(v.Doc.Text(i))
			}
		}
	}
	return a.Slug
}

// Counts returns how many units are in each state.
func (a *Article) Counts() [States]int {
	var n [States]int
	for i := range a.Units {
		n[a.Units[i].State]++
	}
	return n
}

// Unit returns the unit with an id, or nil.
func (a *Article) Unit(id string) *Unit {
	for i := range a.Units {
		if a.Units[i].ID == id {
			return &a.Units[i]
		}
		for _, e := range a.Units[i].Entries {
			if e.ID == id {
				return &a.Units[i]
			}
		}
	}
	return nil
}

// At returns the place of the first and behind the last byte of one side of a
// unit; for an empty side, of the nearest block before its place, found is
// false then.
func (a *Article) At(u *Unit, side int) (start, end source.Position, found bool) {
	v := &a.Versions[side]
	if v.Doc == nil || len(u.Sides[side].Blocks) == 0 {
		return source.Position{Line: 1, Column: 1, Byte: 1, UTF16: 1}, source.Position{Line: 1, Column: 1, Byte: 1, UTF16: 1}, false
	}
	bs := u.Sides[side].Blocks
	first, last := v.Doc.Blocks[bs[0]].Lines, v.Doc.Blocks[bs[len(bs)-1]].Lines
	return v.Doc.File.Position(first[0].Start), v.Doc.File.Position(last[len(last)-1].End), true
}

// Key is the front matter field or the footnote label of a unit, "" for one of
// another kind.
func (a *Article) Key(u *Unit) string {
	for _, side := range []int{a.Lead, 1 - a.Lead} {
		if bs := u.Sides[side].Blocks; len(bs) > 0 {
			return unitKey(u.Kind, a.Versions[side].Doc.Blocks[bs[0]].Key)
		}
	}
	return ""
}

// Confirmed reports whether somebody confirmed the unit: it has entries, and
// none of them is a recorded proposal.
func (u *Unit) Confirmed() bool {
	for i := range u.Entries {
		if u.Entries[i].Status == record.Proposed {
			return false
		}
	}
	return len(u.Entries) > 0
}

// Verbatim reports whether the unit is code, raw HTML or a definition: the two
// sides must be equal and nobody translates them.
func (u *Unit) Verbatim() bool {
	return u.Kind == markdown.Code || u.Kind == markdown.HTML || u.Kind == markdown.Definition
}
