package disk

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"

	"zuyg/internal/source"
)

// Write is one file to write.
type Write struct {
	Name   string
	Data   []byte
	Check  bool   // look at Expect
	Expect []byte // what the file must still hold; empty: it must not exist
}

// WriteAll writes files one after the other, each atomically: a temporary file
// in the same folder, sync, rename; at the end every folder is synced once, so
// that all of it lasts when WriteAll returns. Folders are made, and a file
// keeps its mode. Every Expect is looked at before the first write, and again
// right before the file itself is replaced; the error wraps ErrChanged when it
// does not hold. Nothing is written through a symbolic link or over anything
// but a regular file. The caller holds the lock. An error is a *source.Error or
// names the file; those before it are written, it and those after it are as
// they were, unless it names a folder: then all are written and may not last.
func (r *Root) WriteAll(ws []Write) error {
	for _, w := range ws {
		if err := r.expect(w); err != nil {
			return err
		}
	}
	var dirs []string
	var failed error
	for _, w := range ws {
		if failed = r.write(w); failed != nil {
			break
		}
		dirs = append(dirs, path.Dir(w.Name))
	}
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		failed = errors.Join(failed, r.writeError(dir, r.syncFolder(dir)))
	}
	return failed
}

// writeError gives an error of writing a place and a name.
func (r *Root) writeError(name string, err error) error {
	if err == nil {
		return nil
	}
	if escapes(err) {
		return r.explain(name, err)
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		err = &fs.PathError{Op: le.Op, Path: name, Err: le.Err}
	}
	return &source.Error{Path: name, ID: "error.write", Args: map[string]any{"Path": name, "Detail": cause(err)}, Err: err}
}

// expect looks whether the file is one to write to and still what the writer
// saw.
func (r *Root) expect(w Write) error {
	info, err := r.root.Lstat(w.Name)
	if errors.Is(err, fs.ErrNotExist) {
		if w.Check && len(w.Expect) > 0 {
			return fmt.Errorf("write %s: %w", w.Name, ErrChanged)
		}
		return nil
	}
	switch {
	case err != nil:
		return r.writeError(w.Name, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return &source.Error{Path: w.Name, ID: "error.symlink"}
	case !info.Mode().IsRegular():
		return notRegular(w.Name, info.Mode())
	case !w.Check:
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

// write replaces one file; the folder is not synced yet.
func (r *Root) write(w Write) error {
	dir := path.Dir(w.Name)
	if err := r.makeFolder(dir); err != nil {
		return r.writeError(w.Name, err)
	}
	var mode fs.FileMode
	if info, err := r.root.Lstat(w.Name); err == nil {
		mode = info.Mode().Perm()
	}
	temp := path.Join(dir, tempPrefix+rand.Text()[:12]+tempSuffix)
	err := r.fill(temp, w.Data, mode)
	if err == nil {
		err = r.step("rename")
	}
	if err != nil {
		return r.writeError(w.Name, errors.Join(err, r.drop(temp)))
	}
	if err := r.expect(w); err != nil {
		return errors.Join(err, r.drop(temp))
	}
	if err := r.root.Rename(temp, w.Name); err != nil {
		return r.writeError(w.Name, errors.Join(err, r.drop(temp)))
	}
	return nil
}

// makeFolder makes a folder and those above it, and syncs what it made: a new
// name lasts when the folder that holds it is synced.
func (r *Root) makeFolder(dir string) error {
	if dir == "." {
		return nil
	}
	if ok, err := r.exists(dir); ok || err != nil {
		return err
	}
	if err := r.makeFolder(path.Dir(dir)); err != nil {
		return err
	}
	if err := r.root.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return r.syncFolder(path.Dir(dir))
}

// fill makes a new file with data on the disk, not only in its cache. A mode
// other than 0 is that of the file it will replace.
func (r *Root) fill(name string, data []byte, mode fs.FileMode) (err error) {
	if err := r.step("create"); err != nil {
		return err
	}
	f, err := r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := keepMode(f, mode); err != nil {
		return err
	}
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

// keepMode gives f a mode; 0 leaves the one that it was made with. It asks
// first, for not every file system can change one.
func keepMode(f *os.File, mode fs.FileMode) error {
	if mode == 0 {
		return nil
	}
	info, err := f.Stat()
	if err != nil || info.Mode().Perm() == mode {
		return err
	}
	return f.Chmod(mode)
}

// drop removes a temporary file, if it is there.
func (r *Root) drop(name string) error {
	err := r.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncFolder makes the names in a folder last.
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
