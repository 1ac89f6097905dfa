package ingest

import (
	"cmp"
	"slices"
	"strings"

	"zuyg/internal/lang"
)

// builder makes a page of blocks. What is already known of it (from HTML's
// metadata) is in page.
type builder struct {
	options   Options
	page      *Page
	chrome    *chrome
	blocks    []block
	footnotes []footnote
}

// footnote is a note that marks with its label refer to.
type footnote struct {
	label  string
	blocks []block
}

func newBuilder(o Options) *builder {
	return &builder{options: o, page: &Page{}, chrome: newChrome(o.Chrome)}
}

// finish drops what surrounds the article, finds its footnotes and writes it.
// The head has been taken off before.
func (b *builder) finish() *Page {
	b.dropTail()
	b.reportChrome()
	b.findFootnotes()
	p := b.page
	if p.Title == "" {
		p.note("import.no-title", 0, "", nil)
	}
	body := b.write()
	p.Markdown = p.frontMatter()
	if body != "" {
		p.Markdown += "\n" + body + "\n"
	}
	slices.SortStableFunc(p.Notes, func(a, b Note) int { return cmp.Compare(a.Line, b.Line) })
	return p
}

// dropped notes that a line of chrome was left out.
func (b *builder) dropped(m match, line int, text string) {
	b.page.note("import.dropped-chrome", line, text, map[string]any{"Key": m.key})
}

// dropTail drops chrome after the text: everything at the end that is chrome or
// a line across, and between it footnotes, which stay.
func (b *builder) dropTail() {
	for i := len(b.blocks) - 1; i >= 0; i-- {
		blk := &b.blocks[i]
		if blk.noteHead() != "" {
			b.trimNote(blk)
			continue
		}
		if blk.kind == rule {
			b.blocks = slices.Delete(b.blocks, i, i+1)
			continue
		}
		lines, ok := blk.lines()
		if !ok {
			return
		}
		keep := len(lines)
		for keep > 0 && b.isChrome(lines[keep-1]) {
			keep--
		}
		if keep > 0 {
			if keep < len(lines) {
				b.cutLines(blk, lines, keep)
			}
			return
		}
		for k, line := range lines {
			if m, ok := b.chrome.match(line); ok {
				b.dropped(m, lineOf(blk, k), line)
			}
		}
		b.blocks = slices.Delete(b.blocks, i, i+1)
	}
}

// isChrome reports whether a line is chrome or empty.
func (b *builder) isChrome(line string) bool {
	if line == "" {
		return true
	}
	_, ok := b.chrome.match(line)
	return ok
}

func lineOf(blk *block, k int) int {
	if blk.line == 0 {
		return 0
	}
	return blk.line + k
}

// trimNote takes chrome off the end of a paragraph of footnotes.
func (b *builder) trimNote(blk *block) {
	lines, _ := blk.lines()
	keep := len(lines)
	for keep > 1 && b.isChrome(lines[keep-1]) {
		keep--
	}
	b.cutLines(blk, lines, keep)
}

// cutLines drops the lines of a paragraph of plain text from keep on. Of a
// paragraph with anything else in it nothing is dropped.
func (b *builder) cutLines(blk *block, lines []string, keep int) {
	if keep == len(lines) || len(blk.spans) != 1 || blk.spans[0].kind != words {
		return
	}
	for k, line := range lines[keep:] {
		if m, ok := b.chrome.match(line); ok {
			b.dropped(m, lineOf(blk, keep+k), line)
		}
	}
	blk.spans[0].text = strings.Join(lines[:keep], "\n")
}

// reportChrome notes what looks like chrome and stayed because text follows it.
func (b *builder) reportChrome() {
	for i := range b.blocks {
		blk := &b.blocks[i]
		if blk.kind != paragraph && blk.kind != heading {
			continue
		}
		text := strings.TrimSpace(plain(blk.spans))
		if m, ok := b.chrome.match(text); ok && m.name == "" {
			b.page.note("import.kept-chrome", blk.line, text, map[string]any{"Key": m.key})
		}
	}
}

// setDate takes the first date there is.
func (b *builder) setDate(iso string, line int, text string) {
	if b.page.Date == "" {
		b.page.Date = iso
	}
	b.page.note("import.date", line, text, map[string]any{"Date": iso})
}

// setCategory takes a category by its label, known or not.
func (b *builder) setCategory(label string, line int) {
	p := b.page
	key, known := b.options.category(label)
	if p.Category != "" || p.CategoryLabel != "" {
		p.note("import.category-second", line, label, nil)
		return
	}
	p.CategoryLabel, p.Category = label, key
	if known {
		p.note("import.category", line, label, map[string]any{"Key": key})
		return
	}
	p.note("import.category-unknown", line, label, nil)
}

// setField adds further front matter unless it is there.
func (b *builder) setField(name, value string) {
	if !slices.ContainsFunc(b.page.Fields, func(f [2]string) bool { return f[0] == name }) {
		b.page.Fields = append(b.page.Fields, [2]string{name, value})
	}
}

// sameWords reports whether two texts differ cosmetically at most.
func sameWords(a, b string) bool { return lang.Fold(a) == lang.Fold(b) }
