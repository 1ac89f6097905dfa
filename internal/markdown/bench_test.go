package markdown

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"zuyg/internal/source"
)

var benchPage = []byte("---\ntitle: Վերնագիր\ncategory: news-explained\ndate: 2022-08-26\ntags: [ա, բ]\n---\n\n" +
	strings.Repeat("Երևանում բացվեց նոր գրադարան, որի **մասին** [գրել էինք](https://example.am) դեռ գարնանը։ The new library opened on Tuesday.\n\n", 24))

// BenchmarkParse compares Parse with goldmark's own parse of the same page,
// which is what reading it costs at least elsewhere.
func BenchmarkParse(b *testing.B) {
	b.Run("zuyg", func(b *testing.B) {
		b.SetBytes(int64(len(benchPage)))
		b.ReportAllocs()
		for b.Loop() {
			Parse(source.New("x.md", benchPage), fields)
		}
	})
	b.Run("goldmark", func(b *testing.B) {
		md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote))
		b.SetBytes(int64(len(benchPage)))
		b.ReportAllocs()
		for b.Loop() {
			md.Parser().Parse(text.NewReader(benchPage))
		}
	})
}

func BenchmarkReplace(b *testing.B) {
	d := Parse(source.New("x.md", benchPage), fields)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.Replace(3, "Նոր պարբերություն։"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlain(b *testing.B) {
	for name, s := range map[string]string{"marks": "որի **մասին** [գրել էինք](https://example.am) դեռ[^1]", "none": strings.Repeat("Երևանում բացվեց նոր գրադարան։ ", 8)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Plain(s)
			}
		})
	}
}
