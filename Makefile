# `make help` lists what there is. What must hold is scripts/test; the rest here are
# shorter ways to parts of it, and the deployment.
#
# A deployment has a name (STAGE), which is part of all its names in AWS, and a file
# of its own (stages/STAGE.toml, not in git) with what was answered the first time.
# ARTEFACT=each builds a binary for each function in place of one for all: slower to
# build and to upload, quicker to start. Each function has its own permissions either way.

STAGE ?= dev
ARCHITECTURE ?= arm64
PROFILE ?= release
ARTEFACT ?= one

artefacts := target/lambda
domains := $(filter-out all,$(patsubst functions/%/Cargo.toml,%,$(wildcard functions/*/Cargo.toml)))
packages := $(if $(filter one,$(ARTEFACT)),all,$(domains))
architecture := $(if $(filter arm64,$(ARCHITECTURE)),--arm64,--x86-64)

.DEFAULT_GOAL := help
.PHONY: help setup check test test-fast examples fmt docs build doctor deploy delete lint

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## Install what the tests need below build/ (and by apt-get, as root on Debian)
	scripts/setup-test

check: ## What finds mistakes without running anything: format, lints, licences, documents
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --lib --no-deps --document-private-items --quiet
	build/tools/bin/cargo-deny check bans licenses sources
	scripts/lint-workflows
	scripts/docs

test-fast: ## The tests of the rules, of the store on the embedded engine, and of the contracts
	cargo test --workspace --lib
	cargo test -p heartlink-tests --test store embedded
	cargo test -p heartlink-tests --test contract

test: ## Everything that must hold, as the pipeline runs it
	scripts/test

examples: ## Run the programs of examples/ against a gateway
	scripts/test-examples

fmt: ## Format everything that a formatter knows
	cargo fmt --all
	npm --prefix clients/typescript run --silent format
	npm --prefix console run --silent format

docs: ## Build the docs site into build/site, with its links checked
	scripts/docs

build: ## Compile every function for AWS (ARCHITECTURE, PROFILE, ARTEFACT)
	rm -rf $(artefacts)
	cargo lambda build --profile $(PROFILE) $(architecture) --lambda-dir $(artefacts) $(packages:%=-p heartlink-%)
ifeq ($(ARTEFACT),one)
	@for name in $$(sed -n 's|^ *CodeUri: ../$(artefacts)/\(.*\)/$$|\1|p' infra/template.yaml); do \
		mkdir -p $(artefacts)/$$name && ln $(artefacts)/heartlink-all/bootstrap $(artefacts)/$$name/; \
	done
endif

stage := stages/$(STAGE).toml
sam = sam $(1) --config-file $(abspath $(stage)) --config-env default

# The first deployment of a stage asks; what is answered is kept in its file.
$(stage):
	mkdir -p stages
	sed 's/@STAGE@/$(STAGE)/g' infra/stage.toml >$@

doctor: ## Say what is missing for a deployment, before anything is built
	scripts/doctor $(STAGE)

deploy: $(stage) build ## Deploy to AWS (STAGE); the first time, and to change a parameter, with GUIDED=1
	$(call sam,deploy) $(if $(GUIDED),--guided)

delete: $(stage) ## Delete a deployment (STAGE)
	$(call sam,delete)

lint: ## Check the deployment template
	scripts/lint-template
