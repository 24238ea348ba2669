# Everything a developer or a server needs. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

ASSET_SOURCES := package-lock.json safeplan/assets.py safeplan/pictures.py \
  $(shell find static/js static/css static/pictures 2>/dev/null | sed 's/ /\\ /g')

# Passed on as they are where the caller set them.
SAFEPLAN_DATA ?= $(CURDIR)/var/demo
SAFEPLAN_PORT ?= 8000
ifeq ($(TLS),1)
export SAFEPLAN_TLS := 1
endif

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z.-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

# --- use ----------------------------------------------------------------------------------------

.PHONY: run
run: $(VENV)/.stamp static/dist/manifest.json ## set everything up and serve the demo (SAFEPLAN_PORT=8000, TLS=1 for https)
	@mkdir -p "$(SAFEPLAN_DATA)"
	@SAFEPLAN_DATA="$(SAFEPLAN_DATA)" SAFEPLAN_PORT="$(SAFEPLAN_PORT)" exec $(BIN)/safeplan demo --serve

.PHONY: dev
dev: $(VENV)/.stamp static/dist/manifest.json ## the demo while you work on it: what you save is built, served and drawn again
	@mkdir -p "$(SAFEPLAN_DATA)"
	@SAFEPLAN_DATA="$(SAFEPLAN_DATA)" SAFEPLAN_PORT="$(or $(SAFEPLAN_DEV_PORT),8001)" exec $(BIN)/safeplan dev

.PHONY: bench
bench: $(VENV)/.stamp static/dist/manifest.json ## measure, side by side with the limits
	@$(BIN)/python -m benchmarks

# --- test ---------------------------------------------------------------------------------------

# Every folder of tests is in one lane, and `make test` runs them all: tests/guards/test_lanes.py.
LANE_UNIT := tests/unit tests/guards
LANE_WEB := tests/web tests/heist tests/sync
LANE_BROWSER := tests/browser

# Tests run side by side, a worker a core; one that is through takes over half of what another has left.
WORKERS ?= auto
PYTEST = $(BIN)/python -m pytest --numprocesses=$(WORKERS) --maxprocesses=8 --dist=worksteal

# Every check runs even when one before it fails, so that one run tells the whole story.
.PHONY: test
test: $(VENV)/.stamp static/dist/manifest.json ## check everything (ARGS="-k words" for some of it)
	@$(BIN)/python -m safeplan.setup_browser
	@status=0; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/safeplan check-js || status=1; \
	$(PYTEST) $(ARGS) || status=1; \
	$(BIN)/python -m safeplan.setup_browser --verdict || status=1; \
	exit $$status

.PHONY: test-unit
test-unit: $(VENV)/.stamp static/dist/manifest.json ## run one lane: rules, formats, crypto and guards
	@$(PYTEST) $(LANE_UNIT) $(ARGS)

.PHONY: test-web
test-web: $(VENV)/.stamp static/dist/manifest.json ## run one lane: the server, thieves, and tablets without signal
	@$(PYTEST) $(LANE_WEB) $(ARGS)

.PHONY: test-browser
test-browser: $(VENV)/.stamp static/dist/manifest.json ## run one lane: what people see, in Chromium
	@$(BIN)/python -m safeplan.setup_browser
	@$(PYTEST) $(LANE_BROWSER) $(ARGS)

# Not part of `make test`: it looks for what nobody has thought of, and takes its time. `.ci/run` has three minutes for it.
.PHONY: test-cuts
test-cuts: $(VENV)/.stamp static/dist/manifest.json ## cut signal and power between tablets and the server ten thousand times (PROFILE=short for three minutes)
	@SAFEPLAN_CUTS=$(PROFILE) $(BIN)/python -m pytest tests/sync/cuts.py -s $(ARGS)

# Not part of `make test`: other browsers are large, and what they prove changes seldom. `.ci/run` runs it too.
.PHONY: test-engines
test-engines: $(VENV)/.stamp static/dist/manifest.json ## try one journey in WebKitGTK and Firefox, over TLS
	@$(BIN)/python -m tests.engines.set_up
	@status=0; \
	$(PYTEST) tests/engines $(ARGS) || status=1; \
	$(BIN)/python -m tests.engines.set_up --verdict || status=1; \
	exit $$status

.PHONY: check-js
check-js: $(VENV)/.stamp ## check types, layout and lint of every script
	@$(BIN)/safeplan check-js

.PHONY: check-py
check-py: $(VENV)/.stamp ## check style and types in Python
	@$(BIN)/ruff check .
	@$(BIN)/mypy

# --- set-up -------------------------------------------------------------------------------------

.venv: $(VENV)/.stamp ## the Python environment, every package pinned with its hash

$(VENV)/.stamp: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "SafePlan needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing the Python packages"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements/dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: assets
assets: static/dist/manifest.json ## build what the browser gets into static/dist

static/dist/manifest.json: $(VENV)/.stamp $(ASSET_SOURCES)
	@$(BIN)/safeplan assets

# A person who has uv: `make locks` after changing pyproject.toml or node.in. No index is written down.
.PHONY: locks
locks: ## pin the newest fitting packages again (needs uv)
	uv pip compile --universal --generate-hashes --no-header --quiet --upgrade pyproject.toml -o requirements/run.lock
	uv pip compile --universal --generate-hashes --no-header --quiet --upgrade --group dev pyproject.toml -c requirements/run.lock -o requirements/dev.lock
	uv pip compile --universal --generate-hashes --no-header --quiet --upgrade requirements/node.in -o requirements/node.lock

.PHONY: clean
clean: ## remove everything that can be made again; the data in var/ stays
	rm -rf $(VENV) node_modules static/dist build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
