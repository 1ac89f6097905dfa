package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"zuyg/internal/source"
)

// ErrLocked is wrapped in the error of Lock when another zuyg writes.
var ErrLocked = errors.New("another zuyg is writing")

// LockedError says who holds the lock, as far as its file tells.
type LockedError struct {
	Path string `json:"-"`
	Pid  int    `json:"pid"`
	Who  string `json:"who"`
	Host string `json:"host"`
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("%s: %v: process %d of %s on %s", e.Path, ErrLocked, e.Pid, e.Who, e.Host)
}

// Unwrap returns ErrLocked.
func (e *LockedError) Unwrap() error { return ErrLocked }

// cacheFolder holds what zuyg may lose: the lock and the cache. It is never
// committed.
const (
	cacheFolder = ".zuyg"
	lockName    = cacheFolder + "/lock"
	writingName = cacheFolder + "/writing" // there while a writer works, or after it was killed
)

// Lock takes the project's writer lock, or returns a *LockedError at once. It
// is the system's lock on a file, so that of a killed process is free. who is
// for the message to others. What a killed writer left half done is cleared
// away.
func (r *Root) Lock(who string) (unlock func() error, err error) {
	if err := r.makeCache(); err != nil {
		return nil, err
	}
	f, err := r.root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, &source.Error{Path: lockName, ID: "error.write", Args: map[string]any{"Detail": cause(err)}, Err: err}
	}
	if err := lockFile(f); err != nil {
		held := &LockedError{Path: lockName}
		if data, readErr := io.ReadAll(io.LimitReader(f, 4096)); readErr == nil {
			_ = json.Unmarshal(data, held) // a lock that says nothing is still a lock
		}
		return nil, errors.Join(held, f.Close())
	}
	host, _ := os.Hostname()
	data, err := json.Marshal(LockedError{Pid: os.Getpid(), Who: who, Host: host})
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt(data, 0)
	}
	if err == nil {
		err = r.begin()
	}
	if err != nil {
		return nil, errors.Join(&source.Error{Path: lockName, ID: "error.write", Args: map[string]any{"Detail": cause(err)}, Err: err}, f.Close())
	}
	return func() error { return errors.Join(r.drop(writingName), f.Close()) }, nil
}

// begin notes that somebody writes, and clears away what the last one left if
// his note is still there.
func (r *Root) begin() error {
	left, err := r.exists(writingName)
	if err != nil {
		return err
	}
	if left {
		if err := r.clear(); err != nil {
			return err
		}
	}
	return r.root.WriteFile(writingName, nil, 0o666)
}

// makeCache makes the cache folder with a .gitignore that keeps it out of git.
func (r *Root) makeCache() error {
	if ok, err := r.exists(cacheFolder + "/.gitignore"); ok || err != nil {
		return r.explain(cacheFolder, err)
	}
	err := r.root.MkdirAll(cacheFolder, 0o777)
	if err == nil {
		err = r.root.WriteFile(cacheFolder+"/.gitignore", []byte("*\n"), 0o666)
	}
	if err != nil {
		return &source.Error{Path: cacheFolder, ID: "error.write", Args: map[string]any{"Detail": cause(err)}, Err: err}
	}
	return nil
}

// clear removes the temporary files of a writer that was killed.
func (r *Root) clear() error {
	return fs.WalkDir(r.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // a folder that can't be read holds nothing of ours
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case !d.IsDir() && isTemp(name):
			return r.drop(name)
		}
		return nil
	})
}
