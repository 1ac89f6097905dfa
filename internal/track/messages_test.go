package track

import (
	"reflect"
	"testing"

	"zuyg/internal/catalog"
	"zuyg/internal/source"
)

// TestTexts: what the record keeps of a message can be told apart into its
// forms again, whatever the texts look like.
func TestTexts(t *testing.T) {
	for _, tt := range []struct {
		file string
		want []string
	}{
		{"a = \"Գլխավոր\"", []string{"Գլխավոր"}},
		{"a = \"one: մեկ\"", []string{"other: one: մեկ"}}, // looks like a form
		{"a = \"երկու: երեք\"", []string{"երկու: երեք"}},
		{"[a]\none = \"մեկ\"", []string{"one: մեկ"}},
		{"[a]\nother = \"շատ\"\none = \"մեկ\"\ndescription = \"x\"\nhash = \"y\"", []string{"one: մեկ", "other: շատ"}},
		{"[a]\nother = \"շատ\"\none = \"\"", []string{"շատ"}},
		{"a = \"\"", nil},
	} {
		m := catalog.Parse(source.New("hy.toml", []byte(tt.file))).Message("a")
		got := Texts(m)
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.file, got, tt.want)
		}
		forms := FormsOf(got)
		for i, f := range m.Plural() {
			if forms[i].Name != f.Name || forms[i].Text != f.Text {
				t.Errorf("%q: %+v came back as %+v", tt.file, f, forms[i])
			}
		}
	}
}
