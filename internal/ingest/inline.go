package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zuyg/internal/markdown"
)

// inline writes spans as Markdown. Where emphasis would not be read as such
// (stars glued to a word and a quote mark) it is left out: lost is the words
// that were to stand out.
func inline(spans []span, where place) (text string, lost []string) {
	spans = trimmed(merged(tidied(spans)))
	w := newInliner(spans, where)
	w.group(0, len(spans), 0, nil)
	out := w.out.String()
	if !w.styled {
		return out, w.lost
	}
	want := visible(spans)
	if got := markdown.Plain(out); strings.Join(strings.Fields(got), " ") == strings.Join(strings.Fields(want), " ") {
		return out, w.lost
	}
	bare := make([]span, len(spans))
	for i, s := range spans {
		s.style = 0
		bare[i] = s
	}
	bare = merged(bare)
	plain := newInliner(bare, where)
	plain.group(0, len(bare), 0, nil)
	return plain.out.String(), append(plain.lost, visible(spans))
}

// visible is plain without footnote marks, as markdown.Plain gives it.
func visible(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		switch s.kind {
		case mark:
		case lineEnd:
			b.WriteByte('\n')
		default:
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// tidied moves spaces at the ends of styled words and of links outside them,
// where Markdown wants them.
func tidied(spans []span) []span {
	out := make([]span, 0, len(spans))
	for i, s := range spans {
		if s.kind != words || s.style == 0 && s.link == nil {
			out = append(out, s)
			continue
		}
		core := strings.TrimSpace(s.text)
		if core == "" {
			out = append(out, span{text: s.text, link: innerLink(spans, i), style: innerStyle(spans, i)})
			continue
		}
		at := strings.Index(s.text, core)
		outside := func(text string, neighbour int) {
			if text == "" {
				return
			}
			x := span{text: text}
			if neighbour >= 0 && neighbour < len(spans) {
				n := spans[neighbour]
				x.style = s.style & n.style
				if n.link == s.link {
					x.link = s.link
				}
			}
			out = append(out, x)
		}
		outside(s.text[:at], i-1)
		out = append(out, withText(s, core))
		outside(s.text[at+len(core):], i+1)
	}
	return out
}

// innerLink returns the link that blank words at i lie within, if they do.
func innerLink(spans []span, i int) *link {
	if i > 0 && i+1 < len(spans) && spans[i-1].link == spans[i].link && spans[i+1].link == spans[i].link {
		return spans[i].link
	}
	return nil
}

// innerStyle returns the styles that go on on both sides of blank words at i.
func innerStyle(spans []span, i int) style {
	if i > 0 && i+1 < len(spans) {
		return spans[i-1].style & spans[i].style & spans[i+1].style
	}
	return 0
}

// trimmed drops white space and breaks at both ends of a paragraph.
func trimmed(spans []span) []span {
	out := append([]span{}, spans...)
	const space = " \t\n"
	for len(out) > 0 {
		s := &out[0]
		if s.kind == words {
			s.text = strings.TrimLeft(s.text, space)
		}
		if s.kind != lineEnd && (s.kind != words || s.text != "") {
			break
		}
		out = out[1:]
	}
	for len(out) > 0 {
		s := &out[len(out)-1]
		if s.kind == words {
			s.text = strings.TrimRight(s.text, space)
		}
		if s.kind != lineEnd && (s.kind != words || s.text != "") {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

// place is where inline Markdown will stand.
type place uint8

const (
	inParagraph place = iota
	inHeading
	inCell
)

// object stands in the text of a paragraph for what is not words.
const object = '\uFFFC'

// inliner writes one paragraph.
type inliner struct {
	spans  []span
	where  place
	text   string // the words, an object for each other span
	starts []int  // where each span begins in text
	esc    *escaper
	out    strings.Builder
	styled bool     // emphasis was written
	lost   []string // words whose emphasis could not be
}

func newInliner(spans []span, where place) *inliner {
	w := &inliner{spans: spans, where: where, starts: make([]int, len(spans)+1)}
	var b strings.Builder
	styled, code := false, false
	for i, s := range spans {
		w.starts[i] = b.Len()
		switch s.kind {
		case words:
			text := s.text
			if where != inParagraph {
				text = strings.ReplaceAll(text, "\n", " ")
			}
			b.WriteString(text)
		case lineEnd:
			b.WriteByte('\n')
		default:
			b.WriteRune(object)
			code = code || s.kind == codeSpan
		}
		styled = styled || s.style != 0
	}
	w.starts[len(spans)] = b.Len()
	w.text = b.String()
	w.esc = newEscaper(w.text, where, styled, code)
	return w
}

// attribute is what neighbouring spans can have in common.
type attribute struct {
	style style
	link  *link
	mark  string
}

// group writes the spans from i to j. have and within are written around them
// already. The attribute that lasts longest goes outside.
func (w *inliner) group(i, j int, have style, within *link) {
	for i < j {
		s := w.spans[i]
		var best attribute
		end := i
		for _, a := range []attribute{{style: strong, mark: "**"}, {style: emphasis, mark: "*"}, {style: struck, mark: "~~"}} {
			if s.style&a.style&^have != 0 {
				if e := w.extent(i, j, a, within); e > end {
					best, end = a, e
				}
			}
		}
		if s.link != nil && s.link != within {
			if e := w.extent(i, j, attribute{link: s.link}, within); e > end {
				best, end = attribute{link: s.link}, e
			}
		}
		switch {
		case best.link != nil:
			w.out.WriteByte('[')
			w.group(i, end, have, best.link)
			w.out.WriteString("](" + target(best.link.href, best.link.title) + ")")
		case best.style != 0 && !w.readable(i, end):
			w.lost = append(w.lost, plain(w.spans[i:end]))
			w.group(i, end, have|best.style, within)
		case best.style != 0:
			w.styled = true
			w.out.WriteString(best.mark)
			w.group(i, end, have|best.style, within)
			w.out.WriteString(best.mark)
		default:
			end = i + 1
			w.one(i, within)
		}
		i = end
	}
}

// readable reports whether stars around the spans from i to j would be read as
// emphasis: between a letter and a punctuation mark they are not, on neither
// side.
func (w *inliner) readable(i, j int) bool {
	from, to := w.starts[i], w.starts[j]
	before, _ := utf8.DecodeLastRuneInString(w.text[:from])
	after, _ := utf8.DecodeRuneInString(w.text[to:])
	first, _ := utf8.DecodeRuneInString(w.text[from:to])
	last, _ := utf8.DecodeLastRuneInString(w.text[from:to])
	opens := !isMarkRune(first) || from == 0 || isMarkRune(before) || unicode.IsSpace(before)
	closes := !isMarkRune(last) || to == len(w.text) || isMarkRune(after) || unicode.IsSpace(after)
	return opens && closes
}

// isMarkRune reports whether CommonMark counts r as punctuation; links, images
// and code begin and end with some.
func isMarkRune(r rune) bool { return r == object || unicode.IsPunct(r) || unicode.IsSymbol(r) }

// extent returns where the spans from i that have an attribute end; a style
// does not end inside a link that began after i.
func (w *inliner) extent(i, j int, a attribute, within *link) int {
	end := i
	for end < j && (a.link != nil && w.spans[end].link == a.link || a.style != 0 && w.spans[end].style&a.style != 0) {
		end++
	}
	if a.style != 0 && end < j {
		if l := w.spans[end].link; l != nil && l != within && w.spans[end-1].link == l {
			k := end
			for k > i && w.spans[k-1].link == l {
				k--
			}
			if k > i {
				end = k
			}
		}
	}
	return end
}

// one writes one span.
func (w *inliner) one(i int, within *link) {
	s := w.spans[i]
	switch s.kind {
	case words:
		w.esc.write(&w.out, w.starts[i], w.starts[i+1], within != nil)
	case mark:
		w.out.WriteString("[^" + s.text + "]")
	case image:
		alt := newEscaper(s.text, inHeading, true, false)
		w.out.WriteString("![")
		alt.write(&w.out, 0, len(s.text), true)
		w.out.WriteString("](" + target(s.src, s.title) + ")")
	case codeSpan:
		w.code(s.text)
	case lineEnd:
		if w.where == inParagraph {
			w.out.WriteString("\\\n")
		} else {
			w.out.WriteByte(' ')
		}
	}
}

// code writes a code span between ticks of which there are more than in it.
func (w *inliner) code(text string) {
	text = strings.Join(strings.Fields(text), " ")
	if w.where == inCell {
		text = strings.ReplaceAll(text, "|", `\|`)
	}
	ticks := strings.Repeat("`", longestRun(text, '`')+1)
	if sofar := w.out.String(); len(ticks) >= 3 && w.where == inParagraph && (sofar == "" || strings.HasSuffix(sofar, "\n")) {
		// Three ticks at the head of a line would begin a block of code for many
		// readers, whatever follows them.
		newEscaper(text, w.where, true, true).write(&w.out, 0, len(text), false)
		w.lost = append(w.lost, text)
		return
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	w.out.WriteString(ticks + text + ticks)
}

// longestRun returns the length of the longest run of c.
func longestRun(s string, c byte) int {
	best, n := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] != c {
			n = 0
			continue
		}
		n++
		best = max(best, n)
	}
	return best
}

// target writes an address and a title as they stand in a link.
func target(href, title string) string {
	var b strings.Builder
	for _, r := range href {
		switch {
		case r <= ' ' || r == 0x7f || r == '<' || r == '>' || r == '(' || r == ')' || r == '\\' || r == '|' || r == '`' || r == '*':
			const hex = "0123456789ABCDEF"
			b.WriteString("%" + string(hex[r>>4]) + string(hex[r&15]))
		default:
			b.WriteRune(r)
		}
	}
	if title = strings.Join(strings.Fields(title), " "); title != "" {
		b.WriteString(` "` + titleEscapes.Replace(title) + `"`)
	}
	return b.String()
}

// titleEscapes are what ends a title or would be read as more than itself.
var titleEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", `\&`, "|", `\|`)
