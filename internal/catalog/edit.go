package catalog

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"zuyg/internal/source"
)

// Change is what is to be done to one message of a file. Exactly one of Set,
// Remove and Rename is given.
type Change struct {
	Key    string
	Set    []Field // by Name and Text: fields to change or to add; the message is made when there is none
	After  string  // of a message that is made: the key it is to stand behind, if it is there
	Remove bool    // the message with the comments right above it
	Rename string  // the new key
}

// Edit returns the file with all changes, which touch different messages. Only
// the bytes of these messages differ; what comes out is read again, and an
// edit that would say anything else than what was asked for is an error
// ("error.catalog-edit", a *source.Error at the message).
func (f *File) Edit(changes ...Change) (*File, error) {
	if err := f.Err(); err != nil {
		return nil, err
	}
	w := f.writer()
	want := f.state()
	var edits []source.Edit
	for _, c := range changes {
		if err := f.expect(c, want); err != nil {
			return nil, err
		}
		more, ok := f.change(w, c)
		if !ok {
			return nil, f.cannot(c.Key)
		}
		edits = append(edits, more...)
	}
	data, err := source.Apply(f.Source.Data, edits)
	if err != nil {
		return nil, f.cannot(changes[0].Key)
	}
	after := Parse(source.New(f.Source.Path, data))
	if after.Err() != nil || !maps.EqualFunc(after.state(), want, slices.Equal) {
		return nil, f.cannot(changes[0].Key)
	}
	return after, nil
}

// Error gives a problem its place.
func (f *File) Error(p *Problem) *source.Error {
	return &source.Error{Path: f.Source.Path, Pos: f.Source.Position(p.At.Start), ID: p.ID, Args: p.Args}
}

func (f *File) cannot(key string) error {
	e := &source.Error{Path: f.Source.Path, ID: "error.catalog-edit", Args: map[string]any{"Key": key}}
	if m := f.Message(key); m != nil {
		e.Pos = f.Source.Position(m.Name.Start)
	}
	return e
}

// state is what a file says, by key.
func (f *File) state() map[string][]string {
	out := make(map[string][]string, len(f.Messages))
	for i := range f.Messages {
		out[f.Messages[i].Key] = f.Messages[i].values()
	}
	return out
}

// expect notes what a file is to say after a change.
func (f *File) expect(c Change, want map[string][]string) error {
	switch {
	case c.Remove:
		delete(want, c.Key)
	case c.Rename != "":
		if _, there := want[c.Rename]; there {
			return f.cannot(c.Rename)
		}
		want[c.Rename] = want[c.Key]
		delete(want, c.Key)
	default:
		v := slices.Clone(want[c.Key])
		if v == nil {
			v = make([]string, len(fieldNames))
		}
		for _, s := range c.Set {
			if !utf8.ValidString(s.Text) {
				return &source.Error{Path: f.Source.Path, ID: "error.invalid-utf8"}
			}
			v[slices.Index(fieldNames, s.Name)] = s.Text
		}
		want[c.Key] = v
	}
	return nil
}

// change makes the edits of one change; false when they can't be made here.
func (f *File) change(w writer, c Change) ([]source.Edit, bool) {
	m := f.Message(c.Key)
	if m == nil && (c.Remove || c.Rename != "") {
		return nil, false
	}
	switch {
	case c.Remove:
		return w.remove(m.node)
	case c.Rename != "":
		if id := m.Field("id"); id != nil && m.node.up == f.root && f.root.kind == list {
			return []source.Edit{{Span: id.At, Text: w.text(id.At, m.node.styleAt(id.At), c.Rename)}}, true
		}
		if edits, ok := w.rename(m.node, c.Rename); ok {
			return edits, true
		}
		gone, ok1 := w.remove(m.node)
		edits, ok2 := w.add(f.home(c.Rename, ""), c.Rename, m.own())
		return append(gone, edits...), ok1 && ok2
	case m == nil:
		return w.add(f.home(c.Key, c.After), c.Key, c.Set)
	}
	var edits []source.Edit
	var more []Field
	for _, s := range c.Set {
		switch old := m.Field(s.Name); {
		case old == nil && s.Text == "":
		case old == nil:
			more = append(more, s)
		case old.Text != s.Text:
			edits = append(edits, source.Edit{Span: old.At, Text: w.text(old.At, m.node.styleAt(old.At), s.Text)})
		}
	}
	if len(more) == 0 {
		return edits, true
	}
	if m.node.kind == text && len(edits) > 0 { // `key = "text"` becomes a table with both
		edits, more = nil, slices.Clone(c.Set)
	}
	added, ok := w.fields(m.node, more)
	return append(edits, added...), ok
}

// own returns the fields of a message in a fixed order.
func (m *Message) own() []Field {
	var out []Field
	for _, name := range fieldNames {
		if x := m.Field(name); x != nil {
			out = append(out, *x)
		}
	}
	return out
}

// styleAt returns how the text at a place is quoted.
func (n *node) styleAt(at source.Span) style {
	if n.at == at {
		return n.style
	}
	for _, c := range n.items {
		if c.at == at {
			return c.style
		}
		if c.kind == table && c.at.Start <= at.Start && at.End <= c.at.End {
			return c.styleAt(at)
		}
	}
	return double
}

// home is where a new message goes: behind a sibling, in a table.
type home struct {
	in     *node // the table
	prefix string
	after  *node // nil: at the end
}

// home finds the place of a new message: the deepest table whose name the key
// begins with; in it behind the message "after", if that is there, else behind
// the last.
func (f *File) home(key, after string) home {
	h := home{in: f.root}
	if f.root == nil {
		return h
	}
	for {
		next := (*node)(nil)
		for _, c := range h.in.items {
			if c.kind == table && !c.shadowed && strings.HasPrefix(key, h.prefix+c.key+".") && !f.isMessage(c) {
				next = c
			}
		}
		if next == nil {
			break
		}
		h.in, h.prefix = next, h.prefix+next.key+"."
	}
	if m := f.Message(after); m != nil {
		h.after = m.node
	} else if len(f.Messages) > 0 {
		h.after = f.Messages[len(f.Messages)-1].node
	}
	return h
}

// writer knows how one format is written.
type writer interface {
	text(at source.Span, s style, text string) string             // a text in place of the one at a span
	fields(n *node, more []Field) ([]source.Edit, bool)           // more fields of a message
	add(h home, key string, fields []Field) ([]source.Edit, bool) // a new message
	remove(n *node) ([]source.Edit, bool)                         // a message
	rename(n *node, key string) ([]source.Edit, bool)             // a message where it stands
}

func (f *File) writer() writer {
	l := f.layout()
	switch f.Format {
	case "toml":
		return &tomlWriter{l}
	case "json":
		return &jsonWriter{l}
	}
	return &yamlWriter{l}
}

// layout looks how the lines lie: the first line end is that of the file.
func (f *File) layout() layout {
	l := layout{data: f.Source.Data, eol: "\n"}
	if i := bytes.IndexByte(l.data, '\n'); i > 0 && l.data[i-1] == '\r' {
		l.eol = "\r\n"
	}
	return l
}

// layout is how the lines of a file lie.
type layout struct {
	data []byte
	eol  string
}

// lineStart returns where the line of an offset begins, behind a byte order
// mark.
func (l *layout) lineStart(at int) int {
	start := bytes.LastIndexByte(l.data[:at], '\n') + 1
	if start == 0 && bytes.HasPrefix(l.data, []byte(bom)) {
		return min(at, len(bom))
	}
	return start
}

// lineEnd returns where the line of an offset ends, its line end excluded.
func (l *layout) lineEnd(at int) int {
	end := len(l.data)
	if i := bytes.IndexByte(l.data[at:], '\n'); i >= 0 {
		end = at + i
		if end > at && l.data[end-1] == '\r' {
			end--
		}
	}
	return end
}

// indent returns the white space that the line of an offset begins with, up to
// the offset.
func (l *layout) indent(at int) string {
	start := l.lineStart(at)
	line := l.data[start:at]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// alone reports whether nothing but white space stands before an offset on its
// line.
func (l *layout) alone(at int) bool {
	return len(bytes.TrimSpace(l.data[l.lineStart(at):at])) == 0
}

// lines is the edit that deletes whole lines from start to end, with the
// comments right above and, where empty lines would meet, those below.
func (l *layout) lines(start, end int) source.Edit {
	start = l.lineStart(start)
	for start > 0 {
		above := l.lineStart(start - 1)
		if !bytes.HasPrefix(bytes.TrimLeft(l.data[above:start], " \t"), []byte("#")) {
			break
		}
		start = above
	}
	end = nextLine(l.data, end)
	for l.blankBefore(start) && end < len(l.data) && len(bytes.TrimSpace(lineOf(l.data, end))) == 0 {
		end = nextLine(l.data, end)
	}
	for end == len(l.data) && start > 0 && l.blankBefore(start) { // no empty lines at the end of the file
		start = l.lineStart(start - 1)
	}
	return source.Edit{Span: source.Span{Start: start, End: end}}
}

// blankBefore reports whether the line before the one that begins at start is
// empty, or there is none.
func (l *layout) blankBefore(start int) bool {
	if start == 0 || start == len(bom) && bytes.HasPrefix(l.data, []byte(bom)) {
		return true
	}
	return len(bytes.TrimSpace(l.data[l.lineStart(start-1):start])) == 0
}

// cut is the edit that takes an item out of a list in braces, with one comma.
func (l *layout) cut(n *node) source.Edit {
	items := n.up.items
	i := slices.Index(items, n)
	switch {
	case i+1 < len(items):
		return source.Edit{Span: source.Span{Start: n.entry.Start, End: items[i+1].entry.Start}}
	case i > 0:
		return source.Edit{Span: source.Span{Start: items[i-1].entry.End, End: n.entry.End}}
	}
	return source.Edit{Span: source.Span{Start: n.entry.Start, End: n.entry.End}}
}

// end is the edit that puts lines at the end of the file.
func (l *layout) end(lines string) source.Edit {
	at := len(l.data)
	if at > 0 && l.data[at-1] != '\n' && string(l.data) != bom {
		lines = l.eol + lines
	}
	return source.Edit{Span: source.Span{Start: at, End: at}, Text: lines + l.eol}
}

// between returns the bytes of the file between two offsets, or a text where
// they are no such stretch.
func (l *layout) between(start, end int, or string) string {
	if start < 0 || end < start || end > len(l.data) {
		return or
	}
	return string(l.data[start:end])
}

func insert(at int, text string) source.Edit {
	return source.Edit{Span: source.Span{Start: at, End: at}, Text: text}
}

// onlyOther reports whether fields are a message that `key = "text"` can say.
func onlyOther(fields []Field) bool { return len(fields) == 1 && fields[0].Name == "other" }

// full returns the key of a node: all names down to it.
func (n *node) full() string {
	if n.up == nil {
		return ""
	}
	if p := n.up.full(); p != "" {
		return p + "." + n.key
	}
	return n.key
}
