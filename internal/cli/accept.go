package cli

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	xterm "golang.org/x/term"

	"zuyg/internal/desk"
	"zuyg/internal/project"
	"zuyg/internal/report"
	"zuyg/internal/term"
	"zuyg/internal/vcs"
)

func acceptCommand() command {
	return command{
		name: "accept", args: "ARTICLE#UNIT[@HASH][,UNIT…]… | [ARTICLE…] --all", most: -1, slugs: true,
		flags: []flag{{name: "all"}, {name: "yes", short: "y"}, {name: "reason", value: "TEXT"}, jsonFlag},
		examples: []string{"zuyg accept bread-prices#k3f9a2bc", "zuyg accept bread-prices#k3f9a2bc@1a2b3c4d,m2n3p4qr",
			"zuyg accept bread-prices --all", "zuyg accept bread-prices#k3f9a2bc --reason \"the Armenian says it already\"",
			"zuyg accept bread-prices#xabcdefg.en+xhijklmn.hy", "zuyg accept --all --yes"},
		run: func(c *call) error { return c.decide(false) },
	}
}

func reviewCommand() command {
	return command{
		name: "review", args: "ARTICLE#UNIT[@HASH][,UNIT…]… | [ARTICLE…] --all", most: -1, slugs: true,
		flags:    []flag{{name: "all"}, {name: "yes", short: "y"}, jsonFlag},
		examples: []string{"zuyg review bread-prices#k3f9a2bc", "zuyg review bread-prices --all"},
		run:      func(c *call) error { return c.decide(true) },
	}
}

// decide confirms or reviews what the command line names.
func (c *call) decide(review bool) error {
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	targets, err := c.targets(p)
	if err != nil {
		return err
	}
	if len(c.Args().Slice()) == 0 && !c.Bool("yes") {
		if ok, err := c.ask("accept.ask-all", map[string]any{"Count": len(targets), "Number": c.say.Number(len(targets))}); err != nil {
			return err
		} else if !ok {
			return c.nothing("accept.no")
		}
	}
	set, end := c.progress()
	var done []desk.Done
	if review {
		done, err = d.Review(c.Context.Context, targets, set)
	} else {
		var o desk.Options
		if o.Reason, err = c.reason(p, targets); err == nil {
			done, err = d.Accept(c.Context.Context, targets, o, set)
		}
	}
	end()
	if showErr := c.showDone(p.Root().Path(), done, err == nil); showErr != nil {
		return showErr
	}
	return err
}

// targets reads the articles and units on the command line. Every article is
// named once; --all without any names all there are, with the texts they have
// now.
func (c *call) targets(p *project.Project) ([]desk.Target, error) {
	refs, err := c.refs(p)
	if err != nil {
		return nil, err
	}
	if len(refs) == 0 && !c.Bool("all") {
		return nil, &usageError{id: "error.name-units"}
	}
	if len(refs) == 0 {
		return c.allTargets(p)
	}
	var out []desk.Target
	for _, r := range refs {
		if (r.Unit == "") != c.Bool("all") {
			return nil, &usageError{id: "error.units-or-all", args: map[string]any{"Article": r.Slug}}
		}
		i := slices.IndexFunc(out, func(t desk.Target) bool { return t.Slug == r.Slug })
		if i < 0 {
			i = len(out)
			out = append(out, desk.Target{Slug: r.Slug})
		}
		for u := range strings.SplitSeq(r.Unit, ",") {
			if u != "" {
				out[i].Units = append(out[i].Units, desk.ParsePick(u))
			}
		}
	}
	return out, nil
}

func (c *call) allTargets(p *project.Project) ([]desk.Target, error) {
	var out []desk.Target
	for a, err := range p.Articles(c.Context.Context) {
		if err != nil {
			return nil, err
		}
		out = append(out, desk.Target{Slug: a.Slug, Digest: desk.Digest(a)})
	}
	return out, nil
}

// reason is what --reason says, or what the user answers when a named unit
// needs one.
func (c *call) reason(p *project.Project, targets []desk.Target) (string, error) {
	if r := strings.TrimSpace(c.String("reason")); r != "" || !c.interactive() || c.Bool("all") {
		return r, nil
	}
	for _, t := range targets {
		a, err := p.Article(t.Slug)
		if err != nil {
			return "", err
		}
		for _, pick := range t.Units {
			u := a.Unit(pick.Parts[0].Unit)
			if u == nil || len(pick.Parts) > 1 || !u.NeedsReason() {
				continue
			}
			if err := c.text().Diff(a, u); err != nil {
				return "", err
			}
			return c.line(c.say.Say("accept.ask-reason", nil))
		}
	}
	return "", nil
}

// showDone says what was recorded in the project in folder dir and what was
// not; whole is false after an error, which is shown too.
func (c *call) showDone(dir string, done []desk.Done, whole bool) error {
	if c.Bool("json") {
		return c.doneJSON(done)
	}
	recorded, skipped := 0, 0
	paths := map[string]bool{}
	short := len(done) > 40
	for _, d := range done {
		if d.Skipped != "" {
			skipped++
			fmt.Fprintf(c.out, "%s %s#%s  %s\n", c.out.In(term.Yellow, "–"), d.Slug, d.Unit, c.say.Say(d.Skipped, map[string]any{"Article": d.Slug, "Unit": d.Unit, "State": c.say.Say("state."+d.Was.String(), nil), "Who": ""}))
			continue
		}
		recorded++
		paths[d.RecordPath] = true
		if short {
			continue
		}
		note := ""
		if d.Untouched {
			note = "  " + c.out.In(term.Yellow, c.say.Say("accept.untouched", nil))
		}
		if d.Reason != "" {
			note += "  " + c.say.Say("diff.reason", map[string]any{"Reason": term.Safe(d.Reason)})
		}
		fmt.Fprintf(c.out, "%s %s#%s@%s  %s → %s%s\n", c.out.In(term.Green, "✓"), d.Slug, d.Unit, d.Hash,
			c.say.Say("state."+d.Was.String(), nil), c.say.Say("state."+d.Status, nil), note)
	}
	if recorded > 0 {
		fmt.Fprintf(c.out, "%s\n", c.say.Say("accept.recorded", map[string]any{"Count": recorded, "Number": c.say.Number(recorded)}))
		if len(paths) == 1 {
			for path := range paths {
				id := "accept.undo"
				if !vcs.Tracked(c.Context.Context, dir, path) {
					id = "accept.commit"
				}
				fmt.Fprintf(c.out, "%s\n", c.out.In(term.Dim, c.say.Say(id, map[string]any{"Path": path})))
			}
		}
	} else if skipped == 0 && whole {
		return c.nothing("accept.nothing")
	}
	if skipped > 0 && whole {
		return errFindings
	}
	return nil
}

func (c *call) doneJSON(done []desk.Done) error {
	list := []any{}
	skipped := false
	for _, d := range done {
		list = append(list, map[string]any{"article": d.Slug, "unit": d.Unit, "was": d.Was.String(), "hash": d.Hash, "status": d.Status,
			"untouched": d.Untouched, "reason": d.Reason, "skipped": d.Skipped})
		skipped = skipped || d.Skipped != ""
	}
	if err := report.WriteJSON(c.out, report.Object("decisions", list)); err != nil {
		return err
	}
	if skipped {
		return errFindings
	}
	return nil
}

// interactive reports whether somebody can answer.
func (c *call) interactive() bool {
	f, ok := c.in.(*os.File)
	return ok && xterm.IsTerminal(int(f.Fd())) && c.err.Cells > 0
}

// ask puts a question that is answered with yes or no. Where nobody can answer
// it is an error that says how to answer beforehand.
func (c *call) ask(id string, args map[string]any) (bool, error) {
	if !c.interactive() {
		return false, &usageError{id: "error.ask-yes"}
	}
	answer, err := c.line(c.say.Say(id, args))
	if err != nil {
		return false, err
	}
	return isYes(answer), nil
}

// isYes reads an answer in either language. Whatever is not clearly yes is no.
func isYes(answer string) bool {
	return slices.Contains([]string{"y", "yes", "ա", "այո", "ayo"}, strings.ToLower(strings.TrimSpace(answer)))
}

// line asks for a line of text.
func (c *call) line(prompt string) (string, error) {
	fmt.Fprintf(c.err, "%s ", prompt)
	text, err := bufio.NewReader(c.in).ReadString('\n')
	if err != nil && text == "" {
		return "", &usageError{id: "error.ask-yes"}
	}
	return strings.TrimSpace(text), nil
}
