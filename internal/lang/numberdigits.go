package lang

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

func itoa(n int) string { return strconv.Itoa(n) }

// digitsAt returns how many digits stand at offset i.
func (s *scan) digitsAt(i int) int {
	n := 0
	for i+n < len(s.text) && isDigit(s.text[i+n]) {
		n++
	}
	return n
}

// number reads what begins with a digit.
func (s *scan) number() {
	start := s.at
	if r := s.before(start); r == '_' || unicode.IsLetter(r) {
		s.at += s.digitsAt(start)
		return
	}
	if f, end, ok := s.wholeDate(); ok {
		s.add(f, end)
		return
	}
	first := s.digitsAt(start)
	if f, end, ok := s.clock(first); ok {
		s.add(f, end)
		return
	}
	f := found{Number: Number{Span: Span{start, start + first}, Kind: "number"}, digits: first}
	if year, ok := s.yearEnd(first); ok {
		f.Value = year
		s.add(f, f.End)
		return
	}
	if over, end, ok := s.fraction(start + first); ok && first <= 2 {
		f.Value = canonical(s.text[start:start+first], "", 0) + "/" + over
		f.digits = 0
		s.add(f, s.tail(end, &f))
		return
	}
	s.figure(f)
}

// figure reads a number in digits with what belongs to it: sign, groups,
// decimals, scale, currency.
func (s *scan) figure(f found) {
	whole, frac, end := s.decimal(f.Start, f.digits)
	if end > f.End {
		f.digits = 0
	}
	if r, _ := utf8.DecodeRuneInString(s.text[end:]); r == '½' || r == '¼' || r == '¾' {
		frac = vulgar[r].decimals
		end += utf8.RuneLen(r)
		f.digits = 0
	}
	sign := s.sign(&f)
	e, known := s.glued(end, &f)
	if !known {
		s.at = f.End // a name such as 5G
		if w, ok := nextWord(s.text, f.End); ok {
			s.at = w.End
		}
		return
	}
	end = s.tail(e, &f)
	f.Value = sign + canonical(whole, frac, f.scale)
	s.add(f, end)
}

// sign takes a minus and a currency sign before the number into it.
func (s *scan) sign(f *found) string {
	sign := ""
	if r := s.before(f.Start); (r == '-' || r == '−') && isMinus(s.text, f.Start-utf8.RuneLen(r), r, s.before(f.Start-utf8.RuneLen(r))) {
		f.Start -= utf8.RuneLen(r)
		sign = "-"
	} else if w := s.beside(f.Start); w == "minus" || w == "մինուս" || w == "Մինուս" {
		f.Start = s.last.Start
		sign = "-"
	} else if code, ok := currencyCodes[w]; ok {
		f.Start, f.Unit, f.digits = s.last.Start, code, 0
	}
	r := s.before(f.Start)
	at := f.Start
	if r == ' ' || r == '\u00A0' {
		at -= utf8.RuneLen(r)
		r = s.before(at)
	}
	if code := currencySign(r); code != "" {
		f.Start, f.Unit, f.digits = at-utf8.RuneLen(r), code, 0
		if q := s.before(f.Start); q == '-' || q == '−' {
			f.Start -= utf8.RuneLen(q)
			sign = "-"
		}
	}
	if n := len(s.out); n > 0 && s.out[n-1].End > f.Start { // the sign belongs to the number before: 5 $ 6
		f.Start, f.Unit = s.out[n-1].End, ""
		f.Start += len(s.text[f.Start:]) - len(strings.TrimLeft(s.text[f.Start:], " \u00A0"))
	}
	return sign
}

// glued reads Latin letters that follow the digits at once: a scale (2.8bn), an
// ordinal (5th), a plural (1990s) or a unit (5km) leave them a number; known is
// false when they make them a name (5G). Armenian letters always leave them.
func (s *scan) glued(end int, f *found) (after int, known bool) {
	r, _ := utf8.DecodeRuneInString(s.text[end:])
	if !unicode.IsLetter(r) || IsArmenian(r) {
		return end, true
	}
	w, _ := s.piece(end)
	f.digits = 0
	if w.Of(s.text) == "G" {
		return end, false // 5G is a network, 5g are grams
	}
	switch letters := strings.ToLower(w.Of(s.text)); letters {
	case "bn", "mn", "mln", "tn", "b", "m", "k":
		if len(letters) == 1 && f.Unit == "" {
			return end, true // 5m are metres, $5m are millions
		}
		f.scale = gluedScales[letters]
		return w.End, true
	case "st", "nd", "rd", "th":
		f.Kind = "ordinal"
		return w.End, true
	case "s", "am", "pm", "km", "kg", "cm", "mm", "g", "ft", "mph", "p", "a", "ha", "l", "t", "c", "f", "mw", "kw", "gw", "gb", "mb", "tb", "in", "yr", "yrs":
		return end, true
	}
	return end, false
}

var gluedScales = map[string]int{"bn": 9, "b": 9, "mn": 6, "mln": 6, "m": 6, "tn": 12, "k": 3}

// decimal reads digits with groups of thousands and a decimal part; first is
// how many digits stand before the first mark.
func (s *scan) decimal(start, first int) (whole, frac string, end int) {
	end = start + first
	groups := 0
	var mark rune
	for first <= 3 && s.text[start] != '0' {
		r, n := utf8.DecodeRuneInString(s.text[end:])
		if !s.groups(r) || s.digitsAt(end+n) != 3 || groups > 0 && r != mark {
			break
		}
		mark = r
		end += n + 3
		groups++
	}
	if groups == 1 && s.language == Armenian && (mark == ',' || mark == '.' || mark == '․') && s.scaled(end) {
		return s.text[start : start+first], s.text[end-3 : end], end
	}
	whole = s.text[start:end]
	if groups > 0 {
		whole = strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, whole)
	}
	r, n := utf8.DecodeRuneInString(s.text[end:])
	if r == '.' || r == '․' || r == ',' && s.language != English {
		if d := s.digitsAt(end + n); d > 0 {
			frac = s.text[end+n : end+n+d]
			end += n + d
		}
	}
	return whole, frac, end
}

// groups reports whether r may stand between groups of thousands.
func (s *scan) groups(r rune) bool {
	switch r {
	case ',', '\u00A0', '\u202F', '\u2009':
		return true
	case '.':
		return s.language != English
	case ' ', '․':
		return s.language == Armenian
	}
	return false
}

// scaled reports whether a word such as million follows.
func (s *scan) scaled(end int) bool {
	w, ok := s.near(end)
	if !ok {
		return false
	}
	p, ok := s.part(w.Of(s.text))
	return ok && p.kind == scalePart && p.value >= 3
}

// yearEnd reads the end of "2020–22" as a whole year.
func (s *scan) yearEnd(first int) (year string, ok bool) {
	n := len(s.out)
	if n == 0 || first != 2 || s.out[n-1].digits != 4 {
		return "", false
	}
	p := &s.out[n-1]
	if dash := s.text[p.End:s.at]; dash != "-" && dash != "–" || s.text[s.at:s.at+2] <= p.Value[2:] {
		return "", false
	}
	return p.Value[:2] + s.text[s.at:s.at+2], true
}

// fraction reads "/3" or "⁄3" after an integer.
func (s *scan) fraction(end int) (over string, e int, ok bool) {
	r, n := utf8.DecodeRuneInString(s.text[end:])
	if r != '/' && r != '⁄' {
		return "", 0, false
	}
	d := s.digitsAt(end + n)
	if d == 0 || d > 2 || strings.HasPrefix(s.text[end+n+d:], "/") {
		return "", 0, false
	}
	return s.text[end+n : end+n+d], end + n + d, true
}

// vulgarFraction is one of the fractions that Unicode has as a character.
type vulgarFraction struct{ value, decimals string }

var vulgar = map[rune]vulgarFraction{'½': {"1/2", "5"}, '¼': {"1/4", "25"}, '¾': {"3/4", "75"}, '⅓': {"1/3", ""}, '⅔': {"2/3", ""}}

// vulgar reads a fraction that stands alone.
func (s *scan) vulgar(r rune, n int) bool {
	if r < '¼' || r > '⅔' {
		return false
	}
	v, ok := vulgar[r]
	if ok {
		s.add(found{Number: Number{Span: Span{Start: s.at}, Kind: "number", Value: v.value}}, s.at+n)
	}
	return ok
}

// tail reads what follows a number: scales, percent, an ordinal ending, a
// currency. It returns where the number ends.
func (s *scan) tail(end int, f *found) int {
	for range 3 { // 2 հարյուր հազար
		w, ok := s.near(end)
		if !ok {
			break
		}
		p, ok := s.part(w.Of(s.text))
		if !ok || p.kind != scalePart && p.kind != hundredPart {
			break
		}
		f.scale += p.value
		f.digits = 0
		end = w.End
		if p.short && strings.HasPrefix(s.text[end:], ".") {
			after := strings.TrimLeft(s.text[end+1:], " ")
			if r, _ := utf8.DecodeRuneInString(after); unicode.IsLower(r) || strings.HasPrefix(after, "ԱՄՆ ") {
				end++
			}
		}
	}
	if e, ok := s.percent(end); ok {
		f.Kind, f.digits = "percent", 0
		return e
	}
	w, ok := s.near(end)
	if ok && f.Kind == "number" {
		ending := w.Of(s.text)
		if strings.HasPrefix(ending, "րդ") || strings.HasPrefix(ending, "ին") && s.text[f.Start:end] == "1" {
			f.Kind = "ordinal"
			return w.End
		}
	}
	if code, e := s.currency(end); code != "" && f.Kind == "number" && f.Unit == "" {
		f.Unit, f.digits = code, 0
		return e
	}
	return end
}

// percent reads %, percent, per cent, percentage and տոկոս.
func (s *scan) percent(end int) (e int, ok bool) {
	rest := s.text[end:]
	if r := strings.TrimPrefix(strings.TrimPrefix(rest, " "), "\u00A0"); strings.HasPrefix(r, "%") {
		return end + len(rest) - len(r) + 1, true
	}
	w, ok := s.near(end)
	if !ok {
		return end, false
	}
	switch word := w.Of(s.text); {
	case strings.HasPrefix(word, "percent"), strings.HasPrefix(word, "տոկոս"):
		return w.End, true
	case word == "per" && strings.HasPrefix(s.text[w.End:], " cent"):
		return w.End + len(" cent"), true
	}
	return end, false
}

// canonical writes a decimal number of any size without leading or trailing
// zeros, shifted by exp powers of ten.
func canonical(whole, frac string, exp int) string {
	frac = strings.TrimRight(frac, "0")
	switch {
	case exp >= len(frac):
		whole += frac + strings.Repeat("0", exp-len(frac))
		frac = ""
	case exp > 0:
		whole, frac = whole+frac[:exp], frac[exp:]
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if frac == "" {
		return whole
	}
	return whole + "." + frac
}
