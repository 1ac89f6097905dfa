package finding

import (
	"reflect"
	"testing"
)

// fill sets every part of v to something that is not its zero value.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("Երևան \x00 «" + string(rune('ա'+*n%30)) + "»")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n%100 - 50))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n%200 + 1))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.25)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		if v.Type().Elem().Kind() == reflect.Interface {
			for _, t := range argTypes() {
				arg := reflect.New(t).Elem()
				fill(arg, n)
				v.SetMapIndex(reflect.ValueOf(t.String()), arg)
			}
			v.SetMapIndex(reflect.ValueOf("nothing"), reflect.Zero(v.Type().Elem()))
			return
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		fill(elem, n)
		v.SetMapIndex(reflect.ValueOf("key"), elem)
	default:
		panic("what is a " + v.Type().String())
	}
}

// full returns findings of which every field is set, those included that are
// added one day.
func full() []Finding {
	n := 0
	var fs []Finding
	fill(reflect.ValueOf(&fs).Elem(), &n)
	return append(fs, Finding{}, Finding{Rule: "stale", Args: map[string]any{"Lost": []string(nil), "Added": []string{}}})
}

func TestPackKeepsEveryField(t *testing.T) {
	want := full()
	packed, err := Pack(want)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := Unpack(packed)
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("Unpack(Pack(…)) = %v\n%+v\nwant\n%+v", ok, got, want)
	}
	for n := range len(packed) {
		if _, ok := Unpack(packed[:n]); ok {
			t.Errorf("%d of %d bytes are read as a whole", n, len(packed))
		}
	}
}

func TestPackOfNone(t *testing.T) {
	packed, err := Pack(nil)
	if err != nil || packed == "" {
		t.Fatalf("Pack(nil) = %q, %v", packed, err)
	}
	if got, ok := Unpack(packed); !ok || len(got) != 0 {
		t.Errorf("Unpack(Pack(nil)) = %v, %v", got, ok)
	}
}

func TestPackRefusesOtherTypes(t *testing.T) {
	type hidden struct{ x int }
	for _, v := range []any{hidden{1}, make(chan int), []any{1}, map[int]string{}} {
		if _, err := Pack([]Finding{{Args: map[string]any{"X": v}}}); err == nil {
			t.Errorf("an argument of type %T is packed", v)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	packed, err := Pack(full())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Add("")
	f.Add("\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, packed string) {
		fs, ok := Unpack(packed)
		if !ok {
			return
		}
		again, err := Pack(fs)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := Unpack(again); !ok || len(got) != len(fs) {
			t.Errorf("read, written and read: %v, %d of %d", ok, len(got), len(fs))
		}
	})
}
