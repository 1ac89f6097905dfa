package disk

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
)

// OpenOutput opens the folder at path and makes it where there is none.
func OpenOutput(path string) (*Root, error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, err
	}
	return Open(path)
}

// Put writes a file of an output that can be made again at any time: at once,
// without a temporary file or a sync, with the folders it needs. It may be
// called by several goroutines for different files. Nothing is written outside
// the folder.
func (r *Root) Put(name string, data []byte) error {
	f, err := r.create(name)
	if err != nil {
		return r.writeError(name, err)
	}
	_, err = f.Write(data)
	return r.writeError(name, errors.Join(err, f.Close()))
}

// create opens a file to be written and makes the folders above it. Most of
// the cost of a small file is the calls to find its folder, so the first folder
// of its path stays open.
func (r *Root) create(name string) (*os.File, error) {
	const flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC | openFlags
	top, rest, nested := strings.Cut(name, "/")
	if !nested {
		return r.root.OpenFile(name, flags, 0o666)
	}
	sub, err := r.folder(top)
	if err != nil {
		return nil, err
	}
	if dir := path.Dir(rest); dir != "." {
		if err := sub.Mkdir(dir, 0o777); errors.Is(err, fs.ErrNotExist) {
			err = sub.MkdirAll(dir, 0o777)
			if err != nil {
				return nil, err
			}
		} else if err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	return sub.OpenFile(rest, flags, 0o666)
}

// folder returns a folder right below r, which it makes.
func (r *Root) folder(name string) (*os.Root, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if sub := r.folders[name]; sub != nil {
		return sub, nil
	}
	if err := r.root.Mkdir(name, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	sub, err := r.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	if r.folders == nil {
		r.folders = map[string]*os.Root{}
	}
	r.folders[name] = sub
	return sub, nil
}

// Discard removes a file of such an output and the folders that are empty then.
// A file that is gone already is no error.
func (r *Root) Discard(name string) error {
	if err := r.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r.writeError(name, err)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if r.root.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil
}
