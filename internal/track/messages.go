package track

import (
	"regexp"
	"slices"
	"strings"

	"zuyg/internal/catalog"
	"zuyg/internal/lang"
	"zuyg/internal/record"
	"zuyg/internal/weight"
)

// MessageKind is the kind of a message's entry in a record.
const MessageKind = "message"

// Pair is the two files of one group of UI strings, such as locales/en.toml and
// locales/hy.toml. A file is nil when there is none.
type Pair struct {
	Paths [2]string
	Files [2]*catalog.File
}

// Strings is the UI strings in two languages with all that was found out about
// them.
type Strings struct {
	Langs      [2]string
	Lead       int // which of Langs is the source: 0 or 1
	Plurals    [2]*catalog.Plurals
	Pairs      []Pair
	Stray      []*catalog.File // files by whose names go-i18n would not load them
	Record     *record.Record  // nil when there is none
	RecordPath string
	RecordData []byte // nil when there is none
	Messages   []Message
	Twice      []Twice
	Gone       []record.Entry // of messages that are in neither language any more
	index      map[string]int // of Messages, by key
}

// Message is one UI string: a unit named by its key. Its texts are those of all
// plural forms, without the description; its Blocks are [0] on a side that has
// any text.
type Message struct {
	Unit
	Key string
	On  [2]*catalog.Message // nil where the key is not there
	In  [2]*catalog.File    // that holds it; nil where the key is not there
	Of  int                 // of Pairs: the files it belongs to
}

// Twice is a key in two files of one language.
type Twice struct {
	Key           string
	Side          int
	First, Second *catalog.File
}

// Texts returns the texts of a message for the record: the text of "other"
// where that is all there is, else each as "one: …".
func Texts(m *catalog.Message) []string {
	if m == nil {
		return nil
	}
	all := m.Plural()
	if len(all) == 1 && all[0].Name == "other" && !named(all[0].Text) {
		return []string{all[0].Text}
	}
	var out []string
	for _, f := range all {
		out = append(out, f.Name+": "+f.Text)
	}
	return out
}

// FormsOf is the inverse of Texts.
func FormsOf(texts []string) []catalog.Field {
	var out []catalog.Field
	for _, t := range texts {
		name := "other"
		if named(t) {
			name, t, _ = strings.Cut(t, ": ")
		}
		out = append(out, catalog.Field{Name: name, Text: t})
	}
	return out
}

// named reports whether a text begins as one of several forms does.
func named(text string) bool {
	name, _, ok := strings.Cut(text, ": ")
	return ok && catalog.IsForm(name)
}

// Compute fills in Messages, Twice and Gone of s from its files and record.
// Texts are compared as those of articles are; what identifies a message is its
// key, and after a change of the key its texts in both languages.
func (s *Strings) Compute(settings Settings) {
	s.Messages, s.Twice, s.Gone = nil, nil, nil
	for side, l := range s.Langs {
		if s.Plurals[side] == nil {
			s.Plurals[side] = catalog.PluralsOf(l)
		}
	}
	at := s.collect()
	w := &work{article: &Article{Lead: s.Lead}, settings: settings}
	for side, l := range s.Langs {
		w.article.Versions[side].Lang = l
	}
	entries := s.entries(at)
	for i := range s.Messages {
		m := &s.Messages[i]
		if e := entries[m.Key]; e != nil {
			m.Entries, m.ID = []record.Entry{*e}, e.ID
		}
		w.message(m)
	}
}

// collect lists the messages of all files, those of the source first in each
// pair, and returns where each key is.
func (s *Strings) collect() map[string]int {
	at := map[string]int{}
	for _, side := range []int{s.Lead, 1 - s.Lead} {
		for p := range s.Pairs {
			f := s.Pairs[p].Files[side]
			if f == nil {
				continue
			}
			for k := range f.Messages {
				s.take(at, side, p, f, &f.Messages[k])
			}
		}
	}
	slices.SortStableFunc(s.Messages, func(a, b Message) int { return a.Of - b.Of })
	for i := range s.Messages {
		at[s.Messages[i].Key] = i
	}
	s.index = at
	return at
}

func (s *Strings) take(at map[string]int, side, pair int, f *catalog.File, m *catalog.Message) {
	i, ok := at[m.Key]
	if !ok {
		i = len(s.Messages)
		at[m.Key] = i
		s.Messages = append(s.Messages, Message{Key: m.Key, Of: pair})
	}
	u := &s.Messages[i]
	if u.In[side] != nil {
		s.Twice = append(s.Twice, Twice{m.Key, side, u.In[side], f})
		return
	}
	u.On[side], u.In[side] = m, f
}

// entries finds the entry of each key. An entry whose key is nowhere goes to
// the one message without an entry that says the same in both languages.
func (s *Strings) entries(at map[string]int) map[string]*record.Entry {
	out := map[string]*record.Entry{}
	if s.Record == nil {
		return out
	}
	var lost []*record.Entry
	for i := range s.Record.Entries {
		e := &s.Record.Entries[i]
		if _, there := at[e.Key]; there && out[e.Key] == nil {
			out[e.Key] = e
		} else {
			lost = append(lost, e)
		}
	}
	if len(lost) == 0 {
		return out
	}
	free := map[string][]string{} // texts of both sides → keys
	for i := range s.Messages {
		m := &s.Messages[i]
		if out[m.Key] == nil && m.On[0] != nil && m.On[1] != nil {
			t := Join(Texts(m.On[0])) + "\x00" + Join(Texts(m.On[1]))
			free[t] = append(free[t], m.Key)
		}
	}
	for _, e := range lost {
		t := Join(e.Texts[0]) + "\x00" + Join(e.Texts[1])
		if keys := free[t]; len(keys) == 1 && len(e.Texts[0]) > 0 && len(e.Texts[1]) > 0 && out[keys[0]] == nil {
			out[keys[0]] = e
			continue
		}
		s.Gone = append(s.Gone, *e)
	}
	return out
}

// message derives everything that is said about a message.
func (w *work) message(m *Message) {
	confirmed := len(m.Entries) > 0 && m.Entries[0].Status != record.Proposed
	for side := range m.Sides {
		s := &m.Sides[side]
		s.Text = Join(Texts(m.On[side]))
		if s.Text != "" {
			s.Blocks = []int{0}
		}
		if !confirmed {
			continue
		}
		s.Agreed = Join(m.Entries[0].Texts[side])
		if !lang.Same(s.Agreed, s.Text) {
			s.Change = weight.Of(asCode(s.Agreed), asCode(s.Text), w.article.Versions[side].Lang, w.settings.Weight)
		}
	}
	m.State = w.state(bare(m.Unit), confirmed)
	switch m.State {
	case Missing, Orphan, Untranslated:
	case Proposed:
		w.stamped(m)
	default:
		m.Weight = max(m.Sides[0].Change.Weight, m.Sides[1].Change.Weight)
	}
}

// bare returns the unit with its texts as words: without template actions and
// the names of forms, which are the same in every language.
func bare(u Unit) *Unit {
	for side := range u.Sides {
		u.Sides[side].Text = forms.ReplaceAllString(action.ReplaceAllString(u.Sides[side].Text, ""), "")
	}
	return &u
}

// stamped looks at the hash that goi18n wrote into a translation nobody
// confirmed: if it is not that of the source as it is now, the translation was
// made from another. A hash that fits proves nothing, for goi18n writes one
// into a translation that has none.
func (w *work) stamped(m *Message) {
	source, translation := m.On[w.article.Lead], m.On[1-w.article.Lead]
	if h := translation.Text("hash"); h != "" && h != source.Hash() {
		m.State, m.Weight = Stale, weight.Major
	}
}

var (
	action = regexp.MustCompile(`\{\{[^{}\n]*\}\}`)
	forms  = regexp.MustCompile(`(?m)^(?:zero|one|two|few|many|other): `)
)

// asCode marks the template actions of a text as code: a placeholder that
// changed is a fact.
func asCode(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	return action.ReplaceAllString(text, "`$0`")
}

// Message returns the message with a key, or nil.
func (s *Strings) Message(key string) *Message {
	if i, ok := s.index[key]; ok {
		return &s.Messages[i]
	}
	return nil
}

// Files lists all files that were read, the source's first in each pair, then
// those that stray.
func (s *Strings) Files() []*catalog.File {
	var out []*catalog.File
	for _, p := range s.Pairs {
		for _, side := range []int{s.Lead, 1 - s.Lead} {
			if p.Files[side] != nil {
				out = append(out, p.Files[side])
			}
		}
	}
	return append(out, s.Stray...)
}

// Counts returns how many messages are in each state.
func (s *Strings) Counts() [States]int {
	var n [States]int
	for i := range s.Messages {
		n[s.Messages[i].State]++
	}
	return n
}
