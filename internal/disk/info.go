package disk

import "io/fs"

// Info is what the system tells about a file or folder without reading it: two
// equal ones mean that nobody touched it in between, but for a change within
// one tick of the system's clock. The zero Info means that there is none.
type Info struct {
	Size  int64       // bytes
	Mtime int64       // when the contents changed last, nanoseconds since 1970
	Ctime int64       // when anything about it changed last, likewise; 0 where the system does not tell
	Dev   uint64      // the file system
	Ino   uint64      // its number there
	Kind  fs.FileMode // the type bits
}

// There reports whether there is such a file.
func (i *Info) There() bool { return *i != Info{} }

// Before reports whether any change of the file at now or later would give it
// another Info: the last one lies before now by the clock of the same file
// system. A program may set Mtime to anything, but not Ctime; where the system
// tells none, nothing is certain.
func (i *Info) Before(now Info) bool {
	return i.Ctime != 0 && i.Dev == now.Dev && max(i.Mtime, i.Ctime) < min(now.Mtime, now.Ctime)
}
