package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escaper writes the words of one paragraph so that Markdown reads them as
// words, with as few backslashes as that takes. It follows CommonMark 0.31
// (what opens and closes emphasis, what begins a block) and the extensions that
// package markdown knows: tables, footnotes, strikethrough, definition lists
// and bare addresses.
type escaper struct {
	text    string
	where   place
	styled  bool // there is emphasis in the paragraph besides
	code    bool // there are code spans besides
	forced  map[int]bool
	bracket int // where the last ] is
	count   [128]int
}

func newEscaper(text string, where place, styled, code bool) *escaper {
	e := &escaper{text: text, where: where, styled: styled, code: code, bracket: strings.LastIndexByte(text, ']')}
	for i := 0; i < len(text); i++ {
		if text[i] < 128 {
			e.count[text[i]]++
		}
	}
	e.forced = map[int]bool{}
	if where == inParagraph {
		at := 0
		for line := range strings.SplitSeq(text, "\n") {
			if i := blockMark(line); i >= 0 {
				e.forced[at+i] = true
			}
			at += len(line) + 1
		}
	}
	if where == inHeading && strings.HasSuffix(text, "#") {
		e.forced[len(text)-1] = true
	}
	return e
}

var (
	atxMark     = regexp.MustCompile(`^#{1,6}([ \t]|$)`)
	bulletMark  = regexp.MustCompile(`^[-+*]([ \t]|$)`)
	numberMark  = regexp.MustCompile(`^[0-9]{1,9}[.)]([ \t]|$)`)
	ruleMark    = regexp.MustCompile(`^[-_*=+|: \t]+$`) // thematic breaks, setext underlines, rows below a table's head
	entity      = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});`)
	addressMark = regexp.MustCompile(`^(?i:https?|ftp)://[^\s<>"«»\[\]\\^{}|` + "`" + string(object) + `]+`)
)

// blockMark returns where in a line a backslash keeps it from beginning a block
// that is no paragraph, or -1.
func blockMark(line string) int {
	switch {
	case line == "":
		return -1
	case line[0] == '>' || line[0] == ':', atxMark.MatchString(line), bulletMark.MatchString(line),
		ruleMark.MatchString(line), strings.HasPrefix(line, "```"), strings.HasPrefix(line, "~~~"):
		return 0
	case line[0] >= '0' && line[0] <= '9' && numberMark.MatchString(line):
		return strings.IndexAny(line, ".)")
	}
	return -1
}

// write writes the words between two offsets. Within a link every bracket is
// escaped and no address is made a link.
func (e *escaper) write(out *strings.Builder, from, to int, inLink bool) {
	for i := from; i < to; {
		if n := e.address(i, to, inLink); n > 0 {
			url := e.text[i : i+n]
			if e.needsBrackets(i, n) {
				url = "<" + url + ">"
			}
			out.WriteString(url)
			i += n
			continue
		}
		c := e.text[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(e.text[i:])
			out.WriteRune(r)
			i += n
			continue
		}
		if c == '\n' && e.where != inParagraph {
			c = ' '
		}
		if e.forced[i] || e.special(i, to, inLink) {
			out.WriteByte('\\')
		}
		out.WriteByte(c)
		i++
	}
}

// address returns the length of the address that begins at i, 0 if none does.
// As in GFM, marks at its end are not part of it, nor is a bracket that nothing
// in it opens.
func (e *escaper) address(i, to int, inLink bool) int {
	if c := e.text[i]; inLink || c != 'h' && c != 'H' && c != 'f' && c != 'F' {
		return 0
	}
	if prev, _ := utf8.DecodeLastRuneInString(e.text[:i]); i > 0 && isWordRune(prev) {
		return 0
	}
	if !strings.Contains(e.text[i:min(i+8, to)], "://") {
		return 0
	}
	url := addressMark.FindString(e.text[i:to])
	open := strings.Count(url, ")") - strings.Count(url, "(")
	for before := ""; before != url; {
		before = url
		url = strings.TrimRight(url, ".,;:!?։…'’”*~")
		if open > 0 && strings.HasSuffix(url, ")") {
			url = url[:len(url)-1]
			open--
		}
	}
	if strings.HasSuffix(url, "/") && strings.HasSuffix(url, "://") {
		return 0
	}
	return len(url)
}

// needsBrackets reports whether an address must be written between < and >: it
// holds marks, or what follows it would be read as more of it.
func (e *escaper) needsBrackets(i, n int) bool {
	if strings.ContainsAny(e.text[i:i+n], "*_~&") {
		return true
	}
	return strings.HasPrefix(e.text[i+len(addressMark.FindString(e.text[i:])):], string(object))
}

// maxAddress is how far behind "www." what would be read as an address is
// looked through, in bytes.
const maxAddress = 4096

// swallows reports whether the full stop at i is that of a "www." with an
// object in the same word, which would be read as part of the address.
func (e *escaper) swallows(i int) bool {
	if i < 3 || !strings.EqualFold(e.text[i-3:i], "www") {
		return false
	}
	word := e.text[i:min(len(e.text), i+maxAddress)]
	if end := strings.IndexAny(word, " \t\n"); end >= 0 {
		word = word[:end]
	}
	return strings.ContainsRune(word, object)
}

// special reports whether the byte at i would be read as a mark.
func (e *escaper) special(i, to int, inLink bool) bool {
	next := byte(0)
	if i+1 < len(e.text) {
		next = e.text[i+1]
	}
	switch c := e.text[i]; c {
	case '\\':
		return true // CommonMark keeps one before a letter or a space, but goldmark reads what follows it wrongly
	case '*', '_', '~':
		return (e.styled || e.count[c] > 1) && e.flanks(i)
	case '`':
		return e.code || e.count[c] > 1
	case '[':
		return inLink || i < e.bracket || i+1 == to && to < len(e.text)
	case ']':
		return inLink
	case '<':
		return next == '/' || next == '!' || next == '?' || next|0x20 >= 'a' && next|0x20 <= 'z' || i+1 == to && to < len(e.text) || e.count['@'] > 0
	case '&':
		return strings.IndexByte(e.text[i:min(len(e.text), i+40)], ';') > 0 && entity.MatchString(e.text[i:])
	case '|':
		return e.where == inCell
	case '.':
		return e.swallows(i)
	case '!':
		return i+1 == to && to < len(e.text)
	case ':', '(':
		return i > 0 && strings.HasSuffix(e.text[:i], string(object))
	}
	return false
}

// flanks reports whether the run of marks around i could open or close
// emphasis.
func (e *escaper) flanks(i int) bool {
	c := e.text[i]
	start, end := i, i+1
	for start > 0 && e.text[start-1] == c {
		start--
	}
	for end < len(e.text) && e.text[end] == c {
		end++
	}
	before, _ := utf8.DecodeLastRuneInString(e.text[:start])
	after, _ := utf8.DecodeRuneInString(e.text[end:])
	if start == 0 {
		before = ' '
	}
	if end == len(e.text) {
		after = ' '
	}
	if c == '_' && !e.styled && isWordRune(before) && isWordRune(after) {
		return false
	}
	return e.styled || !unicode.IsSpace(before) || !unicode.IsSpace(after)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
