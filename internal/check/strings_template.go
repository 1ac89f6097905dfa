package check

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"zuyg/internal/catalog"
	"zuyg/internal/finding"
	"zuyg/internal/track"
)

// asked returns the placeholders of a text; none for a broken template, which
// another rule reports.
func asked(on *catalog.Message, text string) []string {
	left, right := on.Delims()
	names, err := catalog.Placeholders(text, left, right)
	if err != nil {
		return nil
	}
	return names
}

// templateSyntax reports a text that text/template can't parse: go-i18n would
// show nothing in its place.
func templateSyntax(p *stringsPass) {
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		left, right := m.On[side].Delims()
		if _, err := catalog.Placeholders(x.Text, left, right); err != nil {
			detail := err.Error()
			if _, rest, ok := strings.Cut(detail, ": "); ok { // "template: :1: "
				_, detail, _ = strings.Cut(rest, ": ")
			}
			f := p.form(m, side, x, finding.Args{"Detail": detail})
			f.Identity = detail
			p.report("", f)
		}
	})
}

// broken reports whether a text is a template that can't be parsed.
func broken(on *catalog.Message, text string) bool {
	left, right := on.Delims()
	_, err := catalog.Placeholders(text, left, right)
	return err != nil
}

// placeholderExtra reports data that a translation asks for and no form of the
// source does: nobody fills it in.
func placeholderExtra(p *stringsPass) {
	p.pairs(func(m *track.Message, side int, x *catalog.Field, _ string) {
		var all []string
		for _, f := range m.On[p.lead].Plural() {
			if broken(m.On[p.lead], f.Text) {
				return
			}
			all = append(all, asked(m.On[p.lead], f.Text)...)
		}
		slices.Sort(all)
		p.placeholders("", m, side, x, without(asked(m.On[side], x.Text), slices.Compact(all)))
	})
}

func (p *stringsPass) placeholders(variant string, m *track.Message, side int, x *catalog.Field, names []string) {
	if len(names) == 0 {
		return
	}
	for i := range names {
		names[i] = "{{" + names[i] + "}}"
	}
	f := p.form(m, side, x, finding.Args{"Names": strings.Join(names, ", ")})
	f.Identity = strings.Join(names, ",")
	p.report(variant, f)
}

// placeholderMissing reports data of the source that a translation leaves out.
// It is milder in a form that is used for one number alone, which may be said
// in words.
func placeholderMissing(p *stringsPass) {
	p.pairs(func(m *track.Message, side int, x *catalog.Field, source string) {
		if broken(m.On[side], x.Text) {
			return
		}
		lost := without(asked(m.On[p.lead], source), asked(m.On[side], x.Text))
		lost = without(lost, p.dropped(m, side, x))
		variant := ""
		if x.Name != "other" && len(p.all.Plurals[side].Numbers[x.Name]) == 1 {
			variant = "one"
		}
		p.placeholders(variant, m, side, x, lost)
	})
}

// counts are names of the number that chooses a plural form.
var counts = []string{".count", ".pluralcount", ".number", ".num", ".n", ".total", ".amount"}

// dropped returns the number that a form leaves out though it stands for
// several: in Armenian "one" is said of 0 and of 1, so "մեկ" is wrong there.
func (p *stringsPass) dropped(m *track.Message, side int, x *catalog.Field) []string {
	on := m.On[side]
	if x.Name == "other" || broken(on, x.Text) || len(p.all.Plurals[side].Numbers[x.Name]) < 2 {
		return nil
	}
	var out []string
	for _, name := range without(asked(on, on.Text("other")), asked(on, x.Text)) {
		inWords := side != p.lead && m.On[p.lead] != nil && m.On[p.lead].Text(x.Name) != "" && !slices.Contains(asked(m.On[p.lead], m.On[p.lead].Text(x.Name)), name)
		if inWords || slices.Contains(counts, strings.ToLower(name)) {
			out = append(out, name)
		}
	}
	return out
}

// pluralNumberDropped reports such a form.
func pluralNumberDropped(p *stringsPass) {
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		p.placeholders("", m, side, x, p.dropped(m, side, x))
	})
}

// pluralMissingForm reports a plural form that a language needs and a message
// does not have: go-i18n falls back to "other" with an error.
func pluralMissingForm(p *stringsPass) {
	for i := range p.all.Messages {
		m := &p.all.Messages[i]
		plural := m.On[p.lead] != nil && len(m.On[p.lead].Plural()) > 1
		for side, on := range m.On {
			if on == nil || len(on.Plural()) == 0 {
				continue
			}
			for _, form := range p.all.Plurals[side].Forms {
				if on.Text(form) == "" && (plural || form == "other") {
					f := p.on(m, side, on.Name, finding.Args{"Form": form})
					f.Unit = form
					p.report("", f)
				}
			}
		}
	}
}

// pluralUnusedForm reports a form that is never chosen: one that the language
// does not have, or one where the source has "other" alone, which goi18n merge
// deletes.
func pluralUnusedForm(p *stringsPass) {
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		has := p.all.Plurals[side].Has(x.Name)
		if has && (x.Name == "other" || side == p.lead || m.On[p.lead] == nil || len(m.On[p.lead].Plural()) != 1 || m.On[p.lead].Text("other") == "") {
			return
		}
		f := p.on(m, side, x.Key, finding.Args{"Form": x.Name})
		f.Unit = x.Name
		p.report("", f)
	})
}

// htmlMismatch reports tags that a translation lost, or has and the source has
// not, with the attributes that are not words.
func htmlMismatch(p *stringsPass) {
	p.pairs(func(m *track.Message, side int, x *catalog.Field, source string) {
		was, now := tags(source), tags(x.Text)
		lost, added := without(was, now), without(now, was)
		if len(lost)+len(added) == 0 {
			return
		}
		f := p.form(m, side, x, finding.Args{"Lost": lost, "Added": added})
		f.Identity = strings.Join(lost, " ") + "\x00" + strings.Join(added, " ")
		p.report("", f)
	})
}

// worded are the attributes that are translated, or have a rule of their own.
var worded = []string{"alt", "title", "placeholder", "aria-label", "href", "src", "lang", "hreflang", "dir", "value", "content"}

// tags lists the tags of a text, sorted.
func tags(text string) []string {
	if !strings.Contains(text, "<") {
		return nil
	}
	var out []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			slices.Sort(out)
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			name := "<" + t.Data
			for _, a := range t.Attr {
				name += " " + a.Key
				if !slices.Contains(worded, a.Key) {
					name += "=" + a.Val
				}
			}
			out = append(out, name+">")
		case html.EndTagToken:
			out = append(out, "</"+z.Token().Data+">")
		}
	}
}

var address = regexp.MustCompile(`(?:https?://|mailto:)[^\s"'<>«»“”()]+`)

// urlMismatch reports addresses that are not the same; a page of the same name
// in the other language is.
func urlMismatch(p *stringsPass) {
	p.pairs(func(m *track.Message, side int, x *catalog.Field, source string) {
		was, now := p.addresses(source), p.addresses(x.Text)
		lost, added := without(was, now), without(now, was)
		if len(lost)+len(added) == 0 {
			return
		}
		f := p.form(m, side, x, finding.Args{"Lost": lost, "Added": added})
		f.Identity = strings.Join(lost, " ") + "\x00" + strings.Join(added, " ")
		p.report("", f)
	})
}

func (p *stringsPass) addresses(text string) []string {
	var out []string
	for _, a := range address.FindAllString(text, -1) {
		a = strings.TrimRight(a, ".,;:!?։՝")
		if u, err := url.Parse(a); err == nil {
			host, path := strings.Split(u.Host, "."), strings.Split(u.Path, "/")
			for _, parts := range [][]string{host, path} {
				for i, part := range parts {
					if slices.Contains(p.all.Langs[:], part) {
						parts[i] = "{lang}"
					}
				}
			}
			u.Host, u.Path = strings.Join(host, "."), strings.Join(path, "/")
			a = u.Scheme + "://" + u.Host + u.Path + u.Opaque + "?" + u.RawQuery
			a = strings.TrimSuffix(a, "?")
		}
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}

// nearMiss is what was meant for a placeholder and is none: one brace, a space
// between two, no dot.
var nearMiss = regexp.MustCompile(`(?:^|[^{$])(\{\s*\.?[A-Z]\w*\s*\})(?:[^}]|$)|(\{ +\{\s*\.\w+\s*\} *\}|\{\{\s*\.\w+\s*\} +\}|\{ +\{\s*\.\w+\s*\}\})|(\{\{\s*[A-Z]\w*\s*\}\})|(\$\{\w+\})`)

// delimiterNearMiss reports what a reader would see as braces.
func delimiterNearMiss(p *stringsPass) {
	p.each(func(m *track.Message, side int, x *catalog.Field) {
		if left, _ := m.On[side].Delims(); left != "{{" {
			return
		}
		for _, at := range nearMiss.FindAllStringSubmatchIndex(x.Text, -1) {
			for g := 2; g < len(at); g += 2 {
				if at[g] < 0 {
					continue
				}
				span, _ := m.In[side].Within(x, at[g], at[g+1])
				f := p.on(m, side, span, finding.Args{"Text": x.Text[at[g]:at[g+1]]})
				if len(m.On[side].Plural()) > 1 {
					f.Unit = x.Name
				}
				f.Identity = x.Text[at[g]:at[g+1]]
				p.report("", f)
			}
		}
	})
}

// undefinedKey reports a key that code uses and the source has not. While a
// file of the source can't be read, nobody knows.
func undefinedKey(p *stringsPass) {
	if p.in.Uses == nil {
		return
	}
	for _, pair := range p.all.Pairs {
		if f := pair.Files[p.lead]; f != nil && f.Err() != nil {
			return
		}
	}
	for _, u := range p.in.Uses.Static {
		if m := p.all.Message(u.Key); m != nil && m.On[p.lead] != nil {
			continue
		}
		p.report("", finding.Finding{Key: u.Key, Path: u.Path, Start: u.Start, End: u.End, Identity: u.Path, Args: finding.Args{"Key": u.Key}})
	}
}

// unused reports a message of the source that no code uses or mentions and that
// is not declared to be reached otherwise.
func unused(p *stringsPass) {
	if p.in.Uses == nil {
		return
	}
	for i := range p.all.Messages {
		m := &p.all.Messages[i]
		if m.On[p.lead] != nil && !p.in.Uses.Mentioned(m.Key) && !p.in.Uses.Declared(m.Key) {
			p.report("", p.on(m, p.lead, m.On[p.lead].Name, nil))
		}
	}
}
