package cli

import (
	"cmp"
	"slices"
	"strings"

	"zuyg/internal/project"
	"zuyg/internal/report"
	"zuyg/internal/track"
)

// stringsCommands is the part of the table for UI strings.
func stringsCommands() []command {
	dry := flag{name: "dry-run"}
	return []command{
		{name: "strings", group: true, examples: []string{"zuyg strings"}, run: func(c *call) error { return c.session.help(c.find("strings")) }},
		{name: "strings status", flags: []flag{jsonFlag}, run: runStringsStatus,
			examples: []string{"zuyg strings status", "zuyg strings status --json | jq .counts"}},
		{name: "strings todo", flags: []flag{jsonFlag, {name: "limit", short: "n", value: "N"}}, run: runStringsTodo,
			examples: []string{"zuyg strings todo", "zuyg strings todo --limit 5"}},
		{name: "strings show", args: "KEY…", least: 1, most: -1, keys: true, flags: []flag{jsonFlag}, run: runStringsShow,
			examples: []string{"zuyg strings show comment.count", "zuyg strings show nav.home --json"}},
		{name: "strings set", args: "KEY TEXT", least: 2, most: 2, keys: true, ownLang: true, run: runStringsSet,
			flags:    []flag{{name: "form", value: "FORM"}, {name: "delete"}, {name: "reason", value: "TEXT"}, dry, jsonFlag},
			examples: []string{"zuyg strings set nav.home \"Գլխավոր էջ\"", "zuyg strings set comment.count --form one \"{{.Count}} մեկնաբանություն\"", "zuyg strings set nav.home --lang en Home"}},
		{name: "strings accept", args: "KEY[@HASH]… | --all", most: -1, keys: true, run: func(c *call) error { return c.decideStrings(false) },
			flags:    []flag{{name: "all"}, {name: "yes", short: "y"}, {name: "reason", value: "TEXT"}, jsonFlag},
			examples: []string{"zuyg strings accept nav.home", "zuyg strings accept nav.home@1a2b3c4d", "zuyg strings accept brand.name --reason \"a name\"", "zuyg strings accept --all --yes"}},
		{name: "strings review", args: "KEY[@HASH]… | --all", most: -1, keys: true, run: func(c *call) error { return c.decideStrings(true) },
			flags:    []flag{{name: "all"}, {name: "yes", short: "y"}, jsonFlag},
			examples: []string{"zuyg strings review nav.home", "zuyg strings review --all --yes"}},
		{name: "strings add", args: "KEY TEXT [TRANSLATION]", least: 2, most: 3, run: runStringsAdd,
			flags: []flag{{name: "one", value: "TEXT"}, {name: "one-translation", value: "TEXT"}, {name: "description", value: "TEXT"},
				{name: "file", value: "FILE"}, {name: "after", value: "KEY"}, {name: "reason", value: "TEXT"}, dry},
			examples: []string{"zuyg strings add nav.about \"About us\" \"Մեր մասին\"", "zuyg strings add share.count \"{{.Count}} shares\" --one \"{{.Count}} share\"",
				"zuyg strings add nav.about \"About us\" --description \"Link at the foot\" --after nav.home --dry-run"}},
		{name: "strings mv", args: "OLD NEW", least: 2, most: 2, keys: true, flags: []flag{dry}, run: runStringsMove,
			examples: []string{"zuyg strings mv nav.home site.home", "zuyg strings mv nav.home site.home --dry-run"}},
		{name: "strings rm", args: "KEY…", least: 1, most: -1, keys: true, flags: []flag{{name: "delete"}, dry}, run: runStringsRemove,
			examples: []string{"zuyg strings rm nav.old --dry-run", "zuyg strings rm nav.old --delete"}},
		{name: "strings find", args: "KEY|TEXT", least: 1, most: 1, keys: true, flags: []flag{jsonFlag}, run: runStringsFind,
			examples: []string{"zuyg strings find comment.count", "zuyg strings find մեկնաբանություն"}},
		{name: "strings unused", flags: []flag{jsonFlag}, run: runStringsUnused,
			examples: []string{"zuyg strings unused", "zuyg strings unused --json"}},
		{name: "strings undefined", flags: []flag{jsonFlag}, run: runStringsUndefined,
			examples: []string{"zuyg strings undefined", "zuyg strings undefined --json"}},
		{name: "strings fmt", flags: []flag{{name: "check"}, dry}, run: runStringsFormat,
			examples: []string{"zuyg strings fmt", "zuyg strings fmt --check", "zuyg strings fmt --dry-run"}},
		{name: "strings stamp", args: "[KEY…]", most: -1, keys: true, flags: []flag{dry}, run: runStringsStamp,
			examples: []string{"zuyg strings stamp", "zuyg strings stamp nav.home --dry-run"}},
		{name: "strings export", args: "csv|po", least: 1, most: 1, flags: []flag{{name: "all"}}, run: runStringsExport,
			examples: []string{"zuyg strings export po > hy.po", "zuyg strings export csv --all > strings.csv"}},
		{name: "strings import", args: "FILE", least: 1, most: 1, flags: []flag{dry, jsonFlag}, run: runStringsImport,
			examples: []string{"zuyg strings import hy.po --dry-run", "zuyg strings import strings.csv"}},
	}
}

// messages opens the project and reads its UI strings.
func (c *call) messages() (*project.Project, *track.Strings, error) {
	p, err := c.open()
	if err != nil {
		return nil, nil, err
	}
	s, err := p.Messages()
	if err == nil && len(s.Files()) == 0 {
		err = &usageError{id: "error.strings-none", args: map[string]any{"Pattern": strings.Join(p.Settings.Strings.Files, ", ")}}
	}
	return p, s, err
}

// runStringsStatus shows where the UI strings stand. Files that can't be read
// are findings: what is in them is not counted.
func runStringsStatus(c *call) error {
	_, s, err := c.messages()
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = report.WriteJSON(c.out, report.StringsStatusJSON(s, c.say))
	} else {
		err = c.text().StringsStatus(s)
	}
	for _, f := range s.Files() {
		if err == nil && len(f.Problems) > 0 {
			err = errFindings
		}
	}
	return err
}

// openStrings lists the messages that something is to be done about, the most
// urgent first.
func openStrings(s *track.Strings) []*track.Message {
	var open []*track.Message
	for i := range s.Messages {
		if m := &s.Messages[i]; isOpen(&m.Unit) {
			open = append(open, m)
		}
	}
	slices.SortStableFunc(open, func(a, b *track.Message) int {
		return cmp.Compare(urgency(&report.Task{State: a.State, Weight: a.Weight}), urgency(&report.Task{State: b.State, Weight: b.Weight}))
	})
	return open
}

func runStringsTodo(c *call) error {
	limit, err := c.limit()
	if err != nil {
		return err
	}
	_, s, err := c.messages()
	if err != nil {
		return err
	}
	open := openStrings(s)
	shown := open[:min(limit, len(open))]
	if c.Bool("json") {
		return report.WriteJSON(c.out, report.StringsTodoJSON(s, shown, len(open)))
	}
	if len(open) == 0 {
		return c.nothing("strings.todo-none")
	}
	return c.text().StringsTodo(s, shown, len(open))
}

func runStringsShow(c *call) error {
	p, s, err := c.messages()
	if err != nil {
		return err
	}
	uses, err := p.Uses()
	if err != nil {
		return err
	}
	var list []any
	for _, key := range c.Args().Slice() {
		key, _, _ = strings.Cut(key, "@")
		m := s.Message(key)
		if m == nil {
			return noKey(s, key)
		}
		if c.Bool("json") {
			list = append(list, report.StringJSON(s, m, true))
			continue
		}
		if err := c.text().String(s, m, usesOf(uses, key)); err != nil {
			return err
		}
	}
	if c.Bool("json") {
		return report.WriteJSON(c.out, report.Object("messages", list))
	}
	return nil
}

// noKey says that there is no message of that key, with the nearest.
func noKey(s *track.Strings, key string) error {
	var keys []string
	for i := range s.Messages {
		keys = append(keys, s.Messages[i].Key)
	}
	return nearestError("error.strings-no-key", key, "", project.Nearest(key, keys))
}

// stringKeys lists the keys, for completion. A project that can't be read
// offers nothing.
func (s *session) stringKeys() []string {
	dir, err := project.Find(s.dir)
	if err != nil {
		return nil
	}
	p, err := project.Open(dir)
	if err != nil {
		return nil
	}
	defer func() { _ = p.Close() }()
	all, err := p.Messages()
	if err != nil {
		return nil
	}
	var keys []string
	for i := range all.Messages {
		keys = append(keys, all.Messages[i].Key)
	}
	slices.Sort(keys)
	return keys
}
