package lang

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed lexicon.txt
var lexiconText string

// LexiconSize bounds how many concepts a lexicon has; their ids are -1 down to
// -LexiconSize.
const LexiconSize = 4096

// Lexicon knows common words of English and Armenian by what they mean. It
// tells paragraphs apart, it translates nothing.
type Lexicon struct {
	english  map[string][]int32
	armenian map[string][]int32 // stems
	exact    map[string][]int32 // whole Armenian words
}

// common is the lexicon that comes with zuyg. It is read once and never changes.
var common = sync.OnceValue(func() *Lexicon { return parseLexicon(lexiconText) })

// CommonLexicon returns the lexicon that comes with zuyg.
func CommonLexicon() *Lexicon { return common() }

// parseLexicon reads lines "word word = stem stem".
func parseLexicon(text string) *Lexicon {
	l := &Lexicon{map[string][]int32{}, map[string][]int32{}, map[string][]int32{}}
	id := int32(0)
	for line := range strings.Lines(text) {
		en, hy, ok := strings.Cut(line, " = ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		id--
		for w := range strings.FieldsSeq(en) {
			s := englishStem(w)
			if !slices.Contains(l.english[s], id) {
				l.english[s] = append(l.english[s], id)
			}
		}
		for w := range strings.FieldsSeq(hy) {
			if whole, ok := strings.CutPrefix(w, "="); ok {
				l.exact[whole] = append(l.exact[whole], id)
			} else {
				l.armenian[w] = append(l.armenian[w], id)
			}
		}
	}
	return l
}

// Find returns the concepts a word may stand for; a nil lexicon has none.
func (l *Lexicon) Find(word, language string) []int32 {
	if l == nil {
		return nil
	}
	lower := strings.ToLower(word)
	if word == "US" {
		lower = "usa" // us is a pronoun
	}
	if language != Armenian {
		if found := l.english[englishStem(lower)]; found != nil {
			return found
		}
		first, _, hyphen := strings.Cut(lower, "-")
		if hyphen {
			return l.english[englishStem(first)]
		}
		return nil
	}
	lower = withoutMarks(lower)
	if strings.Contains(lower, "եւ") {
		lower = strings.ReplaceAll(lower, "եւ", "և")
	}
	found := l.armenianOf(lower)
	if rest, ok := strings.CutPrefix(lower, "չ"); ok && len(found) == 0 && len(rest) > 6 { // denied verbs
		return l.armenianOf(rest)
	}
	return found
}

// longStem is how many letters a stem has that does not hide a shorter one:
// արդարադատություն is justice by its own stem and by that of just.
const longStem = 5

func (l *Lexicon) armenianOf(lower string) []int32 {
	found := l.exact[lower]
	if base, _, hyphen := strings.Cut(lower, "-"); hyphen {
		found = joined(found, l.exact[base])
	}
	letters := utf8.RuneCountInString(lower)
	for end := len(lower); letters >= 2; letters-- { // longest first
		if ids := l.armenian[lower[:end]]; ids != nil {
			found = joined(found, ids)
			if letters < longStem {
				break
			}
		}
		_, n := utf8.DecodeLastRuneInString(lower[:end])
		end -= n
	}
	return found
}

// joined appends without touching the lists of the lexicon.
func joined(a, b []int32) []int32 {
	if len(a) == 0 {
		return b
	}
	return append(slices.Clip(a), b...)
}

// englishStem cuts the commonest inflections off a word in lower case.
func englishStem(w string) string {
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	for _, e := range []struct{ end, with string }{{"ies", "y"}, {"ied", "y"}, {"sses", "ss"}, {"ing", ""}, {"ed", ""}, {"es", ""}, {"s", ""}, {"e", ""}} {
		if s, ok := strings.CutSuffix(w, e.end); ok && len(s)+len(e.with) >= 3 && !strings.HasSuffix(w, "ss") {
			w = s + e.with
			break
		}
	}
	w = strings.TrimSuffix(w, "e")
	if n := len(w); n > 3 && w[n-1] == w[n-2] { // stopped → stop, and stop stays stop
		w = w[:n-1]
	}
	return w
}

// armenianStem is how many letters of an Armenian word make its stem: what
// comes behind is mostly endings.
const armenianStem = 6

// Stem returns a word without its commonest endings, as a key under which its
// forms meet; "" for what is no word of the language, such as a number or a
// Latin word in Armenian text. It is rough: Armenian stems are cut to six
// letters.
func Stem(word, language string) string {
	r, _ := utf8.DecodeRuneInString(word)
	if language != Armenian {
		if !unicode.IsLetter(r) || len(word) < 3 {
			return ""
		}
		return englishStem(strings.ToLower(word))
	}
	if !IsArmenian(r) || utf8.RuneCountInString(word) < 3 {
		return ""
	}
	w := FoldWord(word)
	longest := ""
	for _, e := range cutEndings {
		if len(e) > len(longest) && strings.HasSuffix(w, e) && utf8.RuneCountInString(w)-utf8.RuneCountInString(e) >= 3 {
			longest = e
		}
	}
	w = strings.TrimSuffix(w, longest)
	n := 0
	for i := range w {
		if n == armenianStem {
			return w[:i]
		}
		n++
	}
	return w
}
