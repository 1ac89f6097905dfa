// Package cover draws the cover of a book: its titles, a rule, and the articles
// in it, as a PNG. Letters are drawn from fonts that are part of the program:
// Noto Sans Armenian, which has Latin letters too, and Go Bold for Greek and
// Cyrillic ones. The same texts give the same bytes on every machine: glyphs
// are scaled and flattened with integers.
package cover

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// Text is what stands on a cover.
type Text struct {
	Titles []string // of the book, one for each language
	Lines  []string // what is in it; as many as there is room for
	Foot   string   // a short line at the bottom
}

// Width and Height of the picture in pixels: 2 to 3, as shops and readers show
// covers.
const (
	Width  = 1200
	Height = 1800
)

// The measures of the page in pixels.
const (
	margin     = 110
	panel      = 1020 // height of the coloured part
	titlesBase = 860  // baseline of the last line of the last title
	titlesTop  = 210  // where the titles may begin
	ruleTop    = 910
	listTop    = 1120
	listEnd    = 1630
	footBase   = 1715
)

// shades is how many steps there are between paper and ink.
const shades = 16

// ramp returns the colours from one to another.
func ramp(from, to color.RGBA) []color.Color {
	step := func(a, b uint8, i int) uint8 { return uint8((int(a)*(shades-1-i) + int(b)*i) / (shades - 1)) }
	var out []color.Color
	for i := range shades {
		out = append(out, color.RGBA{step(from.R, to.R, i), step(from.G, to.G, i), step(from.B, to.B, i), 255})
	}
	return out
}

// Draw draws a cover. A line with a letter that no font has is left out, since
// a reader would see a box.
func Draw(t Text) ([]byte, error) {
	faces, err := newFaces()
	if err != nil {
		return nil, err
	}
	paper, ink, red := color.RGBA{255, 253, 249, 255}, color.RGBA{29, 27, 24, 255}, color.RGBA{138, 28, 36, 255}
	p := &pen{faces: faces, page: image.NewPaletted(image.Rect(0, 0, Width, Height), append(ramp(red, paper), ramp(paper, ink)...))}
	p.fill(image.Rect(0, panel, Width, Height), shades)
	p.titles(t.Titles)
	p.fill(image.Rect(margin, ruleTop, margin+150, ruleTop+10), shades-1)
	p.list(t.Lines)
	p.base = shades
	if faces.draws(t.Foot) {
		p.line(fit(p.faces, t.Foot, 34, Width-2*margin), 34, margin, footBase)
	}
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, p.page)
	return b.Bytes(), err
}

// titles writes the titles from the bottom up, in the greatest size in which
// all of them find room.
func (p *pen) titles(titles []string) {
	for size := 150; size >= 40; size -= 5 {
		var lines []string
		for i, t := range titles {
			if !p.faces.draws(t) {
				continue
			}
			if i > 0 && len(lines) > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, wrap(p.faces, t, size, Width-2*margin)...)
		}
		step, gap := size*6/5, size*2/5 // between lines, and between titles
		height := 0
		for _, l := range lines {
			height += step
			if l == "" {
				height += gap - step
			}
		}
		if widest(p.faces, lines, size) > Width-2*margin || height > titlesBase-titlesTop {
			continue
		}
		y := titlesBase
		for i := len(lines) - 1; i >= 0; i-- {
			if lines[i] == "" {
				y -= gap
				continue
			}
			p.line(lines[i], size, margin, y)
			y -= step
		}
		return
	}
}

// list writes lines until the room is full.
func (p *pen) list(lines []string) {
	p.base = shades
	const size, step = 40, 64
	y := listTop
	for _, l := range lines {
		if y > listEnd {
			return
		}
		if p.faces.draws(l) {
			p.line(fit(p.faces, l, size, Width-2*margin), size, margin, y)
			y += step
		}
	}
}

// fill gives a part of the page one colour.
func (p *pen) fill(r image.Rectangle, index uint8) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := p.page.Pix[y*p.page.Stride:]
		for x := r.Min.X; x < r.Max.X; x++ {
			row[x] = index
		}
	}
}
