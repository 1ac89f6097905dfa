package testkit

import (
	"os"
	"testing"
)

// File compares got with the file of that name. With -update the file is
// rewritten instead, so that a change shows in its diff.
func File(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; if the change is wanted, run the test with -update\n--- got\n%s--- want\n%s", name, got, want)
	}
}
