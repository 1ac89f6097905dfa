package vcs

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// story is a repository with a clock.
type story struct {
	t   *testing.T
	dir string
	day int
}

func newStory(t *testing.T) *story {
	s := &story{t: t, dir: repo(t), day: 1}
	git(t, s.dir, "config", "user.name", "Անի")
	git(t, s.dir, "config", "user.email", "ani@example.am")
	git(t, s.dir, "checkout", "-q", "-b", "main")
	return s
}

func (s *story) git(args ...string) {
	s.t.Helper()
	git(s.t, s.dir, args...)
}

func (s *story) write(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

// commit commits all, a day after the last commit.
func (s *story) commit(subject string) {
	s.t.Helper()
	s.tick()
	s.git("add", "-A")
	s.git("commit", "-q", "--allow-empty", "-m", subject)
}

// tick moves the clock of git on by a day.
func (s *story) tick() {
	date := fmt.Sprintf("2026-03-%02dT10:00:00+04:00", s.day)
	s.day++
	s.t.Setenv("GIT_AUTHOR_DATE", date)
	s.t.Setenv("GIT_COMMITTER_DATE", date)
}

// merge joins a branch; conflicts, if any, are settled by fix.
func (s *story) merge(branch string, fix func()) {
	s.t.Helper()
	s.tick()
	cmd := command(s.t.Context(), s.dir, "merge", "-q", "--no-ff", "-m", "join "+branch, branch)
	if out, err := cmd.CombinedOutput(); err != nil && fix == nil {
		s.t.Fatalf("merge: %v\n%s", err, out)
	}
	if fix != nil {
		fix()
		s.git("add", "-A")
		s.git("commit", "-q", "-m", "join "+branch)
	}
}

// tell describes the history of one group of files.
func (s *story) tell(files ...string) string {
	s.t.Helper()
	r, err := Open(s.t.Context(), s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	lines, err := r.Lines(s.t.Context(), [][]string{files}, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	blobs, err := r.Blobs(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() {
		if err := blobs.Close(); err != nil {
			s.t.Error(err)
		}
	}()
	var b strings.Builder
	for _, step := range lines[0] {
		fmt.Fprintf(&b, "%s %v", step.Commit.Subject, step.Parents)
		for _, id := range step.Blobs {
			text := "–"
			if id != "" {
				data, err := blobs.Read(id)
				if err != nil {
					s.t.Fatal(err)
				}
				text = strings.TrimSpace(string(data))
			}
			fmt.Fprintf(&b, " %s", text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// long makes a text that git knows again after an edit.
func long(word string) string { return word + strings.Repeat("\nա b c d e f g h", 20) }

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		name string
		tell func(*story)
		want string
	}{
		{"one line of work", func(s *story) {
			s.write("en.md", "one")
			s.commit("a")
			s.write("hy.md", "մեկ")
			s.commit("b")
			s.write("other.txt", "x")
			s.commit("c")
			s.write("en.md", "two")
			s.write("hy.md", "երկու")
			s.commit("d")
		}, "a [] one –\nb [0] one մեկ\nd [1] two երկու\n"},
		{"deleted and back", func(s *story) {
			s.write("en.md", "one")
			s.commit("a")
			s.git("rm", "-q", "en.md")
			s.commit("b")
			s.write("en.md", "two")
			s.commit("c")
		}, "a [] one –\nb [0] – –\nc [1] two –\n"},
		{"two lines of work joined", func(s *story) {
			s.write("en.md", "one")
			s.write("hy.md", "մեկ")
			s.commit("a")
			s.git("checkout", "-q", "-b", "side")
			s.write("en.md", "two")
			s.commit("b")
			s.git("checkout", "-q", "main")
			s.write("hy.md", "երկու")
			s.commit("c")
			s.merge("side", nil)
			s.write("hy.md", "երեք")
			s.commit("e")
		}, "a [] one մեկ\nb [0] two մեկ\nc [0] one երկու\njoin side [2 1] two երկու\ne [3] two երեք\n"},
		{"a side that changes nothing is no step", func(s *story) {
			s.write("en.md", "one")
			s.commit("a")
			s.git("checkout", "-q", "-b", "side")
			s.write("x.md", "x")
			s.commit("b")
			s.git("checkout", "-q", "main")
			s.write("en.md", "two")
			s.commit("c")
			s.merge("side", nil)
		}, "a [] one –\nc [0] two –\n"},
		{"a conflict settled with new words", func(s *story) {
			s.write("en.md", "one")
			s.commit("a")
			s.git("checkout", "-q", "-b", "side")
			s.write("en.md", "two")
			s.commit("b")
			s.git("checkout", "-q", "main")
			s.write("en.md", "three")
			s.commit("c")
			s.merge("side", func() { s.write("en.md", "five") })
		}, "a [] one –\nb [0] two –\nc [0] three –\njoin side [2 1] five –\n"},
		{"a conflict settled for the branch", func(s *story) {
			s.write("en.md", "one")
			s.commit("a")
			s.git("checkout", "-q", "-b", "side")
			s.write("en.md", "two")
			s.commit("b")
			s.git("checkout", "-q", "main")
			s.write("en.md", "three")
			s.commit("c")
			s.merge("side", func() { s.write("en.md", "two") })
		}, "a [] one –\nb [0] two –\nc [0] three –\njoin side [2 1] two –\n"},
		{"a link is no version", func(s *story) {
			s.write("x.txt", "x")
			if err := os.Symlink("x.txt", filepath.Join(s.dir, "en.md")); err != nil {
				s.t.Skip(err)
			}
			s.commit("a")
		}, "a [] – –\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStory(t)
			tt.tell(s)
			if got := s.tell("en.md", "hy.md"); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// TestRenames follows files through every kind of move, asked for by name and,
// in the company of many, by folder.
func TestRenames(t *testing.T) {
	for _, tt := range []struct {
		name string
		tell func(*story)
		want string
	}{
		{"in the folder", func(s *story) {
			s.write("articles/old/en.md", long("one"))
			s.commit("a")
			s.git("mv", "articles/old", "articles/new")
			s.commit("b")
		}, "a [] one\nb [0] one\n"},
		{"with an edit", func(s *story) {
			s.write("articles/old/en.md", long("one"))
			s.commit("a")
			s.git("mv", "articles/old", "articles/new")
			s.write("articles/new/en.md", long("two"))
			s.commit("b")
			s.write("articles/new/en.md", long("three"))
			s.commit("c")
		}, "a [] one\nb [0] two\nc [1] three\n"},
		{"from outside, twice", func(s *story) {
			s.write("texts/1.md", long("one"))
			s.commit("a")
			s.write("texts/1.md", long("two"))
			s.commit("b")
			s.write("drafts/.keep", "")
			s.git("mv", "texts/1.md", "drafts/1.md")
			s.commit("c")
			s.write("articles/new/.keep", "")
			s.git("mv", "drafts/1.md", "articles/new/en.md")
			s.commit("d")
		}, "a [] one\nb [0] two\nc [1] two\nd [2] two\n"},
		{"on a branch, while the old name is edited", func(s *story) {
			s.write("articles/old/en.md", long("one"))
			s.commit("a")
			s.git("checkout", "-q", "-b", "side")
			s.git("mv", "articles/old", "articles/new")
			s.commit("b")
			s.git("checkout", "-q", "main")
			s.write("articles/old/en.md", long("two"))
			s.commit("c")
			s.merge("side", nil)
		}, "a [] one\nb [0] one\nc [0] two\njoin side [2 1] two\n"},
		{"names that pathspecs could read", func(s *story) {
			s.write("articles/[a]*/en.md", long("one"))
			s.commit("a")
			s.git("mv", "articles/[a]*", "articles/new")
			s.commit("b")
		}, "a [] one\nb [0] one\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStory(t)
			for i := range 12 {
				s.write(fmt.Sprintf("articles/more/%c.md", 'a'+i), strings.Repeat(fmt.Sprint("text ", i*i), i+1))
			}
			s.commit("company")
			tt.tell(s)
			short := func(told string) string {
				var out []string
				for line := range strings.Lines(told) {
					if !strings.HasPrefix(line, "ա") {
						out = append(out, line)
					}
				}
				return strings.Join(out, "")
			}
			if got := short(s.tell("articles/new/en.md")); got != tt.want {
				t.Errorf("by name: got\n%swant\n%s", got, tt.want)
			}
			files := []string{"articles/new/en.md"}
			for i := range 12 {
				files = append(files, fmt.Sprintf("articles/more/%c.md", 'a'+i))
			}
			r, err := Open(t.Context(), s.dir)
			if err != nil {
				t.Fatal(err)
			}
			var groups [][]string
			for _, f := range files {
				groups = append(groups, []string{f})
			}
			lines, err := r.Lines(t.Context(), groups, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := len(lines[0]), strings.Count(tt.want, "\n"); got != want {
				t.Errorf("by folder: %d steps, want %d", got, want)
			}
			for i, l := range lines[1:] {
				if len(l) != 1 {
					t.Errorf("%s has %d steps", files[i+1], len(l))
				}
			}
		})
	}
}

func TestSubfolder(t *testing.T) {
	s := newStory(t)
	s.write("site/news/en.md", "one")
	s.commit("a")
	s.dir = filepath.Join(s.dir, "site")
	if got, want := s.tell("news/en.md"), "a [] one\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestShallow(t *testing.T) {
	s := newStory(t)
	for _, w := range []string{"one", "two", "three"} {
		s.write("en.md", w)
		s.commit(w)
	}
	clone := filepath.Join(t.TempDir(), "clone")
	s.git("clone", "-q", "--depth", "2", "file://"+filepath.ToSlash(s.dir), clone)
	r, err := Open(t.Context(), clone)
	if err != nil {
		t.Fatal(err)
	}
	if e := r.Edge(); e == nil || e.Subject != "two" || e.Date() != "2026-03-02" || !e.Edge {
		t.Errorf("the history ends at %+v", e)
	}
	s.dir = clone
	if got, want := s.tell("en.md"), "two [] two\nthree [0] three\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	s.git("fetch", "-q", "--unshallow")
	if r, err := Open(t.Context(), clone); err != nil || r.Edge() != nil {
		t.Errorf("all fetched, but the history ends at %+v, %v", r.Edge(), err)
	}
}

// TestPartialClone: what is not here is not fetched.
func TestPartialClone(t *testing.T) {
	s := newStory(t)
	s.git("config", "uploadpack.allowFilter", "true")
	for _, w := range []string{"one", "two"} {
		s.write("en.md", w)
		s.commit(w)
	}
	clone := filepath.Join(t.TempDir(), "clone")
	s.git("clone", "-q", "--filter=blob:none", "file://"+filepath.ToSlash(s.dir), clone)
	r, err := Open(t.Context(), clone)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := r.Lines(t.Context(), [][]string{{"en.md"}}, nil)
	if err == nil {
		var b *Blobs
		if b, err = r.Blobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err = b.Read(lines[0][0].Blobs[0])
	}
	if !errors.Is(err, ErrIncomplete) {
		t.Errorf("got %v", err)
	}
}

func TestOpenFails(t *testing.T) {
	dir := repo(t)
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrNoCommits) {
		t.Errorf("without commits: %v", err)
	}
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	if _, err := Open(t.Context(), t.TempDir()); !errors.Is(err, ErrNoRepository) {
		t.Errorf("without a repository: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrNoGit) {
		t.Errorf("without git: %v", err)
	}
}

// TestBrokenRepository: what git says about it reaches the reader.
func TestBrokenRepository(t *testing.T) {
	s := newStory(t)
	s.write("en.md", "one")
	s.commit("a")
	objects := filepath.Join(s.dir, ".git", "objects")
	if err := os.Rename(objects, objects+".gone"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(objects, 0o777); err != nil {
		t.Fatal(err)
	}
	r, err := Open(t.Context(), s.dir)
	if err == nil {
		_, err = r.Lines(t.Context(), [][]string{{"en.md"}}, nil)
	}
	var broken *GitError
	if !errors.As(err, &broken) || !strings.Contains(broken.Detail, "bad object") {
		t.Errorf("got %v", err)
	}
}

// TestHistoryRunsNothing: neither the settings of the repository nor its
// attributes nor the environment make git run a program.
func TestHistoryRunsNothing(t *testing.T) {
	s := newStory(t)
	s.write("en.md", "one")
	s.write(".gitattributes", "*.md diff=trap filter=trap\n")
	s.commit("a")
	s.write("en.md", "two")
	s.commit("b")
	trap := filepath.Join(t.TempDir(), "trap")
	if err := os.WriteFile(trap, []byte("#!/bin/sh\ntouch \""+trap+".sprung\"\ncat\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.pager", "pager.log", "core.fsmonitor", "diff.external", "diff.trap.textconv", "diff.trap.command",
		"filter.trap.smudge", "filter.trap.clean", "filter.trap.process", "gpg.program", "core.sshCommand"} {
		s.git("config", key, trap)
	}
	s.git("config", "log.showSignature", "true")
	s.git("config", "alias.log", "!"+trap)
	t.Setenv("GIT_EXTERNAL_DIFF", trap)
	t.Setenv("GIT_PAGER", trap)
	t.Setenv("GIT_DIR", t.TempDir())
	if got, want := s.tell("en.md"), "a [] one\nb [0] two\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if _, err := os.Stat(trap + ".sprung"); err == nil {
		t.Error("reading the history ran a program")
	}
}

func FuzzParser(f *testing.F) {
	zero := strings.Repeat("0", 40)
	f.Add([]byte("aa\x00bb cc\x002026-03-01T10:00:00+04:00\x00Անի\x00Վերնագիր\x00\n:100644 100644 " + zero + " " + zero + " M\x00ա.md\x00"))
	f.Add([]byte("aa\x00\x00\x00\x00\x00\x00::100644 100644 100644 1 2 3 MM\x00a.md\x00bb\x00aa\x00x\x00\xff\x00\r\n\x00"))
	f.Add([]byte("aa\x00\x00\x00\x00\x00\n:100644 100644 1 2 R100\x00a.md\x00b.md\x00:x\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := newParser(bytes.NewReader(data))
		for {
			e, err := p.next()
			if err != nil || e == nil {
				return
			}
			if e.commit.Hash == "" || strings.ContainsAny(e.commit.Subject+e.commit.Author, "\n\r\x00") {
				t.Fatalf("%+v", e.commit)
			}
		}
	})
}

func TestCommitDate(t *testing.T) {
	c := Commit{Hash: strings.Repeat("ab", 20), When: time.Date(2026, 3, 1, 1, 0, 0, 0, time.FixedZone("", 4*3600))}
	if c.Date() != "2026-03-01" || c.Short() != "abababababab" || (&Commit{}).Date() != "" {
		t.Errorf("%s %s", c.Date(), c.Short())
	}
}
