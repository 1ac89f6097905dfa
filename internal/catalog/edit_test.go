package catalog

import (
	"fmt"
	"strings"
	"testing"

	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

// TestPlaces reads files and writes down every key and value with its place,
// and what is wrong.
func TestPlaces(t *testing.T) {
	testkit.Golden(t, "testdata/places", func(t *testing.T, in map[string]string) map[string]string {
		out := map[string]string{}
		for name, text := range in {
			out[name+".txt"] = dump(Parse(source.New(name, []byte(text))))
		}
		return out
	})
}

// TestEdits carries out the lines of "edits" on the other file: "set KEY FORM
// TEXT", "add KEY AFTER FORM TEXT", "rm KEY", "mv OLD NEW", each on what the
// one before left.
func TestEdits(t *testing.T) {
	testkit.Golden(t, "testdata/edits", func(t *testing.T, in map[string]string) map[string]string {
		var f *File
		for name, text := range in {
			if name != "edits" {
				f = Parse(source.New(name, []byte(text)))
			}
		}
		var log strings.Builder
		for line := range strings.Lines(in["edits"]) {
			w := strings.SplitN(strings.TrimSpace(line), " ", 4)
			unquote := strings.NewReplacer(`\n`, "\n")
			var c Change
			switch w[0] {
			case "set":
				c = Change{Key: w[1], Set: []Field{{Name: w[2], Text: unquote.Replace(w[3])}}}
			case "add":
				form, text, _ := strings.Cut(w[3], " ")
				c = Change{Key: w[1], After: w[2], Set: []Field{{Name: form, Text: unquote.Replace(text)}}}
				if form == "both" {
					c.Set = []Field{{Name: "one", Text: text}, {Name: "other", Text: text}}
				}
			case "rm":
				c = Change{Key: w[1], Remove: true}
			case "mv":
				c = Change{Key: w[1], Rename: w[2]}
			}
			after, err := f.Edit(c)
			if err != nil {
				log.WriteString(strings.TrimSpace(line) + ": " + err.Error() + "\n")
				continue
			}
			f = after
		}
		out := map[string]string{f.Source.Path: string(f.Source.Data)}
		if log.Len() > 0 {
			out["refused"] = log.String()
		}
		return out
	})
}

// TestCRLF: what is added to a file has its line ends, and a text in quotes
// gets none of them.
func TestCRLF(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"hy.toml": {"[a]\r\nother = \"\"\"\r\nմեկ\r\nերկու\"\"\"\r\n", "[a]\r\nother = \"երեք\\nչորս\"\r\none = \"մեկ\"\r\n"},
		"hy.yaml": {"a:\r\n  other: |-\r\n    մեկ\r\n    երկու\r\n", "a:\r\n  other: |-\r\n    երեք\r\n    չորս\r\n  one: մեկ\r\n"},
		"hy.json": {"{\r\n  \"a\": {\r\n    \"other\": \"մեկ\"\r\n  }\r\n}\r\n", "{\r\n  \"a\": {\r\n    \"other\": \"երեք\\nչորս\",\r\n    \"one\": \"մեկ\"\r\n  }\r\n}\r\n"},
	} {
		f := Parse(source.New(name, []byte(tt.text)))
		after, err := f.Edit(Change{Key: "a", Set: []Field{{Name: "other", Text: "երեք\nչորս"}, {Name: "one", Text: "մեկ"}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(after.Source.Data); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, tt.want)
		}
	}
}

func TestFormatted(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"hy.toml", "\n\n# a  \n[a] \nother = \"x\"\t\n\n\n\n[b]\nother = \"\"\"\nմեկ  \n\n\nերկու\"\"\"\n\n", "# a\n[a]\nother = \"x\"\n\n[b]\nother = \"\"\"\nմեկ  \n\n\nերկու\"\"\"\n"},
		{"hy.toml", "a = \"x\"\r\nb = \"y\"\nc = \"z\"", "a = \"x\"\r\nb = \"y\"\r\nc = \"z\"\r\n"},
		{"hy.toml", "\xef\xbb\xbfa = \"x\" ", "\xef\xbb\xbfa = \"x\"\n"},
		{"hy.toml", "a = \"x", "a = \"x"},                                   // not readable: left alone
		{"hy.yaml", "a: |+\n  x\n\n\nb: y\n\n", "a: |+\n  x\n\n\nb: y\n\n"}, // the empty lines are part of a text
		{"hy.json", "{\n  \"a\": \"x\"  \n\n\n}", "{\n  \"a\": \"x\"\n\n}\n"},
	} {
		f := Parse(source.New(tt.name, []byte(tt.text)))
		if got := string(f.Formatted()); got != tt.want {
			t.Errorf("%q:\n got %q\nwant %q", tt.text, got, tt.want)
		}
		if again := string(Parse(source.New(tt.name, []byte(tt.want))).Formatted()); again != tt.want {
			t.Errorf("%q: formatted twice gives %q", tt.want, again)
		}
	}
}

// TestHash is held to sha1sum's answer for what goi18n writes.
func TestHash(t *testing.T) {
	f := Parse(source.New("en.toml", []byte("[a]\ndescription = \"The number of unread emails I have\"\none = \"x\"\nother = \"I have {{.PluralCount}} unread emails.\"\n")))
	if got, want := f.Message("a").Hash(), "sha1-6a65d17f53981a3657db1897630e9cb069053ea8"; got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
}

func TestPluralsOf(t *testing.T) {
	for lang, want := range map[string]string{"hy": "one other", "en": "one other", "ru": "one few many other", "es": "one many other", "zh": "other", "ar": "zero one two few many other", "hyw": "other"} {
		if got := strings.Join(PluralsOf(lang).Forms, " "); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
	if got := PluralsOf("hy").Numbers["one"]; len(got) != 2 || got[0] != 0 || got[1] != 1 {
		t.Errorf("hy one: %v", got)
	}
}

func TestPlaceholders(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"no template", ""},
		{"{{.Count}} of {{ .Total }}, {{.Count}}", ".Count .Total"},
		{"{{upper .Name}} {{.User.Name}} {{$.Site}}", ".Name .Site .User.Name"},
		{"{{if .A}}{{.B}}{{else}}{{with .C}}{{.}}{{end}}{{end}} {{printf \"%d\" (len .D)}}", ". .A .B .C .D"},
		{"{.Name}", ""},
	} {
		got, err := Placeholders(tt.text, "{{", "}}")
		if err != nil || strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, %v, want %s", tt.text, got, err, tt.want)
		}
	}
	if got, err := Placeholders("<<.Անուն>>", "<<", ">>"); err != nil || len(got) != 1 {
		t.Errorf("own delimiters: %v, %v", got, err)
	}
	if _, err := Placeholders("{{.Name", "{{", "}}"); err == nil {
		t.Error("a broken template is none")
	}
}

func TestWithin(t *testing.T) {
	for _, tt := range []struct {
		name, file, key, want string
		place, is             string
	}{
		{"hy.toml", "a = \"ա բ\"", "a", "բ", "1:8-1:9", "same"},
		{"hy.toml", "a = \"\\u0561\\n\\\"բ: \\\"\"", "a", ": ", "1:17-1:19", "same"},
		{"hy.toml", "a = \"x\\u0561y\"", "a", "ա", "1:7-1:13", "other"},
		{"hy.toml", "a = \"\"\"\nմեկ\nերկու\"\"\"", "a", "երկու", "3:1-3:6", "same"},
		{"hy.json", "{\"a\": \"\\ud83d\\ude00 բ\"}", "a", "բ", "1:21-1:22", "same"},
		{"hy.yaml", "a: 'it''s բ'", "a", "բ", "1:11-1:12", "same"},
		{"hy.yaml", "a: one\n  two", "a", "two", "1:4-2:6", "other"}, // folded: the whole value
	} {
		f := Parse(source.New(tt.name, []byte(tt.file)))
		x := f.Message(tt.key).Field("other")
		i := strings.Index(x.Text, tt.want)
		at, same := f.Within(x, i, i+len(tt.want))
		from, to := f.Source.Position(at.Start), f.Source.Position(at.End)
		if got := fmt.Sprintf("%d:%d-%d:%d", from.Line, from.Column, to.Line, to.Column); got != tt.place || same != (tt.is == "same") {
			t.Errorf("%s: %q is at %s (%v), want %s (%s)", tt.file, tt.want, got, same, tt.place, tt.is)
		}
	}
}
