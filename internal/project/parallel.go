package project

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// ahead is how many results per processor are made before the first of them
// was taken: enough to keep all busy, few enough to keep memory small.
const ahead = 8

// ordered calls do for 0 to n-1, several at once, and hands the results out in
// order until yield returns false. The error is that of a context that ended.
func ordered[T any](ctx context.Context, n int, do func(int) T, yield func(int, T) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := runtime.GOMAXPROCS(0)
	type job struct {
		i   int
		out chan T
	}
	jobs := make(chan job)
	queue := make(chan chan T, workers*ahead)
	for range workers {
		go func() {
			for j := range jobs {
				j.out <- do(j.i)
			}
		}()
	}
	go func() {
		defer close(queue)
		defer close(jobs)
		for i := range n {
			j := job{i, make(chan T, 1)}
			select {
			case queue <- j.out:
			case <-ctx.Done():
				return
			}
			jobs <- j
		}
	}()
	i := 0
	for out := range queue {
		r := <-out
		if err := ctx.Err(); err != nil {
			return err
		}
		if !yield(i, r) {
			return nil
		}
		i++
	}
	return ctx.Err()
}

// chunk is how many short pieces of work a processor takes at a time.
const chunk = 128

// parallel calls do for 0 to n-1, several at once, and returns when all are
// done.
func parallel(n int, do func(int)) {
	var next atomic.Int64
	work := func() {
		for {
			from := int(next.Add(chunk)) - chunk
			if from >= n {
				return
			}
			for i := from; i < min(from+chunk, n); i++ {
				do(i)
			}
		}
	}
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+chunk-1)/chunk) - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
}
