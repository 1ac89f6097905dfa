package lang

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed lexicon.txt
var lexiconText string

// LexiconSize bounds how many concepts a lexicon has; their ids are -1 down to
// -LexiconSize.
const LexiconSize = 4096

// Lexicon knows common words of English and Armenian by what they mean. It is
// small on purpose: it tells paragraphs apart, it translates nothing.
type Lexicon struct {
	english  map[string][]int32
	armenian map[string][]int32 // stems
	exact    map[string][]int32 // whole Armenian words
}

// Words is the lexicon that comes with zuyg. It is read once and never changes.
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
	lower = strings.ReplaceAll(without(lower, isMark), "եւ", "և")
	found := slices.Clone(l.exact[lower])
	if base, _, hyphen := strings.Cut(lower, "-"); hyphen {
		found = append(found, l.exact[base]...)
	}
	for end := len(lower); end > 0; { // the longest stem wins
		if utf8.RuneCountInString(lower[:end]) < 2 {
			break
		}
		if ids := l.armenian[lower[:end]]; ids != nil {
			return append(found, ids...)
		}
		_, n := utf8.DecodeLastRuneInString(lower[:end])
		end -= n
	}
	if rest, ok := strings.CutPrefix(lower, "չ"); ok && len(found) == 0 && len(rest) > 6 { // denied verbs
		return l.Find(rest, language)
	}
	return found
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
	return strings.TrimSuffix(w, "e")
}
