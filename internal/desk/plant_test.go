package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"zuyg/internal/check"
	"zuyg/internal/desk"
	"zuyg/internal/finding"
	"zuyg/internal/project"
)

// site is a copy of this repository's own articles.
type site struct {
	t   *testing.T
	dir string
}

func newSite(t *testing.T) *site {
	s := &site{t, t.TempDir()}
	for _, name := range []string{"articles"} {
		if err := os.CopyFS(filepath.Join(s.dir, name), os.DirFS("../../"+name)); err != nil {
			t.Fatal(err)
		}
	}
	s.write("zuyg.toml", "[check]\nbaseline = \"accepted.jsonl\"\n")
	s.write("accepted.jsonl", "{\"zuyg\":\"baseline\",\"version\":1}\n")
	return s
}

func (s *site) read(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

func (s *site) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

// put replaces a text that stands once.
func (s *site) put(name, old, now string) {
	s.t.Helper()
	text := s.read(name)
	if n := strings.Count(text, old); n != 1 {
		s.t.Fatalf("%s holds %q %d times", name, old, n)
	}
	s.write(name, strings.Replace(text, old, now, 1))
}

// at is where the text behind the "|" of mark begins, as line:column in runes.
func (s *site) at(name, mark string) string {
	s.t.Helper()
	before, behind, _ := strings.Cut(mark, "|")
	text := s.read(name)
	i := strings.Index(text, before+behind)
	if i < 0 || strings.Count(text, before+behind) != 1 {
		s.t.Fatalf("%s does not hold %q once", name, before+behind)
	}
	text = text[:i+len(before)]
	line := text[strings.LastIndexByte(text, '\n')+1:]
	return fmt.Sprintf("%s:%d:%d", name, strings.Count(text, "\n")+1, utf8.RuneCountInString(line)+1)
}

func (s *site) check() []finding.Finding {
	s.t.Helper()
	p, err := project.Open(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	d := desk.New(p, desk.Env{Now: func() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) }})
	c, err := d.Check(s.t.Context(), desk.CheckOptions{Settings: p.Settings.Gate}, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return slices.DeleteFunc(c.Findings, func(f finding.Finding) bool { return f.Ignored != nil })
}

// plant is one defect: what is done, and where it must be found ("|" in mark).
type plant struct {
	rule, variant string
	do            func(*site)
	file, mark    string
}

const (
	bread, fountains, sevan, lars = "articles/bread-prices/", "articles/drinking-fountains/", "articles/lake-sevan/", "articles/road-through-lars/"
)

// plants are the defects. No two of them touch one unit.
var plants = []plant{
	{"unreadable", "", func(s *site) { // in the reason of an ignore that silences something
		s.put(lars+"hy.md", "\n\n## Կա՞ այլ", "\n\n<!-- zuyg:ignore missing: միայն հայերեն\xff -->\n\nԿայարանում ամեն օր ավտոբուս կա։\n\n## Կա՞ այլ")
	}, lars + "hy.md", "միայն հայերեն|\xff"},
	{"lead", "", func(s *site) { s.put(lars+"en.md", "source: hy", "source: arm") }, lars + "en.md", "source: |arm"},
	{"missing-version", "", func(s *site) {
		if err := os.Remove(filepath.Join(s.dir, sevan, "hy.md")); err != nil {
			s.t.Fatal(err)
		}
	}, sevan + "en.md", "|---\ntitle"},
	{"missing", "", func(s *site) {
		s.put(bread+"en.md", "\n\n## Why it rarely", "\n\nNobody grows wheat on the roof of a bakery.\n\n## Why it rarely")
	}, bread + "en.md", "|Nobody grows"},
	{"untranslated", "", func(s *site) {
		for _, l := range []string{"en.md", "hy.md"} {
			text := s.read(fountains + l)
			i := strings.Index(text, "[^1]: ")
			s.write(fountains+l, text[:i]+"A map of all fountains hangs in the town hall.\n\n"+text[i:])
		}
	}, fountains + "hy.md", "|A map of all"},
	{"diverged", "fact", func(s *site) {
		s.put(fountains+"en.md", "more than 1,500 of", "more than 1,600 of")
		s.put(fountains+"hy.md", "ավելի քան 1500", "ավելի քան 1700")
	}, fountains + "en.md", "more than |1,600"},
	{"diverged", "minor", func(s *site) {
		s.put(lars+"en.md", "Every winter the same sentence", "Every winter the very same sentence")
		s.put(lars+"hy.md", "կրկնվում է նույն նախադասությունը", "կրկնվում է միևնույն նախադասությունը")
	}, lars + "hy.md", "կրկնվում է |միևնույն"},
	{"stale", "fact", func(s *site) { s.put(bread+"en.md", "costs 350 drams", "costs 360 drams") }, bread + "en.md", "costs |360"},
	{"stale", "minor", func(s *site) { s.put(bread+"en.md", "Anyone can repeat", "Anybody can repeat") }, bread + "en.md", "|Anybody can"},
	{"stale", "major", func(s *site) {
		s.put(fountains+"en.md", "follows the valley of the river Azat", "runs down a deep gorge beside the river Azat")
	}, fountains + "en.md", "pipe |runs down"},
	{"revised", "fact", func(s *site) { s.put(bread+"hy.md", "6 աշխատակից", "7 աշխատակից") }, bread + "hy.md", "|7 աշխատակից"},
	{"revised", "major", func(s *site) {
		s.put(fountains+"hy.md", "Շրթունքներով մի՛ դիպչեք ծայրին։", "Զգո՛ւյշ եղեք՝ ծայրը չպիտի դիպչի շուրթերին։")
	}, fountains + "hy.md", "|Զգո՛ւյշ"},
	{"revised", "minor", func(s *site) { s.put(fountains+"hy.md", "մի կողմ քաշվեք", "մի կողմ կանգնեք") }, fountains + "hy.md", "մի կողմ |կանգնեք"},
	{"orphan", "", func(s *site) {
		s.put(fountains+"hy.md", "\n\nՆոր ցայտաղբյուրներից", "\n\nԱյս մասին գրել ենք նաև անցյալ ամառ։\n\nՆոր ցայտաղբյուրներից")
	}, fountains + "hy.md", "|Այս մասին"},
	{"proposed", "", func(s *site) {
		s.put(lars+"en.md", "\n\n[^1]:", "\n\nThe first lorry should pass in 2027.\n\n[^1]:")
		s.put(lars+"hy.md", "\n\n[^1]:", "\n\nԱռաջին բեռնատարը պետք է անցնի 2027 թվականին։\n\n[^1]:")
	}, lars + "en.md", ""},
	{"verbatim", "", func(s *site) { s.put(bread+"hy.md", "loaves * 1.05", "loaves * 1.07") }, bread + "hy.md", "loaves * |1.07"},
	{"address", "confirmed", func(s *site) { // somebody confirmed it so
		for _, name := range []string{fountains + "hy.md", fountains + "pair.jsonl"} {
			text := s.read(name)
			i := strings.Index(text, "(pulpulak.svg \"Պուլպուլակ")
			if i < 0 {
				i = strings.Index(text, "(pulpulak.svg \\\"Պուլպուլակ")
			}
			s.write(name, text[:i]+"(pulpulak-hy.svg"+text[i+len("(pulpulak.svg"):])
		}
	}, fountains + "hy.md", "|![Պուլպուլակ"},
	{"correction-without-twin", "", func(s *site) {
		s.put(bread+"en.md", "tags = [\"prices\", \"bread\"]", "tags = [\"prices\", \"bread\"]\ncorrections = [\"April 5, 2026: a price was wrong.\", \"April 9, 2026: a name was misspelt.\"]")
		s.put(bread+"hy.md", "tags = [\"գներ\", \"հաց\"]", "tags = [\"գներ\", \"հաց\"]\ncorrections = [\"2026 թ. ապրիլի 5. գինը սխալ էր։\"]")
	}, bread + "en.md", "|\"April 9"},
	{"ignore-syntax", "", func(s *site) {
		s.put(lars+"en.md", "\n\nWhen there is a danger", "\n\n<!-- zuyg:ignore stale -->\n\nWhen there is a danger")
	}, lars + "en.md", "|<!-- zuyg:ignore stale -->"},
	{"unused-ignore", "", func(s *site) {
		s.put(fountains+"en.md", "\n\n## How to drink", "\n\n<!-- zuyg:ignore stale: they like it so -->\n\n## How to drink")
	}, fountains + "en.md", "|<!-- zuyg:ignore stale: they"},
	{"expired-ignore", "", func(s *site) {
		s.write("zuyg.toml", s.read("zuyg.toml")+"\n[[check.ignore]]\nrules = [\"stale\"]\narticles = [\"none\"]\nreason = \"until the summer\"\nexpires = 2026-06-01\n")
	}, "zuyg.toml", "|[[check.ignore]]"},
	{"unmatched-baseline", "", func(s *site) {
		s.write("accepted.jsonl", s.read("accepted.jsonl")+"{\"fingerprint\":\"0123456789abcdef\",\"rule\":\"missing\",\"article\":\"bread-prices\"}\n")
	}, "accepted.jsonl", "|{\"fingerprint\""},
}

func (p *plant) name() string { return strings.TrimSuffix(p.rule+"."+p.variant, ".") }

func (p *plant) want(s *site) string {
	if p.rule == "proposed" { // its side is the lead's, and the lead may be turned round by another defect
		return "proposed"
	}
	return p.name() + " " + s.at(p.file, p.mark)
}

func shown(found []finding.Finding) []string {
	var out []string
	for i := range found {
		f := &found[i]
		p := plant{rule: f.Rule, variant: f.Variant}
		if f.Rule == "proposed" {
			out = append(out, f.Rule)
			continue
		}
		out = append(out, fmt.Sprintf("%s %s:%d:%d", p.name(), f.Path, f.Start.Line, f.Start.Column))
	}
	slices.Sort(out)
	return out
}

// TestPlanted: every defect of the rules is found where it is, once, and nothing
// else is: alone, and all together.
func TestPlanted(t *testing.T) {
	if found := newSite(t).check(); len(found) > 0 {
		t.Fatalf("before anything is planted: %v", shown(found))
	}
	covered := map[string]bool{}
	for i := range plants {
		p := &plants[i]
		covered[p.rule] = true
		t.Run(p.name(), func(t *testing.T) {
			s := newSite(t)
			p.do(s)
			if got, want := shown(s.check()), []string{p.want(s)}; !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
	for _, r := range check.Rules() {
		if r.About != check.Strings && !covered[r.ID] {
			t.Errorf("nothing is planted for %s", r.ID)
		}
	}
	t.Run("all", func(t *testing.T) {
		s := newSite(t)
		for i := range plants {
			plants[i].do(s)
		}
		var want []string
		for i := range plants {
			want = append(want, plants[i].want(s))
		}
		slices.Sort(want)
		if got := shown(s.check()); !slices.Equal(got, want) {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	})
}
