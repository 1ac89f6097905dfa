package record

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// slow reads an entry that is not of the form that Encode writes.
func (d *decoder) slow(line string) (Entry, error) {
	all, err := d.members(line)
	if err != nil {
		return Entry{}, err
	}
	var e Entry
	var seen []string
	for _, m := range all {
		to := e.place(m.key, d.keys)
		if to == nil {
			e.extra = appendMember(e.extra, m)
			continue
		}
		if slices.Contains(seen, m.key) {
			return e, d.wrong(m.off, &e, m.key, "twice", nil)
		}
		seen = append(seen, m.key)
		if bytes.Equal(m.raw, []byte("null")) {
			return e, d.wrong(m.off, &e, m.key, "null", nil)
		}
		if err := json.Unmarshal(m.raw, to); err != nil {
			return e, d.wrong(m.off, &e, m.key, err.Error(), err)
		}
	}
	for _, key := range d.keys {
		if !slices.Contains(seen, key) {
			return e, d.wrong(0, &e, key, "missing", nil)
		}
	}
	return e, nil
}

// place returns where encoding/json shall put the value of a field, or nil for
// a field that this version does not know.
func (e *Entry) place(key string, keys [2]string) any {
	switch key {
	case keys[0]:
		return (*texts)(&e.Texts[0])
	case keys[1]:
		return (*texts)(&e.Texts[1])
	case "id":
		return &e.ID
	case "untouched":
		return &e.Untouched
	case "confidence":
		return &e.Confidence
	}
	if s := e.text(key); s != nil {
		return (*text)(s)
	}
	return nil
}

// text returns the field of a name that holds a text, or nil.
func (e *Entry) text(key string) *string {
	switch key {
	case "kind":
		return &e.Kind
	case "key":
		return &e.Key
	case "status":
		return &e.Status
	case "by":
		return &e.By
	case "at":
		return &e.At
	case "reviewedBy":
		return &e.ReviewBy
	case "reviewedAt":
		return &e.ReviewAt
	case "reason":
		return &e.Reason
	}
	return nil
}

// syntax returns the error of a line that is no JSON, nil of one that is.
func (d *decoder) syntax(line string) error {
	var raw json.RawMessage
	err := json.Unmarshal([]byte(line), &raw)
	if err == nil {
		return nil
	}
	again := json.NewDecoder(strings.NewReader(line)).Decode(&raw)
	if errors.Is(again, io.ErrUnexpectedEOF) && strings.Trim(d.after, "\r\n") == "" {
		return d.fail(len(line), "error.record-truncated", nil, err)
	}
	off := 0
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		off = max(0, int(syntax.Offset)-1)
	}
	return d.fail(off, "error.record-line", map[string]any{"Detail": err.Error()}, err)
}

// member is one name and value of a JSON object, and where they are in it.
type member struct {
	key    string
	raw    json.RawMessage
	source string // both as written
	off    int    // of source, in bytes
}

// members takes apart a line that is a JSON object.
func (d *decoder) members(line string) ([]member, error) {
	if err := d.syntax(line); err != nil {
		return nil, err
	}
	dec := json.NewDecoder(strings.NewReader(line))
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		return nil, d.fail(0, "error.record-line", map[string]any{"Detail": "no JSON object"}, err)
	}
	var out []member
	for dec.More() {
		m := member{off: int(dec.InputOffset())}
		tok, err := dec.Token()
		if err == nil {
			m.key, _ = tok.(string)
			err = dec.Decode(&m.raw)
		}
		if err != nil {
			return nil, d.fail(m.off, "error.record-line", map[string]any{"Detail": err.Error()}, err)
		}
		end := int(dec.InputOffset())
		m.source = strings.TrimLeft(line[m.off:end], ", \t\r")
		m.off = end - len(m.source)
		out = append(out, m)
	}
	return out, nil
}

// appendMember adds a member that this version does not know to those before.
func appendMember(extra []byte, m member) []byte {
	if len(extra) > 0 {
		extra = append(extra, ',')
	}
	return append(extra, m.source...)
}

// text is a text in either of its JSON forms: a string, or {"base64":"…"} for
// one that is no UTF-8.
type text string

// UnmarshalJSON reads either form.
func (t *text) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, (*string)(t))
	}
	var x map[string]string
	if err := json.Unmarshal(raw, &x); err != nil {
		return err
	}
	code, ok := x["base64"]
	if !ok || len(x) != 1 {
		return errors.New("a text is neither a string nor base64")
	}
	b, err := base64.StdEncoding.DecodeString(code)
	*t = text(b)
	return err
}

// texts are the texts of one side; none are nil.
type texts []string

// UnmarshalJSON reads an array of texts.
func (t *texts) UnmarshalJSON(raw []byte) error {
	var all []text
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	for _, one := range all {
		*t = append(*t, string(one))
	}
	return nil
}
