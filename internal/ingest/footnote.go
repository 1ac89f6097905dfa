package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// textMark is a footnote mark as plain text has it. Three digits at most: in
// brackets, four are a year.
var textMark = regexp.MustCompile(`\[([0-9]{1,3})\]`)

// noteHead returns the label of the note that a text begins with, "" if it
// begins with none: "[1]" and then a word, not the rest of a sentence.
func noteHead(text string) string {
	m := textMark.FindStringSubmatchIndex(text)
	if m == nil || m[0] != 0 {
		return ""
	}
	rest := strings.TrimLeft(text[m[1]:], " \t:\u00A0")
	r, _ := utf8.DecodeRuneInString(rest)
	if rest == "" || strings.ContainsRune(".,;։)[", r) {
		return ""
	}
	return text[m[2]:m[3]]
}

// noteHead returns the label of the note that a paragraph begins with.
func (b *block) noteHead() string {
	if b.kind != paragraph || len(b.spans) == 0 || b.spans[0].kind != words || !strings.HasPrefix(b.spans[0].text, "[") {
		return ""
	}
	first, _, _ := strings.Cut(b.spans[0].text, "\n")
	return headOf(first, first == b.spans[0].text && goesOn(b.spans, 0))
}

// goesOn reports whether span i and the next are of one line.
func goesOn(spans []span, i int) bool { return i+1 < len(spans) && spans[i+1].kind != lineEnd }

// headOf is noteHead for a line that other spans may go on.
func headOf(line string, more bool) string {
	if more {
		line += "x"
	}
	return noteHead(line)
}

// findFootnotes makes footnotes of marks and notes that are text, and gives
// back the space that a glued mark has swallowed. Marks without a note and
// notes without a mark stay as they are and are reported.
func (b *builder) findFootnotes() {
	taken := map[string]bool{}
	for _, f := range b.footnotes {
		taken[f.label] = true
	}
	marks := b.countMarks()
	var kept []block
	for _, blk := range b.blocks {
		if blk.noteHead() == "" {
			kept = append(kept, blk)
			continue
		}
		for _, n := range notesOf(blk) {
			if n.label == "" || taken[n.label] || marks[n.label] == 0 {
				if id := "import.footnote-without-mark"; n.label != "" {
					if taken[n.label] {
						id = "import.footnote-duplicate"
					}
					b.page.note(id, n.blocks[0].line, strings.TrimSpace(plain(n.whole)), map[string]any{"Mark": n.label})
				}
				n.blocks[0].spans = n.whole
				kept = append(kept, n.blocks[0])
				continue
			}
			taken[n.label] = true
			b.footnotes = append(b.footnotes, n.footnote)
		}
	}
	b.blocks = kept
	b.setMarks(taken)
}

// countMarks counts the marks in the text; those of a note in itself don't
// count.
func (b *builder) countMarks() map[string]int {
	n := map[string]int{}
	each(b.blocks, func(spans []span) []span {
		for _, s := range spans {
			if s.kind == words {
				for _, m := range textMark.FindAllStringSubmatch(s.text, -1) {
					n[m[1]]++
				}
			}
		}
		return spans
	})
	for _, blk := range b.blocks {
		if blk.noteHead() == "" {
			continue
		}
		for _, note := range notesOf(blk) {
			for _, s := range note.whole {
				if s.kind == words {
					n[note.label] -= strings.Count(s.text, "["+note.label+"]")
				}
			}
		}
	}
	return n
}

// textNote is a note and, in case it turns out to be none, all of its text.
type textNote struct {
	footnote
	whole []span
}

// notesOf splits a paragraph that begins with a note at the lines that begin
// one.
func notesOf(blk block) []textNote {
	var out []textNote
	open := func() *textNote {
		out = append(out, textNote{footnote: footnote{blocks: []block{{kind: paragraph, line: blk.line}}}})
		return &out[len(out)-1]
	}
	cur := open()
	fresh := true // at the start of a line
	for i, s := range blk.spans {
		if s.kind != words {
			fresh = s.kind == lineEnd
			cur.add(s)
			continue
		}
		lines := strings.Split(s.text, "\n")
		for k, line := range lines {
			if k > 0 {
				fresh = true
				cur.add(withText(s, "\n"))
			}
			if label := headOf(line, k == len(lines)-1 && goesOn(blk.spans, i)); fresh && label != "" {
				if len(cur.whole) > 0 {
					cur = open()
					cur.blocks[0].line = lineOf(&blk, k)
				}
				rest := strings.TrimLeft(line[strings.IndexByte(line, ']')+1:], ": \t")
				head := withText(s, line[:len(line)-len(rest)])
				head.fixed = true
				cur.label = label
				cur.whole = append(cur.whole, head)
				line = rest
			}
			if line != "" {
				fresh = false
				cur.add(withText(s, line))
			}
		}
	}
	for i := range out {
		out[i].blocks[0].spans = trimmed(merged(out[i].blocks[0].spans))
		out[i].whole = trimmed(merged(out[i].whole))
	}
	return out
}

func withText(s span, text string) span {
	s.text = text
	return s
}

func (n *textNote) add(s span) {
	n.blocks[0].spans = append(n.blocks[0].spans, s)
	n.whole = append(n.whole, s)
}

// setMarks makes marks of the labels that have a note, wherever they stand.
func (b *builder) setMarks(taken map[string]bool) {
	reported := map[string]bool{}
	line := 0
	set := func(spans []span) []span {
		spans = b.marked(spans, taken, func(label string) {
			if !reported[label] {
				reported[label] = true
				b.page.note("import.footnote-without-note", line, "["+label+"]", map[string]any{"Mark": label})
			}
		})
		return b.respaced(spans, line)
	}
	for i := range b.blocks {
		line = b.blocks[i].line
		each(b.blocks[i:i+1], set)
	}
	for i := range b.footnotes {
		if blocks := b.footnotes[i].blocks; len(blocks) > 0 {
			line = blocks[0].line
			each(blocks, set)
		}
	}
}

// marked replaces "[1]" in words by a mark where there is a note for it.
func (b *builder) marked(spans []span, taken map[string]bool, missing func(label string)) []span {
	out := spans[:0:0]
	for _, s := range spans {
		if s.kind != words || s.fixed {
			out = append(out, s)
			continue
		}
		at := 0
		for _, m := range textMark.FindAllStringSubmatchIndex(s.text, -1) {
			label := s.text[m[2]:m[3]]
			if !taken[label] {
				missing(label)
				continue
			}
			if m[0] > at {
				out = append(out, withText(s, s.text[at:m[0]]))
			}
			out = append(out, span{kind: mark, text: label, style: s.style})
			at = m[1]
		}
		if at < len(s.text) {
			out = append(out, withText(s, s.text[at:]))
		}
	}
	return out
}

// respaced puts a space between a mark (and the full stop after it) and the
// word that is glued to it.
func (b *builder) respaced(spans []span, line int) []span {
	for i := 1; i < len(spans); i++ {
		s := &spans[i]
		if s.kind != words || spans[i-1].kind != mark {
			continue
		}
		rest := strings.TrimLeft(s.text, ".,;:!?…։»”’\")")
		r, n := utf8.DecodeRuneInString(rest)
		if !unicode.IsLetter(r) && !strings.ContainsRune("«“", r) || n == 0 {
			continue
		}
		before := ""
		if k := i - 2; k >= 0 && spans[k].kind == words {
			before = lastWord(spans[k].text)
		}
		glued := s.text[:len(s.text)-len(rest)]
		word := rest
		if end := strings.IndexFunc(rest, unicode.IsSpace); end >= 0 {
			word = rest[:end]
		}
		s.text = glued + " " + rest
		b.page.note("import.space-restored", line, before+"["+spans[i-1].text+"]"+glued+word, map[string]any{"Mark": spans[i-1].text})
	}
	return spans
}

func lastWord(s string) string { return s[strings.LastIndexAny(s, " \n\t\u00A0")+1:] }
