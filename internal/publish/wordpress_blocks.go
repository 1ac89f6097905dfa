package publish

import (
	"encoding/json"
	"strconv"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The blocks of WordPress's editor: comments with the name and the settings of
// a block around its HTML, which must be what the editor itself would write.

// block writes a block; settings is JSON or "".
func (x *postWriter) block(name, settings, content string) {
	if settings != "" {
		settings = " " + settings
	}
	if content == "" {
		x.WriteString("<!-- wp:" + name + settings + " /-->\n\n")
		return
	}
	x.WriteString("<!-- wp:" + name + settings + " -->\n" + content + "\n<!-- /wp:" + name + " -->\n\n")
}

// asBlock writes an element as a block; what the editor has no block for is a
// block of HTML.
func (x *postWriter) asBlock(n *nethtml.Node) {
	in := &postWriter{blocks: true}
	class := attrOf(n, "class")
	switch n.DataAtom {
	case atom.P:
		if simple(n, "class") {
			in.node(n)
			x.block("paragraph", className(class), in.String())
			return
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if simple(n, "class", "id") {
			in.open(n, [2]string{"class", strings.TrimSpace("wp-block-heading " + class)})
			in.inside(n)
			in.WriteString("</" + n.Data + ">")
			x.block("heading", headingSettings(n.Data, class), in.String())
			return
		}
	case atom.Ul, atom.Ol:
		if in.list(n) {
			x.WriteString(in.String())
			return
		}
		in.Reset()
	case atom.Blockquote:
		if simple(n) {
			in.open(n, [2]string{"class", "wp-block-quote"})
			in.WriteString(inner(n))
			in.WriteString("</blockquote>")
			x.block("quote", "", in.String())
			return
		}
	case atom.Div:
		if simple(n, "class", "role") && strings.HasPrefix(class, "admonition") {
			in.WriteString(`<div class="wp-block-group ` + escapePost(class) + `">` + inner(n) + "</div>")
			x.block("group", className(class), in.String())
			return
		}
	case atom.Table:
		in.WriteString(`<figure class="wp-block-table">`)
		in.cells(n)
		in.WriteString("</figure>")
		x.block("table", `{"hasFixedLayout":false}`, in.String())
		return
	case atom.Figure:
		if simple(n) && in.picture(n) {
			x.block("image", "", in.String())
			return
		}
		in.Reset()
	case atom.Pre:
		if in.code(n) {
			x.block("code", className(codeClass(n)), in.String())
			return
		}
		in.Reset()
	case atom.Hr:
		x.block("separator", "", `<hr class="wp-block-separator has-alpha-channel-opacity"/>`)
		return
	}
	in.node(n)
	x.block("html", "", in.String())
}

func attrOf(n *nethtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// simple reports whether an element has no other attributes than those.
func simple(n *nethtml.Node, keys ...string) bool {
	for _, a := range n.Attr {
		known := false
		for _, k := range keys {
			known = known || k == a.Key
		}
		if !known {
			return false
		}
	}
	return true
}

// inner writes the children of n as blocks within a block.
func inner(n *nethtml.Node) string {
	in := &postWriter{blocks: true}
	in.top(n)
	return strings.TrimSpace(in.String())
}

// className writes the setting of a block's class; what could end the comment
// is written as the editor does.
func className(class string) string {
	if class == "" {
		return ""
	}
	return settings(map[string]any{"className": class})
}

func settings(m map[string]any) string {
	data, err := json.Marshal(m) // sorted; <, > and & are escaped
	if err != nil {
		panic("zuyg: internal: " + err.Error()) // texts and numbers
	}
	return strings.ReplaceAll(string(data), "--", `\u002d\u002d`)
}

func headingSettings(tag, class string) string {
	m := map[string]any{}
	if level := int(tag[1] - '0'); level != 2 {
		m["level"] = level
	}
	if class != "" {
		m["className"] = class
	}
	if len(m) == 0 {
		return ""
	}
	return settings(m)
}

// list writes a list whose items are text and lists; ok is false for others.
func (x *postWriter) list(n *nethtml.Node) (ok bool) {
	if !simple(n, "start", "class") {
		return false
	}
	set := map[string]any{}
	if n.DataAtom == atom.Ol {
		set["ordered"] = true
		if start, err := strconv.Atoi(attrOf(n, "start")); err == nil {
			set["start"] = start
		}
	}
	in := &postWriter{blocks: true}
	in.open(n, [2]string{"class", "wp-block-list"})
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Li {
			if strings.TrimSpace(c.Data) != "" || c.Type != nethtml.TextNode {
				return false
			}
			continue
		}
		if !in.item(c) {
			return false
		}
	}
	text := ""
	if len(set) > 0 {
		text = settings(set)
	}
	x.block("list", text, strings.TrimSpace(in.String())+"</"+n.Data+">")
	return true
}

func (x *postWriter) item(li *nethtml.Node) (ok bool) {
	first, ok := itemText(li)
	if !ok || len(li.Attr) > 0 || first.DataAtom == atom.P && len(first.Attr) > 0 {
		return false
	}
	in := &postWriter{blocks: true}
	in.WriteString("<li>")
	var text, lists postWriter
	lists.blocks = true
	for c := first; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Ul || c.DataAtom == atom.Ol:
			if !lists.list(c) {
				return false
			}
		case c.DataAtom == atom.P:
			text.children(c)
		default:
			text.node(c)
		}
	}
	in.WriteString(strings.TrimSpace(text.String()) + strings.TrimSpace(lists.String()) + "</li>")
	x.block("list-item", "", in.String())
	return true
}

// cells writes a table with its alignment as the editor has it.
func (x *postWriter) cells(n *nethtml.Node) {
	x.WriteString("<" + n.Data)
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		if align, ok := strings.CutPrefix(attrOf(n, "style"), "text-align:"); ok {
			x.attribute("class", "has-text-align-"+align)
			x.attribute("data-align", align)
		}
		x.WriteString(">")
		x.children(n)
		x.WriteString("</" + n.Data + ">")
		return
	}
	x.WriteString(">")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == nethtml.ElementNode {
			x.cells(c)
		}
	}
	x.WriteString("</" + n.Data + ">")
}

// picture writes a figure that is one image, with or without a caption.
func (x *postWriter) picture(n *nethtml.Node) (ok bool) {
	img := n.FirstChild
	if img == nil || img.DataAtom != atom.Img || !simple(img, "src", "alt") {
		return false
	}
	x.WriteString(`<figure class="wp-block-image">`)
	x.node(img)
	if c := img.NextSibling; c != nil {
		if c.DataAtom != atom.Figcaption || len(c.Attr) > 0 || c.NextSibling != nil {
			return false
		}
		x.WriteString(`<figcaption class="wp-element-caption">`)
		x.children(c)
		x.WriteString("</figcaption>")
	}
	x.WriteString("</figure>")
	return true
}

// code writes a block of code; its language is a class of the block.
func (x *postWriter) code(n *nethtml.Node) (ok bool) {
	c := n.FirstChild
	if !simple(n) || c == nil || c.DataAtom != atom.Code || c.NextSibling != nil || !simple(c, "class") {
		return false
	}
	x.WriteString("<pre")
	x.attribute("class", strings.TrimSpace("wp-block-code "+codeClass(n)))
	x.WriteString("><code>")
	for t := c.FirstChild; t != nil; t = t.NextSibling {
		if t.Type != nethtml.TextNode {
			return false
		}
		x.WriteString(escapePost(strings.TrimSuffix(t.Data, "\n")))
	}
	x.WriteString("</code></pre>")
	return true
}

func codeClass(pre *nethtml.Node) string {
	if pre.FirstChild == nil {
		return ""
	}
	return attrOf(pre.FirstChild, "class")
}
