package cli

import (
	"slices"
	"strings"

	"zuyg/internal/project"
)

// flagsFirst returns args with the global flags first, then the command, then
// its flags, then its arguments, because urfave/cli v2 reads no flag behind the
// first argument and says nothing (urfave/cli#1177). What follows "--" is left
// alone.
func (s *session) flagsFirst(args []string) []string {
	w := s.sort(args)
	out := slices.Clone(w.global)
	if w.command != nil {
		out = append(append(out, w.command.name), w.flags...)
	}
	if len(w.rest) > 0 {
		out = append(append(out, "--"), w.rest...)
	}
	return out
}

// sorted is a command line taken apart.
type sorted struct {
	command       *command
	name          string   // the word where the command stands, known or not
	global, flags []string // with their values
	rest          []string
	strange       string // a flag that nobody knows
}

func (s *session) sort(args []string) sorted {
	var w sorted
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			w.rest = append(w.rest, args[i+1:]...)
			break
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			if w.name == "" {
				w.name = arg
				w.command = s.find(arg)
				continue
			}
			w.rest = append(w.rest, arg)
			continue
		}
		to, takes := &w.global, false
		f, ok := known(globalFlags(), arg)
		if w.command != nil && !ok {
			to = &w.flags
			f, ok = known(w.command.flags, arg)
		}
		if !ok && w.strange == "" {
			w.strange = arg
		}
		takes = f.value != "" && !strings.Contains(arg, "=")
		*to = append(*to, arg)
		if takes && i+1 < len(args) {
			i++
			*to = append(*to, args[i])
		}
	}
	return w
}

// known finds a flag of a list by the word on the command line.
func known(list []flag, arg string) (flag, bool) {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	for _, f := range list {
		if f.name == name || f.short != "" && f.short == name {
			return f, true
		}
	}
	return flag{}, false
}

func (s *session) find(name string) *command {
	for i := range s.commands {
		if s.commands[i].name == name {
			return &s.commands[i]
		}
	}
	return nil
}

// unknown reports a command or a flag that does not exist, with the nearest
// that does.
func (s *session) unknown(args []string) error {
	w := s.sort(args)
	if w.name != "" && w.command == nil {
		var names []string
		for _, c := range s.commands {
			names = append(names, c.name)
		}
		return nearestError("error.unknown-command", w.name, "", project.Nearest(w.name, names))
	}
	if w.strange == "" {
		return nil
	}
	list := globalFlags()
	if w.command != nil {
		list = append(list, w.command.flags...)
	}
	var names []string
	for _, f := range list {
		names = append(names, f.name)
	}
	name, _, _ := strings.Cut(strings.TrimLeft(w.strange, "-"), "=")
	near := project.Nearest(name, names)
	if near != "" {
		near = "--" + near
	}
	return nearestError("error.unknown-flag", w.strange, w.name, near)
}

func nearestError(id, word, command, nearest string) error {
	hint := ""
	if nearest != "" {
		hint = "hint.nearest"
	}
	return &usageError{id: id, args: map[string]any{"Word": word, "Command": command, "Nearest": nearest}, hint: hint}
}

// flagValue finds the value of a flag before the command line is parsed.
func flagValue(args []string, names ...string) string {
	for i, a := range args {
		if a == "--" {
			break
		}
		name, value, joined := strings.Cut(a, "=")
		if !slices.Contains(names, name) {
			continue
		}
		if joined {
			return value
		}
		if i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// helpFor reports whether help is asked for, and for which command (nil: all).
func (s *session) helpFor(args []string) (*command, bool) {
	w := s.sort(args)
	if w.name == "help" {
		if len(w.rest) > 0 {
			return s.find(w.rest[0]), true
		}
		return nil, true
	}
	for _, a := range append(w.global, w.flags...) {
		if a == "--help" || a == "-h" || a == "-help" {
			return w.command, true
		}
	}
	return nil, false
}
