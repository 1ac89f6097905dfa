package lang

import (
	"strings"
	"testing"
)

// numbers writes what Numbers finds: 10% a percentage, 5. an ordinal, 5 USD
// money.
func numbers(text, language string) string {
	var out []string
	for _, n := range Numbers(text, language) {
		v := n.Value
		switch n.Kind {
		case "percent":
			v += "%"
		case "ordinal":
			v += "."
		}
		if n.Unit != "" {
			v += " " + n.Unit
		}
		out = append(out, v)
	}
	return strings.Join(out, " ")
}

// TestNumbersAgreeAcrossTheLanguages: the same value in every form that
// newsrooms write.
func TestNumbersAgreeAcrossTheLanguages(t *testing.T) {
	for _, tt := range []struct{ en, hy, want string }{
		{"about 1.5 million tons", "շուրջ 1,5 միլիոն տոննա", "1500000"},
		{"1.5 million", "1,5 մլն", "1500000"},
		{"1.234 million", "1,234 միլիոն", "1234000"},
		{"$2.8bn", "2,8 միլիարդ դոլար", "2800000000 USD"},
		{"$2.8 billion", "$2,8 մլրդ", "2800000000 USD"},
		{"2.8 billion US dollars", "2,8 մլրդ. ԱՄՆ դոլար", "2800000000 USD"},
		{"$5m", "5 միլիոն դոլարով", "5000000 USD"},
		{"€300", "300 եվրոյի", "300 EUR"},
		{"AMD 5,200", "5 հազար 200 դրամ", "5200 AMD"},
		{"2,300,000 drams", "2 միլիոն 300 հազար դրամ", "2300000 AMD"},
		{"12,345 people", "12 345 մարդ", "12345"},
		{"12,345 people", "12\u00a0345 մարդ", "12345"},
		{"1,234", "1.234", "1234"},
		{"1,234", "1234", "1234"},
		{"1,234,567.8", "1 234 567,8", "1234567.8"},
		{"0.5", "0,5", "0.5"},
		{"0.250", "0,25", "0.25"},
		{"2½ hours", "2,5 ժամ", "2.5"},
		{"-5 degrees", "մինուս 5 աստիճան", "-5"},
		{"minus 5", "−5", "-5"},
		{"a 21-year-old man", "21-ամյա տղամարդ", "21"},
		{"a 21-year-old man", "քսանմեկամյա տղամարդ", "21"},
		{"21 years old", "21 տարեկան", "21"},
		{"twenty-one people", "քսանմեկ մարդ", "21"},
		{"twenty one people", "21 մարդ", "21"},
		{"56 years", "հիսունվեց տարի", "56"},
		{"56-year-old", "հիսունվեցամյա", "56"},
		{"a three-day visit", "եռօրյա այց", "3"},
		{"a five-year plan", "հնգամյա ծրագիր", "5"},
		{"the three of them", "երեքն էլ", "3"},
		{"6 million", "վեց միլիոն", "6000000"},
		{"two hundred", "երկու հարյուր", "200"},
		{"a hundred people", "հարյուր մարդ", "100"},
		{"a million people", "մեկ միլիոն մարդ", "1000000"},
		{"half a million", "կես միլիոն", "500000"},
		{"one and a half million", "մեկուկես միլիոն", "1500000"},
		{"two and a half years", "երկուսուկես տարի", "2.5"},
		{"two hundred and fifty thousand", "երկու հարյուր հիսուն հազար", "250000"},
		{"one thousand nine hundred and ninety-one", "հազար ինը հարյուր իննսունմեկ", "1991"},
		{"twenty", "երկու տասնյակ", "20"},
		{"the 5th time", "5-րդ անգամ", "5."},
		{"the fifth time", "հինգերորդ անգամը", "5."},
		{"the twenty-first time", "քսանմեկերորդ անգամ", "21."},
		{"the 21st time", "21-րդ անգամ", "21."},
		{"the first one", "առաջինը", "1."},
		{"the 1st one", "1-ին տեղ", "1."},
		{"the second one", "երկրորդը", "2."},
		{"the 19th century", "XIX դարում", "19."},
		{"the 19th century", "19-րդ դարում", "19."},
		{"the XX century", "քսաներորդ դար", "20."},
		{"two-thirds of them", "2/3-ը", "2/3"},
		{"two thirds", "երկու երրորդը", "2/3"},
		{"2/3", "2⁄3", "2/3"},
		{"three quarters", "երեք քառորդ", "3/4"},
		{"¾", "3/4", "3/4"},
		{"the 1990s", "1990-ականներին", "1990"},
		{"2020–22", "2020-2022 թթ.", "2020 2022"},
		{"mid-2022", "2022-ի կեսերին", "2022"},
		{"10 percent", "10 տոկոս", "10%"},
		{"10 per cent", "10 %", "10%"},
		{"10%", "10%-ը", "10%"},
		{"ten percentage points", "տասը տոկոսային կետ", "10%"},
		{"10–15 percent", "10–15 տոկոսը", "10 15%"},
		{"one percent", "մեկ տոկոս", "1%"},
		{"No. 5", "թիվ 5", "5"},
		{"see[1] and [^2] and [1, 3]", "տես[1]", ""},
		{"the F125 and HER2, COVID-19", "F125, F-16", ""},
		{"5G", "5G ցանց", ""},
		{"5km", "5կմ", "5"},
		{"https://example.am/2022/5", "www.example.am/7", ""},
		{"[word](page-12.html)", "[բառ](page-12.html)", ""},
	} {
		en, hy := numbers(tt.en, English), numbers(tt.hy, Armenian)
		if en != tt.want || hy != tt.want {
			t.Errorf("%q: %q, %q: %q, want %q", tt.en, en, tt.hy, hy, tt.want)
		}
	}
}

// TestDatesAgreeAcrossTheLanguages: days, months, years and times of day.
func TestDatesAgreeAcrossTheLanguages(t *testing.T) {
	for _, tt := range []struct{ en, hy, want string }{
		{"25 August 2022", "2022 թ. օգոստոսի 25-ին", "2022-08-25"},
		{"August 25, 2022", "25.08.2022", "2022-08-25"},
		{"Aug. 25, 2022", "25․08․2022", "2022-08-25"},
		{"the 25th of August 2022", "2022 թվականի օգոստոսի 25", "2022-08-25"},
		{"26 / 08 / 2022", "26 օգոստոսի 2022 թ.", "2022-08-26"},
		{"2022-08-26", "26 օգոստոսի, 2022 թ.", "2022-08-26"},
		{"08/26/2022", "26.08.22", "2022-08-26"},
		{"On August 24, a meeting", "Օգոստոսի 24-ին հանդիպում", "--08-24"},
		{"on 24 August", "օգոստոսի 24-ի", "--08-24"},
		{"August 1st", "օգոստոսի 1-ին", "--08-01"},
		{"in August", "օգոստոսին", "--08"},
		{"in August 2022", "2022 թ. օգոստոսին", "2022-08"},
		{"in May", "մայիսին", "--05"},
		{"May 9", "մայիսի 9", "--05-09"},
		{"You may go in March", "Մարտի վերջին", "--03"},
		{"8 March", "8 մարտ", "--03-08"},
		{"August 25–27, 2022", "2022 թ. օգոստոսի 25-27-ին", "2022-08-25 2022-08-27"},
		{"25–27 August", "օգոստոսի 25–27", "--08-25 --08-27"},
		{"3 p.m.", "ժամը 15:00-ին", "15:00"},
		{"3pm", "ժամը 15-ին", "15:00"},
		{"at 7.55am", "7:55", "07:55"},
		{"5.30 p.m.", "ժամը 17.30", "17:30"},
		{"12:30 a.m.", "00:30", "00:30"},
	} {
		en, hy := numbers(tt.en, English), numbers(tt.hy, Armenian)
		if strings.Contains(tt.want, " ") {
			// the year belongs to both days only where it is written before them
			en, hy = strings.ReplaceAll(en, "--", "2022-"), strings.ReplaceAll(hy, "--", "2022-")
			tt.want = strings.ReplaceAll(tt.want, "--", "2022-")
		}
		if en != tt.want || hy != tt.want {
			t.Errorf("%q: %q, %q: %q, want %q", tt.en, en, tt.hy, hy, tt.want)
		}
	}
}

// TestNumbersTricky: words and digits that only look like numbers, and numbers
// that look like words.
func TestNumbersTricky(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		{Armenian, "33, 34", "33 34"},
		{Armenian, "մեկ օր", ""},
		{Armenian, "չորսը մնացին", "4"},
		{Armenian, "XIX դար, 19-րդ դար", "19. 19."},
		{Armenian, "15։00", "15:00"},
		{Armenian, "մարտ մղեցին", ""},
		{Armenian, "երեք և երեկ", "3"},
		{Armenian, "հի՞նգերորդն էր", "5."},
		{Armenian, "իննսունինը հազար դրամ", "99000 AMD"},
		{Armenian, "մի քանի հազար մարդ", ""},
		{Armenian, "հարյուր հազարավոր մարդիկ", ""},
		{Armenian, "վերջին տասնամյակը", ""},
		{Armenian, "երկուշաբթի և երեքշաբթի", ""},
		{Armenian, "5 հազար 2022-ին", "5000 2022"},
		{Armenian, "10-15 օր", "10 15"},
		{Armenian, "1.2345", "1.2345"},
		{Armenian, "000", "0"},
		{English, "May I march on?", ""},
		{English, "He may come", ""},
		{English, "no one, one by one", ""},
		{English, "a second later", ""},
		{English, "a few hundred, several thousand", ""},
		{English, "first-class", ""},
		{English, "an hour and a half", ""},
		{English, "Route 66 and 1.2.3.4", "66 1.2 3.4"},
		{English, "two, three and four", "2 3 4"},
		{English, "one two three", "2 3"},
		{English, "five and a dog", "5"},
		{English, "$5 €6", "5 USD 6 EUR"},
		{English, "5 $6", "5 6 USD"},
		{English, "hundred", ""},
		{English, "[2022]", "2022"},
	} {
		if got := numbers(tt.in, tt.lang); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestNumberSpans: a number is shown as it was written.
func TestNumberSpans(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		{English, "sold 1.5 million tons", "1.5 million"},
		{English, "paid $2.8bn.", "$2.8bn"},
		{English, "of -5 degrees", "-5"},
		{English, "two hundred and fifty people", "two hundred and fifty"},
		{English, "On August 25, 2022, they", "August 25, 2022"},
		{English, "August 25–27, 2022", "August 25|27, 2022"},
		{Armenian, "շուրջ 1,5 մլն. տոննա", "1,5 մլն."},
		{Armenian, "Գումարը 5 մլն. Նա գնաց", "5 մլն"},
		{Armenian, "2022 թ. օգոստոսի 25-27-ին", "2022 թ. օգոստոսի 25|27"},
	} {
		var got []string
		for _, n := range Numbers(tt.in, tt.lang) {
			got = append(got, n.Of(tt.in))
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, strings.Join(got, "|"), tt.want)
		}
	}
}

// TestNumbersLinear reads what would be slow if anything were looked at twice:
// it ends at once or the test runs into its limit.
func TestNumbersLinear(t *testing.T) {
	for _, part := range []string{",111", "](", "[", "a-", "1 ", "one ", "million ", "ժամը 1 ", "1:", ".[", "-1-", "/1", "«1", "Maya-5", "1 million "} {
		text := "1" + strings.Repeat(part, 1<<20/len(part))
		for _, l := range []string{English, Armenian} {
			Numbers(text, l)
			Sentences(text, l)
			Negations(text, l)
			Fold(text)
		}
	}
}

func BenchmarkNumbers(b *testing.B) {
	for _, bb := range []struct{ name, lang, text string }{
		{"english", English, strings.Repeat("The ministry said on Tuesday that it would not sell any of the oil to them. ", 20)},
		{"armenian", Armenian, strings.Repeat("Նախարարությունը երեքշաբթի օրը հայտարարեց, որ նավթ չի վաճառելու նրանց։ ", 20)},
		{"figures", Armenian, strings.Repeat("2022 թ. օգոստոսի 25-ին 1,5 միլիոն տոննան արժեր հինգ հազար դրամ։ ", 20)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bb.text)))
			for b.Loop() {
				Numbers(bb.text, bb.lang)
			}
		})
	}
}
