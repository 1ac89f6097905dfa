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
	Value string // canonical: "1500000", "2.5", "2022-08-26", "--08-24", "2022-08", "15:00"
	Word  bool   // written as a word (eight, քսանմեկ)
}

// Numbers returns the numbers, dates and times of text, in order. Footnote
// marks, addresses and digits that belong to a name (F125, HER2) are none of
// them. Between three digits and what could be a decimal the thousands win:
// 1.234 and 1,234 are both 1234, as newsrooms write them.
func Numbers(text, language string) []Number {
	s := scan{text: text, language: language}
	s.run()
	return s.dates()
}

// found is a number or a month on its way to a date.
type found struct {
	Number
	month  int
	digits int // how many digits it was written with, 0 for words
}

// scan reads a text once.
type scan struct {
	text, language string
	at             int
	prev           rune // before at
	out            []found
}

func (s *scan) run() {
	for s.at < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case r == '[' && s.skipMark(), r == '(' && s.prev == ']' && s.skipTo(')'), (r == 'h' || r == 'w') && s.skipAddress():
		case r >= '0' && r <= '9':
			if unicode.IsLetter(s.prev) || s.prev == '_' {
				s.skipWord()
				break
			}
			s.number()
		case isWord(r):
			s.word()
		default:
			s.prev = r
			s.at += n
		}
	}
}

// skipMark jumps over "[1]" and "[^1]".
func (s *scan) skipMark() bool {
	end := strings.IndexByte(s.text[s.at:], ']')
	if end < 2 || end > 12 {
		return false
	}
	label := s.text[s.at+1 : s.at+end]
	if label[0] != '^' && strings.Trim(label, "0123456789") != "" {
		return false
	}
	s.prev, s.at = ']', s.at+end+1
	return true
}

func (s *scan) skipTo(mark byte) bool {
	end := strings.IndexByte(s.text[s.at:], mark)
	if end < 0 {
		return false
	}
	s.prev, s.at = rune(mark), s.at+end+1
	return true
}

func (s *scan) skipAddress() bool {
	rest := s.text[s.at:]
	if !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") && !strings.HasPrefix(rest, "www.") {
		return false
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == ')' || r == '>' || r == '»' })
	if end < 0 {
		end = len(rest)
	}
	s.prev, s.at = 'w', s.at+end
	return true
}

func (s *scan) skipWord() {
	w, ok := nextWord(s.text, s.at)
	if !ok {
		s.at = len(s.text)
		return
	}
	s.at = w.End
	s.prev, _ = utf8.DecodeLastRuneInString(s.text[:s.at])
}

func (s *scan) add(f found, end int) {
	f.End = end
	s.out = append(s.out, f)
	s.at = end
	s.prev, _ = utf8.DecodeLastRuneInString(s.text[:end])
}

// digitsAt returns how many digits stand at offset i.
func (s *scan) digitsAt(i int) int {
	n := 0
	for i+n < len(s.text) && s.text[i+n] >= '0' && s.text[i+n] <= '9' {
		n++
	}
	return n
}

// number reads what begins with a digit.
func (s *scan) number() {
	start := s.at
	if f, end, ok := s.wholeDate(); ok {
		s.add(f, end)
		return
	}
	first := s.digitsAt(start)
	if f, end, ok := s.clock(first); ok {
		s.add(f, end)
		return
	}
	whole, frac, end := s.decimal(start, first)
	f := found{Number: Number{Span: Span{Start: start}, Kind: "number"}, digits: first}
	exp := 0
	if frac == "" {
		if over, e, ok := s.fraction(end); ok {
			f.Value = whole + "/" + over
			s.add(f, e)
			return
		}
	}
	if next, _ := utf8.DecodeRuneInString(s.text[end:]); unicode.IsLetter(next) && s.language == English {
		if e, ok := s.suffix(end, &f, &exp); ok {
			f.Value = canonical(whole, frac, exp)
			s.add(f, e)
			return
		}
		if !ordinalOrPlural(s.text[end:]) {
			s.at = start // a name such as 5G
			s.skipWord()
			return
		}
	}
	end = s.tail(end, &f, &exp)
	f.Value = canonical(whole, frac, exp)
	s.add(f, end)
}

// ordinalOrPlural reports whether digits are followed by an ending that leaves
// them a number: 5th, 1990s, 3pm.
func ordinalOrPlural(rest string) bool {
	w, ok := nextWord(rest, 0)
	if !ok || w.Start > 0 {
		return false
	}
	switch strings.ToLower(w.Of(rest)) {
	case "st", "nd", "rd", "th", "s", "am", "pm", "km", "m", "kg", "cm", "mm", "g", "ft", "mph", "kmh", "p", "a", "k", "ha", "l", "t":
		return true
	}
	return strings.HasPrefix(w.Of(rest), "th-") || strings.HasPrefix(w.Of(rest), "st-")
}

// suffix reads 2.8bn, 5m: a scale glued to the digits.
func (s *scan) suffix(end int, f *found, exp *int) (int, bool) {
	w, _ := nextWord(s.text, end)
	switch strings.ToLower(w.Of(s.text)) {
	case "bn":
		*exp = 9
	case "mn", "mln":
		*exp = 6
	case "tn":
		*exp = 12
	default:
		return end, false
	}
	return w.End, true
}

// decimal reads digits with groups of thousands and a decimal part.
func (s *scan) decimal(start, first int) (whole, frac string, end int) {
	end = start + first
	whole = s.text[start:end]
	for first <= 3 && whole[0] != '0' {
		r, n := utf8.DecodeRuneInString(s.text[end:])
		group := r == ',' || r == '\u00A0' || r == '\u202F' || r == '\u2009' ||
			(s.language == Armenian && (r == ' ' || r == '.' || r == '\u2024')) || (r == '.' && s.language != English && s.language != Armenian)
		if !group || s.digitsAt(end+n) != 3 {
			break
		}
		whole += s.text[end+n : end+n+3]
		end += n + 3
	}
	r, n := utf8.DecodeRuneInString(s.text[end:])
	if r == '.' || r == '\u2024' || r == ',' && s.language != English {
		if d := s.digitsAt(end + n); d > 0 {
			frac = s.text[end+n : end+n+d]
			end += n + d
		}
	}
	return whole, frac, end
}

// fraction reads "/3" or "⁄3" after an integer.
func (s *scan) fraction(end int) (over string, e int, ok bool) {
	r, n := utf8.DecodeRuneInString(s.text[end:])
	if r != '/' && r != '⁄' {
		return "", 0, false
	}
	d := s.digitsAt(end + n)
	if d == 0 || d > 2 {
		return "", 0, false
	}
	return s.text[end+n : end+n+d], end + n + d, true
}

// tail reads what follows the digits of a number: a scale, percent, an ordinal
// ending.
func (s *scan) tail(end int, f *found, exp *int) int {
	for range 2 { // "2 հարյուր հազար"
		w, ok := s.near(end)
		if !ok {
			break
		}
		word := strings.ToLower(w.Of(s.text))
		e, isScale := scaleOf(word, s.language)
		if !isScale {
			break
		}
		*exp += e
		end = w.End
		f.digits = 0
	}
	rest := s.text[end:]
	if r := strings.TrimLeft(rest, " \u00A0"); strings.HasPrefix(r, "%") && len(rest)-len(r) <= 2 {
		f.Kind = "percent"
		return end + len(rest) - len(r) + 1
	}
	w, ok := s.near(end)
	if !ok {
		return end
	}
	word := strings.ToLower(w.Of(s.text))
	switch {
	case word == "percent" || strings.HasPrefix(word, "տոկոս"):
		f.Kind = "percent"
		return w.End
	case word == "per" && strings.HasPrefix(s.text[w.End:], " cent"):
		f.Kind = "percent"
		return w.End + len(" cent")
	case w.Start == end && (strings.HasPrefix(word, "st") || strings.HasPrefix(word, "nd") || strings.HasPrefix(word, "rd") || strings.HasPrefix(word, "th")) && s.language == English,
		w.Start > end && strings.HasPrefix(word, "րդ"),
		w.Start > end && f.Value == "" && strings.HasPrefix(word, "ին") && s.text[f.Start:end] == "1":
		f.Kind = "ordinal"
		return w.End
	}
	return end
}

// near returns the word that follows offset end behind one space or hyphen, or
// at once.
func (s *scan) near(end int) (w Span, ok bool) {
	r, n := utf8.DecodeRuneInString(s.text[end:])
	if r == ' ' || r == '\u00A0' || r == '-' || r == '\u058A' || r == '\u2011' || r == '\u202F' {
		end += n
	}
	w, ok = nextWord(s.text, end)
	return w, ok && w.Start == end && !(s.text[end] >= '0' && s.text[end] <= '9')
}

// wholeDate reads 25.08.2022, 26 / 08 / 2022 and 2022-08-26.
func (s *scan) wholeDate() (f found, end int, ok bool) {
	var part [3]string
	i := s.at
	var sep rune
	for k := range part {
		if k > 0 {
			j := i
			for j < len(s.text) && s.text[j] == ' ' && j < i+1 {
				j++
			}
			r, n := utf8.DecodeRuneInString(s.text[j:])
			if r != '.' && r != '\u2024' && r != '/' && r != '-' || k == 2 && r != sep || r == '-' && j > i {
				return f, 0, false
			}
			sep = r
			i = j + n
			if i < len(s.text) && s.text[i] == ' ' && r != '-' {
				i++
			}
		}
		d := s.digitsAt(i)
		if d == 0 {
			return f, 0, false
		}
		part[k] = s.text[i : i+d]
		i += d
	}
	y, m, d := part[2], part[1], part[0]
	if sep == '-' || len(part[0]) == 4 {
		y, d = d, y
	}
	if len(y) != 4 || len(m) > 2 || len(d) > 2 {
		return f, 0, false
	}
	m, d = pad2(m), pad2(d)
	if m > "12" && d <= "12" { // month first, as in the United States
		m, d = d, m
	}
	if m == "00" || m > "12" || d == "00" || d > "31" {
		return f, 0, false
	}
	return found{Number: Number{Span: Span{Start: s.at}, Kind: "date", Value: y + "-" + m + "-" + d}}, i, true
}

func pad2(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// clock reads 15:00, 7.55am, 3 p.m. and, damaged by a fixer, 15։00.
func (s *scan) clock(first int) (f found, end int, ok bool) {
	if first > 2 {
		return f, 0, false
	}
	h, m := atoi(s.text[s.at:s.at+first]), 0
	end = s.at + first
	r, n := utf8.DecodeRuneInString(s.text[end:])
	timed := false
	if (r == ':' || r == '։' || r == '.' || r == '\u2024') && s.digitsAt(end+n) == 2 {
		m = atoi(s.text[end+n : end+n+2])
		timed = (r == ':' || r == '։') && m < 60
		if timed || s.afterHour() || half(s.text[end+n+2:]) != 0 {
			end += n + 2
		} else {
			m = 0
		}
	}
	p := half(s.text[end:])
	if h > 24 || m > 59 || !timed && p == 0 && !s.afterHour() {
		return f, 0, false
	}
	if p != 0 {
		if h > 12 {
			return f, 0, false
		}
		h = h % 12
		if p > 0 {
			h += 12
		}
		end += halfLen(s.text[end:])
	}
	value := pad2(itoa(h)) + ":" + pad2(itoa(m))
	return found{Number: Number{Span: Span{Start: s.at}, Kind: "time", Value: value}}, end, true
}

// afterHour reports whether «ժամը» stands before the number.
func (s *scan) afterHour() bool {
	before := strings.TrimRight(s.text[:s.at], " \u00A0")
	return strings.HasSuffix(before, "ժամը") || strings.HasSuffix(before, "Ժամը")
}

// half returns -1 for a.m., 1 for p.m. at the head of s, 0 for neither.
func half(s string) int {
	if halfLen(s) == 0 {
		return 0
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimLeft(s, " \u00A0")), "a") {
		return -1
	}
	return 1
}

func halfLen(s string) int {
	rest := strings.TrimLeft(s, " \u00A0")
	for _, form := range []string{"a.m.", "p.m.", "am", "pm", "AM", "PM"} {
		if after, ok := strings.CutPrefix(rest, form); ok {
			if r, _ := utf8.DecodeRuneInString(after); unicode.IsLetter(r) {
				return 0
			}
			return len(s) - len(after)
		}
	}
	return 0
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// canonical writes a decimal number of any size without leading or trailing
// zeros, shifted by exp powers of ten.
func canonical(whole, frac string, exp int) string {
	for ; exp > 0; exp-- {
		if frac == "" {
			whole += "0"
			continue
		}
		whole, frac = whole+frac[:1], frac[1:]
	}
	whole = strings.TrimLeft(whole, "0")
	frac = strings.TrimRight(frac, "0")
	if whole == "" {
		whole = "0"
	}
	if frac == "" {
		return whole
	}
	return whole + "." + frac
}
