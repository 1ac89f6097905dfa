// Package lang is what is known about English and Armenian text: letters, words,
// sentences, numbers and dates, negation, names across the scripts, folding.
// It is pure: text in, facts out. English and Armenian get the care; other
// languages get what Unicode gives.
package lang

// Span is a stretch of bytes of the text a function was given, End exclusive.
type Span struct{ Start, End int }

// Of returns the bytes of text that s covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// The two languages that are known.
const (
	English  = "en"
	Armenian = "hy"
)
