package cli

import (
	"fmt"
	"io"
	"strings"
)

func manCommand() command {
	return command{
		name: "man", most: 0,
		examples: []string{"zuyg man | man -l -", "zuyg man > /usr/local/share/man/man1/zuyg.1", "zuyg man --lang hy > /usr/local/share/man/hy/man1/zuyg.1"},
		run:      func(c *call) error { _, err := io.WriteString(c.out, c.manPage()); return err },
	}
}

// manPage writes the table of commands as a manual page in roff (man(7)).
func (s *session) manPage() string {
	var b strings.Builder
	say := func(id string) string { return roff(s.say.Say(id, nil)) }
	fmt.Fprintf(&b, ".TH ZUYG 1 \"\" \"zuyg %s\"\n", Version)
	fmt.Fprintf(&b, ".SH %s\nzuyg \\- %s\n", say("man.name"), say("man.short"))
	fmt.Fprintf(&b, ".SH %s\n.B zuyg\n%s\n", say("help.usage"), say("help.synopsis"))
	fmt.Fprintf(&b, ".SH %s\n%s\n.PP\n%s\n", say("man.description"), say("cmd"), say("help.more"))
	fmt.Fprintf(&b, ".SH %s\n", say("help.commands"))
	for i := range s.commands {
		cmd := &s.commands[i]
		fmt.Fprintf(&b, ".SS %s\n%s\n", roff(s.synopsis(cmd)), say("cmd."+cmd.id()))
		if id := "cmd." + cmd.id() + ".long"; s.say.Has(id) {
			fmt.Fprintf(&b, ".PP\n%s\n", say(id))
		}
		s.manFlags(&b, cmd.id(), cmd.flags)
		fmt.Fprintf(&b, ".PP\n.EX\n%s\n.EE\n", roff(strings.Join(cmd.examples, "\n")))
	}
	fmt.Fprintf(&b, ".SH %s\n", say("help.global"))
	s.manFlags(&b, "", globalFlags())
	fmt.Fprintf(&b, ".SH %s\n%s\n", say("man.exit"), say("help.exit"))
	return b.String()
}

func (s *session) manFlags(b *strings.Builder, command string, list []flag) {
	for _, f := range list {
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(s.flagName(f)), roff(s.flagText(command, f)))
	}
}

// roff writes text so that roff shows it as it is: backslashes and hyphens
// literally, and no line as a request.
func roff(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
