# Builds the functions and deploys them to AWS. The first time, and whenever a
# parameter is to change: make deploy STAGE=dev GUIDED=1
#
# ARTEFACT=one builds one binary for all functions: much quicker to build and to
# upload. Each function still has its own permissions.

STAGE ?= dev
ARCHITECTURE ?= arm64
PROFILE ?= release
ARTEFACT ?= each

artefacts := target/lambda
domains := $(filter-out all,$(patsubst functions/%/Cargo.toml,%,$(wildcard functions/*/Cargo.toml)))
packages := $(if $(filter one,$(ARTEFACT)),all,$(domains))
architecture := $(if $(filter arm64,$(ARCHITECTURE)),--arm64,--x86-64)

.PHONY: build deploy delete lint

build:
	rm -rf $(artefacts)
	cargo lambda build --profile $(PROFILE) $(architecture) --lambda-dir $(artefacts) $(packages:%=-p heartlink-%)
ifeq ($(ARTEFACT),one)
	@for name in $$(sed -n 's|^ *CodeUri: ../$(artefacts)/\(.*\)/$$|\1|p' infra/template.yaml); do \
		mkdir -p $(artefacts)/$$name && ln $(artefacts)/heartlink-all/bootstrap $(artefacts)/$$name/; \
	done
endif

deploy: build
	sam deploy --config-env $(STAGE) $(if $(GUIDED),--guided)

delete:
	sam delete --config-env $(STAGE)

lint:
	scripts/lint-template
