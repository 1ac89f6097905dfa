package project

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zuyg/internal/check"
	"zuyg/internal/usage"
)

// Strings says where the UI strings lie and where a program uses them.
type Strings struct {
	Files  []string // patterns with {lang}, "*" and "**"; empty: Settings.Locales alone
	Source string   // the language they are written in first
	Usage  usage.Settings
	Limits []check.Limit // how long texts may be
}

// stringsFile is [strings] as it is written.
type stringsFile struct {
	Files  []string `toml:"files"`
	Source *string  `toml:"source"`
	Usage  struct {
		Go        []string `toml:"go"`
		Calls     []string `toml:"calls"`
		Fields    []string `toml:"fields"`
		Templates []string `toml:"templates"`
		Functions []string `toml:"functions"`
		Delims    []string `toml:"delims"`
		Dynamic   []string `toml:"dynamic"`
		Exclude   []string `toml:"exclude"`
		Pattern   []struct {
			Files  []string `toml:"files"`
			Regexp string   `toml:"regexp"`
		} `toml:"pattern"`
	} `toml:"usage"`
	Limit []struct {
		Keys   []string `toml:"keys"`
		Length int      `toml:"length"`
	} `toml:"limit"`
}

// read reads [strings]; s has its languages and locales already.
func (f *stringsFile) read(path string, data []byte, s *Settings) error {
	out := &s.Strings
	out.Files = f.Files
	if len(out.Files) == 0 {
		out.Files = []string{s.Locales}
	}
	for _, p := range out.Files {
		id := ""
		switch {
		case !strings.Contains(p, "{lang}"):
			id = "error.settings-strings-lang"
		case strings.HasPrefix(p, "/") || slices.Contains(strings.Split(p, "/"), ".."):
			id = "error.settings-strings-outside"
		}
		if id != "" && f.Files != nil {
			return keyError(path, data, "files", id, map[string]any{"Pattern": p})
		}
	}
	out.Source = s.Languages[0]
	if f.Source != nil {
		if !slices.Contains(s.Languages[:], *f.Source) {
			return choiceError(path, data, "source", *f.Source, s.Languages[:])
		}
		out.Source = *f.Source
	}
	for _, l := range f.Limit {
		if l.Length < 1 || len(l.Keys) == 0 {
			return keyError(path, data, "length", "error.settings-limit", nil)
		}
		out.Limits = append(out.Limits, check.Limit{Keys: l.Keys, Length: l.Length})
	}
	return f.readUsage(path, data, &out.Usage)
}

func (f *stringsFile) readUsage(path string, data []byte, u *usage.Settings) error {
	*u = usage.Defaults()
	u.Go, u.Templates, u.Dynamic, u.Exclude = f.Usage.Go, f.Usage.Templates, f.Usage.Dynamic, f.Usage.Exclude
	u.Fields = append(u.Fields, f.Usage.Fields...)
	if f.Usage.Functions != nil {
		u.Functions = f.Usage.Functions
	}
	if d := f.Usage.Delims; d != nil {
		if len(d) != 2 {
			return keyError(path, data, "delims", "error.settings-delims", nil)
		}
		u.Delims = [2]string(d)
	}
	for _, c := range f.Usage.Calls {
		name, argument, _ := strings.Cut(c, ":")
		n := 0
		if argument != "" {
			var err error
			if n, err = strconv.Atoi(argument); err != nil || n < 0 {
				return keyError(path, data, "calls", "error.settings-call", map[string]any{"Call": c})
			}
		}
		u.Calls = append(u.Calls, usage.Call{Name: name, Argument: n})
	}
	for _, p := range f.Usage.Pattern {
		re, err := regexp.Compile(p.Regexp)
		if err != nil {
			return keyError(path, data, "regexp", "error.settings-regexp", map[string]any{"Pattern": p.Regexp, "Detail": err.Error()})
		}
		if re.NumSubexp() != 1 {
			return keyError(path, data, "regexp", "error.settings-group", map[string]any{"Pattern": p.Regexp})
		}
		u.Patterns = append(u.Patterns, usage.Pattern{Files: p.Files, Regexp: re})
	}
	return nil
}
