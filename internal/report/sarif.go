package report

import (
	"io"
	"net/url"

	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/source"
)

var sarifLevels = map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Info: "note"}

// sarifLevel is that of a rule that a setting turned off, too.
func sarifLevel(severity string) string {
	if s, ok := finding.SeverityOf(severity); ok {
		return sarifLevels[s]
	}
	return "none"
}

// writeSARIF writes SARIF 2.1.0. Columns are Unicode code points. Ignored
// findings are suppressed results, known ones have the baseline state
// "unchanged".
func writeSARIF(w io.Writer, c *Check, p *say.Printer) error {
	index := map[string]int{}
	rules := []any{}
	for i := range c.Rules {
		index[c.Rules[i].ID] = i
		rules = append(rules, sarifRule(&c.Rules[i], p))
	}
	driver := &object{}
	driver.put("name", "zuyg")
	driver.put("language", p.Lang())
	driver.put("rules", rules)
	tool := &object{}
	tool.put("driver", driver)
	results := []any{}
	for i := range c.Findings {
		results = append(results, sarifResult(c, &c.Findings[i], index, p))
	}
	run := &object{}
	run.put("tool", tool)
	run.put("language", p.Lang())
	run.put("newlineSequences", []string{"\r\n", "\n"})
	run.put("columnKind", "unicodeCodePoints")
	run.put("results", results)
	doc := &object{}
	doc.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
	doc.put("version", "2.1.0")
	doc.put("runs", []any{run})
	return WriteJSON(w, doc)
}

func text(s string) any {
	o := &object{}
	o.put("text", s)
	return o
}

func sarifRule(r *Rule, p *say.Printer) any {
	o := &object{}
	o.put("id", r.ID)
	o.put("shortDescription", text(Title(r.ID, p)))
	if id := "rule." + r.ID + ".why"; p.Has(id) {
		o.put("fullDescription", text(p.Say(id, nil)))
	}
	if id := "rule." + r.ID + ".fix"; p.Has(id) {
		o.put("help", text(p.Say(id, nil)))
	}
	if level, ok := r.By[""]; ok {
		config := &object{}
		config.put("level", sarifLevel(level))
		o.put("defaultConfiguration", config)
	}
	properties := &object{}
	properties.put("tags", []string{r.Tier, r.On})
	o.put("properties", properties)
	return o
}

func sarifResult(c *Check, f *finding.Finding, index map[string]int, p *say.Printer) any {
	o := &object{}
	o.put("ruleId", f.Rule)
	if i, ok := index[f.Rule]; ok {
		o.put("ruleIndex", i)
	}
	o.put("level", sarifLevels[f.Severity])
	o.put("message", text(Message(f, p)))
	o.put("locations", []any{sarifLocation(c.path(f), &f.Start, &f.End)})
	if file, line, ok := other(f); ok {
		related := sarifLocation(c.Folder+file, &source.Position{Line: line}, nil)
		related.put("id", 1)
		o.put("relatedLocations", []any{related})
	}
	prints := &object{}
	prints.put("zuyg/v1", f.Fingerprint())
	o.put("partialFingerprints", prints)
	switch f.Baseline {
	case finding.Known:
		o.put("baselineState", "unchanged")
	case finding.New:
		o.put("baselineState", "new")
	}
	if f.Ignored != nil {
		s := &object{}
		kind := "inSource"
		if f.Ignored.Path != f.Path {
			kind = "external"
		}
		s.put("kind", kind)
		s.put("justification", f.Ignored.Reason)
		o.put("suppressions", []any{s})
	}
	if len(f.Fix) > 0 {
		o.put("fixes", []any{sarifFix(c, f, p)})
	}
	return o
}

// uri escapes a path for a URI; a ":" in its first part would be a scheme.
func uri(path string) string { return (&url.URL{Path: path}).String() }

func sarifFile(path string) any {
	o := &object{}
	o.put("uri", uri(path))
	o.put("uriBaseId", "%SRCROOT%")
	return o
}

func sarifLocation(path string, start, end *source.Position) *object {
	physical := &object{}
	physical.put("artifactLocation", sarifFile(path))
	if start.Line > 0 {
		region := &object{}
		region.put("startLine", start.Line)
		if start.Column > 0 {
			region.put("startColumn", start.Column)
		}
		if end != nil && end.Line > 0 {
			region.put("endLine", end.Line)
			region.put("endColumn", end.Column)
		}
		physical.put("region", region)
	}
	o := &object{}
	o.put("physicalLocation", physical)
	return o
}

// sarifFix is the fix of a finding, with byte places.
func sarifFix(c *Check, f *finding.Finding, p *say.Printer) any {
	changes := []any{}
	for i := range f.Fix {
		e := &f.Fix[i]
		region := &object{}
		region.put("startLine", e.From.Line)
		region.put("startColumn", e.From.Column)
		region.put("endLine", e.To.Line)
		region.put("endColumn", e.To.Column)
		replacement := &object{}
		replacement.put("deletedRegion", region)
		replacement.put("insertedContent", text(e.Text))
		change := &object{}
		change.put("artifactLocation", sarifFile(c.Folder+e.Path))
		change.put("replacements", []any{replacement})
		changes = append(changes, change)
	}
	o := &object{}
	o.put("description", text(Title(f.Rule, p)))
	o.put("artifactChanges", changes)
	return o
}
