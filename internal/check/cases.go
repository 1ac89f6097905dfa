package check

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"zuyg/internal/finding"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/track"
)

// caseFiles are the examples of the rules: what two versions say that was
// confirmed ("agreed/", if it matters), a state of them that the rule finds
// ("bad/") and one that it does not ("good/"). The tests hold them to that.
//
//go:embed cases/*.txtar
var caseFiles embed.FS

// Case is the example of a rule: files by name, and what is found in the bad
// ones.
type Case struct {
	Agreed, Bad, Good map[string]string
	Found             []finding.Finding
}

// Example returns the example of a rule, nil when it has none.
func Example(rule string) (*Case, error) {
	data, err := fs.ReadFile(caseFiles, "cases/"+rule+".txtar")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c := &Case{Agreed: map[string]string{}, Bad: map[string]string{}, Good: map[string]string{}}
	for _, f := range txtar.Parse(data).Files {
		folder, name, _ := strings.Cut(f.Name, "/")
		to, ok := map[string]map[string]string{"agreed": c.Agreed, "bad": c.Bad, "good": c.Good}[folder]
		if !ok {
			return nil, fmt.Errorf("case %s: section %q", rule, f.Name)
		}
		to[name] = string(f.Data)
	}
	c.Found = Article(c.article(c.Bad), Defaults())
	return c, nil
}

// caseLangs are the languages of the examples, the lead first.
var caseLangs = [2]string{"en", "hy"}

// article is an article of the given versions whose record is the agreed ones.
func (c *Case) article(files map[string]string) *track.Article {
	a := versions(files)
	if len(c.Agreed) > 0 {
		agreed := versions(c.Agreed)
		track.Compute(agreed, track.Defaults())
		a.Record = &record.Record{Langs: caseLangs}
		for i := range agreed.Units {
			a.Record.Entries = append(a.Record.Entries, entry(agreed, &agreed.Units[i], i))
		}
	}
	track.Compute(a, track.Defaults())
	return a
}

func versions(files map[string]string) *track.Article {
	a := &track.Article{Slug: "example"}
	for i, l := range caseLangs {
		v := &a.Versions[i]
		v.Lang, v.Path = l, l+".md"
		if text, ok := files[v.Path]; ok {
			v.Doc = markdown.Parse(source.New(v.Path, []byte(text)), markdown.Options{Fields: []string{"title", "summary"}})
			value, at, named := v.Doc.Meta("source")
			switch {
			case !named:
			case slices.Contains(caseLangs[:], value):
				a.Lead = slices.Index(caseLangs[:], value)
			default:
				a.LeadProblem = &source.Error{Path: v.Path, Pos: v.Doc.File.Position(at.Start), ID: "error.lead",
					Args: map[string]any{"Value": value, "Languages": strings.Join(caseLangs[:], ", ")}}
			}
		}
	}
	return a
}

func entry(a *track.Article, u *track.Unit, n int) record.Entry {
	e := record.Entry{ID: fmt.Sprintf("unit%d", n+1), Kind: u.Kind.String(), Status: record.Translated}
	for side := range u.Sides {
		for _, b := range u.Sides[side].Blocks {
			e.Texts[side] = append(e.Texts[side], a.Versions[side].Doc.Text(b))
			if e.Key == "" {
				e.Key = a.Versions[side].Doc.Blocks[b].Key
			}
		}
	}
	return e
}
