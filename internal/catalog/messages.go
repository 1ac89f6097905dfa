package catalog

import (
	"slices"
	"strings"

	"zuyg/internal/source"
)

// reserved are the names that go-i18n keeps for a message's own fields.
var reserved = map[string]bool{"id": true, "description": true, "hash": true, "leftdelim": true, "rightdelim": true,
	"zero": true, "one": true, "two": true, "few": true, "many": true, "other": true, "translation": true}

// isReserved follows go-i18n: a reserved name counts in any case, and only with
// a text, but for "translation".
func isReserved(n *node) bool {
	return reserved[strings.ToLower(n.key)] && (n.key == "translation" || n.kind == text)
}

// interpret finds the messages of the tree as go-i18n 2.7.0 does (isMessage
// and recGetMessages of its i18n/parse.go and message.go).
func (f *File) interpret() {
	if f.root.kind != table && f.root.kind != list {
		f.problem("parse-error", "error.catalog-value", f.root.at, nil)
		return
	}
	if own, foreign := parts(f.root); own != nil && foreign == nil {
		f.problem("reserved-key", "error.catalog-reserved-root", own.name, map[string]any{"Key": own.key})
		return
	} else if own != nil { // beside messages, a lone field is what is out of place
		f.mixed(own, own, foreign)
	}
	f.walk(f.root, "")
}

// parts returns the first field of a message and the first other name in a
// table.
func parts(n *node) (own, foreign *node) {
	for _, c := range n.items {
		switch {
		case n.kind != table || c.shadowed:
		case isReserved(c):
			own = first(own, c)
		default:
			foreign = first(foreign, c)
		}
	}
	return own, foreign
}

// isMessage reports whether a node is a message.
func (f *File) isMessage(n *node) bool {
	if n.kind != table {
		return n.kind == text || n.kind == null
	}
	own, _ := parts(n)
	return own != nil
}

// mixed reports a table that mixes a message's fields with other names, which
// is an error of the whole file in go-i18n.
func (f *File) mixed(culprit, own, foreign *node) {
	f.problem("reserved-key", "error.catalog-mixed", culprit.name, map[string]any{"Key": culprit.key, "Own": own.key, "Foreign": foreign.key})
}

func first(a, b *node) *node {
	if a != nil {
		return a
	}
	return b
}

// walk goes through a table or list that is no message; prefix is the key of
// the table with a dot.
func (f *File) walk(n *node, prefix string) {
	for _, c := range n.items {
		if n == f.root && n.kind == table && isReserved(c) {
			continue // reported
		}
		if c.shadowed {
			last := n.index[c.key]
			f.problem("duplicate-key", "error.catalog-duplicate", last.name,
				map[string]any{"Key": prefix + c.key, "Line": f.Source.Position(c.name.Start).Line})
			continue
		}
		switch {
		case c.kind == scalar, f.Format == "toml" && c.kind == list && !c.various():
			f.problem("parse-error", "error.catalog-value", c.at, nil)
		case f.isMessage(c):
			f.message(c, n, prefix)
		case c.kind == list:
			for _, item := range c.items {
				f.item(item, prefix+c.key+".")
			}
		case n.kind == list:
			f.walk(c, prefix)
		default:
			f.walk(c, prefix+c.key+".")
		}
	}
}

// various reports whether a list holds anything but tables. A TOML list of tables
// alone comes from the library in a type that go-i18n does not take.
func (n *node) various() bool {
	return slices.ContainsFunc(n.items, func(c *node) bool { return c.kind != table }) || len(n.items) == 0
}

// item is a member of a list: the form of go-i18n v1, where "id" names a
// message.
func (f *File) item(c *node, prefix string) {
	switch {
	case c.kind == scalar:
		f.problem("parse-error", "error.catalog-value", c.at, nil)
	case f.isMessage(c):
		f.message(c, c.up, prefix)
	default:
		f.walk(c, prefix)
	}
}

// message takes a message with its fields.
func (f *File) message(n, in *node, prefix string) {
	m := Message{Name: n.name, node: n}
	if n.path != (source.Span{}) {
		m.Name = n.path
	}
	id := n.key
	switch n.kind {
	case text:
		m.Fields = []Field{{Name: "other", Text: n.text, Key: n.name, At: n.at}}
	case table:
		if own, foreign := parts(n); foreign != nil {
			f.mixed(foreign, own, foreign)
		}
		f.fields(&m, n)
		if own := m.Field("id"); own != nil && own.Text != "" {
			id, m.Name = own.Text, own.At
		}
	}
	if in.kind == list && n.kind != table {
		id = ""
	}
	m.Key = prefix + id
	if m.Name == (source.Span{}) {
		m.Name = n.at
	}
	if old, twice := f.byKey[m.Key]; twice {
		f.problem("duplicate-key", "error.catalog-duplicate", m.Name,
			map[string]any{"Key": m.Key, "Line": f.Source.Position(f.Messages[old].Name.Start).Line})
		return
	}
	f.byKey[m.Key] = len(f.Messages)
	f.Messages = append(f.Messages, m)
}

// fields reads the table of a message. The forms of go-i18n v1 stand under
// "translation".
func (f *File) fields(m *Message, n *node) {
	for _, c := range n.items {
		name := strings.ToLower(c.key)
		switch {
		case c.shadowed:
			f.problem("duplicate-key", "error.catalog-duplicate", n.index[c.key].name,
				map[string]any{"Key": c.key, "Line": f.Source.Position(c.name.Start).Line})
		case c.kind == null || c.key != "translation" && !isReserved(c):
		case c.key == "translation" && c.kind == table:
			f.fields(m, c)
		case c.kind != text:
			f.problem("parse-error", "error.catalog-value", c.at, nil)
		default:
			if c.key == "translation" {
				name = "other"
			}
			if m.Field(name) != nil { // "other" and "Other": go-i18n takes either
				f.problem("duplicate-key", "error.catalog-duplicate", c.name,
					map[string]any{"Key": c.key, "Line": f.Source.Position(m.Field(name).Key.Start).Line})
				continue
			}
			m.Fields = append(m.Fields, Field{Name: name, Text: c.text, Key: c.name, At: c.at})
		}
	}
}
