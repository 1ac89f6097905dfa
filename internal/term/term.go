// Package term is the terminal: is it one, colour, cell widths, columns, bars,
// a progress line.
package term

import "io"

// Out writes for people. Colour is used only on a terminal and never when
// NO_COLOR is set; what it says is never said by colour alone.
type Out struct {
	io.Writer
	Color bool
	Cells int // width of the terminal in cells; 0 when unknown
}

// Width returns the number of terminal cells text takes up (graphemes, wide
// letters, no escape sequences).
func Width(text string) int { panic("stub") }

// Cut shortens text to at most cells cells, with "…" at the end when it was cut.
func Cut(text string, cells int) string { panic("stub") }

// Pad fills text with spaces to cells cells.
func Pad(text string, cells int) string { panic("stub") }
