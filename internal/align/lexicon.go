package align

import "zuyg/internal/lang"

// lexiconSize is the room that concepts take below the other evidence.
const lexiconSize = lang.LexiconSize

// lexiconFor returns the lexicon for a pair of languages, nil when there is none.
func lexiconFor(a, b string) *lang.Lexicon {
	if a == lang.English && b == lang.Armenian {
		return lang.CommonLexicon()
	}
	return nil
}
