package say

import (
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"zuyg/locales"
)

// TestFilesLoad: the library reads every message file there is, the site's
// too.
func TestFilesLoad(t *testing.T) {
	names, err := fs.Glob(locales.Files, "*.toml")
	if err != nil || len(names) < 4 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		bundle := i18n.NewBundle(language.English)
		bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
		file, err := bundle.LoadMessageFileFS(locales.Files, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(file.Messages) == 0 {
			t.Errorf("%s holds no message", name)
		}
		if base, _ := file.Tag.Base(); !strings.Contains(name, base.String()+".toml") {
			t.Errorf("%s is read as %s", name, file.Tag)
		}
	}
}

func TestLang(t *testing.T) {
	for _, tt := range []struct {
		prefs []string
		want  string
	}{
		{nil, "en"},
		{[]string{"hy"}, "hy"},
		{[]string{"hy_AM.UTF-8"}, "hy"},
		{[]string{"hy-AM"}, "hy"},
		{[]string{"HY"}, "hy"},
		{[]string{"hyw"}, "hy"},
		{[]string{"hye"}, "hy"},
		{[]string{"C.UTF-8"}, "en"},
		{[]string{"POSIX"}, "en"},
		{[]string{"ru_RU.UTF-8"}, "en"},
		{[]string{"en_GB", "hy"}, "en"},
		{[]string{"fr", "hy"}, "hy"},
		{[]string{"hyphen"}, "en"},
		{[]string{"", "hy"}, "hy"},
	} {
		if got := New(tt.prefs...).Lang(); got != tt.want {
			t.Errorf("New(%q).Lang() = %s, want %s", tt.prefs, got, tt.want)
		}
	}
}

func TestSay(t *testing.T) {
	for _, tt := range []struct {
		lang, id string
		args     map[string]any
		want     string
	}{
		{"en", "status.words", map[string]any{"Count": 1, "Number": "1"}, "1 word"},
		{"en", "status.words", map[string]any{"Count": 0, "Number": "0"}, "0 words"},
		{"en", "status.words", map[string]any{"Count": 1200, "Number": "1,200"}, "1,200 words"},
		{"hy", "status.words", map[string]any{"Count": 0, "Number": "0"}, "0 բառ"}, // 0 is "one" in Armenian
		{"hy", "status.words", map[string]any{"Count": 1, "Number": "1"}, "1 բառ"},
		{"hy", "status.words", map[string]any{"Count": 12, "Number": "12"}, "12 բառ"},
		{"en", "state.stale", nil, "stale"},
		{"hy", "state.stale", nil, "հնացած"},
		{"en", "no.such-message", nil, "[no.such-message]"},
		{"en", "hint.nearest", map[string]any{"Nearest": "<a> & \"b\" {{.X}}"}, "Did you mean <a> & \"b\" {{.X}}?"},
	} {
		if got := New(tt.lang).Say(tt.id, tt.args); got != tt.want {
			t.Errorf("%s %s %v: got %q, want %q", tt.lang, tt.id, tt.args, got, tt.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		n      int
		en, hy string
	}{
		{0, "0", "0"},
		{-7, "-7", "-7"},
		{999, "999", "999"},
		{1000, "1,000", "1000"},
		{-1000, "-1,000", "-1000"},
		{12345, "12,345", "12\u00a0345"},
		{-100000, "-100,000", "-100\u00a0000"},
		{1234567, "1,234,567", "1\u00a0234\u00a0567"},
		{-1 << 63, "-9,223,372,036,854,775,808", "-9\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0808"},
	} {
		if got := New("en").Number(tt.n); got != tt.en {
			t.Errorf("en: %d is %q, want %q", tt.n, got, tt.en)
		}
		if got := New("hy").Number(tt.n); got != tt.hy {
			t.Errorf("hy: %d is %q, want %q", tt.n, got, tt.hy)
		}
	}
}

// TestManyGoroutines: the first message is read once, whoever asks.
func TestManyGoroutines(t *testing.T) {
	p := New("hy")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := p.Say("state.stale", nil); got != "հնացած" {
				t.Error(got)
			}
		})
	}
	all.Wait()
}

// FuzzSay: what users wrote comes through as it is, whatever it holds, and
// says nothing else.
func FuzzSay(f *testing.F) {
	for _, s := range []string{"", "Գյումրի", "{{.Nearest}}", "{{", "a\r\nb", "\x00", "\xff", "<b>&amp;</b>", "%s%d", "😀"} {
		f.Add(s, 1)
	}
	begins := map[*Printer]string{New("en"): "Did you mean ", New("hy"): "Գուցե նկատի ունեիք՝ "}
	f.Fuzz(func(t *testing.T, word string, n int) {
		for p, before := range begins {
			got := p.Say("hint.nearest", map[string]any{"Nearest": word})
			if !strings.HasPrefix(got, before) || !strings.Contains(got, word) {
				t.Errorf("%q became %q", word, got)
			}
			number := p.Number(n)
			if back, err := strconv.Atoi(strings.NewReplacer(",", "", "\u00a0", "").Replace(number)); err != nil || back != n || !utf8.ValidString(number) {
				t.Errorf("%d became %q", n, number)
			}
			if got := p.Say("status.words", map[string]any{"Count": n, "Number": number}); !strings.HasPrefix(got, number+" ") {
				t.Errorf("%d words: %q", n, got)
			}
		}
	})
}
