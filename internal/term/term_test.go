package term

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestWidth(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{"", 0},
		{"bread", 5},
		{"Գյումրի", 7},
		{"և", 1},
		{"Ինչո՞ւ", 6},  // the question mark has a cell of its own
		{"e\u0301", 1}, // a combining mark has none
		{"日本", 4},
		{"😀", 2},
		{"👩‍🌾", 2},
		{"🇦🇲", 2},
		{"\x1b[1mՀաց\x1b[0m", 3},
		{"\x1b[9;31mհին\x1b[0m → \x1b[4;32mնոր\x1b[0m", 9},
	} {
		if got := Width(tt.text); got != tt.want {
			t.Errorf("Width(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		text  string
		cells int
		want  string
	}{
		{"Գյումրի", 7, "Գյումրի"},
		{"Գյումրիում", 7, "Գյումրի"[:12] + "…"},
		{"one\r\n two\tthree", 9, "one two…"},
		{"日本語", 4, "日…"},
		{"👩‍🌾👩‍🌾👩‍🌾", 5, "👩‍🌾👩‍🌾…"},
		{"", 3, ""},
	} {
		if got := Cut(tt.text, tt.cells); got != tt.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tt.text, tt.cells, got, tt.want)
		}
	}
}

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"հաց\nbread\t1":    "հաց\nbread\t1",
		"\x1b[2Jgone":      "<001B>[2Jgone",
		"a\rb":             "a<000D>b",
		"\u202Egnp.exe":    "<202E>gnp.exe",
		"bad \xff byte":    "bad <FFFD> byte",
		"soft\u00ADhyphen": "soft\u00ADhyphen",
	} {
		if got := Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestTableLinesUp: columns begin at the same cell in every row, whatever the
// scripts and styles.
func TestTableLinesUp(t *testing.T) {
	var b bytes.Buffer
	o := &Out{Writer: &b, Color: true}
	rows := [][]string{{"bread", "5", "| end"}, {"Գյումրի", "1 200", "| վերջ"}, {o.In(Red, "日本語"), "", "| 終"}, {"👩‍🌾", "17", "| 🇦🇲"}}
	if err := Table(o, rows, "  ", 1); err != nil {
		t.Fatal(err)
	}
	var at []int
	for line := range strings.Lines(b.String()) {
		before, _, _ := strings.Cut(line, "|")
		at = append(at, Width(before))
	}
	if want := []int{16, 16, 16, 16}; !slices.Equal(at, want) {
		t.Errorf("the last column begins at %v, want %v\n%s", at, want, b.String())
	}
}

func TestBar(t *testing.T) {
	for _, tt := range []struct {
		share float64
		want  string
	}{{0, "░░░░"}, {0.5, "██░░"}, {0.99, "███░"}, {1, "████"}, {-1, "░░░░"}, {2, "████"}} {
		if got := Bar(tt.share, 4); got != tt.want {
			t.Errorf("Bar(%v) = %s, want %s", tt.share, got, tt.want)
		}
	}
}

func TestColour(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, false}, // a buffer is no terminal
		{map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
		{map[string]string{"CLICOLOR_FORCE": "1", "TERM": "dumb"}, false},
	} {
		o := NewOut(&bytes.Buffer{}, func(k string) string { return tt.env[k] })
		if o.Color != tt.want {
			t.Errorf("%v: colour %v, want %v", tt.env, o.Color, tt.want)
		}
	}
}

// TestProgress: nothing in the first second, a line that fits after it, and
// nothing left at the end.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := NewProgress(&Out{Writer: &b, Cells: 40}, func() time.Time { return now })
	p.Set(1, 10, "հոդված")
	if b.Len() > 0 {
		t.Errorf("shown at once: %q", b.String())
	}
	now = now.Add(2 * time.Second)
	p.Set(5, 10, "հոդված")
	line := strings.TrimPrefix(b.String(), "\r\x1b[K")
	if !strings.Contains(line, "5/10 հ") || Width(line) > 39 {
		t.Errorf("%q", line)
	}
	p.Done()
	if !strings.HasSuffix(b.String(), "\r\x1b[K") {
		t.Errorf("not cleared: %q", b.String())
	}
	var quiet bytes.Buffer
	p = NewProgress(&Out{Writer: &quiet}, func() time.Time { return now })
	now = now.Add(2 * time.Second)
	p.Set(5, 10, "հոդված")
	p.Done()
	if quiet.Len() > 0 {
		t.Errorf("shown where there is no terminal: %q", quiet.String())
	}
}

// FuzzWidth: what is cut fits, what is padded fills exactly, and what is safe
// drives no terminal.
func FuzzWidth(f *testing.F) {
	for _, s := range []string{"", "bread", "Ինչո՞ւ է հացը թանկացել", "👩‍🌾🇦🇲", "e\u0301\u0302", "a\r\nb\tc", "\x00\x1b[31mx", "\xff\xfe", "\u202E", "\uFEFFհաց", "日本語", "\u200d", "\x1b["} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, text string, cells int) {
		cells = 1 + (cells%60+60)%60
		safe := Safe(text)
		if !utf8.ValidString(safe) || strings.ContainsFunc(safe, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }) {
			t.Fatalf("Safe(%q) = %q", text, safe)
		}
		cut := Cut(safe, cells)
		if w := Width(cut); w > cells {
			t.Errorf("Cut(%q, %d) = %q takes %d cells", safe, cells, cut, w)
		}
		if short := strings.TrimSuffix(cut, "…"); !strings.HasPrefix(strings.Join(strings.Fields(safe), " "), short) {
			t.Errorf("Cut(%q, %d) = %q is not its beginning", safe, cells, cut)
		}
		for _, padded := range []string{Pad(cut, cells), PadLeft(cut, cells)} {
			if w := Width(padded); w != cells {
				t.Errorf("%q padded to %d takes %d cells", cut, cells, w)
			}
		}
	})
}
