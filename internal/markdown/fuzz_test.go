package markdown

import (
	"bytes"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"zuyg/internal/source"
)

var seeds = []string{
	"", "\ufeff---\ntitle: Վերնագիր\n---\r\n\r\nԱռաջին\r\nտող  \r\n", "---\nx\n---\n", "+++\ntitle = '''\na\n'''\n+++\n",
	"> - ա\n>   բ\n> 1. գ\n", "\t\x00\n\xff\n", "| ա | բ |\n|--|:-:|\n|| x\\|y |\n", "[^1]: note\n\n    more\n\n[a]: <b c>\n 'title'\n",
	"```\n\n~~~\n", ">\t#", "- ```\n  x\n", "<div>\nx\n</div>\n\n<!-- a\n-->", "a\n===\n\n# b #\n", "![alt\nx](y)\n", "* * *\n- - a\n",
	"---\ntitle: |\n  a\n\n  b\nsummary: 'x\n  y'\n---\nz", ">\t```\n>\t\ta\n>\tb\n", "-\t```\n\t a\n", "1.\n   x\n\n[^a]:\n    b\n", "0\n-:\n-", "a\n|-|\n|b|\n***",
	"[a]: b\n[c]: d 'e\nf'\ng\n===\n", "<script>\n\n</script>x\n", "\r\r\n\r", "ա\n: բ\n\n: գ\n    - դ\n", "```note\nա\n```js\nx\n```\n```\n", "a\v\n\f\nb", "<?x\n\f",
}

// FuzzParse holds that pieces lie in order in spans, that no byte changes, that
// the structure is goldmark's, and that no text is outside the blocks.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	whole := parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(extension.NewFootnoteBlockParser(), 999),
			util.Prioritized(extension.NewDefinitionListParser(), 101), util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(directiveParser{}, 690))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(), util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
	)
	f.Fuzz(func(t *testing.T, data []byte) {
		d := Parse(source.New("x.md", bytes.Clone(data)), fields)
		check(t, d)
		if !bytes.Equal(d.File.Data, data) {
			t.Fatal("Parse changed the bytes")
		}
		for i := range d.Blocks {
			for _, in := range Inlines(d.Text(i)) {
				if in.Span.Start < 0 || in.Span.End > len(d.Text(i)) || in.Span.Len() <= 0 {
					t.Fatalf("%v outside %q", in, d.Text(i))
				}
			}
			Plain(d.Text(i))
		}
		if _, _, ok := d.Meta(""); ok || frontMark(data, 0) != "" || bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
			return // the body does not begin at 0
		}
		covered := make([]bool, len(data))
		for i := range d.Blocks {
			for _, p := range d.Blocks[i].Lines {
				for k := p.Start; k < p.End; k++ {
					covered[k] = true
				}
			}
		}
		for _, c := range d.Comments() { // no text of the article
			for k := c.Span.Start; k < c.Span.End; k++ {
				covered[k] = true
			}
		}
		everyLeaf(whole.Parse(text.NewReader(data)), func(n ast.Node, line text.Segment) {
			for k := max(line.Start, lineStart(data, max(line.Stop-1, 0))); k < line.Stop; k++ {
				if !covered[k] && !util.IsSpace(data[k]) {
					t.Fatalf("byte %d of a %v is in no block\n%q\n%s", k, n.Kind(), data, show(d))
				}
			}
		})
	})
}

// everyLeaf calls f for the lines of all blocks that have some.
func everyLeaf(n ast.Node, f func(ast.Node, text.Segment)) {
	if n.Type() == ast.TypeInline {
		return
	}
	for i := range n.Lines().Len() {
		f(n, n.Lines().At(i))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		everyLeaf(c, f)
	}
}

func FuzzReplace(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s), 0, "Նոր\ntext")
	}
	for _, tt := range replacements {
		f.Add([]byte(tt.in), max(find(parse(tt.in), tt.old), 0), tt.new)
	}
	f.Fuzz(func(t *testing.T, data []byte, i int, text string) {
		d := Parse(source.New("x.md", data), fields)
		if len(d.Blocks) == 0 {
			return
		}
		i = max(i, -i, 0) % len(d.Blocks)
		edits, err := d.Replace(i, text)
		if err != nil {
			return
		}
		got, err := source.Apply(data, edits)
		if err != nil {
			t.Fatal(err)
		}
		s := d.Blocks[i].Span
		if !bytes.HasPrefix(got, data[:s.Start]) || !bytes.HasSuffix(got, data[s.End:]) {
			t.Fatalf("bytes outside %v changed: %q → %q", s, data, got)
		}
		if now := Parse(source.New("x.md", got), fields); now.Text(i) != text {
			t.Fatalf("block %d is %q, want %q", i, now.Text(i), text)
		}
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range append([]string{"title = \"x\"", "title = '''x'''", "a = [1, # b\n2]\ntitle = \"\"\"\nx\\\"\"\"\"", "'title' = 2022-08-26", "[a]\ntitle = 'x'", "title.x = 'y'"}, yamlFronts...) {
		f.Add(s, "Նոր: տեքստ")
	}
	f.Fuzz(func(t *testing.T, front, text string) {
		for _, mark := range []string{"---", "+++"} {
			d := parse(mark + "\n" + front + "\n" + mark + "\nbody\n")
			check(t, d)
			for i := range d.Blocks {
				if b := &d.Blocks[i]; b.Kind == Field {
					_, at, ok := d.Meta(b.Key)
					if !ok || at != b.Lines[0] {
						t.Fatalf("field %s is at %v, the block at %v", b.Key, at, b.Lines)
					}
					if _, err := d.Replace(i, text); err != nil {
						continue // verified inside: an edit that it returns stands
					}
				}
			}
		}
	})
}
