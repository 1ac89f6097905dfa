package desk_test

import (
	"errors"
	"testing"

	"zuyg/internal/desk"
	"zuyg/internal/disk"
	"zuyg/internal/finding"
	"zuyg/internal/project"
	"zuyg/internal/source"
)

// TestFixIsGuarded: edits decided on one text are refused on another, all of
// them, and one that two findings call for is made once.
func TestFixIsGuarded(t *testing.T) {
	s := newSite(t)
	p, err := project.Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	d := desk.New(p, desk.Env{})
	s.write("a.md", "մեկ երկու")
	s.write("b.md", "one two")
	a := finding.Edit{Path: "a.md", Span: source.Span{Start: 0, End: 6}, Was: "մեկ", Text: "1"}
	b := finding.Edit{Path: "b.md", Span: source.Span{Start: 4, End: 7}, Was: "six", Text: "2"}
	beyond := finding.Edit{Path: "b.md", Span: source.Span{Start: 4, End: 70}, Was: "two", Text: "2"}
	for _, bad := range []finding.Edit{b, beyond} {
		if err := d.Fix([]finding.Edit{a, bad}); !errors.Is(err, disk.ErrChanged) {
			t.Errorf("%+v: %v", bad, err)
		}
		if s.read("a.md") != "մեկ երկու" || s.read("b.md") != "one two" {
			t.Fatal("something was written")
		}
	}
	b.Was = "two"
	silent := finding.Finding{Fix: []finding.Edit{{Path: "b.md", Span: source.Span{Start: 0, End: 3}, Was: "one", Text: "1"}}, Ignored: &finding.Ignore{}}
	edits := desk.Fixes([]finding.Finding{{Fix: []finding.Edit{b}}, {Fix: []finding.Edit{a, b}}, silent})
	if len(edits) != 2 {
		t.Fatalf("%+v", edits)
	}
	if err := d.Fix(edits); err != nil || s.read("a.md") != "1 երկու" || s.read("b.md") != "one 2" {
		t.Errorf("%v: %q %q", err, s.read("a.md"), s.read("b.md"))
	}
}

// TestShares: every article is in one share, whatever other articles there are.
func TestShares(t *testing.T) {
	for n := 1; n <= 9; n++ {
		sizes := make([]int, n)
		for i := range 900 {
			slug := string(rune('Ա'+i%38)) + "-" + string(rune('a'+i%26)) + string(rune('0'+i%10)) + string(rune('A'+i/38))
			held := 0
			for k := 1; k <= n; k++ {
				if (desk.Share{K: k, N: n}).Holds(slug) {
					held++
					sizes[k-1]++
				}
			}
			if held != 1 {
				t.Fatalf("%s is in %d of %d shares", slug, held, n)
			}
		}
		for _, size := range sizes {
			if size < 900/n/2 || size > 900/n*3/2+1 {
				t.Errorf("%d shares of 900: %v", n, sizes)
			}
		}
	}
	if !(desk.Share{}).Holds("") || !(desk.Share{K: 1, N: 2}).Holds("") || (desk.Share{K: 2, N: 2}).Holds("") {
		t.Error("the UI strings are in the first share, once")
	}
}
