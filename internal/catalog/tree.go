package catalog

import "zuyg/internal/source"

// kind is what a node of a file is.
type kind uint8

const (
	table kind = iota
	list
	text
	null
	scalar // a number, a date, true or false: no message has any
)

// node is a value of a file with its name and all places.
type node struct {
	kind     kind
	key      string      // name in its table, decoded; "" in a list and of the root
	name     source.Span // the name as written; of a TOML header or dotted key the last part
	path     source.Span // TOML: all parts of the header or the dotted key as written
	entry    source.Span // from the name (or the "[" of a header) to behind the value
	at       source.Span // the value as written
	text     string      // decoded, of a text
	style    style       // how a text is written
	items    []*node     // in file order
	up       *node
	index    map[string]*node // the last item of each name
	header   bool             // TOML: has a [header]
	inline   bool             // a table in one pair of braces
	shadowed bool             // JSON: another of the same name follows, which wins
}

// style is how a text is quoted.
type style uint8

const (
	plain        style = iota // YAML
	double                    // "…"
	single                    // '…'
	multiDouble               // """…"""
	multiSingle               // '''…'''
	literalBlock              // YAML | and >
)

// add puts a child into a table or list.
func (n *node) add(c *node) {
	c.up = n
	n.items = append(n.items, c)
	if n.kind == table {
		if n.index == nil {
			n.index = map[string]*node{}
		}
		n.index[c.key] = c
	}
}

// same reports whether a decoded value is that of the tree.
func (n *node) same(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		if n.kind != table {
			return false
		}
		count := 0
		for _, c := range n.items {
			if c.shadowed {
				continue
			}
			x, ok := v[c.key]
			if !ok || !c.same(x) {
				return false
			}
			count++
		}
		return count == len(v)
	case []any:
		if n.kind != list || len(n.items) != len(v) {
			return false
		}
		for i, c := range n.items {
			if !c.same(v[i]) {
				return false
			}
		}
		return true
	case []map[string]any: // BurntSushi's arrays of tables
		if n.kind != list || len(n.items) != len(v) {
			return false
		}
		for i, c := range n.items {
			if !c.same(v[i]) {
				return false
			}
		}
		return true
	case string:
		return n.kind == text && n.text == v
	case nil:
		return n.kind == null
	}
	return n.kind == scalar
}

// shift moves all places of a tree.
func (n *node) shift(by int) {
	for _, s := range []*source.Span{&n.name, &n.path, &n.entry, &n.at} {
		s.Start += by
		s.End += by
	}
	for _, c := range n.items {
		c.shift(by)
	}
}
