package catalog

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/BurntSushi/toml"
	"zuyg/internal/source"
)

// seeds are files with all that is hard: Armenian, line ends of both kinds, a
// byte order mark, NUL, bytes that are no UTF-8, escapes, every way to write a
// message.
var seeds = map[string][]string{
	"toml": {
		"", "\xef\xbb\xbf# մեկնաբանություն\r\n[nav.home] # գլխավոր\r\nother = \"Գլխավոր\" # վերջ\r\none = 'մեկ'\r\n\r\n[\"site.x\"]\r\nother = \"\"\"\r\nա\r\nբ\"\"\"\r\n",
		"a = \"x\"\n\"b.c\" = 'y'\nd.e.one = \"1\"\nd.e.other = \"2\"\nf = { one = \"{{.Count}} x\", other = '''\nq'''}\n",
		"# c\n[a]\nhash = \"sha1-x\"\ndescription = \"d\" # tail\nother = \"t\\u0561\\n\\\"\"\n\n# about b\n[b]\nother=\"\"\"x \\\n   y\"\"\"\"\n",
		"[[l]]\nid = \"x\"\ntranslation = \"y\"\n[[l]]\nid = \"z\"\n[l.translation]\none=\"a\"\nother=\"b\"\n",
		"a = 1\nb = 2026-01-01T00:00:00Z\nc = [1, [\"x]\", '#'], {d = \"e\"}]\n", "a = \"\x00\"", "a = \"\xff\"", "a=\"1\"\na=\"2\"", "[a]\nother=\"x\"\nsource=\"y\"\n",
		"[nav]\n  home = \"h\"\n  # about\n  [nav.sub]\n  x = \"y\"\n\n[nav.other]\nother = \"z\"", "'' = 'x'\n", "a.\"b\".'c' = \"x\"\n", "x = '''a''''\ny = \"\"\"b\"\"\"\"\"\n",
	},
	"json": {
		"", "{}", "{\r\n  \"a\": \"Բարև \\u0561\",\r\n  \"nav\": {\"home\": {\"one\": \"1\", \"other\": \"2\"}, \"x\": \"\"}\r\n}\r\n", "{\"a\":\"b\",\"a\":\"c\"}", "\xef\xbb\xbf{}",
		"[{\"id\": \"x\", \"translation\": {\"one\": \"a\", \"other\": \"b\"}}]", "{\"a\": null, \"b\": {\"other\": \"<b>x</b>\"}, \"c\": {}}", "{\"a\": 1, \"b\": [true]}", "{\"a\": \"\xff\"}",
		"{\"a\": {\"other\": \"x\", \"y\": {}}}", "{\n\t\"a\": {\n\t\t\"other\": \"x\"\n\t}\n}", "null", "\"x\"", "{\"\\ud800\":\"x\"}",
	},
	"yaml": {
		"", "# մեկ\nա: Բարև  # վերջ\nb:\n  other: \"x \\u0561\"\n  one: 'it''s'\n", "a: b\r\nc:\r\n  other: |\r\n    x\r\n    y\r\n  one: z\r\n", "\xef\xbb\xbfa: b\n",
		"lit: |\n  one\n  two\n\nfold: >-\n  a\n  b\nplain: multi\n  line text\n", "flow: {one: x, other: \"y\"}\n\"a.b\": z\n", "- id: x\n  translation: y\n- id: z\n  translation:\n    one: a\n    other: b\n",
		"a: &k v\nb: *k\n", "a: 5\n", "? a\n: b\n", "a: b\n---\nc: d\n", "a: b\na: c\n", "nav:\n  home: x\n\n  # about\n  sub:\n    y: z\nq: \"\"\n", "empty:\nx: ~\n", "a: \"x\n  y\"\n",
	},
}

func fuzz(f *testing.F, format string) {
	for _, s := range seeds[format] {
		f.Add([]byte(s), uint8(1), "Բարև, «աշխարհ»\n")
		f.Add([]byte(s), uint8(0), "it's \"x\" #: '''")
	}
	f.Fuzz(func(t *testing.T, data []byte, pick uint8, text string) {
		file := Parse(source.New("site.en."+format, data))
		for _, p := range file.Problems {
			if p.ID == "error.catalog-differs" || p.ID == "error.catalog-place" && format != "yaml" || p.ID == "error.catalog-library" {
				t.Fatalf("%q: %+v", data, p)
			}
		}
		if file.Err() != nil {
			return
		}
		if format == "toml" {
			var raw map[string]any
			if err := toml.Unmarshal(data, &raw); err != nil {
				t.Fatalf("%q: read though the library says %v", data, err)
			}
		}
		same, err := file.Edit()
		if err != nil || !bytes.Equal(same.Source.Data, data) {
			t.Fatalf("%q: an edit of nothing gives %v, %v", data, same, err)
		}
		if len(file.Messages) == 0 {
			return
		}
		m := &file.Messages[int(pick)%len(file.Messages)]
		editOne(t, file, m, text)
		roundTrips(t, file, m, text)
	})
}

// editOne sets a text: its bytes and no others differ.
func editOne(t *testing.T, file *File, m *Message, text string) {
	x := m.Field("other")
	if x == nil {
		return
	}
	after, err := file.Edit(Change{Key: m.Key, Set: []Field{{Name: "other", Text: text}}})
	if err != nil {
		return // refused, nothing lost
	}
	data, now := file.Source.Data, after.Source.Data
	if !bytes.HasPrefix(now, data[:x.At.Start]) || !bytes.HasSuffix(now, data[x.At.End:]) {
		t.Fatalf("%q → %q: bytes outside %v differ", data, now, x.At)
	}
	if got := after.Message(m.Key).Text("other"); got != text {
		t.Fatalf("%q → %q: says %q, want %q", data, now, got, text)
	}
	again, err := after.Edit(Change{Key: m.Key, Set: []Field{{Name: "other", Text: text}}})
	if err != nil || !bytes.Equal(again.Source.Data, now) {
		t.Fatalf("%q: the same edit twice gives %q", now, again.Source.Data)
	}
}

// roundTrips adds, renames and removes a message: all others say what they
// said.
func roundTrips(t *testing.T, file *File, m *Message, text string) {
	const fresh = "zz.նոր"
	if file.Message(fresh) != nil {
		return
	}
	before := file.state()
	after, err := file.Edit(Change{Key: fresh, Set: []Field{{Name: "one", Text: "մեկ"}, {Name: "other", Text: text}}, After: m.Key})
	if err == nil {
		after, err = after.Edit(Change{Key: fresh, Remove: true})
		if err == nil && !maps.EqualFunc(after.state(), before, slices.Equal) {
			t.Fatalf("%q: add and remove give %q", file.Source.Data, after.Source.Data)
		}
	}
	after, err = file.Edit(Change{Key: m.Key, Rename: fresh})
	if err == nil && after.Message(fresh) == nil {
		t.Fatalf("%q: rename gives %q", file.Source.Data, after.Source.Data)
	}
}

func FuzzTOML(f *testing.F) { fuzz(f, "toml") }
func FuzzJSON(f *testing.F) { fuzz(f, "json") }
func FuzzYAML(f *testing.F) { fuzz(f, "yaml") }
