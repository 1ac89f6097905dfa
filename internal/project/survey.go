package project

import (
	"context"
	"crypto/sha256"
	"errors"
	"iter"
	"path"
	"slices"

	"zuyg/internal/cache"
	"zuyg/internal/check"
	"zuyg/internal/disk"
	"zuyg/internal/finding"
	"zuyg/internal/stats"
)

// Standing is where an article stands, without its units.
type Standing struct {
	stats.Summary
	Findings []finding.Finding // what package check found, if it was asked for
}

// Survey is a look at all articles that reads only what has changed since the
// last one, as far as the cache can tell.
type Survey struct {
	project  *Project
	findings bool

	key     cache.Key
	old     cache.Index
	store   cache.Store
	scratch *disk.CacheFile // the next cache; nil when there is none to be

	next  cache.Index
	same  []bool      // per article of next: its files are those of old
	from  []int       // per article of next: its place in old, or -1; nil when next is old
	fresh cache.Store // findings that store lacks
}

// The files of the cache.
const (
	articlesCache = "articles" // an index: stats.Summary.Pack by article
	findingsCache = "findings" // a store: finding.Pack by contents
)

// Survey begins a look at all articles, with their findings or without. build
// names this very build of zuyg; when it is empty, or there is unsaved text,
// everything is read.
func (p *Project) Survey(build string, findings bool) (*Survey, error) {
	s := &Survey{project: p, findings: findings}
	useCache := build != "" && len(p.overlay) == 0
	if useCache {
		s.load(build)
	}
	folders, changed := s.look()
	if changed && useCache {
		s.scratch, _ = p.root.NewCache() // where nothing can be written nothing is kept
	}
	return s, s.find(folders, changed)
}

// load reads the cache.
func (s *Survey) load(build string) {
	h := sha256.New()
	h.Write([]byte(build))
	h.Write([]byte{0})
	h.Write(s.project.written)
	h.Sum(s.key[:0])
	if data := cache.Load(s.project.root, articlesCache, s.key); data != nil {
		s.old, _ = cache.Decode(data)
	}
	if !s.findings || len(s.old.Articles) == 0 {
		return
	}
	if data := cache.Load(s.project.root, findingsCache, s.key); data != nil {
		s.store, _ = cache.DecodeStore(data)
	}
}

// look asks the system about everything the cache knows. It returns which
// folders are the same, and whether anything is not.
func (s *Survey) look() (folders []bool, changed bool) {
	x, p := &s.old, s.project
	folders, s.same = make([]bool, len(x.Folders)), make([]bool, len(x.Articles))
	parallel(len(x.Folders), func(i int) {
		f := &x.Folders[i]
		now, err := p.root.Lstat(f.Path)
		folders[i] = err == nil && f.Same(now)
	})
	parallel(len(x.Articles), func(i int) { s.same[i] = s.known(&x.Articles[i]) && p.unchanged(&x.Articles[i]) })
	changed = len(x.Folders) == 0
	for _, same := range [][]bool{folders, s.same} {
		for _, ok := range same {
			changed = changed || !ok
		}
	}
	return folders, changed
}

// known reports whether the cache holds all that is asked about an article.
func (s *Survey) known(a *cache.Article) bool {
	if a.Sum == (cache.Key{}) {
		return false
	}
	if !s.findings {
		return true
	}
	_, ok := s.store.Get(a.Sum)
	return ok
}

// unchanged reports whether the files of an article are proved to be what they
// were.
func (p *Project) unchanged(a *cache.Article) bool {
	for i, name := range p.pattern.files(a.Slug, p.Settings.Languages) {
		if name == "" {
			continue
		}
		now, err := p.root.Lstat(name)
		if f := &a.Files[i]; err != nil || f.There() != now.There() || f.There() && !f.Same(now) {
			return false
		}
	}
	return true
}

// find sets next to the articles there are now.
func (s *Survey) find(folders []bool, changed bool) error {
	if !changed {
		s.next = s.old
		return nil
	}
	same := s.same
	var err error
	if s.next.Folders, err = s.walk(folders); err != nil {
		return errors.Join(err, s.drop())
	}
	slugs := s.project.slugsIn(s.next.Folders)
	s.next.Articles, s.same, s.from = make([]cache.Article, len(slugs)), make([]bool, len(slugs)), make([]int, len(slugs))
	at := 0
	for i, slug := range slugs {
		for at < len(s.old.Articles) && s.old.Articles[at].Slug < slug {
			at++
		}
		s.from[i] = -1
		if at < len(s.old.Articles) && s.old.Articles[at].Slug == slug {
			s.from[i], s.same[i] = at, same[at]
		}
		if s.same[i] {
			s.next.Articles[i] = s.old.Articles[at]
		} else {
			s.next.Articles[i].Slug = slug
		}
	}
	return nil
}

// walk looks for articles in the folders that are not the same.
func (s *Survey) walk(same []bool) ([]cache.Folder, error) {
	if len(same) > 0 && !slices.Contains(same, false) {
		return s.old.Folders, nil
	}
	inside := map[string][]string{}
	known := make(map[string]int, len(same))
	for i := range s.old.Folders {
		name := s.old.Folders[i].Path
		if i > 0 { // the first is the base
			inside[path.Dir(name)] = append(inside[path.Dir(name)], name)
		}
		if same[i] {
			known[name] = i
		}
	}
	folders, err := s.project.walk(func(name string) *listing {
		i, ok := known[name]
		if !ok {
			return nil
		}
		return &listing{Folder: s.old.Folders[i], inside: inside[name]}
	})
	for i := range folders {
		if f := &folders[i]; s.scratch != nil && !f.Safe {
			f.Safe = isFolder(f.Info) && f.Before(s.scratch.Info)
		}
	}
	return folders, err
}

// Len returns how many articles there are.
func (s *Survey) Len() int { return len(s.next.Articles) }

// Articles returns all articles in order of name. One that can't be read gives
// an error and the next one follows. At the end, early or not, the cache is
// written.
func (s *Survey) Articles(ctx context.Context) iter.Seq2[Standing, error] {
	return func(yield func(Standing, error) bool) {
		defer s.save()
		var todo []int
		for i, same := range s.same {
			if !same {
				todo = append(todo, i)
			}
		}
		at, more := 0, true
		recallTo := func(end int) {
			for ; more && at < end; at++ {
				more = yield(s.recall(at))
			}
		}
		err := ordered(ctx, len(todo), func(k int) outcome { return s.read(todo[k]) }, func(k int, o outcome) bool {
			if recallTo(todo[k]); more {
				more = yield(s.take(todo[k], o))
				at++
			}
			return more
		})
		if err != nil {
			yield(Standing{}, err)
			return
		}
		recallTo(len(s.same))
	}
}

// recall returns what the cache says of article i.
func (s *Survey) recall(i int) (st Standing, err error) {
	a := &s.next.Articles[i]
	if st, ok := s.unpack(a); ok {
		return st, nil
	}
	return s.take(i, s.read(i))
}

// unpack reads what is kept of an article.
func (s *Survey) unpack(a *cache.Article) (st Standing, ok bool) {
	if st.Summary, ok = stats.Unpack(a.Slug, a.Facts); !ok || !s.findings {
		return st, ok
	}
	packed, ok := s.store.Get(a.Sum)
	if ok {
		st.Findings, ok = finding.Unpack(packed)
	}
	return st, ok
}

// outcome is what was found out about one article.
type outcome struct {
	standing Standing
	row      cache.Article
	packed   string // the findings, if they are new and can be kept
	err      error
}

// read reads an article. If its contents are those the cache knows, what
// follows from them is taken from there.
func (s *Survey) read(i int) (o outcome) {
	slug := s.next.Articles[i].Slug
	in := s.project.inputs(slug)
	o.row.Slug = slug
	for k := range in {
		if in[k].err == nil {
			o.row.Files[k] = cache.File{Info: in[k].info, Safe: s.scratch != nil && in[k].info.Before(s.scratch.Info)}
		}
	}
	sum, ok := in.sum(slug)
	if old := s.before(i); ok && old != nil && old.Sum == sum {
		o.row.Sum, o.row.Facts = sum, old.Facts
		if o.standing, ok = s.unpack(&o.row); ok {
			return o
		}
		ok = true
	}
	a, err := s.project.article(slug, &in)
	if err != nil {
		o.err = err
		return o
	}
	o.standing.Summary = stats.Summarize(a)
	if s.findings {
		o.standing.Findings = check.Article(a, s.project.Settings.Check)
	}
	if ok && s.scratch != nil {
		o.row.Sum, o.row.Facts = sum, o.standing.Pack()
		if s.findings {
			o.packed, _ = finding.Pack(o.standing.Findings) // what can't be kept is found anew each time
		}
	}
	return o
}

// before returns what the cache knew of article i, nil if nothing.
func (s *Survey) before(i int) *cache.Article {
	switch {
	case s.from == nil:
		return &s.old.Articles[i]
	case s.from[i] < 0:
		return nil
	}
	return &s.old.Articles[s.from[i]]
}

// take notes an outcome for the next cache.
func (s *Survey) take(i int, o outcome) (Standing, error) {
	s.next.Articles[i] = o.row
	if o.packed != "" {
		s.fresh.Put(o.row.Sum, o.packed)
	}
	return o.standing, o.err
}

// save writes the cache. Where that is not possible there is none, or the old
// one stays: either does no harm.
func (s *Survey) save() {
	if s.scratch == nil {
		return
	}
	_ = cache.Save(s.scratch, articlesCache, s.key, s.next.Encode())
	s.scratch = nil
	if !s.fresh.Any() {
		return
	}
	scratch, err := s.project.root.NewCache()
	if err != nil {
		return
	}
	var store cache.Store
	for i := range s.next.Articles {
		sum := s.next.Articles[i].Sum
		for _, from := range []*cache.Store{&s.fresh, &s.store} {
			if packed, ok := from.Get(sum); ok {
				store.Put(sum, packed)
				break
			}
		}
	}
	_ = cache.Save(scratch, findingsCache, s.key, store.Encode())
}

// drop gives the next cache up.
func (s *Survey) drop() error {
	if s.scratch == nil {
		return nil
	}
	return s.scratch.Drop()
}
