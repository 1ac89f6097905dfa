package report

import (
	"io"

	"zuyg/internal/finding"
	"zuyg/internal/say"
)

// gitlabSeverities are the nearest of info, minor, major, critical, blocker.
var gitlabSeverities = map[finding.Severity]string{finding.Error: "major", finding.Warning: "minor", finding.Info: "info"}

// writeGitLab writes a GitLab Code Quality report: an array, "[]" when there
// is nothing, because GitLab compares the report of a merge request with that
// of its target. For that reason it holds the known findings too.
func writeGitLab(w io.Writer, c *Check, p *say.Printer) error {
	list := []any{}
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Ignored != nil {
			continue
		}
		lines := &object{}
		lines.put("begin", max(1, f.Start.Line))
		lines.put("end", max(1, f.Start.Line, f.End.Line))
		place := &object{}
		place.put("path", c.path(f))
		place.put("lines", lines)
		o := &object{}
		o.put("type", "issue")
		o.put("description", Message(f, p))
		o.put("check_name", f.Rule)
		o.put("fingerprint", f.Fingerprint())
		o.put("severity", gitlabSeverities[f.Severity])
		o.put("categories", []string{"Style"})
		o.put("location", place)
		list = append(list, o)
	}
	return WriteJSON(w, list)
}
