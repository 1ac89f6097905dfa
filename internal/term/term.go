// Package term is the terminal: is it one, colour, cell widths, columns, bars,
// a progress line.
package term

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	xterm "golang.org/x/term"
)

// Out writes for people. Colour is used only on a terminal and never when
// NO_COLOR is set; what it says is never said by colour alone.
type Out struct {
	io.Writer
	Color bool
	Cells int // width of the terminal in cells; 0 when it is none
}

// NewOut looks at what w is. getenv is the environment.
func NewOut(w io.Writer, getenv func(string) string) *Out {
	o := &Out{Writer: w}
	if f, ok := w.(*os.File); ok && xterm.IsTerminal(int(f.Fd())) {
		o.Color = true
		if n, _, err := xterm.GetSize(int(f.Fd())); err == nil {
			o.Cells = n
		}
	}
	if n, err := strconv.Atoi(getenv("COLUMNS")); err == nil && n > 20 && o.Cells > 0 {
		o.Cells = n
	}
	if force := getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		o.Color = true
	}
	if getenv("NO_COLOR") != "" || getenv("TERM") == "dumb" {
		o.Color = false
	}
	return o
}

// Style is how a piece of text is shown.
type Style string

// The styles, as the numbers of the terminal's escape sequences.
const (
	Bold   Style = "1"
	Dim    Style = "2"
	Red    Style = "31"
	Green  Style = "32"
	Yellow Style = "33"
	Blue   Style = "34"
	Cyan   Style = "36"
	Gone   Style = "9;31" // struck out: deleted text
	Added  Style = "4;32" // underlined: inserted text
)

// In returns text in a style, or as it is where there is no colour.
func (o *Out) In(s Style, text string) string {
	if !o.Color || text == "" || s == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// Safe makes the characters visible that would drive a terminal or turn the
// direction of writing: what stands in an article must not do either.
func Safe(text string) string {
	if strings.IndexFunc(text, unsafe) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unsafe(r) || r == utf8.RuneError {
			fmt.Fprintf(&b, "<%04X>", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func unsafe(r rune) bool {
	return r != '\n' && r != '\t' && unicode.IsControl(r) || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\u200E' || r == '\u200F'
}

// Width returns the number of terminal cells text takes up; escape sequences
// of styles take none.
func Width(text string) int {
	w := 0
	for {
		i := strings.Index(text, "\x1b[")
		if i < 0 {
			return w + cells(text)
		}
		w += cells(text[:i])
		end := strings.IndexByte(text[i:], 'm')
		if end < 0 {
			return w
		}
		text = text[i+end+1:]
	}
}

// cells returns the number of cells of text without styles. Nearly all text is
// made of letters of one cell that join with nothing; for the rest the rules
// of Unicode are asked.
func cells(text string) int {
	n := 0
	for _, r := range text {
		if !single(r) {
			return uniseg.StringWidth(text)
		}
		n++
	}
	return n
}

// single reports whether a character takes one cell beside any other that is
// single too: Latin, Armenian, and the signs that zuyg draws with.
func single(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= ' '
	case r < 0x300:
		return r > 0xa0 && r != 0xad
	case r >= 'Ա' && r <= '֊':
		return true
	}
	switch r {
	case '█', '░', '…', '–', '—', '“', '”', '‘', '’':
		return true
	}
	return false
}

// Cut shortens plain text to at most cells cells, with "…" where it was cut.
// Line breaks become spaces.
func Cut(text string, cells int) string {
	text = strings.Join(strings.Fields(text), " ")
	if Width(text) <= cells {
		return text
	}
	var b strings.Builder
	used := 1 // for the dots
	for g := uniseg.NewGraphemes(text); g.Next(); {
		used += g.Width()
		if used > cells {
			break
		}
		b.WriteString(g.Str())
	}
	return strings.TrimRight(b.String(), " ") + "…"
}

// Pad fills text with spaces on the right to cells cells.
func Pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(0, cells-Width(text)))
}

// PadLeft fills text with spaces on the left to cells cells.
func PadLeft(text string, cells int) string {
	return strings.Repeat(" ", max(0, cells-Width(text))) + text
}

// Bar draws a share of 0 to 1 in cells cells.
func Bar(share float64, cells int) string {
	full := int(share*float64(cells) + 0.5)
	if share < 1 {
		full = min(full, cells-1) // what is not done does not look done
	}
	full = max(0, min(full, cells))
	return strings.Repeat("█", full) + strings.Repeat("░", cells-full)
}

// Table lays rows out in columns. A column whose name is in right is aligned to
// the right; the last column is not filled up.
func Table(w io.Writer, rows [][]string, gap string, right ...int) error {
	var widths, each []int
	for _, r := range rows {
		for c, cell := range r {
			if c == len(widths) {
				widths = append(widths, 0)
			}
			n := Width(cell)
			each = append(each, n)
			widths[c] = max(widths[c], n)
		}
	}
	var b bytes.Buffer
	for _, r := range rows {
		for c, cell := range r {
			if c > 0 {
				b.WriteString(gap)
			}
			fill := widths[c] - each[c]
			if contains(right, c) {
				b.WriteString(spaces(fill))
				fill = 0
			}
			b.WriteString(cell)
			if c < len(r)-1 {
				b.WriteString(spaces(fill))
			}
		}
		each = each[len(r):]
		b.Truncate(len(bytes.TrimRight(b.Bytes(), " ")))
		b.WriteByte('\n')
	}
	_, err := w.Write(b.Bytes())
	return err
}

// spaces returns n spaces.
func spaces(n int) string {
	const some = "                                                                "
	if n <= len(some) {
		return some[:n]
	}
	return strings.Repeat(" ", n)
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// Progress is a line that shows how far a long run is. It is shown only on a
// terminal, after the first second, and cleared at the end.
type Progress struct {
	out   *Out
	now   func() time.Time
	begun time.Time
	last  time.Time
	shown bool
}

// NewProgress begins a progress line on out. now is the clock.
func NewProgress(out *Out, now func() time.Time) *Progress {
	return &Progress{out: out, now: now, begun: now()}
}

// Set shows that done of total are done; label says of what. total 0 means it
// is not known.
func (p *Progress) Set(done, total int, label string) {
	if p.out.Cells == 0 {
		return
	}
	t := p.now()
	if t.Sub(p.begun) < time.Second || t.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = t, true
	line := fmt.Sprintf("%d %s", done, label)
	if total > 0 {
		line = fmt.Sprintf("%s %d/%d %s", Bar(float64(done)/float64(total), 24), done, total, label)
	}
	_, _ = io.WriteString(p.out, "\r\x1b[K"+Cut(line, p.out.Cells-1)) // a line that can't be shown harms nothing
}

// Done clears the line.
func (p *Progress) Done() {
	if p.shown {
		_, _ = io.WriteString(p.out, "\r\x1b[K")
	}
}
