package markdown

import (
	"bytes"
	"slices"
	"strings"

	"zuyg/internal/source"
)

// commentMark begins a comment that is addressed to zuyg. Such a comment is no
// text of the article: alone on its lines it is no block.
const commentMark = "zuyg:"

// Comment is a comment addressed to zuyg: "<!-- zuyg:… -->" in the body, or
// "# zuyg:…" on a line of the front matter.
type Comment struct {
	Span  source.Span // marks included
	Text  string      // what stands behind "zuyg:", trimmed
	Block int         // the block it stands in, else the next one; len(Doc.Blocks) when there is none
}

// Comments returns the comments addressed to zuyg, in order.
func (d *Doc) Comments() []Comment {
	if !bytes.Contains(d.File.Data, []byte(commentMark)) {
		return nil
	}
	out := d.frontComments()
	for at := d.body; ; {
		i := bytes.Index(d.File.Data[at:], []byte("<!--"))
		if i < 0 {
			return out
		}
		start := at + i
		n := bytes.Index(d.File.Data[start+2:], []byte("-->")) // "<!-->" is a whole comment
		if n < 0 {
			return out
		}
		at = start + 2 + n + len("-->")
		if n < 2 {
			continue
		}
		text, ok := strings.CutPrefix(strings.TrimSpace(string(d.File.Data[start+4:at-3])), commentMark)
		block := d.blockAt(start)
		if !ok || block < len(d.Blocks) && d.Blocks[block].Verbatim() && d.Blocks[block].Span.Start < start {
			continue // in code it is an example
		}
		out = append(out, Comment{source.Span{Start: start, End: at}, strings.TrimSpace(text), block})
	}
}

func (d *Doc) frontComments() []Comment {
	var out []Comment
	data := d.File.Data
	for at := 0; at < d.body; at = nextLine(data, at) {
		line := lineAt(data, at)
		body, ok := bytes.CutPrefix(bytes.TrimLeft(line, " \t"), []byte("#"))
		text, addressed := strings.CutPrefix(strings.TrimSpace(string(body)), commentMark)
		if ok && addressed {
			start := at + len(line) - len(body) - 1
			out = append(out, Comment{source.Span{Start: start, End: at + len(bytes.TrimRight(line, " \t"))}, strings.TrimSpace(text), d.blockAt(start)})
		}
	}
	return out
}

// blockAt returns the block that holds an offset, else the first behind it.
func (d *Doc) blockAt(off int) int {
	i := slices.IndexFunc(d.Blocks, func(b Block) bool { return b.Span.End > off })
	if i < 0 {
		return len(d.Blocks)
	}
	return i
}

// addressed reports whether a raw HTML block is nothing but comments to zuyg.
func addressed(block []byte) bool {
	found := false
	for {
		block = bytes.TrimSpace(block)
		if len(block) == 0 {
			return found
		}
		end := bytes.Index(block, []byte("-->"))
		if end < 4 || !bytes.HasPrefix(block, []byte("<!--")) || !bytes.HasPrefix(bytes.TrimSpace(block[4:]), []byte(commentMark)) {
			return false
		}
		block, found = block[end+3:], true
	}
}
