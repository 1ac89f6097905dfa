package stats

import (
	"strings"
	"testing"

	"zuyg/internal/track"
)

func TestByNeed(t *testing.T) {
	list := []Summary{{Slug: "done"}, {Slug: "words", Words: 500}, {Slug: "b", Facts: 1}, {Slug: "a", Facts: 1}, {Slug: "proposed", Counts: [track.States]int{track.Proposed: 3}}}
	ByNeed(list)
	var order []string
	for _, s := range list {
		order = append(order, s.Slug)
	}
	if got := strings.Join(order, " "); got != "a b words proposed done" {
		t.Error(got)
	}
}
