package desk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zuyg/internal/project"
	"zuyg/internal/record"
	"zuyg/internal/track"
)

const (
	breadEN = "---\ntitle: Why bread costs more\n---\n\nThe price of bread rose by 12 percent in May.\n\nA baker called Anahit buys 300 kilograms of flour every week.\n\nShe says the price will not fall before autumn.\n"
	breadHY = "---\ntitle: Ինչու է հացը թանկացել\n---\n\nՄայիսին հացի գինը բարձրացավ 12 տոկոսով։\n\nՀացթուխ Անահիտն ամեն շաբաթ գնում է 300 կիլոգրամ ալյուր։\n\nՆա ասում է, որ մինչև աշուն գինը չի նվազի։\n"
)

// place is a project in a folder of its own.
type place struct {
	t   *testing.T
	dir string
	ids *rand.Rand
}

func newPlace(t *testing.T) *place {
	p := &place{t: t, dir: t.TempDir(), ids: rand.New(rand.NewPCG(1, 2))}
	p.write("zuyg.toml", "")
	p.write("articles/bread/en.md", breadEN)
	p.write("articles/bread/hy.md", breadHY)
	return p
}

func (p *place) write(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) read(name string) string {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(data)
}

// replace edits a file as a person would.
func (p *place) replace(name, old, now string) {
	p.t.Helper()
	text := p.read(name)
	if !strings.Contains(text, old) {
		p.t.Fatalf("%s does not hold %q", name, old)
	}
	p.write(name, strings.Replace(text, old, now, 1))
}

// desk opens the project afresh for a person.
func (p *place) desk(who string) *Desk {
	p.t.Helper()
	pr, err := project.Open(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = pr.Close() })
	return New(pr, Env{
		Now: func() time.Time { return time.Date(2026, 5, 4, 23, 30, 0, 0, time.FixedZone("AMT", 4*3600)) },
		Random: func(b []byte) {
			for i := range b {
				b[i] = byte(p.ids.Uint32())
			}
		},
		Who: who,
	})
}

// article computes where the article stands.
func (p *place) article() *track.Article {
	p.t.Helper()
	a, err := p.desk("").project.Article("bread")
	if err != nil {
		p.t.Fatal(err)
	}
	return a
}

// unit finds the unit whose English or Armenian text holds a text.
func (p *place) unit(text string) *track.Unit {
	p.t.Helper()
	a := p.article()
	for i := range a.Units {
		if u := &a.Units[i]; strings.Contains(u.Sides[0].Text+"\n"+u.Sides[1].Text, text) {
			return u
		}
	}
	p.t.Fatalf("no unit holds %q", text)
	return nil
}

// accept confirms units by name; none: the whole article.
func (p *place) accept(who, reason string, units ...string) ([]Done, error) {
	t := Target{Slug: "bread"}
	for _, u := range units {
		t.Units = append(t.Units, ParsePick(u))
	}
	return p.desk(who).Accept(context.Background(), []Target{t}, Options{Reason: reason}, nil)
}

func (p *place) mustAccept(who, reason string, units ...string) []Done {
	p.t.Helper()
	done, err := p.accept(who, reason, units...)
	if err != nil {
		p.t.Fatal(err)
	}
	return done
}

func (p *place) review(who string, units ...string) ([]Done, error) {
	t := Target{Slug: "bread"}
	for _, u := range units {
		t.Units = append(t.Units, ParsePick(u))
	}
	return p.desk(who).Review(context.Background(), []Target{t}, nil)
}

// entries are the record's.
func (p *place) entries() []record.Entry {
	p.t.Helper()
	rec, err := record.Decode("pair.jsonl", []byte(p.read("articles/bread/pair.jsonl")))
	if err != nil {
		p.t.Fatal(err)
	}
	return rec.Entries
}

const pairFile = "articles/bread/pair.jsonl"

func TestAcceptAll(t *testing.T) {
	p := newPlace(t)
	done := p.mustAccept("Anna", "")
	es := p.entries()
	if len(done) != 4 || len(es) != 4 {
		t.Fatalf("%d done, %d entries", len(done), len(es))
	}
	for i, e := range es {
		if e.Status != record.Translated || e.By != "Anna" || e.At != "2026-05-04" || e.Untouched || e.Reason != "" || e.ID[0] == 'x' {
			t.Errorf("entry %d is %+v", i, e)
		}
	}
	before := p.read(pairFile)
	if done := p.mustAccept("Babken", ""); len(done) != 0 || p.read(pairFile) != before {
		t.Errorf("accepted twice: %v", done)
	}
}

// TestRefusals: what can't be decided so is refused with an error that says
// why, and nothing is written.
func TestRefusals(t *testing.T) {
	accept := func(p *place, units ...string) func() error {
		return func() error { _, err := p.accept("Anna", "", units...); return err }
	}
	review := func(p *place, who string, units ...string) func() error {
		return func() error { _, err := p.review(who, units...); return err }
	}
	stale := func(p *place) string {
		p.mustAccept("Anna", "")
		p.replace("articles/bread/en.md", "12 percent", "13 percent")
		return p.unit("13 percent").ID
	}
	for _, tt := range []struct {
		name    string
		prepare func(p *place) (decide func() error)
		ok      func(err error) bool
	}{
		{"the texts moved", func(p *place) func() error {
			p.mustAccept("Anna", "")
			u := p.unit("12 percent")
			p.replace("articles/bread/hy.md", "12 տոկոսով", "14 տոկոսով")
			return accept(p, u.ID+"@"+u.Hash())
		}, func(err error) bool {
			var c *Conflict
			return errors.As(err, &c) && strings.Contains(c.Texts[0], "12 percent") && strings.Contains(c.Texts[1], "14 տոկոսով") &&
				c.Want != c.Got && c.Langs == [2]string{"en", "hy"}
		}},
		{"the article moved", func(p *place) func() error {
			target := Target{Slug: "bread", Digest: Digest(p.article())}
			p.replace("articles/bread/hy.md", "12 տոկոսով", "14 տոկոսով")
			return func() error {
				_, err := p.desk("Anna").Accept(context.Background(), []Target{target}, Options{}, nil)
				return err
			}
		}, is(func(c *Conflict) bool { return c.Unit == "" })},
		{"untouched without a reason", func(p *place) func() error { return accept(p, stale(p)) },
			is(func(n *NeedReasonError) bool { return n.State == "stale" })},
		{"left out without a reason", func(p *place) func() error {
			p.mustAccept("Anna", "")
			p.replace("articles/bread/hy.md", "\n\nՆա ասում է, որ մինչև աշուն գինը չի նվազի։", "")
			return accept(p, p.unit("She says").ID)
		}, is(func(n *NeedReasonError) bool { return n.State == "missing" })},
		{"no such unit", func(p *place) func() error { return accept(p, "nonesuch") },
			is(func(n *NoUnitError) bool { return n.Unit == "nonesuch" })},
		{"the second is wrong", func(p *place) func() error { return accept(p, p.unit("Anahit").ID, "nonesuch") },
			is(func(n *NoUnitError) bool { return n.Unit == "nonesuch" })},
		{"no such part", func(p *place) func() error { return accept(p, p.unit("Anahit").ID+".en+nonesuch.hy") },
			is(func(n *NoUnitError) bool { return n.Unit == "nonesuch" })},
		{"no such language", func(p *place) func() error { return accept(p, p.unit("Anahit").ID+".fr") },
			is(func(b *project.BadLangError) bool { return b.Lang == "fr" })},
		{"an empty side", func(p *place) func() error {
			p.replace("articles/bread/hy.md", "\n\nՆա ասում է, որ մինչև աշուն գինը չի նվազի։", "")
			return accept(p, p.unit("She says").ID+".hy")
		}, is(func(n *NoUnitError) bool { return strings.HasSuffix(n.Unit, ".hy") })},
		{"untouched, named in parts", func(p *place) func() error {
			id := stale(p)
			return accept(p, id+".en+"+id+".hy")
		}, is(func(n *NeedReasonError) bool { return n.State == "stale" })},
		{"review of a proposal", func(p *place) func() error { return review(p, "Babken", p.unit("Anahit").ID) },
			is(func(r *RefusedError) bool { return r.ID == "review.not-confirmed" })},
		{"review of a stale unit", func(p *place) func() error { return review(p, "Babken", stale(p)) },
			is(func(r *RefusedError) bool { return r.ID == "review.not-confirmed" })},
		{"review by the same person", func(p *place) func() error {
			p.mustAccept("Anna", "")
			return review(p, "Anna", p.unit("Anahit").ID)
		}, is(func(r *RefusedError) bool { return r.ID == "review.same-person" })},
		{"review of another text", func(p *place) func() error {
			p.mustAccept("Anna", "")
			return review(p, "Babken", p.unit("Anahit").ID+"@00000000")
		}, is(func(c *Conflict) bool { return c.Want == "00000000" })},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPlace(t)
			decide := tt.prepare(p)
			before := p.recordOrNone()
			if err := decide(); err == nil || !tt.ok(err) {
				t.Errorf("the error is %T %v", err, err)
			}
			if after := p.recordOrNone(); after != before {
				t.Errorf("something was written:\n%s", after)
			}
		})
	}
}

// is makes a test of one type of error.
func is[E error](ok func(E) bool) func(error) bool {
	return func(err error) bool {
		var e E
		return errors.As(err, &e) && ok(e)
	}
}

// recordOrNone is the record's text, "" when there is none.
func (p *place) recordOrNone() string {
	data, _ := os.ReadFile(filepath.Join(p.dir, pairFile))
	return string(data)
}

// TestUntouched: confirming a stale unit whose translation nobody touched is
// recorded as that, with the reason; touching it makes that go away.
func TestUntouched(t *testing.T) {
	p := newPlace(t)
	p.mustAccept("Anna", "")
	p.replace("articles/bread/en.md", "12 percent", "13 percent")
	id := p.unit("13 percent").ID
	done, err := p.accept("Babken", "") // the whole article: what needs a reason is skipped
	if err != nil || len(done) != 1 || done[0].Skipped != "accept.needs-reason" || done[0].Unit != id || done[0].Status != "" {
		t.Fatalf("%+v, %v", done, err)
	}
	done = p.mustAccept("Babken", "rounded", id)
	e := p.entries()[1]
	if !done[0].Untouched || done[0].Was != track.Stale || !e.Untouched || e.Reason != "rounded" || e.By != "Babken" || e.ID != id {
		t.Errorf("done %+v, entry %+v", done[0], e)
	}
	if u := p.unit("13 percent"); u.State != track.Translated {
		t.Errorf("it is %s", u.State)
	}
	// Confirming it again doesn't launder it, nor does a mark.
	before := p.read(pairFile)
	if done := p.mustAccept("Karen", "", id); len(done) != 0 || p.read(pairFile) != before {
		t.Errorf("nothing is new, and %+v was recorded", done)
	}
	p.replace("articles/bread/en.md", "in May.", "in May!")
	p.mustAccept("Karen", "", id)
	if e := p.entries()[1]; !e.Untouched || e.Reason != "rounded" || !strings.Contains(e.Texts[0][0], "May!") {
		t.Errorf("after a mark the entry is %+v", e)
	}
	p.replace("articles/bread/en.md", "13 percent", "14 percent")
	p.replace("articles/bread/hy.md", "12 տոկոսով", "14 տոկոսով")
	p.mustAccept("Babken", "", id)
	if e := p.entries()[1]; e.Untouched || e.Reason != "" {
		t.Errorf("entry %+v", e)
	}
}

// TestLeftOutAndAdded: a unit with one side is confirmed with a reason and
// stays in step; --all doesn't ask for it.
func TestLeftOutAndAdded(t *testing.T) {
	p := newPlace(t)
	p.replace("articles/bread/hy.md", "\n\nՆա ասում է, որ մինչև աշուն գինը չի նվազի։", "\n\nԱրցախից եկած հացթուխները ժենգյալով հաց էլ են թխում։")
	p.replace("articles/bread/en.md", "She says the price will not fall before autumn.", "```\nbread = 500\n```")
	if done := p.mustAccept("Anna", ""); len(done) != 3 {
		t.Errorf("%d done: %+v", len(done), done)
	}
	for _, text := range []string{"bread = 500", "ժենգյալով"} {
		p.mustAccept("Anna", "only here", p.unit(text).ID)
		if u := p.unit(text); u.State != track.Translated || u.Entries[0].Reason != "only here" {
			t.Errorf("%s is %s", text, u.State)
		}
	}
	if es := p.entries(); len(es) != 5 {
		t.Errorf("%d entries", len(es))
	}
	if done := p.mustAccept("Anna", ""); len(done) != 0 {
		t.Errorf("still open: %+v", done)
	}
}

func TestReview(t *testing.T) {
	p := newPlace(t)
	p.mustAccept("Anna", "")
	done, err := p.review("Babken")
	if err != nil || len(done) != 4 {
		t.Fatalf("%+v, %v", done, err)
	}
	e := p.entries()[2]
	if e.Status != record.Reviewed || e.By != "Anna" || e.ReviewBy != "Babken" || e.ReviewAt != "2026-05-04" {
		t.Errorf("entry %+v", e)
	}
	p.replace("articles/bread/en.md", "every week.", "every week!")
	if u := p.unit("every week"); u.State != track.Reviewed {
		t.Errorf("after a mark it is %s", u.State)
	}
	p.mustAccept("Anna", "") // takes in the mark, and keeps the review
	if e := p.entries()[2]; e.Status != record.Reviewed || e.ReviewBy != "Babken" || !strings.Contains(e.Texts[0][0], "week!") {
		t.Errorf("entry %+v", e)
	}
	p.replace("articles/bread/en.md", "300 kilo", "310 kilo")
	p.replace("articles/bread/hy.md", "300 կիլո", "310 կիլո")
	p.mustAccept("Anna", "", p.unit("310").ID)
	if e := p.entries()[2]; e.Status != record.Translated || e.ReviewBy != "" {
		t.Errorf("another text is still reviewed: %+v", e)
	}
}

// TestJoinParts: units and sides that belong together are joined by name, and
// no entry is left that claims a text of theirs.
func TestJoinParts(t *testing.T) {
	for _, tt := range []struct {
		name  string
		parts func(p *place) string
		want  [2][]string // how the blocks of the unit begin
		rest  map[string]track.State
	}{
		{"two units", func(p *place) string { return p.unit("Anahit").ID + "+" + p.unit("She says").ID },
			[2][]string{{"A baker", "She says"}, {"Հացթուխ", "Նա ասում"}}, nil},
		{"in whatever order", func(p *place) string { return p.unit("She says").ID + "+" + p.unit("Anahit").ID },
			[2][]string{{"A baker", "She says"}, {"Հացթուխ", "Նա ասում"}}, nil},
		{"crossed sides", func(p *place) string { return p.unit("Anahit").ID + ".en+" + p.unit("She says").ID + ".hy" },
			[2][]string{{"A baker"}, {"Նա ասում"}}, map[string]track.State{"She says": track.Missing, "Հացթուխ": track.Orphan}},
		{"one and two", func(p *place) string {
			return p.unit("Anahit").ID + ".en+" + p.unit("Anahit").ID + ".hy+" + p.unit("She says").ID + ".hy"
		},
			[2][]string{{"A baker"}, {"Հացթուխ", "Նա ասում"}}, map[string]track.State{"She says": track.Missing}},
	} {
		for _, recorded := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/recorded=%v", tt.name, recorded), func(t *testing.T) {
				p := newPlace(t)
				if recorded {
					p.mustAccept("Anna", "")
				}
				done := p.mustAccept("Anna", "", tt.parts(p))
				u := p.article().Unit(done[0].Unit)
				if u == nil || u.State != track.Translated || len(u.Entries) != 1 || u.Entries[0].Kind != "paragraph" {
					t.Fatalf("the unit is %+v", u)
				}
				for side, want := range tt.want {
					if got := u.Entries[0].Texts[side]; !slices.EqualFunc(got, want, strings.HasPrefix) {
						t.Errorf("side %d is %q, not %q", side, got, want)
					}
				}
				for text, state := range tt.rest {
					if u := p.unit(text); u.State != state {
						t.Errorf("%s is %s, not %s", text, u.State, state)
					}
				}
				for _, e := range p.entries() {
					if e.ID == u.ID {
						continue
					}
					for side := range e.Texts {
						for _, text := range e.Texts[side] {
							if slices.Contains(u.Entries[0].Texts[side], text) {
								t.Errorf("entry %s holds %q, too", e.ID, text)
							}
						}
					}
				}
			})
		}
	}
}

// TestOneLineChanges: a decision on one unit changes the line of that unit and
// no other, so that git can merge two people's.
func TestOneLineChanges(t *testing.T) {
	p := newPlace(t)
	var en, hy strings.Builder
	en.WriteString("---\ntitle: Bread\n---\n")
	hy.WriteString("---\ntitle: Հաց\n---\n")
	for n := range 30 {
		fmt.Fprintf(&en, "\nIn year %d the price of bread was %d drams a loaf.\n", 1990+n, 100+17*n)
		fmt.Fprintf(&hy, "\n%d թվականին մեկ հացի գինը %d դրամ էր։\n", 1990+n, 100+17*n)
	}
	p.write("articles/bread/en.md", en.String())
	p.write("articles/bread/hy.md", hy.String())
	// Two paragraphs of the lead change places later: the record stays as it is.
	p.mustAccept("Anna", "")
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		n := r.IntN(30)
		old := fmt.Sprintf("In year %d the price of bread was", 1990+n)
		if !strings.Contains(p.read("articles/bread/en.md"), old) {
			continue
		}
		p.replace("articles/bread/en.md", old, fmt.Sprintf("In %d, say, the price of bread was", 1990+n))
		id := p.unit(fmt.Sprintf("In %d, say,", 1990+n)).ID
		before := strings.Split(p.read(pairFile), "\n")
		p.mustAccept("Anna", "the year is the same", id)
		after := strings.Split(p.read(pairFile), "\n")
		changed := 0
		for i := range after {
			if len(after) == len(before) && after[i] != before[i] {
				changed++
			}
		}
		if len(after) != len(before) || changed != 1 {
			t.Fatalf("%d lines are %d now, %d changed", len(before), len(after), changed)
		}
	}
	// A new unit is a new line behind that of its neighbour.
	p.replace("articles/bread/en.md", "\nIn year", "\nNobody remembers the price of 1989.\n\nIn year")
	p.replace("articles/bread/hy.md", "\n1990 թվականին", "\nՈչ ոք չի հիշում 1989 թվականի գինը։\n\n1990 թվականին")
	before := p.read(pairFile)
	p.mustAccept("Anna", "", p.unit("1989").ID)
	after := p.read(pairFile)
	rest := before
	for line := range strings.Lines(after) {
		if now, ok := strings.CutPrefix(rest, line); ok {
			rest = now
		} else if !strings.Contains(line, "1989") && strings.Trim(line, "\n") != "" && !strings.HasPrefix(line, `"`) {
			t.Fatalf("another line changed: %s", line)
		}
	}
	if rest != "" {
		t.Errorf("lines were lost: %s", rest)
	}
}
