package report

import (
	"fmt"

	"zuyg/internal/publish"
	"zuyg/internal/term"
)

// Exported writes what an export did: what was held back and why, what could
// not go out as it was written, and how many files there are.
func (t *Text) Exported(site *publish.Site, problems []publish.Problem, r publish.Result, out string) error {
	for i := range site.Held {
		h := &site.Held[i]
		id := "export.held"
		if h.Partly {
			id = "export.held-translation"
		}
		if _, err := fmt.Fprintf(t.Out, "%s  %s\n", t.Out.In(term.Yellow, "! "+term.Safe(h.Slug)), t.say(id)); err != nil {
			return err
		}
		for _, why := range h.Reasons {
			if _, err := fmt.Fprintf(t.Out, "    %s\n", t.reason(why)); err != nil {
				return err
			}
		}
	}
	for _, p := range problems {
		if _, err := fmt.Fprintf(t.Out, "%s: %s\n", term.Safe(p.Path), t.problem(p)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(t.Out, "%s  %s\n", t.say("export.articles", "Count", len(site.Articles), "Number", t.Say.Number(len(site.Articles))),
		t.say("export.files", "Count", r.Written+r.Unchanged, "Number", t.Say.Number(r.Written+r.Unchanged), "Written", t.Say.Number(r.Written),
			"Removed", t.Say.Number(r.Removed), "Out", term.Safe(out)))
	return err
}

// reason says why an article is held back.
func (t *Text) reason(why publish.Reason) string {
	id := "reason." + why.ID
	if !t.Say.Has(id) {
		id = "reason.rule"
	}
	return t.say(id, "Count", why.Count, "Rule", why.ID)
}

func (t *Text) problem(p publish.Problem) string {
	return t.say("problem."+p.ID, "Address", term.Safe(p.Address))
}

// ExportedJSON is the document of "export --json".
func (t *Text) ExportedJSON(form string, site *publish.Site, problems []publish.Problem, r publish.Result, out string) any {
	o := &object{}
	o.put("schemaVersion", SchemaVersion)
	o.put("format", form)
	o.put("out", out)
	files := &object{}
	files.put("written", r.Written)
	files.put("unchanged", r.Unchanged)
	files.put("removed", r.Removed)
	o.put("files", files)
	articles := make([]any, len(site.Articles))
	for i, a := range site.Articles {
		langs := []string{}
		for _, v := range a.Versions {
			if v != nil {
				langs = append(langs, v.Lang)
			}
		}
		x := &object{}
		x.put("slug", a.Slug)
		x.put("languages", langs)
		articles[i] = x
	}
	o.put("articles", articles)
	held := make([]any, len(site.Held))
	for i := range site.Held {
		h := &site.Held[i]
		reasons := make([]any, len(h.Reasons))
		for k, why := range h.Reasons {
			units := why.Units
			if units == nil {
				units = []string{}
			}
			x := &object{}
			x.put("id", why.ID)
			x.put("count", why.Count)
			x.put("units", units)
			x.put("message", t.reason(why))
			reasons[k] = x
		}
		x := &object{}
		x.put("slug", h.Slug)
		x.put("title", h.Title)
		x.put("named", h.Named)
		x.put("leadOut", h.Partly)
		x.put("reasons", reasons)
		held[i] = x
	}
	o.put("held", held)
	list := make([]any, len(problems))
	for i, p := range problems {
		x := &object{}
		x.put("id", p.ID)
		x.put("file", p.Path)
		x.put("address", p.Address)
		x.put("message", t.problem(p))
		list[i] = x
	}
	o.put("problems", list)
	return o
}
