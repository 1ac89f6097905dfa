package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"zuyg/internal/source"
)

// TestMain lets the test binary be the other process: it writes until it is
// killed, kills itself at a step of a write, counts in a file, or holds the lock
// until its input ends.
func TestMain(m *testing.M) {
	switch os.Getenv("ZUYG_TEST_CHILD") {
	case "write":
		writeForever(os.Args[1])
	case "lock":
		holdLock(os.Args[1])
	case "die":
		dieAt(os.Args[1], os.Args[2])
	case "count":
		countUp(os.Args[1])
	}
	os.Exit(m.Run())
}

func open(t testing.TB, dir string) *Root {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func wantID(t *testing.T, err error, id string) {
	t.Helper()
	var e *source.Error
	if !errors.As(err, &e) || e.ID != id {
		t.Errorf("got %v, want %s", err, id)
	}
}

func TestReadStaysInside(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	put(t, outside, "secret.md", "secret")
	put(t, dir, "in.md", "in")
	r := open(t, dir)
	for _, link := range [][2]string{{filepath.Join(outside, "secret.md"), "abs.md"}, {"../" + filepath.Base(outside) + "/secret.md", "rel.md"}, {outside, "folder"}} {
		if err := os.Symlink(link[0], filepath.Join(dir, link[1])); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"abs.md", "rel.md", "folder/secret.md", "../" + filepath.Base(outside) + "/secret.md"} {
		_, err := r.Read(name)
		wantID(t, err, "error.outside-project")
	}
	wantID(t, r.WriteAll([]Write{{Name: "abs.md", Data: []byte("x")}}), "error.symlink")
	if err := r.WriteAll([]Write{{Name: "folder/new.md", Data: []byte("x")}}); err == nil {
		t.Error("wrote through a link out of the project")
	}
	if got := get(t, outside, "secret.md"); got != "secret" {
		t.Errorf("outside is %q now", got)
	}
	if err := os.Symlink("in.md", filepath.Join(dir, "inside.md")); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Read("inside.md"); err != nil || string(got) != "in" {
		t.Errorf("a link inside the project: %q, %v", got, err)
	}
}

func TestReadRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "folder/x", "")
	r := open(t, dir)
	_, err := r.Read("folder")
	wantID(t, err, "error.not-a-file")
	_, err = r.Read("none")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := os.Truncate(filepath.Join(dir, "folder/x"), MaxSize+1); err != nil {
		t.Fatal(err)
	}
	_, err = r.Read("folder/x")
	wantID(t, err, "error.too-large")
}

func TestReadSeesChange(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.md", "one")
	r := open(t, dir)
	n := 0
	r.step = func(string) error {
		n++
		put(t, dir, "a.md", strings.Repeat("x", n+3))
		return nil
	}
	if _, err := r.Read("a.md"); !errors.Is(err, ErrChanged) || n != 2 {
		t.Errorf("got %v after %d tries", err, n)
	}
	r.step = func(string) error { // quiet from now on: the second try reads it
		r.step = func(string) error { return nil }
		put(t, dir, "a.md", "երկու")
		return nil
	}
	if got, err := r.Read("a.md"); err != nil || string(got) != "երկու" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWriteKeepsModeAndMakesFolders(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.md", "old")
	if err := os.Chmod(filepath.Join(dir, "a.md"), 0o640); err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	if err := r.WriteAll([]Write{{Name: "a.md", Data: []byte("new"), Check: true, Expect: []byte("old")}, {Name: "x/y/z.md", Data: []byte("z"), Check: true, Expect: []byte{}}}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "a.md"))
	if err != nil || info.Mode().Perm() != 0o640 || get(t, dir, "a.md") != "new" || get(t, dir, "x/y/z.md") != "z" {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestWriteSyncsEachFolderOnce, and those above it that it made.
func TestWriteSyncsEachFolderOnce(t *testing.T) {
	r := open(t, t.TempDir())
	syncs := 0
	r.step = func(s string) error {
		if s == "sync folder" {
			syncs++
		}
		return nil
	}
	ws := []Write{{Name: "a/b/1.md"}, {Name: "top.md"}, {Name: "a/b/2.md"}, {Name: "a/b/3.md"}}
	for _, want := range []int{4, 2} { // a in ., b in a, both folders of files; then these two
		syncs = 0
		if err := r.WriteAll(ws); err != nil || syncs != want {
			t.Errorf("%d syncs of folders, want %d; %v", syncs, want, err)
		}
	}
}

// TestWriteLooksAgain: somebody saves the file while zuyg writes its own.
func TestWriteLooksAgain(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.md", "old")
	r := open(t, dir)
	r.step = func(s string) error {
		if s == "rename" {
			put(t, dir, "a.md", "saved meanwhile")
		}
		return nil
	}
	err := r.WriteAll([]Write{{Name: "a.md", Data: []byte("new"), Check: true, Expect: []byte("old")}})
	left, _ := filepath.Glob(filepath.Join(dir, ".zuyg-*"))
	if got := get(t, dir, "a.md"); !errors.Is(err, ErrChanged) || got != "saved meanwhile" || len(left) > 0 {
		t.Errorf("%v; the file is %q, left %v", err, got, left)
	}
}

func TestWriteErrorsHaveAPlace(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", "x")
	put(t, dir, "folder/x", "x")
	r := open(t, dir)
	wantID(t, r.WriteAll([]Write{{Name: "file/below.md"}}), "error.write")
	wantID(t, r.WriteAll([]Write{{Name: "folder"}}), "error.not-a-file")
	wantID(t, r.WriteAll([]Write{{Name: "../out.md"}}), "error.outside-project")
	put(t, dir, ".zuyg", "no folder")
	_, err := r.Lock("x")
	wantID(t, err, "error.write")
}

func TestWriteExpects(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a.md", "now")
	r := open(t, dir)
	for _, w := range []Write{
		{Name: "a.md", Expect: []byte("before")},
		{Name: "a.md", Expect: []byte{}},
		{Name: "none.md", Expect: []byte("there")},
	} {
		w.Check, w.Data = true, []byte("lost")
		err := r.WriteAll([]Write{{Name: "b.md", Data: []byte("x")}, w})
		if !errors.Is(err, ErrChanged) {
			t.Errorf("%+v: %v", w, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "b.md")); err == nil {
		t.Error("wrote one file though another had changed")
	}
}

// TestWriteStopsAnywhere: whatever step fails, the old file or the new one is
// there, whole, and no other.
func TestWriteStopsAnywhere(t *testing.T) {
	for _, at := range []string{"create", "write", "sync", "rename", "sync folder"} {
		dir := t.TempDir()
		put(t, dir, "a.md", "հին")
		r := open(t, dir)
		r.step = func(s string) error {
			if s == at {
				return &fs.PathError{Op: s, Path: "a.md", Err: syscall.ENOSPC}
			}
			return nil
		}
		err := r.WriteAll([]Write{{Name: "a.md", Data: []byte("նոր")}})
		wantID(t, err, "error.write")
		if !strings.Contains(fmt.Sprint(err), "no space left") {
			t.Errorf("%s: %v does not say why", at, err)
		}
		want := "հին"
		if at == "sync folder" {
			want = "նոր"
		}
		if got := get(t, dir, "a.md"); got != want {
			t.Errorf("%s: the file is %q", at, got)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".zuyg-*")); len(left) > 0 {
			t.Errorf("%s: left %v", at, left)
		}
	}
}

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "none", dir).Run(); err != nil {
		t.Skip("a small disk can't be mounted here; TestWriteStopsAnywhere stands for it")
	}
	defer func() { _ = exec.Command("umount", "-l", dir).Run() }()
	put(t, dir, "a.md", "հին")
	r := open(t, dir)
	wantID(t, r.WriteAll([]Write{{Name: "a.md", Data: bytes.Repeat([]byte("x"), 1<<20)}}), "error.write")
	left, _ := filepath.Glob(filepath.Join(dir, ".zuyg-*"))
	if got := get(t, dir, "a.md"); got != "հին" || len(left) > 0 {
		t.Errorf("the file is %q, left %v", got, left)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere; TestReadOnlyDisk stands for it")
	}
	dir := t.TempDir()
	put(t, dir, "a.md", "հին")
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	wantID(t, r.WriteAll([]Write{{Name: "a.md", Data: []byte("x")}}), "error.write")
	if _, err := r.Lock("x"); err == nil {
		t.Error("locked a folder that can't be written")
	}
}

func child(t *testing.T, what string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "ZUYG_TEST_CHILD="+what)
	return cmd
}

// names are the files that the writing child writes again and again.
var names = []string{"a.md", "b/c.md", "b/d.md"}

func page(n int) []byte { return bytes.Repeat(fmt.Appendf(nil, "%08d\n", n), 4000) }

func writeForever(dir string) {
	r, err := Open(dir)
	if err != nil {
		os.Exit(3)
	}
	for n := 0; ; n++ {
		unlock, err := r.Lock("child")
		if err != nil {
			os.Exit(4)
		}
		var ws []Write
		for _, name := range names {
			ws = append(ws, Write{Name: name, Data: page(n)})
		}
		if err := errors.Join(r.WriteAll(ws), unlock()); err != nil {
			os.Exit(5)
		}
	}
}

// TestKilledWriter kills a writer at random moments: every file is whole, and
// the next one clears up and goes on.
func TestKilledWriter(t *testing.T) {
	dir := t.TempDir()
	for _, name := range names {
		put(t, dir, name, string(page(0)))
	}
	for i := range 12 {
		cmd := child(t, "write", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(15+i*7) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		for _, name := range names {
			got := []byte(get(t, dir, name))
			if !bytes.Equal(got, bytes.Repeat(got[:9], 4000)) {
				t.Fatalf("%s is torn", name)
			}
		}
	}
	unlock, err := open(t, dir).Lock("next")
	if err != nil {
		t.Fatalf("the next writer can't begin: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	for _, glob := range []string{".zuyg-*.tmp", "b/.zuyg-*.tmp"} {
		if left, _ := filepath.Glob(filepath.Join(dir, glob)); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
}

// dieAt writes the files once and dies at a step of the second one, or at the
// first sync of a folder, which comes after the last one.
func dieAt(dir, at string) {
	r, err := Open(dir)
	if err != nil {
		os.Exit(3)
	}
	if _, err := r.Lock("child"); err != nil {
		os.Exit(4)
	}
	n := 0
	r.step = func(s string) error {
		if s == at {
			n++
		}
		if n == 2 || n == 1 && at == "sync folder" {
			self, _ := os.FindProcess(os.Getpid())
			_ = self.Kill()
			select {}
		}
		return nil
	}
	var ws []Write
	for _, name := range names {
		ws = append(ws, Write{Name: name, Data: page(1)})
	}
	_ = r.WriteAll(ws)
	os.Exit(5)
}

// rounds is how often each process adds one.
const rounds = 40

// countUp adds one to the number in n.txt, as often as it gets the lock.
func countUp(dir string) {
	r, err := Open(dir)
	if err != nil {
		os.Exit(3)
	}
	for done := 0; done < rounds; {
		unlock, err := r.Lock("child")
		if errors.Is(err, ErrLocked) {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			os.Exit(4)
		}
		old, err := r.Read("n.txt")
		if err != nil {
			os.Exit(5)
		}
		n, _ := strconv.Atoi(string(old))
		if err := errors.Join(r.WriteAll([]Write{{Name: "n.txt", Data: fmt.Append(nil, n+1), Check: true, Expect: old}}), unlock()); err != nil {
			os.Exit(6)
		}
		done++
	}
	os.Exit(0)
}

// TestTwoWriters: what two processes write at the same time is all there.
func TestTwoWriters(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "n.txt", "0")
	a, b := child(t, "count", dir), child(t, "count", dir)
	if err := errors.Join(a.Start(), b.Start()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(a.Wait(), b.Wait()); err != nil {
		t.Fatal(err)
	}
	if got, want := get(t, dir, "n.txt"), fmt.Sprint(2*rounds); got != want {
		t.Errorf("counted to %s, want %s", got, want)
	}
}

func holdLock(dir string) {
	r, err := Open(dir)
	if err != nil {
		os.Exit(3)
	}
	if _, err := r.Lock("Անի"); err != nil {
		os.Exit(4)
	}
	fmt.Println("locked")
	_, _ = os.Stdin.Read(make([]byte, 1))
	os.Exit(0)
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	dir := t.TempDir()
	cmd := child(t, "lock", dir)
	in, _ := cmd.StdinPipe()
	out, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	_, err := r.Lock("me")
	var held *LockedError
	if !errors.Is(err, ErrLocked) || !errors.As(err, &held) || held.Who != "Անի" || held.Pid != cmd.Process.Pid {
		t.Errorf("got %v", err)
	}
	_ = in.Close()
	_ = cmd.Wait()
	unlock, err := r.Lock("me")
	if err != nil {
		t.Fatalf("the lock of a process that ended is not free: %v", err)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
	if got := get(t, dir, ".zuyg/.gitignore"); got != "*\n" {
		t.Errorf(".gitignore is %q", got)
	}
}

func BenchmarkRead(b *testing.B) {
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.md"), page(1), 0o666); err != nil {
		b.Fatal(err)
	}
	r := open(b, dir)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read("a.md"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteAll(b *testing.B) {
	r := open(b, b.TempDir())
	ws := []Write{{Name: "a.md", Data: page(1)}, {Name: "b.md", Data: page(2)}, {Name: "c.md", Data: page(3)}}
	b.ReportAllocs()
	for b.Loop() {
		if err := r.WriteAll(ws); err != nil {
			b.Fatal(err)
		}
	}
}
