// Package vcs looks at git. It only reads, and without a shell.
package vcs

import (
	"context"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

// patience is how long git may take to tell a setting.
const patience = 5 * time.Second

// User returns git's user.name as it is seen from folder dir, user.email when
// there is no name, or "" when there is neither, or no git, or no answer from
// it in five seconds. It is one line of UTF-8 without control characters.
// Reading a setting runs nothing that the folder's own settings name.
func User(ctx context.Context, dir string) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, key := range []string{"user.name", "user.email"} {
		if value := setting(ctx, dir, key); value != "" {
			return value
		}
	}
	return ""
}

func setting(ctx context.Context, dir, key string) string {
	cmd := exec.CommandContext(ctx, "git", "--no-pager", "config", "--get", key)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second // for a child of git that holds its output open
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return oneLine(string(out))
}

// oneLine joins the words of s with single spaces and drops what is no text.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}
