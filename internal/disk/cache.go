package disk

import (
	"crypto/rand"
	"errors"
	"os"
	"time"
)

// maxCache is the largest cache file that is read, in bytes: that of a million
// articles is smaller.
const maxCache = 1 << 30

// ReadCache returns the bytes of a file of the cache and what it was then. It
// may be missing, or anything; any error means that there is no cache.
func (r *Root) ReadCache(name string) ([]byte, Info, error) {
	return r.readOnce(cacheFolder+"/"+name, maxCache)
}

// CacheFile is a file of the cache in the making. It is made before anything
// is read that the cache will speak of, so that the time of it is a moment
// before that, by the clock of the file system itself.
type CacheFile struct {
	Info Info // of the new file; Mtime stays as it is
	root *Root
	file *os.File
	name string
}

// strayAge is how long after it was begun a file of the cache that nobody
// finished is taken for that of a killed process.
const strayAge = time.Hour

// NewCache begins a file of the cache; on a folder that can't be written to it
// gives an error.
func (r *Root) NewCache() (*CacheFile, error) {
	if err := r.makeCache(); err != nil {
		return nil, err
	}
	name := cacheFolder + "/" + tempPrefix + rand.Text()[:12] + tempSuffix
	f, err := r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	c := &CacheFile{root: r, file: f, name: name}
	if c.Info, err = fileInfo(f); err != nil {
		return nil, errors.Join(err, c.Drop())
	}
	return c, c.sweep()
}

// sweep removes what killed processes left.
func (c *CacheFile) sweep() error {
	entries, err := c.root.List(cacheFolder)
	if err != nil {
		return errors.Join(err, c.Drop())
	}
	for _, e := range entries {
		name := cacheFolder + "/" + e.Name()
		if !isTemp(name) {
			continue
		}
		if info, err := c.root.Lstat(name); err == nil && info.Mtime < c.Info.Mtime-int64(strayAge) {
			_ = c.root.drop(name) // it does no harm if it stays
		}
	}
	return nil
}

// Commit fills the file and puts it in place of the one of that name, whole or
// not at all. It need not last: nothing is synced.
func (c *CacheFile) Commit(name string, data ...[]byte) error {
	err := c.fill(data)
	if err == nil {
		err = c.root.root.Rename(c.name, cacheFolder+"/"+name)
	}
	if err != nil {
		return errors.Join(err, c.root.drop(c.name))
	}
	return nil
}

func (c *CacheFile) fill(data [][]byte) error {
	for _, d := range data {
		if _, err := c.file.Write(d); err != nil {
			return errors.Join(err, c.file.Close())
		}
	}
	if err := c.file.Close(); err != nil {
		return err
	}
	begun := time.Unix(0, c.Info.Mtime)
	return c.root.root.Chtimes(c.name, begun, begun)
}

// Drop gives the file up.
func (c *CacheFile) Drop() error { return errors.Join(c.file.Close(), c.root.drop(c.name)) }
