//go:build linux || darwin || freebsd || netbsd || openbsd

package disk

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// Lstat returns what is known of a file, links not followed; the zero Info when
// there is none. It reads no contents, so what a link in the path leads to does
// not matter.
func (r *Root) Lstat(name string) (Info, error) {
	var st unix.Stat_t
	for {
		err := unix.Fstatat(int(r.dir.Fd()), name, &st, unix.AT_SYMLINK_NOFOLLOW)
		switch {
		case err == nil:
			return infoOf(&st), nil
		case errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR):
			return Info{}, nil
		case !errors.Is(err, unix.EINTR):
			return Info{}, r.explain(name, &fs.PathError{Op: "stat", Path: name, Err: err})
		}
	}
}

func infoOf(st *unix.Stat_t) Info {
	return Info{Size: st.Size, Mtime: st.Mtim.Nano(), Ctime: st.Ctim.Nano(), Dev: uint64(st.Dev), Ino: uint64(st.Ino), Kind: kindOf(uint32(st.Mode) & unix.S_IFMT)}
}

// kindOf turns the system's type of a file into Go's.
func kindOf(format uint32) fs.FileMode {
	switch format {
	case unix.S_IFREG:
		return 0
	case unix.S_IFDIR:
		return fs.ModeDir
	case unix.S_IFLNK:
		return fs.ModeSymlink
	case unix.S_IFIFO:
		return fs.ModeNamedPipe
	case unix.S_IFSOCK:
		return fs.ModeSocket
	case unix.S_IFCHR:
		return fs.ModeDevice | fs.ModeCharDevice
	case unix.S_IFBLK:
		return fs.ModeDevice
	}
	return fs.ModeIrregular
}

// fileInfo returns what is known of an open file.
func fileInfo(f *os.File) (Info, error) {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return Info{}, err
	}
	return infoOf(&st), nil
}
