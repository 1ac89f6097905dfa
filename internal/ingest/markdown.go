package ingest

import (
	"bytes"
	"strings"

	"zuyg/internal/markdown"
	"zuyg/internal/source"
)

// Markdown takes a Markdown file as it is, byte for byte. Only when its front
// matter has no title is one added, from the first heading of level 1; that
// heading is removed if nothing stands before it, since the title takes its
// place. What can't be read is a note with the id of the problem. The error is a
// *source.Error without a path: not UTF-8, or too large.
func Markdown(data []byte, o Options) (*Page, error) {
	p := &Page{}
	text, err := decode(data, MaxBytes, p)
	if err != nil {
		return nil, err
	}
	if len(p.Notes) == 0 { // not UTF-16: the bytes stay, the byte order mark too
		text = string(data)
	}
	d := markdown.Parse(source.New("", []byte(text)), markdown.Options{})
	broken := false
	for _, e := range d.Problems {
		broken = true
		p.note(e.ID, e.Pos.Line, "", e.Args)
	}
	p.Title, _, _ = d.Meta("title")
	p.Date, _, _ = d.Meta("date")
	if iso := isoDate(p.Date); iso != "" {
		p.Date = iso
	}
	if label, _, ok := d.Meta("category"); ok {
		readCategory(p, label, o)
	}
	p.Markdown = text
	if strings.TrimSpace(p.Title) != "" {
		return p, nil
	}
	p.Title = ""
	if broken {
		p.note("import.no-title", 0, "", nil)
		return p, nil
	}
	addTitle(p, d)
	return p, nil
}

// readCategory tells whether front matter names a known category, by what it is
// called there or by its label.
func readCategory(p *Page, label string, o Options) {
	p.CategoryLabel = label
	for _, c := range o.Categories {
		if c.Key == label || sameWords(c.Text, label) {
			p.Category, p.CategoryLabel = c.Key, c.Text
			return
		}
	}
	p.note("import.category-unknown", 0, label, nil)
}

// addTitle takes the title from the first heading of level 1 and writes it into
// the front matter, or front matter with it.
func addTitle(p *Page, d *markdown.Doc) {
	data := d.File.Data
	first := -1
	for i := range d.Blocks {
		if b := &d.Blocks[i]; b.Kind == markdown.Heading && b.Level == 1 {
			first = i
			break
		}
	}
	if first < 0 {
		p.note("import.no-title", 0, "", nil)
		return
	}
	b := &d.Blocks[first]
	title := strings.Join(strings.Fields(printable(markdown.Plain(d.Text(first)))), " ")
	edit, ok := titleEdit(title, d)
	if title == "" || !ok {
		p.note("import.no-title", 0, "", nil)
		return
	}
	edits := []source.Edit{edit}
	marker := data[b.Span.Start:b.Lines[0].Start] // in a quote or a list it is more than #
	if first == 0 && len(bytes.Trim(marker, "# \t")) == 0 {
		edits = append(edits, source.Edit{Span: source.Span{Start: b.Span.Start, End: afterBlank(data, b.Span.End)}})
	}
	out, err := source.Apply(data, edits)
	if err != nil { // edits of one place: an odd file, which stays as it is
		p.note("import.no-title", 0, "", nil)
		return
	}
	p.Title, p.Markdown = title, string(out)
	p.note("import.title-from-heading", d.File.Position(b.Span.Start).Line, d.Text(first), nil)
}

// afterBlank returns where the first line behind end that is not empty begins.
func afterBlank(data []byte, end int) int {
	for at := end; at < len(data); at++ {
		switch data[at] {
		case '\n':
			end = at + 1
		case '\r', ' ', '\t':
		default:
			return end
		}
	}
	return len(data)
}

// titleEdit puts a title into the front matter of d, or front matter before the
// body; ok is false when there is front matter that can't hold it. Whether the
// first line opens front matter or is a line across is tried out, since only
// the parser knows.
func titleEdit(title string, d *markdown.Doc) (edit source.Edit, ok bool) {
	data := d.File.Data
	end := "\n"
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		end = "\r\n"
	}
	at := source.Span{}
	if bytes.HasPrefix(data, []byte(bom)) {
		at = source.Span{Start: len(bom), End: len(bom)}
	}
	line, _, more := bytes.Cut(data[at.Start:], []byte("\n"))
	line = bytes.TrimRight(line, " \t\r")
	_, old, blank := d.Meta("title")
	switch mark := string(line); {
	case blank:
		edit = source.Edit{Span: old, Text: quoted(title)}
	case more && (mark == "---" || mark == "+++"):
		sep := ": "
		if mark == "+++" {
			sep = " = "
		}
		behind := at.Start + bytes.IndexByte(data[at.Start:], '\n') + 1
		edit = source.Edit{Span: source.Span{Start: behind, End: behind}, Text: "title" + sep + quoted(title) + end}
	}
	if edit.Text != "" {
		out, err := source.Apply(data, []source.Edit{edit})
		if err != nil {
			return edit, false
		}
		tried := markdown.Parse(source.New("", out), markdown.Options{})
		got, _, _ := tried.Meta("title")
		switch {
		case len(tried.Problems) == 0 && got == title:
			return edit, true
		case len(tried.Problems) > 0 && tried.Problems[0].ID != "error.front-matter-unclosed":
			return edit, false
		}
	}
	return source.Edit{Span: at, Text: "---" + end + "title: " + yamlText(title) + end + "---" + end + end}, true
}
