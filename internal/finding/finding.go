// Package finding is a verdict at a place: which rule, how bad, where, with
// what arguments. It knows no sentence: package say turns rule and arguments
// into one. A finding is plain data: it survives being written as JSON and read
// back, so that it can be cached and merged.
package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
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

var severities = [...]string{"info", "warning", "error"}

// String returns the name that settings and JSON use.
func (s Severity) String() string { return severities[s] }

// SeverityOf is the inverse of Severity.String.
func SeverityOf(name string) (Severity, bool) {
	i := slices.Index(severities[:], name)
	return Severity(max(i, 0)), i >= 0
}

// Tier is what kind of promise a finding says is broken.
type Tier uint8

// The tiers. String gives "structure", "completeness", "text".
const (
	Structure    Tier = iota // the files can't be used as they are
	Completeness             // the two languages do not say the same yet
	Text                     // how the text is written
)

var tiers = [...]string{"structure", "completeness", "text"}

// String returns the name that JSON uses.
func (t Tier) String() string { return tiers[t] }

// TierOf is the inverse of Tier.String.
func TierOf(name string) (Tier, bool) {
	i := slices.Index(tiers[:], name)
	return Tier(max(i, 0)), i >= 0
}

// Finding is one verdict. The first group of fields is what a rule says, and
// depends on the texts alone; the second what the policy of the run adds.
type Finding struct {
	Rule     string
	Variant  string // of the rule, such as the weight of a change; "" for most
	Severity Severity
	Tier     Tier
	Lang     string          // language of the file it is in, "" when it is about none
	Article  string          // slug; "" when it is about a UI string or the settings
	Key      string          // of a UI string
	Unit     string          // id of the unit it is about, or the plural form of a UI string
	Path     string          // file, slash separated, relative to the project
	Start    source.Position // of the first byte
	End      source.Position // behind the last byte
	Args     Args            // message arguments
	Identity string          // what the fingerprint holds beside rule, article, key, unit and language: facts, never a place
	Was, Now string          // the text of the side that changed, as confirmed and as it is; both empty when there is none to compare
	Fix      []Edit          // what mends it mechanically; empty when a person must
	Category string          // of the article, from its front matter
	Status   string          // of the article, from its front matter, such as "draft"

	Ignored  *Ignore // the comment or setting that says it does not count
	Baseline string  // Known or New when there is something to compare with, else ""
	Since    string  // when the text changed, RFC 3339, if that mattered and is known
	Repeat   int     // how many findings before this one are alike in all that the fingerprint holds
}

// The values of Finding.Baseline.
const (
	New   = "new"   // this change, or one since the baseline was written, brought it
	Known = "known" // it was there before and does not count
)

// Edit replaces bytes of one file. It holds what it expects to find there, so
// that it is refused when the file has changed meanwhile.
type Edit struct {
	Path      string
	Span      source.Span     // in bytes of the file
	From, To  source.Position // the same as places
	Was, Text string          // what stands there, and what shall
}

// Ignore is a comment or a setting by which findings do not count.
type Ignore struct {
	Rules  []string
	Reason string
	Until  string // last day it holds, YYYY-MM-DD; "" for ever
	Path   string // where it is written
	At     source.Position
}

// Args are the arguments of a message: strings, ints, floats, lists of strings
// and lists of facts ([]map[string]string).
type Args map[string]any

// UnmarshalJSON gives the arguments the types that they had when they were
// written.
func (a *Args) UnmarshalJSON(data []byte) error {
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*a = make(Args, len(raw))
	for k, v := range raw {
		(*a)[k] = typed(v)
	}
	return nil
}

func typed(v any) any {
	switch v := v.(type) {
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int(v)
		}
	case []any:
		return typedList(v)
	}
	return v
}

func typedList(list []any) any {
	words, facts := make([]string, 0, len(list)), make([]map[string]string, 0, len(list))
	for _, x := range list {
		switch x := x.(type) {
		case string:
			words = append(words, x)
		case map[string]any:
			fact := make(map[string]string, len(x))
			for k, v := range x {
				fact[k] = fmt.Sprint(v)
			}
			facts = append(facts, fact)
		}
	}
	if len(facts) > 0 {
		return facts
	}
	return words
}

// Fingerprint identifies the finding across edits elsewhere: it holds no line
// and no path. 16 hexadecimal digits.
func (f *Finding) Fingerprint() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%s", f.Rule, f.Variant, f.Article, f.Key, f.Lang, f.Unit, f.Identity)
	if f.Repeat > 0 {
		fmt.Fprintf(h, "\x00%d", f.Repeat)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Sort orders findings by path, line, column, rule, then fingerprint.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		if c := cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Start.Line, b.Start.Line),
			cmp.Compare(a.Start.Byte, b.Start.Byte), strings.Compare(a.Rule, b.Rule)); c != 0 {
			return c
		}
		return strings.Compare(a.Fingerprint(), b.Fingerprint())
	})
}

// Number sets Repeat, so that no two findings have one fingerprint. They must
// be sorted.
func Number(fs []Finding) {
	seen := make(map[string]int, len(fs))
	for i := range fs {
		fs[i].Repeat = 0
		print := fs[i].Fingerprint()
		fs[i].Repeat = seen[print]
		seen[print]++
	}
}

// Counts reports whether the finding is one that somebody has to do something
// about: nothing says to ignore it, and it is not known from before.
func (f *Finding) Counts() bool { return f.Ignored == nil && f.Baseline != Known }

// Count returns how many findings that count there are of each severity.
func Count(fs []Finding) (errors, warnings, infos int) {
	for i := range fs {
		if !fs[i].Counts() {
			continue
		}
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
