package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zuyg/internal/cli"
)

// run runs zuyg in a folder and returns what it printed.
func run(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out, errw bytes.Buffer
	if got := cli.Main(args, strings.NewReader(""), &out, &errw); got != code {
		t.Fatalf("zuyg %v: exit code %d, want %d\n%s", args, got, code, errw.String())
	}
	return out.String()
}

// TestReadme: what README.md shows of zuyg on this repository's own articles is
// what it prints.
func TestReadme(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	root := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)
	status := run(t, 0, "-C", root, "status")
	table, _, _ := strings.Cut(status, "\n\n") // without the totals
	if !strings.Contains(readme, "```\n"+table+"\n```") {
		t.Errorf("README.md does not show what zuyg status prints:\n%s", table)
	}

	// A number corrected in one language only, as README.md tells it.
	dir := t.TempDir()
	err = filepath.WalkDir(filepath.Join(root, "articles"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, rel)
		if strings.HasSuffix(rel, filepath.Join("bread-prices", "en.md")) {
			data = bytes.Replace(data, []byte("350"), []byte("360"), 1)
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "zuyg.toml"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	finding, _, _ := strings.Cut(run(t, 1, "-C", dir, "check"), "\n")
	if !strings.Contains(strings.Join(strings.Fields(readme), " "), strings.Join(strings.Fields(finding), " ")) {
		t.Errorf("README.md does not show the finding:\n%s", finding)
	}
}
