# Outturn: `make demo` and `make test` need Python 3.11 and make, nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin

# Compiled modules start about twice as fast, so writing them must not be switched off.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help venv demo test thorough lint bench suites clean system-packages

help: ## what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 26

venv: $(VENV)/.project-installed ## the virtual environment, from requirements.lock

$(VENV)/.lock-installed: requirements.lock
	@echo "Making $(VENV) from requirements.lock (about a minute) ..."
	@"$(PYTHON)" -c 'import sys; sys.exit("Python 3.11 or newer is needed, found " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV)
	@# The lock is its own constraint too: pip 23 forgets the pin of a package that is also wanted with extras.
	@$(BIN)/python -m pip install -qq --no-compile --require-hashes -r requirements.lock -c requirements.lock
	@echo "Compiling the installed modules ..."
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
	@touch $@

$(VENV)/.project-installed: $(VENV)/.lock-installed pyproject.toml
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -qq flows tasks expectations warehouse deployments
	@touch $@

demo: venv ## a sample council from landing to packs and mails, in ./outturn-home
	@$(BIN)/outturn demo

system-packages: ## the browser that the page tests open (Debian and Ubuntu, as root)
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then \
	  echo "System packages: a Chromium is there."; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "System packages: installing chromium with apt-get ..."; \
	  apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	else \
	  echo "System packages: no Chromium found and no right to install one; the page tests will fail." >&2; \
	  echo "  fix: sudo apt-get install chromium" >&2; \
	fi

lint: venv ## style, types and architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

test: venv system-packages lint ## every check and every test
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile $(PYTEST_ARGS)

thorough: venv ## the long proofs: every indicator on 1,000 random datasets, the rating on 10,000 random reports
	@OUTTURN_RANDOM_DATASETS=1000 OUTTURN_REPORTS=10000 $(BIN)/python -m pytest -q -n 2 \
	  tests/warehouse/test_indicators.py tests/warehouse/test_any_report.py $(PYTEST_ARGS)

bench: venv ## the benchmarks that the README quotes
	@$(BIN)/python -m bench

suites: venv ## docs/suites again, after a contract or rule has changed
	@$(BIN)/outturn suites export --to docs/suites

clean: ## remove what make made, except ./outturn-home
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
