package desk

import (
	"errors"
	"io"
	"io/fs"

	"zuyg/internal/disk"
	"zuyg/internal/ingest"
	"zuyg/internal/wxr"
)

// WordPressOptions say how an export of WordPress is imported.
type WordPressOptions struct {
	Lang   string // of posts that name none; "" to tell it by their letters
	DryRun bool
	// File reads a file that lies beside the export, named by its path in the
	// project. Nil: there are none.
	File func(name string) ([]byte, error)
}

// WordPressImported is what an import of WordPress did, or would do.
type WordPressImported struct {
	*ingest.WordPressSite
	Kept   map[string]bool // paths of versions that were there already and stay
	Copied map[string]bool // paths of files that came with the export
}

// ImportWordPress makes articles of an export of WordPress. What exists is
// never overwritten: of an article that is there already only the version that
// it lacks is written.
func (d *Desk) ImportWordPress(r io.Reader, o WordPressOptions) (*WordPressImported, error) {
	file, err := wxr.Read(r)
	if err != nil {
		return nil, err
	}
	opts := ingest.WordPressOptions{Langs: d.project.Settings.Languages, Lang: o.Lang, Path: d.project.NewVersionPath}
	for side, l := range opts.Langs {
		if opts.Strings[side], err = d.ingestOptions(l); err != nil {
			return nil, err
		}
	}
	site, err := ingest.WordPress(file, opts)
	if err != nil {
		return nil, err
	}
	in := &WordPressImported{WordPressSite: site, Kept: map[string]bool{}, Copied: map[string]bool{}}
	write := func() error {
		writes, err := d.wordPressWrites(in, o)
		if err != nil || o.DryRun {
			return err
		}
		return d.project.Root().WriteAll(writes)
	}
	if o.DryRun {
		return in, write()
	}
	return in, d.locked(write)
}

// wordPressWrites lists what is to be written: versions that are not there yet,
// and files that came with the export.
func (d *Desk) wordPressWrites(in *WordPressImported, o WordPressOptions) ([]disk.Write, error) {
	var writes []disk.Write
	add := func(name string, data []byte) (added bool, err error) {
		_, err = d.project.Root().Stat(name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		writes = append(writes, disk.Write{Name: name, Data: data, Expect: []byte{}, Check: true})
		return true, nil
	}
	for _, a := range in.Articles {
		for _, v := range a.Versions {
			if v == nil {
				continue
			}
			added, err := add(v.Path, []byte(v.Markdown))
			if err != nil {
				return nil, err
			}
			in.Kept[v.Path] = !added
		}
	}
	seen := map[string]bool{}
	for _, i := range in.Images {
		if !i.Own || o.File == nil || seen[i.Path] || !fs.ValidPath(i.Path) {
			continue
		}
		seen[i.Path] = true
		data, err := o.File(i.Path)
		if err != nil {
			continue // it is listed as one to be fetched
		}
		if in.Copied[i.Path], err = add(i.Path, data); err != nil {
			return nil, err
		}
	}
	return writes, nil
}
