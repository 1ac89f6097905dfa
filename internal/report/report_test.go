package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/say"
	"zuyg/internal/source"
	"zuyg/internal/stats"
	"zuyg/internal/term"
	"zuyg/internal/testkit"
	"zuyg/internal/track"
)

// article computes an article of the files en.md, hy.md and pair.jsonl.
func article(t *testing.T, in map[string]string) *track.Article {
	t.Helper()
	a := &track.Article{Slug: "bread"}
	for i, lang := range []string{"en", "hy"} {
		v := &a.Versions[i]
		v.Lang, v.Path = lang, "articles/bread/"+lang+".md"
		if text, ok := in[lang+".md"]; ok {
			v.Doc = markdown.Parse(source.New(v.Path, []byte(text)), markdown.Options{Fields: []string{"title"}})
		}
	}
	if text, ok := in["pair.jsonl"]; ok {
		var err error
		if a.Record, err = record.Decode("pair.jsonl", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	track.Compute(a, track.Defaults())
	return a
}

// TestArticles shows articles in every way there is, in both languages.
func TestArticles(t *testing.T) {
	testkit.Golden(t, "testdata/articles", func(t *testing.T, in map[string]string) map[string]string {
		a := article(t, in)
		out := map[string]string{}
		for _, lang := range []string{"en", "hy"} {
			var b bytes.Buffer
			text := &Text{Out: &term.Out{Writer: &b}, Say: say.New(lang)}
			take := func(name string, err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
				out[name+"."+lang] = b.String()
				b.Reset()
			}
			take("status", text.Status([]stats.Summary{stats.Summarize(a)}))
			take("article", text.Article(a))
			var tasks []Task
			words := 0
			for i := range a.Units {
				u := &a.Units[i]
				if err := text.Diff(a, u); err != nil {
					t.Fatal(err)
				}
				if u.State != track.Translated && u.State != track.Reviewed {
					tasks = append(tasks, NewTask(a, u))
					words += tasks[len(tasks)-1].Words
				}
			}
			take("diff", nil)
			take("todo", text.Todo(tasks, len(tasks), words))
			for name, shown := range out {
				for line := range strings.Lines(shown) {
					if strings.TrimRight(line, " \n")+"\n" != line && line != "\n" {
						t.Errorf("%s: a space at the end of %q", name, line)
					}
				}
			}
			var doc bytes.Buffer
			if err := WriteJSON(&doc, Status([2]string{"en", "hy"}, []any{Article(a, true)}, a.Counts())); err != nil {
				t.Fatal(err)
			}
			out["status.json"] = doc.String()
		}
		return out
	})
}

// TestEmptyJSON: what has nothing to tell is an empty list, never null.
func TestEmptyJSON(t *testing.T) {
	for name, doc := range map[string]any{
		"status": Status([2]string{"en", "hy"}, nil, [track.States]int{}), "todo": Todo(nil, 0, 0), "diff": Units(nil),
		"findings": CheckJSON(&Check{}, say.New("en")),
	} {
		var b bytes.Buffer
		if err := WriteJSON(&b, doc); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "null") || !strings.Contains(b.String(), "[]") || !strings.HasPrefix(b.String(), "{\n  \"schemaVersion\": 1,") {
			t.Errorf("%s: %s", name, b.String())
		}
	}
}

// TestJSONKeepsText: < > & and Armenian letters stand as they are, and what was
// written is read back.
func TestJSONKeepsText(t *testing.T) {
	var b bytes.Buffer
	want := "«Հաց» <b> & \u2028 \"x\" \\ \x01"
	if err := WriteJSON(&b, Object("text", want)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "«Հաց» <b> & ") {
		t.Error(b.String())
	}
	var got struct{ Text string }
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.Text != want {
		t.Errorf("%q, %v", got.Text, err)
	}
}
