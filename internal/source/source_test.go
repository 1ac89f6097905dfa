package source

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

func TestPosition(t *testing.T) {
	f := New("a.md", []byte("Երևան\r\n😀x\n\xffy"))
	for _, tt := range []struct {
		off  int
		want Position
	}{
		{0, Position{1, 1, 1, 1}},
		{4, Position{1, 3, 5, 3}},
		{12, Position{2, 1, 1, 1}},
		{16, Position{2, 2, 5, 3}},
		{18, Position{3, 1, 1, 1}},
		{19, Position{3, 2, 2, 2}},
		{99, Position{3, 3, 3, 3}},
		{-1, Position{1, 1, 1, 1}},
	} {
		if got := f.Position(tt.off); got != tt.want {
			t.Errorf("Position(%d) = %v, want %v", tt.off, got, tt.want)
		}
	}
}

// TestPositionInLongLines compares Position with counting by hand, where it
// counts from within the line.
func TestPositionInLongLines(t *testing.T) {
	for _, part := range []string{"x", "ա", "\u20ac", "😀ա", "\xff", "\x80\x80\x80\x80\x80", "\xf0\x9f\x98", "ա\r", "\x00"} {
		data := []byte(part + "\n" + strings.Repeat(part, 3*stride) + "\n" + strings.Repeat(part, 2*stride+1))
		f := New("a.md", data)
		for _, start := range lineStarts(f) {
			column, utf16 := 1, 1
			for at := start; at < len(data) && data[at] != '\n'; {
				if got := f.Position(at); got.Column != column || got.UTF16 != utf16 || got.Byte != at-start+1 {
					t.Fatalf("%q: byte %d of the line is %v, want column %d, UTF-16 %d", part, at-start, got, column, utf16)
				}
				r, n := utf8.DecodeRune(data[at:])
				column, at = column+1, at+n
				utf16 += max(1, len(string(r))/4*2)
			}
		}
	}
}

func lineStarts(f *File) []int {
	f.Position(0)
	return f.lines
}

func TestPositionFromManyGoroutines(t *testing.T) {
	f := New("a.md", []byte(strings.Repeat("Երևան\n", 100)))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if got := f.Position(i * 11); got.Line != i+1 {
				t.Errorf("Position(%d) = %v", i*11, got)
			}
		})
	}
	all.Wait()
}

func TestOffset(t *testing.T) {
	f := New("a.md", []byte("Երևան\r\nx"))
	for _, tt := range []struct {
		p    Position
		want int
	}{
		{Position{Line: 1, Byte: 3}, 2},
		{Position{Line: 2, Byte: 1}, 12},
		{Position{Line: 2, Byte: 99}, 13},
		{Position{Line: 1, Byte: 99}, 11},
		{Position{Line: 9, Byte: 1}, 12},
		{Position{}, 0},
	} {
		if got := f.Offset(tt.p); got != tt.want {
			t.Errorf("Offset(%v) = %d, want %d", tt.p, got, tt.want)
		}
	}
}

func TestApply(t *testing.T) {
	got, err := Apply([]byte("abcdef"), []Edit{{Span{4, 6}, "Ֆ"}, {Span{1, 2}, ""}, {Span{3, 3}, "-"}})
	if err != nil || string(got) != "ac-dՖ" {
		t.Errorf("Apply = %q, %v", got, err)
	}
	for _, bad := range [][]Edit{{{Span{0, 3}, ""}, {Span{2, 4}, ""}}, {{Span{0, 7}, ""}}, {{Span{2, 1}, ""}}} {
		if _, err := Apply([]byte("abcdef"), bad); err == nil {
			t.Errorf("Apply took %v", bad)
		}
	}
}

func TestErrorNamesThePlace(t *testing.T) {
	cause := errors.New("cause")
	err := &Error{Path: "a.md", Pos: Position{Line: 3, Column: 7}, ID: "error.x", Args: map[string]any{"B": 1, "A": "z"}, Err: cause}
	if want := "a.md:3:7: error.x A=z B=1: cause"; err.Error() != want || !errors.Is(err, cause) {
		t.Errorf("got %q, want %q", err, want)
	}
}

func FuzzPosition(f *testing.F) {
	for _, s := range []string{"", "a\nb", "Երևան\r\n։", "\xef\xbb\xbfx", "\x00\xff\n"} {
		f.Add([]byte(s), 2)
	}
	f.Fuzz(func(t *testing.T, data []byte, off int) {
		file := New("x", data)
		off = max(0, min(off, len(data)))
		if got := file.Offset(file.Position(off)); got != off {
			t.Fatalf("offset %d came back as %d in %q", off, got, data)
		}
	})
}

// FuzzApply holds that edits change their own bytes and nothing else.
func FuzzApply(f *testing.F) {
	f.Add([]byte("Երևան\r\n"), 2, 4, "։", 6, 6, "")
	f.Add([]byte("\xef\xbb\xbf\x00\xff"), 0, 0, "a", 0, 3, "\xff")
	f.Add([]byte("abc"), 2, 1, "", 5, 9, "")
	f.Fuzz(func(t *testing.T, data []byte, a, b int, x string, c, d int, y string) {
		edits := []Edit{{Span{c, d}, y}, {Span{a, b}, x}}
		before := bytes.Clone(data)
		got, err := Apply(data, edits)
		if !bytes.Equal(before, data) {
			t.Fatal("Apply changed its input")
		}
		valid := 0 <= a && a <= b && b <= len(data) && 0 <= c && c <= d && d <= len(data)
		if first, second := edits[1], edits[0]; valid {
			if c < a || c == a && d <= b {
				first, second = second, first
			}
			valid = first.End <= second.Start
			if valid {
				want := string(data[:first.Start]) + first.Text + string(data[first.End:second.Start]) + second.Text + string(data[second.End:])
				if err != nil || string(got) != want {
					t.Fatalf("Apply(%q, %v) = %q, %v, want %q", data, edits, got, err, want)
				}
			}
		}
		if !valid && err == nil {
			t.Fatalf("Apply(%q, %v) = %q", data, edits, got)
		}
	})
}

func BenchmarkPosition(b *testing.B) {
	f := New("a.md", []byte(strings.Repeat("Երևանում բացվեց նոր գրադարան։ ", 20000)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i += 997 {
		f.Position(i % len(f.Data))
	}
}
