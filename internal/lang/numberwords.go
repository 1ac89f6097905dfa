package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// partKind is what a word says in a number or a date.
type partKind uint8

const (
	noPart      partKind = iota
	onePart              // 0 to 19
	tenPart              // 20 to 90, or with ones: twenty-one is two parts, քսանմեկ one
	hundredPart          // value 2
	scalePart            // value is the power of ten
	ordinalPart          // fifth, հինգերորդ
	halfPart             // half, կես
	articlePart          // a, an
	pluralPart           // thirds, quarter: they make a fraction only
	monthPart            // value is 1 to 12
)

// part is a word read as a part of a number.
type part struct {
	kind  partKind
	value int
	half  bool // մեկուկես: and a half
	short bool // may be written with a full stop: մլն.
}

// part reads one word; ok is false for any that says no number.
func (s *scan) part(word string) (p part, ok bool) {
	if s.language == Armenian {
		if r, _ := utf8.DecodeRuneInString(word); IsArmenian(r) {
			return armenianPart(word, r)
		}
	}
	return englishPart(word)
}

// word reads a word at the current place: a month, a number in words, or none.
func (s *scan) word() {
	w, _ := nextWord(s.text, s.at)
	if c := s.text[w.Start]; (c == 'h' || c == 'w') && s.skipAddress() {
		return
	}
	piece, ok := s.piece(w.Start)
	if !ok {
		s.skipWord(w)
		return
	}
	word := piece.Of(s.text)
	p, ok := s.part(word)
	switch {
	case !ok:
		if !s.century(w) {
			s.skipWord(w)
		}
	case p.kind == monthPart:
		if !s.isMonth(word, p.value, w) {
			s.skipWord(w)
			return
		}
		s.add(found{Number: Number{Span: piece, Kind: "date", Value: "--" + pad2(itoa(p.value))}, month: p.value}, piece.End)
	case !s.spelled(piece, p):
		s.skipWord(w)
	}
}

// isMonth tells the month from its homographs: "may", "march" and մարտ
// (battle) are months beside a number or behind a word such as "in"; Armenian
// March with a case ending always is.
func (s *scan) isMonth(word string, month int, w Span) bool {
	if s.language != Armenian && w.End-w.Start > len(word) {
		return false // May-June is left alone
	}
	switch word {
	case "May", "March", "Մարտ", "մարտ":
	default:
		return true
	}
	if n := len(s.out); n > 0 && strings.Trim(s.text[s.out[n-1].End:w.Start], " \u00A0") == "" {
		return true
	}
	if w.End+1 < len(s.text) && (s.text[w.End] == ' ' || s.text[w.End] == ',') && isDigit(s.text[w.End+1]) {
		return true
	}
	switch strings.ToLower(s.beside(w.Start)) {
	case "in", "of", "since", "until", "till", "by", "from", "to", "last", "next", "this", "early", "late", "mid", "and", "before", "after", "during":
		return s.language != Armenian
	}
	return false
}

// century reads XIX դար and XIX century as the ordinal 19.
func (s *scan) century(w Span) bool {
	value := roman(w.Of(s.text))
	if value == 0 {
		return false
	}
	next, ok := s.near(w.End)
	if !ok || !strings.HasPrefix(next.Of(s.text), "դար") && !strings.HasPrefix(next.Of(s.text), "centur") {
		return false
	}
	s.add(found{Number: Number{Span: w, Kind: "ordinal", Value: itoa(value)}}, w.End)
	return true
}

// roman returns the value of a Roman numeral up to 39, 0 for other words.
func roman(word string) int {
	if len(word) > 6 || strings.Trim(word, "IVX") != "" {
		return 0
	}
	total, last := 0, 0
	for i := len(word) - 1; i >= 0; i-- {
		v := 10
		switch word[i] {
		case 'I':
			v = 1
		case 'V':
			v = 5
		}
		if v < last {
			total -= v
			continue
		}
		total, last = total+v, v
	}
	return max(total, 0)
}

// spelled reads a number in words that begins with the part p at piece. It
// returns false when the words are no number.
func (s *scan) spelled(piece Span, p part) bool {
	r := spelling{s: s, end: piece.End, least: 99}
	r.read(piece, p)
	f := found{Number: Number{Span: piece, Kind: "number", Word: true}, scale: r.scale}
	switch {
	case !r.ok:
		return false
	case r.ordinal:
		f.Kind, f.Value = "ordinal", itoa(r.total+r.current)
		s.add(f, r.end)
		return true
	case r.over > 0:
		f.Value = itoa(r.current) + "/" + itoa(r.over)
		s.add(f, r.end)
		return true
	}
	sign := s.sign(&f)
	end := s.tail(r.end, &f)
	f.Word = true
	if r.total+r.current == 1 && r.scale == 0 && !r.half && f.Kind == "number" && f.Unit == "" && f.scale == 0 {
		return false // a pronoun
	}
	switch scale := f.scale; {
	case r.half && r.scale > 0: // one and a half million: the total has its scale
		f.Value = canonical(itoa(r.total), "", 0)
	case r.half:
		f.Value = canonical(itoa(r.total+r.current), "5", scale)
	default:
		f.Value = canonical(itoa(r.total+r.current), "", scale-r.scale)
	}
	f.Value = sign + f.Value
	s.add(f, end)
	return true
}

// spelling adds up the words of a number.
type spelling struct {
	s              *scan
	total, current int
	scale          int // the least power of ten in the total
	least          int // scales must fall: thousands come behind millions
	over           int // denominator of a fraction
	end            int
	ok             bool
	ordinal, half  bool
	article        bool // an "a" waits for its scale
}

// read takes parts as long as they go on with the number.
func (r *spelling) read(piece Span, p part) {
	for r.take(p, piece) {
		next, sep, ok := r.next()
		if !ok {
			return
		}
		q, ok := r.s.part(next.Of(r.s.text))
		if !ok || sep && q.kind != onePart && q.kind != tenPart && q.kind != ordinalPart && q.kind != articlePart {
			return
		}
		if sep && q.kind == articlePart { // one and a half
			r.andHalf(next)
			return
		}
		if sep && (r.current > 0 && r.current%100 > 0 || r.total+r.current == 0 || r.current == 0 && r.scale == 0) {
			return
		}
		piece, p = next, q
	}
}

// next returns the next word behind a space or hyphen, or behind " and " in
// English.
func (r *spelling) next() (w Span, and, ok bool) {
	w, ok = r.s.near(r.end)
	if ok && r.s.language == English && w.Of(r.s.text) == "and" {
		w, ok = r.s.near(w.End)
		return w, true, ok
	}
	return w, false, ok && w.Start > r.end
}

// andHalf reads "half" behind "one and a", and a scale behind it.
func (r *spelling) andHalf(article Span) {
	w, ok := r.s.near(article.End)
	if !ok || w.Of(r.s.text) != "half" || r.total > 0 {
		return
	}
	r.end, r.half = w.End, true
	if w, ok = r.s.near(r.end); ok {
		if p, ok := r.s.part(w.Of(r.s.text)); ok && p.kind == scalePart && p.value < 18 {
			r.scaleHalf(p.value)
			r.end = w.End
		}
	}
}

// scaleHalf makes current and a half so many powers of ten.
func (r *spelling) scaleHalf(exp int) {
	r.total = (r.current*10 + 5) * power(exp-1)
	r.current, r.scale = 0, exp
}

// take adds a part; it returns false when the number ends with it or before it.
func (r *spelling) take(p part, piece Span) bool {
	switch p.kind {
	case articlePart, halfPart:
		return r.begin(p, piece)
	case onePart, tenPart:
		return r.small(p, piece)
	case ordinalPart, pluralPart:
		r.last(p, piece)
		return false
	case hundredPart:
		if r.current == 0 && !r.bare(piece) || r.current >= 100 {
			return false
		}
		r.current = max(r.current, 1) * 100
	case scalePart:
		return r.scaled(p, piece)
	default:
		return false
	}
	r.end, r.ok, r.article = piece.End, true, false
	return true
}

// begin takes "a" and "half", which count only before a scale.
func (r *spelling) begin(p part, piece Span) bool {
	if r.ok || r.article {
		goesOn := r.article && r.half && p.kind == articlePart // half a million
		r.end = piece.End
		return goesOn
	}
	r.article, r.half, r.end = true, p.kind == halfPart, piece.End
	return true
}

func (r *spelling) small(p part, piece Span) bool {
	if r.article || r.half {
		return false
	}
	fits := r.current%100 == 0 || r.s.language != Armenian && p.value < 10 && r.current%10 == 0 && r.current%100 >= 20
	if !fits || r.ok && p.value == 0 {
		return false
	}
	r.current += p.value
	r.half = p.half
	r.end, r.ok = piece.End, true
	return p.value != 0
}

// last takes an ordinal: the last word of twenty-first, or the denominator of
// two-thirds.
func (r *spelling) last(p part, piece Span) {
	text := r.s.text
	switch {
	case r.article && !r.half && p.kind == ordinalPart:
		return // "a third time"
	case r.article && p.kind == pluralPart && p.value == 4 && piece.Of(text) == "quarter":
		return
	case !r.ok && p.kind == pluralPart:
		return
	case !r.ok:
		if strings.HasPrefix(text[piece.End:], "-class") || strings.HasPrefix(text[piece.End:], "-hand") || piece.Of(text) == "second" && !r.ranked(piece) {
			return
		}
	case r.total == 0 && r.current >= 1 && r.current < 20 && p.value >= 3 && r.denominates(p):
		r.over, r.end = p.value, piece.End
		return
	case p.kind == pluralPart || r.current%10 != 0 || p.value > 9 && r.current%100 != 0:
		return
	}
	r.current += p.value
	r.ordinal, r.ok, r.end = true, true, piece.End
}

// denominates reports whether an ordinal behind a number makes a fraction:
// one third, two thirds, երկու երրորդ; but twenty-first.
func (r *spelling) denominates(p part) bool {
	return p.kind == pluralPart || r.current == 1 || r.s.language == Armenian
}

// ranked tells the ordinal from the unit of time.
func (r *spelling) ranked(piece Span) bool {
	switch strings.ToLower(r.s.beside(piece.Start)) {
	case "the", "his", "her", "its", "their", "our", "my", "your", "for", "every", "on":
		return true
	}
	return strings.HasPrefix(r.s.text[piece.End:], "-")
}

// bare reports whether a hundred or a million may stand without a number
// before it: "a hundred", հարյուր; but not "a few hundred", մի քանի հարյուր and
// հարյուր հազարավոր.
func (r *spelling) bare(piece Span) bool {
	if r.s.language != Armenian {
		return r.article
	}
	switch r.s.beside(piece.Start) {
	case "քանի", "տասնյակ", "բազում", "շատ", "որոշ":
		return false
	}
	w, ok := r.s.near(piece.End)
	return !ok || !strings.HasSuffix(w.Of(r.s.text), "ավոր")
}

func (r *spelling) scaled(p part, piece Span) bool {
	switch {
	case r.half && r.total == 0 && p.value < 18 && p.value > 0:
		r.scaleHalf(p.value)
	case r.current == 0 && r.total == 0 && !r.bare(piece), r.current == 0 && r.total > 0, p.value >= r.least, p.value == 0:
		return false
	default:
		r.total += max(r.current, 1) * power(p.value)
		r.current, r.scale = 0, p.value
	}
	r.least = p.value
	r.end, r.ok, r.article = piece.End, true, false
	return !r.half
}

// power returns ten to the power of n, at most 10^15.
func power(n int) int {
	v := 1
	for range min(n, 15) {
		v *= 10
	}
	return v
}

// lowerASCII writes a word in lower case into buf; ok is false when it doesn't
// fit or has other letters.
func lowerASCII(word string, buf *[16]byte) (lower []byte, ok bool) {
	if len(word) > len(buf) {
		return nil, false
	}
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c < 'a' || c > 'z' {
			return nil, false
		}
		buf[i] = c
	}
	return buf[:len(word)], true
}

func englishPart(word string) (p part, ok bool) {
	var buf [16]byte
	lower, ok := lowerASCII(word, &buf)
	if !ok {
		return p, false
	}
	p, ok = englishParts[string(lower)]
	if p.kind == monthPart && word[0] >= 'a' {
		return part{}, false
	}
	return p, ok
}

// armenianPart reads a word that begins with r.
func armenianPart(word string, r rune) (p part, ok bool) {
	stems := armenianStems[unicode.ToLower(r)]
	if stems == nil {
		return p, false
	}
	word = strings.ToLower(withoutMarks(word))
	for _, st := range stems {
		rest, ok := strings.CutPrefix(word, st.text)
		if !ok {
			continue
		}
		if p, ok = st.with(rest); ok {
			return p, true
		}
	}
	return p, false
}

// with reads what stands behind the stem: ones behind tens, endings.
func (st *stem) with(rest string) (p part, ok bool) {
	p = st.part
	switch p.kind {
	case monthPart:
		return p, isNounEnding(rest) || rest == "յան"
	case halfPart:
		return p, rest == ""
	case ordinalPart:
		return p, isNounEnding(rest)
	case hundredPart, scalePart:
		if after, is := strings.CutPrefix(rest, "երորդ"); is && st.value < 4 {
			return part{kind: ordinalPart, value: power(st.value)}, isNounEnding(after)
		}
		return p, isNounEnding(rest) || strings.HasPrefix(rest, "անոց")
	case tenPart:
		for i := range ones {
			if after, is := strings.CutPrefix(rest, ones[i].text); is && ones[i].value > 0 && ones[i].value < 10 {
				if q, ok := numbered(part{kind: tenPart, value: p.value + ones[i].value}, after); ok {
					return q, true
				}
			}
		}
		if p.value == 10 && (rest == "" || strings.HasPrefix(rest, "ամյակ")) {
			return p, rest == "" // տասնամյակ is a decade
		}
	}
	return numbered(p, rest)
}

// derived are the endings that make an adjective or noun of a number: of so
// many years, days, months, hours; each; for so many persons.
var derived = []string{"ամյակ", "ամյա", "օրյա", "ամսյա", "ժամյա", "շաբաթյա", "րոպեանոց", "հոգանոց", "ական"}

// numbered reads the ending of a number word.
func numbered(p part, rest string) (part, bool) {
	if after, ok := strings.CutPrefix(rest, "երորդ"); ok {
		return part{kind: ordinalPart, value: p.value}, isNounEnding(after)
	}
	if strings.TrimPrefix(rest, "ս") == "ուկես" {
		p.half = true
		return p, true
	}
	for _, d := range derived {
		if after, ok := strings.CutPrefix(rest, d); ok {
			rest = after
			break
		}
	}
	return p, isNounEnding(rest)
}

// isNounEnding reports whether an Armenian word may end so behind its stem:
// article and case.
func isNounEnding(s string) bool {
	switch s {
	case "", "ը", "ն", "ի", "ին", "ից", "ով", "ում", "յի", "յին", "յից", "յով", "ս", "սը", "սն", "սի", "սին", "սից", "սով":
		return true
	}
	return false
}
