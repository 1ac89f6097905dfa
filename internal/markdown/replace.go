package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"zuyg/internal/source"
)

// Replace returns the edits that give block i the content text: none when it
// has it already. New lines get the prefixes that the block's container needs,
// and the line end that is used there. All edits lie within the block's Span.
//
// Nothing is returned unverified: the edited file is parsed anew, and it must
// have the same blocks with the same texts but for this one. The error is a
// *source.Error with the id "error.text-breaks-block" and the arguments Kind
// (the block's) and Reason: "empty", "invalid-utf8", "kind" (it would be read
// as another kind of block), "split" (as more or fewer blocks), "text" (not as
// the text it is), "cells" (another number of table cells), "around" (it would
// change another block or the front matter).
func (d *Doc) Replace(i int, text string) ([]source.Edit, error) {
	if d.Text(i) == text {
		return nil, nil
	}
	if strings.TrimSpace(text) == "" {
		return nil, d.refuse(i, "empty")
	}
	b := &d.Blocks[i]
	var tries [][]source.Edit
	if b.Kind == Field {
		tries = d.rewrites(b, text)
	} else {
		tries = d.splices(b, strings.Split(text, "\n"))
	}
	reason := ""
	for _, edits := range tries {
		data, err := source.Apply(d.File.Data, edits)
		if err != nil {
			return nil, err
		}
		now := d.damage(i, text, data)
		if now == "" {
			return edits, nil
		}
		if reason == "" {
			reason = now
		}
	}
	return nil, d.refuse(i, reason)
}

func (d *Doc) refuse(i int, reason string) error {
	b := &d.Blocks[i]
	return &source.Error{Path: d.File.Path, Pos: d.File.Position(b.Lines[0].Start), ID: "error.text-breaks-block",
		Args: map[string]any{"Kind": b.Kind.String(), "Reason": reason}}
}

// splices returns ways to give the pieces of b the given lines, the best one
// first: line for line where there are as many, so that what did not change
// stays as it is; then with the prefix of b's own second line; then with the
// prefix that follows from the first one.
func (d *Doc) splices(b *Block, lines []string) [][]source.Edit {
	var out [][]source.Edit
	if len(lines) == len(b.Lines) {
		out = append(out, d.lineForLine(b, lines))
	}
	data := d.File.Data
	eol := d.eol(b)
	if d.isEmptyFence(b) {
		lines = append([]string{""}, lines...) // the first line comes behind the fence's
	}
	if len(b.Lines) > 1 {
		second := b.Lines[1].Start
		out = append(out, whole(b, lines, eol, string(data[lineStart(data, second):second])))
	}
	return append(out, whole(b, lines, eol, d.prefix(b)))
}

// isEmptyFence reports whether b is fenced code without lines, whose piece is
// at the end of the opening fence.
func (d *Doc) isEmptyFence(b *Block) bool {
	return b.Kind == Code && len(b.Lines) == 1 && b.Lines[0].Len() == 0 &&
		bytes.IndexByte(d.File.Data[b.Span.Start:b.Lines[0].Start], '\n') < 0
}

// lineForLine replaces the pieces that change.
func (d *Doc) lineForLine(b *Block, lines []string) []source.Edit {
	var edits []source.Edit
	for k, p := range b.Lines {
		if string(d.File.Data[p.Start:p.End]) != lines[k] {
			edits = append(edits, source.Edit{Span: p, Text: lines[k]})
		}
	}
	return edits
}

// whole replaces all of b's content.
func whole(b *Block, lines []string, eol, prefix string) []source.Edit {
	var text strings.Builder
	all := source.Span{Start: b.Lines[0].Start, End: b.Lines[len(b.Lines)-1].End}
	for k, line := range lines {
		switch {
		case k == 0:
		case line == "":
			text.WriteString(eol + strings.TrimRight(prefix, " \t"))
		default:
			text.WriteString(eol + prefix)
		}
		text.WriteString(line)
	}
	return []source.Edit{{Span: all, Text: text.String()}}
}

// eol returns the line end used next to b.
func (d *Doc) eol(b *Block) string {
	data := d.File.Data
	at := bytes.IndexByte(data[b.Lines[0].Start:], '\n')
	if at >= 0 {
		at += b.Lines[0].Start
	} else {
		at = bytes.LastIndexByte(data[:b.Lines[0].Start], '\n')
	}
	if at > 0 && data[at-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// prefix returns what a further line of b begins with, by what stands before
// its first piece: quote signs and tabs stay, list markers become spaces.
func (d *Doc) prefix(b *Block) string {
	data := d.File.Data
	first := b.Lines[0].Start
	if d.isEmptyFence(b) {
		first = b.Span.Start + bytes.IndexAny(data[b.Span.Start:first], "`~")
	}
	var out strings.Builder
	for _, r := range string(data[lineStart(data, first):first]) {
		if r != '>' && r != '\t' {
			r = ' '
		}
		out.WriteRune(r)
	}
	return out.String()
}

// damage returns the reason why data is not d with the content text for block
// i and nothing else changed, "" when it is.
func (d *Doc) damage(i int, text string, data []byte) string {
	now := Parse(source.New(d.File.Path, data), d.options)
	if len(now.Problems) > len(d.Problems) {
		if !utf8.ValidString(text) {
			return "invalid-utf8"
		}
		return "around"
	}
	if len(now.Blocks) != len(d.Blocks) {
		return "split"
	}
	old, b := &d.Blocks[i], &now.Blocks[i]
	switch {
	case b.Kind != old.Kind || b.Level != old.Level || b.Key != old.Key && b.Kind != Definition:
		return "kind"
	case now.Text(i) != text:
		return "text"
	case b.Kind == Row && cells(text) != cells(d.Text(i)):
		return "cells"
	case !d.front.same(&now.front, old):
		return "around"
	}
	for k := range now.Blocks {
		a, b := &d.Blocks[k], &now.Blocks[k]
		if k != i && (a.Kind != b.Kind || a.Level != b.Level || a.Key != b.Key || now.Text(k) != d.Text(k)) {
			return "around"
		}
	}
	return ""
}

// same reports whether f and g have the same values but for the one that block
// b shows.
func (f *front) same(g *front, b *Block) bool {
	return slices.EqualFunc(f.values, g.values, func(x, y value) bool {
		return x.key == y.key && (b.Kind == Field && b.Key == x.key ||
			x.text == y.text && x.style == y.style && slices.Equal(x.list, y.list))
	})
}

// cells counts the cells of a table row as goldmark does: a pipe behind a
// backslash is no border.
func cells(row string) int {
	n := 1
	for i := range len(row) {
		if row[i] == '|' && (i == 0 || row[i-1] != '\\') {
			n++
		}
	}
	return n
}
