package cli

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"zuyg/internal/desk"
	"zuyg/internal/disk"
	"zuyg/internal/gate"
	"zuyg/internal/project"
	"zuyg/internal/report"
)

// output is one way to write a report, and where to: "" is standard output.
type output struct {
	format report.Format
	path   string
}

// outputs reads --output and --json; without either it is text.
func (c *call) outputs() ([]output, error) {
	formats := report.Formats(c.text())
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	specs := c.StringSlice("output")
	if c.Bool("json") {
		specs = append([]string{"json"}, specs...)
	}
	if len(specs) == 0 {
		specs = []string{"text"}
	}
	var out []output
	var shown []report.Format // on standard output
	for _, spec := range specs {
		name, path, named := strings.Cut(spec, ":")
		i := slices.Index(names, name)
		if i < 0 || named && path == "" {
			return nil, &usageError{id: "error.output", args: map[string]any{"Value": spec, "Choices": strings.Join(names, ", ")}}
		}
		if path == "-" {
			path = ""
		}
		if path == "" {
			shown = append(shown, formats[i])
		} else if slices.ContainsFunc(out, func(o output) bool { return filepath.Clean(o.path) == filepath.Clean(path) }) {
			return nil, &usageError{id: "error.output-twice", args: map[string]any{"Path": path}}
		}
		out = append(out, output{formats[i], path})
	}
	if len(shown) > 1 && slices.ContainsFunc(shown, func(f report.Format) bool { return !f.Mixed }) {
		return nil, &usageError{id: "error.output-mixed"}
	}
	return out, nil
}

// writeOutputs writes a report in all its forms: those that go to files first,
// each whole or not at all, so that a failure is seen before anything is shown.
// A file that the user names may lie anywhere, as with ">"; its folder must be
// there, and it is never written through a link or over a device.
func (c *call) writeOutputs(r *report.Check, outputs []output) error {
	for _, o := range outputs {
		if o.path == "" {
			continue
		}
		var b bytes.Buffer
		if err := o.format.Writer(&b, r, c.say); err != nil {
			return err
		}
		if err := writeOutside(c.dir, o.path, b.Bytes()); err != nil {
			return err
		}
	}
	for _, o := range outputs {
		if o.path != "" {
			continue
		}
		if err := o.format.Writer(c.out, r, c.say); err != nil {
			return err
		}
	}
	return nil
}

func writeOutside(dir, name string, data []byte) error {
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	root, err := disk.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	return root.WriteAll([]disk.Write{{Name: filepath.Base(name), Data: data}})
}

// writeBaseline accepts all findings of a check.
func (c *call) writeBaseline(d *desk.Desk, p *project.Project, checked *desk.Checked) error {
	name := p.Settings.Gate.Baseline
	if flagged := c.String("baseline"); flagged != "" {
		var err error
		if name, err = c.within(p, flagged); err != nil {
			return err
		}
	}
	if name == "" {
		name = defaultBaseline
	}
	data, n := gate.NewBaseline(checked.Findings)
	if err := d.SaveBaseline(name, data, nil); err != nil {
		return err
	}
	return c.saidBaseline("check.baseline-written", name, n, p.Settings.Gate.Baseline == name)
}

// pruneBaseline takes out of the baseline what is mended.
func (c *call) pruneBaseline(d *desk.Desk, name string, checked *desk.Checked) error {
	data, gone := checked.PrunedBaseline()
	if gone > 0 {
		if err := d.SaveBaseline(name, data, checked.BaseData); err != nil {
			return err
		}
	}
	return c.saidBaseline("check.baseline-pruned", name, gone, true)
}

func (c *call) saidBaseline(id, name string, n int, used bool) error {
	text := c.say.Say(id, map[string]any{"Count": n, "Number": c.say.Number(n), "Path": name})
	if !used {
		text += "\n" + c.say.Say("check.baseline-use", map[string]any{"Path": name})
	}
	_, err := fmt.Fprintln(c.out, text)
	return err
}

// fix makes the mechanical edits; with --dry-run it shows them and fails when
// there are any.
func (c *call) fix(d *desk.Desk, checked *desk.Checked) error {
	edits := desk.Fixes(checked.Findings)
	if !c.Bool("dry-run") {
		if len(edits) == 0 {
			return nil
		}
		if err := d.Fix(edits); err != nil {
			return err
		}
		return c.saidEdits(c.err, "check.fixed", len(edits))
	}
	if c.Bool("json") {
		if err := report.WriteJSON(c.out, report.Edits(edits)); err != nil {
			return err
		}
	} else {
		if err := c.text().Edits(edits); err != nil {
			return err
		}
		if err := c.saidEdits(c.out, "check.would-fix", len(edits)); err != nil {
			return err
		}
	}
	if len(edits) > 0 {
		return errFindings
	}
	return nil
}

func (c *call) saidEdits(w io.Writer, id string, n int) error {
	_, err := io.WriteString(w, c.say.Say(id, map[string]any{"Count": n, "Number": c.say.Number(n)})+"\n")
	return err
}
