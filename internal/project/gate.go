package project

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/gate"
	"zuyg/internal/source"
)

// checkTable is [check] in zuyg.toml as it is written.
type checkTable struct {
	Gate     *string                   `toml:"gate"`
	FailOn   *string                   `toml:"fail-on"`
	Baseline string                    `toml:"baseline"`
	Severity map[string]string         `toml:"severity"`
	Grace    map[string]string         `toml:"grace"`
	Category map[string]exceptionTable `toml:"category"`
	Status   map[string]exceptionTable `toml:"status"`
	Ignore   []ignoreTable             `toml:"ignore"`
}

type exceptionTable struct {
	Severity   map[string]string `toml:"severity"`
	Grace      map[string]string `toml:"grace"`
	NeverFails bool              `toml:"never-fails"`
}

type ignoreTable struct {
	Rules    []string `toml:"rules"`
	Articles []string `toml:"articles"`
	Keys     []string `toml:"keys"`
	Lang     string   `toml:"lang"`
	Reason   string   `toml:"reason"`
	Expires  any      `toml:"expires"`
}

// checkReader reads the table into settings; its methods give errors a place.
type checkReader struct {
	path string
	data []byte
}

func (t *checkTable) read(s *Settings, path string, data []byte) error {
	r := checkReader{path, data}
	if t.Gate != nil {
		if !slices.Contains(gate.Gates, *t.Gate) {
			return choiceError(path, data, "gate", *t.Gate, gate.Gates)
		}
		s.Gate.Gate = *t.Gate
	}
	if t.FailOn != nil {
		if !slices.Contains(gate.FailOns, *t.FailOn) {
			return choiceError(path, data, "fail-on", *t.FailOn, gate.FailOns)
		}
		s.Gate.FailOn = *t.FailOn
	}
	s.Gate.Baseline = t.Baseline
	for _, rule := range slices.Sorted(maps.Keys(t.Severity)) {
		if err := s.Check.Set(rule, t.Severity[rule]); err != nil {
			return r.severity(rule, t.Severity[rule])
		}
	}
	if err := r.grace(t.Grace, s.Gate.Grace); err != nil {
		return err
	}
	var err error
	if s.Gate.Category, err = r.exceptions(t.Category, nil); err != nil {
		return err
	}
	if s.Gate.Status, err = r.exceptions(t.Status, s.Gate.Status); err != nil {
		return err
	}
	s.Gate.Ignores, err = r.ignores(t.Ignore, s.Languages)
	return err
}

func (r checkReader) severity(rule, value string) error {
	return keyError(r.path, r.data, rule, "error.settings-severity", map[string]any{
		"Rule": rule, "Value": value, "Rules": strings.Join(check.RuleNames(), ", ")})
}

// grace adds durations to a table by "rule.variant".
func (r checkReader) grace(in map[string]string, to map[string]time.Duration) error {
	for _, name := range slices.Sorted(maps.Keys(in)) {
		names := gate.GraceNames(name)
		d, err := gate.ParseGrace(in[name])
		if err != nil || len(names) == 0 {
			return keyError(r.path, r.data, name, "error.settings-grace", map[string]any{"Key": name, "Value": in[name]})
		}
		for _, n := range names {
			to[n] = d
		}
	}
	return nil
}

// exceptions reads the tables of categories or statuses over what is there by
// default.
func (r checkReader) exceptions(in map[string]exceptionTable, to map[string]gate.Exception) (map[string]gate.Exception, error) {
	out := maps.Clone(to)
	if out == nil {
		out = map[string]gate.Exception{}
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		t := in[name]
		e := gate.Exception{Severity: map[string]check.Severity{}, Grace: map[string]time.Duration{}, Reported: t.NeverFails}
		for _, rule := range slices.Sorted(maps.Keys(t.Severity)) {
			severities, err := check.SeveritiesOf(rule, t.Severity[rule])
			if err != nil {
				return nil, r.severity(rule, t.Severity[rule])
			}
			maps.Copy(e.Severity, severities)
		}
		if err := r.grace(t.Grace, e.Grace); err != nil {
			return nil, err
		}
		out[name] = e
	}
	return out, nil
}

// ignores reads [[check.ignore]]; each is known by the line of its head.
func (r checkReader) ignores(in []ignoreTable, langs [2]string) ([]gate.Ignore, error) {
	var out []gate.Ignore
	lines := r.heads("[[check.ignore]]", len(in))
	rules := append(check.RuleNames(), "*")
	for i, t := range in {
		at := source.Position{Line: lines[i], Column: 1, Byte: 1, UTF16: 1}
		fail := func(id string, args map[string]any) error {
			return &source.Error{Path: r.path, Pos: at, ID: id, Args: args}
		}
		g := gate.Ignore{Ignore: finding.Ignore{Rules: t.Rules, Reason: strings.TrimSpace(t.Reason), Path: r.path, At: at}, Articles: t.Articles, Keys: t.Keys, Lang: t.Lang}
		if g.Reason == "" {
			return nil, fail("error.ignore-reason", map[string]any{"Rule": strings.Join(t.Rules, ", ")})
		}
		if len(t.Rules) == 0 {
			return nil, fail("error.ignore-rule", map[string]any{"Rule": ""})
		}
		for _, rule := range t.Rules {
			if !slices.Contains(rules, rule) {
				return nil, fail("error.ignore-rule", map[string]any{"Rule": rule})
			}
		}
		for _, p := range slices.Concat(t.Articles, t.Keys) {
			if !gate.ValidPattern(p) {
				return nil, fail("error.ignore-pattern", map[string]any{"Pattern": p})
			}
		}
		if t.Lang != "" && !slices.Contains(langs[:], t.Lang) {
			return nil, fail("error.bad-lang", map[string]any{"Lang": t.Lang, "Langs": strings.Join(langs[:], ", ")})
		}
		until, ok := day(t.Expires)
		if !ok {
			return nil, fail("error.ignore-date", map[string]any{"Value": t.Expires})
		}
		g.Until = until
		out = append(out, g)
	}
	return out, nil
}

// day reads a date of TOML's own, or a text like it; none is "".
func day(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case time.Time:
		return v.Format(time.DateOnly), true
	case string:
		_, err := time.Parse(time.DateOnly, v)
		return v, err == nil
	}
	return "", false
}

// heads returns the lines of the first n heads of a table, 1 for those that are
// written another way.
func (r checkReader) heads(head string, n int) []int {
	out := make([]int, 0, n)
	line := 0
	for text := range bytes.Lines(r.data) {
		line++
		text, _, _ = bytes.Cut(text, []byte("#"))
		if string(bytes.Join(bytes.Fields(text), nil)) == head && len(out) < n {
			out = append(out, line)
		}
	}
	for len(out) < n {
		out = append(out, 1)
	}
	return out
}
