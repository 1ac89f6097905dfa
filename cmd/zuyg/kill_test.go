//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zuyg/internal/record"
)

// TestKilledAccept kills "accept --all" over a thousand articles at random
// moments, first while the records are made, then while some are replaced. After
// each kill every version is as it was and every record is not there yet, or
// old, or new, and whole; the next run works, and the last one leaves no
// temporary file.
func TestKilledAccept(t *testing.T) {
	const articles = 1000
	dir := t.TempDir()
	write(t, dir, "zuyg.toml", "")
	versions := map[string]string{}
	put := func(n, percent int) {
		for lang, text := range map[string]string{
			"en": "---\ntitle: Bread in year %d\n---\n\nThe price of bread rose by %d percent in May.\n\nBakers say that flour costs more.\n",
			"hy": "---\ntitle: Հացը %d թվականին\n---\n\nՀացի գինը մայիսին բարձրացավ %d տոկոսով։\n\nՀացթուխներն ասում են, որ ալյուրը թանկացել է։\n",
		} {
			name := fmt.Sprintf("articles/bread-%04d/%s.md", n, lang)
			versions[name] = fmt.Sprintf(text, n, percent)
			write(t, dir, name, versions[name])
		}
	}
	records := func(percent string) (made int) {
		t.Helper()
		for n := range articles {
			name := fmt.Sprintf("articles/bread-%04d/pair.jsonl", n)
			data, err := os.ReadFile(filepath.Join(dir, name))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			rec, err := record.Decode(name, data)
			if err != nil || len(rec.Entries) != 3 {
				t.Fatalf("%s is not whole: %v\n%s", name, err, data)
			}
			if bytes.Contains(data, []byte(percent+" percent")) && bytes.Contains(data, []byte(percent+" տոկոս")) {
				made++
			}
		}
		for name, want := range versions {
			if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
				t.Fatalf("%s was touched: %v\n%s", name, err, got)
			}
		}
		return made
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, round := range []struct{ percent, articles int }{{12, articles}, {13, 400}} {
		percent := round.percent
		for n := range round.articles {
			put(n, percent)
		}
		killed := 0
		for _, n := range []int{r.IntN(10), 20 + r.IntN(30), 60 + r.IntN(30)} {
			n = n * round.articles / 100
			cmd := zuyg(dir, "accept", "--all", "--yes")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			exited := make(chan error, 1)
			go func() { exited <- cmd.Wait() }()
			if wait(fmt.Sprintf("%s/articles/bread-%04d/pair.jsonl", dir, n), fmt.Sprint(percent), exited) {
				time.Sleep(time.Duration(r.IntN(4000)) * time.Microsecond)
				_ = cmd.Process.Signal(syscall.SIGKILL) // it may have ended
				if err := <-exited; err != nil {
					killed++
				}
			}
			made := records(fmt.Sprint(percent))
			t.Logf("%d percent: %d records made", percent, made)
		}
		if killed < 2 {
			t.Errorf("%d runs were killed; there was little to see", killed)
		}
		if out, err := zuyg(dir, "accept", "--all", "--yes").CombinedOutput(); err != nil {
			t.Fatalf("the next run: %v\n%s", err, out)
		}
		if made := records(fmt.Sprint(percent)); made != round.articles {
			t.Errorf("%d of %d records made in the end", made, round.articles)
		}
		if out, err := zuyg(dir, "check").CombinedOutput(); err != nil {
			t.Errorf("check: %v\n%s", err, out)
		}
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".zuyg-") {
			t.Errorf("left behind: %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wait returns true when a file holds a text, false when the program ended.
func wait(file, text string, exited chan error) bool {
	for {
		if data, err := os.ReadFile(file); err == nil && bytes.Contains(data, []byte(text+" percent")) {
			return true
		}
		select {
		case <-exited:
			return false
		case <-time.After(time.Millisecond):
		}
	}
}

// zuyg is the program, to be run in a project.
func zuyg(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("zuyg", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LANG=en_US.UTF-8", "USER=Anna", "HOME="+dir)
	return cmd
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
