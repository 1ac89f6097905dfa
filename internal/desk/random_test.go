package desk

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/record"
	"zuyg/internal/track"
)

// lines are paragraphs of one story in both languages.
var lines = [][2]string{
	{"The market opens at six, and by noon 340 sellers stand in four rows.", "Շուկան բացվում է վեցին, և կեսօրին չորս շարքում կանգնած է լինում 340 վաճառող։"},
	{"A kilogram of apricots cost 900 drams in June and 1,450 in August.", "Մեկ կիլոգրամ ծիրանը հունիսին արժեր 900 դրամ, օգոստոսին՝ 1450։"},
	{"“My grandmother sold here, too,” says Hasmik Petrosyan from Tavush.", "«Տատս էլ էր այստեղ վաճառում»,— ասում է տավուշցի Հասմիկ Պետրոսյանը։"},
	{"Nobody has counted how many of them pay for their place.", "Ոչ ոք չի հաշվել, թե նրանցից քանիսն են վճարում իրենց տեղի համար։"},
	{"- bread and lavash\n- cheese from Lori\n- dried fruit", "- հաց և լավաշ\n- Լոռու պանիր\n- չիր"},
	{"Yes.", "Այո։"},
	{"No.", "Ոչ։"},
	{"```\nopen = 6\n```", "```\nopen = 6\n```"},
	{"The city wants to put a roof over it before the winter of 2027. Sellers fear that the rent will double.", "Քաղաքն ուզում է մինչև 2027 թվականի ձմեռը ծածկել այն։ Վաճառողները վախենում են, որ վարձը կկրկնապատկվի։"},
	{"In the evening the square is washed and the pigeons get what fell.", "Երեկոյան հրապարակը լվանում են, և թափվածը մնում է աղավնիներին։"},
}

// edit does to one version what an editor does.
func edit(r *rand.Rand, blocks []string, side int) []string {
	out := slices.Clone(blocks)
	k := r.IntN(len(out))
	switch r.IntN(7) {
	case 0:
		if len(out) > 2 {
			return slices.Delete(out, k, k+1)
		}
	case 1:
		return slices.Insert(out, k, lines[r.IntN(len(lines))][side])
	case 2:
		b := out[k]
		out = slices.Delete(out, k, k+1)
		return slices.Insert(out, r.IntN(len(out)+1), b)
	case 3:
		if at := strings.Index(out[k], ". "); at > 0 {
			return slices.Replace(out, k, k+1, out[k][:at+1], out[k][at+2:])
		}
	case 4:
		if k+1 < len(out) && !strings.Contains(out[k]+out[k+1], "\n") {
			return slices.Replace(out, k, k+2, out[k]+" "+out[k+1])
		}
	case 5:
		words := strings.Split(out[k], " ")
		out[k] = strings.Join(slices.Insert(words, len(words)/2, [2]string{"1988", "1988"}[side]), " ")
	case 6:
		out[k] = strings.Replace(out[k], " ", "\n", 1)
	}
	return out
}

// TestRandomDecisions: whatever was edited and decided before, a decision puts
// its unit in step and touches no other entry, ids stay unique, and when all is
// confirmed nothing is left over.
func TestRandomDecisions(t *testing.T) {
	for seed := range uint64(25) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { decisions(t, rand.New(rand.NewPCG(seed, 5))) })
	}
}

func decisions(t *testing.T, r *rand.Rand) {
	p := newPlace(t)
	var blocks [2][]string
	for range 3 + r.IntN(8) {
		k := r.IntN(len(lines))
		for side := range blocks {
			blocks[side] = append(blocks[side], lines[k][side])
		}
	}
	put := func() {
		for side, lang := range []string{"en", "hy"} {
			p.write("articles/bread/"+lang+".md", "---\ntitle: "+[2]string{"Market", "Շուկա"}[side]+"\n---\n\n"+strings.Join(blocks[side], "\n\n")+"\n")
		}
	}
	put()
	p.mustAccept("Anna", "")
	for range 6 {
		side := r.IntN(2)
		blocks[side] = edit(r, blocks[side], side)
		put()
		a := p.article()
		u := &a.Units[r.IntN(len(a.Units))]
		switch r.IntN(4) {
		case 0:
			p.mustAccept("Anna", "checked")
		case 1:
			if _, err := p.review("Babken"); err != nil {
				t.Fatal(err)
			}
		default:
			p.decideOne(u)
		}
	}
	p.mustAccept("Anna", "checked")
	settled := p.article() // what stood alone may be proposed with another now, what is recorded is settled
	for i := range settled.Units {
		if u := &settled.Units[i]; len(u.Sides[0].Blocks) > 0 && len(u.Sides[1].Blocks) > 0 && len(u.Entries) > 0 && u.State != track.Translated && u.State != track.Reviewed {
			t.Fatalf("accept --all left %s %q | %q: %s", u.ID, u.Sides[0].Text, u.Sides[1].Text, u.State)
		}
	}
	for range 100 { // what has one side only; it may find another when its neighbour is decided on
		a := p.article()
		i := slices.IndexFunc(a.Units, func(u track.Unit) bool { return u.State != track.Translated && u.State != track.Reviewed })
		if i < 0 {
			break
		}
		p.decideOne(&a.Units[i])
	}
	p.mustAccept("Anna", "checked") // takes out what is gone
	a := p.article()
	for i := range a.Units {
		if u := &a.Units[i]; u.State != track.Translated && u.State != track.Reviewed || u.Weight > 0 {
			t.Errorf("in the end %q | %q is %s %s", u.Sides[0].Text, u.Sides[1].Text, u.State, u.Weight)
		}
	}
	if len(a.Gone) > 0 {
		t.Errorf("%d are gone and still recorded", len(a.Gone))
	}
	if t.Failed() {
		t.Logf("en:\n%s\nhy:\n%s\nrecord:\n%s", p.read("articles/bread/en.md"), p.read("articles/bread/hy.md"), p.read(pairFile))
	}
}

// decideOne accepts a unit and looks at what it did to the record.
func (p *place) decideOne(u *track.Unit) {
	p.t.Helper()
	before := map[string]string{}
	for _, e := range p.entries() {
		before[e.ID] = p.encoded(e)
	}
	done, err := p.desk("Anna").Accept(context.Background(), []Target{{Slug: "bread", Units: []Pick{ParsePick(u.ID + "@" + u.Hash())}}}, Options{Reason: "checked"}, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range u.Entries {
		delete(before, e.ID)
	}
	seen := map[string]bool{}
	for _, e := range p.entries() {
		if seen[e.ID] {
			p.t.Fatalf("two entries are called %s", e.ID)
		}
		seen[e.ID] = true
		if was, ok := before[e.ID]; ok && was != p.encoded(e) {
			p.t.Fatalf("accepting %s changed %s:\n%s\n%s", u.ID, e.ID, was, p.encoded(e))
		}
	}
	for id := range before {
		if !seen[id] {
			p.t.Fatalf("accepting %s lost %s", u.ID, id)
		}
	}
	if len(done) > 0 {
		if now := p.article().Unit(done[0].Unit); now == nil || now.State != track.Translated && now.State != track.Reviewed {
			p.t.Fatalf("accepted %q | %q, and it is %+v", u.Sides[0].Text, u.Sides[1].Text, now)
		}
	}
}

func (p *place) encoded(e record.Entry) string {
	return string(record.Encode(&record.Record{Langs: [2]string{"en", "hy"}, Entries: []record.Entry{e}}))
}
