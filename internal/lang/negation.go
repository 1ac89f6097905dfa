package lang

import "strings"

// negating are the English words that deny, and the Armenian ones that are no
// verb form.
var negating = map[string]bool{
	"not": true, "no": true, "never": true, "none": true, "nobody": true, "nothing": true, "neither": true, "nor": true, "nowhere": true,
	"without": true, "cannot": true, "unable": true, "hardly": true, "barely": true, "non": true,
	"ոչ": true, "ոչինչ": true, "ոչնչի": true, "ոչնչից": true, "ոչնչով": true, "ոչմի": true, "երբեք": true, "երբևէ": false, "առանց": true, "անկարող": true,
	"մի՛": true, "չէ": true, "այլևս": false,
}

// notNegative are stems of Armenian words that begin with չ without denying:
// measure, four, dry, evil, China, champion, chemical, wicked, Czech …
var notNegative = []string{"չափ", "չորս", "չորր", "չորա", "չորու", "չորեքշ", "չարի", "չարիք", "չարաշ", "չարաբ", "չարագ", "չարոր", "չարչար", "չարակ", "չարամ",
	"չին", "չեմպ", "չեխ", "չիլի", "չեչեն", "չամիչ", "չմուշկ", "չվերթ", "չվացուցակ", "չքնաղ", "չքավոր", "չիպ", "չանթ", "չարլ", "չիկագ", "չավուշ", "չեռնոբ", "չելս"}

// Negations counts the words of text that deny: not, n't, no, never …; Armenian
// verb forms with չ-, ոչ, մի՛, առանց …. Counts compare within one language
// only. մի without its mark is "a", and is not counted.
func Negations(text, language string) int {
	count := 0
	for i := 0; ; {
		w, ok := nextWord(text, i)
		if !ok {
			return count
		}
		i = w.End
		if negates(w.Of(text), language) {
			count++
		}
	}
}

func negates(word, language string) bool {
	lower := strings.ToLower(word)
	if negating[lower] {
		return true
	}
	if language != Armenian {
		return strings.HasSuffix(lower, "n't") || strings.HasSuffix(lower, "n’t")
	}
	lower = strings.NewReplacer("\u055B", "", "\u055C", "", "\u055E", "").Replace(lower)
	if lower == "ոչ" || negating[lower] {
		return true
	}
	rest, ok := strings.CutPrefix(lower, "չ")
	if !ok || rest == "" {
		return false
	}
	for _, stem := range notNegative {
		if strings.HasPrefix(lower, stem) {
			return false
		}
	}
	return true
}
