package ingest

import (
	"strings"
	"time"
	"unicode/utf8"

	"zuyg/internal/lang"
)

// A line that is a date has at most this many runes, and this many words beside
// the date: the day of the week, "Published".
const (
	maxDateRunes = 60
	maxDateWords = 2
)

// dateLine returns the date that a line consists of, as YYYY-MM-DD.
func dateLine(line, language string) (iso string, ok bool) {
	line = strings.TrimSpace(line)
	if line == "" || len(line) > 4*maxDateRunes || utf8.RuneCountInString(line) > maxDateRunes {
		return "", false
	}
	for _, l := range []string{language, lang.English, lang.Armenian} {
		if iso, ok := dateIn(line, l); ok {
			return iso, true
		}
	}
	return "", false
}

// dateIn is dateLine for one language.
func dateIn(line, language string) (iso string, ok bool) {
	rest, at := "", 0
	for _, n := range lang.Numbers(line, language) {
		switch n.Kind {
		case "date":
			if iso != "" {
				return "", false
			}
			iso = n.Value
		case "time":
		default:
			return "", false
		}
		rest += line[at:n.Start] + " "
		at = n.End
	}
	rest += line[at:]
	if _, err := time.Parse(time.DateOnly, iso); err != nil {
		return "", false
	}
	return iso, lang.Count(rest) <= maxDateWords
}
