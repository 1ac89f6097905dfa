package lang

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wholeDate reads 25.08.2022, 26 / 08 / 2022, 25.08.22 and 2022-08-26.
func (s *scan) wholeDate() (f found, end int, ok bool) {
	var part [3]string
	i := s.at
	var sep rune
	for k := range part {
		if k > 0 {
			r, after, ok := s.separator(i)
			if !ok || k == 2 && r != sep {
				return f, 0, false
			}
			sep, i = r, after
		}
		d := s.digitsAt(i)
		if d == 0 || d > 4 || d == 3 {
			return f, 0, false
		}
		part[k] = s.text[i : i+d]
		i += d
	}
	if i < len(s.text)-1 && s.text[i] == byte(sep) && isDigit(s.text[i+1]) {
		return f, 0, false // four parts are an address or a version
	}
	value, ok := dateValue(part, sep)
	if !ok {
		return f, 0, false
	}
	return found{Number: Number{Span: Span{Start: s.at}, Kind: "date", Value: value}}, i, true
}

// separator reads the mark between two parts of a date, with a space on either
// side of it at most.
func (s *scan) separator(i int) (mark rune, after int, ok bool) {
	j := i
	if j < len(s.text) && s.text[j] == ' ' {
		j++
	}
	mark, n := utf8.DecodeRuneInString(s.text[j:])
	switch mark {
	case '.', '․', '/':
	case '-':
		return mark, j + n, j == i
	default:
		return mark, i, false
	}
	j += n
	if j < len(s.text) && s.text[j] == ' ' {
		j++
	}
	return mark, j, true
}

// dateValue orders the parts of a date in digits: day first, or year first, or
// as in the United States month first when the second can be no month.
func dateValue(part [3]string, sep rune) (value string, ok bool) {
	d, m, y := part[0], part[1], part[2]
	switch {
	case len(d) == 4:
		y, d = d, y
	case sep == '-':
		return "", false
	case len(d) == 2 && len(m) == 2 && len(y) == 2 && y < "70":
		y = "20" + y
	case len(d) == 2 && len(m) == 2 && len(y) == 2:
		y = "19" + y
	}
	if len(y) != 4 || len(m) > 2 || len(d) > 2 {
		return "", false
	}
	m, d = pad2(m), pad2(d)
	if m > "12" && d <= "12" {
		m, d = d, m
	}
	if m == "00" || m > "12" || d == "00" || d > "31" {
		return "", false
	}
	return y + "-" + m + "-" + d, true
}

// clock reads 15:00, 7.55am, 3 p.m., 3 o'clock, ժամը 15-ին and, damaged by a
// fixer, 15։00. The hours are those of the day.
func (s *scan) clock(first int) (f found, end int, ok bool) {
	if first > 2 {
		return f, 0, false
	}
	h, m := atoi(s.text[s.at:s.at+first]), 0
	end = s.at + first
	hour := s.afterHour()
	r, n := utf8.DecodeRuneInString(s.text[end:])
	timed := false
	if (r == ':' || r == '։' || r == '.' || r == '․') && s.digitsAt(end+n) == 2 {
		m = atoi(s.text[end+n : end+n+2])
		timed = (r == ':' || r == '։') && m < 60
		if timed || hour || s.half(end+n+2) > 0 {
			end += n + 2
		} else {
			m = 0
		}
	}
	half := s.half(end)
	if h > 24 || m > 59 || !timed && half == 0 && !hour {
		return f, 0, false
	}
	if half > 0 {
		if h > 12 {
			return f, 0, false
		}
		if c := strings.TrimLeft(s.text[end:end+half], " \u00A0")[0]; c == 'o' {
			h %= 24
		} else if h %= 12; c == 'p' || c == 'P' {
			h += 12
		}
		end += half
	}
	value := pad2(itoa(h)) + ":" + pad2(itoa(m))
	return found{Number: Number{Span: Span{Start: s.at}, Kind: "time", Value: value}}, end, true
}

// afterHour reports whether «ժամը» stands before the number.
func (s *scan) afterHour() bool {
	w := s.beside(s.at)
	return w == "ժամը" || w == "Ժամը"
}

// half returns how many bytes at offset i say which half of the day is meant:
// " a.m.", "pm", " o'clock"; 0 for none.
func (s *scan) half(i int) int {
	rest := s.text[i:]
	text := strings.TrimPrefix(strings.TrimPrefix(rest, " "), "\u00A0")
	if text == "" || !strings.ContainsRune("aApPo", rune(text[0])) {
		return 0
	}
	for _, form := range [...]string{"a.m.", "p.m.", "am", "pm", "AM", "PM", "A.M.", "P.M.", "o'clock", "o’clock"} {
		if after, ok := strings.CutPrefix(text, form); ok {
			if r, _ := utf8.DecodeRuneInString(after); unicode.IsLetter(r) {
				return 0
			}
			return len(rest) - len(after)
		}
	}
	return 0
}

// dates joins days, months and years that stand together, and returns all that
// was found.
func (s *scan) dates() []Number {
	if len(s.out) == 0 {
		return nil
	}
	out := make([]Number, 0, len(s.out))
	for i := 0; i < len(s.out); i++ {
		f := &s.out[i]
		if f.month == 0 {
			out = append(out, f.Number)
			continue
		}
		d := s.around(i)
		for len(out) > 0 && out[len(out)-1].Start >= d.Start { // day and year before the month
			out = out[:len(out)-1]
		}
		if d.other >= 0 { // two dates: the second begins with its day
			first := d.date(s.out[d.other].Value, f.month)
			first.End = s.out[d.other].End
			out = append(out, first)
			d.Start = s.out[d.day].Start
		}
		day := ""
		if d.day >= 0 {
			day = s.out[d.day].Value
		}
		out = append(out, d.date(day, f.month))
		i = max(i, d.day, d.yearAt)
	}
	return out
}

// calendar is what belongs to a month.
type calendar struct {
	Span
	day    int // index of the day, -1 for none
	other  int // index of the first day of a range, -1 for none
	yearAt int // index of the year, -1 for none
	year   string
}

// date writes a date of the calendar.
func (c *calendar) date(day string, month int) Number {
	value := c.year
	if value == "" {
		value = "-"
	}
	value += "-" + pad2(itoa(month))
	if day != "" {
		value += "-" + pad2(day)
	}
	return Number{Span: c.Span, Kind: "date", Value: value}
}

// around finds the day and the year that stand with the month found as i-th:
// 25 August 2022, August 25, 2022, 2022 թ. օգոստոսի 25.
func (s *scan) around(i int) calendar {
	c := calendar{Span: s.out[i].Span, day: -1, other: -1, yearAt: -1}
	first, last := i, i
	if i+1 < len(s.out) && s.isDay(i+1) && s.gap(i, i+1, "", ".", "the") && (s.language == Armenian || !s.dayBefore(i)) {
		c.day, last = i+1, i+1
		if i+2 < len(s.out) && s.isDay(i+2) && s.gap(i+1, i+2, "-", "–") {
			c.other, c.day, last = i+1, i+2, i+2
		}
	} else if s.dayBefore(i) {
		c.day, first = i-1, i-1
		if i > 1 && s.isDay(i-2) && s.gap(i-2, i-1, "-", "–") {
			c.other, first = i-2, i-2
		}
	}
	if last+1 < len(s.out) && s.isYear(last+1) && s.gap(last, last+1, "", ",", ".", ".,", "of", "-ին,", "-ի") {
		c.yearAt = last + 1
		last++
	} else if first > 0 && s.isYear(first-1) && s.gap(first-1, first, "", "թ.", "թ․", "թ", "թվականի", "-ի", "թ.-ի", "թ․-ի", "թվականին", "թ.,", ",") {
		c.yearAt = first - 1
		first--
	}
	if c.yearAt >= 0 {
		c.year = s.out[c.yearAt].Value
	}
	c.Start, c.End = min(c.Start, s.out[first].Start), max(c.End, s.out[last].End)
	return c
}

func (s *scan) dayBefore(i int) bool {
	return i > 0 && s.isDay(i-1) && s.gap(i-1, i, "", "of", "-ի", "-ին", ".")
}

// isDay reports whether what was found as k-th may be a day of a month.
func (s *scan) isDay(k int) bool {
	f := &s.out[k]
	return (f.Kind == "number" || f.Kind == "ordinal") && !f.Word && f.month == 0 && f.Unit == "" && f.scale == 0 && len(f.Value) <= 2 && onlyDigits(f.Value) && f.Value != "0" && pad2(f.Value) <= "31"
}

func (s *scan) isYear(k int) bool {
	f := &s.out[k]
	return f.Kind == "number" && f.digits == 4 && f.Value >= "1000" && f.Value <= "2199"
}

// gap reports whether between two findings there is one of the words only.
func (s *scan) gap(a, b int, words ...string) bool {
	between := s.text[s.out[a].End:s.out[b].Start]
	if len(between) > 24 {
		return false
	}
	return slices.Contains(words, strings.Trim(between, " \u00A0\u202F\n"))
}
