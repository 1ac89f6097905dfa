package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"zuyg/internal/desk"
	"zuyg/internal/disk"
	"zuyg/internal/pandoc"
	"zuyg/internal/project"
	"zuyg/internal/publish"
	"zuyg/internal/report"
	"zuyg/internal/source"
	"zuyg/internal/term"
	"zuyg/internal/vcs"
)

// usageError is a command line that can't be carried out.
type usageError struct {
	id   string
	args map[string]any
	hint string // id of a message that says what to do
}

func (e *usageError) Error() string { return fmt.Sprintf("%s %v", e.id, e.args) }

// showError writes an error as a person reads it: where, what, and what to do.
func (s *session) showError(err error) {
	where, text, hint := s.explain(err)
	if where != "" {
		where += ": "
	}
	fmt.Fprintf(s.err, "zuyg: %s%s\n", where, term.Safe(text))
	if hint != "" {
		fmt.Fprintf(s.err, "      %s\n", strings.ReplaceAll(hint, "\n", "\n      "))
	}
	s.showDeleted(err)
	var c *desk.Conflict
	if errors.As(err, &c) && c.Unit != "" {
		for i, l := range c.Langs {
			fmt.Fprintf(s.err, "  %s: %s\n", l, term.Safe(c.Texts[i]))
		}
	}
}

// explain turns an error into a place, a sentence and a hint.
func (s *session) explain(err error) (where, text, hint string) {
	say := func(id string, args map[string]any) (string, string, string) {
		h := ""
		if s.say.Has(id + ".hint") {
			h = s.say.Say(id+".hint", args)
		}
		return "", s.say.Say(id, args), h
	}
	if text, hint, ok := s.explainString(err); ok {
		return "", text, hint
	}
	var use *usageError
	var noArticle *project.NoArticleError
	var badSlug *project.BadSlugError
	var badLang *project.BadLangError
	var locked *disk.LockedError
	var conflict *desk.Conflict
	var noUnit *desk.NoUnitError
	var needs *desk.NeedReasonError
	var refused *desk.RefusedError
	var exists *desk.ExistsError
	var needBase *desk.NeedBaseError
	var notOurs *publish.NotOursError
	var at *source.Error
	var noBase *vcs.NoBaseError
	var merge *report.MergeError
	var file *fs.PathError
	switch {
	case errors.As(err, &use):
		_, text, hint = say(use.id, use.args)
		if use.hint != "" {
			hint = s.say.Say(use.hint, use.args)
		}
		return "", text, hint
	case errors.As(err, &noArticle):
		_, text, hint = say("error.no-article", map[string]any{"Name": noArticle.Name})
		if noArticle.Nearest != "" {
			hint = s.say.Say("hint.nearest", map[string]any{"Nearest": noArticle.Nearest})
		}
		return "", text, hint
	case errors.As(err, &badSlug) && badSlug.Slug == "":
		return say("error.no-slug", nil)
	case errors.As(err, &badSlug):
		return say("error.bad-slug", map[string]any{"Slug": badSlug.Slug})
	case errors.As(err, &badLang):
		return say("error.bad-lang", map[string]any{"Lang": badLang.Lang, "Langs": strings.Join(badLang.Langs[:], ", ")})
	case errors.As(err, &locked) && locked.Pid == 0:
		return say("error.locked-unknown", nil)
	case errors.As(err, &locked):
		return say("error.locked", map[string]any{"Path": locked.Path, "Pid": locked.Pid, "Who": locked.Who, "Host": locked.Host})
	case errors.As(err, &conflict):
		return say("error.conflict", map[string]any{"Article": conflict.Slug, "Unit": conflict.Unit, "Want": conflict.Want, "Got": conflict.Got})
	case errors.As(err, &noUnit):
		return say("error.no-unit", map[string]any{"Article": noUnit.Slug, "Unit": noUnit.Unit})
	case errors.As(err, &needs):
		return say("error.needs-reason", map[string]any{"Article": needs.Slug, "Unit": needs.Unit, "State": s.say.Say("state."+needs.State, nil)})
	case errors.As(err, &refused):
		state, _ := refused.Args["State"].(string)
		_, text, hint = say(refused.ID, map[string]any{"State": s.say.Say("state."+state, nil), "Who": refused.Args["Who"]})
		return refused.Slug + "#" + refused.Unit, text, hint
	case errors.As(err, &exists):
		return say("error.exists", map[string]any{"Path": exists.Path})
	case errors.As(err, &noBase):
		return say("error.no-base", map[string]any{"Ref": noBase.Ref, "Detail": noBase.Detail})
	case errors.As(err, &merge):
		return say(merge.ID, merge.Args)
	case errors.As(err, &needBase):
		return say("error.need-base", map[string]any{"Format": needBase.Form})
	case errors.As(err, &notOurs):
		return say("error.not-ours", map[string]any{"Path": notOurs.Path})
	case errors.Is(err, project.ErrNone):
		return say("error.no-project", map[string]any{"Dir": s.absolute()})
	case historyProblem(err) != "":
		return say(historyProblem(err), map[string]any{"Detail": err.Error()})
	case errors.Is(err, pandoc.ErrMissing):
		return say("error.no-pandoc", nil)
	case errors.Is(err, disk.ErrChanged):
		_, text, hint = say("error.changed", map[string]any{"Detail": err.Error()})
		return "", text, hint
	case errors.As(err, &at):
		_, text, hint = say(at.ID, at.Args)
		return placeOf(at), text, hint
	case errors.As(err, &file) && errors.Is(err, fs.ErrNotExist):
		return say("error.no-file", map[string]any{"Path": file.Path})
	case errors.As(err, &file):
		return say("error.file", map[string]any{"Path": file.Path, "Detail": file.Err.Error()})
	}
	return "", err.Error(), ""
}

// historyProblem returns the id of the message for an error of reading git's
// history, "" for another one.
func historyProblem(err error) string {
	var other *vcs.GitError
	switch {
	case errors.Is(err, vcs.ErrNoGit):
		return "error.no-git"
	case errors.Is(err, vcs.ErrNoRepository):
		return "error.no-repository"
	case errors.Is(err, vcs.ErrNoCommits):
		return "error.no-commits"
	case errors.Is(err, vcs.ErrIncomplete):
		return "error.partial-clone"
	case errors.As(err, &other):
		return "error.git"
	}
	return ""
}

// absolute is the working folder, named so that the user recognises it.
func (s *session) absolute() string {
	if dir, err := filepath.Abs(s.dir); err == nil {
		return dir
	}
	return s.dir
}

// placeOf writes file:line:column.
func placeOf(e *source.Error) string {
	if e.Pos.Line == 0 {
		return e.Path
	}
	return fmt.Sprintf("%s:%d:%d", e.Path, e.Pos.Line, e.Pos.Column)
}
