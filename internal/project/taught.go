package project

import "zuyg/internal/align"

// Taught returns the same project, whose articles are aligned with what was
// learned from others as well. It shares the open root with p.
func (p *Project) Taught(learned *align.Learned) *Project {
	taught := *p
	taught.learned = learned
	return &taught
}
