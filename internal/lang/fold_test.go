package lang

import "testing"

func TestFoldAndSame(t *testing.T) {
	for _, tt := range []struct {
		a, b       string
		same, fold bool
	}{
		{"a  b\nc", " a b c ", true, true},
		{"é", "e\u0301", true, true},
		{"«Ջուր»:", "\"ջուր\"։", false, true},
		{"Երեւան", "Երևան", false, true},
		{"ո՞վ", "ով", false, true},
		{"don't", "don’t", false, true},
		{"1.5", "15", false, false},
		{"1.5", "1.6", false, false},
		{"10%", "10", false, false},
		{"Այո", "Ոչ", false, false},
		{"a-b", "a b", false, true},
	} {
		if got := Same(tt.a, tt.b); got != tt.same {
			t.Errorf("Same(%q, %q) = %v", tt.a, tt.b, got)
		}
		if got := Fold(tt.a) == Fold(tt.b); got != tt.fold {
			t.Errorf("Fold(%q) = %q, Fold(%q) = %q", tt.a, Fold(tt.a), tt.b, Fold(tt.b))
		}
	}
}
