package cli

import (
	"fmt"
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
