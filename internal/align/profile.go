package align

import (
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
	class class
	keys  []int32
}

// profile is what a block offers as evidence.
type profile struct {
	tokens []token
	keys   []int32 // of all tokens, sorted: what the other side may find
	runes  float64 // of the text as read
	kind   string
	level  int
	key    string
	verb   bool
	text   string
}

// ids gives evidence its numbers, the same for both sides.
type ids map[string]int32

func (d ids) of(prefix byte, s string) int32 {
	k := string(prefix) + s
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
	lexicon  *lang.Lexicon
	learned  *Learned
}

func (r *profiler) read(it *Item) profile {
	p := profile{kind: it.Kind, level: it.Level, key: it.Key, verb: it.Verbatim, text: it.Text}
	if it.Verbatim {
		p.runes = float64(utf8.RuneCountInString(it.Text))
		r.verbatim(&p)
		return r.done(p)
	}
	plain := markdown.Plain(it.Text)
	p.runes = float64(utf8.RuneCountInString(plain))
	r.inlines(&p, it.Text)
	r.numbers(&p, plain)
	r.words(&p, plain)
	r.signs(&p, plain)
	return r.done(p)
}

func (r *profiler) done(p profile) profile {
	for _, t := range p.tokens {
		p.keys = append(p.keys, t.keys...)
	}
	slices.Sort(p.keys)
	p.keys = slices.Compact(p.keys)
	return p
}

func (p *profile) add(c class, keys ...int32) {
	if len(keys) > 0 {
		p.tokens = append(p.tokens, token{c, keys})
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
			p.add(code, id)
		}
	}
}

func (r *profiler) inlines(p *profile, text string) {
	for _, in := range markdown.Inlines(text) {
		switch in.Kind {
		case "link", "image", "autolink", "ref":
			p.add(address, r.ids.of('a', in.Text))
		case "footnote":
			p.add(mark, r.ids.of('f', in.Text))
		case "code":
			p.add(mark, r.ids.of('c', in.Text))
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
			p.add(number, r.ids.of(kind, v))
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

// words reads names, words of the lexicon and Latin words.
func (r *profiler) words(p *profile, plain string) {
	fresh := true
	last := 0
	for _, w := range lang.Words(plain) {
		text := w.Of(plain)
		fresh = fresh || strings.ContainsAny(plain[last:w.Start], ".!?:։\n«“\"…")
		last = w.End
		r.word(p, text, fresh)
		fresh = false
	}
}

func (r *profiler) word(p *profile, text string, fresh bool) {
	first, _ := utf8.DecodeRuneInString(text)
	if first >= '0' && first <= '9' {
		return
	}
	concepts := r.lexicon.Find(text, r.language)
	p.add(word, concepts...)
	r.taught(p, text, len(concepts) > 0)
	armenian := lang.IsArmenian(first)
	if !armenian && r.language == lang.Armenian || !armenian && r.other == lang.Armenian {
		base, _, _ := strings.Cut(text, "-")
		if utf8.RuneCountInString(base) > 1 {
			id := r.ids.of('l', strings.ToLower(base))
			if r.language == lang.Armenian {
				p.add(latin, id)
			} else {
				p.keys = append(p.keys, id) // to be found, not to be looked for
			}
		}
	}
	if !unicode.IsUpper(first) || r.language == lang.Armenian && !armenian {
		return
	}
	c := name
	if fresh {
		c = initial
	}
	var keys []int32
	if r.language == lang.Armenian || r.other == lang.Armenian {
		for _, k := range lang.Keys(text, r.language) {
			if len(k) >= 2 {
				keys = append(keys, r.ids.of('k', k))
			}
		}
	} else {
		keys = append(keys, r.ids.of('l', strings.ToLower(text)))
	}
	p.add(c, keys...)
}

// taught reads what was learned about a word. A word that the lexicon knows
// too can be found by it, but is not looked for twice.
func (r *profiler) taught(p *profile, text string, known bool) {
	var keys []int32
	for _, name := range r.learned.find(text, r.language) {
		keys = append(keys, r.ids.of('w', name))
	}
	if known {
		p.keys = append(p.keys, keys...)
		return
	}
	p.add(taught, keys...)
}

// signs reads whether something is asked and something quoted.
func (r *profiler) signs(p *profile, plain string) {
	if strings.ContainsAny(plain, "?՞") {
		p.add(sign, r.ids.of('s', "?"))
	}
	if strings.ContainsAny(plain, "“”\"«»") {
		p.add(sign, r.ids.of('s', "«"))
	}
}
