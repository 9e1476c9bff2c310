# make demo: watch newsspider crawl a small news world and ask what it stored
# make test: all tests        make test-fast: without browser, PostgreSQL, kills and whole crawls
# make test-hours: all tests at other hours, days, zones and orders, and beside a load: about an hour
# make check: all tests, ruff, mypy, import-linter        make docs: docs/cli.md, configuration.md

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

# Debian packs what makes virtual environments apart from Python; root on such a machine gets it.
ADD_VENV := { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	&& echo "Installing python3-venv, which this Python lacks." \
	&& apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; }

# Pages made by scripts are tested in a real browser; root on Debian gets it.
HAS_CHROMIUM := $(BIN)/python -c 'from newsspider.middlewares.browser.program import program; program()' 2>/dev/null
ADD_CHROMIUM := { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	&& echo "Installing chromium, which the tests show pages in." \
	&& apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

# More processes than two cores have: many tests wait for a server or a delay.
JOBS ?= 3
# A file's tests share its worlds and databases.
PYTEST := $(BIN)/python -m pytest -q --durations=10 -n $(JOBS) --dist loadfile --no-loadscope-reorder

.PHONY: demo test test-fast test-hours check docs clean browser
.DEFAULT_GOAL := demo

$(STAMP): pyproject.toml constraints.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "newsspider needs Python 3.11 or newer: install it, or name it as in 'make PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(ADD_VENV) || { \
		echo "This Python cannot make virtual environments: run 'apt install python3-venv' first." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

browser: $(STAMP)
	@$(HAS_CHROMIUM) || $(ADD_CHROMIUM) || { \
		echo "The tests need Chromium: install it first (apt install chromium)." >&2; exit 1; }

demo: $(STAMP)
	$(BIN)/newsspider demo

test: browser
	$(PYTEST)

test-fast: $(STAMP)
	$(PYTEST) -m 'not (browser or postgresql or slow)'

test-hours: browser
	PYTHON=$(BIN)/python JOBS=$(JOBS) tests/at_hours.sh

check: browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST)

docs: $(STAMP)
	$(BIN)/python -m newsspider.cli.reference docs

clean:
	rm -rf $(VENV)
