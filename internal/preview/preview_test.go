package preview

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve shows a folder with some files until the test ends; change makes the
// next look find another signature.
func serve(t *testing.T) (address string, change func(), stop func() error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"index.html": "start", "404.html": "nothing", "hy/index.html": "Ջուր", ".hidden": "secret"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	ln, address, err := Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	var version atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Serve(ctx, ln, Options{Site: root.FS(), Interval: time.Millisecond, Failed: func(err error) { t.Error(err) },
			Signature: func() (string, error) { return string(rune('a' + version.Load())), nil },
			Export: func(context.Context) error {
				return os.WriteFile(filepath.Join(dir, "hy", "index.html"), []byte("Ջուրը"), 0o666)
			}})
	}()
	return address, func() { version.Add(1) }, func() error {
		cancel()
		err := <-done
		_ = root.Close()
		return err
	}
}

func TestServe(t *testing.T) {
	address, _, stop := serve(t)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, c := range []struct {
		method, path, host string
		code               int
		body               string
	}{
		{"GET", "/", "", 200, "start"},
		{"GET", "/hy/", "", 200, "Ջուր"},
		{"GET", "/hy", "", 302, ""},
		{"GET", "/none", "", 404, "nothing"},
		{"GET", "/.hidden", "", 404, "nothing"},
		{"GET", "/../../etc/passwd", "", 404, "nothing"},
		{"GET", "//evil.example/..", "", 404, "nothing"},
		{"POST", "/", "", 405, "method"},
		{"GET", "/", "evil.example", 403, "host"},
		{"GET", "/", "evil.example:80", 403, "host"},
		{"GET", "/", "localhost:1", 403, "host"},
		{"GET", "/", strings.Replace(strings.TrimPrefix(address, "http://"), "127.0.0.1", "localhost", 1), 200, "start"},
	} {
		req, err := http.NewRequest(c.method, address+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.host != "" {
			req.Host = c.host
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != c.code || !strings.Contains(string(body), c.body) {
			t.Errorf("%s %s of %q: %d %q, want %d %q", c.method, c.path, c.host, resp.StatusCode, body, c.code, c.body)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestReload holds that an open page hears of a change, after the new files are
// there.
func TestReload(t *testing.T) {
	address, change, stop := serve(t)
	resp, err := http.Get(address + ChangesPath)
	if err != nil {
		t.Fatal(err)
	}
	stream := bufio.NewScanner(resp.Body)
	if !stream.Scan() { // the stream is open
		t.Fatal(stream.Err())
	}
	change()
	for stream.Scan() {
		if stream.Text() == "data: changed" {
			break
		}
	}
	page, err := http.Get(address + "/hy/")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(page.Body)
	_ = page.Body.Close()
	if string(body) != "Ջուրը" {
		t.Errorf("after the change the page is %q", body)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	_ = resp.Body.Close()
}
