package report

import (
	"bytes"
	"encoding/json"
	"io"

	"zuyg/internal/stats"
	"zuyg/internal/track"
)

// SchemaVersion is that of all JSON output. Fields are only ever added.
const SchemaVersion = 1

// object is a JSON object with its members in the order they were added.
type object struct{ bytes.Buffer }

func (o *object) put(key string, value any) {
	if o.Len() == 0 {
		o.WriteByte('{')
	} else {
		o.WriteByte(',')
	}
	o.Write(encode(key))
	o.WriteByte(':')
	o.Write(encode(value))
}

// MarshalJSON implements json.Marshaler.
func (o *object) MarshalJSON() ([]byte, error) {
	if o.Len() == 0 {
		return []byte("{}"), nil
	}
	return append(bytes.Clone(o.Bytes()), '}'), nil
}

// encode writes a value as JSON that keeps < > & readable.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("zuyg: internal: " + err.Error()) // only values of this package come here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// WriteJSON writes one document, indented, with a line end.
func WriteJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	if err := json.Indent(&b, encode(v), "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}

func counts(n [track.States]int) *object {
	o := &object{}
	for s := range track.States {
		o.put(s.String(), n[s])
	}
	return o
}

// Side is one side of a unit in JSON.
func side(a *track.Article, u *track.Unit, i int) *object {
	o := &object{}
	start, _, ok := a.At(u, i)
	o.put("file", a.Versions[i].Path)
	line := 0
	if ok {
		line = start.Line
	}
	o.put("line", line)
	spans := [][2]int{}
	for _, b := range u.Sides[i].Blocks {
		s := a.Versions[i].Doc.Blocks[b].Span
		spans = append(spans, [2]int{s.Start, s.End})
	}
	o.put("spans", spans)
	o.put("text", u.Sides[i].Text)
	if c := u.Sides[i].Change; c.Weight != 0 {
		o.put("change", c.Weight.String())
		o.put("agreed", u.Sides[i].Agreed)
		if len(c.Facts) > 0 {
			o.put("facts", factsJSON(c.Facts))
		}
	}
	return o
}

// Unit is a unit in JSON: id, kind, state, weight, hash, and both sides under
// the codes of their languages.
func Unit(a *track.Article, u *track.Unit) any {
	o := &object{}
	o.put("id", u.ID)
	o.put("kind", u.Kind.String())
	o.put("state", u.State.String())
	o.put("weight", u.Weight.String())
	for i := range a.Versions {
		o.put(a.Versions[i].Lang, side(a, u, i))
	}
	o.put("hash", u.Hash())
	o.put("confirmed", u.Confirmed())
	if !u.Confirmed() {
		o.put("confidence", round(u.Confidence))
	}
	if len(u.Entries) == 0 {
		return o
	}
	e := &u.Entries[0]
	for _, f := range [][2]string{{"by", e.By}, {"at", e.At}, {"reviewedBy", e.ReviewBy}, {"reviewedAt", e.ReviewAt}, {"reason", e.Reason}} {
		if f[1] != "" {
			o.put(f[0], f[1])
		}
	}
	if e.Untouched {
		o.put("untouched", true)
	}
	return o
}

func round(x float64) float64 { return float64(int(x*1000+0.5)) / 1000 }

// Article is an article in JSON, with its units if they are asked for.
func Article(a *track.Article, units bool) any {
	s := stats.Summarize(a)
	o := summary(&s)
	if units {
		list := make([]any, len(a.Units))
		for i := range a.Units {
			list[i] = Unit(a, &a.Units[i])
		}
		o.put("units", list)
	}
	return o
}

func summary(s *stats.Summary) *object {
	o := &object{}
	o.put("slug", s.Slug)
	o.put("lead", s.Lead)
	o.put("title", s.Title)
	o.put("counts", counts(s.Counts))
	return o
}

// Summaries is the document of "status --json" without units.
func Summaries(langs [2]string, list []stats.Summary) any {
	var totals [track.States]int
	articles := make([]any, len(list))
	for i := range list {
		articles[i] = summary(&list[i])
		for s, n := range list[i].Counts {
			totals[s] += n
		}
	}
	return Status(langs, articles, totals)
}

// Status is the document of "status --json"; articles are what Article made.
func Status(langs [2]string, articles []any, totals [track.States]int) any {
	o := &object{}
	o.put("schemaVersion", SchemaVersion)
	o.put("languages", langs)
	if articles == nil {
		articles = []any{}
	}
	o.put("articles", articles)
	o.put("totals", counts(totals))
	return o
}
