package cli

import (
	"fmt"
	"io"
	"strings"

	"zuyg/internal/term"
)

// help writes the help of a command, or of the program.
func (s *session) help(cmd *command) error {
	var b strings.Builder
	if cmd == nil {
		s.programHelp(&b)
	} else {
		s.commandHelp(&b, cmd)
	}
	_, err := io.WriteString(s.out, b.String())
	return err
}

func (s *session) title(b *strings.Builder, id string) {
	fmt.Fprintf(b, "\n%s\n", s.out.In(term.Bold, s.say.Say(id, nil)))
}

func (s *session) programHelp(b *strings.Builder) {
	fmt.Fprintf(b, "%s\n", s.say.Say("cmd", nil))
	s.title(b, "help.usage")
	fmt.Fprintf(b, "  zuyg %s\n", s.say.Say("help.synopsis", nil))
	s.title(b, "help.commands")
	var list []*command
	for i := range s.commands {
		if !strings.Contains(s.commands[i].name, " ") {
			list = append(list, &s.commands[i])
		}
	}
	s.commandList(b, list)
	s.flagHelp(b, "help.global", "", globalFlags())
	fmt.Fprintf(b, "\n%s\n", s.say.Say("help.more", nil))
}

// commandList writes a line a command.
func (s *session) commandList(b *strings.Builder, list []*command) {
	width := 0
	for _, c := range list {
		width = max(width, len(c.name))
	}
	for _, c := range list {
		fmt.Fprintf(b, "  %s  %s\n", term.Pad(s.out.In(term.Cyan, c.name), width), s.say.Say("cmd."+c.id(), nil))
	}
}

// members lists the commands of a group.
func (s *session) members(group *command) []*command {
	var list []*command
	for i := range s.commands {
		if strings.HasPrefix(s.commands[i].name, group.name+" ") {
			list = append(list, &s.commands[i])
		}
	}
	return list
}

func (s *session) commandHelp(b *strings.Builder, cmd *command) {
	fmt.Fprintf(b, "%s\n", s.say.Say("cmd."+cmd.id(), nil))
	s.title(b, "help.usage")
	fmt.Fprintf(b, "  %s\n", s.synopsis(cmd))
	if id := "cmd." + cmd.id() + ".long"; s.say.Has(id) {
		fmt.Fprintf(b, "\n%s\n", s.say.Say(id, nil))
	}
	if cmd.group {
		s.title(b, "help.commands")
		s.commandList(b, s.members(cmd))
	}
	if len(cmd.flags) > 0 {
		s.flagHelp(b, "help.flags", cmd.id(), cmd.flags)
	}
	s.title(b, "help.examples")
	for _, e := range cmd.examples {
		fmt.Fprintf(b, "  %s\n", e)
	}
	s.flagHelp(b, "help.global", "", globalFlags())
	fmt.Fprintf(b, "\n%s\n", s.say.Say("help.exit", nil))
}

func (s *session) flagHelp(b *strings.Builder, title, command string, list []flag) {
	s.title(b, title)
	names := make([]string, len(list))
	width := 0
	for i, f := range list {
		names[i] = s.flagName(f)
		width = max(width, term.Width(names[i]))
	}
	for i, f := range list {
		fmt.Fprintf(b, "  %s  %s\n", term.Pad(s.out.In(term.Cyan, names[i]), width), s.flagText(command, f))
	}
}

// flagName shows a flag with its short form and what it takes.
func (s *session) flagName(f flag) string {
	name := "--" + f.name
	if len(f.name) == 1 {
		name = "-" + f.name
	}
	if f.short != "" {
		name += ", -" + f.short
	}
	if f.value != "" {
		name += " " + s.words(f.value)
	}
	return name
}

// flagText says what a flag is for: of this command, or of all.
func (s *session) flagText(command string, f flag) string {
	if id := "flag." + command + "." + f.name; command != "" && s.say.Has(id) {
		return s.say.Say(id, nil)
	}
	return s.say.Say("flag."+f.name, nil)
}
