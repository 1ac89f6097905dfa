package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// readTOML returns the top-level values between two offsets. The library reads
// them; their places are found by a scan that relies on its having accepted
// the text.
func readTOML(data []byte, from, to int) ([]value, *frontError) {
	if isDeep(data[from:to]) {
		return nil, &frontError{at: from, detail: errTooMuch.Error()}
	}
	var tree map[string]any
	if err := toml.Unmarshal(data[from:to], &tree); err != nil {
		e := &frontError{at: from, detail: firstLine(err.Error())}
		var placed toml.ParseError
		if errors.As(err, &placed) {
			e.at = min(from+max(placed.Position.Start, 0), to)
			e.detail = firstLine(placed.Message)
		}
		return nil, e
	}
	var values []value
	for at := from; at < to; {
		line := bytes.TrimLeft(data[at:to], " \t\r\n")
		at = to - len(line)
		if len(line) == 0 || line[0] == '[' {
			break // behind a table's head no key is a top-level one
		}
		if line[0] == '#' {
			at = nextLine(data, at)
			continue
		}
		v := value{}
		sign := tomlKeyEnd(line)
		v.key = strings.Trim(string(bytes.TrimSpace(line[:sign])), `"'`)
		v.at.Start = at + sign + 1
		for v.at.Start < to && isSpace(data[v.at.Start]) {
			v.at.Start++
		}
		v.at.End = tomlValueEnd(data[:to], v.at.Start)
		at = v.at.End
		if i := bytes.IndexByte(data[at:to], '\n'); i >= 0 {
			at += i + 1
		} else {
			at = to
		}
		if got, ok := tree[v.key]; ok && v.at.Len() > 0 {
			classifyTOML(&v, got, data[v.at.Start:v.at.End])
			values = append(values, v)
		}
	}
	return values, nil
}

// tomlKeyEnd returns where the "=" behind a key is.
func tomlKeyEnd(line []byte) int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '=':
			return i
		case '"', '\'':
			i = tomlStringEnd(line, i) - 1
		}
	}
	return len(line) - 1
}

// tomlValueEnd returns where the value that begins at off ends.
func tomlValueEnd(data []byte, off int) int {
	depth := 0
	for i := off; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"' || c == '\'':
			i = tomlStringEnd(data, i) - 1
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == '#' && depth > 0:
			i = nextLine(data, i) - 1
		case (c == '#' || c == '\n') && depth <= 0:
			return off + len(bytes.TrimRight(data[off:i], " \t\r"))
		}
	}
	return off + len(bytes.TrimRight(data[off:], " \t\r\n"))
}

// tomlStringEnd returns where the string that begins at off ends.
func tomlStringEnd(data []byte, off int) int {
	quote := data[off : off+1]
	long := bytes.Repeat(quote, 3)
	if bytes.HasPrefix(data[off:], long) {
		for i := off + 3; i < len(data); i++ {
			if data[i] == '\\' && quote[0] == '"' {
				i++
			} else if bytes.HasPrefix(data[i:], long) {
				end := i + 3
				for end < len(data) && end < i+5 && data[end] == quote[0] { // the text may end with two quotes
					end++
				}
				return end
			}
		}
		return len(data)
	}
	for i := off + 1; i < len(data) && data[i] != '\n'; i++ {
		if data[i] == '\\' && quote[0] == '"' {
			i++
		} else if data[i] == quote[0] {
			return i + 1
		}
	}
	return min(off+1, len(data))
}

// classifyTOML sets what the library read, and how it is written.
func classifyTOML(v *value, got any, written []byte) {
	switch got := got.(type) {
	case string:
		v.text = got
		switch {
		case bytes.HasPrefix(written, []byte(`"""`)), bytes.HasPrefix(written, []byte("'''")):
			v.style = triple
		case written[0] == '\'':
			v.style = single
		default:
			v.style = double
		}
	case []any:
		v.style, v.list = list, scalars(got)
	case map[string]any, []map[string]any:
		v.style = other
	case bool:
		v.style, v.text = boolean, string(written)
	default:
		v.style, v.text = plain, string(written)
	}
}

// scalars returns the texts of a list; what is no single value is left out.
func scalars(items []any) []string {
	var out []string
	for _, x := range items {
		switch x.(type) {
		case nil, []any, map[string]any, []map[string]any:
		default:
			out = append(out, fmt.Sprint(x))
		}
	}
	return out
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
