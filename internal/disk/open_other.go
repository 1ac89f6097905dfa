//go:build !linux

package disk

import "os"

// openFolder opens a folder for listing.
func (r *Root) openFolder(name string) (*os.File, error) { return r.root.Open(name) }

// openFile opens a file for reading.
func (r *Root) openFile(name string) (file, error) {
	f, err := r.root.OpenFile(name, os.O_RDONLY|openFlags, 0)
	return slowFile{f}, err
}
