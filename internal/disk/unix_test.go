//go:build unix

package disk

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestReadDoesNotWaitForAPipe: a pipe without a writer would hold zuyg forever.
func TestReadDoesNotWaitForAPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o666); err != nil {
		t.Skip("no pipe can be made here")
	}
	r := open(t, dir)
	done := make(chan error, 1)
	go func() {
		_, err := r.Read("pipe.md")
		done <- err
	}()
	select {
	case err := <-done:
		wantID(t, err, "error.not-a-file")
	case <-time.After(10 * time.Second):
		t.Fatal("waits for the pipe")
	}
	wantID(t, r.WriteAll([]Write{{Name: "pipe.md", Data: []byte("x")}}), "error.not-a-file")
	info, err := os.Lstat(filepath.Join(dir, "pipe.md"))
	if err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Error("the pipe was written over")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".zuyg-*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// TestWriteKeepsAnyMode: the mode of a new file is cut by the umask, that of one
// that was there is not.
func TestWriteKeepsAnyMode(t *testing.T) {
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	dir := t.TempDir()
	r := open(t, dir)
	for _, mode := range []fs.FileMode{0o666, 0o600, 0o444, 0o755} {
		put(t, dir, "a.md", "old")
		file := filepath.Join(dir, "a.md")
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if err := r.WriteAll([]Write{{Name: "a.md", Data: []byte("new")}}); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != mode {
			t.Errorf("mode %v became %v, %v", mode, info.Mode(), err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.WriteAll([]Write{{Name: "new.md"}}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "new.md")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("a new file has the mode %v, %v", info.Mode(), err)
	}
}

// TestReadOnlyDisk stands beside TestReadOnlyFolder, for root may write to any
// folder but not to a disk that is read-only.
func TestReadOnlyDisk(t *testing.T) {
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "none", dir).Run(); err != nil {
		t.Skip("a disk can't be mounted here")
	}
	defer func() { _ = exec.Command("umount", "-l", dir).Run() }()
	put(t, dir, "a.md", "հին")
	if err := exec.Command("mount", "-o", "remount,ro", dir).Run(); err != nil {
		t.Skip("a disk can't be made read-only here")
	}
	r := open(t, dir)
	err := r.WriteAll([]Write{{Name: "a.md", Data: []byte("x")}})
	wantID(t, err, "error.write")
	var pe *fs.PathError
	if !errors.As(err, &pe) || !errors.Is(err, syscall.EROFS) {
		t.Errorf("%v does not wrap the system's error", err)
	}
	_, err = r.Lock("x")
	wantID(t, err, "error.write")
	if got := get(t, dir, "a.md"); got != "հին" {
		t.Errorf("the file is %q", got)
	}
}

// TestKilledAtEveryStep: a writer that is killed between any two steps leaves
// each file old or new, and the next one clears up.
func TestKilledAtEveryStep(t *testing.T) {
	for _, at := range []string{"create", "write", "sync", "rename", "sync folder"} {
		dir := t.TempDir()
		for _, name := range names {
			put(t, dir, name, string(page(0)))
		}
		cmd := child(t, "die", dir, at)
		err := cmd.Run()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || !exit.Sys().(syscall.WaitStatus).Signaled() {
			t.Fatalf("%s: the child was to be killed: %v", at, err)
		}
		for i, name := range names {
			want := 0
			if at == "sync folder" || i == 0 {
				want = 1 // the child dies at the second file, or after the last
			}
			if got := get(t, dir, name); got != string(page(want)) {
				t.Errorf("%s: %s is neither old nor new, or the wrong one", at, name)
			}
		}
		unlock, err := open(t, dir).Lock("next")
		if err != nil {
			t.Fatalf("%s: the next writer can't begin: %v", at, err)
		}
		if err := unlock(); err != nil {
			t.Error(err)
		}
		for _, glob := range []string{".zuyg-*", "b/.zuyg-*"} {
			if left, _ := filepath.Glob(filepath.Join(dir, glob)); len(left) > 0 {
				t.Errorf("%s: left %v", at, left)
			}
		}
	}
}
