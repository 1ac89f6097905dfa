package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// saying is a sentence in both languages. %[1]s is a place, %[2]d and %[3]d are
// numbers.
type saying struct{ en, hy string }

var sayings = []saying{
	{"The city council of %[1]s set aside %[2]d million drams for the repair of %[3]d schools.", "%[1]s քաղաքի ավագանին %[3]d դպրոցի վերանորոգման համար հատկացրել է %[2]d միլիոն դրամ։"},
	{"In the market of %[1]s a kilogram of apricots costs %[2]d drams, and a kilogram of cheese %[3]d.", "%[1]s քաղաքի շուկայում մեկ կիլոգրամ ծիրանն արժե %[2]d դրամ, իսկ մեկ կիլոգրամ պանիրը՝ %[3]d։"},
	{"According to the statistical committee, %[2]d people moved to %[1]s last year and %[3]d left it.", "Վիճակագրական կոմիտեի տվյալներով՝ անցած տարի %[1]s է տեղափոխվել %[2]d մարդ, իսկ հեռացել է %[3]d-ը։"},
	{"The bus from %[1]s now leaves every %[2]d minutes, and a ticket costs %[3]d drams.", "%[1]s քաղաքից ավտոբուսն այժմ մեկնում է %[2]d րոպեն մեկ, և տոմսն արժե %[3]d դրամ։"},
	{"Doctors in %[1]s say that the hospital has only %[2]d beds for a district of %[3]d inhabitants.", "%[1]s քաղաքի բժիշկներն ասում են, որ հիվանդանոցն ունի ընդամենը %[2]d մահճակալ՝ %[3]d բնակիչ ունեցող շրջանի համար։"},
	{"Farmers near %[1]s lost %[2]d hectares of vineyards to hail, the ministry said; %[3]d families asked for help.", "%[1]s քաղաքի մերձակայքում կարկտից վնասվել է %[2]d հեկտար խաղող, հայտնել է նախարարությունը․ օգնություն է խնդրել %[3]d ընտանիք։"},
	{"The library of %[1]s will be closed for %[2]d days while %[3]d thousand books are counted.", "%[1]s քաղաքի գրադարանը փակ կլինի %[2]d օր, մինչև կհաշվառվի %[3]d հազար գիրք։"},
	{"“We did not expect so many guests,” says the owner of a hotel in %[1]s, where %[2]d of %[3]d rooms are taken.", "«Այսքան հյուր չէինք սպասում»,- ասում է %[1]s քաղաքի հյուրանոցներից մեկի տերը, որտեղ %[3]d սենյակից զբաղված է %[2]d-ը։"},
	{"Water will be cut off in %[1]s on Tuesday for %[2]d hours because a pipe of %[3]d metres is being replaced.", "Երեքշաբթի օրը %[1]s քաղաքում ջուրը կանջատվի %[2]d ժամով, քանի որ փոխարինվում է %[3]d մետր երկարությամբ խողովակ։"},
	{"The new bridge in %[1]s carries %[2]d cars a day, almost %[3]d more than was planned.", "%[1]s քաղաքի նոր կամրջով օրական անցնում է %[2]d մեքենա՝ նախատեսվածից մոտ %[3]d-ով ավելի։"},
	{"Teachers of %[1]s started a course for %[2]d adults, who meet in the evening and pay %[3]d drams.", "%[1]s քաղաքի ուսուցիչները դասընթաց են սկսել %[2]d մեծահասակի համար, որոնք հավաքվում են երեկոյան և վճարում %[3]d դրամ։"},
	{"A court in %[1]s ruled that the company must pay %[2]d thousand drams to each of its %[3]d workers.", "%[1]s քաղաքի դատարանը վճռել է, որ ընկերությունը պետք է %[2]d հազար դրամ վճարի իր %[3]d աշխատողներից յուրաքանչյուրին։"},
}

var places = []struct{ en, hy string }{
	{"Yerevan", "Երևան"}, {"Gyumri", "Գյումրի"}, {"Vanadzor", "Վանաձոր"}, {"Goris", "Գորիս"}, {"Kapan", "Կապան"}, {"Dilijan", "Դիլիջան"},
	{"Ijevan", "Իջևան"}, {"Sevan", "Սևան"}, {"Masis", "Մասիս"}, {"Artashat", "Արտաշատ"}, {"Meghri", "Մեղրի"}, {"Stepanavan", "Ստեփանավան"},
}

// paragraph returns sentences in both languages that say the same.
func paragraph(r *rand.Rand, sentences int) (en, hy string) {
	var all [2][]string
	for range sentences {
		s, p := sayings[r.IntN(len(sayings))], places[r.IntN(len(places))]
		n, m := 2+r.IntN(998), 2+r.IntN(99_998)
		all[0] = append(all[0], fmt.Sprintf(s.en, p.en, n, m))
		all[1] = append(all[1], fmt.Sprintf(s.hy, p.hy, n, m))
	}
	return strings.Join(all[0], " "), strings.Join(all[1], " ")
}

// versions joins blocks to the two versions of an article.
func versions(title int, en, hy []string) [2]string {
	front := "---\ntitle: %s %d\ndate: 2026-01-02\n---\n\n"
	return [2]string{fmt.Sprintf(front, "Story", title) + strings.Join(en, "\n\n") + "\n",
		fmt.Sprintf(front, "Պատմություն", title) + strings.Join(hy, "\n\n") + "\n"}
}

// paragraphs returns n paragraphs in both languages.
func paragraphs(r *rand.Rand, n int) (en, hy []string) {
	for range n {
		e, h := paragraph(r, 3)
		en, hy = append(en, e), append(hy, h)
	}
	return en, hy
}

func slug(i int) string { return fmt.Sprintf("%02d-story-%06d", 1+i%12, i) }

// writePairs makes a project of n articles in dir. The same n and paras give
// the same bytes.
func writePairs(dir string, n, paras int) error {
	r := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		if err := writePair(dir, slug(i), story(r, i, paras)); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "zuyg.toml"), nil, 0o666)
}

func writePair(dir, slug string, text [2]string) error {
	folder := filepath.Join(dir, "articles", slug)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	for i, lang := range []string{"en.md", "hy.md"} {
		if err := os.WriteFile(filepath.Join(folder, lang), []byte(text[i]), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// editPairs changes a paragraph of the first k articles to something that
// differs by run.
func editPairs(dir string, k, run int) error {
	for i := range k {
		name := filepath.Join(dir, "articles", slug(i), "en.md")
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		blocks := strings.Split(string(data), "\n\n")
		blocks[2] += fmt.Sprintf(" The mayor corrected the figure to %d on Tuesday.", 1000*run+i)
		if err := os.WriteFile(name, []byte(strings.Join(blocks, "\n\n")), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// shapes are the files in which something is large: n is how much.
var shapes = []struct {
	name string
	most int // eight times the first n that is measured
	make func(r *rand.Rand, n int) (en, hy []string)
}{
	{"paragraphs", 10_000, paragraphs},
	{"equal paragraphs", 10_000, func(_ *rand.Rand, n int) (en, hy []string) {
		for range n {
			en, hy = append(en, "There is nothing new."), append(hy, "Նոր բան չկա։")
		}
		return en, hy
	}},
	{"KB in one paragraph", 1_024, func(r *rand.Rand, n int) (en, hy []string) {
		const sentence = 100 // bytes, about
		e, h := paragraph(r, n*1024/sentence)
		return []string{e}, []string{h}
	}},
	{"table rows", 5_000, func(r *rand.Rand, n int) (en, hy []string) {
		rows := [2]strings.Builder{}
		rows[0].WriteString("| what | how much |\n| --- | --- |\n")
		rows[1].WriteString("| ինչ | որքան |\n| --- | --- |\n")
		for i := range n {
			e, h := paragraph(r, 1)
			fmt.Fprintf(&rows[0], "| %s | %d |\n", e, i)
			fmt.Fprintf(&rows[1], "| %s | %d |\n", h, i)
		}
		return []string{rows[0].String()}, []string{rows[1].String()}
	}},
}

// story returns the two versions of an article of paragraphs.
func story(r *rand.Rand, title, paras int) [2]string {
	en, hy := paragraphs(r, paras)
	return versions(title, en, hy)
}
