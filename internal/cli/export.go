package cli

import (
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"zuyg/internal/desk"
	"zuyg/internal/project"
	"zuyg/internal/publish"
	"zuyg/internal/report"
)

func exportCommand() command {
	return command{
		name: "export", args: "FORMAT [ARTICLE…]", least: 1, most: -1, slugs: true,
		flags: []flag{jsonFlag, {name: "out", short: "o", value: "DIR"}, {name: "allow", value: "STATES"}, {name: "draft"},
			{name: "base", value: "URL"}, {name: "edition", value: "EDITIONS"}, {name: "bilingual", value: "STYLE"}, {name: "force"}, {name: "eject"}, {name: "blocks"}},
		examples: []string{"zuyg export html", "zuyg export html bread-prices --draft", "zuyg export feed --out site --allow stale", "zuyg export epub lake-sevan bread-prices --edition hy,both",
			"zuyg export markdown --bilingual interleaved", "zuyg export html --json | jq '.held'", "zuyg export html --eject", "zuyg export wordpress --blocks"},
		run: runExport,
	}
}

// formNames lists the forms, for help and completion.
func formNames() []string {
	var names []string
	for _, f := range publish.Forms() {
		names = append(names, f.Name)
	}
	return names
}

func runExport(c *call) error {
	o, err := c.exportOptions()
	if err != nil {
		return err
	}
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	if err := c.editions(&o, p.Settings.Languages); err != nil {
		return err
	}
	if c.Bool("eject") {
		return c.eject(d, o.Form.Name)
	}
	if o.Named, err = c.slugsOf(p, c.Args().Slice()[1:]); err != nil {
		return err
	}
	// An export makes much that is gone at once. To collect it a quarter as often
	// takes a tenth of the time off; the limit keeps the memory small.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(200 << 20)
	set, done := c.progress()
	o.Progress = set
	e, err := d.Export(c.Context.Context, o)
	done()
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = report.WriteJSON(c.out, c.text().ExportedJSON(o.Form.Name, e.Site, e.Problems, e.Result, e.Out))
	} else {
		err = c.text().Exported(e.Site, e.Problems, e.Result, e.Out)
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(e.Site.Held, func(h publish.Held) bool { return h.Named }) {
		return errFindings
	}
	return nil
}

// editions reads which editions are wanted, and how; their names are those of
// the project's languages.
func (c *call) editions(o *desk.ExportOptions, langs [2]string) error {
	if names := c.String("edition"); names != "" {
		found, bad := publish.FindEditions(langs, strings.Split(names, ","))
		if bad != "" || len(found) == 0 {
			return &usageError{id: "error.unknown-edition", args: map[string]any{"Word": bad, "Editions": strings.Join(publish.EditionNames(langs), ", ")}}
		}
		o.Settings.Editions = found
	}
	switch style := c.String("bilingual"); style {
	case "", "table":
	case "interleaved":
		o.Settings.Interleaved = true
	default:
		return &usageError{id: "error.unknown-bilingual", args: map[string]any{"Word": style, "Words": "table, interleaved"}}
	}
	return nil
}

// eject writes the default templates into the project.
func (c *call) eject(d *desk.Desk, form string) error {
	if form != "html" {
		return &usageError{id: "error.no-templates", args: map[string]any{"Format": form}}
	}
	made, err := d.Eject()
	if err != nil {
		return err
	}
	return c.made("", made)
}

// made says which files were written and which were there already; dir is the
// folder of the project.
func (c *call) made(dir string, made []desk.Made) error {
	for _, m := range made {
		id := "init.made"
		if m.Exists {
			id = "init.kept"
		}
		if _, err := fmt.Fprintln(c.out, c.say.Say(id, map[string]any{"Path": filepath.ToSlash(filepath.Join(dir, m.Path))})); err != nil {
			return err
		}
	}
	return nil
}

// exportOptions reads the flags; all of them are looked at before any work.
func (c *call) exportOptions() (desk.ExportOptions, error) {
	o := desk.ExportOptions{Force: c.Bool("force"), Options: publish.Options{Draft: c.Bool("draft")}}
	o.Settings.Version, o.Settings.Blocks = Version, c.Bool("blocks")
	name := c.Args().First()
	forms := publish.Forms()
	i := slices.IndexFunc(forms, func(f publish.Form) bool { return f.Name == name })
	if i < 0 {
		e := nearestError("error.unknown-format", name, "", project.Nearest(name, formNames())).(*usageError)
		e.args["Formats"] = strings.Join(formNames(), ", ")
		return o, e
	}
	o.Form = &forms[i]
	if a := c.String("allow"); a != "" {
		for _, id := range strings.Split(a, ",") {
			if !slices.Contains(publish.AllowNames(), id) {
				return o, &usageError{id: "error.unknown-allow", args: map[string]any{"Word": id, "Words": strings.Join(publish.AllowNames(), ", ")}}
			}
			o.Allow = append(o.Allow, id)
		}
	}
	if b := c.String("base"); b != "" {
		base, ok := project.BaseURL(b)
		if !ok {
			return o, &usageError{id: "error.bad-base", args: map[string]any{"Value": b}}
		}
		o.Base = base
	}
	if out := c.String("out"); out != "" {
		o.Out = out
		if !filepath.IsAbs(out) {
			o.Out = filepath.Join(c.dir, out)
		}
	}
	return o, nil
}
