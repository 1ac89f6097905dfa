// Package epub writes EPUB 3 books. What goes in is ready XHTML; what comes out
// has a cover, a table of contents for new readers and one for old ones, and
// the same bytes for the same book: times in the archive are fixed and there is
// no clock.
package epub

import (
	"archive/zip"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"
)

// Text is a text in a language.
type Text struct{ Lang, Text string }

// Book is a book. All texts are plain.
type Book struct {
	ID           string // a URI that stays the same for all editions of the book's text
	Lang         string // of what is not in a language of its own
	Languages    []string
	Titles       []Text
	Descriptions []Text
	Creators     []Text
	Translators  []Text
	Publisher    string
	Source       string // address on the web, "" where there is none
	Modified     time.Time
	Cover        []byte // PNG
	CoverText    string
	Contents     []Text // the heading of the table of contents
	Style        []byte // CSS; it may name Files
	Chapters     []Chapter
	Files        []File
}

// Chapter is a page of the book.
type Chapter struct {
	Name   string // of its file: ASCII letters, digits, "-" and "_", and ".xhtml"
	Lang   string
	Titles []Text
	Body   string // the elements in <body>, in XHTML
}

// File is a picture, a font, or a text that must go along.
type File struct {
	Name string // as of Chapter, with folders
	Type string // media type
	Data func() ([]byte, error)
}

// The files of the package; names are relative to its folder.
const (
	folder      = "EPUB/"
	StyleName   = "style.css"
	coverName   = "cover.xhtml"
	pictureName = "cover.png"
	navName     = "nav.xhtml"
	ncxName     = "toc.ncx"
)

const container = xml.Header + `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="` + folder + `package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

// Write writes the book. It must have a title, a language and a chapter.
func (b *Book) Write(w io.Writer) error {
	if len(b.Titles) == 0 || len(b.Languages) == 0 || len(b.Chapters) == 0 {
		return fmt.Errorf("epub: a book without title, language or chapter")
	}
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	if err := mimetype(z); err != nil {
		return err
	}
	parts := []struct{ name, text string }{
		{"META-INF/container.xml", container}, {folder + "package.opf", b.opf()}, {folder + navName, b.nav()}, {folder + ncxName, b.ncx()},
		{folder + coverName, b.coverPage()}, {folder + pictureName, string(b.Cover)}, {folder + StyleName, string(b.Style)},
	}
	for _, c := range b.Chapters {
		parts = append(parts, struct{ name, text string }{folder + c.Name, page(c.Lang, first(c.Titles), "", c.Body)})
	}
	for _, p := range parts {
		if err := add(z, p.name, []byte(p.text)); err != nil {
			return err
		}
	}
	for _, f := range b.Files {
		data, err := f.Data()
		if err != nil {
			return err
		}
		if err := add(z, folder+f.Name, data); err != nil {
			return err
		}
	}
	return z.Close()
}

// mimetype writes the file by which an archive is known as a book: first, not
// packed, with nothing between its head and its bytes (OCF 3.2, 4.3).
func mimetype(z *zip.Writer) error {
	const kind = "application/epub+zip"
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(kind)),
		CompressedSize64: uint64(len(kind)), UncompressedSize64: uint64(len(kind)),
	})
	if err == nil {
		_, err = io.WriteString(w, kind)
	}
	return err
}

// made is the time of every file in the archive: the first that ZIP knows.
var made = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func add(z *zip.Writer, name string, data []byte) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made})
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// page writes an XHTML document; kind is the epub:type of its body, "" for
// none.
func page(lang, title, kind, body string) string {
	if kind != "" {
		kind = ` epub:type="` + kind + `"`
	}
	return xml.Header + `<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"` + langs(lang) + `>
<head>
<meta charset="utf-8"/>
<title>` + Escape(title) + `</title>
<link rel="stylesheet" type="text/css" href="` + StyleName + `"/>
</head>
<body` + kind + `>
` + body + `</body>
</html>
`
}

// langs writes the attributes that name a language, for HTML and for XML.
func langs(l string) string { return ` lang="` + Escape(l) + `" xml:lang="` + Escape(l) + `"` }

// Escape writes a text so that it may stand in an element or in an attribute;
// characters that XML doesn't have become U+FFFD.
func Escape(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic("zuyg: internal: " + err.Error()) // a builder takes everything
	}
	return b.String()
}

// first returns the text of the first of several languages.
func first(texts []Text) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0].Text
}
