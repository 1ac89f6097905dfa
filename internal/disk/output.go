package disk

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// Put writes a file of an output that can be made again at any time: at once,
// without a temporary file or a sync, with the folders it needs. It may be
// called by several goroutines for different files. Nothing is written outside
// the folder.
func (r *Root) Put(name string, data []byte) error {
	f, err := r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|openFlags, 0o666)
	if errors.Is(err, fs.ErrNotExist) {
		if err := r.root.MkdirAll(path.Dir(name), 0o777); err != nil {
			return r.writeError(name, err)
		}
		f, err = r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|openFlags, 0o666)
	}
	if err != nil {
		return r.writeError(name, err)
	}
	_, err = f.Write(data)
	return r.writeError(name, errors.Join(err, f.Close()))
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
