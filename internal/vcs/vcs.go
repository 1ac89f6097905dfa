// Package vcs looks at git. It only reads, and without a shell.
package vcs

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// patience is how long git may take to tell a setting.
const patience = 5 * time.Second

// User returns git's user.name as it is seen from folder dir, or "" when there
// is none or no git.
func User(ctx context.Context, dir string) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", "config", "--get", "user.name")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
