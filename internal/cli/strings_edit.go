package cli

import (
	"fmt"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/desk"
	"zuyg/internal/report"
	"zuyg/internal/term"
	"zuyg/internal/track"
)

func runStringsSet(c *call) error {
	d, _, err := c.desk()
	if err != nil {
		return err
	}
	key, hash, _ := strings.Cut(c.Args().Get(0), "@")
	r, err := d.SetString(key, c.Args().Get(1), desk.SetOptions{Lang: c.String("lang"), Form: c.String("form"), Hash: hash,
		Delete: c.Bool("delete"), Reason: c.String("reason")}, c.Bool("dry-run"))
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return c.stringsJSON(r)
	}
	return c.showStrings(r)
}

func runStringsAdd(c *call) error {
	d, _, err := c.desk()
	if err != nil {
		return err
	}
	o := desk.AddOptions{File: c.String("file"), After: c.String("after"), Reason: c.String("reason")}
	field := func(side int, name, text string) {
		if text != "" {
			o.Fields[side] = append(o.Fields[side], catalog.Field{Name: name, Text: text})
		}
	}
	field(0, "description", c.String("description"))
	field(0, "one", c.String("one"))
	field(0, "other", c.Args().Get(1))
	field(1, "one", c.String("one-translation"))
	field(1, "other", c.Args().Get(2))
	r, err := d.AddString(c.Args().Get(0), o, c.Bool("dry-run"))
	if err != nil {
		return err
	}
	return c.showStrings(r)
}

// runStringsMove renames a key, and says where the code still has the old one.
func runStringsMove(c *call) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	r, err := d.MoveString(c.Args().Get(0), c.Args().Get(1), c.Bool("dry-run"))
	if err != nil {
		return err
	}
	if err := c.showStrings(r); err != nil {
		return err
	}
	uses, err := p.Uses()
	if err != nil || uses == nil {
		return err
	}
	for _, u := range uses.Of(c.Args().Get(0)) {
		fmt.Fprintln(c.out, c.say.Say("strings.still-used", map[string]any{"Place": fmt.Sprintf("%s:%d:%d", u.Path, u.Start.Line, u.Start.Column)}))
	}
	return nil
}

func runStringsRemove(c *call) error {
	d, _, err := c.desk()
	if err != nil {
		return err
	}
	r, err := d.RemoveStrings(c.Args().Slice(), c.Bool("delete"), c.Bool("dry-run"))
	if err != nil {
		return err
	}
	return c.showStrings(r)
}

// runStringsFormat brings the files into form, or with --check says which are
// not.
func runStringsFormat(c *call) error {
	d, _, err := c.desk()
	if err != nil {
		return err
	}
	r, err := d.FormatStrings(c.Bool("dry-run") || c.Bool("check"))
	if err != nil {
		return err
	}
	if !c.Bool("check") {
		return c.showStrings(r)
	}
	for _, f := range r.Changes {
		fmt.Fprintln(c.out, c.say.Say("strings.not-formatted", map[string]any{"Path": f.Path}))
	}
	if len(r.Changes) > 0 {
		return errFindings
	}
	return c.nothing("strings.formatted")
}

func runStringsStamp(c *call) error {
	d, _, err := c.desk()
	if err != nil {
		return err
	}
	r, err := d.StampStrings(c.Args().Slice(), c.Bool("dry-run"))
	if err != nil {
		return err
	}
	r.Done = nil // their states did not change
	return c.showStrings(r)
}

// decideStrings confirms or reviews the named messages, or all.
func (c *call) decideStrings(review bool) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	all := c.Bool("all")
	if all == (c.NArg() > 0) {
		return &usageError{id: "error.strings-name"}
	}
	if all && !c.Bool("yes") {
		s, err := p.Messages()
		if err != nil {
			return err
		}
		if ok, err := c.ask("strings.ask-all", map[string]any{"Count": len(s.Messages), "Number": c.say.Number(len(s.Messages))}); err != nil || !ok {
			return err
		}
	}
	var picks []desk.KeyPick
	for _, arg := range c.Args().Slice() {
		key, hash, _ := strings.Cut(arg, "@")
		picks = append(picks, desk.KeyPick{Key: key, Hash: hash})
	}
	var r *desk.StringsResult
	if review {
		r, err = d.ReviewStrings(picks, all)
	} else {
		r, err = d.AcceptStrings(picks, all, desk.Options{Reason: strings.TrimSpace(c.String("reason"))})
	}
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = c.stringsJSON(r)
	} else {
		err = c.showStrings(r)
	}
	for _, x := range r.Done {
		if err == nil && x.Skipped != "" {
			err = errFindings
		}
	}
	return err
}

// showStrings says what was recorded and which files were written; of a dry
// run it shows the files as they would be.
func (c *call) showStrings(r *desk.StringsResult) error {
	if c.Bool("dry-run") {
		for _, f := range r.Changes {
			if err := c.text().LineDiff(f.Path, f.Before, f.After); err != nil {
				return err
			}
		}
		if len(r.Changes) == 0 {
			return c.nothing("strings.nothing")
		}
		return nil
	}
	short := len(r.Done) > 40
	n := 0
	for _, x := range r.Done {
		switch {
		case x.Skipped != "":
			fmt.Fprintf(c.out, "%s %s  %s\n", c.out.In(term.Yellow, "–"), term.Safe(x.Key), c.say.Say(x.Skipped, map[string]any{"State": c.say.Say("state."+x.Was.String(), nil)}))
		case !short:
			fmt.Fprintf(c.out, "%s %s  %s → %s\n", c.out.In(term.Green, "✓"), term.Safe(x.Key), c.say.Say("state."+x.Was.String(), nil), c.say.Say("state."+x.Status, nil))
			n++
		default:
			n++
		}
	}
	if short {
		fmt.Fprintln(c.out, c.say.Say("strings.recorded", map[string]any{"Count": n, "Number": c.say.Number(n)}))
	}
	for _, f := range r.Changes {
		fmt.Fprintln(c.out, c.say.Say("strings.wrote", map[string]any{"Path": f.Path}))
	}
	if len(r.Changes) == 0 && len(r.Done) == 0 {
		return c.nothing("strings.nothing")
	}
	return nil
}

func (c *call) stringsJSON(r *desk.StringsResult) error {
	list, paths := []any{}, []string{}
	for _, x := range r.Done {
		list = append(list, map[string]any{"key": x.Key, "was": x.Was.String(), "hash": x.Hash, "status": x.Status, "untouched": x.Untouched, "reason": x.Reason, "skipped": x.Skipped})
	}
	for _, f := range r.Changes {
		paths = append(paths, f.Path)
	}
	return report.WriteJSON(c.out, report.Object("decisions", list, "files", paths))
}

// lineOf is a text of a message in one line.
func lineOf(m *track.Message, side int) string { return term.Cut(term.Safe(m.Sides[side].Text), 60) }
