package cli

import (
	"slices"
	"strings"
	"testing"

	"zuyg/internal/say"
	"zuyg/internal/term"
)

func testSession() *session {
	s := &session{out: &term.Out{}, err: &term.Out{}, say: say.New("en"), dir: ".", getenv: func(string) string { return "" }}
	s.commands = commands()
	return s
}

func TestFlagsFirst(t *testing.T) {
	s := testSession()
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"status", "status"},
		{"status bread --json", "status --json -- bread"},
		{"status --json bread", "status --json -- bread"},
		{"--json status bread", "status --json -- bread"},
		{"status bread --lang hy", "--lang hy status -- bread"},
		{"--lang=hy status", "--lang=hy status"},
		{"todo bread -n 5 --json", "todo -n 5 --json -- bread"},
		{"-n 5 todo bread", "todo -n 5 -- bread"},
		{"todo -n=5 bread", "todo -n=5 -- bread"},
		{"accept a#b --reason -x a#c", "accept --reason -x -- a#b a#c"}, // a value may look like a flag
		{"status -- --json", "status -- --json"},
		{"status bread -- --json", "status -- bread --json"},
		{"-C x diff y", "-C x diff -- y"},
		{"import - --lang en", "--lang en import -- -"},
		{"status status", "status -- status"},
		{"strings set a.b x --form one", "strings set --form one -- a.b x"}, // two words, one name
		{"strings --json status", "strings status --json"},
		{"--form one strings set a.b x", "strings set --form one -- a.b x"},
		{"strings nothing x", "strings nothing -- x"},
		{"strings", "strings"},
		{"nothing --json x", "nothing --json -- x"},
		{"status --reason x y", "status --reason x -- y"}, // of another command: reported by unknown
	} {
		if got := strings.Join(s.flagsFirst(strings.Fields(tt.in)), " "); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestFlagsAgree: a flag takes a value in all commands or in none, which the
// command line relies on where flags come before the command.
func TestFlagsAgree(t *testing.T) {
	takes := map[string]bool{}
	for _, cmd := range commands() {
		for _, f := range append(globalFlags(), cmd.flags...) {
			for _, name := range []string{f.name, f.short} {
				if had, ok := takes[name]; ok && name != "" && had != (f.value != "") {
					t.Errorf("%s: --%s takes a value here and none elsewhere", cmd.name, name)
				}
				takes[name] = f.value != ""
			}
		}
		if len(cmd.examples) == 0 {
			t.Errorf("%s has no example", cmd.name)
		}
		for _, e := range cmd.examples {
			if !strings.Contains(e, "zuyg "+cmd.name) && !strings.Contains(e, " "+cmd.name) {
				t.Errorf("%s: the example %q does not show it", cmd.name, e)
			}
		}
	}
}

func TestIsYes(t *testing.T) {
	for answer, want := range map[string]bool{"y": true, "Yes\r": true, "ա": true, "Այո": true, " ayo ": true,
		"": false, "n": false, "ո": false, "ոչ": false, "abort": false, "yesterday": false} {
		if got := isYes(answer); got != want {
			t.Errorf("isYes(%q) = %v", answer, got)
		}
	}
}

// FuzzFlagsFirst: no word is lost and none invented but the "--" before the
// arguments; arguments keep their order; doing it twice changes nothing.
func FuzzFlagsFirst(f *testing.F) {
	for _, s := range []string{"", "status bread --json", "--lang hy status", "-- a --", "accept 'x' --reason", "-C", "- -- -", "status --json=x -h", "todo -n", "ստուգել --lang հայ", "\x00 \xff --", "--=", "-"} {
		f.Add(s)
	}
	s := testSession()
	f.Fuzz(func(t *testing.T, line string) {
		in := strings.Split(line, " ")
		out := s.flagsFirst(in)
		words := func(list []string) []string {
			list = slices.DeleteFunc(slices.Clone(list), func(w string) bool { return w == "--" })
			slices.Sort(list)
			return list
		}
		if a, b := words(in), words(out); !slices.Equal(a, b) {
			t.Fatalf("%q became %q", in, out)
		}
		err := s.unknown(in) // must stand anything
		if s.sort(in).lacking != "" {
			if err == nil {
				t.Fatalf("%q lacks a value, and nobody says so", in)
			}
			return
		}
		if again := s.flagsFirst(out); !slices.Equal(out, again) {
			t.Fatalf("%q became %q, and then %q", in, out, again)
		}
		if a, b := s.sort(in).rest, s.sort(out).rest; !slices.Equal(a, b) {
			t.Fatalf("arguments %q became %q", a, b)
		}
	})
}
