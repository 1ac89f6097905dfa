// Package history finds out from what an article's versions were when each
// unit's two sides were last written against each other (Agreements), and what
// changed in a unit since it was confirmed (Since). It is pure: the versions of
// the past go in as parsed documents.
//
// It goes through the past the way an editor would who had used zuyg all along:
// package track carries every unit from one point to the next, so that a pair
// is found in the versions as they were when it was written, and edits, moves,
// splits and merges don't lose it.
package history

import (
	"time"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
)

// Point is what the two versions were after a commit. Points come in order,
// parents before children; the last one is what is committed now.
type Point struct {
	Commit  *vcs.Commit
	Parents []int
	Docs    [2]*markdown.Doc // in the order of the article's versions; nil: there was none
}

// How tells why two texts are taken to have been written against each other.
type How string

// The reasons. With "how." before them they are message ids.
const (
	Written     How = "written"     // the translation appeared in this commit
	WrittenFrom How = "written-old" // it appeared here, but says what an older version of the other side said
	Together    How = "together"    // one commit touched both
	Near        How = "near"        // two commits within a day touched both
	Carried     How = "carried"     // the second edit brought the facts of the first one over
	Rewritten   How = "rewritten"   // the translation was written anew
	Edge        How = "edge"        // what came before is not in this clone
	Uncommitted How = "uncommitted" // not in any commit yet
)

// Pair is a unit of today with the texts that were written against each other.
type Pair struct {
	Blocks     [2][]int    // of today's versions
	Texts      [2][]string // as they were
	Kind, Key  string      // as in the record
	Commit     *vcs.Commit // nil: history can't tell, and the texts are today's
	How        How
	Confidence float64 // 0 to 1
}

// nearness is how far apart two commits may be that answer each other: a
// translation follows on the same day or on the next morning.
const nearness = 24 * time.Hour

// near reports whether two points lie within nearness; one without a date lies
// near nothing.
func near(a, b *vcs.Commit) bool {
	if a == nil || b == nil || a.When.IsZero() || b.When.IsZero() {
		return false
	}
	return a.When.Sub(b.When).Abs() <= nearness
}

// texts returns the texts of all blocks of a version.
func texts(doc *markdown.Doc) []string {
	if doc == nil {
		return nil
	}
	out := make([]string, len(doc.Blocks))
	for i := range out {
		out[i] = doc.Text(i)
	}
	return out
}

// pick returns the texts of some blocks.
func pick(doc *markdown.Doc, blocks []int) []string {
	out := make([]string, len(blocks))
	for i, b := range blocks {
		out[i] = doc.Text(b)
	}
	return out
}

// sameTexts compares the texts of blocks; white space does not count.
func sameTexts(a, b []string) bool { return lang.Same(track.Join(a), track.Join(b)) }
