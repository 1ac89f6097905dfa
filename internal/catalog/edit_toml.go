package catalog

import (
	"fmt"
	"strings"

	"zuyg/internal/source"
)

type tomlWriter struct{ layout }

func (w *tomlWriter) text(_ source.Span, s style, text string) string {
	if w.eol != "\n" && s != single {
		s = double // a line end in quotes would be part of the text as it is in the file
	}
	switch {
	case s == single && !strings.ContainsAny(text, "'\n\r") && !hasControl(text):
		return "'" + text + "'"
	case s == multiSingle && !strings.Contains(text, "'''") && !strings.HasSuffix(text, "'") && !hasControl(text):
		return "'''" + w.eol + strings.ReplaceAll(text, "\n", w.eol) + "'''"
	case (s == multiSingle || s == multiDouble) && strings.Contains(text, "\n"):
		lines := strings.Split(text, "\n")
		for i := range lines {
			lines[i] = escapeTOML(lines[i])
		}
		return `"""` + w.eol + strings.Join(lines, w.eol) + `"""`
	}
	return `"` + escapeTOML(text) + `"`
}

func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f })
}

var tomlEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)

func escapeTOML(text string) string {
	text = tomlEscaper.Replace(text)
	if !hasControl(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if r < ' ' || r == 0x7f {
			fmt.Fprintf(&b, `\u%04X`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// key writes one part of a key.
func tomlPart(part string) string {
	bare := part != ""
	for i := range len(part) {
		c := part[i]
		bare = bare && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-')
	}
	if bare {
		return part
	}
	return `"` + escapeTOML(part) + `"`
}

// key writes a key as its model is written: in quotes as one part, or with dots.
func (w *tomlWriter) key(key string, model source.Span) string {
	written := w.between(model.Start, model.End, "")
	switch {
	case strings.HasPrefix(written, `"`) && strings.Count(written, `"`) == 2:
		return `"` + escapeTOML(key) + `"`
	case strings.HasPrefix(written, `'`) && !strings.ContainsAny(key, "'\n") && !hasControl(key):
		return "'" + key + "'"
	}
	parts := strings.Split(key, ".")
	for i := range parts {
		parts[i] = tomlPart(parts[i])
	}
	return strings.Join(parts, ".")
}

// pieces are the lines of a message: its header and its fields.
func (n *node) pieces() []source.Span {
	var out []source.Span
	if n.header {
		out = append(out, n.entry)
	}
	if n.kind != table || n.inline {
		return append(out, n.entry)
	}
	for _, c := range n.items {
		out = append(out, c.pieces()...)
	}
	return out
}

func (w *tomlWriter) fields(n *node, more []Field) ([]source.Edit, bool) {
	switch {
	case n.kind != table:
		var parts []string
		if !hasOther(more) {
			parts = append(parts, "other = "+w.between(n.at.Start, n.at.End, ""))
		}
		return []source.Edit{{Span: n.at, Text: "{ " + strings.Join(append(parts, w.inline(more)), ", ") + " }"}}, true
	case len(n.items) == 0:
		return nil, false
	}
	last := n.items[len(n.items)-1]
	if n.inline {
		return []source.Edit{insert(last.entry.End, ", "+w.inline(more))}, true
	}
	lead := w.between(w.lineStart(last.path.Start), last.name.Start, "")
	if strings.ContainsAny(lead, `[{=#`) {
		return nil, false
	}
	return []source.Edit{insert(w.lineEnd(last.entry.End), w.block(more, lead, w.sign(last)))}, true
}

func hasOther(fields []Field) bool {
	for _, f := range fields {
		if f.Name == "other" {
			return true
		}
	}
	return false
}

func (w *tomlWriter) inline(fields []Field) string {
	var parts []string
	for _, x := range fields {
		parts = append(parts, x.Name+" = "+w.text(source.Span{}, double, x.Text))
	}
	return strings.Join(parts, ", ")
}

// sign is what stands between a name and its value, as a sibling has it.
func (w *tomlWriter) sign(n *node) string { return w.between(n.path.End, n.at.Start, " = ") }

// block writes fields a line each; lines begin with a line end.
func (w *tomlWriter) block(fields []Field, lead, sign string) string {
	var b strings.Builder
	for _, x := range fields {
		b.WriteString(w.eol + lead + x.Name + sign + w.text(source.Span{}, double, x.Text))
	}
	return b.String()
}

func (w *tomlWriter) add(h home, key string, fields []Field) ([]source.Edit, bool) {
	n := h.after
	if n == nil || n.up == nil {
		lead := "[" + w.key(key, source.Span{}) + "]" + w.block(fields, "", " = ")
		return []source.Edit{w.end(lead)}, true
	}
	if !n.header && !(n.kind == table && !n.inline) && n.up.kind == table && !n.up.inline {
		prefix := ""
		if p := w.holder(n).full(); p != "" {
			prefix = p + "."
		}
		if rest, ok := strings.CutPrefix(key, prefix); ok && rest != "" {
			value := "{ " + w.inline(fields) + " }"
			if onlyOther(fields) {
				value = w.text(source.Span{}, double, fields[0].Text)
			}
			return []source.Edit{insert(w.lineEnd(n.entry.End), w.eol+w.indent(n.path.Start)+w.key(rest, n.path)+w.sign(n)+value)}, true
		}
	}
	model, sign, lead := source.Span{}, " = ", ""
	gap := w.eol
	if n.header {
		model = n.path
		if len(n.items) > 0 && n.items[0].path.Len() > 0 {
			sign, lead = w.sign(n.items[0]), w.indent(n.items[0].path.Start)
		}
		if !w.blankBefore(w.lineStart(n.entry.Start)) && !w.commented(n.entry.Start) {
			gap = ""
		}
	}
	head := "[" + w.key(key, model) + "]" + w.block(fields, lead, sign)
	if n.header && n.up.kind == table {
		end := n.entry.End
		for _, p := range n.pieces() {
			end = max(end, p.End)
		}
		return []source.Edit{insert(w.lineEnd(end), w.eol+gap+head)}, true
	}
	return []source.Edit{w.end(gap + head)}, true
}

// commented reports whether the line above that of an offset is a comment.
func (w *tomlWriter) commented(at int) bool {
	start := w.lineStart(at)
	return start > 0 && strings.HasPrefix(strings.TrimLeft(string(w.data[w.lineStart(start-1):start]), " \t"), "#")
}

// holder returns the table that the dotted key of an entry begins in.
func (w *tomlWriter) holder(n *node) *node {
	up := n.up
	for up.up != nil && !up.header {
		if up.inline {
			return up
		}
		up = up.up
	}
	return up
}

func (w *tomlWriter) remove(n *node) ([]source.Edit, bool) {
	if n.up == nil || n.up.kind == list {
		return nil, false
	}
	if n.up.inline {
		return []source.Edit{w.cut(n)}, true
	}
	pieces := n.pieces()
	if len(pieces) == 0 {
		return nil, false
	}
	if n.header { // with the comments between its fields
		end := 0
		for _, p := range pieces {
			end = max(end, p.End)
		}
		return []source.Edit{w.lines(pieces[0].Start, end)}, true
	}
	var edits []source.Edit
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		for i+1 < len(pieces) && strings.TrimSpace(w.between(p.End, pieces[i+1].Start, "x")) == "" {
			i++
			p.End = pieces[i].End
		}
		edits = append(edits, w.lines(p.Start, p.End))
	}
	return edits, true
}

func (w *tomlWriter) rename(n *node, key string) ([]source.Edit, bool) {
	switch {
	case n.up == nil || n.up.kind == list || n.path == (source.Span{}) && n.kind != table:
		return nil, false
	case n.header && n.pathless():
		return []source.Edit{{Span: n.path, Text: w.key(key, n.path)}}, true
	case n.header:
		return nil, false
	}
	prefix := ""
	if p := w.holder(n).full(); p != "" {
		prefix = p + "."
	}
	rest, ok := strings.CutPrefix(key, prefix)
	if !ok || rest == "" {
		return nil, false
	}
	if n.kind != table || n.inline {
		return []source.Edit{{Span: n.path, Text: w.key(rest, n.path)}}, true
	}
	var edits []source.Edit
	for _, c := range n.items {
		if c.path == (source.Span{}) {
			return nil, false
		}
		edits = append(edits, source.Edit{Span: source.Span{Start: c.path.Start, End: c.name.Start}, Text: w.key(rest, source.Span{}) + "."})
	}
	return edits, true
}

// pathless reports whether all fields stand below the header, none under a
// dotted key elsewhere.
func (n *node) pathless() bool {
	for _, c := range n.items {
		if c.header || c.path != c.name {
			return false
		}
	}
	return true
}
