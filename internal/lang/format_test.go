package lang

import (
	"testing"
	"time"
)

func TestFormat(t *testing.T) {
	day := time.Date(2022, 8, 26, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{FormatDate(day, "en"), "26\u00a0August 2022"},
		{FormatDate(day, "hy"), "26\u00a0օգոստոսի 2022\u00a0թ."},
		{FormatDate(day, "ka"), "2022-08-26"},
		{FormatDate(time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), "hy"), "1\u00a0մայիսի 2024\u00a0թ."},
		{FormatNumber(1234, "en"), "1,234"},
		{FormatNumber(-1234567, "en"), "-1,234,567"},
		{FormatNumber(999, "en"), "999"},
		{FormatNumber(1234, "hy"), "1234"},
		{FormatNumber(12345, "hy"), "12\u00a0345"},
		{FormatNumber(-1234567, "hy"), "-1\u00a0234\u00a0567"},
		{FormatNumber(12345, "ka"), "12345"},
		{FormatNumber(0, "hy"), "0"},
		{FormatList(nil, "en"), ""},
		{FormatList([]string{"Anna"}, "hy"), "Anna"},
		{FormatList([]string{"Anna", "Aram"}, "en"), "Anna and Aram"},
		{FormatList([]string{"Աննա", "Արամ", "Նարե"}, "hy"), "Աննա, Արամ և Նարե"},
		{FormatList([]string{"ა", "ბ"}, "ka"), "ა, ბ"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
