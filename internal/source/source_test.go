package source

import (
	"bytes"
	"errors"
	"testing"
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
		edited, err := Apply(data, []Edit{{Span{off, off}, "։"}})
		if err != nil || !bytes.HasPrefix(edited, data[:off]) || !bytes.HasSuffix(edited, data[off:]) {
			t.Fatalf("an insertion changed other bytes: %q", edited)
		}
	})
}
