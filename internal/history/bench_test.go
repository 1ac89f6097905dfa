package history

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zuyg/internal/markdown"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
)

// BenchmarkAgreements goes through an article of 40 paragraphs and 20 commits,
// each of which changes a number on one side.
func BenchmarkAgreements(b *testing.B) {
	a := &track.Article{Slug: "long"}
	a.Versions[0].Lang, a.Versions[1].Lang = "en", "hy"
	var lines [2][]string
	for i := range 40 {
		lines[0] = append(lines[0], fmt.Sprintf("In the year %d the mill at the river ground %d sacks of flour, and the bakers of the town were content.", 1900+i, 300+7*i))
		lines[1] = append(lines[1], fmt.Sprintf("%d թվականին գետափի ջրաղացն աղաց %d պարկ ալյուր, և քաղաքի հացթուխները գոհ էին։", 1900+i, 300+7*i))
	}
	doc := func(side int) *markdown.Doc {
		return markdown.Parse(source.New(a.Versions[side].Lang+".md", []byte(strings.Join(lines[side], "\n\n"))), markdown.Options{})
	}
	docs := [2]*markdown.Doc{doc(0), doc(1)}
	var points []Point
	for i := range 20 {
		if i > 0 {
			lines[i%2][i] = strings.Replace(lines[i%2][i], "9", "8", 1)
			docs[i%2] = doc(i % 2)
		}
		p := Point{Commit: &vcs.Commit{Hash: fmt.Sprintf("%012d", i), When: time.Unix(int64(i)*1e6, 0)}, Docs: docs}
		if i > 0 {
			p.Parents = []int{i - 1}
		}
		points = append(points, p)
	}
	a.Versions[0].Doc, a.Versions[1].Doc = docs[0], docs[1]
	b.ReportAllocs()
	for b.Loop() {
		if n := len(Agreements(a, points, track.Defaults())); n != 40 {
			b.Fatalf("%d pairs", n)
		}
	}
}
