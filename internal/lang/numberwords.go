package lang

import (
	"slices"
	"strings"
)

// months by their English names; Armenian ones are matched by stem, since they
// take endings (հունվարի, հունվարից).
var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

var armenianMonths = []string{"հունվար", "փետրվար", "մարտ", "ապրիլ", "մայիս", "հունիս", "հուլիս", "օգոստոս", "սեպտեմբեր", "հոկտեմբեր", "նոյեմբեր", "դեկտեմբեր"}

// nounEndings are what an Armenian month or number word may end with.
var nounEndings = []string{"", "ի", "ին", "ից", "ով", "ում", "ը", "ն", "իս"}

// monthOf returns the number of a month, 0 for any other word. English months
// count with a capital only (may, march), Armenian March with an ending only:
// մարտ is "battle" too, but in «մարտի 8» it is the month.
func monthOf(word, language string) int {
	if language != Armenian {
		if word[0] < 'A' || word[0] > 'Z' {
			return 0
		}
		return months[strings.ToLower(word)]
	}
	lower := strings.ToLower(word)
	for i, stem := range armenianMonths {
		if ending, ok := strings.CutPrefix(lower, stem); ok && slices.Contains(nounEndings, ending) && (i != 2 || ending != "") {
			return i + 1
		}
	}
	return 0
}

// scales are powers of ten. Armenian ones are stems; the misspellings and
// բիլիոն, which newsrooms write for 10⁹, count as what is meant.
var (
	englishScales  = map[string]int{"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "mln": 6, "millions": 6, "billions": 9, "thousands": 3}
	armenianScales = []struct {
		stem string
		exp  int
	}{{"հարյուր", 2}, {"հազար", 3}, {"հզր", 3}, {"միլիոն", 6}, {"միլլիոն", 6}, {"մլն", 6}, {"միլիարդ", 9}, {"միլլիարդ", 9}, {"մլրդ", 9}, {"բիլիոն", 9}, {"բիլլիոն", 9}, {"տրիլիոն", 12}, {"տրլն", 12}}
)

// scaleOf returns the power of ten that a word in lower case names.
func scaleOf(word, language string) (exp int, ok bool) {
	if language != Armenian {
		first, _, _ := strings.Cut(word, "-")
		exp, ok = englishScales[first]
		return exp, ok
	}
	for _, s := range armenianScales {
		if ending, ok := strings.CutPrefix(word, s.stem); ok && (slices.Contains(nounEndings, ending) || strings.HasPrefix(ending, "անոց") || strings.HasPrefix(ending, "ավոր")) {
			return s.exp, !strings.HasPrefix(ending, "ավոր")
		}
	}
	return 0, false
}

var englishNumbers = map[string]int{
	"zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
	"fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12, "one": 1,
}

var englishOrdinals = map[string]int{
	"first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
	"thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
	"thirtieth": 30, "second": 2,
}

// Armenian number words: tens and ones write as one word (քսանմեկ).
var (
	armenianTens = []struct {
		stem  string
		value int
	}{{"տասն", 10}, {"քսան", 20}, {"երեսուն", 30}, {"քառասուն", 40}, {"հիսուն", 50}, {"վաթսուն", 60}, {"յոթանասուն", 70}, {"ութսուն", 80}, {"իննսուն", 90}}
	armenianOnes = []struct {
		stem  string
		value int
	}{{"մեկ", 1}, {"երկու", 2}, {"երեք", 3}, {"չորս", 4}, {"հինգ", 5}, {"վեց", 6}, {"յոթ", 7}, {"ութ", 8}, {"իննը", 9}, {"ինը", 9}, {"ինն", 9}, {"տասը", 10}, {"տաս", 10}, {"զրո", 0}}
	armenianOrdinals = []struct {
		stem  string
		value int
	}{{"առաջին", 1}, {"երկրորդ", 2}, {"երրորդ", 3}, {"չորրորդ", 4}}
	numberEndings = append([]string{"ական", "ամյա", "ամյակ", "երորդ", "ս", "սը", "սն", "սի", "սին"}, nounEndings...)
)

// armenianNumber reads a word in lower case as a number or an ordinal.
func armenianNumber(word string) (value int, ordinal, ok bool) {
	for _, o := range armenianOrdinals {
		if ending, is := strings.CutPrefix(word, o.stem); is && slices.Contains(numberEndings, ending) {
			return o.value, true, true
		}
	}
	rest, tens := word, 0
	for _, t := range armenianTens {
		if after, is := strings.CutPrefix(word, t.stem); is {
			rest, tens = after, t.value
			break
		}
	}
	ones := 0
	for _, o := range armenianOnes {
		if after, is := strings.CutPrefix(rest, o.stem); is && (tens == 0 || o.value > 0 && o.value < 10) {
			rest, ones, ok = after, o.value, true
			break
		}
	}
	if !ok && tens == 0 || tens == 0 && ones == 1 {
		return 0, false, false // մեկ alone is "one" and "a"
	}
	ordinal = strings.HasPrefix(rest, "երորդ")
	if ordinal {
		rest = strings.TrimPrefix(rest, "երորդ")
	}
	return tens + ones, ordinal, slices.Contains(numberEndings, rest)
}

// word reads a word at the current place: a month, a number in words, or none.
func (s *scan) word() {
	w, _ := nextWord(s.text, s.at)
	word := w.Of(s.text)
	if m := monthOf(word, s.language); m > 0 {
		s.add(found{Number: Number{Span: Span{Start: w.Start}, Kind: "date", Value: "--" + pad2(itoa(m))}, month: m}, w.End)
		return
	}
	value, ordinal, ok := s.wordValue(strings.ToLower(word))
	if !ok {
		s.at = w.End
		s.skipTail()
		return
	}
	f := found{Number: Number{Span: Span{Start: w.Start}, Kind: "number", Word: true}}
	if ordinal {
		f.Kind = "ordinal"
	}
	exp := 0
	end := w.End
	if !ordinal {
		end = s.tail(end, &f, &exp)
	}
	f.Word = true
	if value == 1 && exp == 0 && !ordinal { // "one" without a scale is a pronoun
		s.at = w.End
		s.skipTail()
		return
	}
	f.Value = canonical(itoa(value), "", exp)
	s.add(f, end)
}

func (s *scan) skipTail() {
	s.prev = 'x' // a letter or digit, whichever: what follows is no part of it
	if s.at < len(s.text) {
		s.prev = rune(s.text[s.at-1])
	}
}

// wordValue reads one word in lower case as a number.
func (s *scan) wordValue(word string) (value int, ordinal, ok bool) {
	if s.language == Armenian {
		return armenianNumber(word)
	}
	first, second, hyphen := strings.Cut(word, "-")
	if v, is := englishNumbers[first]; is {
		if hyphen && v >= 20 && v%10 == 0 {
			rest, _, _ := strings.Cut(second, "-")
			if o, is := englishNumbers[rest]; is && o < 10 {
				return v + o, false, true
			}
			if o, is := englishOrdinals[rest]; is && o < 10 {
				return v + o, true, true
			}
		}
		return v, false, true
	}
	if v, is := englishOrdinals[word]; is && word != "second" {
		return v, true, true
	}
	return 0, false, false
}

// dates joins days, months and years that stand together, and returns all that
// was found.
func (s *scan) dates() []Number {
	var out []Number
	for i := 0; i < len(s.out); i++ {
		f := s.out[i]
		if f.month == 0 {
			out = append(out, f.Number)
			continue
		}
		day, year := -1, -1
		if i > 0 && len(out) > 0 && s.isDay(i-1) && s.gap(i-1, i, "", "of", "-ի", "-ին") {
			day = i - 1
		} else if i+1 < len(s.out) && s.isDay(i+1) && s.gap(i, i+1, "") {
			day = i + 1
		}
		last := max(i, day)
		if last+1 < len(s.out) && s.isYear(last+1) && s.gap(last, last+1, "", ",") {
			year = last + 1
		} else if first := min(i, cond(day < 0, i, day)); first > 0 && s.isYear(first-1) && s.gap(first-1, first, "", "թ.", "թ․", "թվականի", "-ի", "թ.-ի", "թվականին") {
			year = first - 1
		}
		d := Number{Kind: "date", Span: f.Span}
		d.Value = "-"
		for _, k := range []int{year, day} {
			if k >= 0 {
				d.Start, d.End = min(d.Start, s.out[k].Start), max(d.End, s.out[k].End)
			}
		}
		if year >= 0 {
			d.Value = s.out[year].Value
		}
		d.Value += "-" + pad2(itoa(f.month))
		if day >= 0 {
			d.Value += "-" + pad2(s.out[day].Value)
		}
		for len(out) > 0 && out[len(out)-1].Start >= d.Start { // day and year before the month
			out = out[:len(out)-1]
		}
		out = append(out, d)
		i = max(i, day, year)
	}
	return out
}

func cond(is bool, a, b int) int {
	if is {
		return a
	}
	return b
}

// isDay reports whether what was found as k-th may be a day of a month.
func (s *scan) isDay(k int) bool {
	f := &s.out[k]
	return (f.Kind == "number" || f.Kind == "ordinal") && f.digits > 0 && f.digits <= 2 && len(f.Value) <= 2 && f.Value != "0" && pad2(f.Value) <= "31"
}

func (s *scan) isYear(k int) bool {
	f := &s.out[k]
	return f.Kind == "number" && f.digits == 4 && len(f.Value) == 4 && f.Value >= "1000" && f.Value <= "2199"
}

// gap reports whether between two findings there is one of the words only.
func (s *scan) gap(a, b int, words ...string) bool {
	between := strings.TrimSpace(strings.ReplaceAll(s.text[s.out[a].End:s.out[b].Start], "\u00A0", " "))
	return slices.Contains(words, between)
}
