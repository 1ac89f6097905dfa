package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// figure is what runs of one process took.
type figure struct {
	times []time.Duration
	peak  int64 // the largest resident memory, bytes; 0 where the system does not tell
}

func (f *figure) median() time.Duration {
	s := slices.Clone(f.times)
	slices.Sort(s)
	return s[len(s)/2]
}

// process is a program to be measured; before, if not nil, prepares each run
// and is not measured.
type process struct {
	args   []string
	before func(run int) error
}

// run runs it once.
func (p *process) run(run int, f *figure) error {
	if p.before != nil {
		if err := p.before(run); err != nil {
			return err
		}
	}
	cmd := exec.Command(p.args[0], p.args[1:]...)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	begin := time.Now()
	err := cmd.Run()
	f.times = append(f.times, time.Since(begin))
	f.peak = max(f.peak, peak(cmd.ProcessState))
	if err != nil && cmd.ProcessState.ExitCode() != 1 { // 1 is "there are findings"
		return fmt.Errorf("%s: %w: %s", strings.Join(p.args, " "), err, problem.String())
	}
	return nil
}

// measure runs the processes in turn, one round that does not count and then
// runs rounds, so that they meet the same ups and downs of the machine.
func measure(runs int, ps ...*process) ([]figure, error) {
	figures := make([]figure, len(ps))
	for run := range runs + 1 {
		for i, p := range ps {
			if err := p.run(run, &figures[i]); err != nil {
				return nil, err
			}
		}
		if run == 0 {
			clear(figures)
		}
	}
	return figures, nil
}

// ratio is the median of the ratios a/b of each round.
func ratio(a, b *figure) float64 {
	all := make([]float64, len(a.times))
	for i := range all {
		all[i] = float64(a.times[i]) / float64(b.times[i])
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// parseAll parses every Markdown file below dir with goldmark, and the
// extensions that zuyg knows, on all processors: what is compared with.
func parseAll(dir string) error {
	names := make(chan string, 64)
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.DefinitionList))
	var all sync.WaitGroup
	var once sync.Once
	var failed error
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for name := range names {
				data, err := os.ReadFile(name)
				if err != nil {
					once.Do(func() { failed = err })
					continue
				}
				if _, body, ok := bytes.Cut(data, []byte("\n---\n")); ok && bytes.HasPrefix(data, []byte("---\n")) {
					data = body
				}
				md.Parser().Parse(text.NewReader(data))
			}
		})
	}
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			names <- name
		}
		return err
	})
	close(names)
	all.Wait()
	if err != nil {
		return err
	}
	return failed
}
