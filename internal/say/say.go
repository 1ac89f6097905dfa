// Package say turns a message id and arguments into a sentence in the reader's
// language, English or Armenian.
package say

// Printer speaks one language. It is a value that is passed on; there is no
// global one.
type Printer struct{ }

// New returns a printer for the first of prefs ("hy", "hy_AM.UTF-8", "en", "hyw"
// …) that is known, else English.
func New(prefs ...string) *Printer { panic("stub") }

// Lang returns "en" or "hy".
func (p *Printer) Lang() string { panic("stub") }

// Say returns message id with args filled in. args may hold "Count", which
// chooses the plural form. An unknown id comes back as the id itself in
// brackets, and Has tells beforehand.
func (p *Printer) Say(id string, args map[string]any) string { panic("stub") }

// Has reports whether there is a message id.
func (p *Printer) Has(id string) bool { panic("stub") }
