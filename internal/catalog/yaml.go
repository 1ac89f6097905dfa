package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"zuyg/internal/source"
)

// maxYAML is the largest YAML file that is read, in bytes: the library takes
// far more memory and time for one than for the same in the other formats.
const maxYAML = 4 << 20

// readYAML reads a YAML file. The library parses it; where each of its tokens
// begins and ends in the bytes is found here, and what does not stand where
// the library says is an error rather than a guess.
func readYAML(data []byte) (root *node, p *Problem) {
	if len(data) > maxYAML {
		return nil, &Problem{Rule: "parse-error", ID: "error.too-large", Args: map[string]any{"Size": len(data), "Limit": maxYAML}}
	}
	if i := invalidUTF8(data); i >= 0 {
		return nil, &Problem{Rule: "parse-error", ID: "error.invalid-utf8", At: source.Span{Start: i, End: i + 1}}
	}
	if rest, ok := bytes.CutPrefix(data, []byte(bom)); ok { // this library takes it into the first key, others don't
		root, p = readYAML(rest)
		if p != nil {
			p.At.Start, p.At.End = p.At.Start+len(bom), p.At.End+len(bom)
		}
		if root != nil {
			root.shift(len(bom))
		}
		return root, p
	}
	defer func() { // the library panics on some broken files
		if r := recover(); r != nil {
			root, p = nil, &Problem{Rule: "parse-error", ID: "error.catalog-parse", Args: map[string]any{"Detail": fmt.Sprint(r)}}
		}
	}()
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, yamlProblem(data, err)
	}
	var raw any
	if err := yaml.Unmarshal(data, &raw); err != nil {
		return nil, yamlProblem(data, err)
	}
	y := &yamlPlaces{data: data, anchors: map[string]*node{}}
	y.findLines()
	for i, d := range file.Docs {
		if d.Body == nil {
			continue
		}
		if i > 0 {
			y.fail(d.Body, "error.catalog-documents")
			break
		}
		root = y.node(d.Body)
	}
	if y.problem != nil {
		return nil, y.problem
	}
	if root == nil {
		return nil, nil
	}
	if !root.same(raw) {
		return nil, &Problem{Rule: "parse-error", ID: "error.catalog-place"}
	}
	return root, nil
}

func yamlProblem(data []byte, err error) *Problem {
	p := &Problem{Rule: "parse-error", ID: "error.catalog-parse", Args: map[string]any{"Detail": err.Error()}}
	var at yaml.Error
	if errors.As(err, &at) {
		p.Args["Detail"] = at.GetMessage()
		if strings.Contains(at.GetMessage(), "already defined") {
			p.Rule = "duplicate-key"
		}
		if t := at.GetToken(); t != nil && t.Position != nil {
			y := &yamlPlaces{data: data}
			y.findLines()
			off := y.offset(t.Position)
			p.At = source.Span{Start: off, End: off}
		}
	}
	return p
}

// yamlPlaces turns the library's tree into ours.
type yamlPlaces struct {
	data    []byte
	lines   []int
	anchors map[string]*node
	problem *Problem
	depth   int
}

func (y *yamlPlaces) findLines() {
	y.lines = append(y.lines, 0)
	for i, c := range y.data {
		if c == '\n' {
			y.lines = append(y.lines, i+1)
		}
	}
}

// offset returns where a token begins; the library counts columns in runes.
func (y *yamlPlaces) offset(p *token.Position) int {
	line := max(1, min(p.Line, len(y.lines)))
	at := y.lines[line-1]
	for range p.Column - 1 {
		if at >= len(y.data) || y.data[at] == '\n' {
			break
		}
		_, n := utf8.DecodeRune(y.data[at:])
		at += n
	}
	return at
}

// fail notes the first thing that can't be placed.
func (y *yamlPlaces) fail(n ast.Node, id string) *node {
	if y.problem == nil {
		y.problem = &Problem{Rule: "parse-error", ID: id}
		if t := n.GetToken(); t != nil && t.Position != nil {
			off := y.offset(t.Position)
			y.problem.At = source.Span{Start: off, End: off}
		}
	}
	return &node{kind: null}
}

func (y *yamlPlaces) node(n ast.Node) *node {
	y.depth++
	defer func() { y.depth-- }()
	if y.depth > maxDepth {
		return y.fail(n, "error.catalog-deep")
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		t := &node{kind: table, inline: n.IsFlowStyle}
		for _, v := range n.Values {
			y.pair(t, v)
		}
		return y.around(t, n)
	case *ast.MappingValueNode:
		t := &node{kind: table}
		y.pair(t, n)
		return y.around(t, n)
	case *ast.SequenceNode:
		l := &node{kind: list, inline: n.IsFlowStyle}
		for _, v := range n.Values {
			l.add(y.node(v))
		}
		return y.around(l, n)
	case *ast.AnchorNode:
		v := y.node(n.Value)
		y.anchors[n.Name.GetToken().Value] = v
		return v
	case *ast.AliasNode:
		return y.alias(n)
	case *ast.NullNode:
		return y.null(n)
	case *ast.LiteralNode:
		return y.block(n)
	case *ast.StringNode:
		return y.scalar(n, n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return &node{kind: scalar, at: y.written(n.GetToken(), n.GetToken().Value)}
	}
	return y.fail(n, "error.catalog-yaml-form")
}

// around gives a table or list its place: of what is in it, or of its braces.
func (y *yamlPlaces) around(t *node, n ast.Node) *node {
	if len(t.items) > 0 {
		t.at = source.Span{Start: t.items[0].entry.Start, End: t.items[len(t.items)-1].entry.End}
	}
	if t.inline {
		var end *token.Token
		switch n := n.(type) {
		case *ast.MappingNode:
			end = n.End
		case *ast.SequenceNode:
			end = n.End
		}
		start := y.offset(n.GetToken().Position)
		if end == nil || start >= len(y.data) || y.data[start] != '{' && y.data[start] != '[' {
			return y.fail(n, "error.catalog-place")
		}
		t.at = source.Span{Start: start, End: y.offset(end.Position) + 1}
		if last := t.at.End - 1; last >= len(y.data) || y.data[last] != '}' && y.data[last] != ']' {
			return y.fail(n, "error.catalog-place")
		}
	}
	t.entry = t.at
	return t
}

func (y *yamlPlaces) pair(in *node, v *ast.MappingValueNode) {
	key, ok := v.Key.(ast.ScalarNode)
	if !ok {
		y.fail(v, "error.catalog-yaml-form")
		return
	}
	t := v.Key.GetToken()
	name := &node{}
	switch v.Key.(type) {
	case *ast.StringNode:
		name = y.scalar(v.Key, t.Value)
	case *ast.MergeKeyNode:
		y.fail(v, "error.catalog-yaml-form")
		return
	default:
		name.at = y.written(t, t.Value)
		name.text = fmt.Sprint(key.GetValue())
	}
	if in.index[name.text] != nil {
		y.fail(v, "error.catalog-place")
		return
	}
	c := y.node(v.Value)
	if c.up != nil { // an alias
		copied := *c
		c = &copied
	}
	if c.kind == null && c.at == (source.Span{}) {
		c.at = source.Span{Start: name.at.End, End: name.at.End}
	}
	c.key, c.name = name.text, name.at
	c.entry = source.Span{Start: name.at.Start, End: max(name.at.End, c.at.End)}
	in.add(c)
}

func (y *yamlPlaces) alias(n *ast.AliasNode) *node {
	v := y.anchors[n.Value.GetToken().Value]
	if v == nil || v.kind != text && v.kind != scalar {
		return y.fail(n, "error.catalog-yaml-form")
	}
	start := y.offset(n.GetToken().Position)
	at := source.Span{Start: start, End: start + 1 + len(n.Value.GetToken().Value)}
	if at.End > len(y.data) || string(y.data[start:at.End]) != "*"+n.Value.GetToken().Value {
		return y.fail(n, "error.catalog-place")
	}
	return &node{kind: v.kind, text: v.text, at: at, entry: at}
}

func (y *yamlPlaces) null(n *ast.NullNode) *node {
	t := n.GetToken()
	if t.Type == token.ImplicitNullType {
		return &node{kind: null}
	}
	return &node{kind: null, at: y.written(t, t.Value)}
}

// scalar is a text on its own: plain or in quotes.
func (y *yamlPlaces) scalar(n ast.Node, value string) *node {
	t := n.GetToken()
	c := &node{kind: text, text: value}
	start := y.offset(t.Position)
	switch t.Type {
	case token.DoubleQuoteType:
		c.style = double
		c.at = y.quoted(n, start, '"')
	case token.SingleQuoteType:
		c.style = single
		c.at = y.quoted(n, start, '\'')
	default:
		c.at = y.written(t, value)
		if c.at == (source.Span{}) && value != "" {
			return y.fail(n, "error.catalog-place")
		}
	}
	c.entry = c.at
	return c
}

func (y *yamlPlaces) quoted(n ast.Node, start int, q byte) source.Span {
	if start >= len(y.data) || y.data[start] != q {
		y.fail(n, "error.catalog-place")
		return source.Span{}
	}
	for i := start + 1; i < len(y.data); i++ {
		switch {
		case q == '"' && y.data[i] == '\\':
			i++
		case y.data[i] != q:
		case q == '\'' && i+1 < len(y.data) && y.data[i+1] == q:
			i++
		default:
			return source.Span{Start: start, End: i + 1}
		}
	}
	y.fail(n, "error.catalog-place")
	return source.Span{}
}

// written finds a plain scalar, whose lines may be folded: white space in the
// value stands for any white space in the file.
func (y *yamlPlaces) written(t *token.Token, value string) source.Span {
	start := y.offset(t.Position)
	at := start
	for i := 0; i < len(value); {
		r, n := utf8.DecodeRuneInString(value[i:])
		if r == ' ' || r == '\n' || r == '\t' {
			i += len(value[i:]) - len(strings.TrimLeft(value[i:], " \n\t"))
			rest := bytes.TrimLeft(y.data[min(at, len(y.data)):], " \n\r\t")
			at = len(y.data) - len(rest)
			continue
		}
		if !bytes.HasPrefix(y.data[min(at, len(y.data)):], []byte(value[i:i+n])) {
			return source.Span{}
		}
		at += n
		i += n
	}
	return source.Span{Start: start, End: at}
}

// block is a text under | or >: from the mark to its last line that is not
// empty.
func (y *yamlPlaces) block(n *ast.LiteralNode) *node {
	start := y.offset(n.Start.Position)
	if start >= len(y.data) || y.data[start] != '|' && y.data[start] != '>' {
		return y.fail(n, "error.catalog-place")
	}
	c := &node{kind: text, text: n.Value.Value, style: literalBlock}
	line := bytes.LastIndexByte(y.data[:start], '\n') + 1
	outer := indentOf(y.data[line:])
	for bytes.HasPrefix(y.data[line+outer:], []byte("- ")) { // the list item's text is the block's parent
		outer += 2
	}
	end := start + len(bytes.TrimRightFunc(lineOf(y.data, start), unicode.IsSpace))
	for at := nextLine(y.data, start); at < len(y.data); at = nextLine(y.data, at) {
		l := bytes.TrimRight(lineOf(y.data, at), " \t\r")
		if len(l) == 0 {
			continue
		}
		if indentOf(l) <= outer {
			break
		}
		end = at + len(l)
	}
	c.at = source.Span{Start: start, End: end}
	c.entry = c.at
	return c
}

// indentOf counts the spaces a line begins with.
func indentOf(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

// lineOf returns what is left of the line at an offset, without its end.
func lineOf(data []byte, at int) []byte {
	rest := data[min(at, len(data)):]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// nextLine returns where the line behind that of an offset begins.
func nextLine(data []byte, at int) int {
	if i := bytes.IndexByte(data[min(at, len(data)):], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(data)
}
