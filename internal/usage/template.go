package usage

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"zuyg/internal/source"
)

// template looks for keys in a template as text/template reads it; functions
// it does not know are no matter.
func (u *Uses) template(f *File, s *Settings) {
	t := parse.New(f.Path)
	t.Mode = parse.SkipFuncCheck
	set := map[string]*parse.Tree{}
	if _, err := t.Parse(string(f.Data), s.Delims[0], s.Delims[1], set); err != nil {
		un := Unread{Path: f.Path, Detail: err.Error()}
		if m := templateLine.FindStringSubmatch(err.Error()); m != nil {
			line, _ := strconv.Atoi(m[1]) // digits
			un.Pos = source.Position{Line: line, Column: 1, Byte: 1, UTF16: 1}
			un.Detail = m[2]
		}
		u.Unread = append(u.Unread, un)
		return
	}
	w := &templateWalk{uses: u, src: source.New(f.Path, f.Data), functions: s.Functions}
	for _, tree := range set {
		w.node(tree.Root)
	}
}

var templateLine = regexp.MustCompile(`^template: .*?:(\d+): (.*)$`)

type templateWalk struct {
	uses      *Uses
	src       *source.File
	functions []string
}

func (w *templateWalk) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, c := range n.Nodes {
				w.node(c)
			}
		}
	case *parse.ActionNode:
		w.pipe(n.Pipe)
	case *parse.IfNode:
		w.branch(&n.BranchNode)
	case *parse.RangeNode:
		w.branch(&n.BranchNode)
	case *parse.WithNode:
		w.branch(&n.BranchNode)
	case *parse.TemplateNode:
		w.pipe(n.Pipe)
	}
}

func (w *templateWalk) branch(n *parse.BranchNode) {
	w.pipe(n.Pipe)
	w.node(n.List)
	w.node(n.ElseList)
}

// pipe looks at the commands of a pipeline: the key is the first argument, or
// what the command before gives.
func (w *templateWalk) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for i, c := range p.Cmds {
		for _, a := range c.Args {
			if inner, ok := a.(*parse.PipeNode); ok {
				w.pipe(inner)
			}
		}
		args := c.Args
		if len(args) > 0 && lastName(args[0]) == "call" {
			args = args[1:]
		}
		if len(args) == 0 || !slices.Contains(w.functions, lastName(args[0])) {
			continue
		}
		switch {
		case len(args) > 1:
			w.key(args[1])
		case i > 0:
			w.key(p.Cmds[i-1])
		}
	}
}

// lastName is the name of the function or method that a node calls.
func lastName(n parse.Node) string {
	switch n := n.(type) {
	case *parse.IdentifierNode:
		return n.Ident
	case *parse.FieldNode:
		return n.Ident[len(n.Ident)-1]
	case *parse.VariableNode:
		return n.Ident[len(n.Ident)-1]
	case *parse.ChainNode:
		return n.Field[len(n.Field)-1]
	}
	return ""
}

// key takes a node that is a key.
func (w *templateWalk) key(n parse.Node) {
	start := int(n.Position())
	end := min(start+len(n.String()), len(w.src.Data))
	text, whole := w.text(n)
	if whole {
		w.uses.static(w.src, text, start, end)
		return
	}
	w.uses.dynamic(w.src, text, start, end)
}

// text is the text of a node, or what it begins with.
func (w *templateWalk) text(n parse.Node) (text string, whole bool) {
	switch n := n.(type) {
	case *parse.StringNode:
		return n.Text, true
	case *parse.PipeNode:
		if len(n.Cmds) == 1 {
			return w.text(n.Cmds[0])
		}
	case *parse.CommandNode:
		if len(n.Args) == 1 {
			return w.text(n.Args[0])
		}
		if s, ok := n.Args[1].(*parse.StringNode); ok {
			switch lastName(n.Args[0]) {
			case "printf":
				before, _, _ := strings.Cut(s.Text, "%")
				return before, false
			case "print":
				return s.Text, false
			}
		}
	}
	return "", false
}
