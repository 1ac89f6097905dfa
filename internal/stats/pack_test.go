package stats

import (
	"reflect"
	"testing"
)

// TestPackKeepsEveryField sets each field of a summary in turn, those included
// that are added one day.
func TestPackKeepsEveryField(t *testing.T) {
	typ := reflect.TypeFor[Summary]()
	for i := range typ.NumField() {
		s := Summary{Slug: "bread-prices", Lead: "en"}
		v := reflect.ValueOf(&s).Elem().Field(i)
		switch v.Kind() {
		case reflect.String:
			v.SetString("Հացի գները")
		case reflect.Int:
			v.SetInt(123_456_789)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Array:
			for k := range v.Len() {
				v.Index(k).SetInt(int64(k * 1000))
			}
		default:
			t.Fatalf("%s is a %v", typ.Field(i).Name, v.Type())
		}
		packed := s.Pack()
		if got, ok := Unpack(s.Slug, packed); !ok || got != s {
			t.Errorf("%s: %+v, %v; want %+v", typ.Field(i).Name, got, ok, s)
		}
		if got, ok := Unpack(s.Slug, packed+"x"); ok {
			t.Errorf("%s: more than was written is %+v", typ.Field(i).Name, got)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	s := Summary{Title: "Հացի գները", Lead: "hy", Words: 7}
	f.Add(s.Pack())
	f.Add("")
	f.Fuzz(func(t *testing.T, packed string) {
		s, ok := Unpack("slug", packed)
		if !ok {
			return
		}
		if got, ok := Unpack("slug", s.Pack()); !ok || got != s {
			t.Errorf("%+v, %v; want %+v", got, ok, s)
		}
	})
}
