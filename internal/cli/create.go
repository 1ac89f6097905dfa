package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"zuyg/internal/desk"
	"zuyg/internal/ingest"
	"zuyg/internal/report"
	"zuyg/internal/term"
)

func initCommand() command {
	return command{
		name: "init", args: "[DIR]", most: 1,
		examples: []string{"zuyg init", "zuyg init news"},
		run: func(c *call) error {
			dir := c.dir
			if c.NArg() == 1 {
				dir = c.file(c.Args().First())
				if err := os.MkdirAll(dir, 0o777); err != nil {
					return err
				}
			}
			made, err := desk.Init(dir, c.env(dir))
			if err != nil {
				return err
			}
			if err := c.made(dir, made); err != nil {
				return err
			}
			next := "zuyg status"
			if dir != "." {
				next = "zuyg -C " + dir + " status"
			}
			_, err = fmt.Fprintln(c.out, c.say.Say("init.next", map[string]any{"Command": next}))
			return err
		},
	}
}

func newCommand() command {
	return command{
		name: "new", ownLang: true, args: "TITLE", least: 1, most: 1,
		flags:    []flag{{name: "slug", value: "SLUG"}, {name: "category", value: "KEY"}},
		examples: []string{"zuyg new \"Why bread costs more\"", "zuyg new \"Ինչու է հացը թանկացել\" --lang hy --slug bread-prices"},
		run: func(c *call) error {
			d, p, err := c.desk()
			if err != nil {
				return err
			}
			lang := c.String("lang")
			if lang == "" {
				lang = p.Settings.Languages[0]
			}
			made, err := d.Article(c.Args().First(), c.String("slug"), lang, c.String("category"))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.out, c.say.Say("init.made", map[string]any{"Path": made.Path}))
			return err
		},
	}
}

func importCommand() command {
	return command{
		name: "import", ownLang: true, args: "FILE…", least: 1, most: -1,
		flags: []flag{{name: "slug", value: "SLUG"}, {name: "article", value: "ARTICLE"},
			{name: "format", value: "FORMAT"}, {name: "dry-run"}, jsonFlag},
		examples: []string{"zuyg import page.txt --lang en", "zuyg import page-hy.html --lang hy --article bread-prices", "zuyg import old/*.html --lang en --dry-run", "zuyg import wordpress site.xml"},
		run:      runImport,
	}
}

// maxImport bounds a page that is imported, in bytes.
const maxImport = 16 << 20

// runImport reads pages from anywhere: they are what the user names.
func runImport(c *call) error {
	if c.Args().First() == "wordpress" && c.NArg() > 1 {
		return c.importWordPressFiles(c.Args().Slice()[1:])
	}
	d, p, err := c.desk()
	if err != nil {
		return err
	}
	o := desk.ImportOptions{Lang: c.String("lang"), Slug: c.String("slug"), Article: c.String("article"), DryRun: c.Bool("dry-run")}
	if o.Lang == "" {
		return &usageError{id: "error.import-lang", args: map[string]any{"Langs": strings.Join(p.Settings.Languages[:], ", ")}}
	}
	if o.Article != "" {
		ref, err := p.Resolve(o.Article, c.dir)
		if err != nil {
			return err
		}
		o.Article = ref.Slug
	}
	if c.NArg() > 1 && (o.Slug != "" || o.Article != "") {
		return &usageError{id: "error.import-one"}
	}
	var list []any
	for _, name := range c.Args().Slice() {
		in, err := c.importOne(d, name, o)
		if err != nil {
			return fmt.Errorf("import %s: %w", name, err)
		}
		if !c.Bool("json") {
			if err := c.showImport(name, in, o.DryRun); err != nil {
				return err
			}
			continue
		}
		list = append(list, importJSON(in))
	}
	if c.Bool("json") {
		return report.WriteJSON(c.out, report.Object("imported", list))
	}
	return nil
}

func (c *call) importOne(d *desk.Desk, name string, o desk.ImportOptions) (*desk.Imported, error) {
	data, err := readBounded(c.file(name))
	if err != nil {
		return nil, err
	}
	o.Name = name
	format := c.String("format")
	if format == "" {
		format = ingest.Format(name, data)
	}
	convert, ok := converters(c.Context.Context)[format]
	if !ok {
		return nil, &usageError{id: "error.import-format", args: map[string]any{"Format": format}}
	}
	return d.Import(data, convert, o)
}

// converters are the formats that import reads.
func converters(ctx context.Context) map[string]func([]byte, ingest.Options) (*ingest.Page, error) {
	return map[string]func([]byte, ingest.Options) (*ingest.Page, error){
		"text": ingest.Text, "html": ingest.HTML, "markdown": ingest.Markdown,
		"docx": func(data []byte, o ingest.Options) (*ingest.Page, error) { return ingest.DOCX(ctx, data, o) },
	}
}

// file is a path on the command line, which is relative to the folder of -C.
func (c *call) file(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.dir, name)
}

func readBounded(name string) (data []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read from
	data, err = io.ReadAll(io.LimitReader(f, maxImport+1))
	if err == nil && len(data) > maxImport {
		return nil, &usageError{id: "error.import-large", args: map[string]any{"Path": name, "Limit": maxImport >> 20}}
	}
	return data, err
}

// showImport prints the slug alone on standard output, for scripts, and what
// was dropped or changed on standard error, with the line of the page it was
// read from.
func (c *call) showImport(name string, in *desk.Imported, dry bool) error {
	for _, n := range in.Page.Notes {
		args := map[string]any{"Text": term.Cut(term.Safe(n.Text), 60)}
		maps.Copy(args, n.Args)
		place := name
		if n.Line > 0 {
			place = fmt.Sprintf("%s:%d", name, n.Line)
		}
		fmt.Fprintf(c.err, "%s: %s\n", place, c.say.Say(n.ID, args))
	}
	if dry {
		_, err := io.WriteString(c.out, in.Page.Markdown)
		return err
	}
	_, err := fmt.Fprintln(c.out, in.Slug)
	return err
}

func importJSON(in *desk.Imported) any {
	notes := []any{}
	for _, n := range in.Page.Notes {
		notes = append(notes, map[string]any{"id": n.ID, "line": n.Line, "args": n.Args, "text": n.Text})
	}
	return map[string]any{"slug": in.Slug, "path": in.Path, "title": in.Page.Title, "category": in.Page.Category, "date": in.Page.Date,
		"markdown": in.Page.Markdown, "notes": notes}
}
