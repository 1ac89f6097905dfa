package cover

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/png"
	"os"
	"testing"
)

func text() Text {
	return Text{
		Titles: []string{"Pomegranate", "Նուռ"},
		Lines:  []string{"The lake that came back: Sevan in five numbers", "Վերադարձող լիճը. Սևանը՝ հինգ թվով", "Ինչո՞ւ է թանկանում հացը"},
		Foot:   "English · Հայերեն",
	}
}

// TestDraw pins the picture: on every machine it has these bytes. A change of
// the drawing is looked at before the sum is put here.
func TestDraw(t *testing.T) {
	data, err := Draw(text())
	if err != nil {
		t.Fatal(err)
	}
	if name := os.Getenv("ZUYG_COVER"); name != "" { // to look at it
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	page, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if page.Bounds().Dx() != Width || page.Bounds().Dy() != Height || len(data) > 64<<10 {
		t.Errorf("%v, %d bytes", page.Bounds(), len(data))
	}
	sum := sha256.Sum256(page.(*image.Paletted).Pix)
	if got, want := hex.EncodeToString(sum[:8]), "6fd2c5710f52befd"; got != want {
		t.Errorf("the picture is another one: %s, not %s", got, want)
	}
}

// inked counts the points of a part of the page that have a letter's colour.
func inked(t *testing.T, x Text, r image.Rectangle, paper uint8) int {
	t.Helper()
	data, err := Draw(x)
	if err != nil {
		t.Fatal(err)
	}
	page, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if page.(*image.Paletted).ColorIndexAt(x, y) != paper {
				n++
			}
		}
	}
	return n
}

// TestLettersOfBothLanguages holds that every Armenian and Latin letter is
// drawn, and that what no font has is left out rather than drawn as a box.
func TestLettersOfBothLanguages(t *testing.T) {
	f, err := newFaces()
	if err != nil {
		t.Fatal(err)
	}
	for r := 'Ա'; r <= 'և'; r++ {
		if r > 'Ֆ' && r < 'ա' {
			continue
		}
		if !f.draws(string(r)) {
			t.Errorf("no glyph for %c", r)
		}
	}
	for _, s := range []string{"«Ջուր»", "։՞՜՛՝֊", "“Water” – it’s 5 %…", "Erdoğan çöl", "Москва"} {
		if !f.draws(s) {
			t.Errorf("%s can't be drawn", s)
		}
	}
	list := image.Rect(0, panel, Width, listEnd+64)
	if n := inked(t, Text{Lines: []string{"水", "", " "}}, list, shades); n != 0 {
		t.Errorf("%d points are drawn of nothing", n)
	}
	if n := inked(t, Text{Lines: []string{"Ջուր"}}, list, shades); n < 500 {
		t.Errorf("%d points are drawn of a word", n)
	}
}

// TestLongTextsStayOnThePage holds that nothing is written beyond the margins.
func TestLongTextsStayOnThePage(t *testing.T) {
	long := "Հայաստանի բնապահպանության նախարարության աշխատակիցները վերադառնում են"
	x := Text{Titles: []string{long, "The ministry’s officials return to the mountains of the north"}, Foot: long + long}
	for range 40 {
		x.Lines = append(x.Lines, long+" "+long)
	}
	for name, part := range map[string]struct {
		r     image.Rectangle
		paper uint8
	}{
		"right of the titles": {image.Rect(Width-margin+10, 0, Width, panel), 0},
		"above the titles":    {image.Rect(0, 0, Width, titlesTop-100), 0},
		"right of the list":   {image.Rect(Width-margin+10, panel, Width, Height), shades},
		"below the foot":      {image.Rect(0, footBase+30, Width, Height), shades},
	} {
		if n := inked(t, x, part.r, part.paper); n > 0 {
			t.Errorf("%s: %d points", name, n)
		}
	}
}
