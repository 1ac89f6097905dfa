package catalog

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"zuyg/internal/source"
)

const bom = "\xef\xbb\xbf"

// readTOML reads a TOML file. The library judges whether it is TOML and what
// it says; the scanner below finds where everything stands and must come to
// the same values.
func readTOML(data []byte) (*node, *Problem) {
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		return nil, tomlProblem(data, err)
	}
	s := &tomlScanner{scanner: scanner{data: data}, root: &node{kind: table}}
	if bytes.HasPrefix(data, []byte(bom)) {
		s.at = len(bom)
	}
	s.current = s.root
	s.file()
	if s.failed || !s.root.same(raw) {
		return nil, &Problem{Rule: "parse-error", ID: "error.catalog-place", At: source.Span{Start: s.at, End: s.at}}
	}
	return s.root, nil
}

func tomlProblem(data []byte, err error) *Problem {
	p := &Problem{Rule: "parse-error", ID: "error.catalog-parse", Args: map[string]any{"Detail": err.Error()}}
	var pe toml.ParseError
	if errors.As(err, &pe) {
		off := pe.Position.Start
		if bytes.HasPrefix(data, []byte(bom)) {
			off += len(bom) // the library takes it off before it counts
		}
		off = max(0, min(off, len(data)))
		p.At = source.Span{Start: off, End: min(off+max(0, pe.Position.Len), len(data))}
		p.Args["Detail"] = pe.Message
		if strings.Contains(pe.Message, "already") || strings.Contains(pe.Message, "duplicate") {
			p.Rule = "duplicate-key"
		}
	}
	return p
}

// scanner goes through the bytes of a file that is known to be valid.
type scanner struct {
	data   []byte
	at     int
	failed bool // the file is not what the scanner took it for
	depth  int
}

func (s *scanner) peek() byte {
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

func (s *scanner) skip(set string) {
	for s.at < len(s.data) && strings.IndexByte(set, s.data[s.at]) >= 0 {
		s.at++
	}
}

// take goes behind c, which must stand here.
func (s *scanner) take(c byte) {
	if s.at >= len(s.data) || s.data[s.at] != c {
		s.failed = true
		return
	}
	s.at++
}

func (s *scanner) has(prefix string) bool { return bytes.HasPrefix(s.data[s.at:], []byte(prefix)) }

// tomlScanner finds the places of a TOML file.
type tomlScanner struct {
	scanner
	root, current *node
}

// space goes over white space, line ends and comments.
func (s *tomlScanner) space() {
	for {
		s.skip(" \t\r\n")
		if s.peek() != '#' || s.at >= len(s.data) {
			return
		}
		s.comment()
	}
}

func (s *tomlScanner) comment() {
	n := bytes.IndexByte(s.data[s.at:], '\n')
	if n < 0 {
		n = len(s.data) - s.at
	}
	s.at += n
}

func (s *tomlScanner) file() {
	for !s.failed {
		s.space()
		switch {
		case s.at >= len(s.data):
			return
		case s.peek() == '[':
			s.header()
		default:
			s.pair(s.current)
		}
	}
}

// header reads [a.b] or [[a.b]].
func (s *tomlScanner) header() {
	start := s.at
	s.take('[')
	array := s.peek() == '['
	if array {
		s.at++
	}
	s.skip(" \t")
	path := s.at
	parts := s.keys()
	pathEnd := s.lastEnd(parts)
	s.skip(" \t")
	s.take(']')
	if array {
		s.take(']')
	}
	if s.failed {
		return
	}
	in := s.descend(s.root, parts[:len(parts)-1])
	last := parts[len(parts)-1]
	n := in.index[last.text]
	if array {
		l := n
		if l == nil {
			l = &node{kind: list, key: last.text, name: last.at, at: last.at}
			in.add(l)
		}
		n = &node{kind: table}
		l.add(n)
	} else if n == nil {
		n = &node{kind: table, key: last.text}
		in.add(n)
	}
	n.header, n.name = true, last.at
	n.path = source.Span{Start: path, End: pathEnd}
	n.entry = source.Span{Start: start, End: s.at}
	n.at = n.entry
	s.current = n
}

func (s *tomlScanner) lastEnd(parts []tomlKey) int {
	if len(parts) == 0 {
		return s.at
	}
	return parts[len(parts)-1].at.End
}

// descend goes along names from a table, and makes what is not there.
func (s *tomlScanner) descend(n *node, parts []tomlKey) *node {
	for _, p := range parts {
		c := n.index[p.text]
		if c == nil {
			c = &node{kind: table, key: p.text, name: p.at}
			n.add(c)
		}
		if c.kind == list && len(c.items) > 0 {
			c = c.items[len(c.items)-1]
		}
		if c.kind != table {
			s.failed = true
			return &node{kind: table}
		}
		n = c
	}
	return n
}

type tomlKey struct {
	text string
	at   source.Span
}

// keys reads a dotted key.
func (s *tomlScanner) keys() []tomlKey {
	var parts []tomlKey
	for !s.failed {
		start := s.at
		var k string
		switch s.peek() {
		case '"', '\'':
			k, _ = s.quoted()
		default:
			for s.at < len(s.data) && strings.IndexByte(" \t.=]\r\n", s.data[s.at]) < 0 {
				s.at++
			}
			k = string(s.data[start:s.at])
		}
		if s.at == start {
			s.failed = true
			break
		}
		parts = append(parts, tomlKey{k, source.Span{Start: start, End: s.at}})
		if len(parts) > maxDepth {
			s.failed = true
			break
		}
		end := s.at
		s.skip(" \t")
		if s.peek() != '.' {
			s.at = end
			return parts
		}
		s.at++
		s.skip(" \t")
	}
	return parts
}

// pair reads key = value into a table.
func (s *tomlScanner) pair(in *node) {
	start := s.at
	parts := s.keys()
	pathEnd := s.lastEnd(parts)
	s.skip(" \t")
	s.take('=')
	s.skip(" \t")
	if s.failed {
		return
	}
	in = s.descend(in, parts[:len(parts)-1])
	last := parts[len(parts)-1]
	n := s.value()
	n.key, n.name = last.text, last.at
	n.path = source.Span{Start: start, End: pathEnd}
	n.entry = source.Span{Start: start, End: s.at}
	if in.index[n.key] != nil {
		s.failed = true
	}
	in.add(n)
}

func (s *tomlScanner) value() *node {
	s.depth++
	defer func() { s.depth-- }()
	if s.depth > maxDepth {
		s.failed = true
	}
	n := &node{kind: scalar}
	start := s.at
	switch {
	case s.failed:
	case s.peek() == '"' || s.peek() == '\'':
		n.kind = text
		n.text, n.style = s.quoted()
	case s.peek() == '[':
		n.kind = list
		s.array(n)
	case s.peek() == '{':
		n.kind, n.inline = table, true
		s.inlineTable(n)
	default:
		for s.at < len(s.data) && strings.IndexByte(",]}#\r\n", s.data[s.at]) < 0 {
			s.at++
		}
		for s.at > start && (s.data[s.at-1] == ' ' || s.data[s.at-1] == '\t') {
			s.at--
		}
		if s.at == start {
			s.failed = true
		}
	}
	n.at = source.Span{Start: start, End: s.at}
	n.entry = n.at
	return n
}

func (s *tomlScanner) array(n *node) {
	s.take('[')
	for !s.failed {
		s.space()
		if s.peek() == ']' {
			break
		}
		n.add(s.value())
		s.space()
		if s.peek() != ',' {
			break
		}
		s.at++
	}
	s.space()
	s.take(']')
}

func (s *tomlScanner) inlineTable(n *node) {
	s.take('{')
	for !s.failed {
		s.space()
		if s.peek() == '}' {
			break
		}
		s.pair(n)
		s.space()
		if s.peek() != ',' {
			break
		}
		s.at++
	}
	s.space()
	s.take('}')
}

// quoted reads a string of any of the four kinds.
func (s *tomlScanner) quoted() (string, style) {
	q := s.peek()
	if s.has(strings.Repeat(string(q), 3)) {
		return s.multiline(q)
	}
	s.at++
	start := s.at
	for s.at < len(s.data) && s.data[s.at] != q {
		if q == '"' && s.data[s.at] == '\\' {
			s.at++
		}
		s.at++
	}
	if s.at >= len(s.data) {
		s.failed = true
		s.at = len(s.data)
		return "", double
	}
	raw := string(s.data[start:s.at])
	s.at++
	if q == '\'' {
		return raw, single
	}
	return s.unescape(raw), double
}

// multiline reads a string in three quotes. Up to two more quotes before the
// closing ones belong to the text, and the line end after the opening ones
// does not.
func (s *tomlScanner) multiline(q byte) (string, style) {
	mark := strings.Repeat(string(q), 3)
	s.at += 3
	start := s.at
	for s.at < len(s.data) && !s.has(mark) {
		if q == '"' && s.data[s.at] == '\\' {
			s.at++
		}
		s.at++
	}
	if s.at >= len(s.data) {
		s.failed = true
		s.at = len(s.data)
		return "", multiDouble
	}
	for n := 0; n < 2 && s.at+3 < len(s.data) && s.data[s.at+3] == q; n++ {
		s.at++
	}
	raw := string(s.data[start:s.at])
	s.at += 3
	raw = strings.TrimPrefix(strings.TrimPrefix(raw, "\r"), "\n")
	if q == '\'' {
		return raw, multiSingle
	}
	return s.unescape(raw), multiDouble
}

var tomlEscapes = map[byte]string{'b': "\b", 't': "\t", 'n': "\n", 'f': "\f", 'r': "\r", 'e': "\x1b", '"': `"`, '\\': `\`}

func (s *tomlScanner) unescape(raw string) string {
	if !strings.Contains(raw, `\`) {
		return raw
	}
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 >= len(raw) {
			b.WriteByte(raw[i])
			continue
		}
		i++
		if t, ok := tomlEscapes[raw[i]]; ok {
			b.WriteString(t)
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[raw[i]]
		switch {
		case digits > 0 && i+digits < len(raw):
			n, err := strconv.ParseUint(raw[i+1:i+1+digits], 16, 32)
			if err != nil || !utf8.ValidRune(rune(n)) {
				s.failed = true
				return ""
			}
			b.WriteRune(rune(n))
			i += digits
		default: // the end of a line: it and all white space behind it goes
			rest := strings.TrimLeft(raw[i:], " \t")
			if !strings.HasPrefix(rest, "\n") && !strings.HasPrefix(rest, "\r\n") {
				s.failed = true
				return ""
			}
			i = len(raw) - len(strings.TrimLeft(rest, " \t\r\n")) - 1
		}
	}
	return b.String()
}
