package catalog

import (
	"bytes"
	"encoding/json"
	"strings"

	"zuyg/internal/source"
)

type jsonWriter struct{ layout }

func (w *jsonWriter) text(_ source.Span, _ style, text string) string { return quoteJSON(text) }

// quoteJSON writes a text as JSON, with < > & as they are.
func quoteJSON(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string always can be
	return strings.TrimSuffix(b.String(), "\n")
}

// gap is the white space before an item, and sign what stands between its name
// and its value.
func (w *jsonWriter) gap(n *node) (gap, sign string) {
	start := n.entry.Start
	for start > 0 && strings.IndexByte(" \t\r\n", w.data[start-1]) >= 0 {
		start--
	}
	return w.between(start, n.entry.Start, " "), w.between(n.name.End, n.at.Start, ": ")
}

func (w *jsonWriter) fields(n *node, more []Field) ([]source.Edit, bool) {
	if n.kind != table {
		var all []string
		if n.kind == text && !hasOther(more) {
			all = append(all, `"other": `+w.between(n.at.Start, n.at.End, ""))
		}
		for _, x := range more {
			all = append(all, quoteJSON(x.Name)+": "+quoteJSON(x.Text))
		}
		return []source.Edit{{Span: n.at, Text: w.object(n, all)}}, true
	}
	if len(n.items) == 0 {
		return nil, false
	}
	last := n.items[len(n.items)-1]
	gap, sign := w.gap(last)
	var b strings.Builder
	for _, x := range more {
		b.WriteString("," + gap + quoteJSON(x.Name) + sign + quoteJSON(x.Text))
	}
	return []source.Edit{insert(last.entry.End, b.String())}, true
}

// object writes an object as the value of a sibling of n: over several lines
// where n has a line of its own.
func (w *jsonWriter) object(n *node, members []string) string {
	if !w.alone(n.entry.Start) || !bytes.Contains(w.data, []byte("\n")) {
		return "{" + strings.Join(members, ", ") + "}"
	}
	base := w.indent(n.entry.Start)
	unit := w.unit(n)
	return "{" + w.eol + base + unit + strings.Join(members, ","+w.eol+base+unit) + w.eol + base + "}"
}

// unit is one step of indentation, as the file has it.
func (w *jsonWriter) unit(n *node) string {
	for n.up != nil && n.up.up != nil {
		n = n.up
	}
	if unit := w.indent(n.entry.Start); unit != "" {
		return unit
	}
	return "  "
}

func (w *jsonWriter) add(h home, key string, fields []Field) ([]source.Edit, bool) {
	if h.in == nil {
		if len(bytes.TrimSpace(w.data)) > 0 {
			return nil, false
		}
		return []source.Edit{w.end("{" + w.eol + "  " + quoteJSON(key) + ": " + w.value(nil, fields) + w.eol + "}")}, true
	}
	if h.in.kind != table {
		return nil, false
	}
	name := quoteJSON(strings.TrimPrefix(key, h.prefix))
	if len(h.in.items) == 0 {
		at := h.in.at
		base := w.indent(h.in.entry.Start)
		return []source.Edit{{Span: source.Span{Start: at.Start + 1, End: at.End - 1},
			Text: w.eol + base + "  " + name + ": " + w.value(nil, fields) + w.eol + base}}, true
	}
	n := h.after
	for n != nil && n.up != h.in {
		n = n.up
	}
	if n == nil {
		n = h.in.items[len(h.in.items)-1]
	}
	gap, sign := w.gap(n)
	return []source.Edit{insert(n.entry.End, ","+gap+name+sign+w.value(n, fields))}, true
}

// value writes a new message: as a text where that says it all and its sibling
// is one.
func (w *jsonWriter) value(sibling *node, fields []Field) string {
	if onlyOther(fields) && (sibling == nil || sibling.kind != table || sibling.items == nil || !reserved[strings.ToLower(sibling.items[0].key)]) {
		return quoteJSON(fields[0].Text)
	}
	var members []string
	for _, x := range fields {
		members = append(members, quoteJSON(x.Name)+": "+quoteJSON(x.Text))
	}
	if sibling == nil {
		return "{" + strings.Join(members, ", ") + "}"
	}
	return w.object(sibling, members)
}

func (w *jsonWriter) remove(n *node) ([]source.Edit, bool) {
	for n.up != nil && n.up.up != nil && len(n.up.items) == 1 && n.up.kind == table {
		n = n.up // an empty object would stay
	}
	if n.up == nil || n.up.kind == list {
		return nil, false
	}
	return []source.Edit{w.cut(n)}, true
}

func (w *jsonWriter) rename(n *node, key string) ([]source.Edit, bool) {
	return renameIn(n, key, quoteJSON)
}

// renameIn replaces the name of a message that stays in its table.
func renameIn(n *node, key string, quote func(string) string) ([]source.Edit, bool) {
	if n.up == nil || n.up.kind == list || n.name == (source.Span{}) {
		return nil, false
	}
	prefix := ""
	if p := n.up.full(); p != "" {
		prefix = p + "."
	}
	rest, ok := strings.CutPrefix(key, prefix)
	if !ok || rest == "" {
		return nil, false
	}
	return []source.Edit{{Span: n.name, Text: quote(rest)}}, true
}
