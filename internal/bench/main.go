// Bench measures zuyg as a user meets it, whole processes over many articles,
// beside what they are compared with: goldmark parsing the same files, git
// status on the same tree. It makes its articles itself. Run it with
// "make bench"; what the figures mean is in internal/cache/SPEED.md.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	b := &bench{}
	flag.IntVar(&b.pairs, "pairs", 10_000, "pairs of articles")
	flag.IntVar(&b.paras, "paras", 12, "paragraphs of an article")
	flag.IntVar(&b.large, "large", 0, "pairs of four paragraphs to measure memory on as well, e.g. 100000")
	flag.IntVar(&b.runs, "runs", 5, "runs that count, the median of which is shown")
	flag.IntVar(&b.curves, "curves", 4, "sizes of files in which something is large, each twice the one before; 0 to leave them out")
	parse := flag.String("parse", "", "only parse the Markdown files in `DIR`, as a process to compare with")
	flag.Parse()
	err := error(nil)
	if *parse != "" {
		err = parseAll(*parse)
	} else {
		err = b.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

type bench struct {
	pairs, paras, large, runs, curves int

	dir  string // of everything that is made
	self string
	zuyg string
}

func (b *bench) run() (err error) {
	if b.dir, err = os.MkdirTemp("", "zuyg-bench-"); err != nil {
		return err
	}
	defer func() {
		if gone := os.RemoveAll(b.dir); err == nil {
			err = gone
		}
	}()
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	b.zuyg = filepath.Join(b.dir, "zuyg")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", b.zuyg, "./cmd/zuyg").CombinedOutput(); err != nil {
		return fmt.Errorf("build zuyg: %w: %s", err, out)
	}
	fmt.Printf("%-48s %10s %10s %8s %8s\n", "", "median", "beside", "ratio", "reach")
	for _, step := range []func() error{b.small, b.many, b.long, b.veryMany} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// line prints a row of the table: a ratio to a limit, or a time to one.
func line(what string, a, b *figure, limit string) {
	beside, r := "", ""
	if b != nil {
		beside, r = ms(b.median()), fmt.Sprintf("%.2f", ratio(a, b))
	}
	fmt.Printf("%-48s %10s %10s %8s %8s\n", what, ms(a.median()), beside, r, limit)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// compare measures zuyg with args beside other, if there is one.
func (b *bench) compare(what, limit string, other *process, p *process) (figure, error) {
	ps := []*process{p}
	if other != nil {
		ps = append(ps, other)
	}
	figures, err := measure(b.runs, ps...)
	if err != nil {
		return figure{}, err
	}
	var beside *figure
	if other != nil {
		beside = &figures[1]
	}
	line(what, &figures[0], beside, limit)
	return figures[0], nil
}

// command is zuyg in a project.
func (b *bench) command(project string, args ...string) *process {
	return &process{args: append([]string{b.zuyg, "-C", filepath.Join(b.dir, project)}, args...)}
}

// small measures what takes no project.
func (b *bench) small() error {
	if _, err := b.compare("version", "15 ms", nil, &process{args: []string{b.zuyg, "version"}}); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(2, 2))
	en, hy := paragraphs(r, 1000)
	changed := append([]string{}, en...)
	for i := range 100 {
		changed[i*10+3] += " This was added on Tuesday."
	}
	for name, text := range map[string]string{"old.md": versions(1, en, hy)[0], "new.md": versions(1, changed, hy)[0], "hy.md": versions(1, en, hy)[1]} {
		if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	files := func(command, other string) *process {
		return &process{args: []string{b.zuyg, command, filepath.Join(b.dir, "old.md"), filepath.Join(b.dir, other)}}
	}
	if _, err := b.compare("match, 1,000 blocks with 100 edits", "50 ms", nil, files("match", "new.md")); err != nil {
		return err
	}
	_, err := b.compare("align, 1,000 blocks and 1,000", "300 ms", nil, files("align", "hy.md"))
	return err
}

// many measures a project of many articles.
func (b *bench) many() error {
	project := filepath.Join(b.dir, "many")
	if err := writePairs(project, b.pairs, b.paras); err != nil {
		return err
	}
	fmt.Printf("\n%d pairs of %d paragraphs\n", b.pairs, b.paras)
	goldmark := &process{args: []string{b.self, "-parse", filepath.Join(project, "articles")}}
	if _, err := b.compare("adopt of all / goldmark", "15", goldmark, b.command("many", "adopt")); err != nil {
		return err
	}
	if err := b.command("many", "accept", "--all", "--yes").run(0, &figure{}); err != nil {
		return err
	}
	first := b.command("many", "status")
	first.before = func(int) error { return os.RemoveAll(filepath.Join(project, ".zuyg")) }
	f, err := b.compare("status, first time / goldmark", "1.5", goldmark, first)
	if err != nil {
		return err
	}
	memory(f)
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "-qm", "all"}} {
		if out, err := exec.Command("git", append([]string{"-C", project}, args...)...).CombinedOutput(); err != nil {
			return fmt.Errorf("git %s: %w: %s", args[0], err, out)
		}
	}
	git := &process{args: []string{"git", "-C", project, "status"}}
	same := b.command("many", "status")
	if _, err := b.compare("status, nothing changed / git status", "1.0", git, same); err != nil {
		return err
	}
	edited := b.command("many", "status")
	edited.before = func(run int) error { return editPairs(project, 10, run) }
	figures, err := measure(b.runs, edited, same)
	if err != nil {
		return err
	}
	line("status, 10 articles edited / nothing changed", &figures[0], &figures[1], "")
	fmt.Printf("%-48s %10s %28s\n", "  the difference", ms(figures[0].median()-figures[1].median()), "20 ms")
	_, err = b.compare("check, nothing changed / status", "2", same, b.command("many", "check"))
	return err
}

func memory(f figure) {
	if f.peak > 0 {
		fmt.Printf("%-48s %7d MB\n", "  its memory at most", f.peak>>20)
	}
}

// veryMany measures time and memory of very many small articles, and of a tenth
// of them.
func (b *bench) veryMany() error {
	if b.large == 0 {
		return nil
	}
	var ps []*process
	for _, n := range []int{b.large, b.large / 10} {
		name := fmt.Sprint("large", n)
		if err := writePairs(filepath.Join(b.dir, name), n, 4); err != nil {
			return err
		}
		if err := b.command(name, "accept", "--all", "--yes").run(0, &figure{}); err != nil {
			return err
		}
		p := b.command(name, "status")
		p.before = func(int) error { return os.RemoveAll(filepath.Join(b.dir, name, ".zuyg")) }
		ps = append(ps, p)
	}
	figures, err := measure(b.runs, ps...)
	if err != nil {
		return err
	}
	fmt.Printf("\n%d and %d pairs of 4 paragraphs\n", b.large, b.large/10)
	line("status, first time", &figures[0], &figures[1], "11")
	memory(figures[0])
	memory(figures[1])
	return nil
}

// long measures files in which something is large, at doubling sizes.
func (b *bench) long() error {
	if b.curves == 0 {
		return nil
	}
	commands := []string{"first status", "accept", "status", "check", "edited"}
	fmt.Printf("\n%-28s", "one article of")
	for _, c := range commands {
		fmt.Printf(" %20s", c)
	}
	fmt.Println()
	for _, s := range shapes {
		var before []time.Duration
		for n, i := s.most/8, 0; i < b.curves; n, i = n*2, i+1 {
			times, err := b.curve(func(r *rand.Rand) ([]string, []string) { return s.make(r, n) })
			if err != nil {
				return err
			}
			fmt.Printf("%7d %-20s", n, s.name)
			for k, t := range times {
				grew := ""
				if before != nil {
					grew = fmt.Sprintf("×%.1f", float64(t)/float64(before[k]))
				}
				fmt.Printf(" %13s %6s", ms(t), grew)
			}
			fmt.Println()
			before = times
		}
	}
	return nil
}

// curve measures one article: without a record, confirming it, then with one,
// and with one word more in its first paragraph.
func (b *bench) curve(text func(*rand.Rand) (en, hy []string)) ([]time.Duration, error) {
	project := filepath.Join(b.dir, "curve")
	if err := os.RemoveAll(project); err != nil {
		return nil, err
	}
	en, hy := text(rand.New(rand.NewPCG(3, 3)))
	both := versions(1, en, hy)
	if err := writePair(project, "one", both); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(project, "zuyg.toml"), nil, 0o666); err != nil {
		return nil, err
	}
	fresh := func(int) error { return os.RemoveAll(filepath.Join(project, ".zuyg")) }
	edit := func(int) error {
		both[0] = strings.Replace(both[0], ".", " indeed.", 1)
		return writePair(project, "one", both)
	}
	var times []time.Duration
	for _, p := range []*process{
		{args: []string{"status"}, before: fresh}, {args: []string{"accept", "one", "--all"}}, {args: []string{"status"}, before: fresh},
		{args: []string{"check"}, before: fresh}, {args: []string{"status"}, before: edit},
	} {
		p.args = b.command("curve", p.args...).args
		f := figure{}
		if err := p.run(0, &f); err != nil {
			return nil, err
		}
		times = append(times, f.median())
	}
	return times, nil
}
