package vcs

import (
	"context"
	"os/exec"
)

// Tracked reports whether git in folder dir has a file (by its path from there,
// slash separated) in its index: only then can it bring back what the file
// held. It is false without git, and when there is no answer in five seconds.
// What the repository's settings would run for a look is switched off.
func Tracked(ctx context.Context, dir, name string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", "--no-pager", "-c", "core.fsmonitor=false", "--literal-pathspecs", "ls-files", "--error-unmatch", "--", name)
	cmd.Dir = dir
	return cmd.Run() == nil
}
