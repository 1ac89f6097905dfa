// Command zuyg keeps the articles of a newsroom in step in two languages.
package main

import (
	"os"

	"zuyg/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
