package publish

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"zuyg/internal/disk"
	"zuyg/internal/source"
)

// Output is the folder that a form writes to. It writes only files that
// changed, and removes at the end what the last export of the same form wrote
// and this one did not. It may be used by several goroutines.
type Output struct {
	root *disk.Root
	form string
	old  map[string]entry
	mu   sync.Mutex
	now  map[string]entry
	done Result
}

// Result is what an export did.
type Result struct{ Written, Unchanged, Removed int }

// entry is a file in the manifest.
type entry struct {
	hash string // of its bytes
	size int
	key  string // of what it was made from, "" when that is not known
	deps string // what else it was made from, separated by "|"
}

// ManifestName returns the name of the file that says what a form wrote.
func ManifestName(form string) string { return ".zuyg-export-" + form }

const manifestHead = "zuyg export manifest 1 "

// NotOursError says that a folder holds files and no manifest of an export.
type NotOursError struct{ Path string }

func (e *NotOursError) Error() string { return e.Path + " was not made by an export" }

// NewOutput begins to write a form into a folder. The error is a *NotOursError
// when the folder holds files that no export wrote, unless force is set.
func NewOutput(root *disk.Root, form string, force bool) (*Output, error) {
	o := &Output{root: root, form: form, old: map[string]entry{}, now: map[string]entry{}}
	data, err := root.Read(ManifestName(form))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := o.claim(force); err != nil {
			return nil, err
		}
		return o, root.Put(ManifestName(form), []byte(manifestHead+form+"\n"))
	case err != nil:
		return nil, err
	}
	return o, o.readManifest(data)
}

// claim refuses a folder that is somebody else's.
func (o *Output) claim(force bool) error {
	list, err := fs.ReadDir(o.root.FS(), ".")
	if err != nil || force || len(list) == 0 {
		return err
	}
	for _, e := range list {
		if strings.HasPrefix(e.Name(), ManifestName("")) {
			return nil
		}
	}
	return &NotOursError{o.root.Path()}
}

func (o *Output) readManifest(data []byte) error {
	line := 0
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		line++
		if line == 1 && strings.HasPrefix(sc.Text(), manifestHead) {
			continue
		}
		f := strings.SplitN(sc.Text(), "\t", 5)
		if len(f) == 5 {
			if size, err := strconv.Atoi(f[1]); err == nil && fs.ValidPath(f[3]) {
				o.old[f[3]] = entry{f[0], size, f[2], f[4]}
				continue
			}
		}
		return &source.Error{Path: path.Join(o.root.Path(), ManifestName(o.form)), Pos: source.Position{Line: line, Column: 1, Byte: 1, UTF16: 1}, ID: "error.export-manifest"}
	}
	return sc.Err()
}

// Current reports whether the file that the last export made from the same
// things is still there; it counts as written then. key is a hash of all that
// goes into the file.
func (o *Output) Current(name, key string) bool {
	e, ok := o.old[name]
	if !ok || key == "" || e.key != key {
		return false
	}
	info, err := o.root.Stat(name)
	if err != nil || info.Size() != int64(e.size) {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now[name] = e
	o.done.Unchanged++
	return true
}

// Foreign reports whether a file is there that no export of this form wrote.
func (o *Output) Foreign(name string) bool {
	_, ours := o.old[name]
	_, err := o.root.Stat(name)
	return !ours && err == nil
}

// Deps returns what WriteFrom was told about a file by the last export.
func (o *Output) Deps(name string) []string {
	if deps := o.old[name].deps; deps != "" {
		return strings.Split(deps, "|")
	}
	return nil
}

// Write writes a file unless it is there already. key, which may be "", lets
// the next export ask Current. One name twice is an error: two pages have one
// address.
func (o *Output) Write(name, key string, data []byte) error { return o.WriteFrom(name, key, nil, data) }

// WriteFrom is Write for a file whose key depends on other things that only
// making it shows: the next export gets them from Deps.
func (o *Output) WriteFrom(name, key string, deps []string, data []byte) error {
	if !fs.ValidPath(name) || name == "." || strings.HasPrefix(name, ManifestName("")) || strings.ContainsAny(name, "\n\t\\\x00") {
		return &source.Error{Path: name, ID: "error.export-name"}
	}
	sum := sha256.Sum256(data)
	e := entry{hex.EncodeToString(sum[:12]), len(data), key, strings.Join(deps, "|")}
	if strings.ContainsAny(e.deps, "\n\t") || strings.Count(e.deps, "|") != max(0, len(deps)-1) {
		e.key, e.deps = "", "" // a name that the manifest can't hold: the file is made again each time
	}
	o.mu.Lock()
	_, twice := o.now[name]
	o.now[name] = e
	o.mu.Unlock()
	if twice {
		return &source.Error{Path: name, ID: "error.export-twice"}
	}
	if o.same(name, e, data) {
		o.count(&o.done.Unchanged)
		return nil
	}
	o.count(&o.done.Written)
	return o.root.Put(name, data)
}

func (o *Output) count(n *int) {
	o.mu.Lock()
	*n++
	o.mu.Unlock()
}

// same reports whether a file holds data already.
func (o *Output) same(name string, e entry, data []byte) bool {
	was, known := o.old[name]
	if known && (was.hash != e.hash || was.size != e.size) {
		return false
	}
	info, err := o.root.Stat(name)
	if err != nil || info.Size() != int64(len(data)) {
		return false
	}
	if known {
		return true // as this form left it
	}
	now, err := o.root.Read(name)
	return err == nil && bytes.Equal(now, data)
}

// Close removes what is no longer written and writes the manifest.
func (o *Output) Close() (Result, error) {
	for name := range o.old {
		if _, ok := o.now[name]; ok {
			continue
		}
		if err := o.root.Discard(name); err != nil {
			return o.done, err
		}
		o.done.Removed++
	}
	names := make([]string, 0, len(o.now))
	for name := range o.now {
		names = append(names, name)
	}
	slices.Sort(names)
	var b bytes.Buffer
	b.WriteString(manifestHead + o.form + "\n")
	for _, name := range names {
		e := o.now[name]
		fmt.Fprintf(&b, "%s\t%d\t%s\t%s\t%s\n", e.hash, e.size, e.key, name, e.deps)
	}
	return o.done, o.root.Put(ManifestName(o.form), b.Bytes())
}
