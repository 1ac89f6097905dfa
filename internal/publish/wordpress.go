package publish

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"zuyg/internal/ingest"
	"zuyg/internal/lang"
	"zuyg/internal/markdown"
	"zuyg/internal/wxr"
)

// partSize is how large a file of the export grows, in bytes: PHP takes uploads
// below 2 MiB where nobody has changed that, and the form around it needs some.
const partSize = 1_900_000

// The ids of posts and attachments are made of their names, so that they stay
// the same from export to export, and lie where a site of people has none. They
// fit into 31 bits, which some plugins count with.
const (
	firstPost, postIDs = 1_000_000_000, 400_000_000 // two for each article
	firstFile, fileIDs = 1_900_000_000, 100_000_000
)

// wordPressWindow is how many articles are rendered at once.
const wordPressWindow = 64

// wordPress is one export of the form "wordpress".
type wordPress struct {
	*Site
	out      *Output
	blocks   bool
	ids      map[string]int    // of each article of the project, of its first language; the other's is one more
	names    map[string]string // of each article in ASCII
	fileIDs  map[string]int    // of files that were sent, by path
	takenIDs map[int]bool
	tags     [2]map[string]wxr.Term // of each language, by what WordPress tells them apart
	dates    map[string]time.Time   // of each post, by name: no two of one title at one time
	fileDate map[string]time.Time
	part     *wxr.Builder
	done     int // files that were written
	problems []Problem
}

// writeWordPress writes files for the importer of WordPress, which links both
// versions where Polylang is active.
func writeWordPress(ctx context.Context, s *Site, o *Output, f FormOptions) ([]Problem, error) {
	w := &wordPress{Site: s, out: o, blocks: f.Blocks, ids: map[string]int{}, names: map[string]string{}, fileIDs: map[string]int{},
		takenIDs: map[int]bool{}, dates: map[string]time.Time{}, fileDate: map[string]time.Time{}}
	w.identify()
	w.schedule()
	w.nameTags()
	list := slices.Clone(s.Articles)
	slices.Reverse(list) // oldest first: what is new goes into the last file
	w.begin()
	for len(list) > 0 {
		n := min(len(list), wordPressWindow)
		texts := make([]*Content, n)
		err := parallel(ctx, n, func(i int) (err error) {
			texts[i], err = s.Content(list[i], w.target(list[i]))
			return err
		})
		if err != nil {
			return nil, err
		}
		for i, c := range texts {
			if err := w.article(list[i], c); err != nil {
				return nil, err
			}
		}
		list = list[n:]
		if f.Progress != nil {
			f.Progress(len(s.Articles)-len(list), len(s.Articles))
		}
	}
	if err := w.end(false); err != nil {
		return nil, err
	}
	return sortProblems(w.problems), w.copies()
}

// identify gives every article of the project its ids and its name, whether it
// goes out or not: what one export does does not depend on what else goes out.
func (w *wordPress) identify() {
	taken := map[string]bool{}
	for _, slug := range w.source.Slugs {
		sum := sha256.Sum256([]byte("article\x00" + slug))
		n := int(binary.BigEndian.Uint32(sum[:]) % postIDs)
		for w.takenIDs[firstPost+2*n] {
			n = (n + 1) % postIDs
		}
		w.takenIDs[firstPost+2*n] = true
		w.ids[slug] = firstPost + 2*n
		name := asciiName(slug)
		if taken[name] {
			name += "-" + hex.EncodeToString(sum[:4])
		}
		taken[name] = true
		w.names[slug] = name
	}
}

// asciiName writes a name in the letters that WordPress keeps in addresses:
// others take six bytes each, and it cuts names at 200.
func asciiName(text string) string {
	name := ingest.Slug(strings.NewReplacer("/", " ", "-", " ", "_", " ").Replace(text))
	if name == "" {
		sum := sha256.Sum256([]byte(text))
		name = "x" + hex.EncodeToString(sum[:6])
	}
	return name
}

func (w *wordPress) id(slug string, side int) int { return w.ids[slug] + side }

func (w *wordPress) postName(slug string, side int) string {
	if side == 0 {
		return w.names[slug]
	}
	return w.names[slug] + "-" + w.Langs[side]
}

// schedule moves posts by seconds where another one of the same title has the
// same time: WordPress would take the second for the first. The lead keeps its
// time.
func (w *wordPress) schedule() {
	taken := map[string]bool{}
	list := slices.Clone(w.Articles)
	slices.SortFunc(list, func(a, b *Article) int { return strings.Compare(a.Slug, b.Slug) })
	for _, a := range list {
		for _, side := range []int{a.Lead, 1 - a.Lead} {
			v := a.Versions[side]
			if v == nil || a.Published.IsZero() {
				continue
			}
			t := a.Published.In(w.Settings.Zone)
			key := func() string { return lang.Fold(v.Title) + "\x00" + t.Format(wxr.DateForm) }
			for taken[key()] {
				t = t.Add(time.Second)
			}
			taken[key()] = true
			w.dates[w.postName(a.Slug, side)] = t
		}
	}
}

// nameTags makes the terms of all tags. What differs in case alone is one tag,
// and two tags that have one name in ASCII are two.
func (w *wordPress) nameTags() {
	list := slices.Clone(w.Articles)
	slices.SortFunc(list, func(a, b *Article) int { return strings.Compare(a.Slug, b.Slug) })
	for side := range w.Langs {
		w.tags[side] = map[string]wxr.Term{}
		taken := map[string]bool{}
		for _, a := range list {
			if a.Versions[side] == nil {
				continue
			}
			for _, tag := range a.Versions[side].Tags {
				key := strings.ToLower(tag)
				if _, known := w.tags[side][key]; known {
					continue
				}
				t := w.term("post_tag", tag, tag, side)
				if taken[t.Slug] {
					sum := sha256.Sum256([]byte(key))
					t.Slug += "-" + hex.EncodeToString(sum[:4])
				}
				taken[t.Slug], w.tags[side][key] = true, t
			}
		}
	}
}

// target is where links lead: the short address of a post, which is right
// whatever addresses the site gives its posts.
func (w *wordPress) target(a *Article) Target {
	return Target{
		Page: func(to *Article, side int) string { return w.address(w.id(to.Slug, side)) },
		File: func(name string) string { return w.absolute(fileName(name)) },
		Mark: func(side, number, reference int) string {
			id := w.id(a.Slug, side)
			if !w.blocks {
				return markdown.NoteMark(notePrefix(id), number, reference)
			}
			note, back := noteID(id, number), ""
			if reference > 1 {
				back = fmt.Sprintf("-%d", reference)
			}
			return fmt.Sprintf(`<sup data-fn="%s" class="fn"><a href="#%s" id="%s-link%s">%d</a></sup>`, note, note, note, back, number)
		},
	}
}

func (w *wordPress) address(id int) string { return fmt.Sprintf("%s/?p=%d", w.Settings.Base, id) }

// notePrefix keeps the footnotes of two posts on one page apart.
func notePrefix(id int) string { return fmt.Sprintf("p%d-", id) }

// noteID names a footnote as WordPress does, by a UUID; it is the same in every
// export.
func noteID(post, number int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "note\x00%d\x00%d", post, number))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	x := hex.EncodeToString(sum[:16])
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// begin begins a file: each has the languages in it and can be imported alone.
func (w *wordPress) begin() {
	w.part = wxr.NewBuilder(w.Title(0), w.Settings.Base, w.Langs[0])
	for side, l := range w.Langs {
		w.part.Term(wxr.Term{Taxonomy: "language", Slug: l, Name: w.Words[side].Say("language.name", nil), Description: polylang(l)})
	}
	for side, l := range w.Langs {
		w.part.Term(wxr.Term{Taxonomy: "term_language", Slug: "pll_" + l, Name: w.Words[side].Say("language.name", nil)})
	}
}

// polylang describes a language as Polylang keeps it.
func polylang(l string) string {
	loc, rtl := locale(l), slices.Contains([]string{"ar", "fa", "he", "ur"}, l)
	flag := map[string]string{lang.English: "us", lang.Armenian: "am"}[l]
	if l == lang.Armenian {
		loc = l // Polylang's own list has it without the country
	}
	d := []wxr.Pair{{Key: "locale", Value: loc}, {Key: "rtl", Value: rtl}}
	if flag != "" {
		d = append(d, wxr.Pair{Key: "flag_code", Value: flag})
	}
	return wxr.Serialize(d)
}

// end writes the file; more says that another one follows.
func (w *wordPress) end(more bool) error {
	if w.part.Empty() {
		return nil
	}
	w.done++
	name := "wordpress.xml"
	if more || w.done > 1 {
		name = fmt.Sprintf("wordpress-%03d.xml", w.done)
	}
	return w.out.Write(name, "", w.part.Bytes())
}

// article adds an article to the file, or to a new one when it would grow too
// large.
func (w *wordPress) article(a *Article, c *Content) error {
	w.problems = append(w.problems, c.Problems...)
	var posts [2]*wxr.Item
	var files []string
	size := 0
	for side, v := range a.Versions {
		if v == nil {
			continue
		}
		it, err := w.post(a, c, side)
		if err != nil {
			return err
		}
		posts[side] = it
		files = unite(files, c.Pages[side].Files)
		size += len(it.Content) + len(it.Excerpt) + 4096
	}
	if a.Image != "" && mayCopy(a.Image) && w.exists(a.Image) {
		files = unite(files, []string{a.Image})
	}
	size += 2048 * len(files)
	if w.part.Size()+size > partSize && !w.part.Empty() {
		if err := w.end(true); err != nil {
			return err
		}
		w.begin()
	}
	if w.part.Size()+size > partSize {
		w.problems = append(w.problems, Problem{ID: "large", Path: a.Versions[firstSide(a)].Path, Address: a.Slug})
	}
	for _, f := range files {
		if err := w.file(a, f); err != nil {
			return err
		}
	}
	var group []wxr.Pair
	for side, it := range posts {
		if it != nil {
			w.terms(a, it, side)
			group = append(group, wxr.Pair{Key: w.Langs[side], Value: it.ID})
		}
	}
	name := "pll_" + w.names[a.Slug]
	w.part.Term(wxr.Term{Taxonomy: "post_translations", Slug: name, Name: name, Description: wxr.Serialize(group)})
	for _, it := range posts {
		if it != nil {
			it.Terms = append(it.Terms, wxr.Ref{Taxonomy: "post_translations", Slug: name, Name: name})
			w.part.Item(*it)
		}
	}
	return nil
}

func firstSide(a *Article) int {
	if a.Versions[0] != nil {
		return 0
	}
	return 1
}

// post makes the post of one version.
func (w *wordPress) post(a *Article, c *Content, side int) (*wxr.Item, error) {
	v, id := a.Versions[side], w.id(a.Slug, side)
	body, notes, err := w.body(a, c.Pages[side], side)
	if err != nil {
		return nil, err
	}
	it := &wxr.Item{
		ID: id, Type: "post", Status: "publish", Slug: w.postName(a.Slug, side), Title: html.EscapeString(v.Title), Content: body,
		Excerpt: html.EscapeString(v.Summary), Link: w.address(id), GUID: w.address(id), Date: wxr.NoDate, DateGMT: wxr.NoDate,
	}
	if t, ok := w.dates[it.Slug]; ok {
		it.Date, it.DateGMT = t.Format(wxr.DateForm), t.UTC().Format(wxr.DateForm)
	} else {
		it.Status = "draft" // WordPress would publish it today
		w.problems = append(w.problems, Problem{ID: "no-date", Path: v.Path, Address: a.Slug})
	}
	it.Modified, it.ModifiedGMT = it.Date, it.DateGMT
	if a.Updated.After(a.Published) {
		it.Modified, it.ModifiedGMT = a.Updated.In(w.Settings.Zone).Format(wxr.DateForm), a.Updated.UTC().Format(wxr.DateForm)
	}
	if w.Draft {
		it.Status = "draft"
	}
	_, login := w.author(v, side)
	it.Creator = login
	own, err := json.Marshal(w.own(a, side, login))
	if err != nil {
		return nil, err
	}
	it.Meta = append(it.Meta, wxr.Meta{Key: ingest.WordPressField, Value: string(own)})
	if notes != "" {
		it.Meta = append(it.Meta, wxr.Meta{Key: "footnotes", Value: notes})
	}
	if a.Image != "" && mayCopy(a.Image) && w.exists(a.Image) {
		it.Meta = append(it.Meta, wxr.Meta{Key: "_thumbnail_id", Value: fmt.Sprint(w.fileID(a.Image))})
	}
	return it, nil
}

// author returns the user that stands for the authors of a version: the first
// of them, by a name in ASCII that is the same in both languages.
func (w *wordPress) author(v *Version, side int) (name, login string) {
	if len(v.Authors) == 0 {
		return w.Title(side), "newsroom"
	}
	return v.Authors[0], asciiName(v.Authors[0])
}

// own is what WordPress has no place for.
func (w *wordPress) own(a *Article, side int, login string) ingest.WordPressOwn {
	v := a.Versions[side]
	own := ingest.WordPressOwn{
		Slug: a.Slug, Lead: w.Langs[a.Lead], Category: a.Category, Image: a.Image, ImageText: v.ImageText,
		Authors: v.Authors, Login: login, Tags: v.Tags, Translator: v.Translator,
	}
	last := a.Published
	if !a.Published.IsZero() {
		own.Date = jsonDate(a.Published.In(w.Settings.Zone), a.Timed)
	}
	for _, c := range a.Corrections {
		if c.Date.After(last) {
			last = c.Date
		}
		if c.Text[side] != "" {
			own.Corrections = append(own.Corrections, c.Date.Format(time.DateOnly)+": "+c.Text[side])
		}
	}
	if a.Updated.After(last) {
		t := a.Updated.In(w.Settings.Zone)
		own.Updated = jsonDate(t, t.Hour()+t.Minute()+t.Second() > 0)
	}
	return own
}

// terms gives a post its language, its category and its tags. A term of
// Polylang has one language, so each language has its own.
func (w *wordPress) terms(a *Article, it *wxr.Item, side int) {
	l := w.Langs[side]
	it.Terms = append(it.Terms, wxr.Ref{Taxonomy: "language", Slug: l, Name: w.Words[side].Say("language.name", nil)})
	name, login := w.author(a.Versions[side], side)
	w.part.Author(wxr.Author{Login: login, Name: name})
	if a.Category != "" {
		var group []wxr.Pair
		for k := range w.Langs {
			t := w.term("category", a.Category, w.Words[k].Category(a.Category), k)
			group = append(group, wxr.Pair{Key: w.Langs[k], Value: w.part.Term(t)})
			if k == side {
				it.Terms = append(it.Terms, wxr.Ref{Taxonomy: t.Taxonomy, Slug: t.Slug, Name: t.Name})
			}
		}
		w.translations("category_"+asciiName(a.Category), group)
	}
	for _, tag := range a.Versions[side].Tags {
		t := w.tags[side][strings.ToLower(tag)]
		if slices.ContainsFunc(it.Terms, func(r wxr.Ref) bool { return r.Taxonomy == t.Taxonomy && r.Slug == t.Slug }) {
			continue
		}
		it.Terms = append(it.Terms, wxr.Ref{Taxonomy: t.Taxonomy, Slug: t.Slug, Name: t.Name})
		w.translations("tag_"+t.Slug, []wxr.Pair{{Key: l, Value: w.part.Term(t)}})
	}
}

func (w *wordPress) term(taxonomy, key, name string, side int) wxr.Term {
	slug := asciiName(key)
	if side > 0 {
		slug += "-" + w.Langs[side]
	}
	return wxr.Term{Taxonomy: taxonomy, Slug: slug, Name: html.EscapeString(name)}
}

// translations adds the group that tells Polylang the languages of terms.
func (w *wordPress) translations(name string, group []wxr.Pair) {
	name = "pll_" + name
	w.part.Term(wxr.Term{Taxonomy: "term_translations", Slug: name, Name: name, Description: wxr.Serialize(group)})
}

// fileID returns the id of the attachment of a file.
func (w *wordPress) fileID(name string) int {
	if id, ok := w.fileIDs[name]; ok {
		return id
	}
	sum := sha256.Sum256([]byte("file\x00" + name))
	id := firstFile + int(binary.BigEndian.Uint32(sum[:])%fileIDs)
	for w.takenIDs[id] {
		id++
	}
	w.takenIDs[id], w.fileIDs[name] = true, id
	return id
}

// file adds the attachment of a file, which the importer fetches from the
// address where the form "html" puts it. Its title is its path, and its date
// that of the first article with it: so it is the same in all files.
func (w *wordPress) file(a *Article, name string) error {
	t, known := w.fileDate[name]
	if !known {
		t = a.Published.In(w.Settings.Zone)
		if a.Published.IsZero() {
			t = time.Unix(0, 0).UTC()
		}
		w.fileDate[name] = t
	}
	own, err := json.Marshal(ingest.WordPressOwn{File: name})
	if err != nil {
		return err
	}
	id := w.fileID(name)
	it := wxr.Item{
		ID: id, Type: "attachment", Status: "inherit", Slug: asciiName(name) + "-file", Title: html.EscapeString(name), Link: w.address(id), GUID: w.absolute(fileName(name)),
		Date: t.Format(wxr.DateForm), DateGMT: t.UTC().Format(wxr.DateForm), File: w.absolute(fileName(name)),
		Creator: "newsroom", Meta: []wxr.Meta{{Key: ingest.WordPressField, Value: string(own)}},
	}
	it.Modified, it.ModifiedGMT = it.Date, it.DateGMT
	if name == a.Image {
		if text := a.Versions[firstSide(a)].ImageText; text != "" {
			it.Meta = append(it.Meta, wxr.Meta{Key: "_wp_attachment_image_alt", Value: text})
		}
	}
	w.part.Author(wxr.Author{Login: "newsroom", Name: w.Title(0)})
	w.part.Once(it)
	return nil
}

// copies writes the files that posts show, so that they can be put where the
// importer looks for them.
func (w *wordPress) copies() error {
	names := make([]string, 0, len(w.fileIDs))
	for name := range w.fileIDs {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		data, err := w.File(name)
		if err != nil {
			return err
		}
		if err := w.out.Write(fileName(name), "", data); err != nil {
			return err
		}
	}
	return nil
}
