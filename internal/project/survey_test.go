package project

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"zuyg/internal/disk"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/stats"
)

// site is a project in a temporary folder.
type site struct {
	t   *testing.T
	dir string
}

func newSite(t *testing.T, settings string, articles int) *site {
	s := &site{t, t.TempDir()}
	s.write("zuyg.toml", settings)
	for i := range articles {
		s.article(fmt.Sprintf("story-%02d", i), i)
	}
	return s
}

func (s *site) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *site) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o777); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) read(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// article writes an article of which the first paragraph is confirmed and the
// second is new in both versions.
func (s *site) article(slug string, n int) {
	en := fmt.Sprintf("Bread costs %d drams in Yerevan.", 100+n)
	hy := fmt.Sprintf("Երևանում հացն արժե %d դրամ։", 100+n)
	s.write("articles/"+slug+"/en.md", "---\ntitle: Bread "+slug+"\n---\n\n"+en+"\n\nThe bakers are content.\n")
	s.write("articles/"+slug+"/hy.md", "---\ntitle: Հաց "+slug+"\n---\n\n"+hy+"\n\nՀացթուխները գոհ են։\n")
	rec := record.Record{Langs: [2]string{"en", "hy"}, Entries: []record.Entry{
		{ID: "aaaaaaa2", Kind: "paragraph", Texts: [2][]string{{en}, {hy}}, Status: record.Translated, By: "Անի", At: "2026-01-02"}}}
	s.write("articles/"+slug+"/pair.jsonl", string(record.Encode(&rec)))
}

// answer is all that a survey said, errors included.
type answer struct {
	standings []Standing
	errors    []string
}

func (s *site) ask(build string, findings bool) (a answer) {
	s.t.Helper()
	p, err := Open(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	survey, err := p.Survey(build, findings)
	if err != nil {
		return answer{errors: []string{err.Error()}}
	}
	for st, err := range survey.Articles(context.Background()) {
		if err != nil {
			a.errors = append(a.errors, describe(err))
			continue
		}
		a.standings = append(a.standings, st)
	}
	if n := len(a.standings) + len(a.errors); n != survey.Len() {
		s.t.Errorf("%d articles came of %d", n, survey.Len())
	}
	return a
}

func describe(err error) string {
	var e *source.Error
	if errors.As(err, &e) {
		return fmt.Sprint(e.Path, e.Pos, e.ID)
	}
	return err.Error()
}

// same asks with the cache and without it.
func (s *site) same(what string) answer {
	s.t.Helper()
	var fresh answer
	for _, findings := range []bool{false, true, true, false} {
		cached := s.ask("build", findings)
		fresh = s.ask("", findings)
		if !reflect.DeepEqual(cached, fresh) {
			s.t.Fatalf("%s: with findings %v the cache says\n%+v\nbut it is\n%+v", what, findings, cached, fresh)
		}
	}
	return fresh
}

func TestSurveySeesEveryChange(t *testing.T) {
	layouts := map[string]string{
		"folders": "",
		"base":    `articles = "{slug}/{lang}.md"`,
		"files":   `articles = "articles/{slug}.{lang}.md"`,
		"langs":   `articles = "articles/{lang}/{slug}.md"`,
	}
	for name, settings := range layouts {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, settings, 6)
			if name == "files" || name == "langs" {
				for i := range 6 {
					s.relay(name, i)
				}
			}
			if n := len(s.same("as it begins").standings); n != 6 {
				t.Fatalf("%d articles", n)
			}
			r := rand.New(rand.NewPCG(1, uint64(len(name))))
			for step := range 25 {
				s.same(fmt.Sprint(step, ": ", s.change(r)))
			}
		})
	}
}

// relay moves an article into a layout without a folder for each.
func (s *site) relay(layout string, i int) {
	from := fmt.Sprintf("articles/story-%02d/", i)
	for _, lang := range []string{"en", "hy"} {
		to := fmt.Sprintf("articles/story-%02d.%s.md", i, lang)
		if layout == "langs" {
			to = fmt.Sprintf("articles/%s/story-%02d.md", lang, i)
		}
		s.write(to, s.read(from+lang+".md"))
	}
	to := fmt.Sprintf("articles/story-%02d.pair.jsonl", i)
	if layout == "langs" {
		to = fmt.Sprintf("articles/en/story-%02d.pair.jsonl", i)
	}
	s.write(to, s.read(from+"pair.jsonl"))
	if err := os.RemoveAll(s.path(from)); err != nil {
		s.t.Fatal(err)
	}
}

// files lists the files of all articles.
func (s *site) files() (names []string) {
	err := fs.WalkDir(os.DirFS(s.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == ".zuyg" {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() && name != "zuyg.toml" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return names
}

// change does something to the articles that a person or git may do, and says
// what.
func (s *site) change(r *rand.Rand) string {
	files := s.files()
	name := files[r.IntN(len(files))]
	other := files[r.IntN(len(files))]
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	switch what := r.IntN(9); what {
	case 0, 1: // as many bytes as before, in place
		s.write(name, strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' {
				return '0' + rune(r.IntN(10))
			}
			return c
		}, s.read(name)))
		return "other digits in " + name
	case 2: // as many bytes, and the time as before
		info, err := os.Stat(s.path(name))
		must(err)
		s.write(name, strings.Replace(s.read(name), "0", "7", 1))
		must(os.Chtimes(s.path(name), info.ModTime(), info.ModTime()))
		return "a digit and the old time in " + name
	case 3:
		at := time.Now().Add(time.Duration(r.IntN(400)-200) * time.Hour)
		must(os.Chtimes(s.path(name), at, at))
		s.write(other, strings.Replace(s.read(other), "1", "2", 1))
		must(os.Chtimes(s.path(other), at, at))
		return "another time for " + name + " and " + other
	case 4:
		if len(files) > 9 {
			must(os.Remove(s.path(name)))
		}
		return "no " + name
	case 5: // as an editor saves
		s.write(name+"~", s.read(name)+"\nOne more: մեկն էլ։\n")
		must(os.Rename(s.path(name+"~"), s.path(name)))
		return "saved " + name
	case 6:
		s.article(fmt.Sprintf("story-%02d", r.IntN(12)), r.IntN(50))
		return "a new article"
	case 7: // two files change their names
		must(os.Rename(s.path(name), s.path("swap")))
		if name != other {
			must(os.Rename(s.path(other), s.path(name)))
		}
		must(os.Rename(s.path("swap"), s.path(other)))
		return "swapped " + name + " and " + other
	default:
		s.write("zuyg.toml", s.read("zuyg.toml")+"\n# another line\n")
		return "settings"
	}
}

// TestSurveyOfRacyEdits edits a file right after each look at it, to as many
// bytes as before: what git calls racy.
func TestSurveyOfRacyEdits(t *testing.T) {
	s := newSite(t, "", 2)
	text := s.read("articles/story-00/en.md")
	for i := range 300 {
		s.write("articles/story-00/en.md", strings.Replace(text, "100 drams", fmt.Sprint(100+i%7*111, " drams"), 1))
		if cached, fresh := s.ask("build", false), s.ask("", false); !reflect.DeepEqual(cached, fresh) {
			t.Fatalf("edit %d: the cache says %+v, but it is %+v", i, cached, fresh)
		}
	}
}

// cached returns the bytes of a file of the cache once the survey needs nothing
// else.
func (s *site) cached(name string) []byte {
	s.t.Helper()
	s.same("to fill the cache")
	time.Sleep(20 * time.Millisecond) // longer than a tick of the clock that files get their times from
	s.same("to settle it")
	data, err := os.ReadFile(s.path(".zuyg/" + name))
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

func TestSurveyReadsNothingTwice(t *testing.T) {
	s := newSite(t, "", 5)
	before := s.cached(articlesCache)
	for _, name := range s.files() { // what is there can't be read, but need not be
		info, err := os.Stat(s.path(name))
		if err != nil || info.Size() == 0 {
			t.Fatal(name, err)
		}
	}
	p, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	survey, err := p.Survey("build", false)
	if err != nil {
		t.Fatal(err)
	}
	for i, same := range survey.same {
		if !same {
			t.Errorf("%s is read again", survey.next.Articles[i].Slug)
		}
	}
	for _, err := range survey.Articles(context.Background()) {
		if err != nil {
			t.Error(err)
		}
	}
	if after, err := os.ReadFile(s.path(".zuyg/" + articlesCache)); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the cache was written again: %v", err)
	}
}

func TestSurveyWithADamagedCache(t *testing.T) {
	s := newSite(t, "", 4)
	r := rand.New(rand.NewPCG(7, 7))
	for _, name := range []string{articlesCache, findingsCache} {
		data := s.cached(name)
		file := s.path(".zuyg/" + name)
		damage := map[string]func() error{
			"truncated": func() error { return os.WriteFile(file, data[:r.IntN(len(data))], 0o666) },
			"empty":     func() error { return os.WriteFile(file, nil, 0o666) },
			"longer":    func() error { return os.WriteFile(file, append(bytes.Clone(data), 0), 0o666) },
			"gone":      func() error { return os.Remove(file) },
			"a folder":  func() error { return errors.Join(os.RemoveAll(file), os.Mkdir(file, 0o777)) },
			"a flipped bit": func() error {
				bad := bytes.Clone(data)
				bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
				return os.WriteFile(file, bad, 0o666)
			},
			"noise": func() error {
				bad := bytes.Clone(data)
				for range 20 {
					bad[r.IntN(len(bad))] = byte(r.Uint32())
				}
				return os.WriteFile(file, bad, 0o666)
			},
			"the wrong file": func() error {
				other, err := os.ReadFile(s.path("zuyg.toml"))
				return errors.Join(err, os.WriteFile(file, append([]byte("zuyg"), other...), 0o666))
			},
		}
		for what, do := range damage {
			for range 3 {
				if err := do(); err != nil {
					t.Fatal(what, err)
				}
				s.write("articles/story-01/en.md", s.read("articles/story-01/en.md")+"\nMore: ևս մեկը։\n")
				s.same(name + " is " + what)
				if what == "a folder" {
					if err := os.RemoveAll(file); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// TestSurveyBelievesNoForgery puts a cache into place that is whole and says
// something false of files that are as it says: it was copied from elsewhere.
func TestSurveyBelievesNoForgery(t *testing.T) {
	s := newSite(t, "", 3)
	s.cached(articlesCache)
	p, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	survey, err := p.Survey("build", false)
	if err != nil {
		t.Fatal(err)
	}
	for i := range survey.next.Articles {
		survey.next.Articles[i].Facts = survey.next.Articles[0].Facts
	}
	if survey.scratch, err = p.root.NewCache(); err != nil {
		t.Fatal(err)
	}
	survey.save()
	file := s.path(".zuyg/" + articlesCache)
	if got := s.ask("build", false); reflect.DeepEqual(got, s.ask("", false)) {
		t.Fatal("the forger's own cache should be believed, or this test proves nothing")
	}
	forged, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(file), os.WriteFile(file, forged, 0o666), p.Close()); err != nil {
		t.Fatal(err)
	}
	s.same("with a copied cache")
}

func TestSurveyOfAnotherBuild(t *testing.T) {
	s := newSite(t, "", 2)
	s.cached(articlesCache)
	p, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	survey, err := p.Survey("another build", false)
	if err != nil {
		t.Fatal(err)
	}
	if len(survey.old.Articles) > 0 {
		t.Error("another build's cache was read")
	}
	for range survey.Articles(context.Background()) { // writes its own
	}
	s.same("after another build")
}

func TestSurveyWithoutAPlaceForTheCache(t *testing.T) {
	s := newSite(t, "", 3)
	s.write(".zuyg", "in the way")
	s.same("with a file in place of .zuyg")
	if s.read(".zuyg") != "in the way" {
		t.Error("it was written to")
	}
	if os.Getuid() == 0 {
		return // root writes everywhere
	}
	if err := errors.Join(os.Remove(s.path(".zuyg")), os.Chmod(s.dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(s.dir, 0o777) })
	s.same("in a folder that can't be written to")
}

func TestSurveyWithUnsavedText(t *testing.T) {
	s := newSite(t, "", 2)
	before := s.cached(articlesCache)
	p, err := Open(s.dir, Overlay(map[string][]byte{"articles/story-00/en.md": []byte("One paragraph.\n"), "articles/unsaved/hy.md": []byte("Չպահված։\n")}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	survey, err := p.Survey("build", false)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for st, err := range survey.Articles(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		a, err := p.Article(st.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if want := stats.Summarize(a); st.Summary != want {
			t.Errorf("%+v\nwant %+v", st.Summary, want)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d articles", n)
	}
	if after, err := os.ReadFile(s.path(".zuyg/" + articlesCache)); err != nil || !bytes.Equal(before, after) {
		t.Errorf("unsaved text got into the cache: %v", err)
	}
}

// TestSurveyKeepsToErrors: an article that can't be read is an error each time.
func TestSurveyKeepsToErrors(t *testing.T) {
	s := newSite(t, "", 3)
	s.write("articles/story-01/pair.jsonl", "<<<<<<< HEAD\n")
	s.cached(articlesCache)
	if got := s.same("with a conflict").errors; len(got) != 1 || !strings.Contains(got[0], "error.record-conflict") {
		t.Errorf("errors: %q", got)
	}
	s.article("story-01", 1)
	if got := s.same("when it is settled").errors; len(got) != 0 {
		t.Errorf("errors: %q", got)
	}
}

// TestSurveyLinks: a link within the project is read, one out of it refused,
// with the cache as without.
func TestSurveyLinks(t *testing.T) {
	s := newSite(t, "", 3)
	if err := os.Symlink("../story-00/en.md", s.path("articles/story-01/en2.md")); err != nil {
		t.Skip(err)
	}
	outside := filepath.Join(t.TempDir(), "en.md")
	if err := errors.Join(os.Rename(s.path("articles/story-01/en2.md"), s.path("articles/story-01/en.md")), os.WriteFile(outside, []byte("Secret.\n"), 0o666)); err != nil {
		t.Fatal(err)
	}
	s.cached(articlesCache)
	s.write("articles/story-00/en.md", "Another text.\n")
	s.same("behind a link")
	if err := errors.Join(os.Remove(s.path("articles/story-02/en.md")), os.Symlink(outside, s.path("articles/story-02/en.md"))); err != nil {
		t.Fatal(err)
	}
	if got := s.same("with a link out of the project").errors; len(got) != 1 || !strings.Contains(got[0], "error.outside-project") {
		t.Errorf("errors: %q", got)
	}
}

// TestSurveysAtOnce: several look while somebody writes; afterwards all say the
// same.
func TestSurveysAtOnce(t *testing.T) {
	s := newSite(t, "", 8)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for range 8 {
				s.ask("build", i%2 == 0)
			}
		})
	}
	for i := range 40 {
		s.article(fmt.Sprintf("story-%02d", i%8), i)
		time.Sleep(time.Millisecond)
	}
	all.Wait()
	s.same("after all")
	entries, err := os.ReadDir(s.path(".zuyg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("%s was left", e.Name())
		}
	}
}

// TestSafe is the table of when a file can't have changed unseen.
func TestSafe(t *testing.T) {
	now := disk.Info{Mtime: 1000, Ctime: 1000, Dev: 1}
	for _, c := range []struct {
		what string
		file disk.Info
		safe bool
	}{
		{"older", disk.Info{Mtime: 900, Ctime: 950, Dev: 1}, true},
		{"in the same tick", disk.Info{Mtime: 1000, Ctime: 1000, Dev: 1}, false},
		{"its time set back in the same tick", disk.Info{Mtime: 1, Ctime: 1000, Dev: 1}, false},
		{"from the future", disk.Info{Mtime: 5000, Ctime: 900, Dev: 1}, false},
		{"changed before the clock was set back", disk.Info{Mtime: 5000, Ctime: 5000, Dev: 1}, false},
		{"on another file system, with another clock", disk.Info{Mtime: 900, Ctime: 900, Dev: 2}, false},
		{"on a system that tells no ctime", disk.Info{Mtime: 900}, false},
	} {
		if got := c.file.Before(now); got != c.safe {
			t.Errorf("a file %s: safe %v", c.what, got)
		}
	}
}
