package main

import "os"

// writeFile writes a text as a person's editor would.
func writeFile(name, text string) error { return os.WriteFile(name, []byte(text), 0o666) }
