package ingest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// yamlText writes a text as a YAML value: as it is where YAML reads that as the
// same text, else in double quotes.
func yamlText(s string) string {
	if yamlPlain(s) {
		return s
	}
	return quoted(s)
}

// quoted writes a text in double quotes, as YAML and TOML both read them.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r >= 0x7f && r < 0xA0 || r == '\u2028' || r == '\u2029' || r == '\uFEFF':
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// yamlPlain reports whether a text needs no quotes: it begins with a letter,
// holds no mark that YAML knows, and is none of YAML's own words.
func yamlPlain(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") {
		return false
	}
	if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsSpace(last) {
		return false
	}
	for _, r := range s {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r == '"' || r == '\\' {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "null", "yes", "no", "true", "false", "on", "off", "y", "n":
		return false
	}
	return true
}

// frontMatter writes what is known of a page; the title is always there, for
// somebody to fill in.
func (p *Page) frontMatter() string {
	var b strings.Builder
	b.WriteString("---\ntitle: " + yamlText(p.Title) + "\n")
	switch {
	case p.Category != "":
		b.WriteString("category: " + yamlText(p.Category) + "\n")
	case p.CategoryLabel != "":
		b.WriteString("category: " + quoted(p.CategoryLabel) + "\n")
	}
	if p.Date != "" {
		b.WriteString("date: " + p.Date + "\n")
	}
	for _, f := range p.Fields {
		b.WriteString(f[0] + ": " + yamlText(f[1]) + "\n")
	}
	b.WriteString("---\n")
	return b.String()
}
