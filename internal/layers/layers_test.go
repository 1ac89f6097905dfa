// Package layers holds the test of the house: that imports point down, that the
// outside world comes in only where ARCHITECTURE.md says so, and that what that
// page says of packages, files and functions is true. It reads source files and
// nothing else.
package layers

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/testkit"
)

// root is the folder of the module.
var root = filepath.Join("..", "..")

// TestHouse holds this repository to its rules.
func TestHouse(t *testing.T) {
	for _, f := range faults(t, root) {
		t.Error(f)
	}
}

// TestPlanted plants every kind of fault in a small module and expects each to
// be found at its line, and nothing else.
func TestPlanted(t *testing.T) {
	testkit.Golden(t, "testdata/planted", func(t *testing.T, in map[string]string) map[string]string {
		dir := t.TempDir()
		for name, text := range in {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if name == "internal/long/long.go" {
				text += strings.Repeat("\n", maxLines)
			}
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		return map[string]string{"faults": strings.Join(faults(t, dir), "\n") + "\n"}
	})
}

// faults lists what is wrong with the module in folder dir.
func faults(t *testing.T, dir string) []string {
	t.Helper()
	page := read(t, dir, "ARCHITECTURE.md")
	mod := read(t, dir, "go.mod")
	h := &house{root: dir, module: strings.Fields(mod)[1], rows: floorTable(page)}
	if len(h.rows) == 0 {
		t.Fatal("ARCHITECTURE.md holds no floor table")
	}
	if err := h.inspect(); err != nil {
		t.Fatal(err)
	}
	h.requirements(mod, page)
	if err := h.namesExist(page); err != nil {
		t.Fatal(err)
	}
	slices.Sort(h.faults)
	return slices.Compact(h.faults)
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// floorTable reads the lines "| floor | `package` | … | `use` … |" of the page.
// Packages are those below internal unless their name has a slash or stands in
// the module's root.
func floorTable(page string) map[string]row {
	rows := map[string]row{}
	for _, cells := range table(page, regexp.MustCompile(`^(\d½?|test)$`), 4) {
		name := strings.Trim(cells[1], "`")
		if !strings.Contains(name, "/") && name != "locales" {
			name = "internal/" + name
		}
		var uses []string
		for _, m := range quoted.FindAllStringSubmatch(cells[3], -1) {
			uses = append(uses, m[1])
		}
		rows[name] = row{cells[0], uses}
	}
	return rows
}

var quoted = regexp.MustCompile("`([^`]+)`")

// table returns the cells of the rows of n cells whose first is like first.
func table(page string, first *regexp.Regexp, n int) (rows [][]string) {
	for line := range strings.Lines(page) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) == n && first.MatchString(cells[0]) {
			rows = append(rows, cells)
		}
	}
	return rows
}

// requirements compares go.mod's direct requirements with the page's table of
// modules.
func (h *house) requirements(mod, page string) {
	agreed := map[string]bool{}
	for _, cells := range table(page, regexp.MustCompile("^`[a-z]+\\.[a-z]+/[^`]*`$"), 2) {
		agreed[strings.Trim(cells[0], "`")] = false
	}
	for line := range strings.Lines(mod) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) < 2 || !strings.HasPrefix(words[1], "v") || strings.Contains(line, "// indirect") {
			continue
		}
		if _, ok := agreed[words[0]]; !ok {
			h.fault("go.mod", 0, "%s is required; ARCHITECTURE.md does not say what for", words[0])
		}
		agreed[words[0]] = true
	}
	for name, there := range agreed {
		if !there {
			h.fault("ARCHITECTURE.md", 0, "the table of modules names %s, which go.mod does not require", name)
		}
	}
}
