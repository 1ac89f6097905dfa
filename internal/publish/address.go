package publish

import (
	"net/url"
	"path"
	"strconv"
	"strings"
)

// Where things lie on a site of the form "html", as paths without "/" at their
// head; a page is a folder, so that its address has no file name in it.

// pageName returns the path of an article's page.
func pageName(s *Site, a *Article, side int) string { return s.Langs[side] + "/" + a.Slug + "/" }

// bothName returns the path of the page that has both versions side by side: it
// lies beside that of the first language.
func bothName(s *Site, a *Article) string {
	return pageName(s, a, 0) + s.Langs[0] + "-" + s.Langs[1] + ".html"
}

// feedName returns the path of a language's feed.
func feedName(s *Site, side int) string { return s.Langs[side] + "/feed.xml" }

// fileName returns the path of the copy of a project's file.
func fileName(name string) string { return "files/" + name }

// homeName and categoryName return the paths of lists; page counts from 1.
func homeName(s *Site, side, page int) string { return listName(s.Langs[side]+"/", page) }

func categoryName(s *Site, side int, key string, page int) string {
	return listName(s.Langs[side]+"/category/"+segment(key)+"/", page)
}

func listName(first string, page int) string {
	if page == 1 {
		return first
	}
	return first + "page/" + strconv.Itoa(page) + "/"
}

// segment makes one part of a path of a text that somebody wrote.
func segment(text string) string {
	text = strings.Map(func(c rune) rune {
		if strings.ContainsRune("/\\\x00?#%\n\t", c) {
			return '-'
		}
		return c
	}, text)
	if text = strings.TrimLeft(path.Clean(text), "."); text == "" { // never "." or "..", never hidden
		return "-"
	}
	return text
}

// escapePath writes a path as it stands in an address.
func escapePath(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// absolute returns the whole address of a path of the site.
func (s *Site) absolute(name string) string { return s.Settings.Base + "/" + escapePath(name) }

// web returns the whole address of a path of the site, "" when the project names
// no site.
func (s *Site) web(name string) string {
	if s.Settings.Base == "" {
		return ""
	}
	return s.absolute(name)
}

// basePath returns what stands between the host and the site's own paths, "/"
// where nothing does.
func (s *Site) basePath() string {
	u, err := url.Parse(s.Settings.Base)
	if err != nil {
		return "/"
	}
	return strings.TrimSuffix(u.EscapedPath(), "/") + "/"
}

// href returns the address of a path of the site within it.
func (s *Site) href(name string) string { return s.basePath() + escapePath(name) }
