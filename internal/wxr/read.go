package wxr

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"zuyg/internal/source"
)

// Limits of what is read: half a gigabyte is twenty thousand pairs, and one
// post is no longer than an imported page may be.
const (
	MaxBytes = 512 << 20
	maxText  = 16 << 20
)

// Read reads an export of WordPress 1.0 to 1.2. It reads as a stream, so that
// only what is kept is in memory. A document type with entities is refused:
// they could make gigabytes of a few lines. The error is a *source.Error
// without a path.
func Read(r io.Reader) (*File, error) {
	in := &cleaner{in: bufio.NewReader(r), left: MaxBytes}
	d := &reader{Decoder: xml.NewDecoder(in), file: &File{}}
	err := d.read()
	var at *source.Error
	switch {
	case in.over:
		err = d.fail("error.wxr-large", map[string]any{"Limit": MaxBytes >> 20})
	case err != nil && !errors.As(err, &at):
		err = d.fail("error.wxr-xml", map[string]any{"Detail": err.Error()})
	}
	if err == nil && d.file.Version == "" {
		err = &source.Error{ID: "error.wxr-version"}
	}
	d.file.Dropped = in.dropped
	return d.file, err
}

// cleaner leaves out the control characters that XML does not allow and that
// WordPress exports nevertheless, and ends after so many bytes.
type cleaner struct {
	in      *bufio.Reader
	left    int
	over    bool
	dropped int
}

// Read implements io.Reader.
func (c *cleaner) Read(p []byte) (int, error) {
	if len(p) > c.left {
		p = p[:c.left]
	}
	if len(p) == 0 {
		c.over = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.in.Read(p)
	c.left -= n
	kept := p[:0]
	for _, b := range p[:n] {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			c.dropped++
			continue
		}
		kept = append(kept, b)
	}
	return len(kept), err
}

type reader struct {
	*xml.Decoder
	file *File
}

func (d *reader) fail(id string, args map[string]any) error {
	line, column := d.InputPos()
	return &source.Error{ID: id, Args: args, Pos: source.Position{Line: line, Column: column, Byte: column, UTF16: column}}
}

// read goes over the elements of the channel.
func (d *reader) read() error {
	depth := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			if text := strings.ToUpper(string(t)); strings.Contains(text, "ENTITY") || strings.Contains(text, "[") {
				return d.fail("error.wxr-entities", nil)
			}
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth < 2 {
				if want := [2]string{"rss", "channel"}[depth]; t.Name.Local != want {
					return d.fail("error.wxr-element", map[string]any{"Element": t.Name.Local, "Expected": want})
				}
				depth++
				continue
			}
			if err := d.element(t); err != nil {
				return err
			}
		}
	}
}

// element reads one element of the channel.
func (d *reader) element(t xml.StartElement) error {
	line, _ := d.InputPos()
	if !strings.HasPrefix(t.Name.Space, "http://wordpress.org/export/") {
		switch t.Name.Local {
		case "item":
			return d.item(&t, line)
		case "title":
			return d.text(&t, &d.file.Title)
		case "link":
			if t.Name.Space == "" {
				return d.text(&t, &d.file.Link)
			}
		case "language":
			return d.text(&t, &d.file.Language)
		}
		return d.Skip()
	}
	switch t.Name.Local {
	case "wxr_version":
		return d.text(&t, &d.file.Version)
	case "base_blog_url":
		return d.text(&t, &d.file.Link)
	case "author":
		var a xmlAuthor
		if err := d.DecodeElement(&a, &t); err != nil {
			return err
		}
		d.file.Authors = append(d.file.Authors, Author{number(a.ID), a.Login, a.Email, a.Name, line})
	case "category", "tag", "term":
		var x xmlTerm
		if err := d.DecodeElement(&x, &t); err != nil {
			return err
		}
		term := Term{ID: number(x.ID), Line: line}
		switch t.Name.Local {
		case "category":
			term.Taxonomy, term.Slug, term.Name, term.Description = "category", x.CategorySlug, x.CategoryName, x.CategoryText
		case "tag":
			term.Taxonomy, term.Slug, term.Name, term.Description = "post_tag", x.TagSlug, x.TagName, x.TagText
		default:
			term.Taxonomy, term.Slug, term.Name, term.Description = x.Taxonomy, x.Slug, x.Name, x.Text
		}
		d.file.Terms = append(d.file.Terms, term)
	default:
		return d.Skip()
	}
	return nil
}

func (d *reader) text(t *xml.StartElement, to *string) error { return d.DecodeElement(to, t) }

type xmlAuthor struct {
	ID    string `xml:"author_id"`
	Login string `xml:"author_login"`
	Email string `xml:"author_email"`
	Name  string `xml:"author_display_name"`
}

type xmlTerm struct {
	ID           string `xml:"term_id"`
	CategorySlug string `xml:"category_nicename"`
	CategoryName string `xml:"cat_name"`
	CategoryText string `xml:"category_description"`
	TagSlug      string `xml:"tag_slug"`
	TagName      string `xml:"tag_name"`
	TagText      string `xml:"tag_description"`
	Taxonomy     string `xml:"term_taxonomy"`
	Slug         string `xml:"term_slug"`
	Name         string `xml:"term_name"`
	Text         string `xml:"term_description"`
}

type xmlItem struct {
	Title   string `xml:"title"`
	Link    string `xml:"link"`
	GUID    string `xml:"guid"`
	Creator string `xml:"creator"`
	Encoded []struct {
		XMLName xml.Name
		Text    string `xml:",chardata"`
	} `xml:"encoded"`
	ID          string `xml:"post_id"`
	Date        string `xml:"post_date"`
	DateGMT     string `xml:"post_date_gmt"`
	Modified    string `xml:"post_modified"`
	ModifiedGMT string `xml:"post_modified_gmt"`
	Slug        string `xml:"post_name"`
	Status      string `xml:"status"`
	Type        string `xml:"post_type"`
	Password    string `xml:"post_password"`
	File        string `xml:"attachment_url"`
	Terms       []struct {
		Taxonomy string `xml:"domain,attr"`
		Slug     string `xml:"nicename,attr"`
		Name     string `xml:",chardata"`
	} `xml:"category"`
	Meta []struct {
		Key   string `xml:"meta_key"`
		Value string `xml:"meta_value"`
	} `xml:"postmeta"`
	Comments []struct{} `xml:"comment"`
}

func (d *reader) item(t *xml.StartElement, line int) error {
	var x xmlItem
	if err := d.DecodeElement(&x, t); err != nil {
		return err
	}
	it := Item{
		ID: number(x.ID), Type: x.Type, Status: x.Status, Slug: x.Slug, Title: x.Title, Link: x.Link, GUID: x.GUID, Creator: x.Creator, Password: x.Password,
		Date: date(x.Date), DateGMT: date(x.DateGMT), Modified: date(x.Modified), ModifiedGMT: date(x.ModifiedGMT), File: strings.TrimSpace(x.File),
		Comments: len(x.Comments), Line: line,
	}
	for _, e := range x.Encoded {
		if strings.Contains(e.XMLName.Space, "excerpt") {
			it.Excerpt = e.Text
		} else {
			it.Content = e.Text
		}
	}
	if len(it.Content) > maxText {
		return &source.Error{ID: "error.too-large", Args: map[string]any{"Bytes": len(it.Content), "Limit": maxText}, Pos: source.Position{Line: line, Column: 1, Byte: 1, UTF16: 1}}
	}
	for _, r := range x.Terms {
		it.Terms = append(it.Terms, Ref{r.Taxonomy, r.Slug, r.Name})
	}
	for _, m := range x.Meta {
		it.Meta = append(it.Meta, Meta{m.Key, m.Value})
	}
	d.file.Items = append(d.file.Items, it)
	return nil
}

// date drops what stands for no date.
func date(s string) string {
	if s = strings.TrimSpace(s); s == NoDate {
		return ""
	}
	return s
}

// number reads an id; what is none is 0.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
