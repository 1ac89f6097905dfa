package wxr_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"zuyg/internal/source"
	"zuyg/internal/wxr"
)

const head = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:wxr_version>1.2</wp:wxr_version>
`

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ data, id string }{
		"entities":      {"<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY a \"b\">]>\n<rss><channel></channel></rss>", "error.wxr-entities"},
		"outer entity":  {"<!DOCTYPE rss SYSTEM \"x.dtd\" [ ]><rss><channel></channel></rss>", "error.wxr-entities"},
		"no version":    {"<rss><channel><title>x</title></channel></rss>", "error.wxr-version"},
		"other XML":     {"<feed></feed>", "error.wxr-element"},
		"cut off":       {head + "<item><title>a", "error.wxr-xml"},
		"unknown ref":   {head + "<title>&nbsp;</title></channel></rss>", "error.wxr-xml"},
		"invalid UTF-8": {head + "<title>\xff</title></channel></rss>", "error.wxr-xml"},
		"empty":         {"", "error.wxr-version"},
	} {
		_, err := wxr.Read(strings.NewReader(c.data))
		var at *source.Error
		if !errors.As(err, &at) || at.ID != c.id {
			t.Errorf("%s: %v, want %s", name, err, c.id)
		}
	}
}

func TestReadWhatWordPressWrites(t *testing.T) {
	f, err := wxr.Read(strings.NewReader("\uFEFF" + strings.ReplaceAll(head, "\n", "\r\n") + "<!-- x --><item>\n<title><![CDATA[A ]]]]><![CDATA[> \x0bB]]></title>" +
		"<wp:post_id>7</wp:post_id><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><category domain=\"language\" nicename=\"hy\"><![CDATA[Հայերեն]]></category>" +
		"<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item></channel></rss>"))
	if err != nil {
		t.Fatal(err)
	}
	want := wxr.Item{ID: 7, Title: "A ]]> B", Terms: []wxr.Ref{{Taxonomy: "language", Slug: "hy", Name: "Հայերեն"}}, Comments: 1, Line: 4}
	if len(f.Items) != 1 || !reflect.DeepEqual(f.Items[0], want) || f.Dropped != 1 {
		t.Errorf("got %+v, %d dropped", f.Items, f.Dropped)
	}
}

func TestSerialize(t *testing.T) {
	for text, pairs := range map[string][]wxr.Pair{
		`a:2:{s:2:"en";i:5001;s:2:"hy";i:5002;}`:           {{Key: "en", Value: 5001}, {Key: "hy", Value: 5002}},
		`a:2:{s:6:"locale";s:14:"Հայերեն";s:3:"rtl";b:0;}`: {{Key: "locale", Value: "Հայերեն"}, {Key: "rtl", Value: false}},
		`a:0:{}`: {},
	} {
		if got := wxr.Serialize(pairs); got != text {
			t.Errorf("got %s, want %s", got, text)
		}
		back, err := wxr.Unserialize(text)
		if err != nil || len(back) != len(pairs) {
			t.Errorf("%s: %v %v", text, back, err)
		}
	}
	for _, bad := range []string{"", "a:1:{}", `a:1:{s:3:"en";i:1;}`, `a:1:{s:2:"en";i:x;}`, `O:8:"stdClass":0:{}`, `a:99999999999:{}`, `s:2:"en";`, `a:1:{i:1;O:1:"A":0:{}}`, `a:0:{}x`,
		strings.Repeat(`a:1:{i:0;`, 10000)} {
		if got, err := wxr.Unserialize(bad); err == nil {
			t.Errorf("%.40q: read as %v", bad, got)
		}
	}
}

// FuzzWXR: nothing breaks the reader, and what it reads and the builder writes
// is read as the same.
func FuzzWXR(f *testing.F) {
	for _, s := range []string{"", head + "</channel></rss>", head + "<item><title>Ջուր</title><content:encoded><![CDATA[<p>ա]]]]><![CDATA[>բ</p>]]></content:encoded></item></channel></rss>",
		"\uFEFF" + head + "<item>\r\n</item></channel></rss>", "\x00" + head, "<rss>\xff", head + "<wp:term><wp:term_id>-1</wp:term_id></wp:term><item><item></item></item></channel></rss>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := wxr.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		b := wxr.NewBuilder(first.Title, first.Link, first.Language)
		for _, it := range first.Items {
			b.Item(it)
		}
		second, err := wxr.Read(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
		if len(second.Items) != len(first.Items) {
			t.Fatalf("%d items became %d", len(first.Items), len(second.Items))
		}
		for i := range first.Items {
			x, y := first.Items[i], second.Items[i]
			if x.Title != y.Title || x.Content != y.Content || x.Excerpt != y.Excerpt || !reflect.DeepEqual(x.Meta, y.Meta) || !reflect.DeepEqual(x.Terms, y.Terms) {
				t.Errorf("%+v\nbecame\n%+v", x, y)
			}
		}
	})
}
