package cli

import (
	"errors"
	"fmt"

	"zuyg/internal/desk"
	"zuyg/internal/term"
)

// explainString turns an error about UI strings into a sentence and a hint.
func (s *session) explainString(err error) (text, hint string, ok bool) {
	var key *desk.KeyError
	var conflict *desk.KeyConflict
	var would *desk.WouldDeleteError
	id, args := "", map[string]any{}
	switch {
	case errors.As(err, &key):
		id = key.ID
		for k, v := range key.Args {
			args[k] = v
		}
		args["Word"], args["Key"], args["Article"], args["Unit"] = key.Key, key.Key, "", key.Key
		if state, ok := key.Args["State"].(string); ok {
			args["State"] = s.say.Say("state."+state, nil)
		}
		if key.Nearest != "" {
			hint = s.say.Say("hint.nearest", map[string]any{"Nearest": key.Nearest})
		}
	case errors.As(err, &conflict):
		id, args = "error.strings-conflict", map[string]any{"Key": conflict.Key, "Want": conflict.Want, "Got": conflict.Got}
	case errors.As(err, &would):
		id, args = "error.strings-would-delete", map[string]any{"Count": len(would.Texts), "Number": s.say.Number(len(would.Texts))}
	default:
		return "", "", false
	}
	if hint == "" && s.say.Has(id+".hint") {
		hint = s.say.Say(id+".hint", args)
	}
	return s.say.Say(id, args), hint, true
}

// showDeleted lists the texts of an error about UI strings.
func (s *session) showDeleted(err error) {
	var would *desk.WouldDeleteError
	if errors.As(err, &would) {
		for _, d := range would.Texts {
			fmt.Fprintf(s.err, "  %s:%d:%d: %s: %s\n", d.Path, d.At.Line, d.At.Column, d.Key, term.Safe(d.Text))
		}
	}
	var conflict *desk.KeyConflict
	if errors.As(err, &conflict) {
		for i, l := range conflict.Langs {
			fmt.Fprintf(s.err, "  %s: %s\n", l, term.Safe(conflict.Texts[i]))
		}
	}
}
