package cache

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"zuyg/internal/disk"
)

func example() Index {
	file := func(n int64) File {
		return File{disk.Info{Size: n, Mtime: n << 40, Ctime: n<<40 + 1, Dev: uint64(n), Ino: uint64(n) << 50}, n%2 == 0}
	}
	folder := file(9)
	folder.Kind = os.ModeDir
	return Index{
		Folders: []Folder{{folder, "articles", nil}, {folder, "articles/bread", []string{"bread", "հաց"}}},
		Articles: []Article{
			{"bread", [Files]File{file(1), file(2), {}, file(3)}, Key{1, 2, 3}, "facts"},
			{"հաց", [Files]File{file(4)}, Key{}, ""},
		},
	}
}

func TestIndexRoundTrip(t *testing.T) {
	x := example()
	data := x.Encode()
	got, ok := Decode(data)
	for i := range got.Folders {
		if len(got.Folders[i].Slugs) == 0 {
			got.Folders[i].Slugs = nil
		}
	}
	if !ok || !reflect.DeepEqual(got, x) {
		t.Errorf("Decode(Encode()) = %v\n%+v\nwant\n%+v", ok, got, x)
	}
	for n := range len(data) {
		if _, ok := Decode(data[:n]); ok {
			t.Errorf("%d of %d bytes are read as a whole", n, len(data))
		}
	}
}

func TestStoreRoundTrip(t *testing.T) {
	var s Store
	s.Put(Key{1}, "մեկ")
	s.Put(Key{2}, "")
	got, ok := DecodeStore(s.Encode())
	if !ok || !reflect.DeepEqual(got, s) {
		t.Errorf("DecodeStore(Encode()) = %+v, %v", got, ok)
	}
	if _, ok := got.Get(Key{3}); ok {
		t.Error("there is something that nobody put there")
	}
}

func TestLoadBelievesOnlyItsOwn(t *testing.T) {
	dir := t.TempDir()
	root, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	key, payload := Key{7}, []byte("payload")
	file, err := root.NewCache()
	if err != nil {
		t.Fatal(err)
	}
	if err := Save(file, "x", key, payload); err != nil {
		t.Fatal(err)
	}
	if got := Load(root, "x", key); string(got) != "payload" {
		t.Fatalf("Load = %q", got)
	}
	if got := Load(root, "x", Key{8}); got != nil {
		t.Errorf("under another key there is %q", got)
	}
	name := filepath.Join(dir, ".zuyg", "x")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".zuyg", "copy"), data, 0o666); err != nil {
		t.Fatal(err)
	}
	if got := Load(root, "copy", key); got != nil {
		t.Errorf("of a copy %q is believed", got)
	}
	for i := range headerSize + len(payload) {
		file, err := root.NewCache()
		if err != nil {
			t.Fatal(err)
		}
		// In a file that is what its header says but for one bit.
		bad := append(header(file.Info, key, payload), payload...)
		bad[i] ^= 4
		if err := file.Commit("x", bad); err != nil {
			t.Fatal(err)
		}
		if got := Load(root, "x", key); got != nil {
			t.Errorf("with bit %d flipped %q is believed", i*8+2, got)
		}
	}
	if ignore, err := os.ReadFile(filepath.Join(dir, ".zuyg", ".gitignore")); err != nil || string(ignore) != "*\n" {
		t.Errorf(".gitignore holds %q, %v", ignore, err)
	}
}

func FuzzDecode(f *testing.F) {
	x := example()
	f.Add(x.Encode())
	f.Add([]byte{})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, data []byte) {
		if x, ok := Decode(data); ok {
			again := x.Encode()
			if y, ok := Decode(again); !ok || len(x.Articles) != len(y.Articles) || len(x.Folders) != len(y.Folders) {
				t.Errorf("read, written and read: %v\n%+v\n%+v", ok, x, y)
			}
		}
		DecodeStore(data)
	})
}

func BenchmarkDecode(b *testing.B) {
	x := example()
	one := x.Articles[0]
	for range 10_000 {
		x.Articles = append(x.Articles, one)
	}
	data := x.Encode()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Decode(data); !ok {
			b.Fatal("not read")
		}
	}
}
