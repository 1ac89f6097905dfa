package align

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"zuyg/internal/markdown"
	"zuyg/internal/source"
)

// readCases reads a folder of cases: gold.jsonl, whose lines name a case, the
// byte spans of its blocks on either side and the links between them, and a
// folder a case with en.md and hy.md.
func readCases(t testing.TB, dir string) (out []*pair) {
	data, err := os.ReadFile(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for lines.Scan() {
		var g struct {
			Case   string
			En, Hy [][2]int
			Links  []struct{ En, Hy []int }
		}
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		p := &pair{name: g.Case, family: filepath.Ext(g.Case)[1:], blocks: [2]int{len(g.En), len(g.Hy)}}
		for _, l := range g.Links {
			p.gold = append(p.gold, goldLink{l.En, l.Hy})
		}
		for side, spans := range [2][][2]int{g.En, g.Hy} {
			file := filepath.Join(dir, g.Case, [2]string{"en.md", "hy.md"}[side])
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p.items[side] = itemsOf(data)
			d := markdown.Parse(source.New(file, data), markdown.Options{Fields: []string{"title", "summary", "description"}})
			p.stands[side] = make([][]int, len(d.Blocks))
			for k := range d.Blocks {
				p.stands[side][k] = covered(d.Blocks[k].Span.Start, d.Blocks[k].Span.End, spans)
			}
		}
		out = append(out, p)
	}
	return out
}

// covered lists the gold spans that share at least half of the shorter one with
// the bytes from s to e.
func covered(s, e int, spans [][2]int) (out []int) {
	for k := sort.Search(len(spans), func(k int) bool { return spans[k][1] > s }); k < len(spans) && spans[k][0] < e; k++ {
		short := min(e-s, spans[k][1]-spans[k][0])
		if short > 0 && 2*(min(e, spans[k][1])-max(s, spans[k][0])) >= short {
			out = append(out, k)
		}
	}
	return out
}
