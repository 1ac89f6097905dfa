package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Same reports whether a and b are equal when any run of white space is one
// space (none at the ends) and both are NFC. It allocates only when one of them
// is not NFC.
func Same(a, b string) bool {
	if a == b || sameButSpace(a, b) {
		return true
	}
	if norm.NFC.IsNormalString(a) && norm.NFC.IsNormalString(b) {
		return false
	}
	return sameButSpace(norm.NFC.String(a), norm.NFC.String(b))
}

// sameButSpace compares without allocating.
func sameButSpace(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	for len(a) > 0 && len(b) > 0 {
		r, n := utf8.DecodeRuneInString(a)
		q, m := utf8.DecodeRuneInString(b)
		if unicode.IsSpace(r) && unicode.IsSpace(q) {
			a, b = strings.TrimLeftFunc(a, unicode.IsSpace), strings.TrimLeftFunc(b, unicode.IsSpace)
			continue
		}
		if r != q || n != m || r == utf8.RuneError && a[0] != b[0] {
			return false
		}
		a, b = a[n:], b[m:]
	}
	return len(a) == len(b)
}

// Squash returns text as Same compares it.
func Squash(text string) string {
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}

// Fold returns the loosest key of text: letters and digits in lower case with
// one space between words; և for եւ and եվ. Accents on vowels that Armenian
// writes (՛ ՜ ՞), quotes, dashes and punctuation are gone, but what changes a
// number stays: the marks inside it, its sign, %, currencies and + < =. Two
// texts with one key differ cosmetically at most.
func Fold(text string) string {
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	f := folder{out: make([]byte, 0, len(text))}
	prev := rune(0)
	for i, r := range text {
		switch {
		case isMark(r) || r == '\u00AD':
			continue
		case isWord(r):
			f.letter(r)
		case isSymbol(text, i, r):
			f.symbol(r)
		case inNumber(text, i, r, prev):
			f.join(inNumberAs(r))
		case isMinus(text, i, r, prev):
			f.letter('-')
		case (r == '\'' || r == '’') && isWord(prev):
			// an apostrophe inside a word is no gap: don’t is don't is dont
		default:
			f.gap = true
		}
		prev = r
	}
	return string(f.out)
}

// SameFold reports whether a and b have one Fold. It looks no further than the
// first letters when one is Armenian and the other Latin, as those of a text
// and its translation are.
func SameFold(a, b string) bool {
	if a == b {
		return true
	}
	r, q := firstLetter(a), firstLetter(b)
	if IsArmenian(r) && q < 0x250 || IsArmenian(q) && r < 0x250 {
		return false
	}
	return Fold(a) == Fold(b)
}

// firstLetter returns the first letter or digit of a text, 0 if there is none.
func firstLetter(text string) rune {
	for _, r := range text {
		if isWord(r) && !isMark(r) {
			return r
		}
	}
	return 0
}

// folder writes a key.
type folder struct {
	out  []byte
	gap  bool // a space is due before the next letter
	last rune
}

func (f *folder) letter(r rune) {
	r = unicode.ToLower(r)
	if f.gap && len(f.out) > 0 && !isGlue(f.last) {
		f.out = append(f.out, ' ')
		f.last = ' '
	}
	if (r == 'ւ' || r == 'վ') && f.last == 'ե' {
		f.out = f.out[:len(f.out)-len("ե")]
		r = 'և'
	}
	f.join(r)
}

// symbol writes a sign that belongs to the number beside it, with or without a
// space: 10 % is 10%.
func (f *folder) symbol(r rune) {
	f.join(r)
	f.gap = !isGlue(r)
}

func (f *folder) join(r rune) {
	f.out = utf8.AppendRune(f.out, r)
	f.last, f.gap = r, false
}

// isGlue reports whether a sign is written to what follows it.
func isGlue(r rune) bool { return r != '%' && r != '‰' && (isCurrency(r) || isOperator(r)) }

func isSymbol(text string, i int, r rune) bool {
	switch r {
	case '<', '>': // << and >> are quotation marks of a poor keyboard
		doubled := i > 0 && text[i-1] == byte(r) || i+1 < len(text) && text[i+1] == byte(r)
		return !doubled
	case '%', '‰':
		return true
	}
	return isCurrency(r) || isOperator(r)
}

func isOperator(r rune) bool {
	switch r {
	case '+', '=', '<', '>', '±', '×', '÷', '≠', '≈', '≤', '≥':
		return true
	}
	return false
}

func isCurrency(r rune) bool { return r == '$' || r > 0x7f && unicode.Is(unicode.Sc, r) }

// inNumber reports whether the rune r at offset i stands between two digits:
// 1.5 is not 15.
func inNumber(text string, i int, r, prev rune) bool {
	if !unicode.IsDigit(prev) || !strings.ContainsRune(".,:։/⁄․-–‑−", r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
	return unicode.IsDigit(next)
}

// inNumberAs writes the look-alikes inside a number as one.
func inNumberAs(r rune) rune {
	switch r {
	case '։':
		return ':'
	case '․':
		return '.'
	case '⁄':
		return '/'
	case '–', '‑', '−':
		return '-'
	}
	return r
}

// isMinus reports whether the rune r at offset i is the sign of the number
// behind it: "-5" at the start, after a space or a bracket.
func isMinus(text string, i int, r, prev rune) bool {
	if r != '-' && r != '−' || prev != 0 && prev != '(' && prev != '«' && prev != '“' && !unicode.IsSpace(prev) {
		return false
	}
	k := i + utf8.RuneLen(r)
	return k < len(text) && isDigit(text[k])
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// FoldWord is Fold for one word, cheaper: most words are their own key.
func FoldWord(w string) string {
	last := rune(0)
	for _, r := range w {
		small := r >= 'a' && r <= 'z' || r >= 'ա' && r <= 'և'
		if !small || last == 'ե' && (r == 'ւ' || r == 'վ') {
			return Fold(w)
		}
		last = r
	}
	return w
}

// withoutMarks returns an Armenian word without ՛ ՜ ՞.
func withoutMarks(word string) string { return without(word, isMark) }
