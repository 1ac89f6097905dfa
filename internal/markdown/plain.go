package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// marks are the bytes one of which every inline construct has that Plain
// changes.
const marks = "*_`[<\\&~"

// Plain returns a block's text as a reader sees it: without emphasis, code
// ticks and addresses; an image is its alt text; footnote marks and tags are
// gone. "[label]" alone stays, since only the document knows whether it is
// defined. A text without marks comes back unchanged.
func Plain(s string) string {
	if !strings.ContainsAny(s, marks) && !strings.Contains(s, "  \n") {
		return s
	}
	root, src, _ := parseInline(s)
	w := plainWriter{src: src}
	w.b.Grow(len(s))
	for p := root.FirstChild(); p != nil; p = p.NextSibling() {
		if w.b.Len() > 0 {
			w.b.WriteString("\n\n") // the texts of several blocks
		}
		w.children(p)
	}
	return w.b.String()
}

// plainWriter writes the text of inline nodes.
type plainWriter struct {
	b   strings.Builder
	src []byte
}

func (w *plainWriter) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			w.text(c.Segment.Value(w.src), c.IsRaw())
			if c.SoftLineBreak() || c.HardLineBreak() {
				w.b.WriteByte('\n')
			}
		case *ast.CodeSpan:
			w.b.WriteString(codeText(c, w.src))
		case *ast.String:
			w.b.Write(c.Value)
		case *ast.AutoLink:
			w.b.Write(c.Label(w.src))
		case *ast.RawHTML:
		case *ast.Link:
			w.reference(c, c.Reference)
		case *ast.Image:
			w.children(c)
		default:
			w.children(c)
		}
	}
}

// reference writes a link; one that may be no link as it is written.
func (w *plainWriter) reference(n *ast.Link, ref *ast.ReferenceLink) {
	inner := plainWriter{src: w.src}
	inner.children(n)
	words := inner.b.String()
	switch {
	case ref != nil && ref.Type == ast.ReferenceLinkShortcut:
		w.b.WriteString("[" + words + "]")
	case ref != nil && ref.Type == ast.ReferenceLinkFull && isNumber([]byte(words)):
		w.b.WriteString("[" + words + "][" + string(ref.Value) + "]")
	default:
		w.b.WriteString(words)
	}
}

// text writes a stretch of text with its escapes and entities resolved.
func (w *plainWriter) text(value []byte, raw bool) {
	for !raw {
		i := bytes.IndexAny(value, "\\&")
		if i < 0 || i+1 == len(value) {
			break
		}
		w.b.Write(value[:i])
		n, with := 1, value[i:i+1]
		if value[i] == '\\' && util.IsPunct(value[i+1]) {
			n, with = 2, value[i+1:i+2]
		} else if value[i] == '&' {
			n, with = entity(value[i:])
		}
		w.b.Write(with)
		value = value[i+n:]
	}
	w.b.Write(value)
}

// maxEntity is the length of the longest entity name of HTML 5,
// "&CounterClockwiseContourIntegral;".
const maxEntity = 33

// entity returns the length of the entity that b begins with and what it
// stands for; one byte and itself if there is none.
func entity(b []byte) (int, []byte) {
	end := bytes.IndexByte(b[:min(len(b), maxEntity)], ';')
	if end < 2 {
		return 1, b[:1]
	}
	if b[1] == '#' {
		if r, ok := numbered(string(b[2:end])); ok {
			return end + 1, utf8.AppendRune(nil, r)
		}
	} else if e, ok := util.LookUpHTML5EntityByName(string(b[1:end])); ok {
		return end + 1, e.Characters
	}
	return 1, b[:1]
}

// numbered returns the character of a numeric reference by CommonMark's rule:
// up to 7 decimal or, behind an x, 6 hexadecimal digits.
func numbered(digits string) (rune, bool) {
	base, most := 10, 7
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base, most = digits[1:], 16, 6
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most {
		return 0, false
	}
	if r := rune(n); r != 0 && utf8.ValidRune(r) {
		return r, true
	}
	return utf8.RuneError, true
}
