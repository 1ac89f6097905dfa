package lang

import (
	"slices"
	"strings"
	"testing"
)

// TestKeysMeet: names in the two scripts, in the case forms that occur.
func TestKeysMeet(t *testing.T) {
	for en, hy := range map[string]string{
		"Tokayev": "Տոկաևը", "Aliyev": "Ալիևի", "Shushi": "Շուշիում", "Ceyhan": "Ջեյհան", "Baku": "Բաքվում", "Akchulakov": "Ակչուլակովը",
		"Erdogan": "Էրդողանի", "Nazarbayev": "Նազարբաևին", "Turkestan": "Թուրքեստանը", "Tbilisi": "Թբիլիսիից", "Washington": "Վաշինգտոնի",
	} {
		keys := Keys(hy, Armenian)
		if !slices.ContainsFunc(Keys(en, English), func(k string) bool { return slices.Contains(keys, k) }) {
			t.Errorf("%s %v and %s %v have no key in common", en, Keys(en, English), hy, keys)
		}
	}
	if a, b := Keys("Yerevan", English), Keys("Գյումրիում", Armenian); slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) }) {
		t.Errorf("Yerevan %v met Gyumri %v", a, b)
	}
}

func TestNames(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		{English, "The President of Kazakhstan met Ilham Aliyev. However, I left with NATO.", "President|Kazakhstan|Ilham Aliyev|NATO"},
		{Armenian, "Երեկ Տոկաևը հանդիպեց Իլհամ Ալիևին։ Սակայն SOCAR-ը լռեց։ ԱՄՆ-ն նույնպես։", "Տոկաևը|Իլհամ Ալիևին|SOCAR-ը|ԱՄՆ-ն"},
	} {
		var got []string
		for _, n := range Names(tt.in, tt.lang) {
			got = append(got, n.Of(tt.in))
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("got %s, want %s", strings.Join(got, "|"), tt.want)
		}
	}
}
