// Package preview shows a site in a browser while somebody writes it: the files
// of an export, made again when a source changes, on this machine only.
package preview

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ChangesPath is the address of the stream that says when to load a page again.
const ChangesPath = "/-/changes"

// Options are what a preview is made of.
type Options struct {
	Site      fs.FS                       // the exported files
	Signature func() (string, error)      // differs when a source has changed
	Export    func(context.Context) error // makes the files again
	Failed    func(error)                 // is told why that could not be done
	Interval  time.Duration               // between two looks at the sources
}

// Listen opens a port of this machine that no other can reach; 0 is any that is
// free. address is where a browser finds it.
func Listen(port int) (ln net.Listener, address string, err error) {
	ln, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, "", err
	}
	return ln, "http://" + ln.Addr().String(), nil
}

// Serve answers on ln, which Listen opened, until ctx ends. The
// site was exported before.
func Serve(ctx context.Context, ln net.Listener, o Options) error {
	s := &server{options: o, port: ln.Addr().(*net.TCPAddr).Port, changed: make(chan struct{})}
	web := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	var watching sync.WaitGroup
	watching.Go(func() { s.watch(ctx) })
	stopped := make(chan error, 1)
	go func() { stopped <- web.Serve(ln) }()
	var err error
	select {
	case err = <-stopped:
	case <-ctx.Done():
		err = web.Close() // streams would keep a Shutdown waiting
	}
	watching.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

type server struct {
	options Options
	port    int
	mu      sync.Mutex
	changed chan struct{} // closed at the next change
}

// patience is how much longer than a look at the sources the pause between two
// of them is at least: a big project must not keep a processor busy.
const patience = 10

// watch exports again when a source changed.
func (s *server) watch(ctx context.Context) {
	last, err := s.options.Signature()
	s.failed(err)
	pause := s.options.Interval
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		begin := time.Now()
		now, err := s.options.Signature()
		pause = max(s.options.Interval, patience*time.Since(begin))
		if err != nil || now == last {
			s.failed(err)
			continue
		}
		last = now
		if err := s.options.Export(ctx); err != nil {
			s.failed(err)
			continue
		}
		s.mu.Lock()
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
	}
}

func (s *server) failed(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		s.options.Failed(err)
	}
}

// ServeHTTP answers browsers of this machine. A page of another site that got
// its name to point here is refused by the name in the Host header.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch host, port, err := net.SplitHostPort(r.Host); {
	case err != nil || port != strconv.Itoa(s.port) || host != "127.0.0.1" && host != "localhost" && host != "::1":
		http.Error(w, "unknown host", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.URL.Path == ChangesPath {
		s.stream(w, r)
		return
	}
	s.file(w, r)
}

// stream tells one browser about the next changes.
func (s *server) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if _, err := w.Write([]byte(": waiting\n\n")); err != nil || flush.Flush() != nil {
			return
		}
		select {
		case <-changed:
			if _, err := w.Write([]byte("data: changed\n\n")); err != nil || flush.Flush() != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// file answers with a file of the site, or with its page for addresses that
// lead nowhere.
func (s *server) file(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	info, err := fs.Stat(s.options.Site, name)
	switch {
	case err == nil && info.IsDir():
		http.Redirect(w, r, r.URL.EscapedPath()+"/", http.StatusFound)
		return
	case err == nil && info.Mode().IsRegular() && !strings.HasPrefix(name, "."):
		if data, err := fs.ReadFile(s.options.Site, name); err == nil {
			http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
			return
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	if page, err := fs.ReadFile(s.options.Site, "404.html"); err == nil {
		_, _ = w.Write(page)
	}
}
