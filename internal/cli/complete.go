package cli

import (
	"fmt"
	"strings"
	"unicode"

	"zuyg/internal/project"
)

// completeCommand is what the shells' scripts call; it is not shown in help.
const completeCommand = "__complete"

// scripts are what "zuyg completion SHELL" prints. Each hands the words typed
// so far to zuyg and offers the lines that come back.
var scripts = map[string]string{
	"bash": `_zuyg() {
  local cur line
  if declare -F _get_comp_words_by_ref >/dev/null; then _get_comp_words_by_ref -n : cur; else cur=${COMP_WORDS[COMP_CWORD]}; fi
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(zuyg __complete "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$cur" 2>/dev/null)
}
complete -o default -F _zuyg zuyg
`,
	"zsh": `#compdef zuyg
_zuyg() {
  local -a words_found
  words_found=("${(@f)$(zuyg __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a words_found
  [[ -z "$words_found" ]] && _files
}
compdef _zuyg zuyg
`,
	"fish": `complete -c zuyg -f -a '(zuyg __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
}

func completionCommand() command {
	return command{
		name: "completion", args: "bash|zsh|fish", least: 1, most: 1,
		examples: []string{"source <(zuyg completion bash)", "zuyg completion zsh > \"${fpath[1]}/_zuyg\"", "zuyg completion fish > ~/.config/fish/completions/zuyg.fish"},
		run: func(c *call) error {
			script, ok := scripts[c.Args().First()]
			if !ok {
				return nearestError("error.unknown-shell", c.Args().First(), "", project.Nearest(c.Args().First(), []string{"bash", "zsh", "fish"}))
			}
			_, err := c.out.Write([]byte(script))
			return err
		},
	}
}

// complete prints what the last of the words may become, a line each. Names
// that a shell would not take as they are, are not offered: some shells put
// them on the command line unquoted, and the name of a folder may hold anything.
func (s *session) complete(words []string) error {
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
		words = words[:len(words)-1]
	}
	w := s.sort(words)
	if d := flagValue(words, "-C"); d != "" {
		s.dir = d
	}
	for _, c := range s.candidates(w, last) {
		if strings.HasPrefix(c, last) && strings.IndexFunc(c, special) < 0 {
			if _, err := fmt.Fprintln(s.out, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func special(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.M, unicode.N) && !strings.ContainsRune("-_./#@+", r)
}

func (s *session) candidates(w sorted, last string) []string {
	var out []string
	switch {
	case strings.HasPrefix(last, "-"):
		list := globalFlags()
		if w.command != nil {
			list = append(list, w.command.flags...)
		}
		for _, f := range list {
			if len(f.name) > 1 {
				out = append(out, "--"+f.name)
			} else {
				out = append(out, "-"+f.name)
			}
		}
	case w.command == nil:
		for i := range s.commands {
			if !strings.Contains(s.commands[i].name, " ") {
				out = append(out, s.commands[i].name)
			}
		}
	case w.command.group:
		for _, c := range s.members(w.command) {
			out = append(out, strings.TrimPrefix(c.name, w.command.name+" "))
		}
	case w.command.name == "completion":
		out = []string{"bash", "fish", "zsh"}
	case w.command.name == "export" && len(w.rest) == 0:
		out = formNames()
	case w.command.slugs:
		out = s.articleNames(last)
	case w.command.keys:
		out = s.stringKeys()
	}
	return out
}

// articleNames lists the slugs, or behind "#" the units of one article. A
// project that can't be read offers nothing.
func (s *session) articleNames(last string) []string {
	dir, err := project.Find(s.dir)
	if err != nil {
		return nil
	}
	p, err := project.Open(dir)
	if err != nil {
		return nil
	}
	defer func() { _ = p.Close() }()
	slug, _, unit := strings.Cut(last, "#")
	if !unit {
		slugs, _ := p.Slugs()
		return slugs
	}
	a, err := p.Article(slug)
	if err != nil {
		return nil
	}
	var out []string
	for i := range a.Units {
		out = append(out, slug+"#"+a.Units[i].ID)
	}
	return out
}
