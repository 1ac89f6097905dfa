package cover

import (
	"embed"
	"image"
	"image/draw"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

//go:embed fonts
var files embed.FS

// faces are fonts in the order in which a letter is looked for.
type faces struct {
	fonts []*sfnt.Font
	buf   sfnt.Buffer
}

func newFaces() (*faces, error) {
	f := &faces{}
	var all [][]byte
	for _, part := range []string{"latin", "armenian", "latin-ext"} {
		data, err := files.ReadFile("fonts/noto-sans-armenian-" + part + "-700.ttf")
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	for _, data := range append(all, gobold.TTF) {
		parsed, err := sfnt.Parse(data)
		if err != nil {
			return nil, err
		}
		f.fonts = append(f.fonts, parsed)
	}
	return f, nil
}

// glyph returns the font that has a letter and its glyph there; ok is false
// when none has.
func (f *faces) glyph(r rune) (in *sfnt.Font, g sfnt.GlyphIndex, ok bool) {
	for _, in := range f.fonts {
		if g, err := in.GlyphIndex(&f.buf, r); err == nil && g != 0 {
			return in, g, true
		}
	}
	return nil, 0, false
}

// draws reports whether there is a text, and a glyph for each letter of it.
func (f *faces) draws(text string) bool {
	for _, r := range text {
		if _, _, ok := f.glyph(r); !ok {
			return false
		}
	}
	return strings.TrimSpace(text) != ""
}

// advance returns how far a letter leads.
func (f *faces) advance(r rune, size int) fixed.Int26_6 {
	in, g, ok := f.glyph(r)
	if !ok {
		return 0
	}
	a, err := in.GlyphAdvance(&f.buf, g, fixed.I(size), font.HintingNone)
	if err != nil {
		return 0
	}
	return a
}

// width returns the width of a line in pixels.
func (f *faces) width(text string, size int) int {
	var w fixed.Int26_6
	for _, r := range text {
		w += f.advance(r, size)
	}
	return w.Ceil()
}

func widest(f *faces, lines []string, size int) int {
	most := 0
	for _, l := range lines {
		most = max(most, f.width(l, size))
	}
	return most
}

// wrap breaks a text into lines between its words; a word that is too wide
// stays whole.
func wrap(f *faces, text string, size, room int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch longer := strings.TrimSpace(line + " " + word); {
		case f.width(longer, size) <= room:
			line = longer
		default:
			if line != "" {
				lines = append(lines, line)
			}
			line = word
		}
	}
	return append(lines, line)
}

// fit cuts a line that is too wide for the room.
func fit(f *faces, text string, size, room int) string {
	if f.width(text, size) <= room {
		return text
	}
	letters := []rune(text)
	for n := len(letters) - 1; n > 0; n-- {
		if short := strings.TrimRight(string(letters[:n]), " ,.:;—–") + "…"; f.width(short, size) <= room {
			return short
		}
	}
	return ""
}

// pen draws letters onto the page.
type pen struct {
	faces *faces
	page  *image.Paletted
	base  uint8 // the first colour of the ramp that is drawn with
}

// line draws a line; y is that of its baseline.
func (p *pen) line(text string, size, x, y int) {
	at := fixed.I(x)
	for _, r := range text {
		p.letter(r, size, at, y)
		at += p.faces.advance(r, size)
	}
}

// letter draws one letter. Its outline is flattened with integers before it is
// filled: floating point differs from machine to machine.
func (p *pen) letter(r rune, size int, x fixed.Int26_6, y int) {
	in, g, ok := p.faces.glyph(r)
	if !ok {
		return
	}
	outline, err := in.LoadGlyph(&p.faces.buf, g, fixed.I(size), nil)
	if err != nil || len(outline) == 0 {
		return
	}
	// The letter is drawn into a box of twice its size, the baseline at 3/2.
	box := 2 * size
	left, base := fixed.I(size/2)+(x-fixed.I(x.Floor())), fixed.I(size*3/2)
	z := vector.NewRasterizer(box, box)
	z.DrawOp = draw.Src
	var now fixed.Point26_6
	to := func(q fixed.Point26_6) {
		now = q
		z.LineTo(pixels(q.X+left), pixels(q.Y+base))
	}
	for _, s := range outline {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			now = s.Args[0]
			z.MoveTo(pixels(now.X+left), pixels(now.Y+base))
		case sfnt.SegmentOpLineTo:
			to(s.Args[0])
		case sfnt.SegmentOpQuadTo:
			curve(now, s.Args[0], s.Args[1], to)
		}
	}
	z.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, box, box))
	z.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	p.stamp(mask, x.Floor()-size/2, y-size*3/2)
}

// pixels are exact: a float32 holds all numbers of 26.6 bits that a page needs.
func pixels(v fixed.Int26_6) float32 { return float32(v) / 64 }

// curve cuts a quadratic curve into lines.
func curve(a, b, c fixed.Point26_6, to func(fixed.Point26_6)) {
	const n = 16
	at := func(a, b, c fixed.Int26_6, i int64) fixed.Int26_6 {
		return fixed.Int26_6((int64(a)*(n-i)*(n-i) + 2*int64(b)*i*(n-i) + int64(c)*i*i) / (n * n))
	}
	for i := int64(1); i <= n; i++ {
		to(fixed.Point26_6{X: at(a.X, b.X, c.X, i), Y: at(a.Y, b.Y, c.Y, i)})
	}
}

// stamp puts a mask onto the page.
func (p *pen) stamp(mask *image.Alpha, left, top int) {
	for y := range mask.Rect.Dy() {
		for x := range mask.Rect.Dx() {
			a := mask.Pix[y*mask.Stride+x]
			at := image.Pt(left+x, top+y)
			if a == 0 || !at.In(p.page.Rect) {
				continue
			}
			shade := uint8((int(a)*(shades-1) + 127) / 255)
			i := p.page.PixOffset(at.X, at.Y)
			p.page.Pix[i] = max(p.page.Pix[i], p.base+shade)
		}
	}
}
