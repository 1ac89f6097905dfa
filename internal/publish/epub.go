package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"zuyg/internal/cover"
	"zuyg/internal/epub"
)

// writeEPUB is the form "epub": one book of all articles for each edition.
func writeEPUB(ctx context.Context, s *Site, o *Output, f FormOptions) ([]Problem, error) {
	var problems []Problem
	for _, e := range f.editions() {
		b := &bookmaker{Site: s, edition: e, articles: e.articles(s), in: map[*Article]bool{}, pictures: map[string]string{}}
		if len(b.articles) == 0 {
			continue // a book without a chapter is none
		}
		var data bytes.Buffer
		found, err := b.write(ctx, &data)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
		name := "book"
		if len(s.Named) == 1 {
			name = segment(s.Named[0])
		}
		if err := o.Write(name+"."+e.fileName(s)+".epub", "", data.Bytes()); err != nil {
			return nil, err
		}
	}
	return sortProblems(problems), nil
}

// bookmaker makes one book.
type bookmaker struct {
	*Site
	edition  Edition
	articles []*Article
	in       map[*Article]bool // articles that the book has
	mu       sync.Mutex
	pictures map[string]string // media type of each picture that was asked for, "" where it is none
}

func (b *bookmaker) write(ctx context.Context, w *bytes.Buffer) ([]Problem, error) {
	for _, a := range b.articles {
		b.in[a] = true
	}
	book := b.about()
	book.Chapters = make([]epub.Chapter, len(b.articles))
	found := make([][]Problem, len(b.articles))
	err := parallel(ctx, len(b.articles), func(i int) (err error) {
		book.Chapters[i], found[i], err = b.chapter(b.articles[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	settle(book.Chapters)
	if err := b.draw(book); err != nil {
		return nil, err
	}
	b.files(book)
	return slices.Concat(found...), book.Write(w)
}

// about fills in what the book is, without its texts.
func (b *bookmaker) about() *epub.Book {
	book := &epub.Book{Source: b.Settings.Base, Modified: newest(b.articles...)}
	seen := map[string]bool{}
	once := func(list *[]epub.Text, what, lang, text string) {
		if text != "" && !seen[what+text] {
			seen[what+text] = true
			*list = append(*list, epub.Text{Lang: lang, Text: text})
		}
	}
	for _, side := range b.edition.sides() {
		l := b.Langs[side]
		book.Languages = append(book.Languages, l)
		once(&book.Titles, "title ", l, b.Title(side))
		once(&book.Descriptions, "description ", l, b.Settings.Description[l])
		once(&book.Contents, "contents ", l, b.Words[side].Say("book.contents", nil))
	}
	book.Lang, book.Publisher = book.Languages[0], book.Titles[0].Text
	for _, a := range b.articles {
		for _, side := range b.edition.sides() {
			v := a.Versions[side]
			if v == nil {
				continue
			}
			for _, name := range v.Authors {
				once(&book.Creators, "author ", v.Lang, name)
			}
			once(&book.Translators, "translator ", v.Lang, v.Translator)
		}
	}
	book.ID = b.id()
	return book
}

// id names the book for ever: it is the same when articles come and change, and
// another one for every choice of articles.
func (b *bookmaker) id() string {
	named := slices.Clone(b.Named)
	slices.Sort(named)
	sum := sha256.Sum256(fmt.Appendf(nil, "zuyg book\x00%s\x00%s\x00%s\x00%q", b.Settings.Base, b.Title(0), b.edition.fileName(b.Site), named))
	u := sum[:16] // a UUID of version 8: made by a rule of its own (RFC 9562)
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	x := hex.EncodeToString(u)
	return "urn:uuid:" + strings.Join([]string{x[:8], x[8:12], x[12:16], x[16:20], x[20:]}, "-")
}

// draw makes the cover.
func (b *bookmaker) draw(book *epub.Book) (err error) {
	var t cover.Text
	var names []string
	for _, title := range book.Titles {
		t.Titles = append(t.Titles, title.Text)
	}
	for _, a := range b.articles {
		for _, side := range b.edition.sides() {
			if v := a.Versions[side]; v != nil {
				t.Lines = append(t.Lines, v.Title)
			}
		}
	}
	for _, side := range b.edition.sides() {
		names = append(names, b.Words[side].Say("language.name", nil))
	}
	t.Foot = strings.Join(names, " · ")
	book.CoverText = b.Words[b.edition.sides()[0]].Say("book.cover", map[string]any{"Title": strings.Join(t.Titles, " · ")})
	book.Cover, err = cover.Draw(t)
	return err
}

// files adds style, fonts with their licence, and the pictures.
func (b *bookmaker) files(book *epub.Book) {
	data, err := bookFiles.ReadFile("book/style.css")
	if err != nil {
		panic("zuyg: internal: " + err.Error())
	}
	book.Style = data
	_, site := Templates()
	for _, f := range bookFonts {
		book.Files = append(book.Files, epub.File{Name: f.name, Type: f.kind, Data: func() ([]byte, error) { return site[f.name], nil }})
	}
	var names []string
	for name, kind := range b.pictures {
		if kind != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		book.Files = append(book.Files, epub.File{Name: pictureName(name), Type: b.pictures[name], Data: func() ([]byte, error) { return b.File(name) }})
	}
}

// bookFonts are the fonts of the web site that a book takes along.
var bookFonts = []struct{ name, kind string }{
	{"fonts/noto-serif-armenian-armenian-400-normal.woff2", "font/woff2"},
	{"fonts/noto-serif-armenian-armenian-700-normal.woff2", "font/woff2"},
	{"fonts/OFL.txt", "text/plain"},
}

// picture returns where a picture lies in the book; a file that readers of
// books can't show is left out.
func (b *bookmaker) picture(name string) (to, problem string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	kind, known := b.pictures[name]
	if !known {
		if data, err := b.File(name); err == nil {
			kind = pictureType(name, data)
		}
		b.pictures[name] = kind
	}
	if kind == "" {
		return "", "no-picture"
	}
	return pictureName(name), ""
}

// pictureName returns the name of a picture in the book; the names of the
// project's files may have letters that some readers can't find.
func pictureName(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "images/" + hex.EncodeToString(sum[:6]) + strings.ToLower(path.Ext(name))
}

// chapterName returns the file of an article: small letters, digits and "-" of
// the slug, "_" and a number for the others.
func chapterName(slug string) string { return "article-" + ascii(slug, false) + ".xhtml" }

// ascii writes a text in letters that may stand in every name and id, so that
// no two texts become one. upper says whether capitals may stay.
func ascii(text string, upper bool) string {
	var w strings.Builder
	for _, c := range text {
		if c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || upper && c >= 'A' && c <= 'Z' {
			w.WriteRune(c)
		} else {
			fmt.Fprintf(&w, "_%x_", c)
		}
	}
	return w.String()
}
