# Everything a developer runs. What it needs from the system it installs itself, on Debian and its relatives.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build test check generate generate-check vet staticcheck schema bench mutate

GO ?= go
# Two test processes at once: each may run a database server, and one of them a browser.
PARALLEL ?= 2
TIMEOUT := $(if $(LONG),75m,30m)
RUN := -shuffle=on -count=1 -timeout $(TIMEOUT) -json
# The fast part: packages without database and browser, as far as they exist.
PURE := $(addprefix ./,$(wildcard internal/actor internal/arch internal/canon internal/errs internal/i18n internal/ids internal/law internal/names internal/written policies static))

help: ## lists these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

run: ## installs what is missing, builds, and serves the demonstration on http://127.0.0.1:8080
	@$(if $(DATABASE_URL),:,tools/packages.sh server)
	@$(MAKE) --no-print-directory build
	@tools/interrupt.sh $$PPID $$$$ >/dev/null 2>&1 & exec bin/touchstone serve --demo

build: ## builds bin/touchstone
	@$(GO) build -trimpath -o bin/touchstone ./cmd/touchstone

# The race detector makes what waits for pages, the database and the browser several times slower. With LONG=1 these
# packages run in their long modes without it, then in their short ones with it: the long ones do the same more often.
SLOW := internal/app internal/audit internal/access cmd/touchstone views/ui
test: ## everything that a change must pass; LONG=1 adds the long modes
	@tools/packages.sh server browser compiler
	@$(MAKE) --no-print-directory generate-check vet staticcheck
	@{ $(GO) test -race $(RUN) -p $(PARALLEL) $$($(GO) list ./... | grep -vE '/($(subst $(eval) ,|,$(SLOW)))$$'); \
	  $(GO) test $(RUN) -p $(PARALLEL) -parallel 4 $(addprefix ./,$(SLOW)); \
	  $(if $(LONG),LONG= $(GO) test -race $(RUN) -p 1 -parallel 4 $(addprefix ./,$(SLOW));) } 2>&1 | $(GO) run tools/report/main.go test

check: generate-check vet staticcheck ## the fast part: under a minute once compiled
	@$(GO) test $(PURE)

generate: ## writes the Go files of the templates
	@$(GO) tool templ generate -log-level warn

generate-check:
	@before="$$(tools/generated.sh)"; $(MAKE) --no-print-directory generate && \
	if [ "$$before" != "$$(tools/generated.sh)" ]; then echo "generated files were out of date; they are rewritten now: commit them" >&2; exit 1; fi

vet:
	@$(GO) vet ./...

staticcheck:
	@$(GO) tool staticcheck ./...

schema: ## rewrites migrations/schema.sql from the migrations, and adds new ones to checksums
	@tools/packages.sh server
	@$(GO) test -count=1 -run '^(TestSchema_IsTheOneWrittenDown|TestChecksums_LandedFilesStay)$$' ./migrations -update

bench: ## benchmarks against their baselines, in one run; writes bench.json
	@tools/packages.sh server
	@$(GO) test -run '^$$' -bench . -count=1 -p 1 -timeout 60m -json ./... | $(GO) run tools/report/main.go bench bench.json

mutate: ## breaks the code in small ways, one at a time, and says which of them no test notices; SOME=N of all, LONG=1 a thousand
	@tools/packages.sh server
	@$(GO) run ./tools/mutate -some $(or $(SOME),$(if $(LONG),1200,100))
