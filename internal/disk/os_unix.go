//go:build unix

package disk

import (
	"os"
	"syscall"
)

// lockFile takes the system's lock on f without waiting. It is let go when f is
// closed or the process ends, however it ends.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

func syncDir(f *os.File) error { return f.Sync() }
