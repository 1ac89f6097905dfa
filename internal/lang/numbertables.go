package lang

import (
	"strings"
	"unicode/utf8"
)

// englishParts are the English words that numbers and dates are made of.
// Months count with a capital only.
var englishParts = map[string]part{
	"zero": {kind: onePart, value: 0}, "one": {kind: onePart, value: 1}, "two": {kind: onePart, value: 2}, "three": {kind: onePart, value: 3},
	"four": {kind: onePart, value: 4}, "five": {kind: onePart, value: 5}, "six": {kind: onePart, value: 6}, "seven": {kind: onePart, value: 7},
	"eight": {kind: onePart, value: 8}, "nine": {kind: onePart, value: 9}, "ten": {kind: onePart, value: 10}, "eleven": {kind: onePart, value: 11},
	"twelve": {kind: onePart, value: 12}, "thirteen": {kind: onePart, value: 13}, "fourteen": {kind: onePart, value: 14}, "fifteen": {kind: onePart, value: 15},
	"sixteen": {kind: onePart, value: 16}, "seventeen": {kind: onePart, value: 17}, "eighteen": {kind: onePart, value: 18}, "nineteen": {kind: onePart, value: 19},
	"twenty": {kind: tenPart, value: 20}, "thirty": {kind: tenPart, value: 30}, "forty": {kind: tenPart, value: 40}, "fifty": {kind: tenPart, value: 50},
	"sixty": {kind: tenPart, value: 60}, "seventy": {kind: tenPart, value: 70}, "eighty": {kind: tenPart, value: 80}, "ninety": {kind: tenPart, value: 90},
	"hundred":  {kind: hundredPart, value: 2},
	"thousand": {kind: scalePart, value: 3}, "thousands": {kind: scalePart, value: 3}, "million": {kind: scalePart, value: 6}, "millions": {kind: scalePart, value: 6},
	"mln": {kind: scalePart, value: 6}, "billion": {kind: scalePart, value: 9}, "billions": {kind: scalePart, value: 9}, "bn": {kind: scalePart, value: 9},
	"trillion": {kind: scalePart, value: 12}, "trillions": {kind: scalePart, value: 12}, "tn": {kind: scalePart, value: 12},
	"first": {kind: ordinalPart, value: 1}, "second": {kind: ordinalPart, value: 2}, "third": {kind: ordinalPart, value: 3}, "fourth": {kind: ordinalPart, value: 4},
	"fifth": {kind: ordinalPart, value: 5}, "sixth": {kind: ordinalPart, value: 6}, "seventh": {kind: ordinalPart, value: 7}, "eighth": {kind: ordinalPart, value: 8},
	"ninth": {kind: ordinalPart, value: 9}, "tenth": {kind: ordinalPart, value: 10}, "eleventh": {kind: ordinalPart, value: 11}, "twelfth": {kind: ordinalPart, value: 12},
	"thirteenth": {kind: ordinalPart, value: 13}, "fourteenth": {kind: ordinalPart, value: 14}, "fifteenth": {kind: ordinalPart, value: 15},
	"sixteenth": {kind: ordinalPart, value: 16}, "seventeenth": {kind: ordinalPart, value: 17}, "eighteenth": {kind: ordinalPart, value: 18},
	"nineteenth": {kind: ordinalPart, value: 19}, "twentieth": {kind: ordinalPart, value: 20}, "thirtieth": {kind: ordinalPart, value: 30},
	"fortieth": {kind: ordinalPart, value: 40}, "fiftieth": {kind: ordinalPart, value: 50}, "sixtieth": {kind: ordinalPart, value: 60},
	"seventieth": {kind: ordinalPart, value: 70}, "eightieth": {kind: ordinalPart, value: 80}, "ninetieth": {kind: ordinalPart, value: 90},
	"hundredth": {kind: ordinalPart, value: 100},
	"quarter":   {kind: pluralPart, value: 4}, "quarters": {kind: pluralPart, value: 4}, "thirds": {kind: pluralPart, value: 3}, "fourths": {kind: pluralPart, value: 4},
	"fifths": {kind: pluralPart, value: 5}, "sixths": {kind: pluralPart, value: 6}, "sevenths": {kind: pluralPart, value: 7}, "eighths": {kind: pluralPart, value: 8},
	"ninths": {kind: pluralPart, value: 9}, "tenths": {kind: pluralPart, value: 10},
	"half": {kind: halfPart, value: 0},
	"a":    {kind: articlePart, value: 1}, "an": {kind: articlePart, value: 1},
	"january": {kind: monthPart, value: 1}, "february": {kind: monthPart, value: 2}, "march": {kind: monthPart, value: 3}, "april": {kind: monthPart, value: 4},
	"may": {kind: monthPart, value: 5}, "june": {kind: monthPart, value: 6}, "july": {kind: monthPart, value: 7}, "august": {kind: monthPart, value: 8},
	"september": {kind: monthPart, value: 9}, "october": {kind: monthPart, value: 10}, "november": {kind: monthPart, value: 11}, "december": {kind: monthPart, value: 12},
	"jan": {kind: monthPart, value: 1}, "feb": {kind: monthPart, value: 2}, "apr": {kind: monthPart, value: 4}, "jun": {kind: monthPart, value: 6},
	"jul": {kind: monthPart, value: 7}, "aug": {kind: monthPart, value: 8}, "sept": {kind: monthPart, value: 9}, "sep": {kind: monthPart, value: 9},
	"oct": {kind: monthPart, value: 10}, "nov": {kind: monthPart, value: 11}, "dec": {kind: monthPart, value: 12},
}

// stem is the beginning of an Armenian number word, before its endings.
type stem struct {
	text string
	part
}

// ones stand alone and behind tens, which make one word with them (քսանմեկ).
// Of two that begin alike the longer is first.
var ones = [...]stem{
	{"մեկ", part{kind: onePart, value: 1}},
	{"երկու", part{kind: onePart, value: 2}},
	{"երեք", part{kind: onePart, value: 3}},
	{"չորս", part{kind: onePart, value: 4}},
	{"հինգ", part{kind: onePart, value: 5}},
	{"վեց", part{kind: onePart, value: 6}},
	{"յոթ", part{kind: onePart, value: 7}},
	{"ութ", part{kind: onePart, value: 8}},
	{"իննը", part{kind: onePart, value: 9}},
	{"ինն", part{kind: onePart, value: 9}},
	{"ինը", part{kind: onePart, value: 9}},
}

// armenianStems are the stems by their first letter, longer ones first.
// Misspellings that newsrooms make (միլլիոն) count as what is meant; so does
// բիլիոն, which they write for 10⁹.
var armenianStems = map[rune][]stem{
	'ա': {
		{"առաջին", part{kind: ordinalPart, value: 1}},
		{"ապրիլ", part{kind: monthPart, value: 4}},
	},
	'բ': {
		{"բիլլիոն", part{kind: scalePart, value: 9}},
		{"բիլիոն", part{kind: scalePart, value: 9}},
	},
	'դ': {
		{"դեկտեմբեր", part{kind: monthPart, value: 12}},
	},
	'ե': {
		{"երեսուն", part{kind: tenPart, value: 30}},
		{"երկամյա", part{kind: onePart, value: 2}},
		{"երկրորդ", part{kind: ordinalPart, value: 2}},
		{"երկօրյա", part{kind: onePart, value: 2}},
		{"եռամյա", part{kind: onePart, value: 3}},
		{"եռօրյա", part{kind: onePart, value: 3}},
		{"երրորդ", part{kind: ordinalPart, value: 3}},
		{"երկու", part{kind: onePart, value: 2}},
		{"երեք", part{kind: onePart, value: 3}},
	},
	'զ': {
		{"զրո", part{kind: onePart, value: 0}},
	},
	'ի': {
		{"իննսուն", part{kind: tenPart, value: 90}},
		{"իննը", part{kind: onePart, value: 9}},
		{"ինը", part{kind: onePart, value: 9}},
		{"ինն", part{kind: onePart, value: 9}},
	},
	'կ': {
		{"կես", part{kind: halfPart, value: 0}},
	},
	'հ': {
		{"հոկտեմբեր", part{kind: monthPart, value: 10}},
		{"հարյուր", part{kind: hundredPart, value: 2}},
		{"հնգամյա", part{kind: onePart, value: 5}},
		{"հնգօրյա", part{kind: onePart, value: 5}},
		{"հունվար", part{kind: monthPart, value: 1}},
		{"հիսուն", part{kind: tenPart, value: 50}},
		{"հուլիս", part{kind: monthPart, value: 7}},
		{"հունիս", part{kind: monthPart, value: 6}},
		{"հազար", part{kind: scalePart, value: 3}},
		{"հինգ", part{kind: onePart, value: 5}},
		{"հազ", part{kind: scalePart, value: 3, short: true}},
		{"հզր", part{kind: scalePart, value: 3, short: true}},
	},
	'մ': {
		{"միլլիարդ", part{kind: scalePart, value: 9}},
		{"միլիարդ", part{kind: scalePart, value: 9}},
		{"միլլիոն", part{kind: scalePart, value: 6}},
		{"միլիոն", part{kind: scalePart, value: 6}},
		{"մայիս", part{kind: monthPart, value: 5}},
		{"մարտ", part{kind: monthPart, value: 3}},
		{"մլրդ", part{kind: scalePart, value: 9, short: true}},
		{"մեկ", part{kind: onePart, value: 1}},
		{"մլն", part{kind: scalePart, value: 6, short: true}},
	},
	'յ': {
		{"յոթանասուն", part{kind: tenPart, value: 70}},
		{"յոթն", part{kind: onePart, value: 7}},
		{"յոթ", part{kind: onePart, value: 7}},
	},
	'ն': {
		{"նոյեմբեր", part{kind: monthPart, value: 11}},
	},
	'ո': {
		{"ութսուն", part{kind: tenPart, value: 80}},
		{"ութ", part{kind: onePart, value: 8}},
	},
	'չ': {
		{"չորրորդ", part{kind: ordinalPart, value: 4}},
		{"չորս", part{kind: onePart, value: 4}},
	},
	'ս': {
		{"սեպտեմբեր", part{kind: monthPart, value: 9}},
	},
	'վ': {
		{"վաթսուն", part{kind: tenPart, value: 60}},
		{"վեց", part{kind: onePart, value: 6}},
	},
	'տ': {
		{"տրիլլիոն", part{kind: scalePart, value: 12}},
		{"տասնյակ", part{kind: scalePart, value: 1}},
		{"տրիլիոն", part{kind: scalePart, value: 12}},
		{"տասն", part{kind: tenPart, value: 10}},
		{"տրլն", part{kind: scalePart, value: 12, short: true}},
		{"տաս", part{kind: onePart, value: 10}},
	},
	'փ': {
		{"փետրվար", part{kind: monthPart, value: 2}},
	},
	'ք': {
		{"քառասուն", part{kind: tenPart, value: 40}},
		{"քառամյա", part{kind: onePart, value: 4}},
		{"քառօրյա", part{kind: onePart, value: 4}},
		{"քառորդ", part{kind: pluralPart, value: 4}},
		{"քսան", part{kind: tenPart, value: 20}},
	},
	'օ': {
		{"օգոստոս", part{kind: monthPart, value: 8}},
	},
}

// currencyCodes are the ISO codes as they stand beside a number.
var currencyCodes = map[string]string{
	"USD": "USD", "EUR": "EUR", "GBP": "GBP", "RUB": "RUB", "AMD": "AMD", "AZN": "AZN", "KZT": "KZT", "GEL": "GEL", "TRY": "TRY", "IRR": "IRR", "CNY": "CNY", "JPY": "JPY",
}

// currencySign returns the code of a currency sign, "" for another rune.
func currencySign(r rune) string {
	switch r {
	case '$':
		return "USD"
	case '€':
		return "EUR"
	case '£':
		return "GBP"
	case '₽':
		return "RUB"
	case '֏':
		return "AMD"
	case '₼':
		return "AZN"
	case '₸':
		return "KZT"
	case '₾':
		return "GEL"
	case '₺':
		return "TRY"
	}
	return ""
}

// currencyWords are the English names; pounds and lira are money more often
// than weight.
var currencyWords = map[string]string{
	"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB", "dram": "AMD", "drams": "AMD",
	"manat": "AZN", "manats": "AZN", "tenge": "KZT", "lari": "GEL", "lira": "TRY", "liras": "TRY", "rials": "IRR", "rial": "IRR", "yuan": "CNY", "yen": "JPY",
}

// armenianCurrencies are stems; the nouns take case endings.
var armenianCurrencies = [...]struct{ stem, code string }{
	{"դոլար", "USD"}, {"եվրո", "EUR"}, {"ֆունտ", "GBP"}, {"ռուբլ", "RUB"}, {"դրամ", "AMD"}, {"մանաթ", "AZN"}, {"տենգե", "KZT"}, {"լարի", "GEL"}, {"լիրա", "TRY"}, {"ռիալ", "IRR"}, {"յուան", "CNY"},
}

// currency reads the currency behind a number: its sign, code or name, with
// US or ԱՄՆ before dollars. It returns where it ends.
func (s *scan) currency(end int) (code string, e int) {
	rest := s.text[end:]
	text := strings.TrimPrefix(strings.TrimPrefix(rest, " "), "\u00A0")
	r, n := utf8.DecodeRuneInString(text)
	if code = currencySign(r); code != "" {
		if next := text[n:]; next != "" && isDigit(next[0]) {
			return "", end // it belongs to the number behind it
		}
		return code, end + len(rest) - len(text) + n
	}
	w, ok := s.near(end)
	if !ok {
		return "", end
	}
	if country := w.Of(s.text); country == "US" || country == "ԱՄՆ" {
		if w, ok = s.near(w.End); !ok {
			return "", end
		}
	}
	return s.currencyName(w.Of(s.text)), w.End
}

func (s *scan) currencyName(word string) string {
	if code := currencyCodes[word]; code != "" {
		return code
	}
	if s.language == Armenian {
		for i := range armenianCurrencies {
			if ending, ok := strings.CutPrefix(word, armenianCurrencies[i].stem); ok && (isNounEnding(ending) || ending == "անոց" || armenianCurrencies[i].code == "RUB") {
				return armenianCurrencies[i].code
			}
		}
		return ""
	}
	return currencyWords[word]
}
