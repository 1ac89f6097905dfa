//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// smallDisk mounts a disk of 256 KB, where that can be done.
func smallDisk(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256k", "none", dir).Run(); err != nil {
		t.Skip("a small disk can't be mounted here")
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	write(t, dir, "zuyg.toml", "")
	write(t, dir, "articles/bread/en.md", "---\ntitle: Bread\n---\n\nThe price of bread rose by 12 percent in May.\n")
	write(t, dir, "articles/bread/hy.md", "---\ntitle: Հաց\n---\n\nՀացի գինը մայիսին բարձրացավ 12 տոկոսով։\n")
	return dir
}

// refused runs zuyg, which must exit with 2 and say what it says, and looks that
// nothing that was there has changed and nothing else is left.
func refused(t *testing.T, dir, says string, args ...string) {
	t.Helper()
	before := contents(t, dir)
	out, err := zuyg(dir, args...).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("zuyg %v: %v, want exit code 2", args, err)
	}
	if !strings.Contains(string(out), says) {
		t.Errorf("zuyg %v says %q, want %q", args, out, says)
	}
	after := contents(t, dir)
	for name, text := range after {
		if before[name] != text {
			t.Errorf("zuyg %v: %s is changed, or new", args, name)
		}
	}
	if len(after) != len(before) {
		t.Errorf("zuyg %v: there were %d files, there are %d", args, len(before), len(after))
	}
}

// contents reads all files but the cache.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".zuyg" {
				return filepath.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFullDisk(t *testing.T) {
	dir := smallDisk(t)
	if out, err := zuyg(dir, "accept", "bread", "--all").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	long := strings.Repeat("x ", 10_000)
	write(t, dir, "articles/bread/en.md", "---\ntitle: Bread\n---\n\nThe price of bread rose by 13 percent in May.\n\n"+long+"\n")
	write(t, dir, "articles/bread/hy.md", "---\ntitle: Հաց\n---\n\nՀացի գինը մայիսին բարձրացավ 13 տոկոսով։\n\n"+long+"\n")
	write(t, dir, "page.txt", "News\n\nA page\n\n"+long+"\n")
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	refused(t, dir, "no space left", "accept", "bread", "--all") // not even for the lock
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(info.Size()-16<<10), f.Close()); err != nil { // the lock finds room, what is to be written doesn't
		t.Fatal(err)
	}
	refused(t, dir, "articles/bread/pair.jsonl: can't be written: no space left", "accept", "bread", "--all")
	refused(t, dir, "articles/news/en.md: can't be written: no space left", "import", "page.txt", "--lang", "en")
	if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
		t.Fatal(err)
	}
	if out, err := zuyg(dir, "accept", "bread", "--all").CombinedOutput(); err != nil {
		t.Errorf("with room again: %v\n%s", err, out)
	}
}

func TestReadOnlyDisk(t *testing.T) {
	dir := smallDisk(t)
	if err := exec.Command("mount", "-o", "remount,ro", dir).Run(); err != nil {
		t.Skip("it can't be made read-only here")
	}
	refused(t, dir, "read-only", "accept", "bread", "--all")
	if out, err := zuyg(dir, "status").CombinedOutput(); err != nil || !strings.Contains(string(out), "2 proposed") {
		t.Errorf("status needs no place to write: %v\n%s", err, out)
	}
	if out, err := zuyg(dir, "check").CombinedOutput(); err != nil {
		t.Errorf("check needs no place to write: %v\n%s", err, out)
	}
}
