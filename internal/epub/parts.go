package epub

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// item is a file in the manifest.
type item struct{ id, name, kind, properties string }

func (b *Book) items() (all []item, spine []string) {
	all = []item{
		{"nav", navName, "application/xhtml+xml", "nav"}, {"ncx", ncxName, "application/x-dtbncx+xml", ""},
		{"cover", coverName, "application/xhtml+xml", ""}, {"cover-image", pictureName, "image/png", "cover-image"},
		{"style", StyleName, "text/css", ""},
	}
	spine = []string{"cover", "nav"}
	for i, c := range b.Chapters {
		id := fmt.Sprintf("chapter-%d", i+1)
		all = append(all, item{id, c.Name, "application/xhtml+xml", ""})
		spine = append(spine, id)
	}
	for i, f := range b.Files {
		all = append(all, item{fmt.Sprintf("file-%d", i+1), f.Name, f.Type, ""})
	}
	return all, spine
}

// opf writes the package document.
func (b *Book) opf() string {
	var w strings.Builder
	w.WriteString(xml.Header + `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"` + ` xml:lang="` + Escape(b.Lang) + `">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">` + Escape(b.ID) + "</dc:identifier>\n")
	texts := func(element string, list []Text) {
		for _, t := range list {
			fmt.Fprintf(&w, "<dc:%s xml:lang=\"%s\">%s</dc:%s>\n", element, Escape(t.Lang), Escape(t.Text), element)
		}
	}
	texts("title", b.Titles)
	for _, l := range b.Languages {
		fmt.Fprintf(&w, "<dc:language>%s</dc:language>\n", Escape(l))
	}
	people := func(element, role string, list []Text) {
		for i, t := range list {
			id := fmt.Sprintf("%s-%d", role, i+1)
			fmt.Fprintf(&w, "<dc:%s id=\"%s\" xml:lang=\"%s\">%s</dc:%s>\n<meta refines=\"#%s\" property=\"role\" scheme=\"marc:relators\">%s</meta>\n",
				element, id, Escape(t.Lang), Escape(t.Text), element, id, role)
		}
	}
	people("creator", "aut", b.Creators)
	people("contributor", "trl", b.Translators)
	texts("description", b.Descriptions)
	if b.Publisher != "" {
		w.WriteString("<dc:publisher>" + Escape(b.Publisher) + "</dc:publisher>\n")
	}
	if b.Source != "" {
		w.WriteString("<dc:source>" + Escape(b.Source) + "</dc:source>\n")
	}
	w.WriteString(`<meta property="dcterms:modified">` + b.Modified.UTC().Format("2006-01-02T15:04:05Z") + "</meta>\n")
	w.WriteString(b.access())
	w.WriteString("<meta name=\"cover\" content=\"cover-image\"/>\n</metadata>\n<manifest>\n")
	items, spine := b.items()
	for _, i := range items {
		fmt.Fprintf(&w, `<item id="%s" href="%s" media-type="%s"`, i.id, Escape(i.name), i.kind)
		if i.properties != "" {
			fmt.Fprintf(&w, ` properties="%s"`, i.properties)
		}
		w.WriteString("/>\n")
	}
	w.WriteString("</manifest>\n<spine toc=\"ncx\">\n")
	for _, id := range spine {
		fmt.Fprintf(&w, "<itemref idref=\"%s\"/>\n", id)
	}
	w.WriteString("</spine>\n</package>\n")
	return w.String()
}

// access says what a reader must be able to do to read the book (EPUB
// Accessibility 1.1): everything is text, and pictures are described.
func (b *Book) access() string {
	var w strings.Builder
	meta := func(property string, values ...string) {
		for _, v := range values {
			fmt.Fprintf(&w, "<meta property=\"schema:%s\">%s</meta>\n", property, v)
		}
	}
	meta("accessMode", "textual")
	if slices.ContainsFunc(b.Files, func(f File) bool { return strings.HasPrefix(f.Type, "image/") }) {
		meta("accessMode", "visual")
	}
	meta("accessModeSufficient", "textual")
	meta("accessibilityFeature", "tableOfContents", "readingOrder", "structuralNavigation", "alternativeText")
	meta("accessibilityHazard", "none")
	return w.String()
}

// spans writes texts of several languages in a row.
func spans(texts []Text) string {
	var parts []string
	for _, t := range texts {
		parts = append(parts, "<span"+langs(t.Lang)+">"+Escape(t.Text)+"</span>")
	}
	return strings.Join(parts, " · ")
}

// nav writes the table of contents, and where the parts of the book are for
// programs.
func (b *Book) nav() string {
	var w strings.Builder
	w.WriteString("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>" + spans(b.Contents) + "</h1>\n<ol>\n")
	for _, c := range b.Chapters {
		w.WriteString(`<li><a href="` + c.Name + `">` + spans(c.Titles) + "</a></li>\n")
	}
	w.WriteString("</ol>\n</nav>\n<nav epub:type=\"landmarks\" hidden=\"\">\n<ol>\n")
	for _, l := range [][3]string{{"cover", coverName, b.CoverText}, {"toc", navName + "#toc", first(b.Contents)}, {"bodymatter", b.Chapters[0].Name, first(b.Chapters[0].Titles)}} {
		fmt.Fprintf(&w, "<li><a epub:type=\"%s\" href=\"%s\">%s</a></li>\n", l[0], l[1], Escape(l[2]))
	}
	w.WriteString("</ol>\n</nav>\n")
	return page(b.Lang, first(b.Contents), "frontmatter", w.String())
}

// ncx writes the table of contents for readers of EPUB 2.
func (b *Book) ncx() string {
	var w strings.Builder
	plain := func(texts []Text) string {
		var parts []string
		for _, t := range texts {
			parts = append(parts, t.Text)
		}
		return Escape(strings.Join(parts, " · "))
	}
	w.WriteString(xml.Header + `<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="` + Escape(b.Lang) + `">
<head>
<meta name="dtb:uid" content="` + Escape(b.ID) + `"/>
<meta name="dtb:depth" content="1"/>
<meta name="dtb:totalPageCount" content="0"/>
<meta name="dtb:maxPageNumber" content="0"/>
</head>
<docTitle><text>` + plain(b.Titles) + "</text></docTitle>\n<navMap>\n")
	for i, c := range b.Chapters {
		fmt.Fprintf(&w, "<navPoint id=\"n-%d\" playOrder=\"%d\"><navLabel><text>%s</text></navLabel><content src=\"%s\"/></navPoint>\n", i+1, i+1, plain(c.Titles), c.Name)
	}
	w.WriteString("</navMap>\n</ncx>\n")
	return w.String()
}

func (b *Book) coverPage() string {
	return page(b.Lang, first(b.Titles), "cover", `<div class="cover"><img src="`+pictureName+`" alt="`+Escape(b.CoverText)+"\"/></div>\n")
}
