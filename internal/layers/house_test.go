package layers

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// maxLines bounds a Go file: more than a reader keeps in mind.
const maxLines = 700

// guarded are the imports, and the names of packages, by which the outside
// world comes in. Only packages whose row lists one may use it; so it is with
// every module that is not the standard library.
var guarded = []string{
	"os", "os/exec", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "syscall", "unsafe",
	"time.Now", "os.Getenv", "os.Environ", "fmt.Print", "fmt.Printf", "fmt.Println",
}

// row is a line of the floor table.
type row struct {
	floor string
	uses  []string // what of guarded, and which modules, the package alone may use
}

// house is a module and the rules it keeps.
type house struct {
	root   string // folder
	module string
	rows   map[string]row // by package, relative to the module
	faults []string
}

// pack is the Go files of one folder.
type pack struct {
	path    string // relative to the module
	files   []*ast.File
	names   []string // of the files, in the same order
	fset    *token.FileSet
	comment bool // there is a package comment
	code    bool // there is a file that is no test
}

func (h *house) fault(name string, line int, format string, args ...any) {
	h.faults = append(h.faults, fmt.Sprintf("%s:%d: ", name, line)+fmt.Sprintf(format, args...))
}

// inspect reads every package below the root and notes its faults.
func (h *house) inspect() error {
	packs, err := readPacks(h.root)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(packs)) {
		h.pack(packs[name])
	}
	for name := range h.rows {
		if packs[name] == nil {
			h.fault("ARCHITECTURE.md", 0, "the floor table names %s, which does not exist", name)
		}
	}
	slices.Sort(h.faults)
	return nil
}

// readPacks parses all Go files but those of testdata, by folder.
func readPacks(root string) (map[string]*pack, error) {
	packs := map[string]*pack{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		in := packs[path.Dir(rel)]
		if in == nil {
			in = &pack{path: path.Dir(rel), fset: token.NewFileSet()}
			packs[in.path] = in
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(in.fset, rel, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		in.files, in.names = append(in.files, f), append(in.names, rel)
		in.comment = in.comment || f.Doc != nil
		in.code = in.code || !strings.HasSuffix(rel, "_test.go")
		return nil
	})
	return packs, err
}

func (h *house) pack(p *pack) {
	own, ok := h.rows[p.path]
	if !ok {
		h.fault(p.names[0], 1, "package %s has no row in the floor table of ARCHITECTURE.md; its imports put it above floor %s", p.path, h.highest(p))
		own.floor = "~" // above all, so that only what it alone uses is told as well
	}
	if !p.comment {
		h.fault(p.names[0], 1, "package %s has no package comment", p.path)
	}
	used := map[string]bool{}
	var code []*ast.File
	for i, f := range p.files {
		if n := p.fset.File(f.Pos()).LineCount(); n > maxLines {
			h.fault(p.names[i], n, "the file has %d lines, more than %d", n, maxLines)
		}
		if !strings.HasSuffix(p.names[i], "_test.go") {
			h.imports(p, f, own, used)
			h.documented(p, f)
			code = append(code, f)
		}
	}
	if len(code) > 0 {
		h.state(p, code, own, used)
	}
	for _, u := range own.uses {
		if p.code && !used[u] {
			h.fault("ARCHITECTURE.md", 0, "%s may use %s, and does not", p.path, u)
		}
	}
}

// highest is the highest floor that a package imports from, "none" if it
// imports from none.
func (h *house) highest(p *pack) string {
	top := ""
	for _, f := range p.files {
		for _, spec := range f.Imports {
			if in, ok := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), h.module+"/"); ok && h.rows[in].floor != "test" {
				top = max(top, h.rows[in].floor)
			}
		}
	}
	return cmp.Or(top, "none")
}

// imports checks that a file imports only from lower floors, and what is
// guarded only where it may.
func (h *house) imports(p *pack, f *ast.File, own row, used map[string]bool) {
	for _, spec := range f.Imports {
		imp := strings.Trim(spec.Path.Value, `"`)
		at := p.fset.Position(spec.Pos())
		in, inside := strings.CutPrefix(imp, h.module+"/")
		if inside {
			to := h.rows[in]
			if to.floor == "test" && own.floor != "test" {
				h.fault(at.Filename, at.Line, "%s imports %s, which is for tests", p.path, in)
			} else if to.floor >= own.floor {
				h.fault(at.Filename, at.Line, "%s (floor %s) imports %s (floor %s): imports point down", p.path, own.floor, in, to.floor)
			}
			continue
		}
		if !slices.Contains(guarded, imp) && !strings.Contains(strings.Split(imp, "/")[0], ".") {
			continue
		}
		i := slices.IndexFunc(own.uses, func(u string) bool {
			return u == imp || strings.Contains(u, ".") && strings.HasPrefix(imp, u+"/")
		})
		if i < 0 {
			h.fault(at.Filename, at.Line, "%s imports %s, which its row does not list", p.path, imp)
			continue
		}
		used[own.uses[i]] = true
	}
}

// state checks, on the files of a package together, that nothing runs before
// main, that no package variable is ever assigned, and that guarded names are
// used only where they may be.
func (h *house) state(p *pack, files []*ast.File, own row, used map[string]bool) {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: noImports{}, Error: func(error) {}}
	pkg, _ := conf.Check(p.path, p.fset, files, info) // what is imported stays unknown: errors are expected
	global := func(e ast.Expr) string {
		id := rootIdent(e)
		if id == nil {
			return ""
		}
		if v, ok := info.Uses[id].(*types.Var); ok && v.Parent() == pkg.Scope() {
			return id.Name
		}
		return ""
	}
	assigned := func(e ast.Expr) {
		if name := global(e); name != "" {
			at := p.fset.Position(e.Pos())
			h.fault(at.Filename, at.Line, "package variable %s is changed", name)
		}
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					at := p.fset.Position(n.Pos())
					h.fault(at.Filename, at.Line, "func init")
				}
			case *ast.AssignStmt:
				for _, l := range n.Lhs {
					assigned(l)
				}
			case *ast.IncDecStmt:
				assigned(n.X)
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					assigned(n.Key)
					assigned(n.Value)
				}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear") && len(n.Args) > 0 {
					assigned(n.Args[0])
				}
			case *ast.SelectorExpr:
				h.selector(p, n, info, own, used)
			}
			return true
		})
	}
}

// selector checks a use of a name of another package.
func (h *house) selector(p *pack, n *ast.SelectorExpr, info *types.Info, own row, used map[string]bool) {
	id, ok := n.X.(*ast.Ident)
	if !ok {
		return
	}
	name, ok := info.Uses[id].(*types.PkgName)
	if !ok {
		return
	}
	full := name.Imported().Path() + "." + n.Sel.Name
	if !slices.Contains(guarded, full) {
		return
	}
	if slices.Contains(own.uses, full) {
		used[full] = true
		return
	}
	at := p.fset.Position(n.Pos())
	h.fault(at.Filename, at.Line, "%s uses %s, which its row does not list", p.path, full)
}

// noImports leaves every import unknown.
type noImports struct{}

func (noImports) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	p.MarkComplete()
	return p, nil
}

// rootIdent is the variable at the root of x, x.f, x[i], *x and (x).
func rootIdent(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// documented checks that every exported name has a comment that begins with it.
// Methods that an interface of the standard library explains need none.
func (h *house) documented(p *pack, f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil && (!ast.IsExported(receiver(d)) || slices.Contains([]string{"Error", "Unwrap", "String"}, d.Name.Name)) {
				continue
			}
			h.doc(p, d.Name, d.Doc, true)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					h.doc(p, s.Name, cmp.Or(s.Doc, d.Doc), len(d.Specs) == 1)
				case *ast.ValueSpec:
					h.doc(p, s.Names[0], cmp.Or(s.Doc, s.Comment, d.Doc), s.Doc != nil || len(d.Specs) == 1 && s.Comment == nil)
				}
			}
		}
	}
}

func (h *house) doc(p *pack, name *ast.Ident, doc *ast.CommentGroup, named bool) {
	if !name.IsExported() {
		return
	}
	at := p.fset.Position(name.Pos())
	if doc == nil {
		h.fault(at.Filename, at.Line, "%s has no doc comment", name.Name)
		return
	}
	words := strings.Fields(doc.Text())
	if named && len(words) > 1 && slices.Contains([]string{"A", "An", "The"}, words[0]) {
		words = words[1:]
	}
	if named && (len(words) == 0 || strings.TrimRight(words[0], ",:") != name.Name) {
		h.fault(at.Filename, at.Line, "the comment of %s does not begin with its name", name.Name)
	}
}

func receiver(d *ast.FuncDecl) string {
	if id := rootIdent(d.Recv.List[0].Type); id != nil {
		return id.Name
	}
	return ""
}
