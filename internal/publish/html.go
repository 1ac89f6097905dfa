package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"zuyg/internal/source"
)

// defaults holds the templates, the style and the fonts of the form "html".
//
//go:embed templates
var defaults embed.FS

// TemplatesFolder is where a project's own templates lie. A file there stands
// for the default one of the same name.
const TemplatesFolder = "templates"

// Templates returns the names of the files of the form "html" that a project
// may replace, sorted, and the default content of each.
func Templates() (names []string, content map[string][]byte) {
	content = map[string][]byte{}
	_ = fs.WalkDir(defaults, "templates", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, err := defaults.ReadFile(name)
			if err != nil {
				return err
			}
			content[strings.TrimPrefix(name, "templates/")] = data
		}
		return err
	})
	for name := range content {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, content
}

// htmlSite is one export of the form "html".
type htmlSite struct {
	*Site
	out      *Output
	options  FormOptions
	pages    *template.Template
	assets   map[string][]byte // style and fonts, by name
	key      string            // of all that every page is made from
	views    [2]SiteView
	mu       sync.Mutex
	problems []Problem
	files    map[string]bool // to be copied
}

// writeHTML writes the site: pages, lists, feeds, sitemap, assets.
func writeHTML(ctx context.Context, s *Site, o *Output, f FormOptions) ([]Problem, error) {
	h := &htmlSite{Site: s, out: o, options: f, files: map[string]bool{}}
	if err := h.prepare(); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{h.articles, h.lists, h.feeds, h.around, h.copies} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return sortProblems(h.problems), nil
}

// prepare reads the templates and what is the same on all pages.
func (h *htmlSite) prepare() error {
	names, content := Templates()
	h.pages = template.New("")
	h.assets = map[string][]byte{}
	all := sha256.New()
	for _, name := range names {
		data := content[name]
		shown := "default template " + name
		if h.options.Templates != nil {
			if own, ok := h.options.Templates(name); ok {
				data, shown = own, path.Join(TemplatesFolder, name)
			}
		}
		fmt.Fprintf(all, "%s\x00%d\x00%s", name, len(data), data)
		if path.Ext(name) != ".html" {
			h.assets[name] = data
			continue
		}
		if _, err := h.pages.New(name).Parse(string(data)); err != nil {
			return &source.Error{Path: shown, ID: "error.template", Args: map[string]any{"Detail": err.Error()}, Err: err}
		}
	}
	for side := range h.Langs {
		h.views[side] = h.siteView(side)
		for _, data := range h.Words[side].raw {
			all.Write(data)
		}
	}
	fmt.Fprintf(all, "%+v\x00%q\x00%t\x00%q\x00%q", h.views, h.Settings.Base, h.Draft, h.options.Reload, h.options.Version)
	h.key = hex.EncodeToString(all.Sum(nil)[:12])
	return nil
}

// keyOf returns a hash of the site's key and parts.
func (h *htmlSite) keyOf(parts ...any) string {
	sum := sha256.New()
	sum.Write([]byte(h.key))
	for _, p := range parts {
		fmt.Fprintf(sum, "\x00%v", p)
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// buffers are reused: a page is written into one before it goes to the disk.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// page writes one page. key is a hash of what it is made from, deps are the
// other articles and files that it depends on.
func (h *htmlSite) page(name, key string, deps []string, v *View) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := h.pages.ExecuteTemplate(b, "layout", v); err != nil {
		return &source.Error{Path: TemplatesFolder, ID: "error.template", Args: map[string]any{"Detail": err.Error()}, Err: err}
	}
	return h.out.WriteFrom(indexName(name), key, deps, b.Bytes())
}

// indexName returns the file of a page's address.
func indexName(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		return name + "index.html"
	}
	return name
}

// report keeps the problems and the files of a text.
func (h *htmlSite) report(problems []Problem, files []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.problems = append(h.problems, problems...)
	for _, f := range files {
		h.files[f] = true
	}
}

// copies copies the files that pages show or link to, and those that the site
// looks like.
func (h *htmlSite) copies(ctx context.Context) error {
	for name, data := range h.assets {
		if err := h.out.Write("assets/"+name, "", data); err != nil {
			return err
		}
	}
	files := make([]string, 0, len(h.files))
	for f := range h.files {
		files = append(files, f)
	}
	return h.copyFiles(ctx, h.out, "", files)
}
