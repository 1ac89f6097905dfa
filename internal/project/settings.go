package project

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"zuyg/internal/check"
	"zuyg/internal/gate"
	"zuyg/internal/publish"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/usage"
	"zuyg/internal/weight"
)

// SettingsFile is the name of the settings file; the folder that holds it is
// the project.
const SettingsFile = "zuyg.toml"

// Settings is what zuyg.toml says, every part with its default.
type Settings struct {
	Languages [2]string      // codes of the two languages
	Articles  string         // pattern of a version's path, with {slug} and {lang}
	Locales   string         // pattern of the UI string files, with {lang}
	Fields    []string       // front matter fields that are translated
	Track     track.Settings // what counts as a change
	Check     check.Settings // which finding is how bad
	Gate      gate.Settings  // which findings fail
	Strings   Strings        // where the UI strings are and where they are used
	Publish   publish.Settings
}

// Defaults returns the settings of a project whose zuyg.toml is empty.
func Defaults() Settings {
	return Settings{
		Languages: [2]string{"en", "hy"},
		Articles:  "articles/{slug}/{lang}.md",
		Locales:   "locales/{lang}.toml",
		Fields:    []string{"title", "summary", "description"},
		Track:     track.Defaults(),
		Check:     check.Defaults(),
		Gate:      gate.Defaults(),
		Strings:   Strings{Files: []string{"locales/{lang}.toml"}, Source: "en", Usage: usage.Defaults()},
		Publish:   publish.Defaults(),
	}
}

// file is zuyg.toml as it is written.
type file struct {
	Languages []string `toml:"languages"`
	Articles  *string  `toml:"articles"`
	Locales   *string  `toml:"locales"`
	Fields    []string `toml:"fields"`
	Weight    struct {
		Major     *float64 `toml:"major"`
		StaleFrom *string  `toml:"stale-from"`
	} `toml:"weight"`
	Check   checkTable  `toml:"check"`
	Strings stringsFile `toml:"strings"`
	Publish publishFile `toml:"publish"`
}

// parseSettings reads zuyg.toml. Errors are *source.Error with a place.
func parseSettings(path string, data []byte) (Settings, error) {
	s := Defaults()
	var f file
	meta, err := toml.NewDecoder(bytes.NewReader(data)).Decode(&f)
	if err != nil {
		return s, tomlError(path, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return s, keyError(path, data, unknown[0].String(), "error.settings-unknown-key", map[string]any{"Key": unknown[0].String()})
	}
	if f.Languages != nil {
		if len(f.Languages) != 2 || f.Languages[0] == f.Languages[1] || f.Languages[0] == "" || f.Languages[1] == "" {
			return s, keyError(path, data, "languages", "error.settings-languages", nil)
		}
		s.Languages = [2]string(f.Languages)
	}
	if f.Articles != nil {
		s.Articles = *f.Articles
	}
	if err := checkPattern(s.Articles); err != "" {
		return s, keyError(path, data, "articles", err, map[string]any{"Pattern": s.Articles})
	}
	if f.Locales != nil {
		s.Locales = *f.Locales
	}
	if f.Fields != nil {
		s.Fields = f.Fields
	}
	if f.Weight.Major != nil {
		if *f.Weight.Major <= 0 || *f.Weight.Major > 1 {
			return s, keyError(path, data, "major", "error.settings-share", map[string]any{"Key": "weight.major"})
		}
		s.Track.Weight.Major = *f.Weight.Major
	}
	if f.Weight.StaleFrom != nil {
		from, ok := weightNames[*f.Weight.StaleFrom]
		if !ok {
			return s, choiceError(path, data, "stale-from", *f.Weight.StaleFrom, slices.Sorted(maps.Keys(weightNames)))
		}
		s.Track.StaleFrom = from
	}
	if err := f.Check.read(&s, path, data); err != nil {
		return s, err
	}
	if s.Publish, err = f.Publish.settings(path, data); err != nil {
		return s, err
	}
	return s, f.Strings.read(path, data, &s)
}

// weightNames are the weights that stale-from may name.
var weightNames = map[string]weight.Weight{
	"cosmetic": weight.Cosmetic, "minor": weight.Minor, "major": weight.Major, "fact": weight.Fact,
}

// checkPattern returns the id of what is wrong with a path pattern, or "".
func checkPattern(p string) string {
	switch {
	case strings.Count(p, "{slug}") != 1 || strings.Count(p, "{lang}") != 1:
		return "error.settings-pattern"
	case strings.HasPrefix(p, "/") || slices.Contains(strings.Split(p, "/"), ".."):
		return "error.settings-pattern-outside"
	}
	return ""
}

func tomlError(path string, err error) error {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		return &source.Error{Path: path, Pos: source.Position{Line: pe.Position.Line, Column: pe.Position.Col, Byte: pe.Position.Col},
			ID: "error.settings", Args: map[string]any{"Detail": pe.Message}}
	}
	return &source.Error{Path: path, ID: "error.settings", Args: map[string]any{"Detail": err.Error()}, Err: err}
}

// keyError is an error at the line where key is first set.
func keyError(path string, data []byte, key, id string, args map[string]any) error {
	e := &source.Error{Path: path, ID: id, Args: args}
	last := key[strings.LastIndexByte(key, '.')+1:]
	for n, line := range bytes.Split(data, []byte("\n")) {
		name, _, ok := strings.Cut(string(line), "=")
		if ok && strings.Trim(strings.TrimSpace(name), `"'`) == last {
			col := len(line) - len(bytes.TrimLeft(line, " \t")) + 1
			e.Pos = source.Position{Line: n + 1, Column: col, Byte: col, UTF16: col}
			break
		}
	}
	return e
}

func choiceError(path string, data []byte, key, got string, want []string) error {
	return keyError(path, data, key, "error.settings-choice", map[string]any{
		"Key": key, "Value": fmt.Sprintf("%q", got), "Choices": strings.Join(want, ", ")})
}
