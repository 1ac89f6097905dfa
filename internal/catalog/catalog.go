// Package catalog reads and edits message files of go-i18n v2 in TOML, JSON
// and YAML: every key and value with its place, and edits that splice bytes,
// so that comments, order, quoting and line ends stay. What it reads is
// compared with what the library itself loads. It opens no file.
package catalog

import (
	"path"
	"slices"
	"strings"

	"zuyg/internal/source"
)

// MaxSize is the largest message file that is read, in bytes, and maxDepth how
// deep its tables may nest: no real file comes near them.
const (
	MaxSize  = 16 << 20
	maxDepth = 48
)

// Field is one text of a message: a plural form, its description, its hash, a
// delimiter.
type Field struct {
	Name string      // "other", "one" …, "description", "hash", "leftdelim", "rightdelim"
	Text string      // decoded
	Key  source.Span // the name as written; that of the message for `key = "text"`
	At   source.Span // the value as written, quotes included
}

// Message is one message of a file.
type Message struct {
	Key    string      // as go-i18n knows it: nested names joined by dots
	Name   source.Span // the key as written; in a table of messages what is left of it there
	Fields []Field     // in the order of the file
	node   *node
}

// Forms are the names of the plural forms in the order of CLDR.
func Forms() []string { return []string{"zero", "one", "two", "few", "many", "other"} }

// IsForm reports whether a field is a plural form.
func IsForm(name string) bool { return slices.Contains(Forms(), name) }

// Field returns a field by its name, or nil.
func (m *Message) Field(name string) *Field {
	for i := range m.Fields {
		if m.Fields[i].Name == name {
			return &m.Fields[i]
		}
	}
	return nil
}

// Text returns the text of a field, "" when there is none, or no message.
func (m *Message) Text(name string) string {
	if m == nil {
		return ""
	}
	if f := m.Field(name); f != nil {
		return f.Text
	}
	return ""
}

// Plural returns the forms that have a text, in the order of CLDR. A message
// without any is not translated.
func (m *Message) Plural() []Field {
	var out []Field
	for _, name := range Forms() {
		if f := m.Field(name); f != nil && f.Text != "" {
			out = append(out, *f)
		}
	}
	return out
}

// Delims returns the template delimiters, those of text/template by default.
func (m *Message) Delims() (left, right string) {
	left, right = m.Text("leftdelim"), m.Text("rightdelim")
	if left == "" {
		left = "{{"
	}
	if right == "" {
		right = "}}"
	}
	return left, right
}

// Problem is something wrong with a file as a whole or in its structure. Rule
// is "parse-error", "duplicate-key", "bad-locale-name" or "reserved-key".
type Problem struct {
	Rule string
	ID   string // of the message that says what
	At   source.Span
	Args map[string]any
}

// File is one message file as it was read.
type File struct {
	Source   *source.File
	Format   string // "toml", "json", "yaml"
	Messages []Message
	Problems []Problem
	root     *node
	byKey    map[string]int
}

// Format returns the format of a file by its name, "" for another one.
func Format(name string) string {
	switch ext := strings.TrimPrefix(path.Ext(name), "."); ext {
	case "toml", "json", "yaml", "yml":
		return ext
	}
	return ""
}

// Parse reads a message file. It always returns a file: what can't be read is
// among its Problems, and a file that has any may hold fewer messages than
// somebody wrote into it and can't be edited.
func Parse(src *source.File) *File {
	f := &File{Source: src, Format: Format(src.Path), byKey: map[string]int{}}
	f.checkName()
	if f.Format == "yml" {
		f.Format = "yaml" // go-i18n takes the ending for the format; checkName says so
	}
	if len(src.Data) > MaxSize {
		f.problem("parse-error", "error.too-large", source.Span{}, map[string]any{"Size": len(src.Data), "Limit": MaxSize})
		return f
	}
	var root *node
	var p *Problem
	switch f.Format {
	case "toml":
		root, p = readTOML(src.Data)
	case "json":
		root, p = readJSON(src.Data)
	case "yaml":
		root, p = readYAML(src.Data)
	default:
		f.problem("parse-error", "error.catalog-format", source.Span{}, map[string]any{"Format": path.Ext(src.Path)})
		return f
	}
	if p != nil {
		f.Problems = append(f.Problems, *p)
		return f
	}
	f.root = root
	if root != nil {
		f.interpret()
	}
	f.conform()
	return f
}

// Err is why the file does not hold all that somebody wrote into it, or nil. A
// name that go-i18n would not load it by is no such reason.
func (f *File) Err() error {
	for i := range f.Problems {
		if f.Problems[i].Rule != "bad-locale-name" {
			return f.Error(&f.Problems[i])
		}
	}
	return nil
}

// Message returns a message by its key, or nil.
func (f *File) Message(key string) *Message {
	if f == nil {
		return nil
	}
	if i, ok := f.byKey[key]; ok {
		return &f.Messages[i]
	}
	return nil
}

// Hashes reports whether the file holds hashes of goi18n.
func (f *File) Hashes() bool {
	return slices.ContainsFunc(f.Messages, func(m Message) bool { return m.Field("hash") != nil })
}

func (f *File) problem(rule, id string, at source.Span, args map[string]any) {
	f.Problems = append(f.Problems, Problem{rule, id, at, args})
}
