// Package locales holds the message files, which must lie here because go:embed
// can't reach upward: the UI strings of the site (en.toml, hy.toml), with which
// a new project starts, and zuyg's own sentences (zuyg-*.en.toml,
// zuyg-*.hy.toml). All of them are go-i18n v2 files in TOML.
package locales

import "embed"

// Files is the message files by their names, such as "en.toml".
//
//go:embed *.toml
var Files embed.FS
