package record

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quick reads a line in the form that Encode writes, without unknown fields and
// texts in base64; ok is false for any other, right or wrong, which is then for
// encoding/json to judge. line is valid UTF-8. Strings without escapes are parts
// of line, not copies. keys are the names of the texts.
func quick(line string, keys [2]string) (e Entry, ok bool) {
	s := scanner{rest: line, keys: keys}
	if !s.take('{') {
		return e, false
	}
	for {
		key, ok := s.str()
		if !ok || !s.take(':') || !s.value(&e, key) {
			return e, false
		}
		if s.take('}') {
			break
		}
		if !s.take(',') {
			return e, false
		}
	}
	return e, s.rest == "" && s.sides == 3
}

// quickHeader reads a header in the form that Encode writes today, without
// unknown fields, and returns its languages.
func quickHeader(line string) (langs []string, ok bool) {
	rest, ok := strings.CutPrefix(line, headerStart(Splitter))
	if !ok {
		return nil, false
	}
	s := scanner{rest: rest}
	langs, ok = s.texts()
	return langs, ok && s.rest == "}"
}

// scanner reads JSON without white space between tokens.
type scanner struct {
	rest  string
	keys  [2]string
	sides int // 1 and 2: the texts of the first and second language were there
}

func (s *scanner) take(token byte) bool {
	if s.rest == "" || s.rest[0] != token {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// value reads the value of one key into e. A value that is there twice is
// refused; so is an empty one, which Encode leaves out, but as a side's texts.
func (s *scanner) value(e *Entry, key string) (ok bool) {
	switch key {
	case s.keys[0]:
		return s.side(e, 0)
	case s.keys[1]:
		return s.side(e, 1)
	case "untouched":
		const yes = "true"
		if e.Untouched || !strings.HasPrefix(s.rest, yes) {
			return false
		}
		e.Untouched, s.rest = true, s.rest[len(yes):]
		return true
	case "confidence":
		if e.Confidence != 0 {
			return false
		}
		e.Confidence, ok = s.number()
		return ok && e.Confidence != 0
	}
	to := e.text(key)
	if key == "id" {
		to = &e.ID
	}
	if to == nil || *to != "" {
		return false
	}
	*to, ok = s.str()
	return ok && *to != ""
}

func (s *scanner) side(e *Entry, side int) (ok bool) {
	if s.sides&(1<<side) != 0 {
		return false
	}
	s.sides |= 1 << side
	e.Texts[side], ok = s.texts()
	return ok
}

func (s *scanner) texts() (out []string, ok bool) {
	if !s.take('[') {
		return nil, false
	}
	if s.take(']') {
		return nil, true
	}
	for {
		t, ok := s.str()
		if !ok {
			return nil, false
		}
		out = append(out, t)
		if s.take(']') {
			return out, true
		}
		if !s.take(',') {
			return nil, false
		}
	}
}

// number reads what Encode writes for a confidence: one digit, a point, three
// digits.
func (s *scanner) number() (float64, bool) {
	const form = "0.000"
	if len(s.rest) <= len(form) || s.rest[len(form)] != ',' && s.rest[len(form)] != '}' {
		return 0, false
	}
	for i := range len(form) {
		if c := s.rest[i]; form[i] == '.' && c != '.' || form[i] == '0' && (c < '0' || c > '9') {
			return 0, false
		}
	}
	x, err := strconv.ParseFloat(s.rest[:len(form)], 64)
	s.rest = s.rest[len(form):]
	return x, err == nil
}

// str reads a string.
func (s *scanner) str() (string, bool) {
	if !s.take('"') {
		return "", false
	}
	end := strings.IndexByte(s.rest, '"')
	if end < 0 {
		return "", false
	}
	part := s.rest[:end]
	if strings.IndexByte(part, '\\') >= 0 {
		return s.escaped(2 * end)
	}
	s.rest = s.rest[end+1:]
	return part, !hasControl(part)
}

func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' {
			return true
		}
	}
	return false
}

// escaped reads the rest of a string that has escapes in it; size is a guess of
// its bytes.
func (s *scanner) escaped(size int) (string, bool) {
	b := make([]byte, 0, min(size, len(s.rest)))
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c < ' ':
			return "", false
		case c == '"':
			b = append(b, s.rest[:i]...)
			s.rest = s.rest[i+1:]
			return string(b), true
		case c == '\\':
			b = append(b, s.rest[:i]...)
			s.rest = s.rest[i+1:]
			r, ok := s.escape()
			if !ok {
				return "", false
			}
			b = utf8.AppendRune(b, r)
			i = -1
		}
	}
	return "", false
}

// escape reads what comes after a backslash, of the escapes that Encode writes.
func (s *scanner) escape() (rune, bool) {
	if s.rest == "" {
		return 0, false
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	switch c {
	case '"', '\\':
		return rune(c), true
	case 'n':
		return '\n', true
	case 't':
		return '\t', true
	case 'r':
		return '\r', true
	case 'u':
		if len(s.rest) < 4 {
			return 0, false
		}
		x, err := strconv.ParseUint(s.rest[:4], 16, 16)
		s.rest = s.rest[4:]
		return rune(x), err == nil && utf8.ValidRune(rune(x)) // half a pair is for encoding/json
	}
	return 0, false
}
