package layers

import (
	"go/ast"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	pathLike = regexp.MustCompile(`^[\w.*-]+(/[\w.*{},-]+)+/?$`)
	nameLike = regexp.MustCompile(`^([a-z]+)\.([A-Za-z]\w*)(?:\.([A-Za-z]\w*))?(\(.*\))?$`)
)

// namesExist checks the words in `code` on the page: paths below the folders of
// the module, files given as "package/file.go", and names of its packages given
// as "package.Name" or "package.Type.Method".
func (h *house) namesExist(page string) error {
	packs, err := readPacks(h.root)
	if err != nil {
		return err
	}
	declared := map[string]bool{}
	names := map[string]bool{}
	for p, in := range packs {
		base := p[strings.LastIndex(p, "/")+1:]
		names[base] = true
		for _, f := range in.files {
			for _, d := range f.Decls {
				for _, name := range declares(d) {
					declared[base+"."+name] = true
				}
			}
		}
	}
	fence := false
	for i, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "```") {
			fence = !fence
		}
		if fence {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(line, -1) {
			word := m[1]
			if pathLike.MatchString(word) && !h.exists(word) {
				h.fault("ARCHITECTURE.md", i+1, "there is no %s", word)
				continue
			}
			n := nameLike.FindStringSubmatch(word)
			if n == nil || !names[n[1]] || h.exists(word) {
				continue
			}
			name := n[1] + "." + n[2]
			if n[3] != "" {
				name += "." + n[3]
			}
			if !declared[name] {
				h.fault("ARCHITECTURE.md", i+1, "there is no %s", name)
			}
		}
	}
	return nil
}

// exists reports whether a path of the module, or of a module or package of
// others, is there. "{en,hy}" stands for each.
func (h *house) exists(word string) bool {
	first := strings.Split(word, "/")[0]
	if strings.Contains(first, ".") && !strings.HasPrefix(first, ".") || slices.Contains(guarded, word) {
		return true // a module
	}
	for _, one := range braces(word) {
		found := false
		for _, base := range []string{"", "internal"} {
			list, err := filepath.Glob(filepath.Join(h.root, base, filepath.FromSlash(one)))
			found = found || err == nil && len(list) > 0
		}
		if !found {
			return false
		}
	}
	return true
}

// braces writes out the first "{a,b}" of a word.
func braces(word string) []string {
	before, rest, ok := strings.Cut(word, "{")
	inside, after, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		return []string{word}
	}
	var out []string
	for one := range strings.SplitSeq(inside, ",") {
		out = append(out, before+one+after)
	}
	return out
}

// declares lists what a declaration declares: "Name", or "Type.Method" and
// "Type.Field".
func declares(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil {
			return []string{receiver(d) + "." + d.Name.Name}
		}
		return []string{d.Name.Name}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
				if st, ok := s.Type.(*ast.StructType); ok {
					for _, f := range st.Fields.List {
						for _, id := range f.Names {
							names = append(names, s.Name.Name+"."+id.Name)
						}
					}
				}
			case *ast.ValueSpec:
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}
