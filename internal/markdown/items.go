package markdown

import (
	"bytes"

	"zuyg/internal/source"
)

// MetaItems returns the places of the items of a top-level front matter list,
// in order: of a YAML list of any form, of a TOML array, of TOML's [[key]]
// tables. A single value is one item.
func (d *Doc) MetaItems(key string) []source.Span {
	v := d.front.find(key)
	switch {
	case v == nil && d.front.toml:
		return d.tomlTables(key)
	case v == nil || v.at.Len() == 0:
		return nil
	case v.scalar():
		return []source.Span{v.at}
	case d.File.Data[v.at.Start] == '[':
		return d.flowItems(source.Span{Start: v.at.Start + 1, End: v.at.End})
	}
	return d.listItems(v.at)
}

// listItems cuts a YAML block list at the dashes of its own indent.
func (d *Doc) listItems(at source.Span) []source.Span {
	data := d.File.Data
	var out []source.Span
	indent := -1
	for off := lineStart(data, at.Start); off < at.End; off = nextLine(data, off) {
		line := lineAt(data, off)
		trimmed := bytes.TrimLeft(line, " ")
		in := len(line) - len(trimmed)
		if off >= at.Start && bytes.HasPrefix(trimmed, []byte("- ")) && (indent < 0 || in == indent) {
			indent = in
			start := off + in + 2
			out = append(out, source.Span{Start: start, End: start})
		}
		if n := len(out); n > 0 && len(bytes.TrimSpace(line)) > 0 {
			out[n-1].End = max(out[n-1].End, min(at.End, off+len(bytes.TrimRight(line, " \t\r"))))
		}
	}
	return out
}

// flowItems cuts what stands between brackets at its commas.
func (d *Doc) flowItems(at source.Span) []source.Span {
	data := d.File.Data
	var out []source.Span
	depth, start := 0, at.Start
	put := func(end int) {
		text := data[start:end]
		from := start + len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
		to := start + len(bytes.TrimRight(text, " \t\r\n"))
		if from < to {
			out = append(out, source.Span{Start: from, End: to})
		}
		start = end + 1
	}
	for i := at.Start; i < at.End; i++ {
		switch data[i] {
		case '"', '\'':
			i = min(at.End, tomlStringEnd(data, i)) - 1
		case '[', '{':
			depth++
		case ',':
			if depth == 0 {
				put(i)
			}
		case ']', '}':
			if depth == 0 {
				put(i)
				return out
			}
			depth--
		}
	}
	put(at.End)
	return out
}

// tomlTables finds the [[key]] tables of the front matter.
func (d *Doc) tomlTables(key string) []source.Span {
	data := d.File.Data
	var out []source.Span
	open := false
	for off := 0; off < d.body; off = nextLine(data, off) {
		line := bytes.TrimSpace(lineAt(data, off))
		if len(line) > 0 && line[0] == '[' || bytes.Equal(line, []byte("+++")) {
			if open = string(line) == "[["+key+"]]"; open {
				out = append(out, source.Span{Start: off, End: off + len(line)})
			}
			continue
		}
		if open && len(line) > 0 {
			out[len(out)-1].End = off + len(bytes.TrimRight(lineAt(data, off), " \t\r"))
		}
	}
	return out
}
