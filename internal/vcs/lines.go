package vcs

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"
)

// Step is what a group of files was after a commit that changed one of them, or
// that joined two lines of work on them.
type Step struct {
	Commit  *Commit
	Parents []int    // the steps it came from, indexes into the same list; none for the first
	Blobs   []string // of each file, for Blobs.Read; "" where there was none
}

// Lines returns the history of groups of files (paths relative to the folder
// the repository was opened at, slash separated): for each group its steps,
// parents before children, the last one as HEAD has it. A file is followed
// through renames. All groups cost one walk over the history; progress, if not
// nil, is told how many commits were read.
func (r *Repo) Lines(ctx context.Context, groups [][]string, progress func(commits int)) ([][]Step, error) {
	w := &walk{groups: make([][]Step, len(groups))}
	today := &names{at: map[string]place{}}
	for g, files := range groups {
		w.width = max(w.width, len(files))
		for f, name := range files {
			today.at[r.prefix+name] = place{g, f}
		}
	}
	if len(today.at) == 0 {
		return w.groups, nil
	}
	if err := w.read(ctx, r, today, progress); err != nil {
		return nil, err
	}
	blobs, err := r.Blobs(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = blobs.Close() }()
	return w.groups, w.replay(blobs)
}

// place is a file of a group.
type place struct{ group, file int }

// names tells which file a path was at some time. It is never changed once
// made, so that commits share it.
type names struct {
	at   map[string]place
	path map[place]string // the inverse, made when needed
}

// of returns the path of a file, "" if it has none.
func (n *names) of(p place) string {
	if n.path == nil {
		n.path = make(map[place]string, len(n.at))
		for name, p := range n.at {
			if old, ok := n.path[p]; !ok || name < old {
				n.path[p] = name
			}
		}
	}
	return n.path[p]
}

// walk is one reading of the history.
type walk struct {
	log    []*logged         // newest first, as git tells it
	names  map[string]*names // by commit: what paths meant after it
	alias  map[string]place  // all paths that a file ever had
	groups [][]Step
	width  int // the most files of a group
}

// fewFiles is up to how many files git is asked for by name; for more, for the
// folder they lie in.
const fewFiles = 8

// mostMoves is how often files may have come from outside the folder: each time
// costs another walk.
const mostMoves = 8

// read takes the log of the files and follows them. What came by renaming from
// a place that was not asked for is asked for too.
func (w *walk) read(ctx context.Context, r *Repo, today *names, progress func(int)) error {
	specs := pathspecs(today)
	asked := map[string]bool{}
	for move := 0; ; move++ {
		w.log, w.names, w.alias = nil, map[string]*names{}, map[string]place{}
		args := append([]string{"--date-order", "--full-history", "--parents", "-c", "HEAD", "--"}, specs...)
		err := r.log(ctx, "", args, func(e *logged) {
			w.log = append(w.log, e)
			if progress != nil {
				progress(len(w.log))
			}
		})
		if err != nil {
			return err
		}
		w.follow(today)
		more, err := w.outside(ctx, r, today, asked)
		if err != nil || len(more) == 0 || move == mostMoves {
			return err
		}
		specs = append(specs, more...)
	}
}

// pathspecs says which files git is to look at.
func pathspecs(today *names) []string {
	all := slices.Sorted(maps.Keys(today.at))
	if len(all) <= fewFiles {
		for i := range all {
			all[i] = ":(literal)" + all[i]
		}
		return all
	}
	dir := path.Dir(all[0])
	for dir != "." && !strings.HasPrefix(all[len(all)-1], dir+"/") { // sorted: what the first and the last share, all share
		dir = path.Dir(dir)
	}
	if dir == "." {
		return endings(today)
	}
	return []string{":(literal)" + dir}
}

// endings asks for all files that end like those of today.
func endings(today *names) []string {
	seen := map[string]bool{}
	for name := range today.at {
		seen[":(glob)**/*"+globQuote.Replace(path.Ext(name))] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// outside looks at the commits in which a file appears whether it was renamed
// from a place that the log did not cover, and returns those places.
func (w *walk) outside(ctx context.Context, r *Repo, today *names, asked map[string]bool) ([]string, error) {
	var commits strings.Builder
	for _, e := range w.log {
		n := w.names[e.commit.Hash]
		if e.commit.Edge || asked[e.commit.Hash] {
			continue
		}
		if slices.ContainsFunc(e.changes, func(c change) bool { _, ok := w.place(n, c.to); return c.added && ok }) {
			asked[e.commit.Hash] = true
			commits.WriteString(e.commit.Hash + "\n")
		}
	}
	if commits.Len() == 0 {
		return nil, nil
	}
	var more []string
	args := append([]string{"--no-walk=unsorted", "--stdin", "--"}, endings(today)...)
	err := r.log(ctx, commits.String(), args, func(e *logged) {
		n := w.names[e.commit.Hash]
		for _, c := range e.changes {
			if c.from == c.to || n == nil {
				continue
			}
			if _, ok := w.place(n, c.to); ok {
				more = append(more, ":(literal)"+c.from)
			}
		}
	})
	return more, err
}

// globQuote takes the meaning from what a pattern would read.
var globQuote = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)

// follow goes back in time and notes for each commit what paths meant after it.
func (w *walk) follow(today *names) {
	for _, e := range w.log {
		n := w.names[e.commit.Hash]
		if n == nil {
			n = today
			w.names[e.commit.Hash] = n
		}
		before := w.undo(n, e.changes)
		for _, p := range e.parents {
			w.names[p] = union(w.names[p], before)
		}
	}
}

// undo returns what paths meant before changes were made.
func (w *walk) undo(n *names, changes []change) *names {
	var back *names
	for _, c := range changes {
		p, ok := n.at[c.to]
		if !ok || c.from == c.to {
			continue
		}
		if back == nil {
			back = &names{at: maps.Clone(n.at)}
		}
		if back.at[c.to] == p {
			delete(back.at, c.to)
		}
		back.at[c.from] = p
		w.alias[c.from] = p
	}
	if back == nil {
		return n
	}
	return back
}

// union joins what two children say of their parent; the first one wins.
func union(a, b *names) *names {
	if a == nil || a == b {
		return b
	}
	var out *names
	for name, p := range b.at {
		if _, ok := a.at[name]; ok {
			continue
		}
		if out == nil {
			out = &names{at: maps.Clone(a.at)}
		}
		out.at[name] = p
	}
	if out == nil {
		return a
	}
	return out
}

// place finds the file of a path in a commit. On a line of work that was begun
// before a rename and joined after it, a file still has its old name.
func (w *walk) place(n *names, name string) (place, bool) {
	if p, ok := n.at[name]; ok {
		return p, true
	}
	p, ok := w.alias[name]
	return p, ok
}
