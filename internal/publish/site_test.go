package publish_test

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zuyg/internal/desk"
	"zuyg/internal/project"
	"zuyg/internal/publish"
)

// settings is the zuyg.toml of the projects in these tests.
const settings = `languages = ["en", "hy"]

[publish]
base = "https://news.example.am"
title = { en = "Pomegranate", hy = "Նուռ" }
description = { en = "The news, explained", hy = "Լուրերը՝ բացատրված" }
zone = "+04:00"
`

// newProject writes a project into a temporary folder; files without settings
// get the usual ones.
func newProject(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if _, ok := files["zuyg.toml"]; !ok {
		put(t, dir, "zuyg.toml", settings)
	}
	for name, text := range files {
		put(t, dir, name, text)
	}
	return dir
}

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// export exports a project to DIR/public.
func export(t testing.TB, dir, form string, o publish.Options) *desk.Exported {
	t.Helper()
	e, err := tryExport(dir, form, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func tryExport(dir, form string, o publish.Options) (*desk.Exported, error) {
	p, err := project.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	forms := publish.Forms()
	i := slices.IndexFunc(forms, func(f publish.Form) bool { return f.Name == form })
	return desk.New(p, desk.Env{}).Export(context.Background(), desk.ExportOptions{Form: &forms[i], Options: o})
}

// exportTo exports the web site to another folder.
func exportTo(dir, out string, force bool) (*desk.Exported, error) {
	p, err := project.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	forms := publish.Forms()
	return desk.New(p, desk.Env{}).Export(context.Background(), desk.ExportOptions{Form: &forms[0], Out: out, Force: force})
}

// tree reads all files below a folder.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// site exports the web site of some files and returns its files and the rest.
func site(t testing.TB, files map[string]string, o publish.Options) (map[string]string, *desk.Exported) {
	t.Helper()
	dir := newProject(t, files)
	e := export(t, dir, "html", o)
	return tree(t, filepath.Join(dir, "public")), e
}

// pair returns the files of an article of which both versions have the same
// front matter and text but for their language.
func pair(slug, front, en, hy string) map[string]string {
	return map[string]string{
		"articles/" + slug + "/en.md": "---\ntitle: Water\ndate: 2022-08-26\n" + front + "---\n\n" + en + "\n",
		"articles/" + slug + "/hy.md": "---\ntitle: Ջուր\ndate: 2022-08-26\n" + front + "---\n\n" + hy + "\n",
	}
}

func merge(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

// held returns why an article was held back, "" if it was not.
func held(e *desk.Exported, slug string) string {
	for _, h := range e.Site.Held {
		if h.Slug == slug {
			var ids []string
			for _, r := range h.Reasons {
				ids = append(ids, r.ID)
			}
			return strings.Join(ids, " ")
		}
	}
	return ""
}

func problems(e *desk.Exported) string {
	var all []string
	for _, p := range e.Problems {
		all = append(all, p.ID+" "+p.Address)
	}
	return strings.Join(all, "\n")
}
