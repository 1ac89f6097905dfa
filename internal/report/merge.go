package report

import (
	"fmt"
	"slices"
	"strings"

	"zuyg/internal/finding"
)

// Part is the report of one shard, and the file it was read from.
type Part struct {
	Path  string
	Check *Check
}

// MergeError says why reports are not those of all shards of one check: ID is a
// message id.
type MergeError struct {
	ID   string
	Args map[string]any
}

func (e *MergeError) Error() string { return fmt.Sprintf("%s %v", e.ID, e.Args) }

// Merge puts the reports of all shards of a check together. It is what one
// check over everything would have been. The error is a *MergeError when a
// shard is missing or there twice, or the reports are not of one kind.
func Merge(parts []Part) (*Check, error) {
	first := parts[0].Check
	total, seen := 0, map[int]string{}
	out := &Check{Langs: first.Langs, Gate: first.Gate, FailOn: first.FailOn, Folder: first.Folder}
	pending := map[string]int{}
	for _, p := range parts {
		c := p.Check
		var k, n int
		if _, err := fmt.Sscanf(c.Shard, "%d/%d", &k, &n); err != nil || k < 1 || k > n || c.Shard != fmt.Sprintf("%d/%d", k, n) {
			return nil, &MergeError{"error.merge-no-shard", map[string]any{"Path": p.Path}}
		}
		if total == 0 {
			total = n
		}
		if n != total || c.Gate != first.Gate || c.FailOn != first.FailOn || c.Langs != first.Langs || c.Folder != first.Folder {
			return nil, &MergeError{"error.merge-differs", map[string]any{"Path": p.Path, "Other": parts[0].Path}}
		}
		if other, ok := seen[k]; ok {
			return nil, &MergeError{"error.merge-twice", map[string]any{"Shard": c.Shard, "Path": p.Path, "Other": other}}
		}
		seen[k] = p.Path
		out.Articles += c.Articles
		out.Messages += c.Messages
		out.Findings = append(out.Findings, c.Findings...)
		for i := range c.Pending {
			print := c.Pending[i].Fingerprint()
			if pending[print]++; pending[print] == total {
				out.Findings = append(out.Findings, c.Pending[i])
			}
		}
		out.note(c.Notes)
	}
	var missing []string
	for k := 1; k <= total; k++ {
		if seen[k] == "" {
			missing = append(missing, fmt.Sprintf("%d/%d", k, total))
		}
	}
	if len(missing) > 0 {
		return nil, &MergeError{"error.merge-missing", map[string]any{"Shards": strings.Join(missing, ", ")}}
	}
	out.Findings = once(out.Findings)
	finding.Sort(out.Findings)
	return out, nil
}

// once drops what several shards say about the settings, such as an expired
// ignore.
func once(found []finding.Finding) []finding.Finding {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(f finding.Finding) bool {
		if f.Article != "" || f.Key != "" {
			return false
		}
		print := f.Fingerprint()
		twice := seen[print]
		seen[print] = true
		return twice
	})
}

// note adds notes; those of one kind become one, their counts added.
func (c *Check) note(notes []Note) {
	for _, n := range notes {
		i := slices.IndexFunc(c.Notes, func(have Note) bool { return have.ID == n.ID })
		if i < 0 {
			c.Notes = append(c.Notes, n)
			continue
		}
		have := &c.Notes[i]
		a, ok1 := count(have.Args["Count"])
		b, ok2 := count(n.Args["Count"])
		if ok1 && ok2 {
			have.Args = map[string]any{"Count": a + b, "Number": fmt.Sprint(a + b)}
		}
	}
}

// count reads a count as it is after JSON.
func count(v any) (int, bool) {
	switch v := v.(type) {
	case int:
		return v, true
	case float64:
		return int(v), true
	}
	return 0, false
}
