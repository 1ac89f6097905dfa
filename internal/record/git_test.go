package record

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/source"
)

// change is what one person does to the units of a record.
type change func([]Entry) []Entry

func edit(i int) change {
	return func(es []Entry) []Entry {
		es[i].Texts[1] = []string{"Նոր թարգմանություն " + es[i].ID}
		return es
	}
}

func insert(i int, id string) change {
	return func(es []Entry) []Entry {
		return slices.Insert(es, i, Entry{ID: id, Kind: "paragraph", Texts: [2][]string{{"new " + id}, {"նոր " + id}}, Status: Translated})
	}
}

func remove(i int) change {
	return func(es []Entry) []Entry { return slices.Delete(es, i, i+1) }
}

func both(a, b change) change {
	return func(es []Entry) []Entry { return b(a(es)) }
}

// five returns a record of five units.
func five() *Record {
	r := &Record{Langs: [2]string{"en", "hy"}, Splitter: Splitter}
	for _, id := range []string{"aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd", "eeeeeeee"} {
		r.Entries = append(r.Entries, Entry{ID: id, Kind: "paragraph", Texts: [2][]string{{"text " + id}, {"տեքստ " + id}}, Status: Translated})
	}
	return r
}

// TestGitMergesDifferentUnits: two people work on different units, neighbours
// too, and git merges that without a conflict into what both did.
func TestGitMergesDifferentUnits(t *testing.T) {
	for _, tt := range []struct {
		name         string
		anna, babken change
		both         change // what must come out
	}{
		{"two neighbours", edit(1), edit(2), both(edit(1), edit(2))},
		{"every second one", both(edit(0), both(edit(2), edit(4))), both(edit(1), edit(3)), both(both(edit(0), edit(1)), both(edit(2), both(edit(3), edit(4))))},
		{"a new one below an edited one", edit(1), insert(2, "nnnnnnnn"), both(edit(1), insert(2, "nnnnnnnn"))},
		{"a new one above an edited one", edit(2), insert(2, "nnnnnnnn"), both(edit(2), insert(2, "nnnnnnnn"))},
		{"a new one at the top", edit(0), insert(0, "nnnnnnnn"), both(edit(0), insert(0, "nnnnnnnn"))},
		{"a new one at the end", edit(4), insert(5, "nnnnnnnn"), both(edit(4), insert(5, "nnnnnnnn"))},
		{"two new ones around one", insert(2, "nnnnnnnn"), insert(3, "mmmmmmmm"), both(insert(3, "mmmmmmmm"), insert(2, "nnnnnnnn"))},
		{"two new ones far away", insert(0, "nnnnnnnn"), insert(5, "mmmmmmmm"), both(insert(5, "mmmmmmmm"), insert(0, "nnnnnnnn"))},
		{"one deleted above an edited one", edit(2), remove(1), both(edit(2), remove(1))},
		{"one deleted below an edited one", edit(0), remove(1), both(edit(0), remove(1))},
		{"the last deleted below an edited one", edit(3), remove(4), both(edit(3), remove(4))},
	} {
		for _, turned := range []bool{false, true} {
			anna, babken := tt.anna, tt.babken
			if turned {
				anna, babken = babken, anna
			}
			data, out, err := merge(t, anna, babken)
			if err != nil {
				t.Errorf("%s: %v\n%s", tt.name, err, out)
				continue
			}
			want := five()
			want.Entries = tt.both(want.Entries)
			if got := string(data); got != string(Encode(want)) {
				t.Errorf("%s: merged to\n%s", tt.name, got)
			}
			if _, err := Decode("pair.jsonl", data); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
	}
}

// TestGitConflictIsTold: both work on the same unit, or put one into the same
// gap, and the record says where; git keeps both texts.
func TestGitConflictIsTold(t *testing.T) {
	other := func(es []Entry) []Entry {
		es[1].Texts[1] = []string{"Այլ թարգմանություն"}
		return es
	}
	for _, tt := range []struct {
		name         string
		anna, babken change
		line         int
		texts        []string
	}{
		{"same unit", edit(1), other, 7, []string{"Նոր թարգմանություն bbbbbbbb", "Այլ թարգմանություն"}},
		{"edited and deleted", edit(1), remove(1), 6, []string{"Նոր թարգմանություն bbbbbbbb"}},
		{"same gap", insert(1, "nnnnnnnn"), insert(1, "mmmmmmmm"), 6, []string{"նոր nnnnnnnn", "նոր mmmmmmmm"}},
	} {
		data, out, err := merge(t, tt.anna, tt.babken)
		if err == nil {
			t.Errorf("%s: git merged it:\n%s%s", tt.name, out, data)
			continue
		}
		_, err = Decode("pair.jsonl", data)
		var e *source.Error
		if !errors.Is(err, ErrConflict) || !errors.As(err, &e) || e.Pos.Line != tt.line {
			t.Errorf("%s: got %v, want line %d", tt.name, err, tt.line)
		}
		for _, text := range tt.texts {
			if !strings.Contains(string(data), text) {
				t.Errorf("%s: %q is lost", tt.name, text)
			}
		}
	}
}

// TestGitMovedTwice: a unit that both moved, to different places, is there
// twice after a merge without a conflict. That is told and not guessed at.
func TestGitMovedTwice(t *testing.T) {
	move := func(to int) change {
		return func(es []Entry) []Entry {
			e := es[2]
			return slices.Insert(slices.Delete(es, 2, 3), to, e)
		}
	}
	data, out, err := merge(t, move(0), move(4))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, err = Decode("pair.jsonl", data)
	var e *source.Error
	if !errors.As(err, &e) || e.ID != "error.record-duplicate-id" || e.Args["ID"] != "cccccccc" || e.Args["Line"] != 4 {
		t.Errorf("got %v of\n%s", err, data)
	}
}

// merge gives five units to two people and returns the file as git merges what
// they made of it, and git's words and error when it did not.
func merge(t *testing.T, anna, babken change) (data []byte, out string, err error) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	dir := t.TempDir()
	file := filepath.Join(dir, "pair.jsonl")
	git := func(args ...string) ([]byte, error) {
		cmd := exec.Command("git", append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.am"}, args...)...)
		cmd.Dir = dir
		return cmd.CombinedOutput()
	}
	must := func(args ...string) {
		t.Helper()
		if out, err := git(args...); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	commit := func(c change) {
		t.Helper()
		r := five()
		r.Entries = c(r.Entries)
		if err := os.WriteFile(file, Encode(r), 0o666); err != nil {
			t.Fatal(err)
		}
		must("add", ".")
		must("commit", "-qm", "work")
	}
	must("init", "-q", "-b", "main")
	commit(func(es []Entry) []Entry { return es })
	must("checkout", "-qb", "anna")
	commit(anna)
	must("checkout", "-q", "main")
	commit(babken)
	said, err := git("merge", "-q", "anna")
	data, readErr := os.ReadFile(file)
	if readErr != nil {
		t.Fatal(readErr)
	}
	return data, string(said), err
}
