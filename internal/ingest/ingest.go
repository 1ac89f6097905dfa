// Package ingest turns foreign pages into Markdown: plain text, HTML, Markdown
// and (through pandoc) DOCX. It knows what a page of a news site looks like – a
// category, a title, a date, paragraphs, footnotes, and around them the site's
// own strings – and it drops nothing silently: what is not in the Markdown is
// in a note. Everything but DOCX is pure.
package ingest

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"zuyg/internal/source"
)

// MaxBytes is the largest page that is read: 16 MiB, a thousand times a long
// article.
const MaxBytes = 16 << 20

// bom is the byte order mark of UTF-8.
const bom = "\uFEFF"

// Chrome is a UI string of the site, by which import recognises what belongs to
// the site and not to the article. Text may hold template parts, such as
// "Published {{.Date}}", which stand for a few words of any kind.
type Chrome struct{ Key, Text string }

// Options say what is known about a page before it is read.
type Options struct {
	Lang       string   // language of the page
	Chrome     []Chrome // the site's UI strings in that language
	Categories []Chrome // its categories: what front matter calls them, and their labels
}

// Note says what was dropped, changed or noticed: a message id with its
// arguments, the line it is about (1-based, 0 when unknown) and the text.
type Note struct {
	ID   string
	Args map[string]any
	Line int
	Text string
}

// Page is a page turned into a version.
type Page struct {
	Title         string
	Category      string      // what front matter calls the category; "" if unknown
	CategoryLabel string      // as it stood on the page
	Date          string      // YYYY-MM-DD, or ""
	Fields        [][2]string // further front matter, in order
	Markdown      string      // the whole file: front matter and body
	Notes         []Note
}

func (p *Page) note(id string, line int, text string, args map[string]any) {
	p.Notes = append(p.Notes, Note{ID: id, Args: args, Line: line, Text: text})
}

// Format names the format of a page, "text", "html", "markdown" or "docx", by
// its extension, or by how its data begins when that says nothing.
func Format(name string, data []byte) string {
	switch strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/"))) {
	case ".txt", ".text":
		return "text"
	case ".html", ".htm", ".xhtml":
		return "html"
	case ".md", ".markdown", ".mdown", ".mkd":
		return "markdown"
	case ".docx":
		return "docx"
	}
	head := data[:min(len(data), 1024)]
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return "docx"
	}
	text := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(head), bom)))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<main", "<div", "<p>", "<h1"} {
		if strings.HasPrefix(text, tag) {
			return "html"
		}
	}
	for _, mark := range []string{"---\n", "---\r", "+++\n", "+++\r", "# "} {
		if strings.HasPrefix(text, mark) {
			return "markdown"
		}
	}
	return "text"
}

// decode checks size and encoding and returns the text without a byte order
// mark. UTF-16, which some editors still write, is understood by its mark. The
// error is a *source.Error whose Path is empty.
func decode(data []byte, limit int, p *Page) (string, error) {
	if len(data) > limit {
		return "", tooLarge(data, limit)
	}
	if wide, ok := fromUTF16(data); ok {
		p.note("import.encoding", 0, "", map[string]any{"Encoding": "UTF-16"})
		return wide, nil
	}
	if !utf8.Valid(data) {
		off := 0
		for {
			r, n := utf8.DecodeRune(data[off:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			off += n
		}
		return "", &source.Error{Pos: source.New("", data).Position(off), ID: "error.invalid-utf8", Args: map[string]any{"Byte": int(data[off])}}
	}
	return strings.TrimPrefix(string(data), bom), nil
}

func tooLarge(data []byte, limit int) error {
	return &source.Error{ID: "error.too-large", Args: map[string]any{"Bytes": len(data), "Limit": limit}}
}

// fromUTF16 decodes data that begins with a UTF-16 byte order mark.
func fromUTF16(data []byte) (string, bool) {
	if len(data) < 2 || len(data)%2 != 0 {
		return "", false
	}
	hi, lo := 0, 1
	switch {
	case data[0] == 0xFF && data[1] == 0xFE:
		hi, lo = 1, 0
	case data[0] == 0xFE && data[1] == 0xFF:
	default:
		return "", false
	}
	units := make([]uint16, 0, len(data)/2-1)
	for i := 2; i < len(data); i += 2 {
		units = append(units, uint16(data[i+hi])<<8|uint16(data[i+lo]))
	}
	return string(utf16.Decode(units)), true
}
