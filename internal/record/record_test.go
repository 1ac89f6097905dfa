package record

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"zuyg/internal/source"
)

const header = `{"zuyg":"pair","version":1,"splitter":1,"langs":["en","hy"]}` + "\n"

func sample() *Record {
	return &Record{Langs: [2]string{"en", "hy"}, Splitter: 1, Entries: []Entry{
		{ID: "k3f9a2bc", Kind: "field", Key: "title", Texts: [2][]string{{"The price of \"water\" <b>"}, {"«Ջրի» գինը"}}, Status: Translated, By: "Անի", At: "2026-11-23"},
		{ID: "m2n3p4qr", Kind: "paragraph", Texts: [2][]string{{"one\ttwo\nthree\\", "four\x01\u2028"}, nil}, Status: Reviewed, By: "A", At: "2026-11-23",
			ReviewBy: "B", ReviewAt: "2026-11-24", Reason: "left out: a pun", Untouched: true},
		{ID: "z9y8w7vu", Kind: "code", Texts: [2][]string{{"bad \xff byte"}, {""}}, Status: Proposed, Confidence: 0.875},
	}}
}

func TestRoundTrip(t *testing.T) {
	want := sample()
	data := Encode(want)
	got, err := Decode("pair.jsonl", data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if again := Encode(got); !bytes.Equal(again, data) {
		t.Errorf("encoded again:\n%s\nfirst:\n%s", again, data)
	}
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if len(line) > 0 && !json.Valid(line) {
			t.Errorf("no JSON: %s", line)
		}
	}
}

func TestUnknownFieldsStay(t *testing.T) {
	data := `{"zuyg":"pair","version":1,"splitter":1,"langs":["en","hy"],"note":{"a":[1, 2]}}` + "\n\n\"aaaaaaaa\"\n" +
		`{"id":"aaaaaaaa","kind":"item","en":["x"],"hy":["ա"],"status":"translated","mood":"fine","n":1.50}` + "\n\n"
	r, err := Decode("p", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(Encode(r)); got != data {
		t.Errorf("got\n%s\nwant\n%s", got, data)
	}
	kept := r.Entries[0].With(Entry{ID: "other", Status: Reviewed})
	if kept.ID != "aaaaaaaa" || string(kept.extra) != `"mood":"fine","n":1.50` {
		t.Errorf("With lost something: %+v", kept)
	}
}

func TestDecodeErrors(t *testing.T) {
	ok := `{"id":"a","kind":"item","en":["x"],"hy":["y"],"status":"translated"}` + "\n"
	for _, tt := range []struct {
		name, data, id string
		line           int
		is             error
	}{
		{"empty", "", "error.record-header", 1, nil},
		{"no header", ok, "error.record-header", 1, nil},
		{"newer", `{"zuyg":"pair","version":2,"langs":["en","hy"]}` + "\n", "error.record-newer", 1, ErrNewer},
		{"conflict", header + "\n<<<<<<< HEAD\n" + ok, "error.record-conflict", 3, ErrConflict},
		{"truncated", header + ok + ok[:20], "error.record-truncated", 3, nil},
		{"bad JSON", header + "{\"id\":\"a\",}\n", "error.record-line", 2, nil},
		{"twice", header + ok + ok, "error.record-duplicate-id", 3, nil},
		{"no status", header + `{"id":"a","en":[],"hy":[]}` + "\n", "error.record-field", 2, nil},
		{"wrong type", header + `{"id":"a","en":"x","hy":[],"status":"translated"}` + "\n", "error.record-field", 2, nil},
		{"no UTF-8", header + "{\"id\":\"\xff\"}\n", "error.record-line", 2, nil},
	} {
		_, err := Decode("pair.jsonl", []byte(tt.data))
		var e *source.Error
		if !errors.As(err, &e) || e.ID != tt.id || e.Pos.Line != tt.line || (tt.is != nil && !errors.Is(err, tt.is)) {
			t.Errorf("%s: got %v, want %s at line %d", tt.name, err, tt.id, tt.line)
		}
	}
}

// TestQuickAgrees holds that the quick reader and encoding/json read the same.
func TestQuickAgrees(t *testing.T) {
	for line := range bytes.SplitSeq(Encode(sample()), []byte("\n")) {
		agree(t, string(line))
	}
}

func agree(t *testing.T, line string) {
	t.Helper()
	langs := [2]string{"en", "hy"}
	e, ok := quick(line, langs)
	if !ok {
		return
	}
	if strings.ContainsRune(line, '\ufffd') {
		return
	}
	d := &decoder{record: &Record{Langs: langs}, keys: langs}
	slow, err := d.slow(line)
	if err != nil {
		t.Fatalf("quick read %q, encoding/json says %v", line, err)
	}
	for side := range slow.Texts {
		if len(slow.Texts[side]) == 0 && len(e.Texts[side]) == 0 {
			slow.Texts[side], e.Texts[side] = nil, nil
		}
	}
	if !reflect.DeepEqual(e, slow) {
		t.Fatalf("%q: quick %+v, encoding/json %+v", line, e, slow)
	}
}

func TestNewID(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		id := NewID(func(b []byte) { _, _ = rand.Read(b) }, func(id string) bool { return seen[id] })
		if len(id) != 8 || id[0] < 'a' || seen[id] {
			t.Fatalf("bad id %q", id)
		}
		seen[id] = true
	}
}

// TestGitMergesDifferentUnits: two people confirm neighbouring units on two
// branches, and one adds a unit; git merges that without a conflict.
func TestGitMergesDifferentUnits(t *testing.T) {
	r := sample()
	dir := repo(t, Encode(r))
	git(t, dir, "checkout", "-qb", "anna")
	r.Entries[0].Texts[0][0] = "The price of tap water"
	write(t, dir, Encode(r))
	git(t, dir, "commit", "-qam", "anna")

	git(t, dir, "checkout", "-q", "main")
	r = sample()
	r.Entries[1].Status = Translated
	r.Entries = append(r.Entries, Entry{ID: "n0000000", Kind: "item", Texts: [2][]string{{"new"}, {"նոր"}}, Status: Translated})
	write(t, dir, Encode(r))
	git(t, dir, "commit", "-qam", "babken")
	git(t, dir, "merge", "-q", "anna")

	got, err := Decode("pair.jsonl", read(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	if got.Entries[0].Texts[0][0] != "The price of tap water" || got.Entries[1].Status != Translated || len(got.Entries) != 4 {
		t.Errorf("the merge lost something: %+v", got.Entries)
	}
}

// TestGitConflictIsTold: both confirm the same unit, and the record says where.
func TestGitConflictIsTold(t *testing.T) {
	r := sample()
	dir := repo(t, Encode(r))
	git(t, dir, "checkout", "-qb", "anna")
	r.Entries[1].By = "Anna"
	write(t, dir, Encode(r))
	git(t, dir, "commit", "-qam", "anna")
	git(t, dir, "checkout", "-q", "main")
	r.Entries[1].By = "Babken"
	write(t, dir, Encode(r))
	git(t, dir, "commit", "-qam", "babken")
	cmd := exec.Command("git", "merge", "anna")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err == nil {
		t.Fatalf("git merged two confirmations of one unit:\n%s", out)
	}
	_, err := Decode("pair.jsonl", read(t, dir))
	var e *source.Error
	if !errors.Is(err, ErrConflict) || !errors.As(err, &e) || e.Pos.Line != 7 {
		t.Errorf("got %v", err)
	}
}

func repo(t *testing.T, data []byte) string {
	t.Helper()
	dir := t.TempDir()
	git(t, dir, "init", "-q", "-b", "main")
	git(t, dir, "config", "user.name", "Test")
	git(t, dir, "config", "user.email", "test@example.am")
	write(t, dir, data)
	git(t, dir, "add", ".")
	git(t, dir, "commit", "-qm", "first")
	return dir
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func write(t *testing.T, dir string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "pair.jsonl"), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "pair.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func FuzzDecode(f *testing.F) {
	f.Add(Encode(sample()))
	f.Add([]byte(header + "\n<<<<<<<\n"))
	f.Add([]byte("\xef\xbb\xbf" + header))
	f.Add([]byte(header + `{"id":"ա","en":["\u0561\"x"],"hy":[{"base64":"/w=="}],"status":"proposed","x":null}` + "\r\n"))
	f.Add([]byte("\x00\xff\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Decode("p", data)
		if err != nil {
			var e *source.Error
			if !errors.As(err, &e) || e.Pos.Line < 1 {
				t.Fatalf("an error without a line: %v", err)
			}
			return
		}
		first := Encode(r)
		again, err := Decode("p", first)
		if err != nil {
			t.Fatalf("what was written can't be read: %v\n%s", err, first)
		}
		if second := Encode(again); !bytes.Equal(first, second) {
			t.Fatalf("not stable:\n%s\n%s", first, second)
		}
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			agree(t, string(line))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	r := &Record{Langs: [2]string{"en", "hy"}}
	for i := range 12 {
		r.Entries = append(r.Entries, Entry{ID: "aaaaaaa" + string(rune('a'+i)), Kind: "paragraph", Status: Translated, By: "Անի", At: "2026-11-23",
			Texts: [2][]string{{strings.Repeat("The ministry said so on Tuesday. ", 12)}, {strings.Repeat("Նախարարությունն այդպես ասաց երեքշաբթի։ ", 12)}}})
	}
	data := Encode(r)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode("p", data); err != nil {
			b.Fatal(err)
		}
	}
}
