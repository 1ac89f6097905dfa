package weight

import (
	"slices"
	"strings"

	"zuyg/internal/diff"
	"zuyg/internal/lang"
)

// edit is the plain words of one edit.
type edit struct {
	old, new, language string
	hunks              []diff.Hunk
}

// facts returns the facts in the words that changed.
func (e *edit) facts() []Changed {
	out := paired(e.numbers(e.old), e.numbers(e.new))
	out = append(out, e.negation()...)
	out = append(out, paired(e.names(e.old, diff.Insert), e.names(e.new, diff.Delete))...)
	out = append(out, paired(quotes(e.old), quotes(e.new))...)
	return append(out, e.attribution()...)
}

// numbers lists the numbers and dates of a text; a number written as a word is
// the same as in digits.
func (e *edit) numbers(text string) []mention {
	var out []mention
	for _, n := range lang.Numbers(text, e.language) {
		kind := "number"
		if n.Kind == "date" || n.Kind == "time" {
			kind = "date"
		}
		out = append(out, mention{kind, n.Kind + n.Value, n.Of(text)})
	}
	return out
}

// negation compares how often the two texts deny; it shows the words around.
func (e *edit) negation() []Changed {
	before, after := lang.Negations(e.old, e.language), lang.Negations(e.new, e.language)
	if before == after {
		return nil
	}
	c := Changed{Kind: "negation"}
	for _, h := range e.hunks {
		if lang.Negations(h.Text, e.language) == 0 {
			continue
		}
		switch {
		case h.Op == diff.Delete && c.Old == "":
			c.Old = strings.TrimSpace(h.Text)
		case h.Op == diff.Insert && c.New == "":
			c.New = strings.TrimSpace(h.Text)
		}
	}
	return []Changed{c}
}

// names lists the names of a text that lie in what changed; skip is the kind
// of hunk that is not of this text. A name is compared by its consonant key
// with endings cut, and by its spelling if that differs by more than an ending.
func (e *edit) names(text string, skip diff.Op) []mention {
	changed := e.changed(skip)
	var out []mention
	for _, n := range lang.Names(text, e.language) {
		for len(changed) > 0 && changed[0].End <= n.Start {
			changed = changed[1:]
		}
		if len(changed) == 0 || changed[0].Start >= n.End {
			continue
		}
		for _, w := range strings.Fields(n.Of(text)) {
			out = append(out, mention{"name", stem(w, e.language), w})
		}
	}
	return out
}

// changed returns where a text changed; skip is the kind of hunk that is not
// of this text.
func (e *edit) changed(skip diff.Op) []lang.Span {
	var out []lang.Span
	at := 0
	for _, h := range e.hunks {
		if h.Op == skip {
			continue
		}
		if h.Op != diff.Equal {
			out = append(out, lang.Span{Start: at, End: at + len(h.Text)})
		}
		at += len(h.Text)
	}
	return out
}

// armenianEndings are what an Armenian name may carry, longest first.
var armenianEndings = []string{"ներից", "ներով", "ներում", "ներին", "ները", "ներն", "ների", "ներ", "յից", "յին", "յով", "յում", "յի", "ից", "ին", "ով", "ում", "ը", "ն", "ի"}

// stem cuts case and article from a name, so that a change of case alone is no
// change of name: Տոկաևը and Տոկաևի are Տոկաև, Kazakhstan's is Kazakhstan.
func stem(word, language string) string {
	word = strings.Trim(lang.Squash(word), ".,:։՝«»“”\"()[]!?")
	if language != lang.Armenian {
		return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
	}
	if base, _, ok := strings.Cut(word, "-"); ok && base != "" {
		return base
	}
	for _, e := range armenianEndings {
		if s, ok := strings.CutSuffix(word, e); ok && len([]rune(s)) >= 3 {
			return s
		}
	}
	return word
}

// quoteMarks are the pairs that quote.
var quoteMarks = map[rune]rune{'“': '”', '«': '»', '„': '“', '"': '"'}

// quotes lists what stands in quotation marks, compared without its marks and
// case: “x” and «x» are one quote.
func quotes(text string) []mention {
	var out []mention
	var closing rune
	start := 0
	for i, r := range text {
		if closing != 0 {
			if r == closing {
				if q := text[start:i]; lang.Count(q) > 0 {
					out = append(out, mention{"quote", lang.Fold(q), q})
				}
				closing = 0
			}
			continue
		}
		if c, ok := quoteMarks[r]; ok {
			closing, start = c, i+len(string(r))
		}
	}
	return out
}

// reporting are the verbs that give a statement to somebody: English words,
// Armenian stems.
var (
	reporting         = []string{"said", "says", "say", "told", "stated", "announced", "denied", "denies", "confirmed", "claimed", "claims", "admitted", "reported", "according", "alleged", "insisted", "argued", "warned", "promised"}
	armenianReporting = []string{"ասաց", "ասել", "ասում", "ասված", "հայտնեց", "հայտնել", "հայտնում", "հայտարար", "հերք", "հաստատեց", "հաստատել", "պնդեց", "պնդել", "պնդում", "խոստովան", "նշեց", "նշել", "նշում", "ընդգծ", "խոստաց", "զգուշաց", "մեջբեր"}
)

// attribution compares the reporting verbs: "said" for "claimed" is another
// story.
func (e *edit) attribution() []Changed {
	return paired(e.verbs(e.old), e.verbs(e.new))
}

func (e *edit) verbs(text string) []mention {
	var out []mention
	for _, w := range lang.Words(text) {
		word := strings.ToLower(w.Of(text))
		if e.language == lang.Armenian {
			word = strings.TrimPrefix(word, "չ")
			if i := slices.IndexFunc(armenianReporting, func(s string) bool { return strings.HasPrefix(word, s) }); i >= 0 {
				out = append(out, mention{"attribution", armenianReporting[i][:min(len(armenianReporting[i]), 8)], w.Of(text)})
			}
			continue
		}
		if slices.Contains(reporting, word) {
			out = append(out, mention{"attribution", strings.TrimRight(word, "s"), w.Of(text)})
		}
	}
	return out
}
