// Package markdown turns the bytes of a version into blocks and back without
// losing a byte. It is the only package that knows goldmark. A block is ranges
// into the untouched source, and an edit is a splice: nothing is ever rendered
// back.
package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"zuyg/internal/source"
)

// Kind is what sort of block it is. String gives the id that JSON, records and
// locales use.
type Kind uint8

// The kinds of block.
const (
	Field      Kind = iota // a translatable front matter field
	Heading                // a heading, ATX or setext
	Paragraph              // a paragraph that is none of the others
	Item                   // the first paragraph of a list item
	Row                    // a table row, the header row included
	Quote                  // a paragraph of a block quote
	Figure                 // a paragraph that is one image and nothing else
	Footnote               // the first paragraph of a footnote definition
	Code                   // fenced or indented code (verbatim)
	HTML                   // a raw HTML block (verbatim)
	Definition             // a link reference definition (verbatim)
	kinds
)

var kindNames = [kinds]string{"field", "heading", "paragraph", "item", "row", "quote", "figure", "footnote", "code", "html", "definition"}

// String returns the kind's id, such as "paragraph".
func (k Kind) String() string { return kindNames[k] }

// KindOf is the inverse of Kind.String; ok is false for an unknown name.
func KindOf(name string) (k Kind, ok bool) {
	for i, n := range kindNames {
		if n == name {
			return Kind(i), true
		}
	}
	return Paragraph, false
}

// Block is one stretch of a version that a reader sees as a paragraph. Its
// Text is what Lines cover, joined by "\n"; markers, quote signs and indents
// lie between them.
type Block struct {
	Kind  Kind
	Level int           // heading level 1–6; nesting depth of lists and quotes for others
	Key   string        // front matter field name, label of a footnote or definition, code info string
	Span  source.Span   // from the block's first marker to the end of its last byte, without the line end
	Lines []source.Span // content pieces in order, disjoint, within Span; at least one
	meta  int           // index into Doc.front.values, for a Field
}

// Verbatim reports whether the block must be equal in both versions.
func (b *Block) Verbatim() bool { return b.Kind == Code || b.Kind == HTML || b.Kind == Definition }

// Options say what counts as text to translate.
type Options struct {
	Fields []string // front matter fields that are blocks, e.g. title, summary, description
}

// Doc is a parsed version.
type Doc struct {
	File     *source.File
	Blocks   []Block         // in document order
	Problems []*source.Error // invalid UTF-8, unreadable front matter …, in order; the document is still usable

	options Options
	front   front
	body    int // where the body begins
}

// maxProblems bounds how many places of invalid UTF-8 one file reports: a
// binary file has thousands, and twenty say it too.
const maxProblems = 20

// Parse splits a file. It never fails and never changes a byte: what it can't
// read is in Problems and stays as it is.
func Parse(f *source.File, o Options) *Doc {
	d := &Doc{File: f, options: o}
	d.checkUTF8()
	d.body = d.parseFront()
	d.parseBody(d.body)
	slices.SortStableFunc(d.Problems, func(a, b *source.Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Byte, b.Pos.Byte))
	})
	return d
}

// checkUTF8 reports each run of bytes that are not UTF-8.
func (d *Doc) checkUTF8() {
	data := d.File.Data
	if utf8.Valid(data) {
		return
	}
	bad := false
	for off := 0; off < len(data) && len(d.Problems) < maxProblems; {
		r, n := utf8.DecodeRune(data[off:])
		invalid := r == utf8.RuneError && n == 1
		if invalid && !bad {
			d.problem(off, "error.invalid-utf8", map[string]any{"Byte": int(data[off])})
		}
		bad = invalid
		off += n
	}
}

func (d *Doc) problem(off int, id string, args map[string]any) {
	d.Problems = append(d.Problems, &source.Error{Path: d.File.Path, Pos: d.File.Position(off), ID: id, Args: args})
}

// Text returns the content of block i: its pieces joined by "\n". For a Field
// it is the decoded value.
func (d *Doc) Text(i int) string {
	b := &d.Blocks[i]
	if b.Kind == Field {
		return d.front.values[b.meta].text
	}
	return join(d.File.Data, b.Lines)
}

// join returns the pieces of data with "\n" between.
func join(data []byte, pieces []source.Span) string {
	if len(pieces) == 1 {
		return string(data[pieces[0].Start:pieces[0].End])
	}
	n := len(pieces) - 1
	for _, p := range pieces {
		n += p.Len()
	}
	var s strings.Builder
	s.Grow(n)
	for k, p := range pieces {
		if k > 0 {
			s.WriteByte('\n')
		}
		s.Write(data[p.Start:p.End])
	}
	return s.String()
}
