# make test is what CI runs; make fuzz, bench and golden are for developers.

GO ?= go
FUZZTIME ?= 5s
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: build test lint unit fuzz check bench bench-parts golden

build: ## the static binary, bin/zuyg
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/zuyg ./cmd/zuyg

test: lint unit fuzz check

lint:
	@out=$$(gofmt -l cmd internal locales); if [ -n "$$out" ]; then echo "gofmt: $$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...

unit:
	$(GO) test -race ./...

fuzz: ## every fuzz target for a few seconds
	@set -e; for pkg in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
	    echo "fuzz $$pkg $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$pkg; \
	  done; \
	done

check: build ## zuyg's own articles pass zuyg's own check
	bin/zuyg check

BENCH_PAIRS ?= 10000
BENCH_LARGE ?= 0

bench: ## whole commands over BENCH_PAIRS articles, beside goldmark and git; some minutes
	$(GO) run ./internal/bench -pairs $(BENCH_PAIRS) -large $(BENCH_LARGE)

bench-parts: ## the Go benchmarks of the packages
	$(GO) test -run '^$$' -bench . -benchtime 1s ./internal/...

golden: ## rewrite expected outputs; read the diff
	for pkg in $$(grep -rl 'testkit.Golden' --include=*_test.go internal | xargs -n1 dirname | sort -u); do $(GO) test ./$$pkg -update; done
	$(GO) test ./cmd/zuyg -update
