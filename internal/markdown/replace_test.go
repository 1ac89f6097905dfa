package markdown

import (
	"errors"
	"testing"

	"zuyg/internal/source"
)

// replacements are edits that must come out as written: the first block with
// the text old gets the text new.
var replacements = []struct{ name, in, old, new, want string }{
	{"paragraph", "Ա բ գ։\n\nԴ ե։\n", "Դ ե։", "Դ զ։", "Ա բ գ։\n\nԴ զ։\n"},
	{"one line of many", "a  \n\tb\nc\n", "a  \nb\nc", "a  \nբ\nc", "a  \n\tբ\nc\n"},
	{"quoted and wrapped", "> մեկ\n> երկու\n> երեք\n", "մեկ\nերկու\nերեք", "մեկ\nչորս", "> մեկ\n> չորս\n"},
	{"new line in a quote", "> մեկ\n", "մեկ", "մեկ\nերկու", "> մեկ\n> երկու\n"},
	{"lazy line", "> մեկ\nերկու\n", "մեկ\nերկու", "ա\nբ\nգ", "> ա\nբ\nգ\n"},
	{"lazy line that must not be lazy any more", "> a\nb\n", "a\nb", "a\n2. b\nc", "> a\n> 2. b\n> c\n"},
	{"new line in a list in a quote", "> - one\n", "one", "one\ntwo", "> - one\n>   two\n"},
	{"quote in a list", "- > one\n- x\n", "one", "one\ntwo", "- > one\n  > two\n- x\n"},
	{"numbered item", "10. one\n11. two\n", "two", "two\nmore", "10. one\n11. two\n    more\n"},
	{"second paragraph of an item", "- a\n\n  b\n", "b", "b\nc", "- a\n\n  b\n  c\n"},
	{"item behind a tab", "-\tone\n", "one", "one\ntwo", "-\tone\n \ttwo\n"},
	{"CRLF kept", "a\r\nb\r\n\r\nc\r\n", "a\nb", "a\nb\nd", "a\r\nb\r\nd\r\n\r\nc\r\n"},
	{"line end of the last line", "a\r\n\r\nb", "b", "b\nc", "a\r\n\r\nb\r\nc"},
	{"LF beside CRLF", "a\r\n\r\nb\n", "b", "b\nc", "a\r\n\r\nb\nc\n"},
	{"heading", "# Old #\n\ntext\n", "Old", "Նոր", "# Նոր #\n\ntext\n"},
	{"setext heading", "> Old\n> ---\n", "Old", "Նոր\nգլուխ", "> Նոր\n> գլուխ\n> ---\n"},
	{"table row", "| a | b |\n|---|---|\n| c | d |\n", "c | d", "գ | դ", "| a | b |\n|---|---|\n| գ | դ |\n"},
	{"table row without outer pipes", "a|b\n-|-\nc|d\n", "c|d", "c \\| e|d", "a|b\n-|-\nc \\| e|d\n"},
	{"row with an empty first cell", "| a | b |\n|---|---|\n| | d |\n", "| d", "| ե", "| a | b |\n|---|---|\n| | ե |\n"},
	{"trailing spaces elsewhere stay", "a  \nb\n\nc \n", "c", "d", "a  \nb\n\nd \n"},
	{"BOM and no last newline", "\ufeffa\n\nb", "b", "c", "\ufeffa\n\nc"},
	{"footnote", "x[^1]\n\n[^1]: old\n", "old", "new\nline", "x[^1]\n\n[^1]: new\n      line\n"},
	{"figure", "![ա](a.svg)\n", "![ա](a.svg)", "![բ](a.svg \"գ\")", "![բ](a.svg \"գ\")\n"},
	{"definition", "[ա]: /x\n", "[ա]: /x", "[ա]: /y\n\"Վերնագիր\"", "[ա]: /y\n\"Վերնագիր\"\n"},
	{"code", "```js\nlet a\n```\n", "let a", "let b\n\nlet c", "```js\nlet b\n\nlet c\n```\n"},
	{"empty code", "> ~~~ go  \r\n> ~~~\r\n", "", "a\n\nb", "> ~~~ go  \r\n> a\r\n>\r\n> b\r\n> ~~~\r\n"},
	{"code in an item, a blank line filled", "- ```\n  a\n\n  b\n  ```\n", "a\n\nb", "a\nx\nb", "- ```\n  a\n  x\n  b\n  ```\n"},
	{"indented code", "    a\n\n    b\n", "a\n\nb", "a\nb\nc", "    a\n    b\n    c\n"},
	{"raw HTML", "<div>\nx\n</div>\n\ny\n", "<div>\nx\n</div>", "<div>\nz\nw\n</div>", "<div>\nz\nw\n</div>\n\ny\n"},
	{"invalid bytes around stay", "\xff\xfe x\n\ny\n", "y", "z", "\xff\xfe x\n\nz\n"},
	{"NUL around stays", "\x00 x\n\ny\n", "y", "z", "\x00 x\n\nz\n"},

	{"plain field", "---\ntitle: Old # c\n---\n", "Old", "New", "---\ntitle: New # c\n---\n"},
	{"field that needs quotes", "---\ntitle: Old\ndate: 1\n---\n", "Old", "New: \"x\"", "---\ntitle: \"New: \\\"x\\\"\"\ndate: 1\n---\n"},
	{"field that would be a number", "---\ntitle: Old\n---\n", "Old", "1984", "---\ntitle: \"1984\"\n---\n"},
	{"field that would be a truth value", "---\ntitle: Old\n---\n", "Old", "No", "---\ntitle: \"No\"\n---\n"},
	{"field that begins with a year", "---\ntitle: Old\n---\n", "Old", "2022 թվականը", "---\ntitle: 2022 թվականը\n---\n"},
	{"field of two lines", "---\ntitle: 'Old'\n---\n", "Old", "a\nb", "---\ntitle: \"a\\nb\"\n---\n"},
	{"single-quoted field", "---\ntitle: 'It''s' # c\n---\n", "It's", "That's", "---\ntitle: 'That''s' # c\n---\n"},
	{"double-quoted field", "---\r\ntitle: \"Old\"\r\n---\r\n", "Old", "Նոր «x»", "---\r\ntitle: \"Նոր «x»\"\r\n---\r\n"},
	{"literal field", "---\nsummary: |\n  ա\n  բ\ntitle: x\n---\n", "ա\nբ", "ա\n\nգ", "---\nsummary: |\n  ա\n\n  գ\ntitle: x\n---\n"},
	{"folded field", "---\nsummary: >- # c\n    ա\n    բ\n---\n", "ա բ", "գ\nդ\n\nե", "---\nsummary: >- # c\n    գ\n\n    դ\n\n\n    ե\n---\n"},
	{"plain field of two lines", "---\ntitle: ա\n  բ\ndate: 1\n---\n", "ա բ", "գ", "---\ntitle: գ\ndate: 1\n---\n"},
	{"TOML field", "+++\ntitle = \"Old\" # c\n+++\n", "Old", "Նոր «x»", "+++\ntitle = \"Նոր «x»\" # c\n+++\n"},
	{"TOML literal field", "+++\ntitle = 'Old'\n+++\n", "Old", "It's", "+++\ntitle = \"It's\"\n+++\n"},
	{"TOML field of several lines", "+++\nsummary = \"\"\"\nա\nբ\"\"\"\n+++\n", "ա\nբ", "գ\n\"դ\"", "+++\nsummary = \"\"\"\nգ\n\\\"դ\\\"\"\"\"\n+++\n"},
}

func TestReplace(t *testing.T) {
	for _, tt := range replacements {
		d := parse(tt.in)
		i := find(d, tt.old)
		if i < 0 {
			t.Errorf("%s: no block %q in\n%s", tt.name, tt.old, show(d))
			continue
		}
		edits, err := d.Replace(i, tt.new)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got, err := source.Apply(d.File.Data, edits)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q (%v)", tt.name, got, tt.want, err)
		}
	}
}

func TestReplaceRefusesWhatWouldNotStand(t *testing.T) {
	for _, tt := range []struct{ in, old, new, reason string }{
		{"a\n\nb\n", "a", "", "empty"},
		{"a\n\nb\n", "a", " \n\t", "empty"},
		{"a\n\nb\n", "a", "a\n\nc", "split"},
		{"a\n\nb\n", "a", "# a", "kind"},
		{"a\n\nb\n", "a", "- a", "kind"},
		{"a\n\nb\n", "a", "a ", "text"},
		{"a\n\nb\n", "a", "a\r\nb", "text"},
		{"a\n\nb\n", "a", "a\n***", "text"},
		{"a\n\nb\n", "a", "<div>", "kind"},
		{"a\n\nb\n", "a", "```", "split"},
		{"a\n\nb\n", "a", "[x]: y", "kind"},
		{"a\n\nb\n", "a", "\xff", "invalid-utf8"},
		{"# a\n", "a", "a\nb", "split"},
		{"# a\n", "a", "a #", "text"},
		{"| a | b |\n|---|---|\n| c | d |\n", "c | d", "c", "cells"},
		{"| a | b |\n|---|---|\n| c | d |\n", "c | d", "c | d | e", "cells"},
		{"| a | b |\n|---|---|\n| c | d |\n", "a | b", "a", "cells"},
		{"```\nx\n```\n", "x", "```", "split"},
		{"- a\n\nb\n", "a", "a\n- b", "split"},
		{"![a](b)\n", "![a](b)", "a", "kind"},
		{"---\ntitle: &t a\nsource: *t\n---\n", "a", "b", "around"},
	} {
		d := parse(tt.in)
		edits, err := d.Replace(find(d, tt.old), tt.new)
		var e *source.Error
		if !errors.As(err, &e) || e.ID != "error.text-breaks-block" || e.Args["Reason"] != tt.reason {
			t.Errorf("in %q, %q took %q: %v, %v, want %s", tt.in, tt.old, tt.new, edits, err, tt.reason)
		}
	}
}
