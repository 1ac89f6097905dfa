// Package source holds a file's bytes and speaks of places in them: byte spans,
// line and column positions, splicing edits, and errors that have a place. It
// opens no file.
package source

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"unicode/utf8"
)

// Span is a stretch of bytes of a file, End exclusive.
type Span struct{ Start, End int }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Position is a place in a file as people and tools count it; all are 1-based.
// Column counts runes, Byte counts bytes and UTF16 counts UTF-16 code units,
// each from the start of the line. An invalid byte is one of each.
type Position struct{ Line, Column, Byte, UTF16 int }

// File is the bytes of one file and the path it is spoken of by (slash
// separated, relative to the project).
type File struct {
	Path string
	Data []byte

	index sync.Once
	lines []int  // start offset of each line
	steps []step // places within long lines, in order
}

// stride is how many bytes of a line Position counts runes in at most: a
// paragraph is often one line, and a program may ask for many places in it.
const stride = 1024

// step is a place from which runes can be counted instead of the line's start.
type step struct{ off, column, utf16 int }

// New returns a file of data. It keeps data, which must not be changed after.
func New(path string, data []byte) *File { return &File{Path: path, Data: data} }

// Position returns the place of byte offset off (clamped to the file). A line
// ends with "\n"; the "\r" before it belongs to the line. The first call reads
// the whole file, the others only some of the line; they may come from several
// goroutines.
func (f *File) Position(off int) Position {
	f.index.Do(f.findLines)
	off = max(0, min(off, len(f.Data)))
	line, found := slices.BinarySearch(f.lines, off)
	if !found {
		line--
	}
	from := step{f.lines[line], 1, 1}
	if off-from.off >= stride {
		at, found := slices.BinarySearchFunc(f.steps, off, func(s step, off int) int { return cmp.Compare(s.off, off) })
		if !found {
			at--
		}
		if at >= 0 && f.steps[at].off > from.off {
			from = f.steps[at]
		}
	}
	to := count(f.Data[:off], from)
	return Position{Line: line + 1, Column: to.column, Byte: 1 + off - f.lines[line], UTF16: to.utf16}
}

// count goes from a step to the end of data.
func count(data []byte, from step) step {
	for from.off < len(data) {
		r, n := utf8.DecodeRune(data[from.off:])
		from.off += n
		from.column++
		from.utf16++
		if r > 0xFFFF {
			from.utf16++
		}
	}
	return from
}

// Offset is the inverse of Position for its Line and Byte, clamped to the line.
func (f *File) Offset(p Position) int {
	f.index.Do(f.findLines)
	line := max(1, min(p.Line, len(f.lines)))
	end := len(f.Data)
	if line < len(f.lines) {
		end = f.lines[line] - 1
	}
	return max(f.lines[line-1], min(f.lines[line-1]+p.Byte-1, end))
}

func (f *File) findLines() {
	for start := 0; ; {
		f.lines = append(f.lines, start)
		end := bytes.IndexByte(f.Data[start:], '\n')
		if end < 0 {
			f.findSteps(start, len(f.Data))
			return
		}
		f.findSteps(start, start+end)
		start += end + 1
	}
}

// findSteps notes steps in a line if it is long. They lie between runes, where
// counting from the line's start comes by as well.
func (f *File) findSteps(start, end int) {
	for at := (step{start, 1, 1}); end-at.off > stride; f.steps = append(f.steps, at) {
		cut := at.off + stride
		for !utf8.RuneStart(f.Data[cut]) && cut > at.off+stride-utf8.UTFMax {
			cut--
		}
		at = count(f.Data[:cut], at)
	}
}

// Edit replaces the bytes of Span by Text.
type Edit struct {
	Span
	Text string
}

// Apply returns data with edits applied. Edits may come in any order; those
// that overlap or lie outside data are an error. data is not changed.
func Apply(data []byte, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	out := make([]byte, 0, len(data))
	at := 0
	for _, e := range sorted {
		if e.Start < at || e.End < e.Start || e.End > len(data) {
			return nil, fmt.Errorf("edit of bytes %d to %d overlaps another or lies outside %d bytes", e.Start, e.End, len(data))
		}
		out = append(out, data[at:e.Start]...)
		out = append(out, e.Text...)
		at = e.End
	}
	return append(out, data[at:]...), nil
}

// Error is something wrong at a place in a file: a fact, not a sentence. ID is
// a message id ("error.front-matter-unclosed") and Args its arguments; Err is
// the cause, if any. Line 0 means the file as a whole.
type Error struct {
	Path string
	Pos  Position
	ID   string
	Args map[string]any
	Err  error
}

// Error returns "path:line:column: id key=value: cause" for logs and tests;
// the reader's sentence is made by package say.
func (e *Error) Error() string {
	s := e.Path
	if e.Pos.Line > 0 {
		s = fmt.Sprintf("%s:%d:%d", e.Path, e.Pos.Line, e.Pos.Column)
	}
	s += ": " + e.ID
	for _, k := range slices.Sorted(maps.Keys(e.Args)) {
		s += fmt.Sprintf(" %s=%v", k, e.Args[k])
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
