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
	if w.named {
		out = append(out, w.name)
	}
	out = append(out, w.flags...)
	if len(w.rest) > 0 {
		out = append(append(out, "--"), w.rest...)
	}
	return out
}

// sorted is a command line taken apart.
type sorted struct {
	command       *command
	name          string   // the word where the command stands, known or not
	named         bool     // there is such a word
	global, flags []string // with their values
	rest          []string
	strange       string // a flag that nobody knows
	lacking       string // a flag without the value it takes
	laden         string // a switch with a value
}

func (s *session) sort(args []string) sorted {
	var w sorted
	var skip int
	w.name, w.command, skip = s.commandWord(args)
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			w.rest = append(w.rest, args[i+1:]...)
			break
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			if skip == 0 {
				w.rest = append(w.rest, arg)
			} else {
				skip--
			}
			w.named = true
			continue
		}
		to := &w.flags
		f, ok := known(globalFlags(), arg)
		if ok {
			to = &w.global
		} else {
			f, ok = s.flagOf(w.command, arg)
		}
		*to = append(*to, arg)
		if !ok && w.strange == "" {
			w.strange = arg
		}
		switch {
		case f.value == "" && strings.Contains(arg, "=") && w.laden == "":
			w.laden = arg
		case f.value == "" || strings.Contains(arg, "="):
		case i+1 < len(args):
			i++
			*to = append(*to, args[i])
		case w.lacking == "":
			w.lacking = arg
		}
	}
	return w
}

// commandWord finds the command: the first word that is neither a flag nor the
// value of one, or the first two where the first is a group's; words is how
// many. Flags of a command may stand before it; which of them take a value all
// commands agree on.
func (s *session) commandWord(args []string) (name string, cmd *command, words int) {
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		arg := args[i]
		if strings.HasPrefix(arg, "-") && arg != "-" {
			if s.takesValue(arg) {
				i++
			}
			continue
		}
		words++
		if words == 2 {
			arg = name + " " + arg
		}
		name, cmd = arg, s.find(arg)
		if words == 2 || cmd == nil || !cmd.group {
			break
		}
	}
	return name, cmd, words
}

// takesValue reports whether the word behind a flag is its value.
func (s *session) takesValue(arg string) bool {
	f, ok := known(globalFlags(), arg)
	for k := 0; !ok && k < len(s.commands); k++ {
		f, ok = known(s.commands[k].flags, arg)
	}
	return f.value != "" && !strings.Contains(arg, "=")
}

// flagOf finds a flag of a command. Where there is no such command, one of any
// command will do: what takes a value must be known all the same.
func (s *session) flagOf(cmd *command, arg string) (flag, bool) {
	if cmd != nil {
		if f, ok := known(cmd.flags, arg); ok {
			return f, true
		}
	}
	for i := range s.commands {
		if f, ok := known(s.commands[i].flags, arg); ok {
			return f, false
		}
	}
	return flag{}, false
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
// that does, and a flag with a value too few or too many.
func (s *session) unknown(args []string) error {
	w := s.sort(args)
	if w.named && w.command == nil {
		return s.noCommand(w.name)
	}
	command := "zuyg"
	list := globalFlags()
	if w.command != nil {
		command = w.name
		list = append(list, w.command.flags...)
	}
	switch {
	case w.strange != "":
		var names []string
		for _, f := range list {
			names = append(names, f.name)
		}
		name, _, _ := strings.Cut(strings.TrimLeft(w.strange, "-"), "=")
		near := project.Nearest(name, names)
		if near != "" {
			near = "--" + near
		}
		return nearestError("error.unknown-flag", w.strange, command, near)
	case w.lacking != "":
		f, _ := known(list, w.lacking)
		return &usageError{id: "error.flag-value", args: map[string]any{"Flag": w.lacking, "Value": s.words(f.value)}}
	case w.laden != "":
		name, _, _ := strings.Cut(w.laden, "=")
		return &usageError{id: "error.flag-switch", args: map[string]any{"Flag": name}}
	}
	return nil
}

// noCommand says that there is no command of that name, with the nearest of
// its group.
func (s *session) noCommand(name string) error {
	group, word, _ := strings.Cut(name, " ")
	if word == "" {
		group, word = "", name
	}
	var names []string
	for _, c := range s.commands {
		of, member, ok := strings.Cut(c.name, " ")
		switch {
		case !ok && group == "":
			names = append(names, c.name)
		case ok && of == group:
			names = append(names, member)
		}
	}
	near := project.Nearest(word, names)
	if near != "" && group != "" {
		near = group + " " + near
	}
	return nearestError("error.unknown-command", name, "", near)
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
// Help for what does not exist is an error.
func (s *session) helpFor(args []string) (cmd *command, asked bool, err error) {
	w := s.sort(args)
	if w.name == "help" {
		if len(w.rest) == 0 {
			return nil, true, nil
		}
		name, cmd, _ := s.commandWord(w.rest)
		if cmd == nil {
			err = s.noCommand(name)
		}
		return cmd, true, err
	}
	for _, a := range w.global {
		if f, ok := known(globalFlags(), a); ok && f.name == "help" {
			if w.named && w.command == nil {
				err = s.noCommand(w.name)
			}
			return w.command, true, err
		}
	}
	return nil, false, nil
}
