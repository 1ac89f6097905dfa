package ingest

import (
	"strings"
)

// What every reader makes of a page, and every page is written from: blocks of
// spans. Nothing in it is Markdown yet.

// kind is what sort of block it is.
type kind uint8

const (
	paragraph kind = iota
	heading
	list
	quote
	code
	table
	rule
	admonition
)

// block is a paragraph or what holds paragraphs.
type block struct {
	kind  kind
	level int        // of a heading
	start int        // first number of an ordered list; -1: bullets
	spans []span     // paragraph, heading
	text  string     // code
	info  string     // language of code, name of an admonition
	kids  [][]block  // the items of a list; the one content of a quote or an admonition
	rows  [][][]span // the cells of a table
	head  bool       // the table's first row is its header
	align []string   // of a table's columns: "left", "center", "right" or ""
	line  int        // where it began, 0 when unknown
}

// sort of a span.
const (
	words    = iota // text
	codeSpan        // code within text
	image           // text is the alternative text
	mark            // text is the label of a footnote
	lineEnd         // a line break that is meant
)

// style of words, a set.
type style uint8

const (
	strong style = 1 << iota
	emphasis
	struck
)

// link is where a span leads. Spans of one link share it.
type link struct{ href, title string }

// span is a stretch of text of one kind.
type span struct {
	kind  int
	text  string
	style style
	link  *link
	src   string // of an image
	title string // of an image
	fixed bool   // "[1]" in these words is no mark
}

// plain returns the text of spans as a reader sees it; a break is "\n".
func plain(spans []span) string {
	if len(spans) == 1 && spans[0].kind == words {
		return spans[0].text
	}
	var b strings.Builder
	for _, s := range spans {
		switch s.kind {
		case lineEnd:
			b.WriteByte('\n')
		case mark:
			b.WriteString("[" + s.text + "]")
		default:
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// lines returns the texts of a block's lines, those of nested blocks included;
// ok is false for what no line of a site's chrome is: code and tables.
func (b *block) lines() (lines []string, ok bool) {
	switch b.kind {
	case paragraph, heading:
		for line := range strings.SplitSeq(plain(b.spans), "\n") {
			lines = append(lines, strings.TrimSpace(line))
		}
		return lines, true
	case list, quote, admonition:
		for _, item := range b.kids {
			for i := range item {
				more, ok := item[i].lines()
				if !ok {
					return nil, false
				}
				lines = append(lines, more...)
			}
		}
		return lines, true
	}
	return nil, false
}

// each calls f for every paragraph-like run of spans below blocks, which f may
// replace.
func each(blocks []block, f func(spans []span) []span) {
	for i := range blocks {
		b := &blocks[i]
		switch b.kind {
		case paragraph, heading:
			b.spans = f(b.spans)
		case list, quote, admonition:
			for _, kids := range b.kids {
				each(kids, f)
			}
		case table:
			for _, row := range b.rows {
				for c := range row {
					row[c] = f(row[c])
				}
			}
		}
	}
}

// merged joins neighbouring words of one style and link, and drops empty ones.
func merged(spans []span) []span {
	out := spans[:0:0]
	for i := 0; i < len(spans); {
		s := spans[i]
		j := i + 1
		if s.kind == words {
			for j < len(spans) && spans[j].kind == words && spans[j].style == s.style && spans[j].link == s.link && spans[j].fixed == s.fixed {
				j++
			}
			if j > i+1 {
				var b strings.Builder
				for _, x := range spans[i:j] {
					b.WriteString(x.text)
				}
				s.text = b.String()
			}
		}
		if s.kind != words || s.text != "" {
			out = append(out, s)
		}
		i = j
	}
	return out
}
