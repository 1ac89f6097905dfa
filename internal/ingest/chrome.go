package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuyg/internal/lang"
)

// Bounds of what may be a line of chrome: the longest UI strings are two
// sentences, and a template part stands for a date, a name or a short title.
const (
	maxChromeBytes = 800
	maxChromeWords = 60
	maxWildWords   = 8
	minChromeRunes = 2 // letters in the fixed part; fewer would fit anything
	maxNameWords   = 4
)

var templatePart = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// pattern is a UI string as words in the form of lang.Fold.
type pattern struct {
	key  string
	toks []token
	wild bool
}

// token is a word, or a part of a template.
type token struct {
	word string
	wild bool
	name string // of the template part, such as "Date"
}

// chrome recognises the site's UI strings.
type chrome struct {
	exact    map[string]string // folded text → key, of those without template parts
	patterns []pattern
}

func newChrome(all []Chrome) *chrome {
	c := &chrome{exact: map[string]string{}}
	for _, ui := range all {
		p := newPattern(ui)
		letters := 0
		for _, t := range p.toks {
			letters += utf8.RuneCountInString(t.word)
		}
		if letters < minChromeRunes || !strings.ContainsFunc(ui.Text, unicode.IsLetter) {
			continue
		}
		if !p.wild {
			if key := lang.Fold(ui.Text); c.exact[key] == "" {
				c.exact[key] = ui.Key
			}
		}
		c.patterns = append(c.patterns, p)
	}
	return c
}

func newPattern(ui Chrome) pattern {
	p := pattern{key: ui.Key}
	fixed := func(text string) {
		for w := range strings.FieldsSeq(lang.Fold(text)) {
			p.toks = append(p.toks, token{word: w})
		}
	}
	at := 0
	for _, m := range templatePart.FindAllStringIndex(ui.Text, -1) {
		fixed(ui.Text[at:m[0]])
		name := strings.TrimLeft(strings.Trim(ui.Text[m[0]:m[1]], "{}- "), ".")
		p.toks = append(p.toks, token{wild: true, name: name})
		p.wild = true
		at = m[1]
	}
	fixed(ui.Text[at:])
	return p
}

// match is what a line of chrome is.
type match struct {
	key  string
	name string // of the template part that value stands for, if there is one
	text string // its words, folded
}

// match reports whether a line is a UI string, or several of those without
// template parts one after another.
func (c *chrome) match(line string) (match, bool) {
	if len(line) > maxChromeBytes {
		return match{}, false
	}
	folded := lang.Fold(line)
	if folded == "" {
		return match{}, false
	}
	if key, ok := c.exact[folded]; ok {
		return match{key: key}, true
	}
	toks := strings.Fields(folded)
	if len(toks) > maxChromeWords {
		return match{}, false
	}
	for i := range c.patterns {
		p := &c.patterns[i]
		if !p.wild {
			continue
		}
		m := match{key: p.key}
		if p.match(p.toks, toks, &m) && (m.name != "Author" || isName(original(line, m.text))) {
			return m, true
		}
	}
	return c.several(toks)
}

// match matches tokens with the words of a line; at most maxWildWords words are
// tried for a template part, of which a UI string has two or three.
func (p *pattern) match(want []token, got []string, m *match) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if len(got) == 0 {
		return false
	}
	if !want[0].wild {
		return want[0].word == got[0] && p.match(want[1:], got[1:], m)
	}
	most := min(maxWildWords, len(got))
	if want[0].name == "Count" || want[0].name == "Year" {
		if !isNumber(got[0]) {
			return false
		}
		most = 1
	}
	for n := 1; n <= most; n++ {
		if p.match(want[1:], got[n:], m) {
			m.name, m.text = want[0].name, strings.Join(got[:n], " ")
			return true
		}
	}
	return false
}

// isName reports whether a text can be a person's name: a few words that all
// begin with a capital.
func isName(s string) bool {
	ws := strings.Fields(s)
	return len(ws) <= maxNameWords && !slices.ContainsFunc(ws, func(w string) bool {
		r, _ := utf8.DecodeRuneInString(w)
		return !unicode.IsUpper(r)
	})
}

func isNumber(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune(".,", r) })
}

// several matches a line that shows some UI strings in a row, as menus and
// forms do. The key is that of the first.
func (c *chrome) several(toks []string) (match, bool) {
	from := make([]string, len(toks)+1) // key of the first string of a row that ends here
	for at := range toks {
		if at > 0 && from[at] == "" {
			continue
		}
		for i := range c.patterns {
			p := &c.patterns[i]
			if p.wild || len(p.toks) > len(toks)-at || !hasWords(toks[at:], p.toks) {
				continue
			}
			end := at + len(p.toks)
			if from[end] == "" {
				from[end] = from[at]
				if at == 0 {
					from[end] = p.key
				}
			}
		}
	}
	key := from[len(toks)]
	return match{key: key}, key != ""
}

func hasWords(got []string, want []token) bool {
	for i, t := range want {
		if got[i] != t.word {
			return false
		}
	}
	return true
}

// category returns what front matter calls the category of that label.
func (o *Options) category(label string) (key string, ok bool) {
	folded := lang.Fold(label)
	if folded == "" || len(label) > maxChromeBytes {
		return "", false
	}
	for _, c := range o.Categories {
		if lang.Fold(c.Text) == folded {
			return c.Key, true
		}
	}
	return "", false
}
