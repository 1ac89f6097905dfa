package term

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	rows := [][]string{
		{"✓ translated", "", "7", "", "Հացը"},
		{"! stale", "", "13+15", "", "Bread"},
	}
	var b strings.Builder
	if err := Table(&b, rows, "  ", 2); err != nil {
		t.Fatal(err)
	}
	want := "✓ translated      7  Հացը\n! stale       13+15  Bread\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
