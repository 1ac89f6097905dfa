package exchange

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"zuyg/internal/catalog"
	"zuyg/internal/source"
)

func fields(pairs ...string) []catalog.Field {
	var out []catalog.Field
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, catalog.Field{Name: pairs[i], Text: pairs[i+1]})
	}
	return out
}

// handOff is a file with all that is hard to hand out.
func handOff() *File {
	return &File{Langs: [2]string{"en", "hy"}, Plurals: catalog.PluralsOf("hy"), Who: "Անի", Date: "2026-11-25", Units: []Unit{
		{Key: "nav.home", Description: "Link to the first page.\nNot a button.", State: "translated", Source: fields("other", "Home"), Target: fields("other", "Գլխավոր էջ"),
			SourceHash: "11111111", TargetHash: "22222222", Uses: []string{"main.go:12"}},
		{Key: "comment.count", State: "stale", Source: fields("one", "{{.Count}} remark", "other", "{{.Count}} remarks"), Previous: fields("one", "{{.Count}} comment", "other", "{{.Count}} comments"),
			Target: fields("one", "{{.Count}} մեկնաբանություն", "other", "{{.Count}} մեկնաբանություն"), SourceHash: "33333333", TargetHash: "44444444", Fuzzy: true},
		{Key: "lines", State: "missing", Source: fields("other", "One \"line\"\\,\n\ttwo,\nthree\n"), SourceHash: "55555555", TargetHash: "66666666"},
		{Key: "formula", State: "proposed", Source: fields("other", "=1+1"), Target: fields("other", "@SUM(A1)"), SourceHash: "77777777"},
		{Key: "quote", State: "proposed", Source: fields("other", "'tis"), Target: fields("other", "'=x"), SourceHash: "88888888"},
		{Key: "percent", State: "proposed", Source: fields("other", "100 % of {{.Name}}, 5%d"), Target: fields("other", "{{.Name}}-ի 100 %-ը, 5%"), SourceHash: "99999999"},
	}}
}

// TestCSV: what comes back is what was handed out, and no cell is a formula.
func TestCSV(t *testing.T) {
	data := WriteCSV(handOff())
	for line := range strings.Lines(string(data)) {
		for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			if strings.ContainsAny(strings.TrimPrefix(cell, "\"")[:min(1, len(strings.TrimPrefix(cell, "\"")))], "=+@") {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	back, err := ReadCSV("hy.csv", data)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range handOff().Units {
		got := back.Units[i]
		if got.Key != want.Key || got.SourceHash != want.SourceHash || got.TargetHash != want.TargetHash || got.State != want.State || got.Description != want.Description {
			t.Errorf("%+v came back as %+v", want, got)
		}
		for _, f := range want.Target {
			if form(got.Target, f.Name) != f.Text {
				t.Errorf("%s: %q came back as %q", want.Key, f.Text, form(got.Target, f.Name))
			}
		}
	}
}

// TestCSVFromSpreadsheets reads what other programs save.
func TestCSVFromSpreadsheets(t *testing.T) {
	for name, text := range map[string]string{
		"semicolons, line ends of Windows": "key;form;target;source_hash\r\nնավ;other;\"ա;\r\nբ\";1\r\n",
		"tabs and another order":           "\xef\xbb\xbfsource_hash\ttarget\tForm \tKEY\n1\t\"ա;\nբ\"\tother\tնավ\n",
	} {
		f, err := ReadCSV("x.csv", []byte(text))
		if err != nil || len(f.Units) != 1 || f.Units[0].Key != "նավ" || form(f.Units[0].Target, "other") != "ա;\nբ" || f.Units[0].SourceHash != "1" || f.Units[0].Line != 2 {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
	for text, want := range map[string]string{
		"key,form,source_hash\n":                       "x.csv:1:1: error.exchange-column Column=target",
		"key,form,target,source_hash\na,many s,x,1\n":  "x.csv:2:1: error.exchange-form Form=many s",
		"key,form,target,source_hash\na,\"other,x,1\n": "x.csv:2:4: error.exchange-csv Detail=extraneous or missing \" in quoted-field",
		"": "x.csv:1:1: error.exchange-column Column=key",
	} {
		_, err := ReadCSV("x.csv", []byte(text))
		var at *source.Error
		if !errors.As(err, &at) || at.Error() != want && at.ID != "error.exchange-csv" {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestPO: what comes back is what was handed out.
func TestPO(t *testing.T) {
	data, err := WritePO(handOff())
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadPO("hy.po", data, catalog.PluralsOf("hy"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range handOff().Units {
		got := back.Units[i]
		if got.Key != want.Key || got.SourceHash != want.SourceHash || got.TargetHash != want.TargetHash || got.State != want.State || got.Fuzzy != want.Fuzzy || !reflect.DeepEqual(got.Source, want.Source) {
			t.Errorf("%+v came back as %+v", want, got)
		}
		for _, f := range want.Target {
			if form(got.Target, f.Name) != f.Text {
				t.Errorf("%s: %q came back as %q", want.Key, f.Text, form(got.Target, f.Name))
			}
		}
	}
	if _, err := WritePO(&File{Langs: [2]string{"en", "ru"}, Plurals: catalog.PluralsOf("ru")}); !errors.Is(err, ErrPlural) {
		t.Errorf("Russian in PO: %v", err)
	}
}

// TestMsgfmt has gettext's own program judge what is written.
func TestMsgfmt(t *testing.T) {
	msgfmt, err := exec.LookPath("msgfmt")
	if err != nil {
		t.Skip("gettext is not installed")
	}
	data, err := WritePO(handOff())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "hy.po")
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(msgfmt, "--check", "--check-accelerators", "-o", os.DevNull, file).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s\n%s", err, out, data)
	}
}

func TestBrokenPO(t *testing.T) {
	for _, text := range []string{"msgid \"a", "msgid \"a\"b\"\n", "\"lost\"\n", "msgctxt \"a\"\nմսգիդ \"b\"\n", "msgid \"a\\\"\n"} {
		_, err := ReadPO("x.po", []byte(text), catalog.PluralsOf("hy"))
		var at *source.Error
		if !errors.As(err, &at) || at.Pos.Line < 1 {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzRead: foreign files never panic; what is read can be written and says the
// same again.
func FuzzRead(f *testing.F) {
	csv := WriteCSV(handOff())
	po, err := WritePO(handOff())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(csv, true)
	f.Add(po, false)
	f.Add([]byte("\xef\xbb\xbfkey;form;target;source_hash\r\nա;one;'=;\x00\r\n"), true)
	f.Add([]byte("#~ msgid \"x\"\nmsgctxt \"\xff\"\r\nmsgid \"\"\n\"ա\\n\"\nmsgstr[0] \"\"\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, csv bool) {
		hy := catalog.PluralsOf("hy")
		if csv {
			if file, err := ReadCSV("x.csv", data); err == nil {
				file.Langs, file.Plurals = [2]string{"en", "hy"}, hy
				if _, err := ReadCSV("y.csv", WriteCSV(file)); err != nil {
					t.Fatal(err)
				}
			}
			return
		}
		file, err := ReadPO("x.po", data, hy)
		if err != nil {
			return
		}
		file.Langs = [2]string{"en", "hy"}
		again, err := WritePO(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadPO("y.po", again, hy); err != nil {
			t.Fatalf("%q: %v", again, err)
		}
	})
}
