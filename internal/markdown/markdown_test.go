package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"zuyg/internal/source"
	"zuyg/internal/testkit"
)

var fields = Options{Fields: []string{"title", "summary"}}

func parse(s string) *Doc { return Parse(source.New("a.md", []byte(s)), fields) }

// show prints a document's blocks a line each, so that a golden diff reads
// like a sentence.
func show(d *Doc) string {
	var b strings.Builder
	for i := range d.Blocks {
		x := &d.Blocks[i]
		p, q := d.File.Position(x.Span.Start), d.File.Position(x.Span.End)
		fmt.Fprintf(&b, "%s", x.Kind)
		if x.Kind == Heading {
			fmt.Fprintf(&b, "%d", x.Level)
		}
		if x.Key != "" {
			fmt.Fprintf(&b, "(%s)", x.Key)
		}
		fmt.Fprintf(&b, " %d:%d-%d:%d %q\n", p.Line, p.Column, q.Line, q.Column, d.Text(i))
	}
	for _, p := range d.Problems {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

func TestBlocks(t *testing.T) {
	testkit.Golden(t, "testdata/blocks", func(t *testing.T, in map[string]string) map[string]string {
		d := parse(in["in.md"])
		check(t, d)
		return map[string]string{"blocks": show(d)}
	})
}

// check holds what is true of every parsed document.
func check(t *testing.T, d *Doc) {
	t.Helper()
	at := 0
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.Span.Start < at || b.Span.End > len(d.File.Data) || b.Span.Start > b.Span.End || len(b.Lines) == 0 {
			t.Fatalf("block %d %v: span %v after %d of %d\n%q", i, b.Kind, b.Span, at, len(d.File.Data), d.File.Data)
		}
		at = b.Span.End
		in := b.Span.Start
		for _, p := range b.Lines {
			if p.Start < in || p.End < p.Start || p.End > b.Span.End {
				t.Fatalf("block %d %v: piece %v outside %v\n%q", i, b.Kind, p, b.Span, d.File.Data)
			}
			in = p.End
			if bytes.IndexByte(d.File.Data[p.Start:p.End], '\n') >= 0 && b.Kind != Field {
				t.Fatalf("block %d %v: piece %v has a line end\n%q", i, b.Kind, p, d.File.Data)
			}
		}
		edits, err := d.Replace(i, d.Text(i))
		if err != nil || len(edits) > 0 {
			t.Fatalf("block %d: replacing a text by itself gave %v, %v\n%q", i, edits, err, d.File.Data)
		}
	}
}

func find(d *Doc, text string) int {
	for i := range d.Blocks {
		if d.Text(i) == text {
			return i
		}
	}
	return -1
}

func TestProblemsAreCounted(t *testing.T) {
	d := parse("---\ntitle: [\n---\n" + strings.Repeat("ա \xff\xfe ", maxProblems+5))
	if len(d.Problems) != maxProblems+1 || d.Problems[0].ID != "error.front-matter" || d.Problems[1].Pos.Column != 3 || d.Problems[2].Pos.Column != 8 {
		t.Errorf("%d problems: %v", len(d.Problems), d.Problems)
	}
}

func TestLevel(t *testing.T) {
	d := parse("a\n\n# b\n\n> c\n>\n> - d\n>   1. e\n>\n>          f\n\n[^g]: h\n")
	var got []string
	for i, b := range d.Blocks {
		got = append(got, fmt.Sprint(d.Text(i), b.Level))
	}
	if s := strings.Join(got, " "); s != "a0 b1 c1 d2 e3 f3 h0" {
		t.Error(s)
	}
}

// TestParseFromManyGoroutines is for the race detector: all share one parser.
func TestParseFromManyGoroutines(t *testing.T) {
	want := show(parse(everyKind))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				d := parse(everyKind)
				if got := show(d); got != want || Plain(d.Text(0)) == "" || len(Inlines(everyKind)) == 0 {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			}
		})
	}
	all.Wait()
}

const everyKind = "---\ntitle: \"Ա\\u0562\"\n---\n# *Ա*\n\nբ [գ](դ)\n\n- ե\n\n|զ|\n|-|\n|է|\n\n> ը\n\n![թ](ժ)\n\n[^1]: ի\n\n~~~\nx\n~~~\n\n<p>\n\n[լ]: խ\n"

func TestKinds(t *testing.T) {
	d := parse(everyKind)
	seen := map[Kind]bool{}
	for i := range d.Blocks {
		b := &d.Blocks[i]
		seen[b.Kind] = true
		if k, ok := KindOf(b.Kind.String()); !ok || k != b.Kind {
			t.Errorf("KindOf(%q) = %v, %v", b.Kind, k, ok)
		}
		if verbatim := b.Kind == Code || b.Kind == HTML || b.Kind == Definition; b.Verbatim() != verbatim {
			t.Errorf("Verbatim of %v is %v", b.Kind, !verbatim)
		}
	}
	if len(seen) != int(kinds) {
		t.Errorf("%d of %d kinds in\n%s", len(seen), kinds, show(d))
	}
	if _, ok := KindOf("segment"); ok {
		t.Error("KindOf knows a segment")
	}
}
