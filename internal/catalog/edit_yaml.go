package catalog

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"zuyg/internal/source"
)

type yamlWriter struct{ layout }

func (w *yamlWriter) text(at source.Span, s style, text string) string {
	switch {
	case s == single && !strings.ContainsAny(text, "\n\r\t") && !hasOdd(text):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case s == plain && isPlain(text):
		return text
	case s == literalBlock:
		if b, ok := w.literal(at, text); ok {
			return b
		}
	}
	return quoteYAML(text)
}

// literal writes a text of several lines under |, indented as the old one was.
func (w *yamlWriter) literal(at source.Span, text string) (string, bool) {
	body := strings.TrimSuffix(text, "\n")
	if !strings.Contains(body, "\n") && body == text || hasOdd(text) || strings.HasSuffix(body, "\n") || body == "" ||
		strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\n") || strings.ContainsAny(text, "\t\r") {
		return "", false
	}
	next := nextLine(w.data, at.Start)
	pad := w.indent(w.lineStart(at.Start)+indentOf(lineOf(w.data, w.lineStart(at.Start)))) + "  "
	if next < at.End {
		pad = strings.Repeat(" ", indentOf(lineOf(w.data, next)))
	}
	mark := "|-"
	if body != text {
		mark = "|"
	}
	return mark + w.eol + pad + strings.ReplaceAll(body, "\n", w.eol+pad), pad != ""
}

func hasOdd(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff')
	})
}

// plainForm is a text that needs no quotes in YAML: it begins with a letter and
// holds nothing that could end it or be a comment.
var plainForm = regexp.MustCompile(`^[\p{L}«(][^\n\r\t{}\[\],&*#|>@%` + "`" + `"]*$`)

// taken are words that YAML reads as something else than a text.
var taken = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null|nan|inf|~)$`)

func isPlain(text string) bool {
	return plainForm.MatchString(text) && !taken.MatchString(text) && !strings.Contains(text, ": ") &&
		!strings.HasSuffix(text, ":") && strings.TrimSpace(text) == text && !hasOdd(text)
}

func quoteYAML(text string) string {
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
		case r == '\r':
			b.WriteString(`\r`)
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff':
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func yamlKey(key string) string {
	if isPlain(key) && !strings.ContainsAny(key, " '") {
		return key
	}
	return quoteYAML(key)
}

// new writes the text of a new field.
func (w *yamlWriter) fresh(text string) string {
	if isPlain(text) {
		return text
	}
	return quoteYAML(text)
}

func (w *yamlWriter) flow(fields []Field) string {
	var parts []string
	for _, x := range fields {
		parts = append(parts, x.Name+": "+quoteYAML(x.Text))
	}
	return strings.Join(parts, ", ")
}

// block writes fields a line each, in a column; lines begin with a line end.
func (w *yamlWriter) block(fields []Field, pad string) string {
	var b strings.Builder
	for _, x := range fields {
		b.WriteString(w.eol + pad + x.Name + ": " + w.fresh(x.Text))
	}
	return b.String()
}

// column is the white space that brings a line to the column of an offset.
func (w *yamlWriter) column(at int) string {
	return strings.Repeat(" ", len([]rune(w.between(w.lineStart(at), at, ""))))
}

func (w *yamlWriter) fields(n *node, more []Field) ([]source.Edit, bool) {
	if n.kind != table {
		if n.up == nil || n.up.inline || n.up.kind == list {
			return nil, false
		}
		if n.kind == text && !hasOther(more) {
			more = append(more[:len(more):len(more)], Field{Name: "other", Text: n.text})
		}
		colon := n.name.End + strings.IndexByte(w.between(n.name.End, n.entry.End+1, ":"), ':') + 1
		return []source.Edit{{Span: source.Span{Start: colon, End: max(colon, n.at.End)}, Text: w.block(more, w.column(n.name.Start)+"  ")}}, true
	}
	if len(n.items) == 0 {
		return nil, false
	}
	last := n.items[len(n.items)-1]
	if n.inline {
		return []source.Edit{insert(last.entry.End, ", "+w.flow(more))}, true
	}
	return []source.Edit{insert(w.lineEnd(last.entry.End), w.block(more, w.column(last.name.Start)))}, true
}

func (w *yamlWriter) add(h home, key string, fields []Field) ([]source.Edit, bool) {
	if h.in != nil && h.in.kind == list && !h.in.inline && len(h.in.items) > 0 {
		return w.addItem(h, key, fields)
	}
	if h.in == nil || len(h.in.items) == 0 {
		if h.in != nil && h.in.inline {
			return []source.Edit{{Span: h.in.at, Text: "{" + yamlKey(key) + ": {" + w.flow(fields) + "}}"}}, true
		}
		return []source.Edit{w.end(yamlKey(key) + ":" + w.value(nil, fields, ""))}, true
	}
	if h.in.kind != table {
		return nil, false
	}
	name := yamlKey(strings.TrimPrefix(key, h.prefix))
	n := h.after
	for n != nil && n.up != h.in {
		n = n.up
	}
	if n == nil {
		n = h.in.items[len(h.in.items)-1]
	}
	if h.in.inline {
		return []source.Edit{insert(n.entry.End, ", "+name+": {"+w.flow(fields)+"}")}, true
	}
	pad := w.column(h.in.items[0].name.Start)
	gap := w.eol
	if n != h.in.items[0] && w.blankBefore(w.lineStart(n.entry.Start)) {
		gap += w.eol
	}
	return []source.Edit{insert(w.lineEnd(n.entry.End), gap+pad+name+":"+w.value(n, fields, pad))}, true
}

// addItem puts a message into a list, the form of go-i18n v1.
func (w *yamlWriter) addItem(h home, key string, fields []Field) ([]source.Edit, bool) {
	n := h.after
	if n == nil || n.up != h.in {
		n = h.in.items[len(h.in.items)-1]
	}
	if n.kind != table || len(n.items) == 0 {
		return nil, false
	}
	pad := w.column(n.items[0].name.Start)
	if len(pad) < 2 {
		return nil, false
	}
	item := w.eol + pad[2:] + "- id: " + yamlKey(key) + w.eol + pad + "translation:" + w.value(nil, fields, pad)
	return []source.Edit{insert(w.lineEnd(n.entry.End), item)}, true
}

// value writes what stands behind the colon of a new message.
func (w *yamlWriter) value(sibling *node, fields []Field, pad string) string {
	if onlyOther(fields) && (sibling == nil || sibling.kind != table || !reserved[strings.ToLower(sibling.items[0].key)]) {
		return " " + w.fresh(fields[0].Text)
	}
	return w.block(fields, pad+"  ")
}

func (w *yamlWriter) remove(n *node) ([]source.Edit, bool) {
	for n.up != nil && n.up.up != nil && len(n.up.items) == 1 && n.up.kind == table {
		n = n.up // its name alone would be a message without text
	}
	switch {
	case n.up == nil:
		return nil, false
	case n.up.inline:
		return []source.Edit{w.cut(n)}, true
	case n.up.kind == list:
		dash := strings.TrimSpace(w.between(w.lineStart(n.entry.Start), n.entry.Start, ""))
		return []source.Edit{w.lines(n.entry.Start, n.entry.End)}, dash == "-"
	}
	return []source.Edit{w.lines(n.entry.Start, n.entry.End)}, w.alone(n.entry.Start)
}

func (w *yamlWriter) rename(n *node, key string) ([]source.Edit, bool) {
	return renameIn(n, key, yamlKey)
}
