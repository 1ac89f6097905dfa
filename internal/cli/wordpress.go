package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"zuyg/internal/desk"
	"zuyg/internal/disk"
	"zuyg/internal/ingest"
	"zuyg/internal/report"
	"zuyg/internal/source"
	"zuyg/internal/term"
)

// importWordPressFiles reads the files of an export of WordPress, which each
// stand alone: "zuyg import wordpress FILE…". All are read though one holds
// articles that are there already.
func (c *call) importWordPressFiles(names []string) error {
	if c.Bool("json") && len(names) > 1 {
		return &usageError{id: "error.import-wp-json"}
	}
	var found error
	for _, name := range names {
		err := c.importWordPress(name)
		if err != nil && !errors.Is(err, errFindings) {
			return err
		}
		found = errors.Join(found, err)
	}
	return found
}

// importWordPress reads one file.
func (c *call) importWordPress(name string) error {
	d, _, err := c.desk()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read from
	o := desk.WordPressOptions{Lang: c.String("lang"), DryRun: c.Bool("dry-run")}
	if beside, err := disk.Open(filepath.Join(filepath.Dir(name), "files")); err == nil {
		defer func() { _ = beside.Close() }()
		o.File = beside.Read
	}
	in, err := d.ImportWordPress(f, o)
	var at *source.Error
	if errors.As(err, &at) && at.Path == "" {
		at.Path = name // the reader does not know it
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", name, err)
	}
	if c.Bool("json") {
		err = report.WriteJSON(c.out, wordPressJSON(in))
	} else {
		err = c.showWordPress(name, in)
	}
	if err != nil {
		return err
	}
	for _, kept := range in.Kept {
		if kept {
			return errFindings
		}
	}
	return nil
}

// showWordPress lists the articles on standard output, and what was dropped,
// changed or is still to be done on standard error.
func (c *call) showWordPress(name string, in *desk.WordPressImported) error {
	pairs, single, kept := 0, 0, 0
	for _, a := range in.Articles {
		langs := ""
		for _, v := range a.Versions {
			if v == nil {
				continue
			}
			if in.Kept[v.Path] {
				kept++
				fmt.Fprintf(c.err, "%s: %s\n", term.Safe(v.Path), c.say.Say("import.wp-exists", nil))
			}
			langs += " " + v.Path
			c.wordPressNotes(name, v.Path+": ", v.Notes)
		}
		if a.Versions[0] != nil && a.Versions[1] != nil {
			pairs++
		} else {
			single++
		}
		if _, err := fmt.Fprintf(c.out, "%s %s\n", term.Safe(a.Slug), term.Safe(langs)); err != nil {
			return err
		}
	}
	c.wordPressNotes(name, "", in.Notes)
	for _, i := range in.Images {
		id := "import.wp-image-kept"
		switch {
		case in.Copied[i.Path]:
			id = "import.wp-image-copied"
		case i.Path != "":
			id = "import.wp-image-fetch"
		}
		fmt.Fprintln(c.err, c.say.Say(id, map[string]any{"Address": term.Safe(i.Address), "Path": term.Safe(i.Path)}))
	}
	for _, m := range in.Missing {
		fmt.Fprintln(c.err, c.say.Say("import.wp-string", map[string]any{"Key": m.Key, "Lang": m.Lang, "Label": term.Safe(m.Label)}))
	}
	say := func(id string, n int) string {
		return c.say.Say(id, map[string]any{"Count": n, "Number": c.say.Number(n)})
	}
	_, err := fmt.Fprintf(c.err, "%s, %s, %s\n", say("import.wp-pairs", pairs), say("import.wp-singles", single), say("import.wp-kept", kept))
	return err
}

func (c *call) wordPressNotes(file, where string, notes []ingest.Note) {
	for _, n := range notes {
		args := map[string]any{"Text": term.Cut(term.Safe(n.Text), 60), "Line": n.Line}
		maps.Copy(args, n.Args)
		fmt.Fprintf(c.err, "%s:%d: %s%s\n", term.Safe(file), n.Line, term.Safe(where), c.say.Say(n.ID, args))
	}
}

// wordPressJSON is the document of "import wordpress --json".
func wordPressJSON(in *desk.WordPressImported) any {
	notes := func(list []ingest.Note) []any {
		out := []any{}
		for _, n := range list {
			out = append(out, map[string]any{"id": n.ID, "line": n.Line, "args": n.Args, "text": n.Text})
		}
		return out
	}
	articles := []any{}
	for _, a := range in.Articles {
		versions := []any{}
		for _, v := range a.Versions {
			if v != nil {
				versions = append(versions, map[string]any{"path": v.Path, "line": v.Line, "title": v.Title, "category": v.Category, "date": v.Date,
					"exists": in.Kept[v.Path], "markdown": v.Markdown, "notes": notes(v.Notes)})
			}
		}
		articles = append(articles, map[string]any{"slug": a.Slug, "versions": versions})
	}
	images := []any{}
	for _, i := range in.Images {
		images = append(images, map[string]any{"address": i.Address, "path": i.Path, "copied": in.Copied[i.Path]})
	}
	missing := []any{}
	for _, m := range in.Missing {
		missing = append(missing, map[string]any{"key": m.Key, "language": m.Lang, "label": m.Label})
	}
	return report.Object("articles", articles, "images", images, "missingStrings", missing, "notes", notes(in.Notes))
}
