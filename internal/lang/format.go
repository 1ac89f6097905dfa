package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// How dates, numbers and lists are written. The figures are from CLDR 48 and,
// where Armenia's Language Committee advises otherwise ("15 մայիսի 2018 թ.", day
// first and no comma), from the Committee.

// monthsHy are the genitives: "of August".
var monthsHy = [12]string{"հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի", "օգոստոսի", "սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի"}

// FormatDate writes a date as the line above an article has it: "26 August
// 2022", "26 օգոստոսի 2022 թ.", and 2022-08-26 in a language that is not known.
// No line break can part the day from the month or the year from "թ.".
func FormatDate(t time.Time, language string) string {
	switch language {
	case English:
		return fmt.Sprintf("%d\u00a0%s %d", t.Day(), t.Month(), t.Year())
	case Armenian:
		return fmt.Sprintf("%d\u00a0%s %d\u00a0թ.", t.Day(), monthsHy[t.Month()-1], t.Year())
	}
	return t.Format(time.DateOnly)
}

// FormatNumber writes n with the language's group separators: 12,345 in
// English; 12 345 in Armenian, which groups from five digits on; 12345 in
// others.
func FormatNumber(n int, language string) string {
	sep, least := "", 1<<10
	switch language {
	case English:
		sep, least = ",", 4
	case Armenian:
		sep, least = "\u00a0", 5
	}
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if len(digits) >= least {
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + sep + digits[i:]
		}
	}
	return sign + digits
}

// FormatList joins texts: "a, b and c", "ա, բ և գ", and with commas alone in a
// language that is not known.
func FormatList(items []string, language string) string {
	and := map[string]string{English: " and ", Armenian: " և "}[language]
	if len(items) < 2 || and == "" {
		return strings.Join(items, ", ")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + and + items[last]
}
