//go:build unix

package disk

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// openFlags keep the opening of a pipe from waiting for its other end, and that
// of a terminal from taking hold of it.
const openFlags = syscall.O_NONBLOCK | syscall.O_NOCTTY

// lockFile takes the system's lock on f without waiting; the error is ErrLocked
// when another has it. It is let go when f is closed or the process ends,
// however it ends.
func lockFile(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, syscall.EWOULDBLOCK):
			return ErrLocked
		case !errors.Is(err, syscall.EINTR):
			return fmt.Errorf("lock: %w", err)
		}
	}
}

// syncDir syncs an open folder. Some network file systems have no such call;
// they keep names in another way.
func syncDir(f *os.File) error {
	err := f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
