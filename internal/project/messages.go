package project

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/usage"
)

// Messages reads the UI strings of both languages and finds out where each
// stands. A file that can't be read as a message file is among them with its
// problems; only a record that can't be read is an error.
func (p *Project) Messages() (*track.Strings, error) {
	s := &track.Strings{Langs: p.Settings.Languages, Lead: slices.Index(p.Settings.Languages[:], p.Settings.Strings.Source)}
	if err := p.findPairs(s); err != nil {
		return nil, err
	}
	for i := range s.Pairs {
		for side, name := range s.Pairs[i].Paths {
			data, err := p.read(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			s.Pairs[i].Files[side] = catalog.Parse(source.New(name, data))
		}
	}
	if err := p.stringsRecord(s); err != nil {
		return nil, err
	}
	s.Compute(p.Settings.Track)
	return s, nil
}

func (p *Project) stringsRecord(s *track.Strings) error {
	s.RecordPath = path.Join(stringsBase(p.Settings.Strings.Files[0]), "record.jsonl")
	data, err := p.read(s.RecordPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if s.Record, err = record.Decode(s.RecordPath, data); err != nil {
		return err
	}
	if s.Record.Langs != s.Langs {
		return &source.Error{Path: s.RecordPath, Pos: source.Position{Line: 1, Column: 1, Byte: 1, UTF16: 1}, ID: "error.record-languages",
			Args: map[string]any{"Found": strings.Join(s.Record.Langs[:], ", "), "Expected": strings.Join(s.Langs[:], ", ")}}
	}
	s.RecordData = data
	return nil
}

// stringsBase is the folder of a pattern up to its first wildcard.
func stringsBase(pattern string) string {
	if i := strings.IndexAny(pattern, "{*"); i >= 0 {
		pattern = pattern[:i]
	}
	return path.Dir(pattern + "x")
}

// findPairs finds the files that the patterns name: which file is the other
// half of which follows from what the wildcards stand for.
func (p *Project) findPairs(s *track.Strings) error {
	names, err := p.stringsNames()
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, pattern := range p.Settings.Strings.Files {
		halves := [2]*regexp.Regexp{stringsPattern(pattern, s.Langs[0]), stringsPattern(pattern, s.Langs[1])}
		for _, name := range names {
			for side, re := range halves {
				m := re.FindStringSubmatch(name)
				if m == nil || taken[name] {
					continue
				}
				pair := track.Pair{}
				for k, l := range s.Langs {
					pair.Paths[k] = filled(pattern, l, m[1:])
					taken[pair.Paths[k]] = true
				}
				if pair.Paths[side] == name {
					s.Pairs = append(s.Pairs, pair)
				}
			}
		}
	}
	slices.SortFunc(s.Pairs, func(a, b track.Pair) int { return cmp.Compare(a.Paths[s.Lead], b.Paths[s.Lead]) })
	return p.findStray(s, names, taken)
}

// findStray finds files that lie where the patterns say, under a language that
// go-i18n has no name or no plural rules for: it would skip them, or load them
// as of no language, and say nothing.
func (p *Project) findStray(s *track.Strings, names []string, taken map[string]bool) error {
	for _, pattern := range p.Settings.Strings.Files {
		re := stringsPattern(pattern, "")
		for _, name := range names {
			if taken[name] || !re.MatchString(name) {
				continue
			}
			taken[name] = true
			if _, id := catalog.Tag(name); id == "" {
				continue // of a third language
			}
			data, err := p.read(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue // of a past state
			}
			if err != nil {
				return err
			}
			s.Stray = append(s.Stray, catalog.Parse(source.New(name, data)))
		}
	}
	return nil
}

// stringsNames lists the files below the folders of the patterns, sorted.
func (p *Project) stringsNames() ([]string, error) {
	var names []string
	for _, pattern := range p.Settings.Strings.Files {
		base := stringsBase(pattern)
		err := fs.WalkDir(p.root.FS(), base, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && errors.Is(err, fs.ErrNotExist) && name == base:
				return fs.SkipAll
			case err != nil:
				return err
			case d.IsDir() && name != base && (skipFolder(d.Name()) || !strings.Contains(pattern[strings.IndexAny(pattern, "{*"):], "/")):
				return fs.SkipDir
			case !d.IsDir() && catalog.Format(name) != "":
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for name := range p.overlay {
		if catalog.Format(name) != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// skipFolder reports whether a folder holds nothing of the project's own.
func skipFolder(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor"
}

var wildcard = regexp.MustCompile(`\{lang\}|\*\*/|\*`)

// stringsPattern is a pattern for one language, or for any.
func stringsPattern(pattern, lang string) *regexp.Regexp {
	var b strings.Builder
	at := 0
	for _, m := range wildcard.FindAllStringIndex(pattern, -1) {
		b.WriteString(regexp.QuoteMeta(pattern[at:m[0]]))
		switch w := pattern[m[0]:m[1]]; {
		case w == "{lang}" && lang == "":
			b.WriteString(`[^/.]+`)
		case w == "{lang}":
			b.WriteString(regexp.QuoteMeta(lang))
		case w == "*":
			b.WriteString(`([^/]*)`)
		default:
			b.WriteString(`((?:.*/)?)`)
		}
		at = m[1]
	}
	b.WriteString(regexp.QuoteMeta(pattern[at:]))
	return regexp.MustCompile(`^` + b.String() + `$`)
}

// filled puts a language and what the other wildcards stand for into a pattern.
func filled(pattern, lang string, parts []string) string {
	return wildcard.ReplaceAllStringFunc(pattern, func(w string) string {
		if w == "{lang}" {
			return lang
		}
		part := parts[0]
		parts = parts[1:]
		return part
	})
}

// The bounds of a search for uses: larger files are data, not code.
const (
	maxCode      = 2 << 20
	maxCodeFiles = 100_000
)

// Uses finds where the program of the project uses its messages; nil when the
// settings name no files to look at.
func (p *Project) Uses() (*usage.Uses, error) {
	settings := p.Settings.Strings.Usage
	if !settings.Any() {
		return nil, nil
	}
	var files []usage.File
	var large []usage.Unread
	err := fs.WalkDir(p.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && skipFolder(d.Name()):
			return fs.SkipDir
		case !d.Type().IsRegular() || !settings.Wanted(name):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Size() > maxCode {
			large = append(large, usage.Unread{Path: name, Size: info.Size()})
			return nil
		}
		if len(files) == maxCodeFiles {
			return &source.Error{Path: name, ID: "error.usage-files", Args: map[string]any{"Limit": maxCodeFiles}}
		}
		data, err := p.read(name)
		files = append(files, usage.File{Path: name, Data: data})
		return err
	})
	if err != nil {
		return nil, err
	}
	u := usage.Find(files, settings)
	u.Unread = append(u.Unread, large...)
	return u, nil
}
