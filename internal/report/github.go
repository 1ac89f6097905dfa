package report

import (
	"fmt"
	"io"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/term"
)

// maxAnnotations is how many annotations are written. GitHub shows ten errors
// and ten warnings of a step and drops the others without a word; nine leave
// room for the one that says how many there are.
const maxAnnotations = 9

// githubLevels are the workflow commands of the severities.
var githubLevels = map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Info: "notice"}

// writeGitHub writes workflow commands, the worst findings first.
func writeGitHub(w io.Writer, c *Check, p *say.Printer) error {
	list := c.worstFirst()
	var b strings.Builder
	for _, f := range list[:min(len(list), maxAnnotations)] {
		at := fmt.Sprintf("file=%s,line=%d,col=%d", commandProperty(c.path(f)), f.Start.Line, f.Start.Column)
		if f.End.Line == f.Start.Line && f.End.Column > f.Start.Column { // columns of several lines are refused
			at += fmt.Sprintf(",endColumn=%d", f.End.Column)
		} else if f.End.Line > f.Start.Line {
			at = fmt.Sprintf("file=%s,line=%d,endLine=%d", commandProperty(c.path(f)), f.Start.Line, f.End.Line)
		}
		fmt.Fprintf(&b, "::%s %s,title=%s::%s\n", githubLevels[f.Severity], at,
			commandProperty("zuyg: "+Title(f.Rule, p)+" ["+f.Rule+"]"), commandData(Message(f, p)))
	}
	if more := len(list) - maxAnnotations; more > 0 {
		fmt.Fprintf(&b, "::%s title=zuyg::%s\n", githubLevels[list[maxAnnotations].Severity],
			commandData(p.Say("check.more", map[string]any{"Count": more, "Number": p.Number(more)})))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// commandData escapes the message of a workflow command.
func commandData(s string) string { return dataEscapes.Replace(term.Safe(s)) }

// commandProperty escapes a property of a workflow command.
func commandProperty(s string) string { return propertyEscapes.Replace(term.Safe(s)) }
