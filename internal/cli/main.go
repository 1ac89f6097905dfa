// Package cli is the command line: it reads flags, calls one operation, writes
// one report and returns an exit code. One file a command.
package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"time"

	ucli "github.com/urfave/cli/v2"

	"zuyg/internal/desk"
	"zuyg/internal/project"
	"zuyg/internal/report"
	"zuyg/internal/say"
	"zuyg/internal/term"
	"zuyg/internal/vcs"
)

// The exit codes. The output format never changes them.
const (
	exitFine     = 0 // nothing wrong
	exitFindings = 1 // there are findings, or something was held back
	exitFailed   = 2 // could not judge
)

// errFindings says that a command did its work and found something wrong,
// which it has shown already.
var errFindings = errors.New("findings")

// session is one run of the program.
type session struct {
	in       io.Reader
	out, err *term.Out
	say      *say.Printer
	dir      string // of -C
	now      func() time.Time
	getenv   func(string) string
	root     *ucli.App
	commands []command
}

// gcPercent is how far the heap grows between two collections. An article is
// read, judged and forgotten, so little is alive and the usual 100 % collects
// all the time: 400 % saves a fifth of the first status over 10,000 articles
// for some 20 MB.
const gcPercent = 400

// Main runs zuyg and returns the exit code.
func Main(args []string, in io.Reader, out, errw io.Writer) int {
	s := &session{in: in, out: term.NewOut(out, os.Getenv), err: term.NewOut(errw, os.Getenv), now: time.Now, getenv: os.Getenv, dir: "."}
	if s.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	s.commands = commands()
	s.say = say.New(s.languages(args)...)
	s.root = s.app()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return s.finish(s.run(ctx, args))
}

// languages lists what says which language to speak, strongest first.
func (s *session) languages(args []string) []string {
	var prefs []string
	w := s.sort(args)
	if l := flagValue(args, "--lang", "-lang"); l != "" && (w.command == nil || !w.command.ownLang) {
		prefs = append(prefs, l)
	}
	for _, v := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if l := s.getenv(v); l != "" {
			return append(prefs, l) // the first that is set decides, as in POSIX
		}
	}
	return prefs
}

func (s *session) run(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == completeCommand {
		return s.complete(args[1:])
	}
	if help, asked, err := s.helpFor(args); asked {
		if err != nil {
			return err
		}
		return s.help(help)
	}
	if err := s.unknown(args); err != nil {
		return err
	}
	return s.root.RunContext(ctx, append([]string{"zuyg"}, s.flagsFirst(args)...))
}

// finish shows an error and turns it into an exit code.
func (s *session) finish(err error) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	}
	s.showError(err)
	return exitFailed
}

// app builds the urfave/cli program from the table of commands.
func (s *session) app() *ucli.App {
	app := &ucli.App{
		Name: "zuyg", Writer: s.out, ErrWriter: s.err, HideHelp: true, HideVersion: true, DisableSliceFlagSeparator: true,
		ExitErrHandler: func(*ucli.Context, error) {},
		OnUsageError: func(_ *ucli.Context, err error, _ bool) error {
			return &usageError{id: "error.usage", args: map[string]any{"Detail": err.Error()}}
		},
		Flags: urfaveFlags(globalFlags()),
		Before: func(c *ucli.Context) error {
			if d := c.String("C"); d != "" {
				s.dir = d
			}
			return nil
		},
		Action: func(*ucli.Context) error { return s.help(nil) },
	}
	for i := range s.commands {
		cmd := &s.commands[i]
		app.Commands = append(app.Commands, &ucli.Command{
			Name: cmd.name, Flags: urfaveFlags(cmd.flags), HideHelp: true, OnUsageError: app.OnUsageError,
			Action: func(c *ucli.Context) error {
				if n := c.NArg(); n < cmd.least || cmd.most >= 0 && n > cmd.most {
					return &usageError{id: "error.arguments", args: map[string]any{"Command": cmd.name, "Usage": s.synopsis(cmd)}}
				}
				return cmd.run(&call{Context: c, session: s})
			},
		})
	}
	app.Setup()
	return app
}

// call is one command at work.
type call struct {
	*ucli.Context
	*session
}

// open opens the project that the working folder is in.
func (c *call) open() (*project.Project, error) {
	dir, err := project.Find(c.dir)
	if err != nil {
		return nil, err
	}
	return project.Open(dir)
}

// desk opens the project for work on it.
func (c *call) desk() (*desk.Desk, *project.Project, error) {
	p, err := c.open()
	if err != nil {
		return nil, nil, err
	}
	return desk.New(p, c.env(p.Root().Path())), p, nil
}

// env is where clock, chance and the user's name enter.
func (c *call) env(dir string) desk.Env {
	who := vcs.User(c.Context.Context, dir)
	for _, v := range []string{"USER", "LOGNAME", "USERNAME"} {
		if who == "" {
			who = c.getenv(v)
		}
	}
	return desk.Env{Now: c.now, Who: who, Random: func(b []byte) { _, _ = rand.Read(b) }} // never fails since Go 1.24
}

func (c *call) text() *report.Text { return &report.Text{Out: c.out, Say: c.say} }

// refs resolves the articles named on the command line.
func (c *call) refs(p *project.Project) ([]project.Ref, error) { return c.refsOf(p, c.Args().Slice()) }

func (c *call) refsOf(p *project.Project, args []string) ([]project.Ref, error) {
	var refs []project.Ref
	for _, arg := range args {
		r, err := p.Resolve(arg, c.dir)
		if err != nil {
			return nil, err
		}
		refs = append(refs, r)
	}
	return refs, nil
}

// slugs is refs for commands that take whole articles only.
func (c *call) slugs(p *project.Project) ([]string, error) { return c.slugsOf(p, c.Args().Slice()) }

func (c *call) slugsOf(p *project.Project, args []string) ([]string, error) {
	refs, err := c.refsOf(p, args)
	if err != nil {
		return nil, err
	}
	var slugs []string
	for _, r := range refs {
		if r.Unit != "" {
			return nil, &usageError{id: "error.whole-articles", args: map[string]any{"Article": r.Slug, "Unit": r.Unit}}
		}
		slugs = append(slugs, r.Slug)
	}
	return slugs, nil
}

// progress shows how far a run over articles is.
func (c *call) progress() (set func(done, total int), done func()) {
	p := term.NewProgress(c.err, c.now)
	return func(done, total int) { p.Set(done, total, c.say.Say("progress.articles", nil)) }, p.Done
}
