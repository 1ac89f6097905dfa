package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"zuyg/internal/check"
	"zuyg/internal/finding"
	"zuyg/internal/markdown"
	"zuyg/internal/match"
	"zuyg/internal/track"
	"zuyg/internal/weight"
	"zuyg/locales"
)

// messages are the texts of one language by id and plural form.
type messages map[string]map[string]string

// readMessages reads all of zuyg's own messages of a language.
func readMessages(t *testing.T, lang string) messages {
	t.Helper()
	names, err := fs.Glob(locales.Files, "zuyg-*."+lang+".toml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	all := messages{}
	for _, name := range names {
		var one messages
		if _, err := toml.DecodeFS(locales.Files, name, &one); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for id, forms := range one {
			if all[id] != nil {
				t.Errorf("%s: %s is there twice", name, id)
			}
			all[id] = forms
		}
	}
	return all
}

// literals are the string literals of all code but tests, with a place of each.
func literals(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					all[text] = fset.Position(lit.Pos()).String()
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// made are the ids that code puts together from parts.
func made() (ids []string) {
	add := func(family string, names ...string) {
		for _, n := range names {
			ids = append(ids, family+"."+n)
		}
	}
	for s := range track.States {
		add("state", s.String())
	}
	for w := weight.None; w <= weight.Fact; w++ {
		add("weight", w.String())
	}
	for s := finding.Info; s <= finding.Error; s++ {
		add("severity", s.String())
	}
	for _, c := range []match.Change{match.Unchanged, match.Edited, match.Inserted, match.Deleted} {
		add("match", c.String())
	}
	for k := markdown.Field; k <= markdown.Definition; k++ {
		add("kind", k.String())
	}
	for _, r := range check.Rules() {
		add("rule", r.ID, r.ID+".title", r.ID+".why", r.ID+".fix")
	}
	add("fact", "number", "date", "name", "link", "image", "quote", "attribution", "footnote", "negation", "code")
	add("lang", "en", "hy", "other")
	for _, f := range globalFlags() {
		add("arg", args(f.value)...)
	}
	for _, c := range commands() {
		add("cmd", c.id())
		add("arg", args(c.args)...)
		for _, f := range c.flags {
			add("flag", c.id()+"."+f.name)
			add("arg", args(f.value)...)
		}
	}
	for _, f := range globalFlags() {
		add("flag", f.name)
	}
	return ids
}

// args are the placeholders of a synopsis.
func args(synopsis string) []string {
	var out []string
	for _, w := range placeholder.FindAllString(synopsis, -1) {
		out = append(out, strings.ToLower(w))
	}
	return out
}

// idLike is what only a message id looks like, once its first word is that of
// one.
var idLike = regexp.MustCompile(`^([a-z]+)(\.[a-z0-9-]+)+$`)

// TestMessagesAreUsedAndThere walks the ids both ways: what code says must be a
// message, and what is a message must be said.
func TestMessagesAreUsedAndThere(t *testing.T) {
	en := readMessages(t, "en")
	families := map[string]bool{}
	for id := range en {
		families[strings.Split(id, ".")[0]] = true
	}
	used := map[string]bool{"cmd": true}
	code := literals(t)
	for text, at := range code {
		m := idLike.FindStringSubmatch(text)
		if m == nil || !families[m[1]] {
			continue
		}
		used[text] = true
		if en[text] == nil {
			t.Errorf("%s: there is no message %s", at, text)
		}
	}
	for _, id := range made() {
		used[id] = true
		if rest, ok := strings.CutPrefix(id, "flag."); ok && en[id] == nil { // "flag.COMMAND.FLAG" or, for many commands, "flag.FLAG"
			id = "flag." + rest[strings.LastIndex(rest, ".")+1:]
			used[id] = true
		}
		if en[id] == nil {
			t.Errorf("code can say %s, and there is no such message", id)
		}
	}
	for id := range en {
		base := strings.TrimSuffix(strings.TrimSuffix(id, ".hint"), ".long")
		family, rest, _ := strings.Cut(id, ".")
		_, dynamic := code[family+"."]
		_, word := code[rest]
		if !used[id] && !(base != id && used[base]) && !(dynamic && word) {
			t.Errorf("no code says %s", id)
		}
	}
}

var field = regexp.MustCompile(`\{\{[^}]*\}\}`)

func fields(forms map[string]string) []string {
	var all []string
	for _, text := range forms {
		all = append(all, field.FindAllString(text, -1)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestMessagesAgree: both languages have the same messages with the same
// fields, and each plural form that is needed.
func TestMessagesAgree(t *testing.T) {
	en, hy := readMessages(t, "en"), readMessages(t, "hy")
	for id := range hy {
		if en[id] == nil {
			t.Errorf("%s is there in Armenian only", id)
		}
	}
	for id, forms := range en {
		other := hy[id]
		if other == nil {
			t.Errorf("%s is not there in Armenian", id)
			continue
		}
		if !slices.Equal(fields(forms), fields(other)) {
			t.Errorf("%s: fields %v in English, %v in Armenian", id, fields(forms), fields(other))
		}
		for lang, forms := range map[string]map[string]string{"en": forms, "hy": other} {
			for form := range forms {
				if form != "one" && form != "other" {
					t.Errorf("%s (%s): %s is no plural form of the language", id, lang, form)
				}
			}
			if strings.TrimSpace(forms["other"]) == "" {
				t.Errorf("%s (%s) has no text", id, lang)
			}
		}
		if (forms["one"] == "") != (other["one"] == "") {
			t.Errorf("%s has the form one in one language only", id)
		}
		// In Armenian "one" is said of 0 and of 1, so it must show which.
		if one := other["one"]; one != "" && !slices.Equal(fields(map[string]string{"": one}), fields(map[string]string{"": other["other"]})) {
			t.Errorf("%s: the Armenian forms show different fields", id)
		}
	}
}

// wrong are slips of the keyboard in written Armenian.
var wrong = []struct {
	name string
	re   *regexp.Regexp
}{
	{"an ASCII colon for a full stop", regexp.MustCompile(`[ա-և»):]:(\s|$)`)},
	{"an ASCII question or exclamation mark", regexp.MustCompile(`[Ա-Ֆա-և][?!]`)},
	{"a question, stress or exclamation mark that is not on a vowel", regexp.MustCompile(`[^աեէըիոօևւԱԵԷԸԻՈՕՒ][՞՛՜]`)},
	{"a mark behind ու instead of within it", regexp.MustCompile(`ու[՞՛՜]`)},
	{"straight or English quotes", regexp.MustCompile("[\"“”„`´][Ա-Ֆա-և]|[Ա-Ֆա-և][\"“”„`´]")},
	{"a space before a mark", regexp.MustCompile(` [,։՝․»]`)},
	{"letters of two scripts in a word", regexp.MustCompile(`[Ա-Ֆա-և][A-Za-zА-я]|[A-Za-zА-я][Ա-Ֆա-և]`)},
	{"ՈՒ for Ու", regexp.MustCompile(`ՈՒ[ա-և]`)},
	{"a space at an end, or two", regexp.MustCompile(`^ | $|  `)},
}

var armenian, letter = regexp.MustCompile(`[Ա-Ֆա-և]`), regexp.MustCompile(`[A-Za-z]{2}`)

// TestArmenianMessagesAreArmenian: every text with words holds Armenian
// letters, written with Armenian marks.
func TestArmenianMessagesAreArmenian(t *testing.T) {
	for id, forms := range readMessages(t, "hy") {
		for form, text := range forms {
			bare := field.ReplaceAllString(text, "0")
			if letter.MatchString(bare) && !armenian.MatchString(bare) {
				t.Errorf("%s.%s is not in Armenian: %s", id, form, text)
			}
			for _, w := range wrong {
				if w.re.MatchString(bare) {
					t.Errorf("%s.%s: %s: %s", id, form, w.name, text)
				}
			}
		}
	}
}
