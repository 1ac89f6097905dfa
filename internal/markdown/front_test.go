package markdown

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

func TestMeta(t *testing.T) {
	d := parse("\ufeff---\ntitle: \"Ա: բ\" # c\nsource: hy\ntags: [a, 'բ, գ']\nlong: >\n  one\n  two\nlist:\n  - x\n  - y # c\nmap:\n  a: b\ndate: 2022-08-26\nversion: 1.10\ndraft: true\nog:title: z\nempty:\nescaped: \"a\\tb\"\n\"quoted\": 'k'\n---\nx\n")
	for key, want := range map[string]string{"title": "Ա: բ", "source": "hy", "long": "one two", "date": "2022-08-26",
		"version": "1.10", "draft": "true", "og:title": "z", "escaped": "a\tb", "quoted": "k"} {
		if got, at, ok := d.Meta(key); !ok || got != want || at.Len() == 0 {
			t.Errorf("Meta(%s) = %q, %v, want %q", key, got, ok, want)
		}
	}
	for _, key := range []string{"map", "empty", "list", "absent"} {
		if got, _, ok := d.Meta(key); ok {
			t.Errorf("Meta(%s) = %q", key, got)
		}
	}
	for key, want := range map[string]string{"tags": "a+բ, գ", "list": "x+y", "source": "hy", "map": "", "absent": ""} {
		if got := strings.Join(d.MetaList(key), "+"); got != want {
			t.Errorf("MetaList(%s) = %q, want %q", key, got, want)
		}
	}
	if len(d.Problems) > 0 {
		t.Error(d.Problems)
	}
}

func TestMetaTOML(t *testing.T) {
	d := parse("+++\r\n# comment\r\ntitle = \"Ա = \\\"բ\\\" # no comment\" # c\r\n'date' = 2022-08-26\r\nn = 1_000\r\ntags = [ \"a\", # one\r\n  'բ]' ]\r\nraw = '''\r\nx\r\n'''\r\ndraft = false\r\nauthor = { name = \"x\" }\r\na.b = 1\r\nlast = 'y'\r\n[params]\r\nsource = \"no\"\r\n+++\r\nx\r\n")
	for key, want := range map[string]string{"title": "Ա = \"բ\" # no comment", "date": "2022-08-26", "n": "1_000", "raw": "x\r\n", "draft": "false", "last": "y"} {
		if got, _, ok := d.Meta(key); !ok || got != want {
			t.Errorf("Meta(%s) = %q, %v, want %q", key, got, ok, want)
		}
	}
	for _, key := range []string{"author", "a", "a.b", "source", "params"} {
		if got, _, ok := d.Meta(key); ok {
			t.Errorf("Meta(%s) = %q", key, got)
		}
	}
	if got := strings.Join(d.MetaList("tags"), "+"); got != "a+բ]" {
		t.Errorf("tags = %q", got)
	}
	if len(d.Problems) > 0 {
		t.Error(d.Problems)
	}
}

// TestFrontMatterBounds holds where front matter begins and ends, and that what
// can't be read is reported and left alone.
func TestFrontMatterBounds(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"closed", "---\ntitle: Ա\n---\nx\n", "field(title) \"Ա\"; paragraph \"x\""},
		{"closed by dots", "---\ntitle: Ա\n...\nx\n", "field(title) \"Ա\"; paragraph \"x\""},
		{"spaces behind the marks", "--- \ntitle: Ա\n---\t\nx\n", "field(title) \"Ա\"; paragraph \"x\""},
		{"empty", "---\n---\nx\n", "paragraph \"x\""},
		{"not at the start", "\n---\ntitle: Ա\n---\n", "heading \"title: Ա\""},
		{"thematic breaks", "---\n\nԱ\n\n---\n", "paragraph \"Ա\""},
		{"setext headings", "---\nFoo\n---\nBar\n---\n", "heading \"Foo\"; heading \"Bar\""},
		{"a thematic break alone", "---\n\nx: y\n", "paragraph \"x: y\""},
		{"unclosed", "---\ntitle: Ա\ntags:\n- a\n\nx\n", "paragraph \"x\"; a.md:1:1: error.front-matter-unclosed Mark=---"},
		{"unclosed TOML", "+++\ntitle = 'Ա'\n\nx\n", "paragraph \"x\"; a.md:1:1: error.front-matter-unclosed Mark=+++"},
		{"a colon too many", "---\nsource: hy\ntitle: Ա: բ\n---\nx\n", "paragraph \"x\"; a.md:3:1: error.front-matter Detail=mapping value is not allowed in this context"},
		{"twice the same key", "---\ntitle: Ա\ntitle: բ\n---\nx\n", "paragraph \"x\"; a.md:3:1: error.front-matter Detail=\"title\" stands twice"},
		{"broken TOML", "+++\na = 1\ntitle = Ա\n+++\nx\n", "paragraph \"x\"; a.md:3:9: error.front-matter Detail=expected value but found \"Ա\" instead"},
		{"a title that is no text", "---\ntitle: [a]\nsummary: true\n---\nx\n", "paragraph \"x\""},
		{"a title that is a year", "---\ntitle: 1984\nsummary: ''\n---\nx\n", "field(title) \"1984\"; paragraph \"x\""},
		{"flow mapping", "---\n{title: Ա}\n---\nx\n", "paragraph \"x\""},
		{"alias", "---\na: &t Ա\ntitle: *t\n---\nx\n", "field(title) \"Ա\"; paragraph \"x\""},
		{"aliases without end", "---\na: &a [x, x]\nb: &b [" + strings.Repeat("*a,", 30) + "]\n---\nx\n", "paragraph \"x\"; a.md:2:1: error.front-matter Detail=" + errTooMuch.Error()},
		{"too long", "---\na: " + strings.Repeat("x", maxFront) + "\n---\nx\n", "paragraph \"x\"; a.md:2:1: error.front-matter Detail=" + errTooMuch.Error()},
		{"brackets without end", "---\na: " + strings.Repeat("[", maxDepth+1) + "\n---\nx\n", "paragraph \"x\"; a.md:2:1: error.front-matter Detail=" + errTooMuch.Error()},
	} {
		d := parse(tt.in)
		check(t, d)
		var got []string
		for i := range d.Blocks {
			b := &d.Blocks[i]
			s := b.Kind.String()
			if b.Kind == Field {
				s += "(" + b.Key + ")"
			}
			got = append(got, fmt.Sprintf("%s %q", s, d.Text(i)))
		}
		for _, p := range d.Problems {
			got = append(got, p.Error())
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, s, tt.want)
		}
	}
}

// yamlFronts are seeds of the two tests below.
var yamlFronts = []string{
	"title: x", "title: Ա # c", "title: \"Ա\" # c", "title: 'ա''բ'", "title: \"a\\nb\"", "title: >-\n  ա\n  բ", "title: |\n  ա\n\n  բ\n\n",
	"a: [1, 'b', \"c\"]", "a:\n- b\n- 'c'", "a:\n  - b\n  - c # d\nd: e", "a: b\n  c", "a: {b: c}", "a: 1\nb: 2022-08-26\nc: 12:30", "a: null\nb: ~\nc:",
	"a: &x b\nc: *x", "a: !!str 1", "a: b:c", "a: b#c", "a: x'y\"z", "a: 'b' c", "a: \"b\" # \"c\"", "? a\n: b", "a:\tb", "a:  b  ", "a: b\r\nc: d\r", "a: yes\nb: No",
	"a: b,c\nd: [e f, g:h]", "a: -1\nb: .5\nc: +1\nd: 0x1F", "a: http://x.am/?a=b#c", "a-b: c\n_d: e\nԱ: բ", "a: «b»: c", "a: b\n# c\nd: e", "#", "a: %b", "a: @b",
}

// libraryRefuses finds what YAML allows and the library does not: some comments
// behind a block scalar, empty lines with tabs.
var libraryRefuses = regexp.MustCompile(`(?m)^#|^ *\t\s*$`)

// agree compares what the quick reader made of YAML with what the library makes
// of all of it.
func agree(t *testing.T, front string) {
	t.Helper()
	data := []byte(front)
	values, e := readYAML(data, 0, len(data))
	tree, err := unmarshalYAML(data)
	if errors.Is(err, errTooMuch) || e != nil && strings.HasSuffix(e.detail, keyTwice) {
		return // our own limits
	}
	if err != nil && libraryRefuses.MatchString(front) {
		return
	}
	if (e == nil) != (err == nil) {
		t.Fatalf("%q: quick reader says %v, library says %v", front, e, err)
	}
	if e != nil {
		return
	}
	if len(values) != len(tree) {
		t.Fatalf("%q: %d values, the library has %d", front, len(values), len(tree))
	}
	for _, v := range values {
		var key any
		if err := yaml.Unmarshal([]byte(v.key), &key); err != nil || key != v.key {
			continue // the library writes a key that is a number in its own way
		}
		switch want := tree[v.key].(type) {
		case string:
			if !v.scalar() || strings.TrimRight(v.text, "\n") != strings.TrimRight(want, "\n") {
				t.Fatalf("%q: %s is %q (style %d), the library says %q", front, v.key, v.text, v.style, want)
			}
		case []any:
			if v.style != list || v.list != nil && !reflect.DeepEqual(texts(v.list), texts(scalars(want))) {
				t.Fatalf("%q: %s is %q, the library says %q", front, v.key, v.list, want)
			}
		case nil, map[string]any:
			if v.style != other {
				t.Fatalf("%q: %s is %q (style %d), the library says %v", front, v.key, v.text, v.style, want)
			}
		default:
			var again map[string]any // as written, it must still be that number or date
			if err := yaml.Unmarshal([]byte("x: "+v.text), &again); err != nil || !v.scalar() || fmt.Sprint(again["x"]) != fmt.Sprint(want) {
				t.Fatalf("%q: %s is %q, the library says %v", front, v.key, v.text, want)
			}
		}
	}
}

// texts makes lists comparable whose numbers one side keeps as written.
func texts(list []string) []string {
	out := []string{}
	for _, s := range list {
		var v any
		if yaml.Unmarshal([]byte(s), &v) == nil {
			s = fmt.Sprint(v)
		}
		out = append(out, s)
	}
	return out
}

func TestQuickYAMLAgreesWithLibrary(t *testing.T) {
	for _, front := range yamlFronts {
		agree(t, front)
	}
}

func FuzzYAML(f *testing.F) {
	for _, front := range yamlFronts {
		f.Add(front)
	}
	f.Fuzz(func(t *testing.T, front string) {
		// The library mends what is not UTF-8, and takes the line behind an
		// unknown tag for the tag's value.
		if utf8.ValidString(front) && !strings.Contains(front, "!") {
			agree(t, front)
		}
	})
}
