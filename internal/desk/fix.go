package desk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"zuyg/internal/disk"
	"zuyg/internal/finding"
	"zuyg/internal/source"
)

// Fixes returns the edits that findings call for, by file and place, each once.
func Fixes(found []finding.Finding) []finding.Edit {
	var out []finding.Edit
	for i := range found {
		if found[i].Ignored == nil {
			out = append(out, found[i].Fix...)
		}
	}
	slices.SortFunc(out, func(a, b finding.Edit) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(out)
}

// Fix makes edits in files of the project, all of them or none. The error wraps
// disk.ErrChanged when a file does not hold what an edit expects.
func (d *Desk) Fix(edits []finding.Edit) error {
	return d.locked(func() error {
		byFile := map[string][]finding.Edit{}
		for _, e := range edits {
			byFile[e.Path] = append(byFile[e.Path], e)
		}
		var writes []disk.Write
		for _, name := range slices.Sorted(maps.Keys(byFile)) {
			w, err := d.edited(name, byFile[name])
			if err != nil {
				return err
			}
			writes = append(writes, w)
		}
		return d.project.Root().WriteAll(writes)
	})
}

func (d *Desk) edited(name string, edits []finding.Edit) (disk.Write, error) {
	data, err := d.project.Root().Read(name)
	if err != nil {
		return disk.Write{}, err
	}
	var splices []source.Edit
	for _, e := range edits {
		if e.Span.End > len(data) || string(data[e.Span.Start:e.Span.End]) != e.Was {
			return disk.Write{}, fmt.Errorf("write %s: %w", name, disk.ErrChanged)
		}
		splices = append(splices, source.Edit{Span: e.Span, Text: e.Text})
	}
	now, err := source.Apply(data, splices)
	return disk.Write{Name: name, Data: now, Check: true, Expect: data}, err
}

// SaveBaseline writes the baseline file; was is what it held when it was read,
// nil when it is new or to be replaced whatever it holds.
func (d *Desk) SaveBaseline(name string, data, was []byte) error {
	return d.locked(func() error {
		return d.project.Root().WriteAll([]disk.Write{{Name: name, Data: data, Check: was != nil, Expect: was}})
	})
}

// PrunedBaseline returns the baseline of a check without the entries that
// nothing matched, and how many went. Entries of what was not judged stay.
func (c *Checked) PrunedBaseline() (data []byte, gone int) { return c.Baseline.Pruned(c.owns) }
