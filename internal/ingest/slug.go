package ingest

import (
	"slices"
	"strings"
	"unicode"

	"zuyg/internal/lang"
)

// maxSlug bounds a slug, in bytes: it becomes a folder and part of addresses.
const maxSlug = 80

// armenianLatin is the romanisation of BGN/PCGN 1981 without its apostrophes, and
// with ռ as r: as newspapers write names.
var armenianLatin = map[rune]string{
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "y", 'թ': "t", 'ժ': "zh",
	'ի': "i", 'լ': "l", 'խ': "kh", 'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'մ': "m",
	'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o", 'չ': "ch", 'պ': "p", 'ջ': "j", 'ռ': "r", 'ս': "s", 'վ': "v",
	'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "v", 'փ': "p", 'ք': "k", 'օ': "o", 'ֆ': "f", 'և': "ev",
}

// latinBase is the ASCII of letters that English texts borrow, in names above
// all.
var latinBase = strings.NewReplacer(
	"ə", "a", "ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th",
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ā", "a", "ă", "a", "ą", "a",
	"ç", "c", "ć", "c", "č", "c", "ď", "d", "è", "e", "é", "e", "ê", "e", "ë", "e", "ē", "e", "ę", "e", "ě", "e",
	"ğ", "g", "ģ", "g", "ì", "i", "í", "i", "î", "i", "ï", "i", "ī", "i", "ķ", "k", "ļ", "l", "ľ", "l",
	"ñ", "n", "ń", "n", "ň", "n", "ņ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ō", "o", "ő", "o",
	"ř", "r", "ś", "s", "ş", "s", "š", "s", "ș", "s", "ţ", "t", "ť", "t", "ț", "t",
	"ù", "u", "ú", "u", "û", "u", "ü", "u", "ū", "u", "ů", "u", "ű", "u", "ý", "y", "ÿ", "y",
	"ź", "z", "ž", "z", "ż", "z", "i\u0307", "i",
)

// Slug returns a title in ASCII for folders and addresses: lower case, words
// joined by "-", Armenian letters romanised. It is empty when the title has no
// letters that are known.
func Slug(title string) string {
	if len(title) > 16*maxSlug {
		title = strings.ToValidUTF8(title[:16*maxSlug], "")
	}
	var b strings.Builder
	for w := range strings.FieldsFuncSeq(latinBase.Replace(strings.ToLower(title)), notInWord) {
		word := romanised(w)
		switch {
		case word == "":
		case b.Len() == 0:
			b.WriteString(word[:min(len(word), maxSlug)])
		case b.Len()+1+len(word) > maxSlug:
			return b.String()
		default:
			b.WriteString("-" + word)
		}
	}
	return b.String()
}

// notInWord reports whether r separates the words of a slug. Apostrophes and
// the Armenian marks stand within words.
func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("'’ʼ՚՛՜՞", r)
}

// romanised returns the ASCII of one word in lower case.
func romanised(word string) string {
	var b strings.Builder
	rs := slices.DeleteFunc([]rune(word), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		next := rune(0)
		if i+1 < len(rs) {
			next = rs[i+1]
		}
		start := i == 0 || !lang.IsArmenian(rs[i-1])
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == 'ո' && next == 'ւ':
			b.WriteString("u")
			i++
		case r == 'ո' && start && next != 'վ':
			b.WriteString("vo")
		case r == 'ե' && next == 'ւ':
			if start {
				b.WriteString("y")
			}
			b.WriteString("ev")
			i++
		case (r == 'ե' || r == 'և') && start:
			b.WriteString("y" + armenianLatin[r])
		default:
			b.WriteString(armenianLatin[r])
		}
	}
	return b.String()
}
