package publish

import (
	"html/template"

	"zuyg/internal/lang"
)

// View is what a template is given. Kind says which of the parts is set:
// "article", "both", "list", "start" or "not-found".
type View struct {
	Kind, Lang  string
	Title       string // of the page
	Description string
	Here        string // address of the page within the site
	Canonical   string // whole address, "" where the page has none
	Hidden      bool   // search engines are asked to leave it out
	Alternates  []Link // the page in all languages, itself included, and x-default
	Feeds       []Link
	Locale      string // for Open Graph, such as hy_AM
	OtherLocale string
	Other       *Link         // the page, or the front page, in the other language
	Data        template.HTML // JSON-LD
	Draft       bool
	Reload      string // address of the stream of changes, in the preview alone
	Site        *SiteView

	Article  *ArticleView
	Both     *BothView
	List     *ListView
	Start    []Link
	NotFound []Link

	words *Words
}

// Say returns a UI string in the language of the page; args are names and
// values in turn.
func (v *View) Say(id string, args ...any) string { return v.words.Say(id, pairs(args)) }

func pairs(args []any) map[string]any {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := args[i].(string); ok {
			m[name] = args[i+1]
		}
	}
	return m
}

// Foreign reports whether a language is not that of the page.
func (v *View) Foreign(l string) bool { return l != "" && l != v.Lang }

// Link is a place to go to.
type Link struct {
	Href, Title, Lang string
	Name              string // short: the language's own name, or the words of a button
	Text              string
	Date              string
}

// SiteView is what is the same on all pages of a language.
type SiteView struct {
	Title, Description string
	Home, Style, Icon  string
	Categories         []Link
}

// Image is a picture: Href within the site, Address whole.
type Image struct{ Href, Address, Text string }

// ArticleView is an article's page.
type ArticleView struct {
	Title, Summary      string
	Category            *Link
	Authors, Translator string // as lines of text
	Date, DateTime      string // as the language writes it, and for machines
	Updated, Minutes    string // as lines of text
	Published, Modified string // for machines, with the time of day
	Tags                []string
	Image               *Image
	Body, Notes         template.HTML
	Corrections         []Link // Title has the date, Text the note, Lang its language
	Other               *Link
	Both                string // address of the bilingual page
	Related             []Link
}

// BothView is the page with both versions side by side.
type BothView struct {
	Sides []BothSide
	Pairs []Pair
	Notes []Fragment
}

// BothSide is the head of one version on the bilingual page.
type BothSide struct{ Lang, Title, Summary, Date, Href, Name string }

// Pair is a paragraph in both languages.
type Pair struct {
	ID    string
	Sides [2]Fragment
}

// Fragment is a piece of HTML in a language.
type Fragment struct {
	Lang, Title string
	HTML        template.HTML
}

// ListView is a page of a list of articles.
type ListView struct {
	Title        string
	Cards        []Card
	Newer, Older string // addresses of the neighbouring pages
	Where        string // which page of how many
}

// Card is an article in a list.
type Card struct {
	Href, Title, Summary string
	Category             *Link
	Date, DateTime       string
	Image                *Image
}

// locale returns the name of a language's locale for Open Graph: with the
// country where it is mostly read.
func locale(l string) string {
	switch l {
	case lang.English:
		return "en_US"
	case lang.Armenian:
		return "hy_AM"
	}
	return l
}
