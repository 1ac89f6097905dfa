package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"zuyg/internal/source"
)

// readJSON reads a JSON file. The library judges whether it is JSON; the
// scanner finds where everything stands and which name stands twice.
func readJSON(data []byte) (*node, *Problem) {
	if bytes.HasPrefix(data, []byte(bom)) {
		return nil, &Problem{Rule: "parse-error", ID: "error.catalog-bom", At: source.Span{Start: 0, End: len(bom)}}
	}
	if len(data) == 0 {
		return nil, nil
	}
	var raw any
	if err := json.Unmarshal(data, &raw); err != nil {
		p := &Problem{Rule: "parse-error", ID: "error.catalog-parse", Args: map[string]any{"Detail": err.Error()}}
		var at *json.SyntaxError
		if errors.As(err, &at) {
			off := max(0, min(int(at.Offset)-1, len(data)))
			p.At = source.Span{Start: off, End: off}
		}
		return nil, p
	}
	if i := invalidUTF8(data); i >= 0 {
		return nil, &Problem{Rule: "parse-error", ID: "error.invalid-utf8", At: source.Span{Start: i, End: i + 1}}
	}
	s := &jsonScanner{scanner{data: data}}
	root := s.value()
	if s.failed || !root.same(raw) {
		return nil, &Problem{Rule: "parse-error", ID: "error.catalog-place", At: source.Span{Start: s.at, End: s.at}}
	}
	return root, nil
}

// invalidUTF8 returns the offset of the first byte that is no UTF-8, or -1.
func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

type jsonScanner struct{ scanner }

func (s *jsonScanner) value() *node {
	s.depth++
	defer func() { s.depth-- }()
	if s.depth > maxDepth {
		s.failed = true
	}
	s.skip(" \t\r\n")
	n := &node{kind: scalar}
	start := s.at
	switch {
	case s.failed:
	case s.peek() == '"':
		n.kind, n.style = text, double
		n.text = s.str()
	case s.peek() == '{':
		n.kind, n.inline = table, true
		s.members(n, '}')
	case s.peek() == '[':
		n.kind = list
		s.members(n, ']')
	default:
		for s.at < len(s.data) && bytes.IndexByte([]byte(",]} \t\r\n"), s.data[s.at]) < 0 {
			s.at++
		}
		if string(s.data[start:s.at]) == "null" {
			n.kind = null
		}
		if s.at == start {
			s.failed = true
		}
	}
	n.at = source.Span{Start: start, End: s.at}
	n.entry = n.at
	return n
}

// members reads what stands between brackets.
func (s *jsonScanner) members(n *node, end byte) {
	s.at++
	for !s.failed {
		s.skip(" \t\r\n")
		if s.peek() == end {
			break
		}
		var name source.Span
		key := ""
		if n.kind == table {
			name.Start = s.at
			key = s.str()
			name.End = s.at
			s.skip(" \t\r\n")
			s.take(':')
		}
		c := s.value()
		c.key, c.name = key, name
		if n.kind == table {
			c.entry.Start = name.Start
			if old := n.index[key]; old != nil {
				old.shadowed = true
			}
		}
		n.add(c)
		s.skip(" \t\r\n")
		if s.peek() != ',' {
			break
		}
		s.at++
	}
	s.skip(" \t\r\n")
	s.take(end)
}

func (s *jsonScanner) str() string {
	start := s.at
	s.take('"')
	for s.at < len(s.data) && s.data[s.at] != '"' {
		if s.data[s.at] == '\\' {
			s.at++
		}
		s.at++
	}
	s.at = min(s.at, len(s.data))
	s.take('"')
	var text string
	if s.failed || json.Unmarshal(s.data[start:s.at], &text) != nil {
		s.failed = true
	}
	return text
}
