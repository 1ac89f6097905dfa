package cli

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"zuyg/internal/report"
)

// Version is that of this source tree; a release sets it by its tag.
const Version = "0.1.0"

func versionCommand() command {
	return command{
		name: "version", most: 0, flags: []flag{jsonFlag},
		examples: []string{"zuyg version", "zuyg version --json"},
		run: func(c *call) error {
			revision := revision()
			if c.Bool("json") {
				return report.WriteJSON(c.out, report.Object("version", Version, "revision", revision, "go", runtime.Version()))
			}
			_, err := fmt.Fprintf(c.out, "zuyg %s %s %s %s/%s\n", Version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// revision is the commit the binary was built from, "-" when it is not known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "-"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "-"
}

// headSize is how much of a program cmd/go reads to find the build id in it,
// in bytes.
const headSize = 32 << 10

// build names this very build of zuyg, since another one may judge otherwise:
// the version and revision, and of the program file the head, where the linker
// puts a hash of all that went into it, the size and the time. It is empty
// when the file can't be read.
func build() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // only read from
	head := make([]byte, headSize)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return ""
	}
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %s %x %d %d", Version, revision(), sha256.Sum256(head[:n]), info.Size(), info.ModTime().UnixNano())
}
