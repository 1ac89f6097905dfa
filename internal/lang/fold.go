package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Same reports whether a and b are equal when any run of white space is one
// space (none at the ends) and both are NFC.
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
// one space between words; և for եւ and եվ. Marks, quotes and dashes are gone,
// but those that change a number stay. Two texts with one key differ
// cosmetically at most.
func Fold(text string) string {
	text = norm.NFC.String(text)
	var b strings.Builder
	b.Grow(len(text))
	space := false
	prev := rune(0)
	for i, r := range text {
		switch {
		case isMark(r) || r == '\u00AD':
			continue
		case isWord(r) || r == '%' || isCurrency(r), separatesDigits(text, i, r, prev):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteString(foldRune(r))
		case (r == '\'' || r == '’') && isWord(prev):
			// an apostrophe inside a word is no gap: don’t is don't is dont
		default:
			space = true
		}
		prev = r
	}
	return foldYev(b.String())
}

func isCurrency(r rune) bool { return r == '$' || r > 0x7f && unicode.Is(unicode.Sc, r) }

// separatesDigits reports whether the rune r at offset i stands between two
// digits: 1.5 is not 15.
func separatesDigits(text string, i int, r, prev rune) bool {
	if !unicode.IsDigit(prev) || !strings.ContainsRune(".,:/․-", r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
	return unicode.IsDigit(next)
}

func foldRune(r rune) string {
	if r == '։' {
		return ":"
	}
	return string(unicode.ToLower(r))
}

// foldYev writes the three spellings of և as one.
func foldYev(s string) string {
	if !strings.ContainsAny(s, "եև") {
		return s
	}
	return strings.NewReplacer("եւ", "և", "եվ", "և").Replace(s)
}

// FoldWord is Fold for one word, cheaper.
func FoldWord(w string) string {
	plain := true
	for i := 0; i < len(w); i++ {
		if c := w[i]; c >= utf8.RuneSelf || c < 'a' || c > 'z' {
			plain = false
			break
		}
	}
	if plain {
		return w
	}
	return Fold(w)
}
