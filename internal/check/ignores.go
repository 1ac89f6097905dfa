package check

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"zuyg/internal/finding"
	"zuyg/internal/markdown"
	"zuyg/internal/track"
)

// A comment "zuyg:ignore RULE, RULE: reason until 2026-12-31" silences findings
// about the unit it stands in or before. The reason must be there, the last day
// need not.

// IgnoreProblem is what is wrong with a comment to zuyg: a message id and its
// arguments.
type IgnoreProblem struct {
	ID   string
	Args finding.Args
}

var untilDay = regexp.MustCompile(`(?:^|\s)until (\d{4}-\d{2}-\d{2})$`)

// ParseIgnore reads what stands behind "zuyg:" in a comment, such as
// "ignore stale: the quote is in English on purpose". Rules are ids of the
// table; between the last of them and the reason stands a colon or a space.
func ParseIgnore(text string) (finding.Ignore, *IgnoreProblem) {
	var g finding.Ignore
	word, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if word != "ignore" {
		return g, &IgnoreProblem{"error.ignore-unknown", finding.Args{"Word": word}}
	}
	known := RuleNames()
	for {
		rest = strings.TrimLeft(rest, " \t\r\n")
		end := strings.IndexAny(rest, ",: \t\r\n")
		if end < 0 {
			end = len(rest)
		}
		rule := rest[:end]
		if !slices.Contains(known, rule) {
			return g, &IgnoreProblem{"error.ignore-rule", finding.Args{"Rule": rule}}
		}
		g.Rules = append(g.Rules, rule)
		rest = strings.TrimLeft(rest[end:], " \t\r\n")
		more, ok := strings.CutPrefix(rest, ",")
		if !ok {
			break
		}
		rest = more
	}
	reason := strings.Join(strings.Fields(strings.TrimPrefix(rest, ":")), " ")
	if m := untilDay.FindStringSubmatchIndex(reason); m != nil {
		g.Until = reason[m[2]:m[3]]
		reason = strings.TrimSpace(reason[:m[0]])
		if _, err := time.Parse(time.DateOnly, g.Until); err != nil {
			return g, &IgnoreProblem{"error.ignore-date", finding.Args{"Value": g.Until}}
		}
	}
	if reason == "" {
		return g, &IgnoreProblem{"error.ignore-reason", finding.Args{"Rule": strings.Join(g.Rules, ", ")}}
	}
	g.Reason = reason
	return g, nil
}

// Comment is an ignoring comment and what it is about.
type Comment struct {
	Ignore finding.Ignore
	Lang   string
	Covers func(*finding.Finding) bool // whether a finding is about the same thing; the rules are looked at beside
}

// Silence marks the findings that comments cover, and returns those that cover
// none.
func Silence(found []finding.Finding, comments []Comment) (unused []Comment) {
	for i := range comments {
		c := &comments[i]
		used := false
		for k := range found {
			f := &found[k]
			if slices.Contains(c.Ignore.Rules, f.Rule) && c.Covers(f) {
				used = true
				if f.Ignored == nil {
					f.Ignored = &c.Ignore
				}
			}
		}
		if !used {
			unused = append(unused, *c)
		}
	}
	return unused
}

// silence applies the comments of both versions of an article.
func (p *pass) silence() {
	var comments []Comment
	for side := range p.article.Versions {
		v := &p.article.Versions[side]
		if v.Doc == nil {
			continue
		}
		for _, c := range v.Doc.Comments() {
			g, problem := ParseIgnore(c.Text)
			g.Path, g.At = v.Path, v.Doc.File.Position(c.Span.Start)
			if problem != nil {
				p.about("ignore-syntax", v.Lang, &g, problem.ID, problem.Args)
				continue
			}
			comments = append(comments, Comment{Ignore: g, Lang: v.Lang, Covers: p.covers(side, c.Block)})
		}
	}
	if len(comments) == 0 {
		return
	}
	for _, c := range Silence(p.found, comments) {
		p.about("unused-ignore", c.Lang, &c.Ignore, "", finding.Args{"Rule": strings.Join(c.Ignore.Rules, ", ")})
	}
}

// about reports something about a comment.
func (p *pass) about(rule, language string, g *finding.Ignore, problem string, args finding.Args) {
	p.rule = &Rule{ID: rule, Tier: finding.Structure}
	p.report("", aboutIgnore(language, g, problem, args))
}

// aboutIgnore is a finding about a comment; problem is the id of what is wrong
// with it, "" when nothing is but that it silences nothing.
func aboutIgnore(language string, g *finding.Ignore, problem string, args finding.Args) finding.Finding {
	if problem != "" {
		args["Problem"] = problem
	}
	return finding.Finding{Lang: language, Path: g.Path, Start: g.At, End: g.At, Args: args,
		Identity: problem + " " + strings.Join(g.Rules, " ") + " " + g.Reason}
}

// covers returns what tells whether a finding is about the unit that a block
// belongs to, on either side, or lies in the block.
func (p *pass) covers(side, block int) func(*finding.Finding) bool {
	v := &p.article.Versions[side]
	if block >= len(v.Doc.Blocks) {
		return func(*finding.Finding) bool { return false }
	}
	unit := p.unitOf(side, block)
	first, last := v.Doc.File.Position(v.Doc.Blocks[block].Span.Start).Line, v.Doc.File.Position(v.Doc.Blocks[block].Span.End).Line
	return func(f *finding.Finding) bool {
		return unit != nil && f.Unit == unit.ID || f.Path == v.Path && f.Start.Line >= first && f.Start.Line <= last
	}
}

func (p *pass) unitOf(side, block int) *track.Unit {
	for i := range p.article.Units {
		if slices.Contains(p.article.Units[i].Sides[side].Blocks, block) {
			return &p.article.Units[i]
		}
	}
	return nil
}

// meta returns a front matter value of the lead version, else of the other.
func meta(a *track.Article, key string) string {
	for _, doc := range []*markdown.Doc{a.Versions[a.Lead].Doc, a.Versions[1-a.Lead].Doc} {
		if doc == nil {
			continue
		}
		if text, _, ok := doc.Meta(key); ok && strings.TrimSpace(text) != "" {
			return strings.TrimSpace(text)
		}
	}
	return ""
}

// status is the article's status in its front matter: "status:", or "draft:
// true" as some site generators write it.
func status(a *track.Article) string {
	if s := meta(a, "status"); s != "" {
		return s
	}
	if meta(a, "draft") == "true" {
		return "draft"
	}
	return ""
}
