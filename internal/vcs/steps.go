package vcs

import (
	"maps"
	"slices"
	"strings"
)

// replay goes forward in time and makes the steps of every group. heads are,
// for each commit that has children yet to come, the last step of each group.
func (w *walk) replay(blobs *Blobs) error {
	children := map[string]int{}
	for _, e := range w.log {
		for _, p := range e.parents {
			children[p]++
		}
	}
	heads := map[string][]int{}
	for _, e := range slices.Backward(w.log) {
		var from [][]int
		for _, p := range e.parents {
			h := heads[p]
			if children[p]--; children[p] == 0 {
				delete(heads, p)
			} else {
				h = slices.Clone(h)
			}
			if h != nil {
				from = append(from, h)
			}
		}
		now, err := w.commit(e, from, blobs)
		if err != nil {
			return err
		}
		if children[e.commit.Hash] > 0 {
			heads[e.commit.Hash] = now
		}
	}
	return nil
}

// commit adds the steps of one commit and returns the last step of each group
// after it; from are those of its parents.
func (w *walk) commit(e *logged, from [][]int, blobs *Blobs) ([]int, error) {
	n := w.names[e.commit.Hash]
	changed := map[int]map[int]string{} // group → file → blob
	for _, c := range e.changes {
		p, ok := w.place(n, c.to)
		if !ok {
			continue
		}
		if changed[p.group] == nil {
			changed[p.group] = map[int]string{}
		}
		if c.blob != "" || changed[p.group][p.file] == "" {
			changed[p.group][p.file] = c.blob
		}
	}
	var now []int
	switch len(from) {
	case 0:
		now = slices.Repeat([]int{-1}, len(w.groups))
	case 1:
		now = from[0]
	default:
		var err error
		if now, err = w.join(e, from, n, changed, blobs); err != nil {
			return nil, err
		}
	}
	for _, g := range slices.Sorted(maps.Keys(changed)) {
		step := Step{Commit: e.commit, Blobs: make([]string, w.width)}
		if now[g] >= 0 {
			step.Parents = []int{now[g]}
			step.Blobs = slices.Clone(w.groups[g][now[g]].Blobs)
		}
		for f, blob := range changed[g] {
			step.Blobs[f] = blob
		}
		now[g] = w.add(g, step)
	}
	return now, nil
}

func (w *walk) add(group int, s Step) int {
	w.groups[group] = append(w.groups[group], s)
	return len(w.groups[group]) - 1
}

// join makes the steps of a commit that joins lines of work, for the groups
// that more than one of them changed. What it does for a group is taken out of
// changed.
func (w *walk) join(e *logged, from [][]int, n *names, changed map[int]map[int]string, blobs *Blobs) ([]int, error) {
	now := from[0]
	for g := range w.groups {
		if !slices.ContainsFunc(from, func(h []int) bool { return h[g] != now[g] }) {
			continue
		}
		parents := w.newest(g, from)
		now[g] = parents[0]
		if len(parents) == 1 {
			continue
		}
		step := Step{Commit: e.commit, Parents: parents, Blobs: make([]string, w.width)}
		for f := range step.Blobs {
			blob, ok := changed[g][f]
			if !ok {
				var err error
				if blob, err = w.joined(g, f, parents, e, n, blobs); err != nil {
					return nil, err
				}
			}
			step.Blobs[f] = blob
		}
		delete(changed, g)
		now[g] = w.add(g, step)
	}
	return now, nil
}

// joined returns what a file is in a commit that joins steps.
func (w *walk) joined(g, f int, parents []int, e *logged, n *names, blobs *Blobs) (string, error) {
	first := w.groups[g][parents[0]].Blobs[f]
	if !slices.ContainsFunc(parents, func(p int) bool { return w.groups[g][p].Blobs[f] != first }) {
		return first, nil
	}
	name := n.of(place{g, f})
	if name == "" || strings.Contains(name, "\n") {
		return first, nil
	}
	return blobs.at(e.commit.Hash, name)
}

// newest returns the last steps of a group on several lines of work, without
// those that lie behind another one.
func (w *walk) newest(g int, from [][]int) []int {
	var steps []int
	for _, heads := range from {
		if s := heads[g]; s >= 0 && !slices.Contains(steps, s) {
			steps = append(steps, s)
		}
	}
	if len(steps) < 2 {
		return steps
	}
	return slices.DeleteFunc(slices.Clone(steps), func(s int) bool {
		return slices.ContainsFunc(steps, func(t int) bool { return t > s && w.behind(g, s, t) })
	})
}

// behind reports whether step s lies before step t on one line.
func (w *walk) behind(g, s, t int) bool {
	seen := map[int]bool{}
	todo := []int{t}
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, p := range w.groups[g][k].Parents {
			if p == s {
				return true
			}
			if p > s && !seen[p] {
				seen[p] = true
				todo = append(todo, p)
			}
		}
	}
	return false
}
