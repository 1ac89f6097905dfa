// Package cache keeps what was found out about articles between two runs, in
// .zuyg: which files there were, what the system said about each, and what
// followed from them. It is only a cache: it is read if it was written by this
// very program for these settings, in this very place, and is whole; else there
// is none. Nothing here knows what the facts are that are kept.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"zuyg/internal/disk"
)

// Key names all that the kept facts depend on beside the files of an article:
// the program and its settings.
type Key [sha256.Size]byte

// magic begins a file of the cache; its last byte is the version of the form.
const magic = "zuygcache\x01"

// headerSize is that of the magic, the file's own place and time, the key and
// the checksum of what follows.
const headerSize = len(magic) + 3*8 + 2*sha256.Size

// header returns the beginning of a file of the cache. It holds the file's own
// number and time: a copy, from another machine or out of a repository, is not
// this file, and what it says about files is not believed.
func header(self disk.Info, key Key, payload []byte) []byte {
	b := append(make([]byte, 0, headerSize), magic...)
	b = binary.LittleEndian.AppendUint64(b, self.Dev)
	b = binary.LittleEndian.AppendUint64(b, self.Ino)
	b = binary.LittleEndian.AppendUint64(b, uint64(self.Mtime))
	b = append(b, key[:]...)
	sum := sha256.Sum256(payload)
	return append(b, sum[:]...)
}

// Load returns the payload of a file of the cache, nil when there is none that
// can be believed.
func Load(root *disk.Root, name string, key Key) []byte {
	data, self, err := root.ReadCache(name)
	if err != nil || len(data) < headerSize {
		return nil
	}
	payload := data[headerSize:]
	if !bytes.Equal(data[:headerSize], header(self, key, payload)) {
		return nil
	}
	return payload
}

// Save fills a file of the cache and puts it in its place.
func Save(to *disk.CacheFile, name string, key Key, payload []byte) error {
	return to.Commit(name, header(to.Info, key, payload), payload)
}
