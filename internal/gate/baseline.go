package gate

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"zuyg/internal/finding"
	"zuyg/internal/source"
)

// BaselineVersion is that of the baseline's form.
const BaselineVersion = 1

// Baseline is the findings that a project lives with for now: a header line,
// then one finding a line, sorted, so that a git merge touches what both sides
// touched. It may shrink and is never made to grow by hand or by chance.
type Baseline struct {
	Path    string
	entries []Accepted
	count   map[string]int // by fingerprint, how many of the entries are not matched yet
}

// Accepted is one finding of a baseline. The fingerprint is what counts, the
// rest is for those who read the file.
type Accepted struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	Article     string `json:"article,omitempty"`
	Key         string `json:"key,omitempty"`
	Lang        string `json:"lang,omitempty"`
	line        int
}

type baselineHeader struct {
	Zuyg    string `json:"zuyg"`
	Version int    `json:"version"`
}

// ReadBaseline reads the baseline at path. Errors are *source.Error with a line.
func ReadBaseline(path string, data []byte) (*Baseline, error) {
	b := &Baseline{Path: path, count: map[string]int{}}
	n := 0
	for raw := range bytes.Lines(data) {
		n++
		line := bytes.TrimSpace(raw)
		fail := func(detail string) error {
			return &source.Error{Path: path, Pos: source.Position{Line: n, Column: 1, Byte: 1, UTF16: 1}, ID: "error.baseline", Args: map[string]any{"Detail": detail}}
		}
		if n == 1 {
			var h baselineHeader
			if err := json.Unmarshal(line, &h); err != nil || h.Zuyg != "baseline" {
				return nil, fail(`it does not begin with {"zuyg":"baseline"}`)
			}
			if h.Version != BaselineVersion {
				return nil, fail(fmt.Sprintf("version %d", h.Version))
			}
			continue
		}
		if len(line) == 0 {
			continue
		}
		e := Accepted{line: n}
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fail(err.Error())
		}
		if len(e.Fingerprint) != 16 {
			return nil, fail(fmt.Sprintf("fingerprint %q", e.Fingerprint))
		}
		b.entries = append(b.entries, e)
		b.count[e.Fingerprint]++
	}
	if n == 0 {
		return nil, &source.Error{Path: path, ID: "error.baseline", Args: map[string]any{"Detail": "0"}}
	}
	return b, nil
}

// take uses up one entry of a fingerprint.
func (b *Baseline) take(fingerprint string) bool {
	if b.count[fingerprint] == 0 {
		return false
	}
	b.count[fingerprint]--
	return true
}

// left returns the entries that nothing matched.
func (b *Baseline) left() []Accepted {
	left := map[string]int{}
	var out []Accepted
	for i := len(b.entries) - 1; i >= 0; i-- { // of several alike the last ones are left
		e := b.entries[i]
		if left[e.Fingerprint] < b.count[e.Fingerprint] {
			left[e.Fingerprint]++
			out = append(out, e)
		}
	}
	slices.Reverse(out)
	return out
}

// Pruned returns the baseline without the entries that nothing matched and that
// owns says were judged, and how many went.
func (b *Baseline) Pruned(owns func(article string) bool) (data []byte, gone int) {
	drop := map[int]bool{}
	for _, e := range b.left() {
		if owns(e.Article) {
			drop[e.line] = true
		}
	}
	kept := slices.DeleteFunc(slices.Clone(b.entries), func(e Accepted) bool { return drop[e.line] })
	return encodeBaseline(kept), len(drop)
}

// NewBaseline returns a baseline of all that is an error or a warning and that
// nothing says to ignore, and how many those are.
func NewBaseline(found []finding.Finding) (data []byte, n int) {
	var list []Accepted
	for i := range found {
		f := &found[i]
		if f.Ignored == nil && f.Severity > finding.Info && f.Rule != "unmatched-baseline" {
			list = append(list, Accepted{Fingerprint: f.Fingerprint(), Rule: f.Rule, Article: f.Article, Key: f.Key, Lang: f.Lang})
		}
	}
	return encodeBaseline(list), len(list)
}

func encodeBaseline(list []Accepted) []byte {
	slices.SortFunc(list, func(a, b Accepted) int {
		return cmp.Or(strings.Compare(a.Article, b.Article), strings.Compare(a.Key, b.Key), strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Lang, b.Lang), strings.Compare(a.Fingerprint, b.Fingerprint))
	})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	put := func(v any) {
		if err := e.Encode(v); err != nil {
			panic("zuyg: internal: " + err.Error()) // plain values only
		}
	}
	put(baselineHeader{"baseline", BaselineVersion})
	for i := range list {
		put(&list[i])
	}
	return out.Bytes()
}
