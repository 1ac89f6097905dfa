package report

import (
	"encoding/json"
	"fmt"
	"io"

	"zuyg/internal/diff"
	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/source"
)

func writeJSONCheck(w io.Writer, c *Check, p *say.Printer) error {
	return WriteJSON(w, CheckJSON(c, p))
}

// CheckJSON is the document of "check --json". Messages are in the language of
// the printer. It holds all that ReadCheck needs to make the Check again.
func CheckJSON(c *Check, p *say.Printer) any {
	errors, warnings, infos := finding.Count(c.Findings)
	known, ignored := c.hidden()
	summary := &object{}
	summary.put("error", errors)
	summary.put("warning", warnings)
	summary.put("info", infos)
	o := &object{}
	o.put("schemaVersion", SchemaVersion)
	o.put("summary", summary)
	o.put("known", known)
	o.put("ignored", ignored)
	o.put("articles", c.Articles)
	o.put("messages", c.Messages)
	o.put("languages", c.Langs)
	o.put("gate", c.Gate)
	o.put("failOn", c.FailOn)
	o.put("failed", c.Fails())
	if c.Folder != "" {
		o.put("folder", c.Folder)
	}
	if c.Shard != "" {
		o.put("shard", c.Shard)
		o.put("pending", findingsJSON(c.Pending, p))
	}
	if len(c.Notes) > 0 {
		o.put("notes", c.Notes)
	}
	o.put("findings", findingsJSON(c.Findings, p))
	return o
}

func findingsJSON(fs []finding.Finding, p *say.Printer) []any {
	list := make([]any, len(fs))
	for i := range fs {
		list[i] = findingJSON(&fs[i], p)
	}
	return list
}

func findingJSON(f *finding.Finding, p *say.Printer) any {
	o := &object{}
	o.put("rule", f.Rule)
	o.put("severity", f.Severity.String())
	o.put("tier", f.Tier.String())
	o.put("lang", f.Lang)
	if f.Key != "" {
		o.put("key", f.Key)
	} else {
		o.put("article", f.Article)
	}
	o.put("unit", f.Unit)
	o.put("file", f.Path)
	o.put("line", f.Start.Line)
	o.put("column", f.Start.Column)
	o.put("endLine", f.End.Line)
	o.put("endColumn", f.End.Column)
	o.put("message", Message(f, p))
	args := &object{}
	for _, k := range f.ArgNames() {
		args.put(k, f.Args[k])
	}
	o.put("args", args)
	o.put("fingerprint", f.Fingerprint())
	putIf := func(key, value string) {
		if value != "" {
			o.put(key, value)
		}
	}
	putIf("next", Next(f))
	putIf("variant", f.Variant)
	putIf("identity", f.Identity)
	putIf("category", f.Category)
	putIf("status", f.Status)
	putIf("baseline", f.Baseline)
	putIf("since", f.Since)
	if f.Repeat > 0 {
		o.put("repeat", f.Repeat)
	}
	// Bytes and UTF-16 units from the line's start, 1-based as columns are.
	o.put("byteColumn", f.Start.Byte)
	o.put("endByteColumn", f.End.Byte)
	o.put("utf16Column", f.Start.UTF16)
	o.put("endUTF16Column", f.End.UTF16)
	if f.Ignored != nil {
		o.put("ignored", ignoreJSON(f.Ignored))
	}
	if f.Was != f.Now {
		o.put("diff", hunksJSON(f))
	}
	if len(f.Fix) > 0 {
		fixes := make([]any, len(f.Fix))
		for i := range f.Fix {
			fixes[i] = editJSON(&f.Fix[i])
		}
		o.put("fix", fixes)
	}
	return o
}

func ignoreJSON(g *finding.Ignore) any {
	o := &object{}
	o.put("reason", g.Reason)
	o.put("until", g.Until)
	o.put("file", g.Path)
	o.put("line", g.At.Line)
	return o
}

func hunksJSON(f *finding.Finding) []any {
	hunks := []any{}
	for _, h := range diff.Words(f.Was, f.Now) {
		x := &object{}
		x.put("op", opName(h.Op))
		x.put("text", h.Text)
		hunks = append(hunks, x)
	}
	return hunks
}

func opName(op diff.Op) string {
	switch op {
	case diff.Delete:
		return "delete"
	case diff.Insert:
		return "insert"
	}
	return "equal"
}

func editJSON(e *finding.Edit) any {
	o := &object{}
	o.put("file", e.Path)
	o.put("start", e.Span.Start)
	o.put("end", e.Span.End)
	o.put("from", e.From)
	o.put("to", e.To)
	o.put("was", e.Was)
	o.put("text", e.Text)
	return o
}

// Edits is the document of "check --fix --dry-run --json".
func Edits(edits []finding.Edit) any {
	list := make([]any, len(edits))
	for i := range edits {
		list[i] = editJSON(&edits[i])
	}
	return Object("edits", list)
}

// checkFile is what ReadCheck takes from the JSON of a check.
type checkFile struct {
	SchemaVersion int           `json:"schemaVersion"`
	Articles      int           `json:"articles"`
	Messages      int           `json:"messages"`
	Languages     [2]string     `json:"languages"`
	Gate          string        `json:"gate"`
	FailOn        string        `json:"failOn"`
	Folder        string        `json:"folder"`
	Shard         string        `json:"shard"`
	Notes         []Note        `json:"notes"`
	Pending       []findingFile `json:"pending"`
	Findings      []findingFile `json:"findings"`
	Summary       *struct{}     `json:"summary"`
}

type findingFile struct {
	Rule, Severity, Tier, Lang, Article, Key, Unit, File string
	Line, Column, EndLine, EndColumn                     int
	ByteColumn, EndByteColumn                            int
	UTF16Column, EndUTF16Column                          int
	Args                                                 finding.Args
	Variant, Identity, Category, Status, Baseline, Since string
	Repeat                                               int
	Ignored                                              *struct {
		Reason, Until, File string
		Line                int
	}
	Diff []struct{ Op, Text string }
	Fix  []struct {
		File       string
		Start, End int
		From, To   source.Position
		Was, Text  string
	}
}

// ReadCheck reads what CheckJSON wrote, into a Check that every format can be
// made from again. The error says what is wrong with data, without a place.
func ReadCheck(data []byte) (*Check, error) {
	var in checkFile
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, err
	}
	if in.SchemaVersion != SchemaVersion || in.Summary == nil || in.Gate == "" {
		return nil, fmt.Errorf("no report of zuyg check of schema version %d", SchemaVersion)
	}
	c := &Check{Articles: in.Articles, Messages: in.Messages, Langs: in.Languages, Gate: in.Gate, FailOn: in.FailOn,
		Folder: in.Folder, Shard: in.Shard, Notes: in.Notes}
	var err error
	if c.Findings, err = readFindings(in.Findings); err != nil {
		return nil, err
	}
	c.Pending, err = readFindings(in.Pending)
	return c, err
}

func readFindings(list []findingFile) ([]finding.Finding, error) {
	out := make([]finding.Finding, len(list))
	for i := range list {
		in, f := &list[i], &out[i]
		severity, ok1 := finding.SeverityOf(in.Severity)
		tier, ok2 := finding.TierOf(in.Tier)
		if !ok1 || !ok2 || in.Rule == "" {
			return nil, fmt.Errorf("finding %d has rule %q, severity %q and tier %q", i+1, in.Rule, in.Severity, in.Tier)
		}
		*f = finding.Finding{Rule: in.Rule, Variant: in.Variant, Severity: severity, Tier: tier, Lang: in.Lang,
			Article: in.Article, Key: in.Key, Unit: in.Unit, Path: in.File,
			Start: source.Position{Line: in.Line, Column: in.Column, Byte: in.ByteColumn, UTF16: in.UTF16Column},
			End:   source.Position{Line: in.EndLine, Column: in.EndColumn, Byte: in.EndByteColumn, UTF16: in.EndUTF16Column},
			Args:  in.Args, Identity: in.Identity, Category: in.Category, Status: in.Status,
			Baseline: in.Baseline, Since: in.Since, Repeat: in.Repeat}
		if g := in.Ignored; g != nil {
			f.Ignored = &finding.Ignore{Reason: g.Reason, Until: g.Until, Path: g.File, At: source.Position{Line: g.Line, Column: 1, Byte: 1, UTF16: 1}}
		}
		for _, h := range in.Diff {
			if h.Op != "insert" {
				f.Was += h.Text
			}
			if h.Op != "delete" {
				f.Now += h.Text
			}
		}
		for _, e := range in.Fix {
			f.Fix = append(f.Fix, finding.Edit{Path: e.File, Span: source.Span{Start: e.Start, End: e.End}, From: e.From, To: e.To, Was: e.Was, Text: e.Text})
		}
	}
	return out, nil
}
