package disk

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"zuyg/internal/source"
)

// Write is one file to write.
type Write struct {
	Name   string
	Data   []byte
	Check  bool   // look at Expect
	Expect []byte // what the file must still hold; empty and not nil: it must not exist
}

// WriteAll writes files one after the other, each atomically: a temporary file
// in the same folder, sync, rename, sync of the folder. Folders are made, and
// a file keeps its mode. Every Expect is looked at before the first write; the
// error wraps ErrChanged when one does not hold. The caller holds the lock. An
// error is a *source.Error or names the file; those before it are written,
// it and those after it are as they were.
func (r *Root) WriteAll(ws []Write) error {
	for _, w := range ws {
		if err := r.expect(w); err != nil {
			return err
		}
	}
	for _, w := range ws {
		if err := r.write(w); err != nil {
			return err
		}
	}
	return nil
}

// expect looks whether the file is still what the writer saw.
func (r *Root) expect(w Write) error {
	info, err := r.root.Lstat(w.Name)
	there := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r.explain(w.Name, err)
	}
	if there && info.Mode()&fs.ModeSymlink != 0 {
		return &source.Error{Path: w.Name, ID: "error.symlink"}
	}
	if !w.Check {
		return nil
	}
	if !there {
		if len(w.Expect) > 0 {
			return fmt.Errorf("write %s: %w", w.Name, ErrChanged)
		}
		return nil
	}
	now, err := r.Read(w.Name)
	if err != nil {
		return err
	}
	if len(w.Expect) == 0 || !bytes.Equal(now, w.Expect) {
		return fmt.Errorf("write %s: %w", w.Name, ErrChanged)
	}
	return nil
}

func (r *Root) write(w Write) (err error) {
	dir := path.Dir(w.Name)
	fail := func(err error) error {
		if err == nil {
			return nil
		}
		return &source.Error{Path: w.Name, ID: "error.write", Args: map[string]any{"Detail": cause(err)}, Err: err}
	}
	if err := r.makeFolder(dir); err != nil {
		return fail(err)
	}
	mode := fs.FileMode(0o666)
	if info, err := r.root.Stat(w.Name); err == nil {
		mode = info.Mode().Perm()
	}
	temp := path.Join(dir, tempPrefix+rand.Text()[:12]+tempSuffix)
	if err := r.fill(temp, w.Data, mode); err != nil {
		return fail(errors.Join(err, r.drop(temp)))
	}
	if err := r.step("rename"); err != nil {
		return fail(errors.Join(err, r.drop(temp)))
	}
	if err := r.root.Rename(temp, w.Name); err != nil {
		return fail(errors.Join(err, r.drop(temp)))
	}
	return fail(r.syncFolder(dir))
}

// makeFolder makes a folder and those above it, and syncs what it made.
func (r *Root) makeFolder(dir string) error {
	if dir == "." {
		return nil
	}
	if ok, err := r.exists(dir); ok || err != nil {
		return err
	}
	if err := r.root.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return r.syncFolder(path.Dir(dir))
}

// fill makes a new file with data on the disk, not only in its cache.
func (r *Root) fill(name string, data []byte, mode fs.FileMode) (err error) {
	if err := r.step("create"); err != nil {
		return err
	}
	f, err := r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := r.step("write"); err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := r.step("sync"); err != nil {
		return err
	}
	return f.Sync()
}

// drop removes a temporary file, if it is there.
func (r *Root) drop(name string) error {
	err := r.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncFolder makes the names in a folder last. Not every system can; those
// that can't keep names in another way.
func (r *Root) syncFolder(dir string) (err error) {
	if err := r.step("sync folder"); err != nil {
		return err
	}
	f, err := r.root.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return syncDir(f)
}
