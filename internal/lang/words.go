package lang

import (
	"strings"
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

// abbreviations end with a full stop that ends no sentence. Lower case,
// without the stop.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "st": true, "gen": true, "col": true, "sen": true, "rep": true, "gov": true,
	"jan": true, "feb": true, "aug": true, "sept": true, "oct": true, "nov": true, "dec": true, "no": true, "vs": true, "etc": true, "inc": true, "ltd": true, "co": true, "jr": true, "sr": true,
	"թ": true, "թթ": true, "դ": true, "մլն": true, "մլրդ": true, "հզր": true, "տրլն": true, "ընկ": true, "պրոֆ": true, "դոկտ": true, "հմմ": true, "տես": true, "փող": true, "կմ": true,
}

// Sentences returns the sentences of text without the spaces between them. In
// Armenian an ASCII colon that ends a word ends the sentence as ։ does.
func Sentences(text, language string) []Span {
	var out []Span
	start, last := 0, -1 // last: end of the word before
	word := ""
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isWord(r) {
			w, _ := nextWord(text, i)
			word, last, i = w.Of(text), w.End, w.End
			continue
		}
		if ends(text, i, r, n, language, word, last) {
			end := closeQuotes(text, i+n)
			out = appendSentence(out, text, start, end)
			start, i = end, end
			continue
		}
		i += n
	}
	return appendSentence(out, text, start, len(text))
}

// ends reports whether the rune r at offset i ends a sentence; word is the
// word before and last where it ends.
func ends(text string, i int, r rune, n int, language, word string, last int) bool {
	switch r {
	case '։':
		next, _ := utf8.DecodeRuneInString(text[i+n:])
		return !unicode.IsDigit(next) // 15։00 is a time
	case '!', '?', '…':
		return language != Armenian || followedBySpace(text, i+n)
	case ':':
		return language == Armenian && i > 0 && followedBySpace(text, i+n)
	case '.':
		if i > 0 && text[i-1] == '.' || strings.HasPrefix(text[i+n:], ".") {
			return followedBySpace(text, i+n)
		}
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[i+n:], "\"”’»)] \n\t\u00a0"))
		if abbreviation(word) && last == i || !followedBySpace(text, i+n) && !(unicode.IsUpper(next) && last != i) {
			return false
		}
		return !unicode.IsLower(next) && (language != Armenian || unicode.IsUpper(next) || next == utf8.RuneError || next == '«')
	}
	return false
}

// abbreviation reports whether a word before a full stop is short for another:
// listed, or an initial.
func abbreviation(word string) bool {
	return utf8.RuneCountInString(word) == 1 && !unicode.IsDigit([]rune(word)[0]) || abbreviations[strings.ToLower(word)]
}

func followedBySpace(text string, i int) bool {
	i = closeQuotes(text, i)
	if i >= len(text) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsSpace(r)
}

// closeQuotes returns the offset behind the closing quotes, brackets and
// footnote marks at i.
func closeQuotes(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case strings.ContainsRune("\"”’»)]*_", r):
			i += n
		case r == '[':
			end := strings.IndexByte(text[i:], ']')
			if end < 0 || end > 8 {
				return i
			}
			i += end + 1
		default:
			return i
		}
	}
	return i
}

func appendSentence(out []Span, text string, start, end int) []Span {
	part := text[start:end]
	left := len(part) - len(strings.TrimLeftFunc(part, unicode.IsSpace))
	part = strings.TrimSpace(part)
	if part == "" {
		return out
	}
	return append(out, Span{start + left, start + left + len(part)})
}
