package cli

import (
	"cmp"
	"slices"
	"strconv"

	"zuyg/internal/report"
	"zuyg/internal/track"
	"zuyg/internal/weight"
)

func todoCommand() command {
	return command{
		name: "todo", args: "[ARTICLE…]", most: -1, slugs: true,
		flags:    []flag{jsonFlag, {name: "limit", short: "n", value: "N"}},
		examples: []string{"zuyg todo", "zuyg todo --limit 5", "zuyg todo bread-prices --json"},
		run:      runTodo,
	}
}

// runTodo lists the next things to do, most urgent first.
func runTodo(c *call) error {
	limit, err := c.limit()
	if err != nil {
		return err
	}
	p, err := c.open()
	if err != nil {
		return err
	}
	slugs, err := c.slugs(p)
	if err != nil {
		return err
	}
	set, done := c.progress()
	var tasks []report.Task
	n := 0
	for a, err := range p.Articles(c.Context.Context, slugs...) {
		if err != nil {
			done()
			return err
		}
		for i := range a.Units {
			if u := &a.Units[i]; isOpen(u) {
				tasks = append(tasks, report.NewTask(a, u))
			}
		}
		n++
		set(n, len(slugs))
	}
	done()
	slices.SortStableFunc(tasks, func(a, b report.Task) int { return cmp.Compare(urgency(&a), urgency(&b)) })
	words := 0
	for i := range tasks {
		words += tasks[i].Words
	}
	shown := tasks[:min(limit, len(tasks))]
	if c.Bool("json") {
		return report.WriteJSON(c.out, report.Todo(shown, len(tasks), words))
	}
	if len(tasks) == 0 {
		return c.nothing("todo.none")
	}
	return c.text().Todo(shown, len(tasks), words)
}

// limit is how many lines are wanted.
func (c *call) limit() (int, error) {
	v := c.String("limit")
	if v == "" {
		return 20, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		return 0, &usageError{id: "error.number", args: map[string]any{"Flag": "--limit", "Value": v}}
	}
	return n, nil
}

// urgency orders tasks: facts first, in both directions, then what is missing,
// then the rest by state.
func urgency(t *report.Task) int {
	if t.Weight == weight.Fact {
		return -2
	}
	if t.State == track.Diverged {
		return -1
	}
	return int(t.State)
}
