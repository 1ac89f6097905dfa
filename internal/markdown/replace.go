package markdown

import (
	"bytes"
	"strings"

	"zuyg/internal/source"
)

// Replace returns the edits that give block i the content text: none when it
// has it already. New lines get the prefixes that the block's container needs,
// and the file's own line end. The error, a *source.Error with the id
// "error.text-breaks-block", says that the text can't stand there: it is
// empty, or it would be read as something else than this one block.
func (d *Doc) Replace(i int, text string) ([]source.Edit, error) {
	if d.Text(i) == text {
		return nil, nil
	}
	b := &d.Blocks[i]
	var edits []source.Edit
	if b.Kind == Field {
		v := &d.front.values[b.meta]
		edits = []source.Edit{{Span: v.at, Text: d.front.rewrite(v, text)}}
	} else {
		edits = d.splice(b, strings.Split(text, "\n"))
	}
	data, err := source.Apply(d.File.Data, edits)
	if err != nil {
		return nil, err
	}
	if !d.stands(i, text, data) {
		return nil, &source.Error{Path: d.File.Path, Pos: d.File.Position(b.Lines[0].Start), ID: "error.text-breaks-block",
			Args: map[string]any{"Kind": b.Kind.String()}}
	}
	return edits, nil
}

// splice gives the pieces of b the given lines: line for line where there are
// as many, so that what did not change stays as it is.
func (d *Doc) splice(b *Block, lines []string) []source.Edit {
	var edits []source.Edit
	if len(lines) == len(b.Lines) {
		for k, p := range b.Lines {
			if string(d.File.Data[p.Start:p.End]) != lines[k] {
				edits = append(edits, source.Edit{Span: p, Text: lines[k]})
			}
		}
		return edits
	}
	whole := source.Span{Start: b.Lines[0].Start, End: b.Lines[len(b.Lines)-1].End}
	return []source.Edit{{Span: whole, Text: strings.Join(lines, d.lineBreak(b))}}
}

// lineBreak returns a line end and the prefix of a further line of b: that of
// its own second line, else what follows from its first one.
func (d *Doc) lineBreak(b *Block) string {
	data := d.File.Data
	eol := "\n"
	if at := bytes.IndexByte(data[b.Lines[0].End:], '\n'); at > 0 && data[b.Lines[0].End+at-1] == '\r' {
		eol = "\r\n"
	} else if at < 0 && bytes.Contains(data, []byte("\r\n")) {
		eol = "\r\n"
	}
	if len(b.Lines) > 1 {
		second := b.Lines[1].Start
		return eol + string(data[lineStart(data, second):second])
	}
	var prefix []rune
	for _, r := range string(data[lineStart(data, b.Lines[0].Start):b.Lines[0].Start]) {
		if r == '>' || r == '\t' {
			prefix = append(prefix, r)
			continue
		}
		prefix = append(prefix, ' ')
	}
	return eol + string(prefix)
}

// stands reports whether data is what d is but for block i having the content
// text.
func (d *Doc) stands(i int, text string, data []byte) bool {
	now := Parse(source.New(d.File.Path, data), d.options)
	if len(now.Blocks) != len(d.Blocks) || len(now.Problems) > len(d.Problems) {
		return false
	}
	for k := range now.Blocks {
		want := text
		if k != i {
			want = d.Text(k)
		}
		if now.Blocks[k].Kind != d.Blocks[k].Kind || now.Text(k) != want {
			return false
		}
	}
	if d.Blocks[i].Kind == Row && cells(text) != cells(d.Text(i)) {
		return false
	}
	return true
}

// cells counts the cells of a table row.
func cells(row string) int {
	n := 1
	for i := 0; i < len(row); i++ {
		switch row[i] {
		case '\\':
			i++
		case '|':
			n++
		}
	}
	return n
}
