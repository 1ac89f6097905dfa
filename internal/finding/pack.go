package finding

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
)

// Pack writes findings in a form that Unpack reads, quicker than JSON and with
// the types of all arguments, to be kept in the cache of one build of zuyg. The
// error says which type an argument or field has that can't be kept.
func Pack(fs []Finding) (string, error) {
	p := packer{}
	p.value(reflect.ValueOf(fs))
	return string(p.b), p.err
}

// Unpack reads what Pack wrote; ok is false for anything else. Its texts are
// parts of packed.
func Unpack(packed string) (fs []Finding, ok bool) {
	u := unpacker{rest: packed}
	u.value(reflect.ValueOf(&fs).Elem())
	return fs, !u.bad && u.rest == ""
}

// argTypes are the types that an argument may have; their places in this list
// stand in what is packed.
func argTypes() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[float64](), reflect.TypeFor[bool](), reflect.TypeFor[int64](),
		reflect.TypeFor[[]string](), reflect.TypeFor[[]int](), reflect.TypeFor[map[string]string](), reflect.TypeFor[[]map[string]string](),
	}
}

type packer struct {
	b     []byte
	types []reflect.Type
	err   error
}

func (p *packer) number(n int) { p.b = binary.AppendUvarint(p.b, uint64(n)) }

// value writes any value of which all parts can be set from outside.
func (p *packer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		p.number(v.Len())
		p.b = append(p.b, v.String()...)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.b = binary.AppendVarint(p.b, v.Int())
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.b = binary.AppendUvarint(p.b, v.Uint())
	case reflect.Float64:
		p.b = binary.LittleEndian.AppendUint64(p.b, math.Float64bits(v.Float()))
	case reflect.Bool:
		p.number(oneIf(v.Bool()))
	case reflect.Pointer:
		p.number(oneIf(!v.IsNil()))
		if !v.IsNil() {
			p.value(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); !f.IsExported() {
				p.err = fmt.Errorf("a finding can't hold the hidden field %s of %v", f.Name, v.Type())
				return
			}
			p.value(v.Field(i))
		}
	case reflect.Slice:
		p.list(v)
	case reflect.Map:
		p.table(v)
	case reflect.Interface:
		p.arg(v)
	default:
		p.err = fmt.Errorf("a finding can't hold a %v", v.Type())
	}
}

// list writes how many there are, counting one for the list itself: 0 is nil.
func (p *packer) list(v reflect.Value) {
	if v.IsNil() {
		p.number(0)
		return
	}
	p.number(1 + v.Len())
	for i := range v.Len() {
		p.value(v.Index(i))
	}
}

func (p *packer) table(v reflect.Value) {
	if v.IsNil() || v.Type().Key().Kind() != reflect.String {
		p.number(0)
		if !v.IsNil() {
			p.err = fmt.Errorf("a finding can't hold a %v", v.Type())
		}
		return
	}
	p.number(1 + v.Len())
	keys := make([]string, 0, v.Len())
	for _, k := range v.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	for _, k := range keys {
		p.value(reflect.ValueOf(k))
		p.value(v.MapIndex(reflect.ValueOf(k).Convert(v.Type().Key())))
	}
}

func (p *packer) arg(v reflect.Value) {
	if v.IsNil() {
		p.number(0)
		return
	}
	if p.types == nil {
		p.types = argTypes()
	}
	i := slices.Index(p.types, v.Elem().Type())
	if i < 0 {
		p.err = fmt.Errorf("an argument of a finding can't be a %v", v.Elem().Type())
		return
	}
	p.number(1 + i)
	p.value(v.Elem())
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

type unpacker struct {
	rest  string
	types []reflect.Type
	bad   bool
}

func (u *unpacker) take(n int) string {
	if n < 0 || n > len(u.rest) {
		u.bad, u.rest = true, ""
		return ""
	}
	s := u.rest[:n]
	u.rest = u.rest[n:]
	return s
}

func (u *unpacker) uint() uint64 {
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		s := u.take(1)
		if s == "" {
			return 0
		}
		n |= uint64(s[0]&0x7f) << shift
		if s[0] < 0x80 {
			break
		}
	}
	return n
}

// count reads a number of things that take a byte at least.
func (u *unpacker) count() int {
	n := u.uint()
	if n > uint64(len(u.rest))+1 {
		u.take(-1)
		return 0
	}
	return int(n)
}

func (u *unpacker) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(u.take(u.count()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n := u.uint()
		v.SetInt(int64(n>>1) ^ -int64(n&1))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(u.uint())
	case reflect.Float64:
		var bits uint64
		for i, c := range []byte(u.take(8)) {
			bits |= uint64(c) << (8 * i)
		}
		v.SetFloat(math.Float64frombits(bits))
	case reflect.Bool:
		v.SetBool(u.uint() != 0)
	case reflect.Pointer:
		if u.uint() != 0 {
			v.Set(reflect.New(v.Type().Elem()))
			u.value(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			u.value(v.Field(i))
		}
	case reflect.Slice:
		if n := u.count(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
			for i := range n - 1 {
				u.value(v.Index(i))
			}
		}
	case reflect.Map:
		u.table(v)
	case reflect.Interface:
		u.arg(v)
	default:
		u.bad = true
	}
}

func (u *unpacker) table(v reflect.Value) {
	n := u.count()
	if n == 0 {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), n-1))
	key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
	for range n - 1 {
		value.SetZero()
		u.value(key)
		u.value(value)
		v.SetMapIndex(key, value)
	}
}

func (u *unpacker) arg(v reflect.Value) {
	i := u.uint()
	if i == 0 {
		return
	}
	if u.types == nil {
		u.types = argTypes()
	}
	if i > uint64(len(u.types)) {
		u.bad = true
		return
	}
	arg := reflect.New(u.types[i-1]).Elem()
	u.value(arg)
	v.Set(arg)
}
