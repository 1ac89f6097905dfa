package project

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"

	"zuyg/internal/cache"
	"zuyg/internal/disk"
	"zuyg/internal/markdown"
	"zuyg/internal/record"
	"zuyg/internal/source"
	"zuyg/internal/track"
)

// inputs are the files of an article, as pattern.files names them: all that
// its units follow from beside the settings.
type inputs [cache.Files]input

// input is one file as it was read.
type input struct {
	name string
	data []byte
	info disk.Info // zero for unsaved text
	err  error     // wraps fs.ErrNotExist when there is none
}

// missing reports whether there is no such file.
func (in *input) missing() bool { return errors.Is(in.err, fs.ErrNotExist) }

// inputs reads the files of an article.
func (p *Project) inputs(slug string) (all inputs) {
	for i, name := range p.pattern.files(slug, p.Settings.Languages) {
		in := &all[i]
		if in.name = name; name == "" {
			in.err = fs.ErrNotExist
			continue
		}
		if p.source != nil {
			in.data, in.err = p.source(name)
			continue
		}
		if data, ok := p.overlay[name]; ok {
			in.data = data
			continue
		}
		in.data, in.info, in.err = p.root.ReadInfo(name)
	}
	return all
}

// sum names an article and all its contents; ok is false when one of its files
// can't be read.
func (all *inputs) sum(slug string) (sum cache.Key, ok bool) {
	h := sha256.New()
	put := func(n int, data []byte) {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(n))
		h.Write(size[:])
		h.Write(data)
	}
	put(len(slug), []byte(slug))
	for i := range all {
		switch in := &all[i]; {
		case in.missing():
			put(-1, nil)
		case in.err != nil:
			return cache.Key{}, false
		default:
			put(len(in.data), in.data)
		}
	}
	h.Sum(sum[:0])
	return sum, true
}

// assemble makes the article of its files.
func (p *Project) assemble(slug string, in *inputs) (*track.Article, error) {
	a := &track.Article{Slug: slug}
	options := markdown.Options{Fields: p.Settings.Fields}
	found := false
	for i, lang := range p.Settings.Languages {
		v, file := &a.Versions[i], &in[i]
		v.Lang, v.Path = lang, file.name
		if file.missing() {
			continue
		}
		if file.err != nil {
			return nil, file.err
		}
		v.Doc, found = markdown.Parse(source.New(v.Path, file.data), options), true
	}
	if !found {
		return nil, p.noArticle(slug)
	}
	a.Lead, a.LeadProblem = lead(a, p.Settings.Languages)
	return a, p.addRecord(a, in)
}

// addRecord takes the record beside the lead version; if the lead was turned
// round since it was written, that beside the other one.
func (p *Project) addRecord(a *track.Article, in *inputs) error {
	langs := p.Settings.Languages
	a.RecordPath = p.pattern.record(a.Slug, langs[a.Lead])
	places := []*input{&in[2+a.Lead], &in[3-a.Lead]}
	for _, file := range places {
		if file.missing() {
			continue
		}
		if file.err != nil {
			return file.err
		}
		rec, err := record.Decode(file.name, file.data)
		if err != nil {
			return err
		}
		if rec.Langs != langs {
			return &source.Error{Path: file.name, Pos: source.Position{Line: 1, Column: 1, Byte: 1, UTF16: 1}, ID: "error.record-languages",
				Args: map[string]any{"Found": strings.Join(rec.Langs[:], ", "), "Expected": strings.Join(langs[:], ", ")}}
		}
		a.Record, a.RecordPath, a.RecordData = rec, file.name, file.data
		return nil
	}
	return nil
}
