package record

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zuyg/internal/source"
)

// Decode reads a record. Errors are *source.Error with path, line and column,
// wrapping ErrNewer or ErrConflict where that is the reason; a last line that
// is not complete is an error too. Nothing is repaired.
func Decode(path string, data []byte) (*Record, error) {
	d := &decoder{path: path, seen: map[string]int{}, record: &Record{}}
	for len(data) > 0 {
		d.line++
		line, rest, complete := bytes.Cut(data, []byte("\n"))
		data = rest
		if !complete {
			return nil, d.fail(len(line), "error.record-truncated", nil, nil)
		}
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			continue
		}
		if err := d.read(line); err != nil {
			return nil, err
		}
	}
	if !d.header {
		d.line = max(d.line, 1)
		return nil, d.fail(0, "error.record-header", nil, nil)
	}
	return d.record, nil
}

type decoder struct {
	path   string
	line   int
	header bool
	seen   map[string]int // id → line
	record *Record
}

// fail makes an error at byte offset off of the current line.
func (d *decoder) fail(off int, id string, args map[string]any, cause error) error {
	return &source.Error{Path: d.path, Pos: source.Position{Line: d.line, Column: off + 1, Byte: off + 1, UTF16: off + 1}, ID: id, Args: args, Err: cause}
}

// conflictMarks are what git leaves in a file that it could not merge.
var conflictMarks = []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"}

func (d *decoder) read(line []byte) error {
	if slices.ContainsFunc(conflictMarks, func(m string) bool { return bytes.HasPrefix(line, []byte(m)) }) {
		return d.fail(0, "error.record-conflict", nil, ErrConflict)
	}
	if !utf8.Valid(line) {
		return d.fail(0, "error.record-line", map[string]any{"Detail": "UTF-8"}, nil)
	}
	if !d.header {
		return d.readHeader(line)
	}
	e, err := d.entry(line)
	if err != nil {
		return err
	}
	if e.ID == "" || !slices.Contains([]string{Proposed, Translated, Reviewed}, e.Status) {
		return d.fail(0, "error.record-field", map[string]any{"ID": e.ID, "Status": e.Status}, nil)
	}
	if first, ok := d.seen[e.ID]; ok {
		return d.fail(0, "error.record-duplicate-id", map[string]any{"ID": e.ID, "Line": first}, nil)
	}
	d.seen[e.ID] = d.line
	d.record.Entries = append(d.record.Entries, e)
	return nil
}

func (d *decoder) readHeader(line []byte) error {
	var h struct {
		Zuyg     string   `json:"zuyg"`
		Version  int      `json:"version"`
		Splitter int      `json:"splitter"`
		Langs    []string `json:"langs"`
	}
	if err := json.Unmarshal(line, &h); err != nil || h.Zuyg != "pair" {
		return d.fail(0, "error.record-header", nil, err)
	}
	if h.Version > Version {
		return d.fail(0, "error.record-newer", map[string]any{"Version": h.Version, "Known": Version}, ErrNewer)
	}
	if h.Version < 1 || len(h.Langs) != 2 || h.Langs[0] == h.Langs[1] || h.Langs[0] == "" || h.Langs[1] == "" {
		return d.fail(0, "error.record-header", nil, nil)
	}
	d.header = true
	d.record.Langs, d.record.Splitter = [2]string(h.Langs), h.Splitter
	extra, err := unknown(line, []string{"zuyg", "version", "splitter", "langs"})
	if err != nil {
		return d.fail(0, "error.record-header", nil, err)
	}
	d.record.extra = extra
	return nil
}

// entry reads one line: quickly when it is of the form that Encode writes,
// with encoding/json when it is not.
func (d *decoder) entry(line []byte) (Entry, error) {
	if e, ok := quick(string(line), d.record.Langs); ok {
		return e, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil {
		off := 0
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			off = max(0, int(syntax.Offset)-1)
		}
		return Entry{}, d.fail(off, "error.record-line", map[string]any{"Detail": err.Error()}, err)
	}
	var e Entry
	known := []string{"id", "kind", "key", "status", "by", "at", "reviewedBy", "reviewedAt", "reason", "untouched", "confidence"}
	for k, to := range map[string]any{"id": &e.ID, "kind": &e.Kind, "key": &e.Key, "status": &e.Status, "by": &e.By, "at": &e.At,
		"reviewedBy": &e.ReviewBy, "reviewedAt": &e.ReviewAt, "reason": &e.Reason, "untouched": &e.Untouched, "confidence": &e.Confidence} {
		if err := d.field(fields, k, to); err != nil {
			return Entry{}, err
		}
	}
	for side, lang := range d.record.Langs {
		var texts []text
		if err := d.field(fields, lang, &texts); err != nil {
			return Entry{}, err
		}
		for _, t := range texts {
			e.Texts[side] = append(e.Texts[side], string(t))
		}
		known = append(known, lang)
	}
	extra, err := unknown(line, known)
	if err != nil {
		return Entry{}, d.fail(0, "error.record-line", map[string]any{"Detail": err.Error()}, err)
	}
	e.extra = extra
	return e, nil
}

func (d *decoder) field(fields map[string]json.RawMessage, key string, to any) error {
	raw, ok := fields[key]
	if !ok {
		return nil
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return d.fail(0, "error.record-line", map[string]any{"Detail": fmt.Sprintf("%q: %v", key, err)}, err)
	}
	return nil
}

// text is the text of a block in either form: a string or {"base64":"…"}.
type text string

// UnmarshalJSON reads either form.
func (t *text) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, (*string)(t))
	}
	var x struct {
		Base64 *string `json:"base64"`
	}
	if err := json.Unmarshal(raw, &x); err != nil {
		return err
	}
	if x.Base64 == nil {
		return errors.New("a text is neither a string nor base64")
	}
	b, err := base64.StdEncoding.DecodeString(*x.Base64)
	*t = text(b)
	return err
}

// unknown returns the members of a JSON object that are not known, as written
// and in their order, with commas between.
func unknown(line []byte, known []string) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	var out []byte
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return nil, err
		}
		key, _ := tok.(string)
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, err
		}
		if slices.Contains(known, key) {
			continue
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, key), ':')
		out = append(out, bytes.TrimSpace(raw)...)
	}
	return out, nil
}

// quick reads a line in the form that Encode writes, without unknown fields or
// escapes in keys; ok is false for any other. Strings without escapes are
// parts of line, not copies.
func quick(line string, langs [2]string) (e Entry, ok bool) {
	s := scanner{rest: line}
	if !s.take("{") {
		return e, false
	}
	for first := true; !s.take("}"); first = false {
		if !first && !s.take(",") {
			return e, false
		}
		key, ok := s.str()
		if !ok || !s.take(":") || !s.value(&e, key, langs) {
			return e, false
		}
	}
	return e, s.rest == ""
}

// scanner reads JSON without white space between tokens.
type scanner struct{ rest string }

func (s *scanner) take(token string) bool {
	rest, ok := strings.CutPrefix(s.rest, token)
	if ok {
		s.rest = rest
	}
	return ok
}

// str reads a string with the escapes that Encode writes.
func (s *scanner) str() (string, bool) {
	if !s.take(`"`) {
		return "", false
	}
	end := strings.IndexByte(s.rest, '"')
	if end < 0 {
		return "", false
	}
	if part := s.rest[:end]; strings.IndexByte(part, '\\') < 0 {
		s.rest = s.rest[end+1:]
		return part, !hasControl(part)
	}
	return s.escaped()
}

func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' {
			return true
		}
	}
	return false
}

func (s *scanner) escaped() (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s.rest); i++ {
		c := s.rest[i]
		switch {
		case c == '"':
			s.rest = s.rest[i+1:]
			return b.String(), true
		case c < ' ':
			return "", false
		case c != '\\':
			b.WriteByte(c)
			continue
		}
		i++
		if i == len(s.rest) {
			return "", false
		}
		switch s.rest[i] {
		case '"', '\\':
			b.WriteByte(s.rest[i])
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		default:
			return "", false // \u and the rest are for encoding/json
		}
	}
	return "", false
}

// value reads the value of one key into e.
func (s *scanner) value(e *Entry, key string, langs [2]string) (ok bool) {
	switch key {
	case langs[0]:
		e.Texts[0], ok = s.texts()
	case langs[1]:
		e.Texts[1], ok = s.texts()
	case "id":
		e.ID, ok = s.str()
	case "kind":
		e.Kind, ok = s.str()
	case "key":
		e.Key, ok = s.str()
	case "status":
		e.Status, ok = s.str()
	case "by":
		e.By, ok = s.str()
	case "at":
		e.At, ok = s.str()
	case "reviewedBy":
		e.ReviewBy, ok = s.str()
	case "reviewedAt":
		e.ReviewAt, ok = s.str()
	case "reason":
		e.Reason, ok = s.str()
	case "untouched":
		e.Untouched, ok = true, s.take("true")
	case "confidence":
		e.Confidence, ok = s.number()
	}
	return ok
}

// number reads what Encode writes for a confidence: digits with a point.
func (s *scanner) number() (float64, bool) {
	end := strings.IndexAny(s.rest, ",}")
	if end < 0 {
		return 0, false
	}
	x, err := strconv.ParseFloat(s.rest[:end], 64)
	if err != nil || strings.Trim(s.rest[:end], "0123456789.") != "" {
		return 0, false
	}
	s.rest = s.rest[end:]
	return x, true
}

func (s *scanner) texts() (out []string, ok bool) {
	if !s.take("[") {
		return nil, false
	}
	if s.take("]") {
		return nil, true
	}
	for {
		t, ok := s.str()
		if !ok {
			return nil, false
		}
		out = append(out, t)
		if s.take("]") {
			return out, true
		}
		if !s.take(",") {
			return nil, false
		}
	}
}
