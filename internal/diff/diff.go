// Package diff compares two texts of one language word by word.
package diff

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuyg/internal/lang"
)

// Op says what happened to a stretch of text.
type Op uint8

// The operations.
const (
	Equal Op = iota
	Delete
	Insert
)

// Hunk is a stretch of text that was kept, deleted or inserted.
type Hunk struct {
	Op   Op
	Text string
}

// Words returns old → new as hunks over words, spaces and punctuation: the
// hunks that are not Insert join to old, those that are not Delete to new.
// Whole words change, never parts of one. Between two changed words the space
// is part of the change, so that a reader sees phrases.
func Words(old, new string) []Hunk {
	a, b := tokens(old), tokens(new)
	s := &script{a: a, b: b}
	s.compare(0, len(a), 0, len(b))
	return tidy(s.hunks)
}

// tokens cuts text into words, runs of white space and single other runes.
func tokens(text string) []string {
	out := make([]string, 0, len(text)/4+1)
	words := wholeNumbers(text, lang.Words(text))
	for i := 0; i < len(text); {
		if len(words) > 0 && words[0].Start == i {
			out = append(out, words[0].Of(text))
			i = words[0].End
			words = words[1:]
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		end := i + n
		for unicode.IsSpace(r) && end < len(text) {
			next, m := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsSpace(next) {
				break
			}
			end += m
		}
		out = append(out, text[i:end])
		i = end
	}
	return out
}

// wholeNumbers joins the digits of one number: 1.5 and 15:00 change whole.
func wholeNumbers(text string, words []lang.Span) []lang.Span {
	out := words[:0]
	for _, w := range words {
		if n := len(out); n > 0 && w.Start == out[n-1].End+1 && strings.IndexByte(".,:/", text[w.Start-1]) >= 0 &&
			isDigit(text[w.Start]) && isDigit(text[w.Start-2]) {
			out[n-1].End = w.End
			continue
		}
		out = append(out, w)
	}
	return out
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// script builds the hunks between two token lists.
type script struct {
	a, b  []string
	hunks []Hunk
}

func (s *script) emit(op Op, tokens []string) {
	if len(tokens) > 0 {
		s.hunks = append(s.hunks, Hunk{op, strings.Join(tokens, "")})
	}
}

// maxCells bounds the table of one comparison. What is larger is cut at words
// that stand once on both sides first (patience diff, Bram Cohen), and what
// can't be cut is one change: nobody reads a word diff of a rewritten book.
const maxCells = 1 << 20

// compare emits the hunks of a[i:j] against b[k:l].
func (s *script) compare(i, j, k, l int) {
	from := i
	for i < j && k < l && s.a[i] == s.b[k] {
		i++
		k++
	}
	s.emit(Equal, s.a[from:i])
	tail := j
	for j > i && l > k && s.a[j-1] == s.b[l-1] {
		j--
		l--
	}
	switch {
	case i == j || k == l:
		s.emit(Delete, s.a[i:j])
		s.emit(Insert, s.b[k:l])
	case (j-i)*(l-k) <= maxCells:
		s.table(i, j, k, l)
	default:
		s.anchors(i, j, k, l)
	}
	s.emit(Equal, s.a[j:tail])
}

// anchors cuts a long comparison at tokens that stand once in each part.
func (s *script) anchors(i, j, k, l int) {
	chain := uniqueChain(s.a[i:j], s.b[k:l])
	if len(chain) == 0 {
		s.emit(Delete, s.a[i:j])
		s.emit(Insert, s.b[k:l])
		return
	}
	x, y := i, k
	for _, c := range chain {
		s.compare(x, i+c[0], y, k+c[1])
		s.emit(Equal, s.a[i+c[0]:i+c[0]+1])
		x, y = i+c[0]+1, k+c[1]+1
	}
	s.compare(x, j, y, l)
}

// uniqueChain returns the longest chain of pairs (index in a, index in b),
// rising on both sides, of words that stand exactly once in each.
func uniqueChain(a, b []string) [][2]int {
	const twice = -2
	at := map[string][2]int{}
	for side, list := range [2][]string{a, b} {
		for i, t := range list {
			if value(t) == 1 {
				continue
			}
			p, ok := at[t]
			if !ok {
				p = [2]int{-1, -1}
			}
			if p[side] != -1 {
				i = twice
			}
			p[side] = i
			at[t] = p
		}
	}
	var pairs [][2]int
	for i, t := range a {
		if p := at[t]; value(t) > 1 && p[0] == i && p[1] >= 0 {
			pairs = append(pairs, p)
		}
	}
	return rising(pairs)
}

// rising returns a longest part of pairs, which rise in the first number, that
// rises in the second too (patience sorting).
func rising(pairs [][2]int) [][2]int {
	var tops []int // index of the smallest end of a chain of each length
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n := sort.Search(len(tops), func(k int) bool { return pairs[tops[k]][1] >= p[1] })
		before[i] = -1
		if n > 0 {
			before[i] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, i)
		} else {
			tops[n] = i
		}
	}
	out := make([][2]int, len(tops))
	if len(tops) == 0 {
		return nil
	}
	for n, i := len(tops)-1, tops[len(tops)-1]; n >= 0; n, i = n-1, before[i] {
		out[n] = pairs[i]
	}
	return out
}

// table finds a longest common subsequence, words weighing more than spaces
// and marks, and emits it.
func (s *script) table(i, j, k, l int) {
	a, b := s.a[i:j], s.b[k:l]
	w := len(b) + 1
	best := make([]int32, (len(a)+1)*w)
	for x := len(a) - 1; x >= 0; x-- {
		for y := len(b) - 1; y >= 0; y-- {
			v := max(best[(x+1)*w+y], best[x*w+y+1])
			if a[x] == b[y] {
				v = max(v, best[(x+1)*w+y+1]+value(a[x]))
			}
			best[x*w+y] = v
		}
	}
	x, y := 0, 0
	for x < len(a) || y < len(b) {
		switch {
		case x < len(a) && y < len(b) && a[x] == b[y] && best[x*w+y] == best[(x+1)*w+y+1]+value(a[x]):
			s.emit(Equal, a[x:x+1])
			x++
			y++
		case y == len(b) || x < len(a) && best[(x+1)*w+y] >= best[x*w+y+1]:
			s.emit(Delete, a[x:x+1])
			x++
		default:
			s.emit(Insert, b[y:y+1])
			y++
		}
	}
}

// value is what keeping a token is worth: a word more than what lies between.
func value(token string) int32 {
	r, _ := utf8.DecodeRuneInString(token)
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return 4 + int32(min(len(token), 12))
	}
	return 1
}

// tidy joins hunks of one kind, deletions before insertions, and takes a lone
// space or mark between two changes into them.
func tidy(in []Hunk) []Hunk {
	var out []Hunk
	var del, ins strings.Builder
	flush := func() {
		if del.Len() > 0 {
			out = append(out, Hunk{Delete, del.String()})
		}
		if ins.Len() > 0 {
			out = append(out, Hunk{Insert, ins.String()})
		}
		del.Reset()
		ins.Reset()
	}
	for n, h := range in {
		switch {
		case h.Op == Delete:
			del.WriteString(h.Text)
		case h.Op == Insert:
			ins.WriteString(h.Text)
		case del.Len()+ins.Len() > 0 && strings.TrimSpace(h.Text) == "" && n+1 < len(in) && in[n+1].Op != Equal && del.Len() > 0 && ins.Len() > 0:
			del.WriteString(h.Text)
			ins.WriteString(h.Text)
		default:
			flush()
			if k := len(out); k > 0 && out[k-1].Op == Equal {
				out[k-1].Text += h.Text
				continue
			}
			out = append(out, h)
		}
	}
	flush()
	return out
}
