package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
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
// away. Other errors are *source.Error.
func (r *Root) Lock(who string) (unlock func() error, err error) {
	if err := r.makeCache(); err != nil {
		return nil, err
	}
	f, err := r.root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, r.writeError(lockName, err)
	}
	if err := lockFile(f); err != nil {
		if errors.Is(err, ErrLocked) {
			return nil, errors.Join(holder(f), f.Close())
		}
		return nil, r.writeError(lockName, errors.Join(err, f.Close()))
	}
	if err := errors.Join(sign(f, who), r.begin()); err != nil {
		return nil, r.writeError(lockName, errors.Join(err, f.Close()))
	}
	return func() error { return errors.Join(r.drop(writingName), f.Truncate(0), f.Close()) }, nil
}

// holder reads who holds the lock. A lock that says nothing is still a lock.
func holder(f *os.File) *LockedError {
	held := &LockedError{Path: lockName}
	if data, err := io.ReadAll(io.LimitReader(f, 4096)); err == nil {
		_ = json.Unmarshal(data, held) // what can't be read stays empty
	}
	return held
}

// sign writes into the lock who holds it.
func sign(f *os.File, who string) error {
	host, _ := os.Hostname() // for the message only
	data, err := json.Marshal(LockedError{Pid: os.Getpid(), Who: who, Host: host})
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(data, 0)
	return err
}

// begin notes that somebody writes, and clears away what the last one left if
// his note is still there. The note is on the disk before the first temporary
// file is.
func (r *Root) begin() error {
	left, err := r.exists(writingName)
	if err != nil {
		return err
	}
	if left {
		r.clear()
	}
	if err := r.root.WriteFile(writingName, nil, 0o666); err != nil {
		return err
	}
	return r.syncFolder(cacheFolder)
}

// makeCache makes the cache folder with a .gitignore that keeps it out of git.
func (r *Root) makeCache() error {
	if ok, err := r.exists(cacheFolder + "/.gitignore"); err != nil {
		return r.writeError(cacheFolder, err)
	} else if ok {
		return nil
	}
	if err := r.root.MkdirAll(cacheFolder, 0o777); err != nil {
		return r.writeError(cacheFolder, err)
	}
	return r.write(Write{Name: cacheFolder + "/.gitignore", Data: []byte("*\n")})
}

// clear removes the temporary files of a writer that was killed. One that
// can't be removed does no harm and keeps nobody from writing.
func (r *Root) clear() {
	_ = fs.WalkDir(r.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // a folder that can't be read holds nothing of ours
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.Type().IsRegular() && isTemp(name):
			_ = r.drop(name)
		}
		return nil
	})
}
