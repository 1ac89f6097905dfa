package report

import (
	"io"

	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/source"
)

var rdjsonSeverities = map[finding.Severity]string{finding.Error: "ERROR", finding.Warning: "WARNING", finding.Info: "INFO"}

// writeRDJSON writes the Reviewdog Diagnostic Format. Its columns are UTF-8
// bytes: an Armenian letter is two.
func writeRDJSON(w io.Writer, c *Check, p *say.Printer) error {
	list := []any{}
	for _, f := range c.counting() {
		o := &object{}
		o.put("message", Message(f, p))
		o.put("location", rdLocation(c.path(f), f.Start, f.End))
		o.put("severity", rdjsonSeverities[f.Severity])
		code := &object{}
		code.put("value", f.Rule)
		o.put("code", code)
		if fixes := rdSuggestions(f); len(fixes) > 0 {
			o.put("suggestions", fixes)
		}
		if file, line, ok := other(f); ok {
			place := rdLocation(c.Folder+file, source.Position{Line: max(1, line)}, source.Position{})
			related := &object{}
			related.put("location", place)
			o.put("related_locations", []any{related})
		}
		list = append(list, o)
	}
	tool := &object{}
	tool.put("name", "zuyg")
	o := &object{}
	o.put("source", tool)
	o.put("diagnostics", list)
	return WriteJSON(w, o)
}

func rdLocation(path string, start, end source.Position) any {
	o := &object{}
	o.put("path", path)
	o.put("range", rdRange(start, end))
	return o
}

func rdRange(start, end source.Position) any {
	o := &object{}
	o.put("start", rdPosition(start))
	if end.Line > 0 {
		o.put("end", rdPosition(end))
	}
	return o
}

func rdPosition(p source.Position) any {
	o := &object{}
	o.put("line", p.Line)
	if p.Byte > 0 {
		o.put("column", p.Byte)
	}
	return o
}

// rdSuggestions are the fixes in the finding's own file: the format has no
// others.
func rdSuggestions(f *finding.Finding) []any {
	var out []any
	for i := range f.Fix {
		e := &f.Fix[i]
		if e.Path != f.Path {
			continue
		}
		o := &object{}
		o.put("range", rdRange(e.From, e.To))
		o.put("text", e.Text)
		out = append(out, o)
	}
	return out
}
