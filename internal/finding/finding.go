// Package finding is a verdict at a place: which rule, how bad, where, with
// what arguments. It knows no sentence: package say turns rule and arguments
// into one.
package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zuyg/internal/source"
)

// Severity is how bad a finding is. Errors make check exit with 1.
type Severity uint8

// The severities, from least to worst. String gives "info", "warning", "error".
const (
	Info Severity = iota
	Warning
	Error
)

// String returns the name that settings and JSON use.
func (s Severity) String() string { return [...]string{"info", "warning", "error"}[s] }

// Tier is what kind of promise a finding says is broken.
type Tier uint8

// The tiers. String gives "structure", "completeness", "text".
const (
	Structure Tier = iota
	Completeness
	Text
)

// String returns the name that JSON uses.
func (t Tier) String() string { return [...]string{"structure", "completeness", "text"}[t] }

// Finding is one verdict.
type Finding struct {
	Rule     string
	Severity Severity
	Tier     Tier
	Lang     string // language of the version it is in
	Article  string // slug
	Unit     string // unit id, if it is about one
	Path     string // file, slash separated
	Start    source.Position
	End      source.Position
	Args     map[string]any // message arguments: strings, ints, floats
	Key      string         // what the fingerprint holds beside rule, article and language: a text, not a place
}

// Fingerprint identifies the finding across edits elsewhere: it holds no line
// and no path. 16 hexadecimal digits.
func (f *Finding) Fingerprint() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00%s", f.Rule, f.Article, f.Lang, f.Unit, f.Key)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Sort orders findings by path, line, column, rule, then fingerprint.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Start.Line, b.Start.Line),
			cmp.Compare(a.Start.Byte, b.Start.Byte), strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Fingerprint(), b.Fingerprint()))
	})
}

// Count returns how many findings there are of each severity.
func Count(fs []Finding) (errors, warnings, infos int) {
	for i := range fs {
		switch fs[i].Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		default:
			infos++
		}
	}
	return
}

// ArgNames returns the names of the arguments in order, for stable output.
func (f *Finding) ArgNames() []string { return slices.Sorted(maps.Keys(f.Args)) }
