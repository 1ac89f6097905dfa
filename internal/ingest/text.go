package ingest

import (
	"strings"
	"unicode/utf8"
)

// Text turns a page as plain text into Markdown that means the same: category,
// title and date become front matter, "[1]" and its note a footnote, and what
// Markdown would read as a mark is escaped. Paragraphs are parted by empty
// lines. The error is a *source.Error without a path: not UTF-8, or too large.
func Text(data []byte, o Options) (*Page, error) {
	b := newBuilder(o)
	text, err := decode(data, MaxBytes, b.page)
	if err != nil {
		return nil, err
	}
	paras := paragraphs(b.printable(lineEnds.Replace(text)))
	lines, where := headLines(paras)
	b.head(lines)
	for i, l := range lines {
		if l.used {
			paras[l.para].lines[where[i]].text = ""
		}
	}
	for _, p := range splitNotes(paras) {
		if blk, ok := p.block(); ok {
			b.blocks = append(b.blocks, blk)
		}
	}
	return b.finish(), nil
}

// lineEnds makes every end of a line "\n", and of a paragraph two.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u0085", "\n", "\v", "\n", "\f", "\n\n")

// printable is the function of that name with a note.
func (b *builder) printable(text string) string {
	out := printable(text)
	if n := utf8.RuneCountInString(text) - utf8.RuneCountInString(out); n > 0 {
		b.page.note("import.control-characters", 0, "", map[string]any{"Count": n})
	}
	return out
}

// printable drops control characters, which neither YAML nor Markdown can hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xA0 {
			return -1
		}
		return r
	}, text)
}

// textLine is a line of a plain text with its number.
type textLine struct {
	text string
	no   int
}

// textPara is the lines between two empty ones.
type textPara struct{ lines []textLine }

func paragraphs(text string) []textPara {
	var out []textPara
	no, open := 0, false
	for line := range strings.SplitSeq(text, "\n") {
		no++
		if strings.TrimSpace(line) == "" {
			open = false
			continue
		}
		if !open {
			out = append(out, textPara{})
			open = true
		}
		p := &out[len(out)-1]
		p.lines = append(p.lines, textLine{strings.Trim(line, " \t"), no})
	}
	return out
}

// headLines returns the first lines of a text, and where in its paragraph each
// of them is.
func headLines(paras []textPara) (lines []headLine, where []int) {
	for i, p := range paras {
		for k, l := range p.lines {
			if len(lines) == maxHeadLines {
				return lines, where
			}
			lines = append(lines, headLine{text: l.text, no: l.no, para: i, alone: len(p.lines) == 1})
			where = append(where, k)
		}
	}
	return lines, where
}

// splitNotes gives footnotes a paragraph of their own where only a line end
// parts them from the text: a line that begins with a mark which the text has
// before.
func splitNotes(paras []textPara) []textPara {
	seen := map[string]bool{}
	var out []textPara
	for _, p := range paras {
		at := 0
		for k, l := range p.lines {
			head := noteHead(l.text)
			if k > at && head != "" && seen[head] && noteHead(p.lines[at].text) == "" {
				out = append(out, textPara{p.lines[at:k]})
				at = k
			}
			for _, m := range textMark.FindAllStringSubmatchIndex(l.text, -1) {
				if m[0] > 0 {
					seen[l.text[m[2]:m[3]]] = true
				}
			}
		}
		out = append(out, textPara{p.lines[at:]})
	}
	return out
}

// block returns the paragraph without the lines that were taken from it.
func (p textPara) block() (block, bool) {
	var texts []string
	blk := block{kind: paragraph}
	for _, l := range p.lines {
		if l.text == "" {
			continue
		}
		if blk.line == 0 {
			blk.line = l.no
		}
		texts = append(texts, l.text)
	}
	if len(texts) == 0 {
		return blk, false
	}
	blk.spans = []span{{text: strings.Join(texts, "\n")}}
	return blk, true
}
