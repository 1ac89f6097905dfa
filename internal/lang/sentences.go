package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences returns the sentences of text without the spaces between them. In
// Armenian an ASCII colon ends a sentence as ։ does, when it ends a word and no
// small letter follows. A full stop after an abbreviation, an initial or inside
// a number ends none; where an abbreviation may end one (“in the U.S. They …”)
// the sentences stay together.
func Sentences(text, language string) []Span {
	var out []Span
	start := 0
	var word Span // the one before
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isWord(r) {
			word, _ = nextWord(text, i)
			i = word.End
			continue
		}
		s := stop{text: text, language: language, at: i, after: i + n, word: word, start: start}
		if s.ends(r) {
			end := closers(text, i+n)
			out = appendSentence(out, text, start, end)
			start, i = end, end
			continue
		}
		i += n
	}
	return appendSentence(out, text, start, len(text))
}

// stop is a mark that may end a sentence.
type stop struct {
	text, language string
	at, after      int  // the bytes of the mark
	word           Span // the word before it
	start          int  // of the sentence
}

// ends reports whether the mark r ends the sentence.
func (s *stop) ends(r rune) bool {
	switch r {
	case '։':
		after, _ := utf8.DecodeRuneInString(s.text[s.after:])
		return !unicode.IsDigit(after) // 15։00 is a time
	case '!', '?', '…':
		next, space := s.next()
		return space && !unicode.IsLower(next)
	case ':':
		next, space := s.next()
		return s.language == Armenian && s.word.End > s.start && space && !unicode.IsLower(next)
	case '.':
		next, space := s.next()
		return s.fullStop(next, space)
	}
	return false
}

// next returns the first rune behind the mark, its closing marks and the
// space, utf8.RuneError at the end of the text; space says whether there was
// one, or the end.
func (s *stop) next() (r rune, space bool) {
	i := closers(s.text, s.after)
	rest := strings.TrimLeftFunc(s.text[i:], unicode.IsSpace)
	space = len(rest) < len(s.text)-i || rest == ""
	rest = strings.TrimLeft(rest, "\"“«„([*_")
	r, _ = utf8.DecodeRuneInString(rest)
	return r, space
}

func (s *stop) fullStop(next rune, space bool) bool {
	word := s.word.Of(s.text)
	direct := s.word.End == s.at && s.word.End > s.word.Start
	switch {
	case strings.HasPrefix(s.text[s.after:], "."):
		return false // the last of the dots decides
	case !space:
		return unicode.IsUpper(next) && s.glued(word, direct)
	case unicode.IsLower(next):
		return false
	case direct && s.short(word, next):
		return false
	case direct && s.word.Start == s.start+leadingSpace(s.text[s.start:s.word.Start]) && onlyDigits(word):
		return false // "1." numbers what follows
	}
	return s.language != Armenian || unicode.IsUpper(next) || next == utf8.RuneError || unicode.IsDigit(next) || next == '–' || next == '—'
}

// glued reports whether a full stop without a space behind it ends a sentence:
// after a footnote mark ("Ceyhan[1].However") or a word of three small letters
// or more ("denied.However").
func (s *stop) glued(word string, direct bool) bool {
	if !direct {
		return s.at > 0 && s.text[s.at-1] == ']'
	}
	after, _ := utf8.DecodeRuneInString(s.text[s.after:])
	if utf8.RuneCountInString(word) < 3 || !unicode.IsUpper(after) {
		return false
	}
	for _, r := range word {
		if !unicode.IsLower(r) {
			return false
		}
	}
	w, _ := nextWord(s.text, s.after)
	return utf8.RuneCountInString(w.Of(s.text)) > 1 && !strings.HasPrefix(s.text[w.End:], "(") // node.Value() is code
}

// short reports whether the word before a full stop is short for another one.
func (s *stop) short(word string, next rune) bool {
	lower := strings.ToLower(word)
	if (lower == "m" || lower == "մ") && s.halfDay() {
		return !unicode.IsUpper(next)
	}
	if utf8.RuneCountInString(word) == 1 {
		return !onlyDigits(word)
	}
	if beforeNumber[lower] {
		return unicode.IsDigit(next)
	}
	return abbreviations[lower]
}

// halfDay reports whether the full stop is the second one of a.m. and p.m.
func (s *stop) halfDay() bool {
	head := s.text[:s.word.Start]
	return strings.HasSuffix(head, "a.") || strings.HasSuffix(head, "p.")
}

// abbreviations end with a full stop that ends no sentence. Lower case,
// without the stop.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "st": true, "gen": true, "col": true, "sen": true, "rep": true, "gov": true, "lt": true, "capt": true, "hon": true,
	"jan": true, "feb": true, "aug": true, "sept": true, "oct": true, "nov": true, "dec": true, "vs": true, "jr": true, "sr": true, "cf": true, "approx": true,
	"թ": true, "թթ": true, "մլն": true, "մլրդ": true, "հզր": true, "հազ": true, "տրլն": true, "ընկ": true, "պրոֆ": true, "դոկտ": true, "հմմ": true, "տես": true, "փող": true,
}

// beforeNumber are abbreviations only when a number follows: "no." is a
// sentence too.
var beforeNumber = map[string]bool{"no": true, "nos": true, "fig": true, "art": true, "sec": true, "pp": true, "vol": true, "ch": true}

// mostMark is how long "[12]" or "[^note]" may be to close a sentence.
const mostMark = 12

// closers returns the offset behind the closing quotes, brackets, emphasis
// and footnote marks at i.
func closers(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '"', '”', '’', '»', ')', ']', '*', '_':
			i += n
		case '[':
			mark := text[i:min(len(text), i+mostMark)]
			end := strings.IndexByte(mark, ']')
			if end < 2 || mark[1] != '^' && !onlyDigits(mark[1:end]) {
				return i
			}
			i += end + 1
		default:
			return i
		}
	}
	return i
}

func onlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func leadingSpace(s string) int { return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace)) }

func appendSentence(out []Span, text string, start, end int) []Span {
	part := text[start:end]
	left := leadingSpace(part)
	part = strings.TrimSpace(part)
	if part == "" {
		return out
	}
	return append(out, Span{start + left, start + left + len(part)})
}
