package cli

import (
	"regexp"
	"slices"
	"strings"

	ucli "github.com/urfave/cli/v2"
)

// command is a row of the table of commands. Its help texts are the messages
// "cmd.NAME" and "cmd.NAME.long"; those of its flags are "flag.NAME.FLAG" or, for
// flags of many commands, "flag.FLAG".
type command struct {
	name        string
	args        string // as shown in the synopsis
	least, most int    // how many arguments; most -1 is any number
	flags       []flag
	examples    []string
	slugs       bool // arguments are articles, for completion
	keys        bool // arguments are keys of UI strings, for completion
	group       bool // the first word of other commands; it has no work of its own
	ownLang     bool // --lang is a language it works on, not the one it speaks
	run         func(*call) error
}

// flag is an option of a command.
type flag struct {
	name  string
	short string
	value string // what it takes, as shown in help; empty for a switch
	many  bool   // may be given several times
}

// id is the command's name in the ids of messages.
func (cmd *command) id() string { return strings.ReplaceAll(cmd.name, " ", ".") }

// synopsis shows how a command is called.
func (s *session) synopsis(cmd *command) string {
	return strings.TrimSpace("zuyg " + cmd.name + " " + s.words(cmd.args))
}

// placeholder is a word that stands for what the user gives.
var placeholder = regexp.MustCompile("[A-Z]+")

// words puts the placeholders of a synopsis into the reader's language.
func (s *session) words(args string) string {
	return placeholder.ReplaceAllStringFunc(args, func(w string) string { return s.say.Say("arg."+strings.ToLower(w), nil) })
}

// globalFlags may stand anywhere on the command line.
func globalFlags() []flag {
	return []flag{{name: "lang", value: "LANG"}, {name: "C", value: "DIR"}, {name: "help", short: "h"}}
}

var jsonFlag = flag{name: "json", short: "j"}

// commands is the table, in the order of the help.
func commands() []command {
	return append([]command{
		initCommand(), newCommand(), importCommand(), adoptCommand(),
		statusCommand(), diffCommand(), whyCommand(), todoCommand(), editCommand(),
		acceptCommand(), reviewCommand(), checkCommand(), rulesCommand(), explainCommand(),
		exportCommand(), previewCommand(),
		alignCommand(), matchCommand(), completionCommand(), manCommand(), versionCommand(),
	}, slices.Concat(reportCommands(), stringsCommands())...)
}

func urfaveFlags(list []flag) []ucli.Flag {
	var out []ucli.Flag
	for _, f := range list {
		var aliases []string
		if f.short != "" {
			aliases = []string{f.short}
		}
		if f.value == "" {
			out = append(out, &ucli.BoolFlag{Name: f.name, Aliases: aliases})
			continue
		}
		if f.many {
			out = append(out, &ucli.StringSliceFlag{Name: f.name, Aliases: aliases})
			continue
		}
		out = append(out, &ucli.StringFlag{Name: f.name, Aliases: aliases})
	}
	return out
}
