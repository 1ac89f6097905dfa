package usage

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"zuyg/internal/source"
)

// goFinder reads all Go files before it looks for uses: a key may be a constant
// of another file.
type goFinder struct {
	uses     *Uses
	settings *Settings
	set      *token.FileSet
	files    []goFile
	consts   map[string]*string // "package.Name" → value; nil where packages of one name disagree
}

type goFile struct {
	src  *source.File
	tree *ast.File
	base int // of its positions in the set
}

func newGoFinder(u *Uses, s *Settings) *goFinder {
	return &goFinder{uses: u, settings: s, set: token.NewFileSet(), consts: map[string]*string{}}
}

func (g *goFinder) parse(f *File) {
	tree, err := parser.ParseFile(g.set, f.Path, f.Data, parser.SkipObjectResolution)
	if err != nil {
		un := Unread{Path: f.Path, Detail: err.Error()}
		var list scanner.ErrorList
		if errors.As(err, &list) && len(list) > 0 {
			un.Detail = list[0].Msg
			un.Pos = source.New(f.Path, f.Data).Position(list[0].Pos.Offset)
		}
		g.uses.Unread = append(g.uses.Unread, un)
		return
	}
	g.files = append(g.files, goFile{source.New(f.Path, f.Data), tree, g.set.File(tree.FileStart).Base()})
}

func (g *goFinder) find() {
	for range 2 { // a constant may be made of one that comes later
		for _, f := range g.files {
			for _, d := range f.tree.Decls {
				g.constants(f, d)
			}
		}
	}
	for _, f := range g.files {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, ok := literal(n); ok {
					g.uses.mentions[text] = true
				}
			case *ast.CallExpr:
				g.call(f, n)
			case *ast.CompositeLit:
				g.composite(f, n, typeName(n.Type))
			}
			return true
		})
	}
}

// constants notes the string constants of a package.
func (g *goFinder) constants(f goFile, d ast.Decl) {
	decl, ok := d.(*ast.GenDecl)
	if !ok || decl.Tok != token.CONST {
		return
	}
	for _, s := range decl.Specs {
		spec, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, name := range spec.Names {
			if i >= len(spec.Values) {
				break
			}
			text, whole := g.text(f, spec.Values[i])
			if !whole {
				continue
			}
			id := f.tree.Name.Name + "." + name.Name
			if old, there := g.consts[id]; there && (old == nil || *old != text) {
				g.consts[id] = nil
				continue
			}
			g.consts[id] = &text
		}
	}
}

func literal(n ast.Expr) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// text evaluates an expression: the text it has, or the text it begins with,
// and then whole is false.
func (g *goFinder) text(f goFile, n ast.Expr) (text string, whole bool) {
	switch n := n.(type) {
	case *ast.BasicLit:
		return literal(n)
	case *ast.ParenExpr:
		return g.text(f, n.X)
	case *ast.BinaryExpr:
		if n.Op != token.ADD {
			return "", false
		}
		left, whole := g.text(f, n.X)
		if !whole {
			return left, false
		}
		right, whole := g.text(f, n.Y)
		return left + right, whole
	case *ast.Ident:
		return g.constant(f.tree.Name.Name + "." + n.Name)
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok {
			return g.constant(x.Name + "." + n.Sel.Name)
		}
	case *ast.CallExpr: // fmt.Sprintf("state.%s", …) begins with what comes before the verb
		if _, name := callName(n); name == "Sprintf" && len(n.Args) > 0 {
			format, _ := g.text(f, n.Args[0])
			before, _, _ := strings.Cut(format, "%")
			return before, false
		}
		if len(n.Args) == 1 { // a conversion: string(key), Key("x")
			if t, whole := g.text(f, n.Args[0]); whole {
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "string" || id.IsExported()) {
					return t, true
				}
			}
		}
	}
	return "", false
}

func (g *goFinder) constant(id string) (string, bool) {
	if v := g.consts[id]; v != nil {
		return *v, true
	}
	return "", false
}

// callName returns the last two names of what is called.
func callName(n *ast.CallExpr) (of, name string) {
	fun := n.Fun
	if x, ok := fun.(*ast.IndexExpr); ok {
		fun = x.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		return "", fun.Name
	case *ast.SelectorExpr:
		switch x := fun.X.(type) {
		case *ast.Ident:
			of = x.Name
		case *ast.SelectorExpr:
			of = x.Sel.Name
		}
		return of, fun.Sel.Name
	}
	return "", ""
}

func (g *goFinder) call(f goFile, n *ast.CallExpr) {
	of, name := callName(n)
	for _, c := range g.settings.Calls {
		if (c.Name == name || c.Name == of+"."+name) && c.Argument < len(n.Args) {
			g.key(f, n.Args[c.Argument])
			return
		}
	}
}

// key takes an expression that is a key.
func (g *goFinder) key(f goFile, n ast.Expr) {
	start, end := int(n.Pos())-f.base, int(n.End())-f.base
	text, whole := g.text(f, n)
	switch {
	case whole && text != "":
		g.uses.static(f.src, text, start, end)
	case !whole:
		g.uses.dynamic(f.src, text, start, end)
	}
}

// typeName is the last name of a type: Message of *i18n.Message and of
// []*i18n.Message.
func typeName(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.SelectorExpr:
		return t.Sel.Name
	case *ast.StarExpr:
		return typeName(t.X)
	case *ast.ArrayType:
		return typeName(t.Elt)
	case *ast.MapType:
		return typeName(t.Value)
	}
	return ""
}

// composite takes the fields of a struct literal that hold keys. The elements
// of a list of such structs may leave their type out.
func (g *goFinder) composite(f goFile, n *ast.CompositeLit, name string) {
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok && slices.Contains(g.settings.Fields, name+"."+id.Name) {
				g.key(f, kv.Value)
			}
			e = kv.Value
		}
		if inner, ok := e.(*ast.CompositeLit); ok && inner.Type == nil {
			g.composite(f, inner, name)
		}
	}
}
