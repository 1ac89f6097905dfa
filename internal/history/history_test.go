package history

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/track"
	"zuyg/internal/vcs"
)

// The paragraphs around the one that a story is about.
const (
	enHead, enTail = "The market on Abovyan Street opens at six.", "In the evening 340 sellers wash the square."
	hyHead, hyTail = "Աբովյան փողոցի շուկան բացվում է վեցին։", "Երեկոյան 340 վաճառող լվանում է հրապարակը։"
)

// version is a text between the two others; "-" is no file, "" a file without
// the paragraph.
func version(lang, text string) *markdown.Doc {
	if text == "-" {
		return nil
	}
	head, tail := enHead, enTail
	if lang == "hy" {
		head, tail = hyHead, hyTail
	}
	all := head + "\n\n" + text + "\n\n" + tail + "\n"
	return markdown.Parse(source.New(lang+".md", []byte(all)), markdown.Options{})
}

// past makes points of a story, a line each: "DAY PARENTS | English | Armenian",
// where PARENTS are numbers of lines from 0 joined by "+", "." for the line
// before, and "^" for the one before a shallow clone. A text that is left out
// is as in the parent. The last line "now | … | …" is not committed.
func past(t *testing.T, story string) (*track.Article, []Point) {
	t.Helper()
	a := &track.Article{Slug: "story"}
	a.Versions[0].Lang, a.Versions[1].Lang = "en", "hy"
	var points []Point
	texts := [][2]string{}
	for line := range strings.Lines(strings.TrimSpace(story)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		var p Point
		var now [2]string
		head := strings.Fields(f[0])
		if head[0] != "now" {
			var day int
			if _, err := fmt.Sscan(head[0], &day); err != nil {
				t.Fatal(err)
			}
			p.Commit = &vcs.Commit{Hash: fmt.Sprintf("%012d", len(points)), When: time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC).AddDate(0, 0, day), Author: "Anna"}
			if len(head) > 1 && head[1] == "^" {
				p.Commit.Edge = true
			} else if len(head) > 1 {
				for n := range strings.SplitSeq(head[1], "+") {
					k := len(points) - 1
					if n != "." {
						if _, err := fmt.Sscan(n, &k); err != nil {
							t.Fatal(err)
						}
					}
					p.Parents = append(p.Parents, k)
				}
				now = texts[p.Parents[0]]
			}
		} else {
			now = texts[len(texts)-1]
		}
		for side := range now {
			if text := strings.TrimSpace(f[side+1]); text != "" {
				now[side] = strings.TrimPrefix(text, "=")
			}
			p.Docs[side] = version(a.Versions[side].Lang, now[side])
		}
		texts = append(texts, now)
		if head[0] == "now" {
			a.Versions[0].Doc, a.Versions[1].Doc = p.Docs[0], p.Docs[1]
			return a, points
		}
		points = append(points, p)
	}
	last := points[len(points)-1]
	a.Versions[0].Doc, a.Versions[1].Doc = last.Docs[0], last.Docs[1]
	return a, points
}

// told puts what was found on record and says where the unit in the middle
// stands.
func told(a *track.Article, points []Point) string {
	pairs := Agreements(a, points, track.Defaults())
	rec := &record.Record{Langs: [2]string{"en", "hy"}}
	for i, p := range pairs {
		rec.Entries = append(rec.Entries, record.Entry{ID: fmt.Sprint("e", i), Kind: p.Kind, Texts: p.Texts, Status: record.Proposed, Confidence: p.Confidence})
	}
	b := *a
	b.Record = rec
	track.Compute(&b, track.Defaults())
	var out []string
	for i := range b.Units {
		u := &b.Units[i]
		if strings.HasPrefix(u.Sides[0].Text, enHead[:10]) || strings.HasPrefix(u.Sides[1].Text, hyHead[:10]) || strings.HasPrefix(u.Sides[0].Text, enTail[:10]) {
			continue
		}
		s := u.State.String()
		if u.Weight > 0 {
			s += " " + u.Weight.String()
		}
		if len(u.Entries) > 0 {
			var k int
			if _, err := fmt.Sscanf(u.Entries[0].ID, "e%d", &k); err == nil {
				s += " " + string(pairs[k].How)
				if c := pairs[k].Commit; c != nil {
					s += " " + strings.TrimLeft(c.Hash[:11], "0") + c.Hash[11:]
				}
			}
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// The texts of the stories.
const (
	e0 = "The bread now costs 450 drams at most bakeries of the town, said the baker Anahit."
	h0 = "Հացն այժմ քաղաքի փռերի մեծ մասում արժե 450 դրամ,— ասաց հացթուխ Անահիտը։"
	e1 = "The bread now costs 480 drams at most bakeries of the town, said the baker Anahit."
	h1 = "Հացն այժմ քաղաքի փռերի մեծ մասում արժե 480 դրամ,— ասաց հացթուխ Անահիտը։"
	hx = "Հացն այժմ քաղաքի փռերի մեծ մասում արժե 520 դրամ,— ասաց հացթուխ Անահիտը։"
	em = "The bread now costs 450 drams at many bakeries of the town, said the baker Anahit."
	hm = "Հացն այժմ քաղաքի փռերի մի մասում արժե 450 դրամ,— ասաց հացթուխ Անահիտը։"
	hc = "Հացն այժմ քաղաքի փռերի մեծ մասում արժե 450 դրամ, — ասաց հացթուխ Անահիտը:"
	en = "The bread does not cost 450 drams at most bakeries of the town, said the baker Anahit."
	hn = "Հացն այժմ քաղաքի փռերի մեծ մասում չարժե 450 դրամ,— ասաց հացթուխ Անահիտը։"
	eb = "The bread now costs 450 drams at most bakeries, where women queue since dawn because flour is short, said the baker Anahit, who has sold out herself."
	ex = "Nobody remembers such a queue in front of a shop, and the mayor is silent."
	hb = "Ձմռանից ի վեր ամբողջ քաղաքում հացագործները գներ են բարձրացրել, և գրեթե ամեն խանութում մեկ բոքոնը վաճառվում է 450 դրամով, պատմեց մեզ Անահիտը։"
)

func TestAgreements(t *testing.T) {
	names := strings.NewReplacer("E0", e0, "H0", h0, "E1", e1, "H1", h1, "HX", hx, "EM", em, "HM", hm, "HC", hc, "EN", en, "HN", hn, "EB", eb, "HB", hb, "EX", ex)
	for _, tt := range []struct{ name, story, want string }{
		{"both in the first commit", "0|E0|H0", "proposed written 0"},
		{"translated later", "0|E0|-\n9 .||H0", "proposed written 1"},
		{"a paragraph translated later than the rest", "0|E0|=\n9 .||H0", "proposed written 1"},
		{"the draft in the lead's words is no translation", "0|E0|E0\n9 .||H0", "proposed written 1"},
		{"the lead written after the translation", "0|=|H0\n9 .|E0|", "proposed written 1"},
		{"not translated", "0|E0|=", "missing"},

		{"a word in the lead", "0|E0|-\n1 .||H0\n9 .|EM|", "stale minor written 1"},
		{"a number in the lead", "0|E0|-\n1 .||H0\n9 .|E1|", "stale fact written 1"},
		{"a number in the lead at once", "0|E0|-\n0 .||H0\n0 .|E1|", "stale fact written 1"},
		{"a \"not\" in the lead", "0|E0|H0\n9 .|EN|", "stale fact written 0"},
		{"the lead rewritten", "0|E0|H0\n9 .|EB|", "stale major written 0"},
		{"there and back", "0|E0|H0\n9 .|E1|\n10 .|E0|", "proposed written 0"},

		{"marks in the translation don't make it fresh", "0|E0|H0\n9 .|E1|\n20 .||HC", "stale fact written 0"},
		{"marks in the same commit don't either", "0|E0|H0\n9 .|E1|HC", "stale fact written 0"},
		{"a word in the translation does not either", "0|E0|H0\n9 .|E1|\n20 .||HM", "diverged fact written 0"},
		{"a word in the translation", "0|E0|H0\n20 .||HM", "revised minor written 0"},
		{"a fact in the translation", "0|E0|H0\n20 .||H1", "revised fact written 0"},
		{"another fact", "0|E0|H0\n9 .|E1|\n20 .||HX", "diverged fact written 0"},
		{"another fact at once", "0|E0|H0\n0 .|E1|\n0 .||HX", "diverged fact written 0"},
		{"another fact in one commit", "0|E0|H0\n9 .|E1|HX", "diverged fact written 0"},

		{"the number carried over, late", "0|E0|H0\n9 .|E1|\n80 .||H1", "proposed carried 2"},
		{"the number carried to the lead", "0|E0|H0\n9 .||H1\n80 .|E1|", "proposed carried 2"},
		{"the \"not\" carried over", "0|E0|H0\n9 .|EN|\n80 .||HN", "proposed carried 2"},
		{"the \"not\" not carried over", "0|E0|H0\n9 .|EN|\n9 .||HM", "diverged fact written 0"},
		{"a word on both sides in one commit", "0|E0|H0\n9 .|EM|HM", "proposed together 1"},
		{"a word on both sides within a day", "0|E0|H0\n9 .|EM|\n10 .||HM", "proposed near 2"},
		{"a word on both sides, weeks apart", "0|E0|H0\n9 .|EM|\n30 .||HM", "diverged minor written 0"},
		{"both rewritten, weeks apart", "0|E0|H0\n9 .|EB|\n30 .||HB", "proposed rewritten 2"},
		{"the translation written anew", "0|E0|H0\n30 .||HB", "proposed rewritten 1"},
		{"rewritten with the old number", "0|E0|H0\n9 .|E1|\n30 .||HB", "diverged fact written 0"},
		{"the lead rewritten, a word in the translation", "0|E0|H0\n9 .|EB|\n9 .||HM", "diverged major written 0"},
		{"agreed again, then edited", "0|E0|H0\n9 .|E1|\n20 .||H1\n30 .|E0|", "stale fact carried 2"},

		{"translated from an older version", "0|E0|-\n3 .|E1|\n4 .||H0", "stale fact written-old 2"},
		{"lines of work joined: the number on each", "0|E0|H0\n3 0|E1|\n4 0||H1\n5 1+2||H1", "proposed carried 3"},
		{"lines of work joined: an old line brings nothing back", "0|E0|H0\n3 0|E1|\n4 1||H1\n5 0||HC\n6 2+3||H1", "proposed carried 2"},
		{"lines of work joined: both changed", "0|E0|H0\n3 0|E1|\n4 0||HX\n5 1+2||HX", "diverged fact written 0"},
		{"the end of a shallow clone", "0 ^|E0|H0", "proposed edge"},
		{"edited after the end of a shallow clone", "0 ^|E0|H0\n5 .|E1|", "stale fact edge 0"},
		{"not committed", "0|E0|H0\nnow|E1|", "stale fact written 0"},
		{"both not committed", "0|E0|H0\nnow|E1|H1", "proposed uncommitted"},
		{"never committed", "0|E0|-\nnow||H0", "proposed uncommitted"},
		{"deleted and restored", "0|E0|H0\n2 .|=|\n5 .|E1|", "stale fact written 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, points := past(t, names.Replace(strings.ReplaceAll(tt.story, "|=|", "|= |")))
			if got := told(a, points); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			again, more := past(t, names.Replace(strings.ReplaceAll(tt.story, "|=|", "|= |")))
			if x, y := told(a, points), told(again, more); x != y {
				t.Errorf("told twice: %q and %q", x, y)
			}
		})
	}
}

// TestReplaced: a lead paragraph in whose place stands another one, word for
// word, is not in step with the old translation, whatever it is called.
func TestReplaced(t *testing.T) {
	a, points := past(t, "0|"+e0+"|"+h0+"\n9 .|"+ex+"|")
	for _, p := range Agreements(a, points, track.Defaults()) {
		if p.Texts[1][0] == h0 && (p.Texts[0][0] != e0 || p.Commit != points[0].Commit) {
			t.Errorf("%q is taken for the translation of %q", p.Texts[1], p.Texts[0])
		}
	}
	if got := told(a, points); strings.Contains(got, "proposed") || strings.Contains(got, "translated") {
		t.Errorf("got %q", got)
	}
}

func TestSince(t *testing.T) {
	names := strings.NewReplacer("E0", e0, "H0", h0, "E1", e1, "H1", h1, "HX", hx, "EM", em, "HM", hm, "HC", hc, "EB", eb, "HB", hb)
	for _, tt := range []struct {
		name, story string
		at          string // the day of the confirmation
		want        string
	}{
		{"nothing", "0|E0|H0", "", "true true"},
		{"each side", "0|E0|H0\n1 .|EM|\n2 .||HC\n3 .|E1|\n4 .||H1", "", "1 en minor; 2 hy cosmetic; 3 en fact; 4 hy fact; true true"},
		{"not committed", "0|E0|H0\nnow|E1|", "", "- en fact; true true"},
		{"joined lines of work", "0|E0|H0\n1 0|E1|\n2 0||H1\n3 1+2||H1", "", "1 en fact; 2 hy fact; true true"},
		{"deleted", "0|E0|H0\n1 .||HM\n2 .||= ", "", "1 hy minor; 2 hy fact; true true"},
		{"there and back", "0|E0|H0\n1 .|E1|\n2 .|E0|", "", "true true"},
		{"recorded text in no commit", "0|EB|H0\n5 .|E1|", "2026-01-05", "1 en fact; false true"},
		{"recorded text in no commit, nor its day", "0|EB|H0\n5 .|E1|", "", "0 en fact; 1 en fact; false true"},
		{"rewritten", "0|E0|H0\n1 .|EM|\n2 .|EB|", "", "1 en minor; 2 en major; true true"},
		{"no history", "now|E1|H0", "", "- en fact; false true"},
		{"a side in no commit", "0|E1|-\nnow||H1", "", "0 en fact; - hy fact; false false"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			story, uncommitted := strings.CutPrefix(tt.story, "now")
			if uncommitted {
				story = "0" + story
			}
			a, points := past(t, names.Replace(story))
			if uncommitted {
				points = nil
			}
			a.Record = &record.Record{Langs: [2]string{"en", "hy"}, Entries: []record.Entry{
				{ID: "a", Kind: "paragraph", Texts: [2][]string{{enHead}, {hyHead}}, Status: record.Translated},
				{ID: "b", Kind: "paragraph", Texts: [2][]string{{e0}, {h0}}, Status: record.Translated, At: tt.at},
				{ID: "c", Kind: "paragraph", Texts: [2][]string{{enTail}, {hyTail}}, Status: record.Translated},
			}}
			track.Compute(a, track.Defaults())
			trace := Since(a, a.Unit("b"), points, track.Defaults())
			var out []string
			for _, c := range trace.Changes {
				at := "-"
				if c.Commit != nil {
					at = strings.TrimLeft(c.Commit.Hash[:11], "0") + c.Commit.Hash[11:]
				}
				out = append(out, fmt.Sprint(at, " ", a.Versions[c.Side].Lang, " ", c.Weight))
			}
			out = append(out, fmt.Sprint(trace.Found[0], " ", trace.Found[1]))
			if got := strings.Join(out, "; "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
