package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"zuyg/internal/source"
)

// rewrites returns ways to give the field b the text, the best one first: in
// the style it has, then in double quotes, which hold anything.
func (d *Doc) rewrites(b *Block, text string) [][]source.Edit {
	v := &d.front.values[b.meta]
	var out [][]source.Edit
	if s, ok := d.sameStyle(b, v, text); ok {
		out = append(out, []source.Edit{{Span: v.at, Text: s}})
	}
	return append(out, []source.Edit{{Span: v.at, Text: quote(text)}})
}

// sameStyle returns text written in the style of v; ok is false if that style
// can't hold it.
func (d *Doc) sameStyle(b *Block, v *value, text string) (s string, ok bool) {
	toml := d.front.toml
	oneLine := !hasControl([]byte(text))
	switch v.style {
	case plain:
		return text, !toml && isText(text)
	case single:
		if toml {
			return "'" + text + "'", oneLine && !strings.Contains(text, "'")
		}
		return "'" + strings.ReplaceAll(text, "'", "''") + "'", oneLine
	case literal, folded:
		return d.blockScalar(b, v, text)
	case triple:
		return d.tripleQuoted(b, v, text)
	}
	return "", false
}

// blockScalar writes text as a YAML block scalar with the head and the indent
// that it has.
func (d *Doc) blockScalar(b *Block, v *value, text string) (string, bool) {
	head, rest, found := bytes.Cut(d.File.Data[v.at.Start:v.at.End], []byte("\n"))
	rest = bytes.TrimLeft(rest, "\r\n")
	indent := rest[:len(rest)-len(bytes.TrimLeft(rest, " "))]
	if !found || len(indent) == 0 || strings.HasSuffix(text, "\n") {
		return "", false
	}
	eol := d.eol(b)
	lines := strings.Split(text, "\n")
	var out strings.Builder
	out.Write(bytes.TrimRight(head, "\r"))
	for k, line := range lines {
		if strings.TrimLeft(line, " \t") != line || hasControl([]byte(line)) {
			return "", false // spaces at the head of a line mean something here
		}
		if v.style == folded && k > 0 && lines[k-1] != "" {
			out.WriteString(eol) // one line end is a space, two are one
		}
		out.WriteString(eol)
		if line != "" {
			out.Write(indent)
			out.WriteString(line)
		}
	}
	return out.String(), true
}

// tripleQuoted writes text as a TOML text of several lines.
func (d *Doc) tripleQuoted(b *Block, v *value, text string) (string, bool) {
	written := d.File.Data[v.at.Start:v.at.End]
	mark := string(written[:3])
	head := mark
	for _, eol := range []string{"\r\n", "\n"} {
		if bytes.HasPrefix(written[3:], []byte(eol)) {
			head += eol
			break
		}
	}
	lines := strings.Split(text, "\n")
	for k, line := range lines {
		if mark == `"""` {
			quoted := quote(line)
			lines[k] = quoted[1 : len(quoted)-1]
		} else if hasControl([]byte(line)) || strings.Contains(line, "'") {
			return "", false
		}
	}
	return head + strings.Join(lines, d.eol(b)) + mark, true
}

// isText reports whether every reader of YAML takes s without quotes for a
// text: it is no number, date or truth value in any version of YAML.
func isText(s string) bool {
	if !isPlain(s) || strings.TrimSpace(s) != s {
		return false
	}
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "y", "n":
		return false
	}
	if s[0] >= '0' && s[0] <= '9' {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !strings.ContainsRune("abcdefoxtzABCDEFOXTZ", r) })
	}
	return true
}

// quote writes text in double quotes as both YAML and TOML read them.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r < 0xA0 || r == '\u2028' || r == '\u2029' || r == '\ufeff':
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
