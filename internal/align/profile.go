package align

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuyg/internal/lang"
	"zuyg/internal/markdown"
)

// class is a sort of evidence.
type class uint8

// The classes of evidence that tokens give.
const (
	number  class = iota // a number or a part of a date
	name                 // a capitalised word, by its consonant key
	initial              // the same at the head of a sentence, where a capital says less
	latin                // a word in Latin letters inside Armenian text
	word                 // a word of the lexicon
	taught               // a word that confirmed texts taught
	address              // a link, an image
	mark                 // a footnote mark, a code span
	sign                 // a question, a quotation
	code                 // a word of a code block; comments are translated, so a miss says little
	classes
)

var classNames = [classes]string{"numbers", "names", "initials", "latin", "lexicon", "learned", "links", "marks", "signs", "code"}

// hit is how often a token of a class is found in the block that translates
// its own (of 1). Measured on professional news translations, but for the last
// four, which are set by what they mean.
var hit = [classes]float64{number: 0.85, name: 0.5, initial: 0.18, latin: 0.85, word: 0.45, taught: 0.5, address: 0.93, mark: 0.9, sign: 0.75, code: 0.3}

// token is one piece of evidence: it is found in a block of the other side
// when one of its keys is.
type token struct {
	class       class
	keys        []int32
	found, lost float64 // what it says when it is found in a block of the other side and when not
	common      bool    // it is in so many blocks of the other side that it counts as found
}

// profile is what a block offers as evidence.
type profile struct {
	tokens    []token
	keys      []int32 // of all tokens, sorted: what the other side may find
	runes     float64 // of the text as read
	log       float64 // of runes
	sentences int     // sentences
	kind      string
	level     int
	key       string
	verb      bool
	plain     bool // a paragraph
	text      string
}

// ids gives evidence its numbers, the same for both sides.
type ids map[evidence]int32

// evidence is a sort, and what it is: {'n', "1994"}.
type evidence struct {
	sort byte
	what string
}

func (d ids) of(sort byte, what string) int32 {
	k := evidence{sort, what}
	id, ok := d[k]
	if !ok {
		id = int32(len(d))
		d[k] = id
	}
	return id
}

// profiler reads blocks of one language.
type profiler struct {
	language string
	other    string
	ids      ids
	words    map[string]*known
	lexicon  *lang.Lexicon
	learned  *Learned
}

func (r *profiler) read(it *Item) profile {
	p := profile{kind: it.Kind, level: it.Level, key: it.Key, verb: it.Verbatim, plain: it.Kind == "paragraph" && !it.Verbatim, text: it.Text}
	if it.Verbatim {
		p.runes = float64(utf8.RuneCountInString(it.Text))
		r.verbatim(&p)
		return r.done(p)
	}
	plain := markdown.Plain(it.Text)
	p.runes = float64(utf8.RuneCountInString(plain))
	p.sentences = len(lang.Sentences(plain, r.language))
	r.inlines(&p, it.Text)
	r.numbers(&p, plain)
	r.wording(&p, plain)
	r.signs(&p, plain)
	return r.done(p)
}

func (r *profiler) done(p profile) profile {
	for _, t := range p.tokens {
		p.keys = append(p.keys, t.keys...)
	}
	p.log = math.Log(p.runes)
	slices.Sort(p.keys)
	p.keys = slices.Compact(p.keys)
	return p
}

func (p *profile) add(c class, keys []int32) {
	if len(keys) > 0 {
		p.tokens = append(p.tokens, token{class: c, keys: keys})
	}
}

// verbatim reads the words of code in Latin letters: they are the same in both
// languages, but for comments.
func (r *profiler) verbatim(p *profile) {
	seen := map[int32]bool{}
	for _, w := range lang.Words(p.text) {
		text := w.Of(p.text)
		if first, _ := utf8.DecodeRuneInString(text); len(text) < 3 || first >= utf8.RuneSelf {
			continue
		}
		id := r.ids.of('c', text)
		if !seen[id] {
			seen[id] = true
			p.add(code, []int32{id})
		}
	}
}

func (r *profiler) inlines(p *profile, text string) {
	for _, in := range markdown.Inlines(text) {
		switch in.Kind {
		case "link", "image", "autolink", "ref":
			p.add(address, []int32{r.ids.of('a', in.Text)})
		case "footnote":
			p.add(mark, []int32{r.ids.of('f', in.Text)})
		case "code":
			p.add(mark, []int32{r.ids.of('c', in.Text)})
		}
	}
}

// numbers reads each value once; a date gives its parts, since one language
// may leave the year out.
func (r *profiler) numbers(p *profile, plain string) {
	seen := map[string]bool{}
	add := func(kind byte, v string) {
		if v != "" && !seen[string(kind)+v] {
			seen[string(kind)+v] = true
			p.add(number, []int32{r.ids.of(kind, v)})
		}
	}
	for _, n := range lang.Numbers(plain, r.language) {
		if n.Kind != "date" {
			add('n', n.Value)
			continue
		}
		year, rest, _ := strings.Cut(strings.TrimPrefix(n.Value, "--"), "-")
		if strings.HasPrefix(n.Value, "--") {
			year, rest = "", strings.TrimPrefix(n.Value, "--")
		}
		month, day, _ := strings.Cut(rest, "-")
		add('n', year)
		add('m', month)
		add('n', strings.TrimPrefix(day, "0"))
	}
}

// wording reads names, words of the lexicon and Latin words.
func (r *profiler) wording(p *profile, plain string) {
	fresh := true
	last := 0
	for _, w := range lang.Words(plain) {
		text := w.Of(plain)
		if between := plain[last:w.Start]; between != " " {
			fresh = fresh || begins(between)
		}
		last = w.End
		r.word(p, text, fresh)
		fresh = false
	}
}

// known is what a word offers wherever it stands.
type known struct {
	concepts []int32 // of the lexicon
	taught   []int32 // associations
	latin    []int32 // the word in Latin letters
	keys     []int32 // of a name, if it may be one
}

func (r *profiler) word(p *profile, text string, fresh bool) {
	k, ok := r.words[text]
	if !ok {
		k = r.look(text)
		r.words[text] = k
	}
	p.add(word, k.concepts)
	if len(k.concepts) > 0 { // what the lexicon knows too can be found by an association, but is not looked for twice
		p.keys = append(p.keys, k.taught...)
	} else {
		p.add(taught, k.taught)
	}
	if r.language == lang.Armenian {
		p.add(latin, k.latin)
	} else {
		p.keys = append(p.keys, k.latin...) // to be found, not to be looked for
	}
	if fresh {
		p.add(initial, k.keys)
	} else {
		p.add(name, k.keys)
	}
}

// look finds out what a word offers.
func (r *profiler) look(text string) *known {
	k := &known{}
	first, _ := utf8.DecodeRuneInString(text)
	if first >= '0' && first <= '9' {
		return k
	}
	k.concepts = r.lexicon.Find(text, r.language)
	for _, name := range r.learned.find(text, r.language) {
		k.taught = append(k.taught, r.ids.of('w', name))
	}
	armenian := lang.IsArmenian(first)
	if !armenian && (r.language == lang.Armenian || r.other == lang.Armenian) {
		base, _, _ := strings.Cut(text, "-")
		if utf8.RuneCountInString(base) > 1 {
			k.latin = []int32{r.ids.of('l', strings.ToLower(base))}
		}
	}
	if !unicode.IsUpper(first) || r.language == lang.Armenian && !armenian {
		return k
	}
	if r.language != lang.Armenian && r.other != lang.Armenian {
		k.keys = []int32{r.ids.of('l', strings.ToLower(text))}
		return k
	}
	for _, key := range lang.Keys(text, r.language) {
		if len(key) >= 2 {
			k.keys = append(k.keys, r.ids.of('k', key))
		}
	}
	return k
}

// begins reports whether what lies between two words ends a sentence or opens a
// quotation, after which a capital says little.
func begins(between string) bool {
	for _, r := range between {
		switch r {
		case '.', '!', '?', ':', '։', '\n', '«', '“', '"', '…':
			return true
		}
	}
	return false
}

// signs reads whether something is asked and something quoted.
func (r *profiler) signs(p *profile, plain string) {
	asked, quoted := false, false
	for _, c := range plain {
		switch c {
		case '?', '՞':
			asked = true
		case '“', '”', '"', '«', '»':
			quoted = true
		}
	}
	if asked {
		p.add(sign, []int32{r.ids.of('s', "?")})
	}
	if quoted {
		p.add(sign, []int32{r.ids.of('s', "«")})
	}
}
