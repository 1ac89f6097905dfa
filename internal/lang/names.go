package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names returns the words and runs of words that look like names: capitalised,
// and not only because a sentence begins there; all in capitals; in Armenian
// text also words in Latin letters.
func Names(text, language string) []Span {
	var out []Span
	end := -1 // of the last name, to which the next may be added
	fresh := true
	last := 0
	for i := 0; ; {
		w, ok := nextWord(text, i)
		if !ok {
			return out
		}
		i = w.End
		between := text[last:w.Start]
		fresh = fresh || beginsSentence(between)
		word := w.Of(text)
		name := nameLike(word, language, fresh)
		if name && end >= 0 && strings.TrimLeft(text[end:w.Start], " \u00a0") == "" && len(out) > 0 {
			out[len(out)-1].End = w.End
		} else if name {
			out = append(out, w)
		}
		end = -1
		if name {
			end = w.End
		}
		fresh = false
		last = w.End
	}
}

// beginsSentence reports whether what lies between two words ends a sentence or
// opens a quotation, after which a capital says nothing.
func beginsSentence(between string) bool {
	return strings.ContainsAny(between, ".!?:։\n«“\"…")
}

// nameLike reports whether one word looks like a name; fresh says that a
// sentence begins with it.
func nameLike(word, language string, fresh bool) bool {
	r, _ := utf8.DecodeRuneInString(word)
	if language == Armenian && isLatinLetter(r) {
		return utf8.RuneCountInString(word) > 1
	}
	if !unicode.IsUpper(r) {
		return false
	}
	if upper(word) > 1 {
		return true
	}
	return !fresh && word != "I" && !strings.HasPrefix(word, "I'") && !strings.HasPrefix(word, "I’")
}

func isLatinLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// upper counts the capitals of a word.
func upper(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}
