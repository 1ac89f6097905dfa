package cache

import (
	"bytes"
	"maps"
	"slices"
)

// Store keeps facts under the sum of the contents that they follow from. They
// are true as long as the contents have that sum, wherever and whenever.
type Store struct {
	facts map[Key]string
}

// DecodeStore reads what Encode wrote; ok is false for anything else, and the
// store then empty. All facts share one copy of data.
func DecodeStore(data []byte) (s Store, ok bool) {
	d := decoder{rest: string(data)}
	n := d.count(len(Key{}) + 1)
	s.facts = make(map[Key]string, n)
	for range n {
		var k Key
		copy(k[:], d.take(len(k)))
		s.facts[k] = d.text()
	}
	if d.bad || d.rest != "" {
		return Store{}, false
	}
	return s, true
}

// Get returns the facts under a sum.
func (s *Store) Get(sum Key) (facts string, ok bool) {
	facts, ok = s.facts[sum]
	return facts, ok
}

// Put keeps facts.
func (s *Store) Put(sum Key, facts string) {
	if s.facts == nil {
		s.facts = map[Key]string{}
	}
	s.facts[sum] = facts
}

// Any reports whether there is anything in the store.
func (s *Store) Any() bool { return len(s.facts) > 0 }

// Encode writes all facts, sorted by their sums.
func (s *Store) Encode() []byte {
	sums := slices.SortedFunc(maps.Keys(s.facts), func(a, b Key) int { return bytes.Compare(a[:], b[:]) })
	var e encoder
	e.number(len(sums))
	for _, k := range sums {
		e.b = append(e.b, k[:]...)
		e.text(s.facts[k])
	}
	return e.b
}
