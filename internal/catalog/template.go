package catalog

import (
	"slices"
	"strings"
	"text/template/parse"
)

// Placeholders returns the data a text asks for, such as ".Count" and
// ".User.Name", each once, sorted, as text/template reads it. A text without
// the left delimiter is no template. The error is that of the template.
func Placeholders(text, left, right string) ([]string, error) {
	if !strings.Contains(text, left) {
		return nil, nil
	}
	t := parse.New("")
	t.Mode = parse.SkipFuncCheck
	if _, err := t.Parse(text, left, right, map[string]*parse.Tree{}); err != nil {
		return nil, err
	}
	var found []string
	fields(t.Root, &found)
	slices.Sort(found)
	return slices.Compact(found), nil
}

// fields collects the fields below a node of a template.
func fields(n parse.Node, found *[]string) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, c := range n.Nodes {
				fields(c, found)
			}
		}
	case *parse.ActionNode:
		fields(n.Pipe, found)
	case *parse.IfNode:
		branch(&n.BranchNode, found)
	case *parse.RangeNode:
		branch(&n.BranchNode, found)
	case *parse.WithNode:
		branch(&n.BranchNode, found)
	case *parse.TemplateNode:
		fields(n.Pipe, found)
	case *parse.PipeNode:
		if n != nil {
			for _, c := range n.Cmds {
				for _, a := range c.Args {
					fields(a, found)
				}
			}
		}
	case *parse.FieldNode:
		*found = append(*found, "."+strings.Join(n.Ident, "."))
	case *parse.ChainNode:
		fields(n.Node, found)
	case *parse.DotNode:
		*found = append(*found, ".")
	case *parse.VariableNode:
		if n.Ident[0] == "$" && len(n.Ident) > 1 {
			*found = append(*found, "."+strings.Join(n.Ident[1:], "."))
		}
	}
}

func branch(n *parse.BranchNode, found *[]string) {
	fields(n.Pipe, found)
	fields(n.List, found)
	fields(n.ElseList, found)
}
