package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// snippets are the YAML blocks of the README, in order, in a form that tells
// jobs, steps and scripts.
func snippets(t *testing.T) []map[string]any {
	t.Helper()
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	for _, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1) {
		var doc map[string]any
		if err := yaml.Unmarshal(m[1], &doc); err != nil {
			t.Fatalf("%v in\n%s", err, m[1])
		}
		out = append(out, doc)
	}
	if len(out) != 4 {
		t.Fatalf("%d YAML blocks in the README, want the GitHub, GitLab, matrix and pre-commit ones", len(out))
	}
	return out
}

// at follows keys and list indexes into a document.
func at(t *testing.T, doc any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := doc.(map[string]any)
			if !ok || m[p] == nil {
				t.Fatalf("no %v in %v", p, doc)
			}
			doc = m[p]
		case int:
			doc = doc.([]any)[p]
		}
	}
	return doc
}

// runs are the commands of a job's steps that call zuyg, by the step's name.
func runs(t *testing.T, job any) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, step := range at(t, job, "steps").([]any) {
		m := step.(map[string]any)
		if run, ok := m["run"].(string); ok && strings.HasPrefix(run, "zuyg ") {
			name, _ := m["name"].(string)
			out[name] = run
		}
	}
	return out
}

// news is a repository as CI finds it: a clone with main at origin, on a branch.
type news struct {
	t   *testing.T
	dir string
	env []string
}

func newNews(t *testing.T) *news {
	if runtime.GOOS == "windows" {
		t.Skip("CI scripts are for a POSIX shell")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	top := t.TempDir()
	n := &news{t: t, dir: filepath.Join(top, "origin")}
	n.env = append(os.Environ(), "LANG=C", "LC_ALL=C", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Anna", "GIT_AUTHOR_EMAIL=anna@example.am", "GIT_COMMITTER_NAME=Anna", "GIT_COMMITTER_EMAIL=anna@example.am", "USER=Anna",
		"GITHUB_BASE_REF=main", "GITHUB_STEP_SUMMARY="+filepath.Join(top, "summary.md"), "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main")
	if err := os.CopyFS(filepath.Join(n.dir, "articles"), os.DirFS("../../articles")); err != nil {
		t.Fatal(err)
	}
	n.write("zuyg.toml", "")
	n.sh(0, "git init -q -b main && git add -A && git commit -q -m first")
	clone := filepath.Join(top, "clone")
	n.sh(0, "git clone -q . '"+clone+"'")
	n.dir = clone
	n.sh(0, "git checkout -q -b pr")
	return n
}

func (n *news) write(name, text string) {
	n.t.Helper()
	if err := os.WriteFile(filepath.Join(n.dir, name), []byte(text), 0o666); err != nil {
		n.t.Fatal(err)
	}
}

func (n *news) read(name string) string {
	n.t.Helper()
	data, err := os.ReadFile(filepath.Join(n.dir, name))
	if err != nil {
		n.t.Fatal(err)
	}
	return string(data)
}

// sh runs a script as CI does and demands its exit code.
func (n *news) sh(want int, script string) string {
	n.t.Helper()
	cmd := exec.Command("sh", "-e", "-c", script)
	cmd.Dir, cmd.Env = n.dir, n.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		n.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		n.t.Fatalf("%s\nexit code %d, want %d\n%s", script, got, want, out.String())
	}
	return out.String()
}

// breakFact changes a number in one language, as a pull request would.
func (n *news) breakFact() {
	n.t.Helper()
	text := n.read("articles/bread-prices/en.md")
	n.write("articles/bread-prices/en.md", strings.Replace(text, "350 drams", "360 drams", 1))
	n.sh(0, "git commit -q -a -m 'a new price'")
}

// TestGitHubWorkflow runs what the README says to run.
func TestGitHubWorkflow(t *testing.T) {
	doc := snippets(t)[0]
	steps := runs(t, at(t, doc, "jobs", "check"))
	pull, all := steps["Check what this pull request broke"], steps["Check everything"]
	if pull == "" || all == "" || at(t, doc, "jobs", "check", "steps", 0, "with", "fetch-depth") != uint64(0) {
		t.Fatal(steps)
	}
	n := newNews(t)
	n.sh(0, pull)
	n.breakFact()
	out := n.sh(1, pull)
	if !strings.Contains(out, "\n::error file=articles/bread-prices/en.md,line=9,") || !strings.Contains(out, "4 articles: errors 1") {
		t.Error(out)
	}
	if s, err := os.ReadFile(filepath.Join(n.dir, "../summary.md")); err != nil || !strings.Contains(string(s), "bread-prices/en.md:9") {
		t.Errorf("%v: %s", err, s)
	}
	n.sh(1, all)
	if !strings.Contains(n.read("zuyg.sarif"), "\"2.1.0\"") {
		t.Error("no SARIF")
	}
	// Without fetch-depth: 0 nothing is judged, and it says what to do.
	n.sh(0, "git clone -q --depth 1 --single-branch -b pr file://\"$PWD\" ../shallow")
	n.dir = filepath.Join(n.dir, "../shallow")
	if out := n.sh(2, pull); !strings.Contains(out, "fetch-depth: 0") {
		t.Error(out)
	}
}

func TestGitLabJob(t *testing.T) {
	job := at(t, snippets(t)[1], "zuyg")
	var lines []string
	for _, l := range append(at(t, job, "before_script").([]any), at(t, job, "script").([]any)...) {
		if line := l.(string); !strings.Contains(line, "ZUYG_REPOSITORY") {
			lines = append(lines, line)
		}
	}
	script := strings.Join(lines, "\n")
	n := newNews(t)
	n.sh(0, script)
	if got := n.read("gl-code-quality.json"); got != "[]\n" {
		t.Error(got)
	}
	n.breakFact()
	n.sh(1, script)
	for _, kind := range []string{"codequality", "junit"} {
		name := at(t, job, "artifacts", "reports", kind).(string)
		if !strings.Contains(n.read(name), "bread-prices") {
			t.Errorf("%s: %s", name, n.read(name))
		}
	}
}

func TestMatrix(t *testing.T) {
	doc := snippets(t)[2]
	shard, merge := runs(t, at(t, doc, "jobs", "shard"))[""], runs(t, at(t, doc, "jobs", "merge"))[""]
	n := newNews(t)
	n.breakFact()
	failed := 0
	for _, k := range at(t, doc, "jobs", "shard", "strategy", "matrix", "k").([]any) {
		line := strings.ReplaceAll(shard, "${{ matrix.k }}", string(rune('0'+k.(uint64))))
		if strings.Contains(n.sh(0, "code=0; "+line+" || code=$?; echo code $code"), "code 1") {
			failed++
		}
	}
	if failed != 1 {
		t.Errorf("%d shards failed", failed)
	}
	if out := n.sh(1, merge); !strings.Contains(out, "4 articles: errors 1") {
		t.Error(out)
	}
	if err := os.Remove(filepath.Join(n.dir, "shard-5.json")); err != nil {
		t.Fatal(err)
	}
	if out := n.sh(2, merge); !strings.Contains(out, "5/8") {
		t.Error(out)
	}
}

func TestPreCommitHook(t *testing.T) {
	data, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []map[string]any
	if err := yaml.Unmarshal(data, &hooks); err != nil || len(hooks) != 1 {
		t.Fatal(hooks, err)
	}
	if id := at(t, snippets(t)[3], "repos", 0, "hooks", 0, "id"); id != hooks[0]["id"] {
		t.Errorf("the README names the hook %v", id)
	}
	files := regexp.MustCompile(hooks[0]["files"].(string))
	for name, want := range map[string]bool{"articles/հաց/hy.md": true, "site/locales/en.toml": true, "zuyg.toml": true, "README.md": false, "cmd/main.go": false} {
		if files.MatchString(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	n := newNews(t)
	entry := hooks[0]["entry"].(string)
	n.breakFact()
	n.sh(0, entry) // what is not translated yet may be committed
	n.write("articles/bread-prices/en.md", strings.Replace(n.read("articles/bread-prices/en.md"), "loaves * 1.05", "loaves * 2", 1))
	n.sh(0, "git add -A")
	n.sh(1, entry) // broken structure may not
	// git's hooks run with variables of their own
	n.write(".git/hooks/pre-commit", "#!/bin/sh\nexec "+entry+"\n")
	if err := os.Chmod(filepath.Join(n.dir, ".git/hooks/pre-commit"), 0o777); err != nil {
		t.Fatal(err)
	}
	n.sh(1, "git commit -q -m broken")
	n.write("articles/bread-prices/hy.md", strings.Replace(n.read("articles/bread-prices/hy.md"), "loaves * 1.05", "loaves * 2", 1))
	n.sh(0, "git add -A && git commit -q -m mended")
}
