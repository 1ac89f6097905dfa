package stats

import "encoding/binary"

// Pack writes all of a summary but its slug in the form that Unpack reads, to
// be kept in the cache.
func (s *Summary) Pack() string {
	var b []byte
	for _, n := range s.Counts {
		b = binary.AppendUvarint(b, uint64(n))
	}
	b = binary.AppendUvarint(b, uint64(s.Facts))
	b = binary.AppendUvarint(b, uint64(s.Words))
	single := byte(0)
	if s.Single {
		single = 1
	}
	b = append(b, single)
	for _, t := range [...]string{s.Title, s.Lead, s.Since} {
		b = binary.AppendUvarint(b, uint64(len(t)))
		b = append(b, t...)
	}
	return string(b)
}

// Unpack reads what Pack wrote of the article slug; ok is false for anything
// else.
func Unpack(slug, packed string) (s Summary, ok bool) {
	s.Slug = slug
	u := unpacker{packed}
	for i := range s.Counts {
		s.Counts[i] = u.number()
	}
	s.Facts, s.Words = u.number(), u.number()
	s.Single = u.number() != 0
	s.Title, s.Lead, s.Since = u.text(), u.text(), u.text()
	return s, u.rest == "" && s.Lead != "" // every version has a language
}

// unpacker reads numbers and texts; behind the end it reads zeros.
type unpacker struct{ rest string }

func (u *unpacker) number() int {
	n := 0
	for shift := 0; u.rest != "" && shift < 63; shift += 7 {
		c := u.rest[0]
		u.rest = u.rest[1:]
		n |= int(c&0x7f) << shift
		if c < 0x80 {
			break
		}
	}
	return n
}

func (u *unpacker) text() string {
	n := min(u.number(), len(u.rest))
	t := u.rest[:n]
	u.rest = u.rest[n:]
	return t
}
