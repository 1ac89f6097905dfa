package record

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

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
		line, column   int
		is             error
	}{
		{"empty", "", "error.record-header", 1, 1, nil},
		{"empty lines", "\n\r\n", "error.record-header", 1, 1, nil},
		{"no header", ok, "error.record-header", 1, 1, nil},
		{"another's header", strings.Replace(header, "pair", "strings", 1), "error.record-header", 1, 1, nil},
		{"header in other letters", strings.Replace(header, "zuyg", "Zuyg", 1), "error.record-header", 1, 1, nil},
		{"one language", strings.Replace(header, `,"hy"`, "", 1), "error.record-header", 1, 1, nil},
		{"same language", strings.Replace(header, `"hy"`, `"en"`, 1), "error.record-header", 1, 1, nil},
		{"version twice", strings.Replace(header, `"langs"`, `"version":1,"langs"`, 1), "error.record-header", 1, 41, nil},
		{"newer", `{"zuyg":"pair","version":2,"langs":["en","hy"]}` + "\n", "error.record-newer", 1, 16, ErrNewer},
		{"newer with other fields", `{"zuyg":"pair","version":7,"splitter":"x","langs":{}}` + "\n", "error.record-newer", 1, 16, ErrNewer},
		{"conflict", header + "\n<<<<<<< HEAD\n" + ok, "error.record-conflict", 3, 1, ErrConflict},
		{"conflict at the header", "<<<<<<< HEAD\n" + header, "error.record-conflict", 1, 1, ErrConflict},
		{"conflict without line end", header + ok + ">>>>>>> anna", "error.record-conflict", 3, 1, ErrConflict},
		{"truncated", header + ok + ok[:20], "error.record-truncated", 3, 21, nil},
		{"truncated header", header[:20], "error.record-truncated", 1, 21, nil},
		{"truncated with a line end", header + ok[:20] + "\n\n", "error.record-truncated", 2, 21, nil},
		{"cut line in the middle", header + ok[:20] + "\n" + ok, "error.record-line", 2, 20, nil},
		{"bad JSON", header + "{\"id\":\"a\",}\n", "error.record-line", 2, 11, nil},
		{"column in letters", header + "{\"id\":\"անի\",}\n", "error.record-line", 2, 13, nil},
		{"no object", header + "[1]\n", "error.record-line", 2, 1, nil},
		{"two objects", header + "{} {}\n", "error.record-line", 2, 4, nil},
		{"bad label", header + "\"a\" x\n" + ok, "error.record-line", 2, 5, nil},
		{"no UTF-8", header + "{\"id\":\"ա\xff\"}\n", "error.record-line", 2, 9, nil},
		{"twice", header + ok + ok, "error.record-duplicate-id", 3, 1, nil},
		{"no id", header + `{"en":[],"hy":[],"status":"translated"}` + "\n", "error.record-field", 2, 1, nil},
		{"no status", header + `{"id":"a","en":[],"hy":[]}` + "\n", "error.record-field", 2, 1, nil},
		{"unknown status", header + strings.Replace(ok, "translated", "stale", 1), "error.record-field", 2, 1, nil},
		{"wrong type", header + `{"id":"a","en":"x","hy":[],"status":"translated"}` + "\n", "error.record-field", 2, 11, nil},
		{"wrong text", header + strings.Replace(ok, `["x"]`, `["x",null]`, 1), "error.record-field", 2, 25, nil},
		{"a text in an unknown form", header + strings.Replace(ok, `["x"]`, `[{"base64":"eA==","more":"y"}]`, 1), "error.record-field", 2, 25, nil},
		{"null", header + strings.Replace(ok, `["y"]`, `null`, 1), "error.record-field", 2, 36, nil},
		{"a side missing", header + strings.Replace(ok, `,"hy":["y"]`, ``, 1), "error.record-field", 2, 1, nil},
		{"a side twice", header + strings.Replace(ok, `"status"`, `"hy":["z"],"status"`, 1), "error.record-field", 2, 47, nil},
	} {
		_, err := Decode("pair.jsonl", []byte(tt.data))
		var e *source.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.id)
			continue
		}
		if e.Path != "pair.jsonl" || e.ID != tt.id || e.Pos.Line != tt.line || e.Pos.Column != tt.column || (tt.is != nil && !errors.Is(err, tt.is)) {
			t.Errorf("%s: got %v, want %d:%d %s", tt.name, err, tt.line, tt.column, tt.id)
		}
	}
}

// TestErrorArguments: the sentences are made elsewhere, of these.
func TestErrorArguments(t *testing.T) {
	ok := `{"id":"a","kind":"item","en":["x"],"hy":["y"],"status":"translated"}` + "\n"
	for _, tt := range []struct {
		data string
		want map[string]any
	}{
		{header + "\n" + ok + ok, map[string]any{"ID": "a", "Line": 3}},
		{`{"zuyg":"pair","version":3}` + "\n", map[string]any{"Version": 3, "Known": Version}},
		{header + strings.Replace(ok, "translated", "done", 1), map[string]any{"ID": "a", "Status": "done", "Field": "status", "Detail": "unknown"}},
	} {
		_, err := Decode("p", []byte(tt.data))
		var e *source.Error
		if !errors.As(err, &e) || !reflect.DeepEqual(e.Args, tt.want) {
			t.Errorf("got %v, want %v", err, tt.want)
		}
	}
}

// TestTruncatedAnywhere cuts a record at every byte: only at the end of a line
// can that go unnoticed, and never is a text of it other than it was.
func TestTruncatedAnywhere(t *testing.T) {
	whole := sample()
	data := Encode(whole)
	for n := range data {
		r, err := Decode("p", data[:n])
		if err != nil {
			var e *source.Error
			if !errors.As(err, &e) || n > 0 && e.ID != "error.record-truncated" {
				t.Fatalf("cut at %d: %v", n, err)
			}
			continue
		}
		if data[n-1] != '\n' || len(r.Entries) > 0 && !reflect.DeepEqual(r.Entries, whole.Entries[:len(r.Entries)]) {
			t.Fatalf("cut at %d: took %q", n, data[:n])
		}
	}
}

// TestNotAByteIsLost holds texts, names and reasons that are hard to write.
func TestNotAByteIsLost(t *testing.T) {
	for _, s := range []string{"\xff", "ա\xd5", "\ufffd", "\xed\xa0\x80", "\x00\x01\x1f\x7f", "\u2028\u2029", `\"\\`, "a\r\nb", "<&>", "😀", `{"base64":"eA=="}`, "<<<<<<< HEAD"} {
		want := &Record{Langs: [2]string{"en", "hy"}, Splitter: 1, Entries: []Entry{
			{ID: "a", Kind: "footnote", Key: s, Texts: [2][]string{{s, "", s}, {""}}, Status: Translated, By: s, At: s, ReviewBy: s, ReviewAt: s, Reason: s},
		}}
		data := Encode(want)
		got, err := Decode("p", data)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v\n%s", s, err, data)
		}
		if !utf8.Valid(data) || bytes.ContainsAny(data, "\u2028\u2029") {
			t.Errorf("%q: written as %q", s, data)
		}
	}
	if plain := Encode(sample()); !bytes.Contains(plain, []byte(`<b>`)) || !bytes.Contains(plain, []byte("«Ջրի»")) {
		t.Errorf("escaped what needs none:\n%s", plain)
	}
}

// TestLanguageNamedLikeAField: Indonesian is "id".
func TestLanguageNamedLikeAField(t *testing.T) {
	want := sample()
	want.Langs = [2]string{"en", "id"}
	got, err := Decode("p", Encode(want))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestForeignLines: an editor on Windows, or a person who settled a conflict by
// hand, leaves other line ends, no labels and white space.
func TestForeignLines(t *testing.T) {
	want := sample()
	data := string(Encode(want))
	var plain []string
	for line := range strings.Lines(data) {
		if line != "\n" && line[0] != '"' {
			plain = append(plain, line)
		}
	}
	for name, text := range map[string]string{
		"CRLF":        strings.ReplaceAll(data, "\n", "\r\n"),
		"no labels":   strings.Join(plain, ""),
		"white space": strings.NewReplacer(`{"id":`, `{ "id" : `, `,"hy":[`, ` , "hy":	[ `).Replace(data),
	} {
		got, err := Decode("p", []byte(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestLargeRecord(t *testing.T) {
	large := strings.Repeat("Ջուրը թանկացել է։ \"\n", 1<<20)
	want := &Record{Langs: [2]string{"en", "hy"}, Splitter: 1, Entries: []Entry{{ID: "a", Status: Translated, Texts: [2][]string{{large}, nil}}}}
	data := append(Encode(want), bytes.Repeat([]byte("\n"), 64<<20-len(large)*5/4)...)
	got, err := Decode("p", data)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a record of %d bytes: %v", len(data), err)
	}
}

// TestQuickReadsWhatEncodeWrites: else the quick way would be a detour.
func TestQuickReadsWhatEncodeWrites(t *testing.T) {
	r := sample()
	data := Encode(r)
	if _, ok := quickHeader(header[:len(header)-1]); !ok || !bytes.HasPrefix(data, []byte(header)) {
		t.Errorf("the header is not read quickly: %s", data)
	}
	quickly := 0
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if _, ok := quick(string(line), r.Langs); ok {
			quickly++
		}
		agree(t, string(line))
	}
	if quickly != len(r.Entries)-1 { // one has a text in base64
		t.Errorf("%d of %d entries were read quickly", quickly, len(r.Entries))
	}
}

// TestQuickAgrees holds lines that are nearly right.
func TestQuickAgrees(t *testing.T) {
	for _, value := range []string{`1.`, `01`, `.5`, `0.5`, `0.500`, `0.000`, `-0.500`, `1e3`, `"0.500"`, `00.500`, `1.000`} {
		agree(t, `{"id":"a","en":[],"hy":[],"status":"proposed","confidence":`+value+`}`)
	}
	for _, text := range []string{`"`, `"\`, `"\"`, `"\u"`, `"\u00e9"`, `"\ud83d\ude00"`, `"\ud800"`, `"\u+123"`, `"\/\b\f"`, `"\x41"`, "\"\x01\"", "\"\x7f\"", `"a\"b\\"`, `""`, `"",`, `null`, `["x"]`} {
		agree(t, `{"id":"a","en":[`+text+`],"hy":["y"],"status":"proposed"}`)
		agree(t, `{"id":`+text+`,"en":["x"],"hy":["y"],"status":"proposed"}`)
	}
	for _, line := range []string{`{}`, `{`, `{,`, `{"id":"a",}`, `{"id":"a"}}`, `{"id":"a","id":"b","en":[],"hy":[]}`, `{"en":[],"hy":[]}`, `{"en":[],"en":[],"hy":[]}`, `{"en":[],"hy":[],"untouched":true,"untouched":false}`} {
		agree(t, line)
	}
}

// agree fails when the quick reader takes a line that encoding/json does not,
// or reads it otherwise.
func agree(t *testing.T, line string) {
	t.Helper()
	langs := [2]string{"en", "hy"}
	fast, ok := quick(line, langs)
	if !ok || !utf8.ValidString(line) {
		return
	}
	d := &decoder{record: &Record{Langs: langs}, keys: langs}
	slow, err := d.slow(line)
	if err != nil {
		t.Fatalf("quick read %q, encoding/json says %v", line, err)
	}
	if !reflect.DeepEqual(fast, slow) {
		t.Fatalf("%q: quick %+v, encoding/json %+v", line, fast, slow)
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

func FuzzDecode(f *testing.F) {
	f.Add(Encode(sample()))
	f.Add([]byte(header + "\n<<<<<<<\n"))
	f.Add([]byte("\xef\xbb\xbf" + header))
	f.Add([]byte(header + `{"id":"ա","en":["\u0561\"x"],"hy":[{"base64":"/w=="}],"status":"proposed","x":null}` + "\r\n"))
	f.Add([]byte("\x00\xff\n"))
	f.Add([]byte(strings.ReplaceAll(string(Encode(sample())), "\n", "\r\n")))
	f.Add([]byte(strings.Replace(header, "hy", "id", 1) + "\n\"x\"\n" + `{"id":"x","en":[],"text:id":["\ud83d\ude00"],"status":"reviewed","confidence":0.125}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			agree(t, string(line))
		}
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
		if len(again.Entries) != len(r.Entries) {
			t.Fatalf("%d entries became %d", len(r.Entries), len(again.Entries))
		}
		for line := range bytes.SplitSeq(first, []byte("\n")) {
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

func BenchmarkEncode(b *testing.B) {
	r := sample()
	b.SetBytes(int64(len(Encode(r))))
	b.ReportAllocs()
	for b.Loop() {
		Encode(r)
	}
}
