package lang

import (
	"unicode"
	"unicode/utf8"
)

// IsArmenian reports whether r is a letter of the Armenian alphabet (U+0531 to
// U+0556 and U+0561 to U+0587, և included): neither a mark nor ։.
func IsArmenian(r rune) bool {
	return r >= 'Ա' && r <= 'Ֆ' || r >= 'ա' && r <= 'և'
}

// isMark reports whether r is one of the Armenian marks that stand on a vowel
// inside a word: ՛ ՜ ՞.
func isMark(r rune) bool { return r == '\u055B' || r == '\u055C' || r == '\u055E' }

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return IsArmenian(r) || isMark(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// joins reports whether r holds two parts of one word together when it stands
// between them.
func joins(r rune) bool {
	switch r {
	case '\'', '’', '-', '\u2010', '\u2011', '\u058A', '\u055A', '\u00AD':
		return true
	}
	return false
}

// nextWord returns the first word of text at or after from; ok is false when
// there is none.
func nextWord(text string, from int) (w Span, ok bool) {
	i := from
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isWord(r) {
			break
		}
		i += n
	}
	if i == len(text) {
		return w, false
	}
	w.Start = i
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isWord(r) {
			i += n
			continue
		}
		if !joins(r) {
			break
		}
		if next, _ := utf8.DecodeRuneInString(text[i+n:]); !isWord(next) {
			break
		}
		i += n
	}
	w.End = i
	return w, true
}

// Words returns the words of text: letters and digits with the apostrophes and
// hyphens inside them. The Armenian marks ՛ ՜ ՞ are part of a word, ՝ and ։
// end it.
func Words(text string) []Span {
	var out []Span
	for i := 0; ; {
		w, ok := nextWord(text, i)
		if !ok {
			return out
		}
		if out == nil {
			out = make([]Span, 0, len(text)/7+1) // 6 letters and a space, measured on English news
		}
		out = append(out, w)
		i = w.End
	}
}

// Count returns the number of words of text.
func Count(text string) int {
	n := 0
	for i := 0; ; n++ {
		w, ok := nextWord(text, i)
		if !ok {
			return n
		}
		i = w.End
	}
}
