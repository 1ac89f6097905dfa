package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/rogpeppe/go-internal/testscript"
)

// states are all that counts and totals must hold.
var states = []string{"missing", "untranslated", "proposed", "stale", "revised", "diverged", "translated", "reviewed", "orphan"}

// kinds of values, by field, of the documented JSON of "status --json". Further
// fields may come.
type shape map[string]func(any) error

// statusjson FILE units|no-units holds a document of "status --json" against
// its documented shape and against the files that it speaks of.
func statusJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: statusjson FILE units|no-units")
	}
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	d.UseNumber()
	var doc any
	ts.Check(d.Decode(&doc))
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("there is something behind the document: %v", err)
	}
	read := func(name string) ([]byte, error) { return os.ReadFile(ts.MkAbs(filepath.FromSlash(name))) }
	article := shape{"slug": text, "lead": oneOf("en", "hy"), "title": text, "counts": counts}
	if args[1] == "units" {
		article["units"] = list(func(v any) error {
			return shape{"id": text, "kind": text, "state": oneOf(states...), "weight": oneOf("none", "cosmetic", "minor", "major", "fact"),
				"en": side(read), "hy": side(read)}.check(v)
		})
	}
	ts.Check(shape{
		"schemaVersion": func(v any) error { return equal(fmt.Sprint(v), "1") },
		"languages":     func(v any) error { return equal(fmt.Sprint(v), "[en hy]") },
		"totals":        counts,
		"articles": list(func(v any) error {
			if m, ok := v.(map[string]any); ok && args[1] == "no-units" && m["units"] != nil {
				return errors.New("has units though none were asked for")
			}
			return article.check(v)
		}),
	}.check(doc))
}

func (s shape) check(v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%v is no object", v)
	}
	for name, check := range s {
		value, ok := m[name]
		if !ok {
			return fmt.Errorf("%s is missing", name)
		}
		if err := check(value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func text(v any) error {
	if s, ok := v.(string); !ok || s == "" {
		return fmt.Errorf("%v is no text", v)
	}
	return nil
}

func number(v any) (int, error) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, fmt.Errorf("%v is no number", v)
	}
	i, err := n.Int64()
	return int(i), err
}

func equal(got, want string) error {
	if got != want {
		return fmt.Errorf("%s, want %s", got, want)
	}
	return nil
}

func oneOf(words ...string) func(any) error {
	return func(v any) error {
		if s, ok := v.(string); !ok || !slices.Contains(words, s) {
			return fmt.Errorf("%v is none of %v", v, words)
		}
		return nil
	}
}

func list(each func(any) error) func(any) error {
	return func(v any) error {
		l, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%v is no list", v)
		}
		for i, x := range l {
			if err := each(x); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	}
}

// counts holds every state, and no other.
func counts(v any) error {
	m, ok := v.(map[string]any)
	if !ok || len(m) != len(states) {
		return fmt.Errorf("%v is not the counts of %d states", v, len(states))
	}
	for _, s := range states {
		if n, err := number(m[s]); err != nil || n < 0 {
			return fmt.Errorf("%s: %v", s, m[s])
		}
	}
	return nil
}

// side is one side of a unit: its spans are bytes of its file, in which its
// text stands.
func side(read func(string) ([]byte, error)) func(any) error {
	return func(v any) error {
		spans := [][2]int{}
		s := shape{"file": text, "line": func(v any) error { _, err := number(v); return err },
			"spans": list(func(v any) error {
				l, ok := v.([]any)
				if !ok || len(l) != 2 {
					return fmt.Errorf("%v is no span", v)
				}
				start, err := number(l[0])
				end, err2 := number(l[1])
				spans = append(spans, [2]int{start, end})
				return errors.Join(err, err2)
			}),
			"text": func(v any) error {
				if _, ok := v.(string); !ok {
					return fmt.Errorf("%v is no text", v)
				}
				return nil
			}}
		if err := s.check(v); err != nil {
			return err
		}
		m := v.(map[string]any)
		if len(spans) == 0 {
			return equal(m["text"].(string), "")
		}
		data, err := read(m["file"].(string))
		if err != nil {
			return err
		}
		var stands strings.Builder
		for _, s := range spans {
			if s[0] < 0 || s[0] >= s[1] || s[1] > len(data) {
				return fmt.Errorf("span %v of %d bytes", s, len(data))
			}
			stands.Write(data[s[0]:s[1]])
			stands.WriteByte(' ')
		}
		if !strings.Contains(squash(stands.String()), squash(m["text"].(string))) {
			return fmt.Errorf("bytes %v are %q, the text is %q", spans, stands.String(), m["text"])
		}
		line, _ := number(m["line"])
		if want := 1 + strings.Count(string(data[:spans[0][0]]), "\n"); line < want {
			return fmt.Errorf("line %d, and the span begins at line %d", line, want)
		}
		return nil
	}
}

// squash leaves out what stands between the pieces of a block: quote marks,
// indents and line breaks.
func squash(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '>' || r == '|' }), " ")
}

// columns FILE TEXT… says that each TEXT begins in the same terminal cell of
// its line.
func columns(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: columns FILE TEXT TEXT…")
	}
	at := map[string]int{}
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		for _, want := range args[1:] {
			if before, _, ok := strings.Cut(line, want); ok {
				if _, twice := at[want]; !twice {
					at[want] = uniseg.StringWidth(before)
				}
			}
		}
	}
	for _, want := range args[1:] {
		cell, ok := at[want]
		if !ok || cell != at[args[1]] {
			ts.Fatalf("%q begins at cell %d, %q at %d (-1: nowhere)", want, cell, args[1], at[args[1]])
		}
	}
}
