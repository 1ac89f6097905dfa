//go:build !(linux || darwin || freebsd || netbsd || openbsd)

package disk

import (
	"errors"
	"io/fs"
	"os"
)

// Lstat returns what is known of a file, links not followed; the zero Info when
// there is none.
func (r *Root) Lstat(name string) (Info, error) {
	info, err := r.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Info{}, nil
	}
	if err != nil {
		return Info{}, r.explain(name, err)
	}
	return infoOf(info), nil
}

func infoOf(info fs.FileInfo) Info {
	return Info{Size: info.Size(), Mtime: info.ModTime().UnixNano(), Kind: info.Mode().Type()}
}

// fileInfo returns what is known of an open file.
func fileInfo(f *os.File) (Info, error) {
	info, err := f.Stat()
	if err != nil {
		return Info{}, err
	}
	return infoOf(info), nil
}
