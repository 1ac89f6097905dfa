# make (or make help) lists the targets; make test is what CI runs.

GO ?= go
FUZZTIME ?= 3s
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: help build test lint unit fuzz check bench parts golden

help:
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 8

build: ## the static binary, bin/zuyg
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/zuyg ./cmd/zuyg

test: lint unit fuzz check ## what CI runs

lint: ## gofmt, go vet, staticcheck
	@out=$$(gofmt -l cmd internal locales); if [ -n "$$out" ]; then echo "gofmt: $$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

unit: ## all tests, with the race detector
	$(GO) test -race ./...

# go test may take the end of the fuzzing time for a failure ("context deadline
# exceeded", golang/go#75804, mended in Go 1.27); a real one names its failing input.
fuzz: ## every fuzz target for a few seconds, as many at once as there are cores
	@grep -rE '^func Fuzz' --include='*_test.go' cmd internal \
	| sed -E 's#^(.*)/[^/]*:func (Fuzz[A-Za-z0-9]*).*#./\1 \2#' \
	| xargs -P "$$(getconf _NPROCESSORS_ONLN)" -L 1 sh -c '\
	  out=$$($(GO) test -run "^$$" -fuzz "^$$1\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x -parallel 1 "$$0" 2>&1) \
	    || case "$$out" in *"Failing input"*) false;; *"context deadline exceeded"*) true;; *) false;; esac \
	    && echo "ok fuzz $$0 $$1" || { echo "$$out"; exit 255; }'

check: build ## zuyg's own articles pass zuyg's own check
	bin/zuyg check

BENCH_PAIRS ?= 10000
BENCH_LARGE ?= 0

bench: ## whole commands over BENCH_PAIRS articles, beside goldmark and git; some minutes
	$(GO) run ./internal/bench -pairs $(BENCH_PAIRS) -large $(BENCH_LARGE)

parts: ## the Go benchmarks of the packages
	$(GO) test -run '^$$' -bench . -benchtime 1s ./internal/...

golden: ## rewrite expected outputs; read the diff
	for pkg in $$(grep -rl 'testkit.Golden' --include=*_test.go internal | xargs -n1 dirname | sort -u); do $(GO) test ./$$pkg -update; done
	$(GO) test ./cmd/zuyg -update
