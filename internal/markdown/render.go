package markdown

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html/atom"
)

// RenderOptions say how a version becomes HTML. The zero value is HTML with
// raw HTML sanitised and every address as it is written.
type RenderOptions struct {
	RawHTML bool // raw HTML and addresses of any scheme pass as they are
	// XHTML makes every fragment well-formed and valid XHTML, as EPUB needs it:
	// void elements are closed, there are no entities but those of XML, and of
	// raw HTML only phrases stay, whatever RawHTML says.
	XHTML  bool
	Prefix string // stands before every id, for several texts on one page
	// TopHeading is the least level of a heading; when the text has a greater
	// one, all move down by the difference. 0 leaves the levels.
	TopHeading int
	// SkipTitle leaves out the heading that Title takes the title from.
	SkipTitle bool
	// Link returns where a link leads instead, "" for no link: its words stay.
	Link func(address string) string
	// Image returns the address of an image instead, "" for none: its
	// description stays.
	Image func(address string) string
	// Mark writes the mark of a footnote: of note number, for the reference-th
	// time (both from 1). Nil writes NoteMark.
	Mark func(number, reference int) string
	// Lang returns the language of block i where it is not the page's, else "".
	Lang func(i int) string
	// Fragments asks for Rendered.Blocks.
	Fragments bool
}

// Rendered is a version as HTML: valid UTF-8, balanced, without scripts unless
// RawHTML was asked for.
type Rendered struct {
	HTML    string     // the body without its footnotes
	Notes   []Note     // footnotes in the order of their numbers
	Top     []Top      // the parts of HTML at its top level, in order
	Blocks  []Fragment // of each block of the Doc, if asked for
	Links   []string   // addresses of links as written, in order
	Images  []string   // addresses of images as written, in order
	Refused []string   // addresses that were refused, as written
	Raw     bool       // the text has raw HTML, and some of it is left
}

// Note is one footnote.
type Note struct {
	Number     int
	Label      string // as written in the Markdown
	HTML       string // its blocks
	References int    // how many marks lead to it
}

// Top is a part at the top level of a body: bytes Start to End of the HTML hold
// blocks First to Last of the Doc; First is -1 where it holds none. A body with
// raw HTML is one part: its elements may span several blocks.
type Top struct{ Start, End, First, Last int }

// Fragment is one block alone.
type Fragment struct {
	HTML    string // what is inside: phrasing content; table cells; for verbatim blocks the whole
	Ordered int    // the number of an item of an ordered list, 0 for others
	Header  bool   // the row is a table's header
}

// Title returns the title of a version as plain text: the front matter field,
// else the first heading, block is its index then and -1 otherwise. It is "" when there is
// neither.
func (d *Doc) Title() (title string, block int) {
	if t, _, ok := d.Meta("title"); ok && strings.TrimSpace(t) != "" {
		return t, -1
	}
	for i := range d.Blocks {
		if d.Blocks[i].Kind == Heading {
			return Plain(d.Text(i)), i
		}
	}
	return "", -1
}

// full is goldmark with the block parsers of the splitter and inline parsers.
var full = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(append(blockParsers(),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(noteRefParser{}, 150),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(linkify(), 999),
		))...)
})

// Render turns the body of d into HTML. It may be called by several goroutines.
func (d *Doc) Render(o RenderOptions) *Rendered {
	s := &splitter{data: d.File.Data[d.body:], context: parser.NewContext()}
	root := s.split(full())
	r := &render{options: o, src: s.data, ids: map[string]int{}, out: &Rendered{}}
	r.defined, _ = s.context.Get(noteDefsKey).(map[string]*east.Footnote)
	r.blocks(d, s)
	if list := footnoteList(root); list != nil {
		r.all = notesOf(list)
		list.Parent().RemoveChild(list.Parent(), list)
	}
	r.headings(root)
	r.prepare(root)
	r.prepareNotes()
	for _, n := range r.all { // what nothing refers to is kept too
		r.number(n)
		r.prepareNotes()
	}
	r.write(root, d)
	return r.out
}

// footnoteList returns goldmark's list of footnotes, which stands where the
// first one was defined, maybe inside another block.
func footnoteList(n ast.Node) *east.FootnoteList {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if list, ok := c.(*east.FootnoteList); ok {
			return list
		}
		if c.Type() == ast.TypeBlock {
			if list := footnoteList(c); list != nil {
				return list
			}
		}
	}
	return nil
}

func notesOf(list *east.FootnoteList) []*east.Footnote {
	var out []*east.Footnote
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		if n, ok := c.(*east.Footnote); ok {
			out = append(out, n)
		}
	}
	return out
}

// render is one rendering.
type render struct {
	options RenderOptions
	src     []byte
	out     *Rendered
	ids     map[string]int // how often each heading id was given
	nodes   []ast.Node     // of each block of the Doc; nil for fields
	index   map[ast.Node]int
	all     []*east.Footnote
	defined map[string]*east.Footnote
	numbers map[*east.Footnote]int
	notes   []*east.Footnote // in the order of their numbers
	counts  []int            // references to each
	ready   int              // how many of notes are prepared
}

// blocks finds the node of each block of d.
func (r *render) blocks(d *Doc, s *splitter) {
	fields := 0
	for fields < len(d.Blocks) && d.Blocks[fields].Kind == Field {
		fields++
	}
	r.nodes = make([]ast.Node, len(d.Blocks))
	copy(r.nodes[fields:], s.nodes)
	r.index = make(map[ast.Node]int, len(s.nodes))
	for i, n := range r.nodes {
		if n != nil {
			r.index[n] = i
		}
	}
	if r.options.SkipTitle {
		if _, i := d.Title(); i >= 0 {
			n := r.nodes[i]
			n.Parent().RemoveChild(n.Parent(), n)
			r.nodes[i] = nil // it has no marks of footnotes then: it stands nowhere in the text
		}
	}
	for i, n := range r.nodes {
		if n == nil || r.options.Lang == nil {
			continue
		}
		if lang := r.options.Lang(i); lang != "" {
			if _, tight := n.(*ast.TextBlock); tight && n.Parent() != nil {
				n = n.Parent()
			}
			n.SetAttributeString("lang", []byte(lang))
			n.SetAttributeString("class", []byte("other-language"))
		}
	}
}

// prepareNotes prepares the notes that have got a number; they may refer to
// notes that have none yet.
func (r *render) prepareNotes() {
	for ; r.ready < len(r.notes); r.ready++ {
		r.prepare(r.notes[r.ready])
	}
}

// number gives a note the next number, unless it has one, and returns it.
func (r *render) number(n *east.Footnote) int {
	if k := r.numbers[n]; k > 0 {
		return k
	}
	if r.numbers == nil {
		r.numbers = map[*east.Footnote]int{}
	}
	r.notes, r.counts = append(r.notes, n), append(r.counts, 0)
	r.numbers[n] = len(r.notes)
	return len(r.notes)
}

// headings moves the levels and gives ids.
func (r *render) headings(root ast.Node) {
	var list []*ast.Heading
	least := 7
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			list, least = append(list, h), min(least, h.Level)
		}
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	for _, h := range list {
		h.Level = min(6, h.Level+max(0, r.options.TopHeading-least))
		h.SetAttributeString("id", []byte(r.id(anchor(h, r.src))))
	}
}

// id makes an id unique on the page.
func (r *render) id(base string) string {
	r.ids[base]++
	if n := r.ids[base]; n > 1 {
		return r.id(base + "-" + strconv.Itoa(n))
	}
	return r.options.Prefix + base
}

// anchor makes an id of a heading's words: letters and digits of any script,
// small, with "-" between the words. It does not depend on where it stands.
func anchor(h *ast.Heading, src []byte) string {
	w := plainWriter{src: src}
	w.children(h)
	id := words(w.b.String())
	if id == "" {
		return "section"
	}
	return id
}

// write renders the tree into the result.
func (r *render) write(root ast.Node, d *Doc) {
	var b sink
	b.Grow(len(r.src) + len(r.src)/8)
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		start := b.Len()
		r.node(&b, n)
		if r.out.Raw { // an element may begin in one part and end in another
			continue
		}
		r.tidy(&b, start)
		first, last := r.reach(n)
		r.out.Top = append(r.out.Top, Top{start, b.Len(), first, last})
	}
	if r.out.Raw {
		r.tidy(&b, 0)
		first, last := r.reach(root)
		r.out.Top = []Top{{0, b.Len(), first, last}}
	}
	r.out.HTML = b.String()
	for i, n := range r.notes {
		b.Reset()
		r.children(&b, n)
		r.tidy(&b, 0)
		r.out.Notes = append(r.out.Notes, Note{Number: i + 1, Label: string(n.Ref), HTML: b.String(), References: r.counts[i]})
	}
	if r.options.Fragments {
		r.fragments(&b, d)
	}
}

// reach returns the first and the last block below n.
func (r *render) reach(n ast.Node) (first, last int) {
	first, last = -1, -1
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if i, ok := r.index[n]; ok && entering {
			if first < 0 || i < first {
				first = i
			}
			last = max(last, i)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return first, last
}

// fragments renders each block alone.
func (r *render) fragments(b *sink, d *Doc) {
	r.out.Blocks = make([]Fragment, len(d.Blocks))
	done := r.inner()
	for i, n := range r.nodes {
		f := &r.out.Blocks[i]
		if f.HTML = done[i]; f.HTML != "" {
			continue
		}
		b.Reset()
		switch kind := d.Blocks[i].Kind; {
		case kind == Field:
			_, _ = b.Write(util.EscapeHTML([]byte(d.Text(i))))
		case n == nil:
			_, _ = b.Write(util.EscapeHTML([]byte(Plain(d.Text(i)))))
		case kind == Definition:
		case kind == Code || kind == HTML:
			r.node(b, n)
		default:
			r.children(b, n)
			b.WriteString(caption(n))
		}
		in := atom.Div
		if d.Blocks[i].Kind == Row {
			in = atom.Tr
		}
		r.tidyIn(b, 0, in)
		f.HTML = strings.TrimSpace(b.String())
		switch n := n.(type) {
		case *east.TableHeader:
			f.Header = true
		case *ast.Paragraph, *ast.TextBlock:
			if item, ok := n.Parent().(*ast.ListItem); ok && isFirst(n) {
				f.Ordered = place(item)
			}
		}
	}
}

// inner returns what is inside the blocks that are a paragraph or a heading at
// the top level of the body, by block: they are rendered already.
func (r *render) inner() map[int]string {
	found := map[int]string{}
	for _, t := range r.out.Top {
		if t.First < 0 || t.First != t.Last || r.out.Raw {
			continue
		}
		switch n := r.nodes[t.First].(type) {
		case *ast.Paragraph, *ast.Heading:
			html := r.out.HTML[t.Start:t.End]
			if n.Parent() != nil && n.Parent().Kind() == ast.KindDocument {
				found[t.First] = html[strings.IndexByte(html, '>')+1 : strings.LastIndex(html, "</")]
			}
		}
	}
	return found
}

// sink is a buffer that goldmark writes to without one of its own.
type sink struct{ bytes.Buffer }

// Buffered and Flush implement util.BufWriter: nothing waits to be written.
func (s *sink) Buffered() int { return 0 }

// Flush implements util.BufWriter.
func (s *sink) Flush() error { return nil }

// place returns the number of an item of an ordered list, 0 for others.
func place(item *ast.ListItem) int {
	list, ok := item.Parent().(*ast.List)
	if !ok || !list.IsOrdered() {
		return 0
	}
	n := list.Start
	for p := item.PreviousSibling(); p != nil; p = p.PreviousSibling() {
		n++
	}
	return n
}

func (r *render) children(w *sink, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.node(w, c)
	}
}

// node renders one node with goldmark.
func (r *render) node(w *sink, n ast.Node) {
	to := writer()
	if r.options.XHTML {
		to = xmlWriter()
	}
	if err := to.Render(w, r.src, n); err != nil {
		panic("zuyg: internal: " + err.Error()) // a buffer takes everything
	}
}

// NoteMark writes the mark of a footnote with a link to the note.
func NoteMark(prefix string, number, reference int) string {
	return fmt.Sprintf(`<sup class="note-mark"><a href="#%sfn-%d" id="%s" role="doc-noteref">%d</a></sup>`,
		prefix, number, NoteRefID(prefix, number, reference), number)
}

// NoteRefID returns the id of a mark that NoteMark writes.
func NoteRefID(prefix string, number, reference int) string {
	if reference == 1 {
		return fmt.Sprintf("%sfnref-%d", prefix, number)
	}
	return fmt.Sprintf("%sfnref-%d-%d", prefix, number, reference)
}

// NotesHTML writes footnotes as an ordered list to which the marks of NoteMark
// lead, with links back; back is their name in words.
func NotesHTML(prefix string, notes []Note, back string) string {
	if len(notes) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<ol>\n")
	for _, n := range notes {
		html, end := strings.CutSuffix(strings.TrimSpace(n.HTML), "</p>")
		fmt.Fprintf(&b, `<li id="%sfn-%d">%s`, prefix, n.Number, html)
		for k := 1; k <= n.References; k++ {
			label := util.EscapeHTML([]byte(back))
			if n.References > 1 {
				label = fmt.Appendf(label, " (%d)", k)
			}
			fmt.Fprintf(&b, ` <a href="#%s" role="doc-backlink" aria-label="%s">↩</a>`, NoteRefID(prefix, n.Number, k), label)
		}
		if end {
			b.WriteString("</p>")
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ol>\n")
	return b.String()
}

// noteParser is goldmark's parser of footnotes that notes which labels are
// defined. In a footnote it finds no other one: goldmark would put the outer
// one into a list inside it, and both would be lost.
type noteParser struct{ parser.BlockParser }

var noteDefsKey = parser.NewContextKey()

// Open notes a definition; the first of a label counts.
func (p noteParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	for n := parent; n != nil; n = n.Parent() {
		if _, ok := n.(*east.Footnote); ok {
			return nil, parser.NoChildren
		}
	}
	node, state := p.BlockParser.Open(parent, reader, pc)
	if n, ok := node.(*east.Footnote); ok {
		defs := pc.ComputeIfAbsent(noteDefsKey, func() any { return map[string]*east.Footnote{} }).(map[string]*east.Footnote)
		if defs[string(n.Ref)] == nil {
			defs[string(n.Ref)] = n
		}
	}
	return node, state
}
