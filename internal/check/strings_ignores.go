package check

import (
	"bytes"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/finding"
	"zuyg/internal/source"
)

// silence applies the comments "# zuyg:ignore RULE reason" of TOML and YAML
// message files: each is about the message it stands in or before.
func (p *stringsPass) silence() {
	var comments []Comment
	for _, f := range p.all.Files() {
		if f.Format == "json" {
			continue // it has no comments
		}
		language := p.langOf(f)
		for _, c := range fileComments(f.Source) {
			g, problem := ParseIgnore(c.text)
			g.Path, g.At = f.Source.Path, f.Source.Position(c.at)
			if problem != nil {
				p.about("ignore-syntax", language, &g, problem.ID, problem.Args)
				continue
			}
			comments = append(comments, Comment{Ignore: g, Lang: language, Covers: messageAt(f, c.at)})
		}
	}
	if len(comments) == 0 {
		return
	}
	for _, c := range Silence(p.found, comments) {
		p.about("unused-ignore", c.Lang, &c.Ignore, "", finding.Args{"Rule": strings.Join(c.Ignore.Rules, ", ")})
	}
}

func (p *stringsPass) langOf(f *catalog.File) string {
	for _, pair := range p.all.Pairs {
		for side := range pair.Files {
			if pair.Files[side] == f {
				return p.all.Langs[side]
			}
		}
	}
	return ""
}

// about reports something about a comment.
func (p *stringsPass) about(rule, language string, g *finding.Ignore, problem string, args finding.Args) {
	p.rule = &Rule{ID: rule, Tier: finding.Structure}
	p.report("", aboutIgnore(language, g, problem, args))
}

// fileComment is a comment addressed to zuyg, with the offset of its "#".
type fileComment struct {
	at   int
	text string // behind "zuyg:"
}

// fileComments lists the comments addressed to zuyg that have a line of their
// own.
func fileComments(src *source.File) []fileComment {
	var out []fileComment
	off := 0
	for line := range bytes.Lines(src.Data) {
		trimmed := bytes.TrimLeft(line, " \t")
		if body, ok := bytes.CutPrefix(trimmed, []byte("#")); ok {
			if text, ok := strings.CutPrefix(strings.TrimSpace(string(body)), "zuyg:"); ok {
				out = append(out, fileComment{off + len(line) - len(trimmed), text})
			}
		}
		off += len(line)
	}
	return out
}

// messageAt returns what tells whether a finding is about the message that an
// offset lies in, else about the next one, in either language.
func messageAt(f *catalog.File, off int) func(*finding.Finding) bool {
	key, found := "", false
	for i := range f.Messages {
		m := &f.Messages[i]
		inside := m.Name.Start < off && len(m.Fields) > 1 && m.Fields[len(m.Fields)-1].At.End > off
		if inside || m.Name.Start > off {
			key, found = m.Key, true
			break
		}
	}
	return func(x *finding.Finding) bool { return found && x.Key == key }
}
