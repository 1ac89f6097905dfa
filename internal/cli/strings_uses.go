package cli

import (
	"fmt"
	"strings"

	"zuyg/internal/lang"
	"zuyg/internal/report"
	"zuyg/internal/term"
	"zuyg/internal/track"
	"zuyg/internal/usage"
)

func usesOf(u *usage.Uses, key string) []usage.Use {
	if u == nil {
		return nil
	}
	return u.Of(key)
}

// looked returns the messages and where the code uses them; where nobody says
// which code that is, it can't be judged.
func (c *call) looked() (*track.Strings, *usage.Uses, error) {
	p, s, err := c.messages()
	if err != nil {
		return nil, nil, err
	}
	u, err := p.Uses()
	if err == nil && u == nil {
		err = &usageError{id: "error.strings-usage"}
	}
	return s, u, err
}

// runStringsFind shows where a key is used and what it says; for a text, which
// messages hold it.
func runStringsFind(c *call) error {
	p, s, err := c.messages()
	if err != nil {
		return err
	}
	uses, err := p.Uses()
	if err != nil {
		return err
	}
	word := c.Args().First()
	folded := lang.Fold(word)
	var found []*track.Message
	for i := range s.Messages {
		m := &s.Messages[i]
		if m.Key == word || strings.Contains(m.Key, word) || strings.Contains(lang.Fold(m.Sides[0].Text), folded) || strings.Contains(lang.Fold(m.Sides[1].Text), folded) {
			found = append(found, m)
		}
	}
	if c.Bool("json") {
		list := []any{}
		for _, m := range found {
			list = append(list, report.StringUses(s, m, usesOf(uses, m.Key)))
		}
		return report.WriteJSON(c.out, report.Object("messages", list))
	}
	if len(found) == 0 {
		return c.nothing("strings.find-none")
	}
	var rows [][]string
	for _, m := range found {
		for side := range s.Langs {
			if m.On[side] != nil {
				at := m.In[side].Source.Position(m.On[side].Name.Start)
				rows = append(rows, []string{fmt.Sprintf("%s:%d:%d", m.In[side].Source.Path, at.Line, at.Column), c.out.In(term.Bold, term.Safe(m.Key)), lineOf(m, side)})
			}
		}
		for _, u := range usesOf(uses, m.Key) {
			rows = append(rows, []string{fmt.Sprintf("%s:%d:%d", u.Path, u.Start.Line, u.Start.Column), term.Safe(m.Key), c.out.In(term.Dim, c.say.Say("strings.use", nil))})
		}
	}
	return term.Table(c.out, rows, "  ")
}

// runStringsUnused lists the messages that no code uses, with how much of the
// code could not be followed.
func runStringsUnused(c *call) error {
	s, u, err := c.looked()
	if err != nil {
		return err
	}
	var unused []*track.Message
	declared := 0
	for i := range s.Messages {
		m := &s.Messages[i]
		switch {
		case u.Mentioned(m.Key):
		case u.Declared(m.Key):
			declared++
		default:
			unused = append(unused, m)
		}
	}
	if c.Bool("json") {
		list := []any{}
		for _, m := range unused {
			list = append(list, report.StringJSON(s, m, false))
		}
		err = report.WriteJSON(c.out, report.Object("unused", list, "declared", declared, "dynamic", len(u.Dynamic), "files", u.Files))
	} else {
		for _, m := range unused {
			side := s.Lead
			if m.On[side] == nil {
				side = 1 - side
			}
			at := m.In[side].Source.Position(m.On[side].Name.Start)
			fmt.Fprintf(c.out, "%s %s\n", c.out.In(term.Bold, fmt.Sprintf("%s:%d:%d:", m.In[side].Source.Path, at.Line, at.Column)), term.Safe(m.Key))
		}
		fmt.Fprintln(c.out, c.say.Say("strings.unused-total", map[string]any{"Count": len(unused), "Number": c.say.Number(len(unused)),
			"Files": c.say.Number(u.Files), "Dynamic": c.say.Number(len(u.Dynamic)), "Declared": c.say.Number(declared)}))
		c.unread(u)
	}
	if err == nil && len(unused)+len(u.Unread) > 0 {
		err = errFindings
	}
	return err
}

// runStringsUndefined lists the keys that code uses and no file has.
func runStringsUndefined(c *call) error {
	s, u, err := c.looked()
	if err != nil {
		return err
	}
	undefined := []usage.Use{}
	for _, x := range u.Static {
		if m := s.Message(x.Key); m == nil || m.On[s.Lead] == nil {
			undefined = append(undefined, x)
		}
	}
	if c.Bool("json") {
		list := []any{}
		for _, x := range undefined {
			list = append(list, report.Use(x))
		}
		err = report.WriteJSON(c.out, report.Object("undefined", list, "uses", len(u.Static), "dynamic", len(u.Dynamic), "files", u.Files))
	} else {
		for _, x := range undefined {
			fmt.Fprintf(c.out, "%s %s\n", c.out.In(term.Bold, fmt.Sprintf("%s:%d:%d:", x.Path, x.Start.Line, x.Start.Column)), term.Safe(x.Key))
		}
		fmt.Fprintln(c.out, c.say.Say("strings.undefined-total", map[string]any{"Count": len(undefined), "Number": c.say.Number(len(undefined)),
			"Files": c.say.Number(u.Files), "Uses": c.say.Number(len(u.Static)), "Dynamic": c.say.Number(len(u.Dynamic))}))
		c.unread(u)
	}
	if err == nil && len(undefined)+len(u.Unread) > 0 {
		err = errFindings
	}
	return err
}

// unread says which files of the code could not be looked at.
func (c *call) unread(u *usage.Uses) {
	for _, f := range u.Unread {
		id := "strings.unread"
		if f.Size > 0 {
			id = "strings.unread-large"
		}
		fmt.Fprintln(c.err, c.say.Say(id, map[string]any{"Place": fmt.Sprintf("%s:%d:%d", f.Path, f.Pos.Line, f.Pos.Column), "Path": f.Path, "Detail": f.Detail, "Size": f.Size}))
	}
}
