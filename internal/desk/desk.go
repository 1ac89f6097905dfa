// Package desk is the verbs: what an editor may do with a project. Every
// surface calls these operations and no other way to write exists. A write
// begins by reading afresh, under the project's lock, and is refused when the
// texts it was decided on have moved.
package desk

import (
	"errors"
	"fmt"
	"time"

	"zuyg/internal/project"
)

// Env is where the outside world enters: the clock, randomness for ids, and the
// user's name.
type Env struct {
	Now    func() time.Time
	Random func([]byte)
	Who    string
}

// Desk works on one project.
type Desk struct {
	project *project.Project
	env     Env
}

// New returns a desk for a project.
func New(p *project.Project, env Env) *Desk { return &Desk{project: p, env: env} }

// Today returns the date that goes into the record, YYYY-MM-DD in UTC, so that
// two editors in two places write the same.
func (d *Desk) Today() string { return d.env.Now().UTC().Format(time.DateOnly) }

// ErrNothing is wrapped when there was nothing to do.
var ErrNothing = errors.New("nothing to do")

// Conflict says that a unit is not what it was when the decision was made.
type Conflict struct {
	Slug, Unit string
	Want, Got  string    // hashes
	Langs      [2]string // in the order of Texts
	Texts      [2]string // as they are now
}

func (e *Conflict) Error() string {
	return fmt.Sprintf("%s#%s: decided on %s, but the texts are %s now", e.Slug, e.Unit, e.Want, e.Got)
}

// NoUnitError says that an article has no unit of that id.
type NoUnitError struct{ Slug, Unit string }

func (e *NoUnitError) Error() string { return fmt.Sprintf("%s has no unit %q", e.Slug, e.Unit) }

// NeedReasonError says that a confirmation needs a reason: the unit has one
// side only, or its translation was not touched.
type NeedReasonError struct {
	Slug, Unit string
	State      string
}

func (e *NeedReasonError) Error() string {
	return fmt.Sprintf("%s#%s is %s: a reason is needed", e.Slug, e.Unit, e.State)
}

// RefusedError says why a unit can't be reviewed: ID is a message id.
type RefusedError struct {
	Slug, Unit string
	ID         string
	Args       map[string]any
}

func (e *RefusedError) Error() string { return fmt.Sprintf("%s#%s: %s", e.Slug, e.Unit, e.ID) }

// ExistsError says that a file is there already and is never overwritten.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string { return e.Path + " exists already" }

// locked runs f while this process is the project's only writer. The error is
// a *disk.LockedError when it is not.
func (d *Desk) locked(f func() error) error {
	unlock, err := d.project.Root().Lock(d.env.Who)
	if err != nil {
		return err
	}
	return errors.Join(f(), unlock())
}
