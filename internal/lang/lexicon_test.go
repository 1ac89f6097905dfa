package lang

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestLexiconLines: every line has both sides, in the right letters, and says
// nothing twice.
func TestLexiconLines(t *testing.T) {
	seen := map[string]int{}
	n, concepts := 0, 0
	for line := range strings.Lines(lexiconText) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		concepts++
		en, hy, ok := strings.Cut(line, " = ")
		if !ok || strings.TrimSpace(en) == "" || strings.TrimSpace(hy) == "" {
			t.Errorf("line %d: want \"word word = stem stem\", got %q", n, line)
			continue
		}
		if k := seen[line]; k > 0 {
			t.Errorf("line %d says what line %d says: %q", n, k, line)
		}
		seen[line] = n
		for _, w := range strings.Fields(en) {
			if strings.Trim(w, "abcdefghijklmnopqrstuvwxyz.-") != "" {
				t.Errorf("line %d: %q is not an English word in small letters", n, w)
			}
		}
		stems := strings.Fields(hy)
		for i, w := range stems {
			stem := strings.TrimSuffix(strings.TrimPrefix(w, "="), "-")
			armenian := !strings.ContainsFunc(strings.ReplaceAll(stem, "-", ""), func(r rune) bool { return !IsArmenian(r) })
			if !armenian && stem != "null" || strings.ToLower(stem) != stem || utf8.RuneCountInString(stem) < 2 && !strings.HasPrefix(w, "=") {
				t.Errorf("line %d: %q is not an Armenian stem of two small letters or more", n, w)
			}
			if slices.Contains(stems[:i], w) {
				t.Errorf("line %d: %q stands there twice", n, w)
			}
		}
	}
	if concepts > LexiconSize {
		t.Errorf("%d concepts, there is room for %d", concepts, LexiconSize)
	}
}

// TestLexiconFind: inflected words of both languages meet under a concept, and
// unrelated ones do not.
func TestLexiconFind(t *testing.T) {
	l := CommonLexicon()
	meet := func(en, hy string) bool {
		a := l.Find(en, English)
		return slices.ContainsFunc(l.Find(hy, Armenian), func(id int32) bool { return slices.Contains(a, id) })
	}
	for _, p := range [][2]string{
		{"houses", "տների"}, {"ministries", "նախարարությունում"}, {"stopped", "դադարեցրեց"}, {"letters", "նամակները"}, {"sisters", "քրոջ"},
		{"villages", "գյուղերից"}, {"Georgia", "Վրաստանում"}, {"US", "ԱՄՆ-ում"}, {"elections", "ընտրություններին"}, {"denied", "չհերքեց"}, {"running", "վազեց"},
		{"OSCE", "ԵԱՀԿ-ն"}, {"water", "ջրի"}, {"books", "գրքերը"}, {"January", "հունվարին"}, {"farmers", "ֆերմերները"}, {"journalists", "լրագրողներին"},
	} {
		if !meet(p[0], p[1]) {
			t.Errorf("%s and %s have no concept in common", p[0], p[1])
		}
	}
	for _, p := range [][2]string{{"us", "Ամերիկա"}, {"water", "գիրք"}, {"minister", "ջուր"}, {"school", "հիվանդանոց"}, {"army", "կաթ"}} {
		if meet(p[0], p[1]) {
			t.Errorf("%s and %s meet", p[0], p[1])
		}
	}
}
