package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// negating are the English words that deny.
var negating = map[string]bool{
	"not": true, "no": true, "never": true, "none": true, "nobody": true, "nothing": true, "neither": true, "nor": true, "nowhere": true,
	"without": true, "cannot": true, "unable": true, "hardly": true, "barely": true,
}

// negatingStems are the Armenian words that deny and are no verb form; they
// take case endings.
var negatingStems = []string{"ոչինչ", "ոչնչ", "ոչմի", "առանց", "անկարող", "հազիվ"}

// notNegative are the words that begin with չ without denying: measure, four,
// dry, champion, neutral, although … A word counts as one of them when it
// begins like it; those with "=" before them stand for themselves and their
// case forms alone, since a verb may begin alike (չար evil, but չարեց did not
// do; չոր dry, but չորոշեց did not decide).
var notNegative = []string{
	"չափ", "չորս", "չորր", "չորեքշ", "չորանոց", "չորաց", "չորան", "չորութ", "չորային", "=չոր", "=չար", "չարի", "չարություն", "չարության", "չարաշահ", "չարաբաստ", "չարագ",
	"չարախ", "չարամ", "չարակ", "չարանալ", "չարաճճ", "չարոր", "չարչար", "չարքաշ", "չարչի", "չարլ", "չին", "չեմպ", "չեխ", "չեչեն", "չեզոք", "չեղարկ", "չեղյալ", "չերքեզ", "չերնո", "չերչ",
	"չելս", "չեռն", "չեկիստ", "=չեկ", "չիլի", "չիկագ", "չինովնիկ", "=չիր", "=չիպ", "չիփս", "չիբուխ", "չամիչ", "չմուշկ", "չմշկ", "չնայած", "չնայելով", "չնչին", "չնաշխարհ", "չվերթ", "չվացուցակ",
	"=չվ", "չվող", "=չվել", "չքնաղ", "չքավոր", "չքմեղ", "չքացա", "չքանա", "չոքել", "չոքեց", "չոքած", "չոբան", "չորթան", "չղջիկ", "չանթ", "չանգռ", "=չատ", "=չալ", "չախալ", "չավես", "չավուշ",
	"չուգուն", "=չու", "չուխա", "=չուխ", "=չվան", "չխչխկ", "=չտես", "չտեսություն", "=չստ", "չստեր",
}

// Negations counts the words of text that deny: not, n't, no, never …; in
// Armenian the verb forms with չ-, ոչ, երբեք, առանց and the prohibitive մի.
// Since մի is the article "a" as well, it counts with its mark (մի՛) or before
// a plural imperative (մի մոռացեք) only. "No. 5" denies nothing. Counts compare
// within one language only.
func Negations(text, language string) int {
	count := 0
	last := 0
	for i := 0; ; {
		w, ok := nextWord(text, i)
		if !ok {
			return count
		}
		if denies(text, w, language, text[last:w.Start]) {
			count++
		}
		i, last = w.End, w.End
	}
}

// denies reports whether the word w of text does; between is what lies between
// the word before and it.
func denies(text string, w Span, language, between string) bool {
	word := w.Of(text)
	if language != Armenian {
		return deniesEnglish(word, text[w.End:])
	}
	first, n := utf8.DecodeRuneInString(word)
	switch unicode.ToLower(first) {
	case 'չ':
		fresh := w.Start == 0 || beginsSentence(between)
		return n < len(word) && (first == 'չ' || fresh) && deniesVerb(strings.ToLower(withoutMarks(word)))
	case 'ո', 'ա', 'ե', 'հ', 'մ':
		return deniesWord(word, text[w.End:])
	}
	return false
}

func deniesEnglish(word, rest string) bool {
	if n := len(word); n > 10 || n < 2 {
		return false // longer than couldn’t has none
	}
	lower := strings.ToLower(word)
	if lower == "no" && strings.HasPrefix(rest, ".") {
		rest = strings.TrimLeft(rest[1:], " \u00A0")
		return rest == "" || !isDigit(rest[0])
	}
	return negating[lower] || strings.HasSuffix(lower, "n't") || strings.HasSuffix(lower, "n’t")
}

// deniesWord reads the Armenian words that deny and are no verbs; rest is what
// follows the word.
func deniesWord(word, rest string) bool {
	lower := strings.ToLower(withoutMarks(word))
	switch lower {
	case "ոչ", "երբեք":
		return true
	case "մի":
		return lower != strings.ToLower(word) || prohibits(rest)
	}
	for _, stem := range negatingStems {
		if strings.HasPrefix(lower, stem) {
			return true
		}
	}
	return false
}

// prohibits reports whether the next word is a plural imperative, which ends
// in -եք; երեք is "three".
func prohibits(rest string) bool {
	if !strings.HasPrefix(rest, " ") {
		return false
	}
	w, ok := nextWord(rest, 1)
	if !ok || w.Start != 1 {
		return false
	}
	word := withoutMarks(w.Of(rest))
	return strings.HasSuffix(word, "եք") && word != "երեք"
}

// deniesVerb reports whether a word in lower case with չ at its head is a verb
// form that denies.
func deniesVerb(word string) bool {
	for _, stem := range notNegative {
		if whole, ok := strings.CutPrefix(stem, "="); ok {
			if rest, is := strings.CutPrefix(word, whole); is && isNounEnding(rest) {
				return false
			}
			continue
		}
		if strings.HasPrefix(word, stem) {
			return false
		}
	}
	return true
}
