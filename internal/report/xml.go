package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/term"
)

// writeXML writes a document with its header. Characters that XML can't hold
// were made visible before.
func writeXML(w io.Writer, v any) error {
	data, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	return err
}

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

func writeCheckstyle(w io.Writer, c *Check, p *say.Printer) error {
	doc := checkstyle{Version: "4.3"}
	for _, f := range c.counting() {
		name := term.Safe(c.path(f))
		if n := len(doc.Files); n == 0 || doc.Files[n-1].Name != name {
			doc.Files = append(doc.Files, checkstyleFile{Name: name})
		}
		file := &doc.Files[len(doc.Files)-1]
		file.Errors = append(file.Errors, checkstyleError{Line: f.Start.Line, Column: f.Start.Column,
			Severity: f.Severity.String(), Message: term.Safe(Message(f, p)), Source: "zuyg." + f.Rule})
	}
	return writeXML(w, doc)
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Skipped *junitSkipped `xml:"skipped,omitempty"`
	Failure *junitFailure `xml:"failure,omitempty"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes a suite a language and a case a finding. JUnit knows
// failures only: what does not fail the check is a passed case with output,
// what is ignored or known a skipped one. A clean run is one passed case,
// because a report without any is an error to those who read it.
func writeJUnit(w io.Writer, c *Check, p *say.Printer) error {
	doc := junitSuites{Name: "zuyg check"}
	suites := map[string]*junitSuite{}
	var langs []string
	for i := range c.Findings {
		f := &c.Findings[i]
		name := "zuyg"
		if f.Lang != "" {
			name += " " + f.Lang
		}
		s := suites[name]
		if s == nil {
			s = &junitSuite{Name: name}
			suites[name] = s
			langs = append(langs, name)
		}
		s.add(c, f, p)
	}
	slices.Sort(langs)
	for _, name := range langs {
		s := suites[name]
		doc.Tests += s.Tests
		doc.Failures += s.Failures
		doc.Suites = append(doc.Suites, *s)
	}
	if len(doc.Suites) == 0 {
		doc.Tests = 1
		doc.Suites = []junitSuite{{Name: "zuyg", Tests: 1, Cases: []junitCase{{Class: "zuyg", Name: "check"}}}}
	}
	return writeXML(w, doc)
}

func (s *junitSuite) add(c *Check, f *finding.Finding, p *say.Printer) {
	message := term.Safe(Message(f, p))
	place := term.Safe(fmt.Sprintf("%s:%d:%d", c.path(f), f.Start.Line, f.Start.Column))
	t := junitCase{Class: "zuyg." + f.Rule, Name: term.Safe(strings.TrimSpace(subject(f) + " " + f.Fingerprint()[:8])), File: term.Safe(c.path(f)), Line: f.Start.Line}
	switch {
	case f.Ignored != nil:
		t.Skipped = &junitSkipped{term.Safe(f.Ignored.Reason)}
		s.Skipped++
	case f.Baseline == finding.Known:
		t.Skipped = &junitSkipped{message}
		s.Skipped++
	case f.Severity == finding.Error || f.Severity == finding.Warning && c.FailOn == "warning":
		t.Failure = &junitFailure{message, f.Rule, place + ": " + message}
		s.Failures++
	default:
		t.Out = place + ": " + f.Severity.String() + ": " + message
	}
	s.Tests++
	s.Cases = append(s.Cases, t)
}
