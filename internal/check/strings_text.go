package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zuyg/internal/catalog"
	"zuyg/internal/finding"
	"zuyg/internal/lang"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/usage"
)

// textFinders are the rules about how a text is written. Those of Armenian look
// at Armenian texts alone.
func textFinders() []stringFinder {
	return []stringFinder{
		{"hy-fullstop", armenianText(fullStops)},
		{"hy-question", armenianText(questions)},
		{"hy-quotes", armenianText(quotes)},
		{"mixed-script", armenianText(mixedScripts)},
		{"invisible-char", anyText(invisible)},
		{"not-nfc", anyText(notComposed)},
		{"edge-space", edgeSpace},
		{"double-space", anyText(doubleSpaces)},
	}
}

// spot is a stretch of a text that is not as it should be, and what should
// stand there, where that is sure.
type spot struct {
	start, end int
	better     string
	sure       bool
	args       finding.Args
}

// anyText makes the rule that looks at all texts.
func anyText(find func(string) []spot) func(*stringsPass) {
	return func(p *stringsPass) {
		p.each(func(m *track.Message, side int, x *catalog.Field) { p.spots(m, side, x, find(x.Text)) })
	}
}

// armenianText makes the rule that looks at Armenian texts, in which
// placeholders, tags and addresses are blanked out.
func armenianText(find func(string) []spot) func(*stringsPass) {
	return func(p *stringsPass) {
		p.each(func(m *track.Message, side int, x *catalog.Field) {
			if p.all.Langs[side] == "hy" {
				p.spots(m, side, x, find(words(x.Text)))
			}
		})
	}
}

func (p *stringsPass) spots(m *track.Message, side int, x *catalog.Field, spots []spot) {
	for _, s := range spots {
		at, same := m.In[side].Within(x, s.start, s.end)
		if s.args == nil {
			s.args = finding.Args{}
		}
		was := x.Text[s.start:s.end]
		s.args["Text"] = was
		f := p.on(m, side, at, s.args)
		f.Identity = was
		if len(m.On[side].Plural()) > 1 {
			f.Unit = x.Name
		}
		if same && s.sure {
			src := m.In[side].Source
			f.Fix = []finding.Edit{{Path: src.Path, Span: source.Span{Start: at.Start, End: at.End}, From: f.Start, To: f.End, Was: was, Text: s.better}}
		}
		p.report("", f)
	}
}

var noWords = regexp.MustCompile(`\{\{[^{}]*\}\}|<[^<>]*>|(?:https?://|mailto:)\S+`)

// words blanks out what is no text; every byte keeps its place.
func words(text string) string {
	return noWords.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("0", len(s)) })
}

func found(re *regexp.Regexp, text string, s spot) []spot {
	var out []spot
	for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
		s.start, s.end = m[2], m[3]
		out = append(out, s)
	}
	return out
}

var (
	colonStop = regexp.MustCompile(`[ա-և»)](:)(?:\s|$)`)
	dotStop   = regexp.MustCompile(`[ա-և]{4,}[»)]?(\.)(?:\s*$|\s+[Ա-Ֆ«])`)
	marks     = regexp.MustCompile(`[Ա-Ֆա-և]([?!]+)`)
	straight  = regexp.MustCompile(`(["“”„‟])[Ա-Ֆա-և]|[Ա-Ֆա-և]([ՙ-՟]?["“”„‟])`)
)

// fullStops finds an ASCII colon or an English full stop where the Armenian
// one (։, U+0589) ends a sentence. What follows at most three letters is taken
// for an abbreviation.
func fullStops(text string) []spot {
	return append(found(colonStop, text, spot{better: "։", sure: true}), found(dotStop, text, spot{better: "։", sure: true})...)
}

// questions finds a question or exclamation mark of the Latin script: the
// Armenian ones (՞ ՜) stand on the vowel that is stressed, so what should be
// there is a person's to say.
func questions(text string) []spot { return found(marks, text, spot{}) }

// quotes finds quotation marks of another language around Armenian words.
func quotes(text string) []spot {
	var out []spot
	for _, m := range straight.FindAllStringSubmatchIndex(text, -1) {
		s := spot{start: m[2], end: m[3]}
		if m[2] < 0 {
			s.start, s.end = m[4], m[5]
			_, n := utf8.DecodeLastRuneInString(text[s.start:s.end])
			s.start = s.end - n
		}
		out = append(out, s)
	}
	return out
}

// mixedScripts finds words of Armenian letters and such of another script,
// which often look the same. A number or a hyphen between them makes two words.
func mixedScripts(text string) []spot {
	var out []spot
	for start := 0; start < len(text); {
		r, n := utf8.DecodeRuneInString(text[start:])
		if !unicode.IsLetter(r) {
			start += n
			continue
		}
		end, own, foreign := start, false, false
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !(r >= '՚' && r <= '՟') {
				break
			}
			own = own || unicode.IsLetter(r) && lang.IsArmenian(r)
			foreign = foreign || unicode.IsLetter(r) && !lang.IsArmenian(r)
			end += n
		}
		if own && foreign {
			out = append(out, spot{start: start, end: end})
		}
		start = end
	}
	return out
}

// invisible finds characters that nobody sees: soft hyphens, joiners, zero
// width spaces, marks of direction, a byte order mark inside.
func invisible(text string) []spot {
	var out []spot
	for i, r := range text {
		if r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069' || r == '\ufeff' {
			out = append(out, spot{start: i, end: i + utf8.RuneLen(r), sure: true, args: finding.Args{"Code": strings.ToUpper(hex(r))}})
		}
	}
	return out
}

func hex(r rune) string {
	const digits = "0123456789abcdef"
	b := []byte("u+0000")
	for i := 5; i >= 2; i-- {
		b[i] = digits[r&0xf]
		r >>= 4
	}
	return string(b)
}

// notComposed finds the first stretch that is not in Unicode's composed form.
func notComposed(text string) []spot {
	if norm.NFC.IsNormalString(text) {
		return nil
	}
	better := norm.NFC.String(text)
	start := 0
	for start < len(text) && start < len(better) && text[start] == better[start] {
		start++
	}
	for start > 0 && !utf8.RuneStart(text[start]) {
		start--
	}
	return []spot{{start: start, end: len(text), better: better[start:], sure: true}}
}

var spaces = regexp.MustCompile(`\S( {2,})\S`)

func doubleSpaces(text string) []spot { return found(spaces, text, spot{better: " ", sure: true}) }

// edgeSpace reports a translation that begins or ends with white space where
// the source does not, or the other way round; in the source, spaces there.
func edgeSpace(p *stringsPass) {
	p.pairs(func(m *track.Message, side int, x *catalog.Field, text string) {
		if edge(text) != edge(x.Text) {
			f := p.form(m, side, x, finding.Args{"Text": x.Text})
			p.report("", f)
		}
	})
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		if trimmed := strings.Trim(x.Text, " \u00a0"); side == p.lead && trimmed != x.Text {
			p.report("", p.form(m, side, x, finding.Args{"Text": x.Text}))
		}
	})
}

// edge is the white space a text begins and ends with.
func edge(text string) [2]string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	right := strings.TrimRightFunc(left, unicode.IsSpace)
	return [2]string{text[:len(text)-len(left)], left[len(right):]}
}

var latinWord = regexp.MustCompile(`[A-Za-z]{2,}`)

// englishInArmenian reports an Armenian text without an Armenian letter that
// nobody confirmed. One that is the source itself has a rule of its own.
func englishInArmenian(p *stringsPass) {
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		settled := m.State == track.Translated || m.State == track.Reviewed || m.State == track.Untranslated
		text := words(x.Text)
		if p.all.Langs[side] == "hy" && !settled && latinWord.MatchString(text) && !strings.ContainsFunc(text, lang.IsArmenian) {
			f := p.form(m, side, x, finding.Args{"Text": x.Text})
			p.report("", f)
		}
	})
}

// tooLong reports a text that is longer than the settings allow for its key.
func tooLong(p *stringsPass) {
	if len(p.in.Limits) == 0 {
		return
	}
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		i := slices.IndexFunc(p.in.Limits, func(l Limit) bool { return usage.MatchKey(l.Keys, m.Key) })
		if i < 0 {
			return
		}
		if n := utf8.RuneCountInString(noWords.ReplaceAllString(x.Text, "")); n > p.in.Limits[i].Length {
			p.report("", p.form(m, side, x, finding.Args{"Length": n, "Limit": p.in.Limits[i].Length}))
		}
	})
}
