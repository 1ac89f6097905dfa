package publish

import (
	"cmp"
	"slices"
)

// nearness answers which articles are near to one, without comparing each with
// each: the articles are listed by category and by tag, newest first.
type nearness struct {
	place map[*Article]int
	lists [2]map[string][]*Article
}

// maxNear is how many of a list are looked at: a category of 10,000 articles
// must not make every page look at 10,000.
const maxNear = 64

// near makes the lists once.
func (s *Site) near() *nearness {
	s.nearOnce.Do(func() {
		n := &nearness{place: map[*Article]int{}, lists: [2]map[string][]*Article{{}, {}}}
		for i, a := range s.Articles {
			n.place[a] = i
			for side, v := range a.Versions {
				if v == nil {
					continue
				}
				for _, key := range near(a, side) {
					n.lists[side][key] = append(n.lists[side][key], a)
				}
			}
		}
		s.nearness = n
	})
	return s.nearness
}

// near returns the keys of the lists that an article stands in.
func near(a *Article, side int) []string {
	var keys []string
	if a.Category != "" {
		keys = append(keys, "category\x00"+a.Category)
	}
	for _, t := range a.Versions[side].Tags {
		keys = append(keys, "tag\x00"+t)
	}
	return keys
}

// related ranks by how many keys two articles share, then by how near they
// stand in time.
func (n *nearness) related(a *Article, side, most int) []*Article {
	if a.Versions[side] == nil {
		return nil
	}
	shared := map[*Article]int{}
	at := n.place[a]
	for _, key := range near(a, side) {
		list := n.lists[side][key]
		i, _ := slices.BinarySearchFunc(list, at, func(b *Article, at int) int { return cmp.Compare(n.place[b], at) })
		for _, b := range list[max(0, i-maxNear/2):min(len(list), i+maxNear/2)] {
			shared[b]++
		}
	}
	delete(shared, a)
	out := make([]*Article, 0, len(shared))
	for b := range shared {
		out = append(out, b)
	}
	distance := func(b *Article) int { return max(n.place[b]-at, at-n.place[b]) }
	slices.SortFunc(out, func(x, y *Article) int {
		return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(distance(x), distance(y)), cmp.Compare(n.place[x], n.place[y]))
	})
	return out[:min(most, len(out))]
}
