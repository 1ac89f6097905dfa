// Package disk is the project folder: reads that never leave it and writes that
// never lose a word. It is the only package that writes files of a project.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"

	"zuyg/internal/source"
)

// ErrChanged is wrapped when a file is not what it was when it was read.
var ErrChanged = errors.New("file changed meanwhile")

// MaxSize is the largest file that is read, in bytes: no article comes near
// it, and a mistaken path must not fill the memory.
const MaxSize = 64 << 20

// Root is a folder that nothing read or written can leave, not through ".."
// and not through a symbolic link. It may be used by several goroutines.
type Root struct {
	path string
	root *os.Root
	dir  *os.File           // the folder itself
	step func(string) error // called before each step of a write, by tests

	mu      sync.Mutex
	folders map[string]*os.Root // right below, that Put keeps open
}

// Open opens the folder at path.
func Open(path string) (*Root, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	dir, err := root.Open(".")
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &Root{path: path, root: root, dir: dir, step: func(string) error { return nil }}, nil
}

// Close lets the folder go.
func (r *Root) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := errors.Join(r.dir.Close(), r.root.Close())
	for _, sub := range r.folders {
		err = errors.Join(err, sub.Close())
	}
	r.folders = nil
	return err
}

// Path returns the folder's path as given to Open.
func (r *Root) Path() string { return r.path }

// FS returns the folder for walking.
func (r *Root) FS() fs.FS { return r.root.FS() }

// Stat returns what is known of a file, links within the folder followed.
func (r *Root) Stat(name string) (fs.FileInfo, error) {
	info, err := r.root.Stat(name)
	return info, r.explain(name, err)
}

// List returns what lies in a folder, in no order. The error wraps
// fs.ErrNotExist when there is no such folder.
func (r *Root) List(name string) (entries []fs.DirEntry, err error) {
	f, err := r.openFolder(name)
	if err != nil {
		return nil, r.explain(name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	entries, err = f.ReadDir(-1)
	return entries, r.explain(name, err)
}

// Read returns the bytes of a regular file. The error wraps fs.ErrNotExist when
// there is none, and ErrChanged when somebody wrote to it while it was read,
// twice in a row.
func (r *Root) Read(name string) ([]byte, error) {
	data, _, err := r.ReadInfo(name)
	return data, err
}

// ReadInfo is Read that also says what the file was when it was read: of one
// that a link leads to, what that one was.
func (r *Root) ReadInfo(name string) ([]byte, Info, error) {
	for try := 0; ; try++ {
		data, info, err := r.readOnce(name, MaxSize)
		if err == nil || !errors.Is(err, ErrChanged) || try == 1 {
			return data, info, err
		}
	}
}

// file is an open file.
type file interface {
	io.ReadCloser
	info() (Info, error)
}

// slowFile is a file as package os opens it.
type slowFile struct{ *os.File }

func (f slowFile) info() (Info, error) { return fileInfo(f.File) }

func (r *Root) readOnce(name string, limit int64) (data []byte, info Info, err error) {
	f, err := r.openFile(name)
	if err != nil {
		return nil, Info{}, r.explain(name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info, err = f.info(); err != nil {
		return nil, Info{}, err
	}
	if info.Kind != 0 {
		return nil, Info{}, notRegular(name, info.Kind)
	}
	if info.Size > limit {
		return nil, Info{}, &source.Error{Path: name, ID: "error.too-large", Args: map[string]any{"Size": info.Size, "Limit": limit}}
	}
	data = make([]byte, info.Size)
	n, err := io.ReadFull(f, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || err == nil && n < len(data) {
		return nil, Info{}, fmt.Errorf("read %s: %w", name, ErrChanged)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, Info{}, fmt.Errorf("read %s: %w", name, err)
	}
	if err := r.step("read"); err != nil {
		return nil, Info{}, err
	}
	after, err := f.info()
	if err != nil {
		return nil, Info{}, err
	}
	if after.Size != info.Size || after.Mtime != info.Mtime {
		return nil, Info{}, fmt.Errorf("read %s: %w", name, ErrChanged)
	}
	return data, info, nil
}

// explain gives an error of os.Root a place and, when the path leaves the
// project, a name.
func (r *Root) explain(name string, err error) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if escapes(err) {
		return &source.Error{Path: name, ID: "error.outside-project", Err: err}
	}
	return &source.Error{Path: name, ID: "error.read", Args: map[string]any{"Detail": cause(err)}, Err: err}
}

// escapes reports whether err is os.Root's refusal to leave the folder. It has
// no name of its own, only this text.
func escapes(err error) bool {
	var pe *fs.PathError
	return errors.As(err, &pe) && pe.Err.Error() == "path escapes from parent"
}

// cause returns the system's own words for an error, without path and call.
func cause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err.Error()
	}
	return err.Error()
}

// notRegular is the error for a folder, pipe or device where a file should be.
func notRegular(name string, mode fs.FileMode) error {
	return &source.Error{Path: name, ID: "error.not-a-file", Args: map[string]any{"Mode": mode.String()}}
}

// exists reports whether there is anything under a name, a dangling link
// included.
func (r *Root) exists(name string) (bool, error) {
	_, err := r.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// tempPrefix and tempSuffix mark the files that a write is made in.
const (
	tempPrefix = ".zuyg-"
	tempSuffix = ".tmp"
)

// isTemp reports whether name is that of a file that a killed writer left.
func isTemp(name string) bool {
	base := path.Base(name)
	return len(base) > len(tempPrefix)+len(tempSuffix) && base[:len(tempPrefix)] == tempPrefix && base[len(base)-len(tempSuffix):] == tempSuffix
}
