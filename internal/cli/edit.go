package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"zuyg/internal/desk"
	"zuyg/internal/track"
)

func editCommand() command {
	return command{
		name: "edit", args: "ARTICLE[#UNIT]", least: 1, most: 1, slugs: true,
		flags:    []flag{{name: "side", value: "LANG"}},
		examples: []string{"zuyg edit bread-prices", "zuyg edit bread-prices#k3f9a2bc", "EDITOR=nano zuyg edit bread-prices#k3f9a2bc --side en"},
		run:      runEdit,
	}
}

// runEdit shows what changed, opens the editor at the very line, and offers to
// accept when the text is another one afterwards.
func runEdit(c *call) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	refs, err := c.refs(p)
	if err != nil {
		return err
	}
	a, err := p.Article(refs[0].Slug)
	if err != nil {
		return err
	}
	u, err := firstOpen(a, refs[0].Unit)
	if err != nil {
		return err
	}
	side, err := c.editSide(a, u)
	if err != nil {
		return err
	}
	if u != nil {
		if err := c.text().Diff(a, u); err != nil {
			return err
		}
	}
	file := filepath.Join(p.Root().Path(), filepath.FromSlash(a.Versions[side].Path))
	if err := c.editor(file, editLine(a, u, side)); err != nil {
		return err
	}
	if u == nil {
		return nil
	}
	now, err := p.Article(a.Slug)
	if err != nil {
		return err
	}
	after := sameUnit(now, u)
	if after == nil || after.Hash() == u.Hash() {
		return c.nothing("edit.unchanged")
	}
	if err := c.text().Diff(now, after); err != nil {
		return err
	}
	if !c.interactive() {
		return nil // the command to accept stands under the diff
	}
	if ok, err := c.ask("edit.ask", nil); err != nil || !ok {
		return err
	}
	done, err := d.Accept(c.Context.Context, []desk.Target{{Slug: a.Slug, Units: []desk.Pick{{Parts: []desk.Part{{Unit: after.ID}}, Hash: after.Hash()}}}}, desk.Options{}, nil)
	if err != nil {
		return err
	}
	return c.showDone(p.Root().Path(), done, true)
}

// firstOpen returns the unit of that id, or the first one that something is to
// be done about; nil when there is none.
func firstOpen(a *track.Article, id string) (*track.Unit, error) {
	if id != "" {
		u := a.Unit(desk.ParsePick(id).Parts[0].Unit)
		if u == nil {
			return nil, &desk.NoUnitError{Slug: a.Slug, Unit: id}
		}
		return u, nil
	}
	for i := range a.Units {
		if isOpen(&a.Units[i]) {
			return &a.Units[i], nil
		}
	}
	return nil, nil
}

// sameUnit finds a unit again after an edit: by its id, or, for a proposal,
// whose id follows its texts, by the side that stayed.
func sameUnit(a *track.Article, was *track.Unit) *track.Unit {
	if u := a.Unit(was.ID); u != nil {
		return u
	}
	for i := range a.Units {
		for side := range was.Sides {
			if t := was.Sides[side].Text; t != "" && a.Units[i].Sides[side].Text == t {
				return &a.Units[i]
			}
		}
	}
	return nil
}

// editSide is the version to open: the one named, else the translation; the
// lead when the translation was revised.
func (c *call) editSide(a *track.Article, u *track.Unit) (int, error) {
	if l := c.String("side"); l != "" {
		for i := range a.Versions {
			if a.Versions[i].Lang == l {
				return i, nil
			}
		}
		return 0, &usageError{id: "error.bad-lang", args: map[string]any{"Lang": l, "Langs": a.Versions[0].Lang + ", " + a.Versions[1].Lang}}
	}
	side := 1 - a.Lead
	if u != nil && u.State == track.Revised || a.Versions[side].Doc == nil {
		side = a.Lead
	}
	return side, nil
}

// editLine is the line of the unit, or, where that side is empty, the line
// behind the last unit before it that is there.
func editLine(a *track.Article, u *track.Unit, side int) int {
	if u == nil {
		return 1
	}
	if start, _, ok := a.At(u, side); ok {
		return start.Line
	}
	line := 1
	for i := range a.Units {
		if a.Units[i].ID == u.ID {
			break
		}
		if _, end, ok := a.At(&a.Units[i], side); ok {
			line = end.Line + 1
		}
	}
	return line
}

// editor runs $VISUAL or $EDITOR at a line. The command is split at spaces and
// run without a shell.
func (c *call) editor(file string, line int) error {
	words := strings.Fields(c.getenv("VISUAL"))
	if len(words) == 0 {
		words = strings.Fields(c.getenv("EDITOR"))
	}
	if len(words) == 0 {
		words = []string{"vi"}
	}
	switch strings.TrimSuffix(filepath.Base(words[0]), ".exe") {
	case "code", "codium", "cursor":
		words = append(words, "--wait", "--goto", fmt.Sprintf("%s:%d", file, line))
	case "subl", "hx", "helix", "zed":
		words = append(words, fmt.Sprintf("%s:%d", file, line))
	default: // vi, vim, nvim, nano, emacs, micro, joe, kak …
		words = append(words, fmt.Sprintf("+%d", line), file)
	}
	cmd := exec.CommandContext(c.Context.Context, words[0], words[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, c.out.Writer, c.err.Writer
	if err := cmd.Run(); err != nil {
		return &usageError{id: "error.editor", args: map[string]any{"Command": strings.Join(words, " "), "Detail": err.Error()}}
	}
	return nil
}
