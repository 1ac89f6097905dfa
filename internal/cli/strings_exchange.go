package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/desk"
	"zuyg/internal/exchange"
	"zuyg/internal/project"
	"zuyg/internal/report"
	"zuyg/internal/term"
	"zuyg/internal/track"
)

// runStringsExport writes a hand-off file: what is open, or all.
func runStringsExport(c *call) error {
	format := c.Args().First()
	if format != "csv" && format != "po" {
		return nearestError("error.strings-format", format, "", project.Nearest(format, exchange.Formats()))
	}
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	uses, err := p.Uses()
	if err != nil {
		return err
	}
	f, err := d.HandOff(uses, func(m *track.Message) bool { return c.Bool("all") || isOpen(&m.Unit) })
	if err != nil {
		return err
	}
	data := exchange.WriteCSV
	if format == "po" {
		out, err := exchange.WritePO(f)
		if errors.Is(err, exchange.ErrPlural) {
			err = &usageError{id: "error.strings-po", args: map[string]any{"Lang": f.Langs[1]}}
		}
		if err != nil {
			return err
		}
		data = func(*exchange.File) []byte { return out }
	}
	_, err = c.out.Write(data(f))
	return err
}

// runStringsImport takes translations back. What is refused is shown with the
// reason, and the exit code is 1.
func runStringsImport(c *call) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	name := c.Args().First()
	data, err := readBounded(c.file(name))
	if err != nil {
		return err
	}
	target := p.Settings.Languages[0]
	if target == p.Settings.Strings.Source {
		target = p.Settings.Languages[1]
	}
	var f *exchange.File
	po := strings.EqualFold(filepath.Ext(name), ".po")
	if po {
		f, err = exchange.ReadPO(name, data, catalog.PluralsOf(target))
	} else {
		f, err = exchange.ReadCSV(name, data)
	}
	if errors.Is(err, exchange.ErrPlural) {
		err = &usageError{id: "error.strings-po", args: map[string]any{"Lang": target}}
	}
	if err != nil {
		return err
	}
	r, all, err := d.ImportStrings(f, po, c.Bool("dry-run"))
	if err != nil {
		return err
	}
	refused := 0
	list := []any{}
	for _, x := range all {
		if x.Refused {
			refused++
		}
		_, outcome, _ := strings.Cut(x.ID, "-")
		list = append(list, map[string]any{"key": x.Key, "line": x.Line, "outcome": outcome, "refused": x.Refused, "was": x.Was, "now": x.Now})
	}
	if c.Bool("json") {
		err = report.WriteJSON(c.out, report.Object("dryRun", c.Bool("dry-run"), "messages", list))
	} else {
		err = c.showImported(name, r, all)
	}
	if err == nil && refused > 0 {
		err = errFindings
	}
	return err
}

// outcomes are what may become of a string of a hand-off file, in the order of
// the summary.
var outcomes = []string{"strings.import-set", "strings.import-unchanged", "strings.import-empty", "strings.import-fuzzy", "strings.import-unknown",
	"strings.import-unmarked", "strings.import-source-moved", "strings.import-target-moved", "strings.import-form"}

func (c *call) showImported(name string, r *desk.StringsResult, all []desk.ImportedString) error {
	if c.Bool("dry-run") {
		for _, f := range r.Changes {
			if err := c.text().LineDiff(f.Path, f.Before, f.After); err != nil {
				return err
			}
		}
	}
	n := map[string]int{}
	for _, x := range all {
		n[x.ID]++
		if !x.Refused {
			continue
		}
		fmt.Fprintf(c.out, "%s %s:%d %s  %s\n", c.out.In(term.Red, "✗"), name, x.Line, c.out.In(term.Bold, term.Safe(x.Key)), c.say.Say(x.ID, map[string]any{"Form": x.Form}))
		if x.Was != "" || x.Now != "" {
			fmt.Fprintf(c.out, "    %s\n    %s\n", c.say.Say("strings.import-handed", map[string]any{"Text": oneLine(x.Was)}), c.say.Say("strings.import-now", map[string]any{"Text": oneLine(x.Now)}))
		}
	}
	for _, id := range outcomes {
		if n[id] > 0 {
			fmt.Fprintf(c.out, "%s  %s\n", term.PadLeft(c.say.Number(n[id]), 6), c.say.Say(id, map[string]any{"Form": ""}))
		}
	}
	return nil
}

// oneLine shows a text of several lines in one.
func oneLine(text string) string { return term.Safe(strings.Join(strings.Fields(text), " ")) }
