package cache

import (
	"encoding/binary"
	"io/fs"
	"slices"
	"strings"

	"zuyg/internal/disk"
)

// File is what was known of a file or folder when it was read.
type File struct {
	disk.Info
	Safe bool // an equal Info proves that it is the same still
}

// Same reports whether a file is proved to be what it was.
func (f *File) Same(now disk.Info) bool { return f.Safe && f.Info == now }

// Folder is a folder that articles are looked for in.
type Folder struct {
	File
	Path  string
	Slugs []string // of the versions that lie in it
}

// Files is how many files an article may have: two versions and, in either of
// two places, a record.
const Files = 4

// Article is what is known of one article.
type Article struct {
	Slug  string
	Files [Files]File // the zero Info for one that is not there
	Sum   Key         // of all contents; zero: nothing is known
	Facts string      // what followed from them
}

// Index is what is known of all articles: the folders, each before those in
// it, and the articles in order of name.
type Index struct {
	Folders  []Folder
	Articles []Article
}

// Encode writes the index as Decode reads it.
func (x *Index) Encode() []byte {
	e := encoder{b: make([]byte, 0, 320*len(x.Articles)+1024)}
	e.number(len(x.Articles))
	for i := range x.Articles {
		a := &x.Articles[i]
		e.text(a.Slug)
		for k := range a.Files {
			e.file(&a.Files[k])
		}
		e.b = append(e.b, a.Sum[:]...)
		e.text(a.Facts)
	}
	e.number(len(x.Folders))
	next := 0 // folders mostly come in the order of their articles
	for i := range x.Folders {
		f := &x.Folders[i]
		e.text(f.Path)
		e.file(&f.File)
		e.number(len(f.Slugs))
		for _, s := range f.Slugs {
			if next >= len(x.Articles) || x.Articles[next].Slug != s {
				next = x.at(s)
			}
			e.number(next)
			next++
		}
	}
	return e.b
}

// at returns the place of an article.
func (x *Index) at(slug string) int {
	i, _ := slices.BinarySearchFunc(x.Articles, slug, func(a Article, slug string) int { return strings.Compare(a.Slug, slug) })
	return i
}

// Decode reads what Encode wrote; ok is false for anything else. All texts
// share one copy of data.
func Decode(data []byte) (x Index, ok bool) {
	d := decoder{rest: string(data)}
	x.Articles = make([]Article, d.count(1+Files+len(Key{})+1))
	for i := range x.Articles {
		a := &x.Articles[i]
		a.Slug = d.text()
		for k := range a.Files {
			a.Files[k] = d.file()
		}
		copy(a.Sum[:], d.take(len(a.Sum)))
		a.Facts = d.text()
	}
	x.Folders = make([]Folder, d.count(3))
	slugs := make([]string, 0, 2*len(x.Articles))
	for i := range x.Folders {
		f := &x.Folders[i]
		f.Path, f.File = d.text(), d.file()
		first := len(slugs)
		for range d.count(1) {
			n := d.number()
			if n >= len(x.Articles) {
				return Index{}, false
			}
			slugs = append(slugs, x.Articles[n].Slug)
		}
		f.Slugs = slugs[first:len(slugs):len(slugs)]
	}
	return x, !d.bad && d.rest == ""
}

// encoder writes numbers and texts one behind the other.
type encoder struct{ b []byte }

func (e *encoder) number(n int) { e.b = binary.AppendUvarint(e.b, uint64(n)) }

func (e *encoder) text(s string) {
	e.number(len(s))
	e.b = append(e.b, s...)
}

// The first byte of a file.
const (
	absent = iota // nothing follows
	unsafe
	safe
)

func (e *encoder) file(f *File) {
	switch {
	case !f.There():
		e.b = append(e.b, absent)
		return
	case f.Safe:
		e.b = append(e.b, safe)
	default:
		e.b = append(e.b, unsafe)
	}
	for _, n := range [...]uint64{uint64(f.Size), uint64(f.Mtime), uint64(f.Ctime), f.Dev, f.Ino} {
		e.b = binary.LittleEndian.AppendUint64(e.b, n)
	}
	e.b = binary.LittleEndian.AppendUint32(e.b, uint32(f.Kind))
}

// fileSize is how many bytes follow the first of a file.
const fileSize = 5*8 + 4

// decoder reads what encoder wrote; bad is set when it can't.
type decoder struct {
	rest string
	bad  bool
}

func (d *decoder) take(n int) string {
	if n < 0 || n > len(d.rest) {
		d.bad, d.rest, n = true, "", 0
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) number() int {
	var n uint64
	for shift := 0; shift < 63 && len(d.rest) > 0; shift += 7 {
		c := d.rest[0]
		d.rest = d.rest[1:]
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return int(n)
		}
	}
	d.take(-1)
	return 0
}

// count reads a number of things that take at least size bytes each.
func (d *decoder) count(size int) int {
	n := d.number()
	if n > len(d.rest)/size {
		d.take(-1)
		return 0
	}
	return n
}

func (d *decoder) text() string { return d.take(d.number()) }

func (d *decoder) file() (f File) {
	kind := d.take(1)
	if kind == "" || kind[0] == absent {
		return f
	}
	s := d.take(fileSize)
	if s == "" {
		return f
	}
	f.Size, f.Mtime, f.Ctime = int64(word(s[0:])), int64(word(s[8:])), int64(word(s[16:]))
	f.Dev, f.Ino, f.Safe = word(s[24:]), word(s[32:]), kind[0] == safe
	f.Kind = modeOf(s[40:])
	return f
}

func word(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func modeOf(s string) fs.FileMode {
	return fs.FileMode(uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24)
}
