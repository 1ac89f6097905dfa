package report

import (
	"fmt"
	"html"
	"io"
	"strings"

	"zuyg/internal/diff"
	"zuyg/internal/finding"
	"zuyg/internal/say"
	"zuyg/internal/term"
)

// maxSummary is the size of a step summary in bytes: GitHub drops one of more
// than a mebibyte whole.
const maxSummary = 900 << 10

// maxFolded is how many bytes of one text a folded comparison shows.
const maxFolded = 8 << 10

// writeMarkdown writes a step summary: a verdict, a table of counts, a table of
// findings, the worst first, and what changed folded up behind it.
func writeMarkdown(w io.Writer, c *Check, p *say.Printer) error {
	m := &markdownSummary{check: c, say: p}
	m.head()
	list := c.worstFirst()
	for i, f := range list {
		entry := m.entry(f)
		if m.Len()+len(entry) > maxSummary-512 { // the last line needs room
			more := len(list) - i
			fmt.Fprintf(m, "\n%s\n", p.Say("check.more", map[string]any{"Count": more, "Number": p.Number(more)}))
			break
		}
		m.WriteString(entry)
	}
	_, err := io.WriteString(w, m.String())
	return err
}

type markdownSummary struct {
	strings.Builder
	check *Check
	say   *say.Printer
}

func (m *markdownSummary) head() {
	c, p := m.check, m.say
	id, mark := "check.passed", "✅"
	if c.Fails() {
		id, mark = "check.failed", "❌"
	}
	fmt.Fprintf(m, "## %s zuyg: %s\n\n", mark, p.Say(id, nil))
	fmt.Fprintf(m, "%s\n", cell(summaryLine(c, p)))
	for _, n := range c.Notes {
		fmt.Fprintf(m, "\n> %s\n", cell(p.Say(n.ID, n.Args)))
	}
	langs, counts := m.byLang()
	if len(langs) == 0 {
		return
	}
	fmt.Fprintf(m, "\n| %s | %s | %s | %s |\n| --- | ---: | ---: | ---: |\n", p.Say("check.language", nil), p.Say("severity.error", nil), p.Say("severity.warning", nil), p.Say("severity.info", nil))
	for _, l := range langs {
		n := counts[l]
		fmt.Fprintf(m, "| %s | %d | %d | %d |\n", cell(l), n[finding.Error], n[finding.Warning], n[finding.Info])
	}
	m.WriteString("\n")
}

// byLang counts the findings of each language, in the project's order.
func (m *markdownSummary) byLang() ([]string, map[string][3]int) {
	counts := map[string][3]int{}
	for _, f := range m.check.counting() {
		n := counts[f.Lang]
		n[f.Severity]++
		counts[f.Lang] = n
	}
	var langs []string
	for _, l := range append(m.check.Langs[:], "") {
		if _, ok := counts[l]; ok {
			langs = append(langs, l)
		}
	}
	return langs, counts
}

var markdownMarks = map[finding.Severity]string{finding.Error: "❌", finding.Warning: "⚠️", finding.Info: "ℹ️"}

// entry is one finding as a list item, with its comparison folded.
func (m *markdownSummary) entry(f *finding.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- %s **%s:%d** %s <code>%s</code>\n", markdownMarks[f.Severity], cell(m.check.path(f)), f.Start.Line, cell(Message(f, m.say)), cell(f.Rule))
	if f.Was != f.Now {
		fmt.Fprintf(&b, "  <details><summary>%s</summary><p>%s</p></details>\n", cell(m.say.Say("check.changed", nil)), htmlDiff(f))
	}
	return b.String()
}

// htmlDiff shows what changed with the marks of deleted and inserted text.
func htmlDiff(f *finding.Finding) string {
	if len(f.Was) > maxFolded || len(f.Now) > maxFolded {
		return cell(term.Cut(f.Now, 400))
	}
	var b strings.Builder
	for _, h := range diff.Words(f.Was, f.Now) {
		switch text := cell(h.Text); h.Op {
		case diff.Delete:
			b.WriteString("<del>" + text + "</del>")
		case diff.Insert:
			b.WriteString("<ins>" + text + "</ins>")
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

// markup is the characters that mean something in Markdown and HTML
// and how they are written so that they don't.
var markup = strings.NewReplacer("|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "]", "&#93;", "\\", "&#92;",
	"~", "&#126;", "!", "&#33;", "@", "&#64;", "#", "&#35;", ":", "&#58;", "\r", " ", "\n", " ", "\t", " ")

// cell makes text safe in a line of Markdown.
func cell(s string) string { return markup.Replace(escapeHTML(term.Safe(s))) }

// escapeHTML is html.EscapeString with named characters only, so that the
// escapes of cell leave them alone.
func escapeHTML(s string) string {
	return strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(html.EscapeString(s))
}
