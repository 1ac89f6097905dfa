package wxr

import (
	"fmt"
	"strconv"
	"strings"
)

// Pair is an entry of a PHP array. Value is a string, an int64, a float64, a
// bool, a []Pair or nil.
type Pair struct {
	Key   string
	Value any
}

// Serialize writes an array as PHP's serialize does; lengths are in bytes.
func Serialize(array []Pair) string {
	var b strings.Builder
	fmt.Fprintf(&b, "a:%d:{", len(array))
	for _, p := range array {
		fmt.Fprintf(&b, "s:%d:\"%s\";", len(p.Key), p.Key)
		switch v := p.Value.(type) {
		case int:
			fmt.Fprintf(&b, "i:%d;", v)
		case bool:
			fmt.Fprintf(&b, "b:%d;", map[bool]int{true: 1}[v])
		case string:
			fmt.Fprintf(&b, "s:%d:\"%s\";", len(v), v)
		default:
			b.WriteString("N;")
		}
	}
	b.WriteByte('}')
	return b.String()
}

// maxDepth bounds arrays within arrays.
const maxDepth = 32

// Unserialize reads an array that PHP's serialize wrote. Objects are refused;
// nothing in the text is run.
func Unserialize(s string) ([]Pair, error) {
	p := &phpReader{text: strings.TrimSpace(s)}
	v, ok := p.value(0)
	array, isArray := v.([]Pair)
	if !ok || !isArray || p.at != len(p.text) {
		return nil, fmt.Errorf("not a serialized PHP array at byte %d", p.at)
	}
	return array, nil
}

// Int returns the value as a number: PHP writes ids as numbers and as strings.
func (p Pair) Int() (n int, ok bool) {
	switch v := p.Value.(type) {
	case int64:
		return int(v), true
	case string:
		n, err := strconv.Atoi(v)
		return n, err == nil
	}
	return 0, false
}

type phpReader struct {
	text string
	at   int
}

// until returns what stands before c, and goes behind it.
func (p *phpReader) until(c byte) (string, bool) {
	i := strings.IndexByte(p.text[p.at:], c)
	if i < 0 {
		return "", false
	}
	s := p.text[p.at : p.at+i]
	p.at += i + 1
	return s, true
}

func (p *phpReader) literal(s string) bool {
	if !strings.HasPrefix(p.text[p.at:], s) {
		return false
	}
	p.at += len(s)
	return true
}

// length reads a number that is no more than what is left of the text.
func (p *phpReader) length(end byte) (int, bool) {
	s, ok := p.until(end)
	n, err := strconv.Atoi(s)
	return n, ok && err == nil && n >= 0 && n <= len(p.text)-p.at
}

func (p *phpReader) value(depth int) (any, bool) {
	switch {
	case p.literal("N;"):
		return nil, true
	case p.literal("i:"):
		s, ok := p.until(';')
		n, err := strconv.ParseInt(s, 10, 64)
		return n, ok && err == nil
	case p.literal("d:"):
		s, ok := p.until(';')
		n, err := strconv.ParseFloat(s, 64)
		return n, ok && err == nil
	case p.literal("b:"):
		s, ok := p.until(';')
		return s == "1", ok && (s == "0" || s == "1")
	case p.literal("s:"):
		return p.str()
	case p.literal("a:") && depth < maxDepth:
		return p.array(depth)
	}
	return nil, false
}

func (p *phpReader) str() (any, bool) {
	n, ok := p.length(':')
	if !ok || !p.literal(`"`) || n > len(p.text)-p.at {
		return nil, false
	}
	s := p.text[p.at : p.at+n]
	p.at += n
	return s, p.literal(`";`)
}

func (p *phpReader) array(depth int) (any, bool) {
	n, ok := p.length(':')
	if !ok || !p.literal("{") {
		return nil, false
	}
	array := []Pair{}
	for range n {
		key, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		value, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		switch k := key.(type) {
		case string:
			array = append(array, Pair{k, value})
		case int64:
			array = append(array, Pair{strconv.FormatInt(k, 10), value})
		default:
			return nil, false
		}
	}
	return array, p.literal("}")
}
