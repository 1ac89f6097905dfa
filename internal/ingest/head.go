package ingest

import (
	"strings"
	"unicode/utf8"

	"zuyg/internal/lang"
)

// Bounds of what is looked at as the head of a page, and of what is a title:
// the longest headlines have some 25 words.
const (
	maxHeadLines     = 16
	maxBeforeDate    = 4
	maxTitleWords    = 30
	maxTitleRunes    = 250
	maxSentenceTitle = 12 // words of a title that ends as a sentence does
	maxLabelWords    = 4  // of a category that is not known
	maxLabelRunes    = 40
)

// headLine is one of the first lines of a page.
type headLine struct {
	text  string
	no    int  // line number
	para  int  // which paragraph it is in
	alone bool // its paragraph has no other line
	title bool // it is known to be the title
	used  bool // it went into the front matter or was dropped
}

// head finds category, title and date in the first lines of a page and drops
// chrome around them. It marks the lines that are not part of the text.
func (b *builder) head(lines []headLine) {
	b.dropChrome(lines, 0)
	open := make([]int, 0, len(lines)) // lines that may still be anything
	for i := range lines {
		if !lines[i].used {
			open = append(open, i)
		}
	}
	date, iso := -1, ""
	for k, i := range open[:min(len(open), maxBeforeDate+1)] {
		if lines[i].title {
			continue
		}
		if v, ok := dateLine(lines[i].text, b.options.Lang); ok {
			date, iso = k, v
			break
		}
		if !titleLike(lines[i].text, true) {
			break
		}
	}
	before := open
	if date >= 0 {
		l := &lines[open[date]]
		l.used = true
		b.setDate(iso, l.no, l.text)
		before = open[:date]
		if date == 0 {
			before = open[1:]
		}
	}
	b.titleAndCategory(lines, before, date > 0)
	last := 0
	for i := range lines {
		if lines[i].used {
			last = i + 1
		}
	}
	b.dropChrome(lines, last)
}

// dropChrome drops chrome lines from one line on until a line is something
// else. Names and dates in them are kept for the front matter.
func (b *builder) dropChrome(lines []headLine, from int) {
	for i := from; i < len(lines); i++ {
		l := &lines[i]
		if l.used {
			continue
		}
		m, ok := b.chrome.match(l.text)
		if !ok || l.title || from == 0 && b.page.Title == "" && m.name == "Author" {
			return // before the title, "By Popular Demand" may be the title
		}
		l.used = true
		b.dropped(m, l.no, l.text)
		switch m.name {
		case "Author":
			b.setField("author", original(l.text, m.text))
		case "Date":
			if iso, ok := dateLine(l.text, b.options.Lang); ok && b.page.Date == "" {
				b.setDate(iso, l.no, l.text)
			}
		}
	}
}

// original returns the part of line whose folded words are folded.
func original(line, folded string) string {
	ws := lang.Words(line)
	want := len(strings.Fields(folded))
	for i := range ws {
		for j := i; j < len(ws) && j <= i+want; j++ {
			if text := line[ws[i].Start:ws[j].End]; lang.Fold(text) == folded {
				return text
			}
		}
	}
	return folded
}

// titleAndCategory decides what the lines before the date are, or, when there
// is no date, the first lines: a category and a title, or a title.
func (b *builder) titleAndCategory(lines []headLine, open []int, dated bool) {
	known := -1
	for k, i := range open[:min(len(open), maxBeforeDate)] {
		if lines[i].title {
			continue
		}
		if _, ok := b.options.category(lines[i].text); ok {
			known = k
			break
		}
		if !titleLike(lines[i].text, true) {
			break
		}
	}
	hasTitle := b.page.Title != ""
	if known >= 0 && (hasTitle || b.hasTitle(lines, open, known)) {
		l := &lines[open[known]]
		l.used = true
		b.setCategory(l.text, l.no)
		open = append(append([]int{}, open[:known]...), open[known+1:]...)
	}
	if hasTitle || len(open) == 0 {
		return
	}
	if dated && known < 0 && len(open) >= 2 {
		first, second := &lines[open[0]], &lines[open[1]]
		sameParagraph := first.para == second.para
		lastPara := lines[open[len(open)-1]].para
		switch {
		case sameParagraph && lastPara == first.para && !b.dateIn(lines, first.para):
			b.takeTitle(first, second)
			return
		case labelLike(first.text) && titleLike(second.text, true):
			first.used = true
			b.setCategory(first.text, first.no)
			open = open[1:]
		}
	}
	l := &lines[open[0]]
	if dated || known >= 0 || l.alone {
		if titleLike(l.text, dated || len(open) > 1) {
			b.takeTitle(l)
		}
	}
}

// hasTitle reports whether a line other than that of the category can be the
// title: a category never stands alone.
func (b *builder) hasTitle(lines []headLine, open []int, category int) bool {
	for k, i := range open[:min(len(open), maxBeforeDate)] {
		if k != category {
			return titleLike(lines[i].text, true)
		}
	}
	return false
}

// dateIn reports whether the date stood in that paragraph.
func (b *builder) dateIn(lines []headLine, para int) bool {
	for i := range lines {
		if lines[i].para == para && lines[i].used {
			return true
		}
	}
	return false
}

func (b *builder) takeTitle(parts ...*headLine) {
	var texts []string
	for _, l := range parts {
		l.used = true
		texts = append(texts, l.text)
	}
	b.page.Title = strings.Join(texts, " ")
}

// titleLike reports whether a line can be a title. One that ends as a sentence
// does can be, if it is short and more follows.
func titleLike(line string, more bool) bool {
	if len(line) > 4*maxTitleRunes || utf8.RuneCountInString(line) > maxTitleRunes || noteHead(line) != "" {
		return false
	}
	n := lang.Count(line)
	if n == 0 || n > maxTitleWords {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	return !strings.ContainsRune(".։:,;", last) || more && n <= maxSentenceTitle
}

// labelLike reports whether a line can be the label of a category.
func labelLike(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	return utf8.RuneCountInString(line) <= maxLabelRunes && lang.Count(line) <= maxLabelWords && !strings.ContainsRune(".։:,;!?", last)
}
