package catalog

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"

	"zuyg/internal/source"
)

// conform loads the file with go-i18n itself. An error of the library that was
// not found here, and a message it reads differently, are problems: what zuyg
// says about a file must be what the site's program sees.
func (f *File) conform() {
	if len(f.Source.Data) == 0 {
		return
	}
	load := map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal, "json": json.Unmarshal,
		"yaml": func(data []byte, v any) error { return yaml.Unmarshal(data, v) }}[f.Format]
	data := f.Source.Data
	if f.Format == "yaml" {
		data = bytes.TrimPrefix(data, []byte(bom))
	}
	messages, err := i18n.ParseMessageBytes(data, i18n.UnmarshalFunc(load))
	if f.Err() != nil {
		return // why it is not read, or not as written, is said already
	}
	if err != nil && f.Format == "yaml" && len(f.Messages) == 0 {
		return // nothing but comments and space: YAML libraries differ on whether that is a value
	}
	if err != nil {
		f.problem("parse-error", "error.catalog-library", source.Span{}, map[string]any{"Detail": err.Error()})
		return
	}
	if len(messages) != len(f.Messages) {
		f.problem("parse-error", "error.catalog-differs", source.Span{}, map[string]any{"Key": ""})
		return
	}
	for _, m := range messages {
		ours := f.Message(m.ID)
		if ours == nil || !slices.Equal(values(m), ours.values()) {
			f.problem("parse-error", "error.catalog-differs", source.Span{}, map[string]any{"Key": m.ID})
			return
		}
	}
}

// fieldNames are the fields that the library knows, in a fixed order.
var fieldNames = strings.Fields("hash description leftdelim rightdelim zero one two few many other")

func values(m *i18n.Message) []string {
	return []string{m.Hash, m.Description, m.LeftDelim, m.RightDelim, m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}
}

func (m *Message) values() []string {
	out := make([]string, len(fieldNames))
	for i, name := range fieldNames {
		out[i] = m.Text(name)
	}
	return out
}
