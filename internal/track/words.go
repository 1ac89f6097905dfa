package track

import (
	"zuyg/internal/lang"
	"zuyg/internal/markdown"
)

// Words returns how many words a translator finds on one side of the unit:
// those that readers see, none in what nobody translates.
func (u *Unit) Words(side int) int {
	if u.Verbatim() {
		return 0
	}
	return lang.Count(markdown.Plain(u.Sides[side].Text))
}
