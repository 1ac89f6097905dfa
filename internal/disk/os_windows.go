package disk

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// openFlags is nothing here: opening a file does not wait.
const openFlags = 0

// lockFile takes the system's lock on f without waiting; the error is ErrLocked
// when another has it. It lies far behind the content, which others may still
// read.
func lockFile(f *os.File) error {
	at := windows.Overlapped{OffsetHigh: 1}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return ErrLocked
	}
	return fmt.Errorf("lock: %w", err)
}

// syncDir does nothing: Windows can't sync a folder and does not need to.
func syncDir(*os.File) error { return nil }
