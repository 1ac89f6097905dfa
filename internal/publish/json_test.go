package publish_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"

	"zuyg/internal/publish"
)

// schema compiles a schema of the repository.
func schema(t *testing.T, name string) *gojsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("schema", name))
	if err != nil {
		t.Fatal(err)
	}
	s, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *gojsonschema.Schema, name, text string) {
	t.Helper()
	for _, fault := range faults(t, s, text) {
		t.Errorf("%s: %s", name, fault)
	}
}

// faults returns what a schema says against a document.
func faults(t *testing.T, s *gojsonschema.Schema, text string) []gojsonschema.ResultError {
	t.Helper()
	result, err := s.Validate(gojsonschema.NewStringLoader(text))
	if err != nil {
		t.Fatal(err)
	}
	return result.Errors()
}

// data exports the form "json" and validates every document.
func data(t *testing.T, files map[string]string, o publish.Options) map[string]string {
	t.Helper()
	dir := newProject(t, files)
	export(t, dir, "json", o)
	out := tree(t, filepath.Join(dir, "public", "data"))
	index, article := schema(t, "index.schema.json"), schema(t, "article.schema.json")
	for name, text := range out {
		switch {
		case name == "index.json":
			validate(t, index, name, text)
		case strings.HasPrefix(name, "articles/"):
			validate(t, article, name, text)
		}
	}
	if out["index.json"] == "" {
		t.Error("no index")
	}
	return out
}

// TestDataFitsItsSchema exports articles of every sort and validates them.
func TestDataFitsItsSchema(t *testing.T) {
	front := "---\ntitle: |-\n  " + specials + "\nsummary: |-\n  " + specials + "\nauthor: |-\n  " + specials + "\ncategory: society\ntags: [ա, b]\nimage: a.png\ndate: 2022-08-26T10:00\ncorrections:\n  - \"2022-09-01: ա\"\n---\n\n"
	body := "Ա[^n] *բ* <b>գ</b>.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```go\nx\n```\n\n<div>\n\n> Quote\n\n[x]: https://a.example\n\n[^n]: Note.\n\n    More.\n"
	for name, c := range map[string]struct {
		files map[string]string
		o     publish.Options
	}{
		"nothing":    {map[string]string{}, publish.Options{}},
		"plain":      {pair("water", "", "Water.", "Ջուր։"), publish.Options{}},
		"all":        {map[string]string{"articles/Ջուր 1/en.md": front + body, "articles/Ջուր 1/hy.md": front + body, "articles/Ջուր 1/a.png": "x"}, publish.Options{Allow: publish.AllowNames(), Draft: true}},
		"lead alone": {map[string]string{"articles/a/en.md": "---\ncategory: news\n---\n\n# T\n\nText.\n", "zuyg.toml": instead(t, `lead-first = ["news"]`)}, publish.Options{}},
		"empty":      {pair("water", "", "", ""), publish.Options{Allow: publish.AllowNames()}},
	} {
		t.Run(name, func(t *testing.T) {
			out := data(t, c.files, c.o)
			var index struct {
				Articles []struct{ Path string }
			}
			if err := json.Unmarshal([]byte(out["index.json"]), &index); err != nil {
				t.Fatal(err)
			}
			if want := min(len(c.files), 1); len(index.Articles) != want {
				t.Errorf("%d articles, want %d", len(index.Articles), want)
			}
			for _, a := range index.Articles {
				if out[a.Path] == "" {
					t.Errorf("%s is not there", a.Path)
				}
			}
		})
	}
}

// TestSchemaRefuses holds that the schemas say no at all.
func TestSchemaRefuses(t *testing.T) {
	good := data(t, pair("water", "", "Water.", "Ջուր։"), publish.Options{})["articles/water.json"]
	s := schema(t, "article.schema.json")
	for _, c := range [][2]string{{`"schemaVersion": 1`, `"schemaVersion": 2`}, {`"proposed"`, `"perhaps"`}, {`"2022-08-26"`, `"26 August"`}, {`"slug"`, `"sluggish"`}, {`"files": []`, `"files": null`}} {
		bad := strings.Replace(good, c[0], c[1], 1)
		if bad == good {
			t.Fatalf("%q is not in it", c[0])
		}
		if len(faults(t, s, bad)) == 0 {
			t.Errorf("%s for %s is taken", c[1], c[0])
		}
	}
}
