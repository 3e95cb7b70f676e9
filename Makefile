# Everything a developer runs. `make ci` is exactly what CI runs.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GO       ?= go
SERVICES := $(GO) run ./internal/testenv/services --
TOOLS    := .tools
AGAIN    := ^(TestConformance(OnMariaDB|ThroughViews|ByStatements|InOtherStyles|BehindDecorators)|TestEveryDecoratorIsAConnector)$$

.PHONY: help build test test-race test-whole conformance e2e examples bench chaos real-redmine long lint fmt fmt-check tidy-check vet vuln fuzz-short tools ci clean

help: ## list every target
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## the static binary, in bin/gateway
	CGO_ENABLED=0 $(GO) build -o bin/gateway ./cmd/gateway

test: ## every test, with PostgreSQL, MariaDB and Redis started for it
	$(SERVICES) $(GO) test ./...

test-race: ## the packages' own tests and the suites of the connectors under the race detector, as CI runs them
	$(SERVICES) $(GO) test -race -skip '$(AGAIN)' $$($(GO) list ./... | grep -v -e /test/ -e /cmd/)

test-whole: ## tests of the whole, and the suites once more with another server or other statements; no race detector
	$(SERVICES) $(GO) test $$($(GO) list ./cmd/... ./test/... | grep -v /test/e2e)
	$(SERVICES) $(GO) test -run '$(AGAIN)' ./connectors/sql ./connectors/rest ./connectors/resilience

conformance: ## the suites alone: every connector, every line of the RFCs, every dialogue of an identity provider, SQL against the language
	$(SERVICES) $(GO) test ./connectors/... ./test/conformance/... ./test/dialogues/... ./test/differential/...

e2e: ## the real binary, from outside
	$(SERVICES) $(GO) test -count=1 ./test/e2e/...

examples: build ## check every example's app file
	bin/gateway check $$(ls examples/*/app.yaml)

bench: ## the gateway beside a hand-written handler; prints ratios
	$(SERVICES) $(GO) test -run '^$$' -bench . -benchtime 1x -timeout 30m ./bench/...

chaos: ## the gateway killed hundreds of times, at every place where it calls its store or an application; SEED=n: as before
	SCIMGATE_LONG=1 $(SERVICES) $(GO) test -count=1 -v -timeout 60m ./test/chaos -seed $${SEED:-0}

real-redmine: ## examples/redmine against the Redmine that REDMINE_URL and REDMINE_API_KEY name; it says how to get one
	@test -n "$${REDMINE_URL:-}" -a -n "$${REDMINE_API_KEY:-}" || { cat test/redmine/README.md >&2; exit 2; }
	$(GO) test -count=1 -timeout 20m -tags redmine ./test/redmine
	$(GO) test -count=1 -timeout 20m -tags redmine -run AtRedmine ./test/dialogues

long: ## the same tests with the big numbers, and ten minutes of every fuzz target
	SCIMGATE_LONG=1 $(SERVICES) $(GO) test -count=1 -timeout 60m ./...
	@.ci/fuzz $${FUZZTIME:-10m}

lint: $(TOOLS)/golangci-lint ## the linters and the layer rules
	$(TOOLS)/golangci-lint run --allow-parallel-runners

fmt: ## format all Go files
	gofmt -w $$(git ls-files '*.go')

fmt-check: ## fail when a file is not formatted
	@test -z "$$(gofmt -l $$(git ls-files '*.go') | tee /dev/stderr)" || { echo 'run make fmt'; exit 1; }

tidy-check: ## go.mod and go.sum say what the code needs, and no more
	$(GO) mod tidy -diff

vet: ## go vet
	$(GO) vet ./...

vuln: $(TOOLS)/govulncheck ## known vulnerabilities in what we call
	@.ci/vuln

fuzz-short: ## every fuzz target for a few seconds
	@.ci/fuzz $${FUZZTIME:-3s}

ci: ## what CI runs, with the time of each stage
	@.ci/stages tools build fmt-check tidy-check lint vet test-race test-whole e2e examples fuzz-short vuln

clean: ## remove what was built
	rm -rf bin $(TOOLS)

tools: $(TOOLS)/golangci-lint $(TOOLS)/govulncheck ## build the linter and the vulnerability checker, pinned in tools/go.mod

# One build for both tools: they share most of their dependencies.
$(TOOLS)/golangci-lint $(TOOLS)/govulncheck &: tools/go.mod tools/go.sum
	mkdir -p $(TOOLS)
	cd tools && $(GO) build -o ../$(TOOLS)/ tool
	touch $(TOOLS)/*
