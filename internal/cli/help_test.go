package cli

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"zuyg/internal/say"
	"zuyg/internal/term"
)

// hole is what a message leaves that does not exist or lacks an argument.
var hole = regexp.MustCompile(`<no value>|\[[a-z]+(\.[A-Za-z0-9-]+)+\]`)

// TestHelpIsWhole: the help of every command and the manual page hold every
// flag and example, and no hole, in both languages.
func TestHelpIsWhole(t *testing.T) {
	for _, lang := range []string{"en", "hy"} {
		s := testSession()
		var b bytes.Buffer
		s.out, s.say = &term.Out{Writer: &b}, say.New(lang)
		if err := s.help(nil); err != nil {
			t.Fatal(err)
		}
		all, man := b.String(), s.manPage()
		for i := range s.commands {
			cmd := &s.commands[i]
			b.Reset()
			if err := s.help(cmd); err != nil {
				t.Fatal(err)
			}
			one := b.String()
			where := all
			if group, _, ok := strings.Cut(cmd.name, " "); ok {
				b.Reset()
				if err := s.help(s.find(group)); err != nil {
					t.Fatal(err)
				}
				where = b.String()
			}
			if !strings.Contains(where, "  "+cmd.name) || !strings.Contains(man, ".SS zuyg "+roff(cmd.name)) {
				t.Errorf("%s: %s is not shown", lang, cmd.name)
			}
			for _, f := range cmd.flags {
				if !strings.Contains(one, s.flagName(f)) || !strings.Contains(man, roff(s.flagName(f))) {
					t.Errorf("%s: %s does not show --%s", lang, cmd.name, f.name)
				}
			}
			for _, e := range cmd.examples {
				if !strings.Contains(one, e) || !strings.Contains(man, roff(e)) {
					t.Errorf("%s: %s does not show %s", lang, cmd.name, e)
				}
			}
			if h := hole.FindString(one); h != "" {
				t.Errorf("%s: %s: %s", lang, cmd.name, h)
			}
		}
		if h := hole.FindString(all + man); h != "" {
			t.Errorf("%s: %s", lang, h)
		}
	}
}

// TestExamplesAreRight: what an example calls is a command with these flags and
// so many arguments.
func TestExamplesAreRight(t *testing.T) {
	s := testSession()
	quotedWord := regexp.MustCompile(`"[^"]*"|'[^']*'`)
	for _, cmd := range s.commands {
		for _, e := range cmd.examples {
			_, line, ok := strings.Cut(quotedWord.ReplaceAllString(e, "word"), "zuyg ")
			if !ok {
				t.Errorf("%s: %s calls no zuyg", cmd.name, e)
				continue
			}
			line, _, _ = strings.Cut(line, " |")
			line, _, _ = strings.Cut(line, " >")
			words := strings.Fields(strings.TrimSuffix(line, ")"))
			if cmd.group && len(words) > 0 && words[0] == "help" { // of a member
				words = words[1:]
				if w := s.sort(words); w.command == nil || !strings.HasPrefix(w.name, cmd.name+" ") {
					t.Errorf("%s: %s", cmd.name, e)
				}
				continue
			}
			w := s.sort(words)
			if cmd.group && strings.HasPrefix(w.name, cmd.name+" ") { // a member's own example holds it to the rest
				continue
			}
			if err := s.unknown(words); err != nil || w.name != cmd.name || len(w.rest) < cmd.least || cmd.most >= 0 && len(w.rest) > cmd.most {
				t.Errorf("%s: %s: %v", cmd.name, e, err)
			}
		}
	}
}

func TestRoff(t *testing.T) {
	for in, want := range map[string]string{
		"--json":         `\-\-json`,
		`a\b`:            `a\eb`,
		".SH x\n'x\ny.x": "\\&.SH x\n\\&'x\ny.x",
		"Հաց":            "Հաց",
	} {
		if got := roff(in); got != want {
			t.Errorf("roff(%q) = %q, want %q", in, got, want)
		}
	}
}
