package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number is a number, date or time found in text, in a form that compares
// across the languages.
type Number struct {
	Span
	Kind  string // "number", "percent", "ordinal", "date", "time"
	Value string // canonical: "1500000", "-2.5", "2/3", "2022-08-26", "--08-24", "2022-08", "--08", "15:00"
	Unit  string // the currency's ISO code, when it has one: $5 and 5 դոլար are USD
	Word  bool   // written as a word (eight, քսանմեկ)
}

// Numbers returns the numbers, dates and times of text, in order. Footnote
// marks, addresses and digits that belong to a name (F125, HER2) are none of
// them; neither are "one" and մեկ alone, which are pronouns.
//
// What a mark between digits means depends on the language. In English a comma
// groups thousands and a point begins the decimals. In Armenian newsrooms
// write both for both: with exactly three digits behind it a mark groups
// thousands (1.234 and 1,234 are 1234) unless a word such as միլիոն follows
// (1,234 միլիոն is 1234000), else it begins the decimals. A day and a month of
// two digits each are read day first, 03/04/2022 is in April.
func Numbers(text, language string) []Number {
	s := scan{text: text, language: language}
	s.run()
	return s.dates()
}

// found is a number or a month on its way to a date.
type found struct {
	Number
	month  int // 1 to 12, 0 for a number
	digits int // how many digits it was written with and nothing else, 0 otherwise
	scale  int // the power of ten it was written with, 0 for none
}

// scan reads a text once.
type scan struct {
	text, language string
	at             int
	last           Span // the word before at
	out            []found
}

func (s *scan) run() {
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case isDigit(c):
			s.number()
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			s.word()
		case c == '[' && s.skipMark(), c == ']' && s.skipTarget():
		case c < utf8.RuneSelf:
			s.at++
		default:
			r, n := utf8.DecodeRuneInString(s.text[s.at:])
			if isWord(r) {
				s.word()
			} else if !s.vulgar(r, n) {
				s.at += n
			}
		}
	}
}

// skipMark jumps over "[1]", "[2, 3]" and "[^1]".
func (s *scan) skipMark() bool {
	end := strings.IndexByte(s.text[s.at:min(len(s.text), s.at+mostMark)], ']')
	if end < 2 {
		return false
	}
	label := s.text[s.at+1 : s.at+end]
	if label[0] != '^' && (strings.Trim(label, "0123456789, -") != "" || len(label) == 4 && onlyDigits(label)) { // [2022] is a year put in
		return false
	}
	s.at += end
	return true
}

// mostTarget is how long an address in brackets may be to be recognised.
const mostTarget = 2048

// skipTarget jumps over the address of "[words](address)".
func (s *scan) skipTarget() bool {
	rest := s.text[s.at:min(len(s.text), s.at+mostTarget)]
	if !strings.HasPrefix(rest, "](") {
		return false
	}
	end := strings.IndexAny(rest, ")\n")
	if end < 0 || rest[end] == '\n' {
		return false
	}
	s.at += end + 1
	return true
}

// skipAddress jumps over https://… and www.…
func (s *scan) skipAddress() bool {
	rest := s.text[s.at:]
	if !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") && !strings.HasPrefix(rest, "www.") {
		return false
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == ')' || r == '>' || r == '»' })
	if end < 0 {
		end = len(rest)
	}
	s.at += end
	return true
}

// skipWord jumps over a word that is no number, but stops before digits that
// hang on a small word: mid-2022. In COVID-19 they are part of the name.
func (s *scan) skipWord(w Span) {
	s.last, s.at = w, w.End
	word := w.Of(s.text)
	for i := 1; i < len(word)-1; i++ {
		if r, n := utf8.DecodeRuneInString(word[i-1:]); n > 1 && !unicode.IsLower(r) && r != utf8.RuneError || n == 1 && (word[i-1] < 'a' || word[i-1] > 'z') {
			return
		}
		if word[i] == '-' && isDigit(word[i+1]) {
			s.last.End = w.Start + i
			s.at = s.last.End + 1
			return
		}
	}
}

// add keeps what was found and goes on behind it.
func (s *scan) add(f found, end int) {
	f.End = end
	s.at = end
	s.last = Span{}
	if s.sum(&f) {
		return
	}
	s.out = append(s.out, f)
}

// sum adds f to the number before it when the two are one: 2 million 300
// thousand, 5 հազար 200.
func (s *scan) sum(f *found) bool {
	if len(s.out) == 0 || f.Kind == "date" || f.Kind == "time" || f.Kind == "ordinal" {
		return false
	}
	p := &s.out[len(s.out)-1]
	if p.scale < 3 || p.Kind != "number" || p.Unit != "" || s.text[p.End:f.Start] != " " || len(p.Value) > 15 || !onlyDigits(p.Value) || !onlyDigits(f.Value) {
		return false
	}
	smaller := f.scale >= 2 && f.scale < p.scale || s.language == Armenian && f.scale == 0 && !f.Word && len(f.Value) == 3 && f.Value[0] != '0'
	if !smaller || len(f.Value) > p.scale {
		return false
	}
	p.Value = itoa(atoi(p.Value) + atoi(f.Value))
	p.Kind, p.Unit, p.End, p.scale = f.Kind, f.Unit, f.End, f.scale
	return true
}

// before returns the rune before offset i, 0 at the start.
func (s *scan) before(i int) rune {
	if i == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:i])
	return r
}

// beside returns the word that ends one space before offset i; it is empty when
// there is none.
func (s *scan) beside(i int) string {
	if s.last.End == 0 || s.last.End >= i || strings.Trim(s.text[s.last.End:i], " \u00A0") != "" {
		return ""
	}
	return s.last.Of(s.text)
}

// near returns the word that follows offset end behind one space or hyphen, or
// at once.
func (s *scan) near(end int) (w Span, ok bool) {
	r, n := utf8.DecodeRuneInString(s.text[end:])
	switch r {
	case ' ', '\u00A0', '\u202F', '-', '\u2011', '\u058A':
		end += n
	}
	return s.piece(end)
}

// mostPiece is the longest part of a word that is read, in bytes. The longest
// number word has 25 letters.
const mostPiece = 80

// piece returns the letters at offset i up to the next that is none: of
// two-thirds it is two.
func (s *scan) piece(i int) (w Span, ok bool) {
	w = Span{i, i}
	for w.End < len(s.text) && w.End-i < mostPiece {
		r, n := utf8.DecodeRuneInString(s.text[w.End:])
		if !isWord(r) || r >= '0' && r <= '9' {
			break
		}
		w.End += n
	}
	return w, w.End > w.Start
}

func pad2(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// atoi reads digits; more than 18 are cut.
func atoi(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 18; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
