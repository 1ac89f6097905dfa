package publish

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"zuyg/internal/pandoc"
	"zuyg/internal/source"
)

// maxWord bounds what pandoc may hand back for one article.
const maxWord = 256 << 20

// wordDialect is how pandoc reads what textmaker writes.
const wordDialect = "commonmark+footnotes+pipe_tables+strikeout+autolink_bare_uris+implicit_figures"

// writeWord is the form "docx": a Word document of each article in each
// edition, with footnotes as Word knows them.
func writeWord(ctx context.Context, s *Site, o *Output, f FormOptions) ([]Problem, error) {
	w := &wordmaker{pictures: map[string]string{}}
	w.textmaker = textmaker{Site: s, editions: f.editions(), interleaved: f.Interleaved, image: w.picture, closed: true}
	w.file = func(name string) string { return s.web(fileName(name)) }
	w.page = func(a *Article, _ Edition, side int) string { return s.web(pageName(s, a, side)) }
	var mu sync.Mutex
	var problems []Problem
	err := parallel(ctx, len(s.Articles), func(i int) error {
		a := s.Articles[i]
		for _, e := range w.editions {
			if !e.has(a) {
				continue
			}
			data, found, err := w.document(ctx, a, e)
			if err != nil {
				return err
			}
			mu.Lock()
			problems = append(problems, found...)
			mu.Unlock()
			if err := o.Write("docx/"+a.Slug+"."+e.fileName(s)+".docx", "", data); err != nil {
				return err
			}
		}
		return nil
	})
	return sortProblems(problems), err
}

// wordmaker makes Word documents.
type wordmaker struct {
	textmaker
	mu       sync.Mutex
	pictures map[string]string // data address of each picture by its name in the text, "" where it is none
}

// picture returns a name for a picture, in whose place embed puts its bytes.
// Word shows SVG only beside another picture of the same, which is not there.
func (w *wordmaker) picture(name string) (to, problem string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	to = pictureName(name)
	if _, known := w.pictures[to]; !known {
		w.pictures[to] = ""
		if data, err := w.File(name); err == nil {
			if kind := pictureType(name, data); kind != "" && kind != svgType {
				w.pictures[to] = "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
			}
		}
	}
	if w.pictures[to] == "" {
		return "", "no-picture"
	}
	return to, ""
}

// document makes one document: pandoc reads the text in its sandbox, and writes
// the tree that comes of it after embed has seen that there is nothing in it to
// be fetched. Its environment is fixed, so that neither the clock nor what a
// person has set up changes a byte.
func (w *wordmaker) document(ctx context.Context, a *Article, e Edition) ([]byte, []Problem, error) {
	text, c, err := w.text(a, e)
	if err != nil {
		return nil, nil, err
	}
	front := w.front(a, e)
	args := []string{"--from=" + wordDialect, "--to=json", "--sandbox", "--metadata=title:" + front.Title, "--metadata=lang:" + front.Languages[0]}
	for _, name := range front.Authors {
		args = append(args, "--metadata=author:"+name)
	}
	if !a.Published.IsZero() {
		args = append(args, "--metadata=date:"+w.Words[e.first(a)].Date(a.Published))
	}
	if front.Summary != "" {
		args = append(args, "--metadata=abstract:"+front.Summary)
	}
	env := []string{"LANG=C.UTF-8", "HOME=/nonexistent", "PATH=/nonexistent", fmt.Sprintf("SOURCE_DATE_EPOCH=%d", newest(a).Unix())}
	tree, err := pandoc.Run(ctx, pandoc.Call{Args: args, Env: env, Limit: maxWord}, []byte(text))
	if err == nil {
		tree, err = w.embed(tree)
	}
	if err == nil {
		tree, err = pandoc.Run(ctx, pandoc.Call{Args: []string{"--from=json", "--to=docx", "--output=-", "--data-dir=/nonexistent"}, Env: env, Limit: maxWord}, tree)
	}
	switch {
	case errors.Is(err, pandoc.ErrMissing):
		err = &source.Error{ID: "error.no-pandoc-docx"}
	case err != nil:
		err = &source.Error{Path: a.Versions[e.first(a)].Path, ID: "error.export-pandoc", Args: map[string]any{"Detail": err.Error()}, Err: err}
	}
	return tree, c.Problems, err
}

var errFetches = errors.New("the document would show something from elsewhere")

// embed puts the bytes of pictures into pandoc's tree. It refuses a tree in
// which anything else would be fetched, or goes into the document as it is.
func (w *wordmaker) embed(tree []byte) ([]byte, error) {
	var root any
	if err := json.Unmarshal(tree, &root); err != nil {
		return nil, err
	}
	var walk func(n any) error
	walk = func(n any) error {
		switch n := n.(type) {
		case []any:
			for _, c := range n {
				if err := walk(c); err != nil {
					return err
				}
			}
		case map[string]any:
			switch n["t"] {
			case "RawInline", "RawBlock":
				return errFetches
			case "Image":
				if !w.fill(n["c"]) {
					return errFetches
				}
			}
			for _, c := range n {
				if err := walk(c); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if err := walk(root); err != nil {
		return nil, err
	}
	return json.Marshal(root)
}

// fill replaces the address of an image node: attributes, words, [address,
// title].
func (w *wordmaker) fill(content any) bool {
	parts, ok := content.([]any)
	if !ok || len(parts) != 3 {
		return false
	}
	target, ok := parts[2].([]any)
	if !ok || len(target) != 2 {
		return false
	}
	name, ok := target[0].(string)
	w.mu.Lock()
	defer w.mu.Unlock()
	if data := w.pictures[name]; ok && data != "" {
		target[0] = data
		return true
	}
	return false
}
