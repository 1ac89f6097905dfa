package lang

import "testing"

func TestNegations(t *testing.T) {
	for _, tt := range []struct {
		lang, in string
		want     int
	}{
		{English, "He will not go and can't; no, never", 4},
		{Armenian, "Նա չի գնա, չկա, ոչ ոք չունի", 4},
		{Armenian, "չորս չափ չինացի մի օր", 0},
		{Armenian, "մի՛ գնա առանց ինձ", 2},
	} {
		if got := Negations(tt.in, tt.lang); got != tt.want {
			t.Errorf("%q: %d, want %d", tt.in, got, tt.want)
		}
	}
}
