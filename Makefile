# Builds the functions and deploys them to AWS. The first time, and whenever a
# parameter is to change: make deploy STAGE=dev GUIDED=1

STAGE ?= dev
ARCHITECTURE ?= arm64
PROFILE ?= release

functions := $(patsubst functions/%/Cargo.toml,-p heartlink-%,$(wildcard functions/*/Cargo.toml))
target := $(if $(filter arm64,$(ARCHITECTURE)),--arm64,--x86-64)

.PHONY: build deploy delete lint

build:
	cargo lambda build --profile $(PROFILE) $(target) $(functions)

deploy: build
	sam deploy --config-env $(STAGE) $(if $(GUIDED),--guided)

delete:
	sam delete --config-env $(STAGE)

lint:
	scripts/lint-template
