package ingest

import (
	"regexp"
	"strconv"
	"strings"
)

// maxNesting is how deep lists and quotes are written within each other; what
// lies deeper is written at that depth, for the markers alone would fill lines.
const maxNesting = 12

// write returns the Markdown of the body: the blocks, then the footnotes.
func (b *builder) write() string {
	w := &writer{page: b.page}
	parts := w.blocks(b.blocks, 0)
	for _, f := range b.footnotes {
		content := strings.Join(w.blocks(f.blocks, 1), "\n\n")
		parts = append(parts, strings.TrimRight(indented("[^"+f.label+"]: ", "    ", content), " "))
	}
	if w.flattened {
		b.page.note("import.nesting-flattened", 0, "", map[string]any{"Depth": maxNesting})
	}
	return strings.Join(parts, "\n\n")
}

// writer writes blocks.
type writer struct {
	page      *Page
	flattened bool
}

// blocks returns the Markdown of each block. Lists that follow each other have
// different markers, for else they would be one.
func (w *writer) blocks(all []block, depth int) []string {
	var out []string
	other := false
	for i := range all {
		b := &all[i]
		if b.kind == list && i > 0 && all[i-1].kind == list && (all[i-1].start < 0) == (b.start < 0) {
			other = !other
		} else {
			other = false
		}
		if depth >= maxNesting && b.nests() {
			w.flattened = true
			for _, kids := range b.kids {
				out = append(out, w.blocks(flat(kids), depth)...)
			}
			continue
		}
		if text := w.block(b, depth, other); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// nests reports whether a block holds blocks.
func (b *block) nests() bool { return b.kind == list || b.kind == quote || b.kind == admonition }

// flat returns blocks with those that they hold instead of these.
func flat(all []block) []block {
	var out []block
	for _, b := range all {
		if !b.nests() {
			out = append(out, b)
			continue
		}
		for _, kids := range b.kids {
			out = append(out, flat(kids)...)
		}
	}
	return out
}

func (w *writer) block(b *block, depth int, other bool) string {
	switch b.kind {
	case heading:
		if text := w.inline(b.spans, inHeading, b.line); text != "" {
			return strings.Repeat("#", b.level) + " " + text
		}
		return ""
	case list:
		return w.list(b, depth, other)
	case quote:
		return indented("> ", "> ", strings.Join(w.blocks(b.kids[0], depth+1), "\n\n"))
	case admonition:
		return w.admonition(b, depth)
	case code:
		return fenced(b)
	case table:
		return w.table(b)
	case rule:
		return "---"
	}
	return w.inline(b.spans, inParagraph, b.line)
}

// inline writes spans and notes emphasis that could not be kept.
func (w *writer) inline(spans []span, where place, line int) string {
	text, lost := inline(spans, where)
	for _, phrase := range lost {
		w.page.note("import.emphasis-dropped", line, phrase, nil)
	}
	return text
}

// list writes a list; it is tight when each item is one paragraph.
func (w *writer) list(b *block, depth int, other bool) string {
	var items []string
	tight := true
	no := b.start
	for _, kids := range b.kids {
		marker := "- "
		switch {
		case b.start < 0 && other:
			marker = "* "
		case b.start >= 0 && other:
			marker = strconv.Itoa(no) + ") "
		case b.start >= 0:
			marker = strconv.Itoa(no) + ". "
		}
		parts := w.blocks(kids, depth+1)
		if len(parts) == 0 {
			continue
		}
		sep := "\n\n"
		if nestsTightly(kids) && len(parts) == len(kids) {
			sep = "\n"
		} else {
			tight = false
		}
		items = append(items, indented(marker, strings.Repeat(" ", len(marker)), strings.Join(parts, sep)))
		no++
	}
	if tight {
		return strings.Join(items, "\n")
	}
	return strings.Join(items, "\n\n")
}

// nestsTightly reports whether an item is a paragraph with at most lists after
// it that need no empty line before them: an ordered one needs it unless it
// begins with 1.
func nestsTightly(kids []block) bool {
	if kids[0].kind != paragraph {
		return len(kids) == 1 && kids[0].kind == list
	}
	for i, k := range kids[1:] {
		if k.kind != list || k.start >= 0 && k.start != 1 || i > 0 {
			return false
		}
	}
	return true
}

// indented writes text with one prefix before its first line and another before
// the rest; empty lines get the prefix without its spaces.
func indented(first, rest, text string) string {
	var b strings.Builder
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		prefix := rest
		if n == 0 {
			prefix = first
		} else {
			b.WriteByte('\n')
		}
		if line == "" {
			prefix = strings.TrimRight(prefix, " ")
		}
		b.WriteString(prefix)
		b.WriteString(line)
		n++
	}
	return b.String()
}

// admonition writes a box as a fence with its name: one longer than those in it.
func (w *writer) admonition(b *block, depth int) string {
	text := strings.Join(w.blocks(b.kids[0], depth+1), "\n\n")
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	return fence + b.info + "\n" + text + "\n" + fence
}

var codeName = regexp.MustCompile(`^[A-Za-z0-9+#._-]{1,40}$`)

// fenced writes code between fences that are longer than any in it.
func fenced(b *block) string {
	fence := strings.Repeat("`", max(3, longestRun(b.text, '`')+1))
	info := b.info
	if !codeName.MatchString(info) {
		info = ""
	}
	text := strings.Trim(b.text, "\n")
	if text != "" {
		text += "\n"
	}
	return fence + info + "\n" + text + fence
}

// table writes rows as a GFM table. Without a header of its own the header row
// is empty, since the format must have one.
func (w *writer) table(b *block) string {
	columns := 0
	for _, row := range b.rows {
		columns = max(columns, len(row))
	}
	var out strings.Builder
	row := func(cells [][]span, n int) {
		out.WriteByte('|')
		for c := range n {
			text := ""
			if c < len(cells) {
				text = w.inline(cells[c], inCell, b.line)
			}
			out.WriteString(" " + text + " |")
		}
	}
	rows := b.rows
	if b.head {
		row(rows[0], columns)
		rows = rows[1:]
	} else {
		row(nil, columns)
	}
	out.WriteString("\n|")
	for c := range columns {
		out.WriteString(delimiter(b, c))
	}
	for _, cells := range rows {
		out.WriteByte('\n')
		row(cells, len(cells))
	}
	return out.String()
}

// delimiter writes what stands below the header of column c.
func delimiter(b *block, c int) string {
	align := ""
	if c < len(b.align) {
		align = b.align[c]
	}
	switch align {
	case "left":
		return " :-- |"
	case "center":
		return " :-: |"
	case "right":
		return " --: |"
	}
	return " --- |"
}
