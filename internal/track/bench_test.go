package track

import (
	"fmt"
	"strings"
	"testing"

	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/source"
)

// benchArticle returns an article of n confirmed paragraphs of which every
// tenth was edited since, in English.
func benchArticle(n int) *Article {
	a := &Article{Slug: "bread", Record: &record.Record{Langs: [2]string{"en", "hy"}}}
	var texts [2][]string
	for i := range n {
		en := fmt.Sprintf("In %d there were %d bakers in Gyumri, said the mayor.", 1900+i, 7*i)
		hy := fmt.Sprintf("%d թվականին Գյումրիում կար %d հացթուխ, ասաց քաղաքապետը։", 1900+i, 7*i)
		a.Record.Entries = append(a.Record.Entries, record.Entry{ID: fmt.Sprintf("a%07d", i), Kind: "paragraph",
			Texts: [2][]string{{en}, {hy}}, Status: record.Translated, By: "Անի", At: "2026-01-02"})
		if i%10 == 3 {
			en = strings.Replace(en, "mayor", "new mayor", 1)
		}
		texts[0], texts[1] = append(texts[0], en), append(texts[1], hy)
	}
	for i, lang := range a.Record.Langs {
		file := source.New(lang+".md", []byte(strings.Join(texts[i], "\n\n")+"\n"))
		a.Versions[i] = Version{Lang: lang, Path: file.Path, Doc: markdown.Parse(file, markdown.Options{})}
	}
	return a
}

func BenchmarkCompute(b *testing.B) {
	for _, n := range []int{5, 50, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := benchArticle(n)
			b.ReportAllocs()
			for b.Loop() {
				a.Units, a.Gone = nil, nil
				Compute(a, Defaults())
			}
			if got := a.Counts()[Stale]; got != (n+6)/10 {
				b.Fatalf("%d of %d units are stale", got, n)
			}
		})
	}
}
