package publish

import (
	"cmp"
	"slices"
)

// nearness answers which articles are near to one, without comparing each with
// each: the articles are listed by category and by tag, newest first.
type nearness struct {
	articles []*Article
	place    map[*Article]int    // index into articles
	lists    [2]map[string][]int // indexes into articles, ascending
}

// maxNear is how many of a list are looked at, those around the article: a
// category of 10,000 articles must not make every page look at 10,000.
const maxNear = 24

// near makes the lists once.
func (s *Site) near() *nearness {
	s.nearOnce.Do(func() {
		n := &nearness{articles: s.Articles, place: map[*Article]int{}, lists: [2]map[string][]int{{}, {}}}
		for i, a := range s.Articles {
			n.place[a] = i
			for side, v := range a.Versions {
				if v == nil {
					continue
				}
				for _, key := range near(a, side) {
					n.lists[side][key] = append(n.lists[side][key], i)
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
	type candidate struct{ place, shared, distance int }
	var list []candidate
	at := n.place[a]
	for _, key := range near(a, side) {
		all := n.lists[side][key]
		i, _ := slices.BinarySearch(all, at)
		for _, place := range all[max(0, i-maxNear/2):min(len(all), i+maxNear/2)] {
			if place == at {
				continue
			}
			k := slices.IndexFunc(list, func(c candidate) bool { return c.place == place })
			if k < 0 {
				k = len(list)
				list = append(list, candidate{place: place, distance: max(place-at, at-place)})
			}
			list[k].shared++
		}
	}
	slices.SortFunc(list, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.shared, x.shared), cmp.Compare(x.distance, y.distance), cmp.Compare(x.place, y.place))
	})
	var out []*Article
	for _, c := range list[:min(most, len(list))] {
		out = append(out, n.articles[c.place])
	}
	return out
}
