package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	junit "github.com/joshdk/go-junit"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
	"golang.org/x/tools/txtar"

	"zuyg/internal/say"
	"zuyg/internal/term"
	"zuyg/internal/testkit"
)

// render reads a report and writes it in a format, in English.
func render(t *testing.T, in, format string) (string, *Check) {
	t.Helper()
	c, err := ReadCheck([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	c.Rules = []Rule{{ID: "stale", Tier: "completeness", On: "article", By: map[string]string{"fact": "error", "major": "warning"}},
		{ID: "missing", Tier: "completeness", On: "article", By: map[string]string{"": "error"}},
		{ID: "orphan", Tier: "completeness", On: "article", By: map[string]string{"": "off"}}}
	var b bytes.Buffer
	p := say.New("en")
	text := &Text{Out: term.NewOut(io.Discard, func(string) string { return "" }), Say: p}
	formats := Formats(text)
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Name == format })
	if err := formats[i].Writer(&b, c, p); err != nil {
		t.Fatal(err)
	}
	return b.String(), c
}

var formatNames = []string{"text", "json", "github", "markdown", "sarif", "gitlab", "junit", "rdjson", "checkstyle"}

// TestFormats: the report of each case in every format.
func TestFormats(t *testing.T) {
	testkit.Golden(t, "testdata/formats", func(t *testing.T, in map[string]string) map[string]string {
		out := map[string]string{}
		for _, name := range formatNames {
			out[name], _ = render(t, in["report.json"], name)
			if !strings.HasSuffix(out[name], "\n") && out[name] != "" {
				out[name] += "\n"
			}
		}
		return out
	})
}

// judges read every format as those do that it is written for.
var judges = map[string]func(t *testing.T, out string, c *Check){
	"json":       judgeJSON,
	"github":     judgeGitHub,
	"markdown":   judgeMarkdown,
	"sarif":      judgeSARIF,
	"gitlab":     judgeGitLab,
	"junit":      judgeJUnit,
	"rdjson":     judgeRDJSON,
	"checkstyle": judgeCheckstyle,
	"text":       judgeText,
}

func TestFormatsAreRead(t *testing.T) {
	files, err := filepath.Glob("testdata/formats/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := string(a.Files[0].Data)
		for _, name := range formatNames {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) {
				out, c := render(t, in, name)
				if !utf8.ValidString(out) || strings.ContainsFunc(out, func(r rune) bool {
					return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\u202e' && name != "json" && name != "sarif" && name != "gitlab" && name != "rdjson"
				}) {
					t.Errorf("control characters in %q", out)
				}
				judges[name](t, out, c)
			})
		}
	}
}

// judgeJSON: what was written is read back as the same report.
func judgeJSON(t *testing.T, out string, _ *Check) {
	again, _ := render(t, out, "json")
	if again != out {
		t.Errorf("read back and written again:\n%s", again)
	}
}

// judgeGitHub reads workflow commands as the runner does.
func judgeGitHub(t *testing.T, out string, c *Check) {
	data := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	property := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	list := c.worstFirst()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if want := min(len(list), maxAnnotations+1); out != "" && len(lines) != want || len(list) == 0 && out != "" {
		t.Fatalf("%d commands for %d findings", len(lines), len(list))
	}
	for i, f := range list[:min(len(list), maxAnnotations)] {
		head, message, ok := strings.Cut(strings.TrimPrefix(lines[i], "::"), "::")
		command, properties, _ := strings.Cut(head, " ")
		got := map[string]string{}
		for p := range strings.SplitSeq(properties, ",") {
			k, v, _ := strings.Cut(p, "=")
			got[k] = property.Replace(v)
		}
		if !ok || command != githubLevels[f.Severity] || got["file"] != term.Safe(c.path(f)) || got["line"] != fmt.Sprint(f.Start.Line) {
			t.Errorf("%s: read as %s %v", lines[i], command, got)
		}
		if want := term.Safe(Message(f, say.New("en"))); data.Replace(message) != want {
			t.Errorf("the message is read as %q, want %q", data.Replace(message), want)
		}
	}
}

// judgeMarkdown: no text of an article makes markup of its own.
func judgeMarkdown(t *testing.T, out string, _ *Check) {
	for _, bad := range []string{"<script", "`code`", "**x**", "@all", "<!--", "]()", "\r"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q in %s", bad, out)
		}
	}
	for _, tag := range []string{"details", "summary", "p", "code", "del", "ins"} {
		if a, b := strings.Count(out, "<"+tag+">"), strings.Count(out, "</"+tag+">"); a != b {
			t.Errorf("%d <%s> and %d </%s>", a, tag, b, tag)
		}
	}
}

// judgeSARIF holds it to the published schema of SARIF 2.1.0, and to having no
// property that the schema's types do not know.
func judgeSARIF(t *testing.T, out string, c *Check) {
	r, err := sarif.FromString(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Validate(); err != nil {
		t.Errorf("%v in\n%s", err, out)
	}
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(&sarif.Report{}); err != nil {
		t.Error(err)
	}
	if got := len(r.Runs[0].Results); got != len(c.Findings) {
		t.Errorf("%d results of %d findings", got, len(c.Findings))
	}
	for i, result := range r.Runs[0].Results {
		if got := result.PartialFingerprints["zuyg/v1"]; got != c.Findings[i].Fingerprint() {
			t.Errorf("fingerprint %s, want %s", got, c.Findings[i].Fingerprint())
		}
	}
}

// gitlabSchema is what GitLab's documentation asks of a Code Quality report.
const gitlabSchema = `{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "array",
  "items": {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
      "description": {"type": "string", "minLength": 1},
      "check_name": {"type": "string", "minLength": 1},
      "fingerprint": {"type": "string", "minLength": 1},
      "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
      "location": {
        "type": "object",
        "required": ["path", "lines"],
        "properties": {
          "path": {"type": "string", "pattern": "^[^./]"},
          "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer", "minimum": 1}}}
        }
      }
    }
  }
}`

func judgeGitLab(t *testing.T, out string, c *Check) {
	result, err := gojsonschema.Validate(gojsonschema.NewStringLoader(gitlabSchema), gojsonschema.NewStringLoader(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors() {
		t.Error(e)
	}
	var list []struct{ Fingerprint string }
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, x := range list {
		if seen[x.Fingerprint] {
			t.Errorf("fingerprint %s twice", x.Fingerprint)
		}
		seen[x.Fingerprint] = true
	}
	if _, ignored := c.hidden(); len(list) != len(c.Findings)-ignored {
		t.Errorf("%d entries of %d findings, %d of them ignored", len(list), len(c.Findings), ignored)
	}
}

// judgeJUnit reads it as a CI system does.
func judgeJUnit(t *testing.T, out string, c *Check) {
	suites, err := junit.Ingest([]byte(out))
	if err != nil {
		t.Fatal(err)
	}
	tests, failed, skipped := 0, 0, 0
	for _, s := range suites {
		tests += s.Totals.Tests
		failed += s.Totals.Failed
		skipped += s.Totals.Skipped
	}
	known, ignored := c.hidden()
	errors := 0
	for _, f := range c.counting() {
		if f.Severity.String() == "error" {
			errors++
		}
	}
	if tests != max(1, len(c.Findings)) || failed != errors || skipped != known+ignored {
		t.Errorf("read as %d tests, %d failed, %d skipped", tests, failed, skipped)
	}
	xmlLint(t, out)
}

// xmlLint is a second opinion where there is one.
func xmlLint(t *testing.T, out string) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		return
	}
	cmd := exec.Command("xmllint", "--noout", "--nonet", "-")
	cmd.Stdin = strings.NewReader(out)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

// judgeRDJSON decodes it into the messages of reviewdog.proto, nothing else.
func judgeRDJSON(t *testing.T, out string, c *Check) {
	type position struct{ Line, Column int }
	type span struct{ Start, End *position }
	type location struct {
		Path  string
		Range span
	}
	var r struct {
		Source      struct{ Name string }
		Diagnostics []struct {
			Message     string
			Location    location
			Severity    string
			Code        struct{ Value string }
			Suggestions []struct {
				Range span
				Text  string
			}
			Related []struct{ Location location } `json:"related_locations"`
		}
	}
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		t.Fatal(err)
	}
	list := c.counting()
	if r.Source.Name != "zuyg" || len(r.Diagnostics) != len(list) {
		t.Fatalf("%d diagnostics of %d findings", len(r.Diagnostics), len(list))
	}
	for i, f := range list {
		got := r.Diagnostics[i].Location.Range.Start
		if got.Line != f.Start.Line || got.Column != f.Start.Byte {
			t.Errorf("at %+v, want line %d, byte %d", *got, f.Start.Line, f.Start.Byte)
		}
		if s := r.Diagnostics[i].Severity; s != "ERROR" && s != "WARNING" && s != "INFO" {
			t.Errorf("severity %s", s)
		}
	}
}

func judgeCheckstyle(t *testing.T, out string, c *Check) {
	var doc checkstyle
	if err := xml.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range doc.Files {
		n += len(f.Errors)
	}
	if n != len(c.counting()) || doc.XMLName.Local != "checkstyle" {
		t.Errorf("%d errors of %d findings", n, len(c.counting()))
	}
	xmlLint(t, out)
}

// judgeText: a line a finding, however many a text would make.
func judgeText(t *testing.T, out string, c *Check) {
	head, _, _ := strings.Cut(out, "\n\n")
	if n := len(c.counting()); n > 0 && strings.Count(head, "\n")+1 != n {
		t.Errorf("%d findings in\n%s", n, head)
	}
}

// TestMarkdownStaysUnderTheLimit: GitHub drops a larger summary whole.
func TestMarkdownStaysUnderTheLimit(t *testing.T) {
	a, err := txtar.ParseFile("testdata/formats/plain.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c, err := ReadCheck(a.Files[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	one := c.Findings
	for range 3000 {
		c.Findings = append(c.Findings, one...)
	}
	var b bytes.Buffer
	if err := writeMarkdown(&b, c, say.New("hy")); err != nil {
		t.Fatal(err)
	}
	if b.Len() > maxSummary || b.Len() < maxSummary*9/10 {
		t.Errorf("%d bytes", b.Len())
	}
	if !strings.Contains(b.String(), "ևս ") {
		t.Error("it does not say how many are left out")
	}
	if a, b := strings.Count(b.String(), "<details>"), strings.Count(b.String(), "</details>"); a != b {
		t.Errorf("%d <details>, %d </details>", a, b)
	}
}

// FuzzReadCheck: a report of anybody's making is refused or can be written in
// every format; what was written is read back.
func FuzzReadCheck(f *testing.F) {
	files, _ := filepath.Glob("testdata/formats/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Files[0].Data)
	}
	f.Add([]byte("\ufeff{\"schemaVersion\":1}\r\n\x00\xff"))
	f.Add([]byte(`{"schemaVersion":1,"summary":{},"gate":"new","findings":[{"rule":"հաց","severity":"error","tier":"text","line":-1,"args":{"Facts":[{}],"Lost":null,"Words":1e300}}]}`))
	p := say.New("en")
	text := &Text{Out: term.NewOut(io.Discard, func(string) string { return "" }), Say: p}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadCheck(data)
		if err != nil {
			return
		}
		var first string
		for _, format := range Formats(text) {
			var b bytes.Buffer
			if err := format.Writer(&b, c, p); err != nil {
				t.Fatalf("%s: %v", format.Name, err)
			}
			if format.Name == "json" {
				first = b.String()
			}
		}
		again, err := ReadCheck([]byte(first))
		if err != nil {
			t.Fatalf("%v in\n%s", err, first)
		}
		var b bytes.Buffer
		if err := writeJSONCheck(&b, again, p); err != nil || b.String() != first {
			t.Fatalf("read back and written again (%v):\n%s\nfirst:\n%s", err, b.String(), first)
		}
	})
}
