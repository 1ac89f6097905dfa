package record

import (
	"encoding/base64"
	"strconv"
	"unicode/utf8"
)

// Encode writes a record: the header, then for each entry three lines: a label
// (the id as a JSON string), the entry and an empty line. The label and the
// empty line are for git: it merges two changes only when a line that neither
// side changed lies between them, and it moves an insertion or a deletion as
// far down as equal lines let it. So an empty line alone does not part a new
// unit from the one below it; a label, which is like no other line, does.
func Encode(r *Record) []byte {
	splitter := r.Splitter
	if splitter == 0 {
		splitter = Splitter
	}
	b := []byte(headerStart(splitter))
	b = append(b, '[')
	b = appendString(b, r.Langs[0])
	b = append(b, ',')
	b = appendString(b, r.Langs[1])
	b = append(b, ']')
	b = appendExtra(b, r.extra)
	b = append(b, "}\n\n"...)
	keys := [2]string{textKey(r.Langs[0]), textKey(r.Langs[1])}
	for i := range r.Entries {
		b = appendString(b, r.Entries[i].ID)
		b = append(b, '\n')
		b = appendEntry(b, keys, &r.Entries[i])
		b = append(b, '\n')
	}
	return b
}

// headerStart is the header up to its languages.
func headerStart(splitter int) string {
	return `{"zuyg":"pair","version":` + strconv.Itoa(Version) + `,"splitter":` + strconv.Itoa(splitter) + `,"langs":`
}

// appendEntry writes the line of one entry; keys are the names of its texts.
func appendEntry(b []byte, keys [2]string, e *Entry) []byte {
	b = append(b, `{"id":`...)
	b = appendString(b, e.ID)
	b = appendField(b, "kind", e.Kind)
	b = appendField(b, "key", e.Key)
	for side, key := range keys {
		b = append(b, ',')
		b = appendString(b, key)
		b = append(b, ":["...)
		for k, text := range e.Texts[side] {
			if k > 0 {
				b = append(b, ',')
			}
			b = appendText(b, text)
		}
		b = append(b, ']')
	}
	b = appendField(b, "status", e.Status)
	b = appendField(b, "by", e.By)
	b = appendField(b, "at", e.At)
	b = appendField(b, "reviewedBy", e.ReviewBy)
	b = appendField(b, "reviewedAt", e.ReviewAt)
	b = appendField(b, "reason", e.Reason)
	if e.Untouched {
		b = append(b, `,"untouched":true`...)
	}
	if e.Confidence >= 0.0005 { // what three digits show
		b = append(b, `,"confidence":`...)
		b = strconv.AppendFloat(b, e.Confidence, 'f', 3, 64)
	}
	b = appendExtra(b, e.extra)
	return append(b, "}\n"...)
}

func appendField(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	b = append(b, ',', '"')
	b = append(b, key...)
	b = append(b, `":`...)
	return appendText(b, value)
}

func appendExtra(b, extra []byte) []byte {
	if len(extra) == 0 {
		return b
	}
	b = append(b, ',')
	return append(b, extra...)
}

// appendText writes a text. One that is no UTF-8 can't be a JSON string; it
// becomes {"base64":"…"}, so that not a byte is lost.
func appendText(b []byte, text string) []byte {
	if utf8.ValidString(text) {
		return appendString(b, text)
	}
	b = append(b, `{"base64":"`...)
	b = base64.StdEncoding.AppendEncode(b, []byte(text))
	return append(b, `"}`...)
}

// appendString writes s as a JSON string: only what JSON demands is escaped,
// and the two line separators that trouble line-based tools.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == '\u2028' || r == '\u2029' {
				b = append(b, s[from:i]...)
				b = append(b, `\u202`...)
				b = append(b, hex[r&0xf])
				from = i + n
			} else if r == utf8.RuneError && n == 1 {
				b = append(b, s[from:i]...)
				b = append(b, `\ufffd`...)
				from = i + n
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			i++
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\t':
			b = append(b, '\\', 't')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		i++
		from = i
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}
