# Needs only Python 3.11+, make and git. `make run` serves the map, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATASET ?=
PORT ?= 8501
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test lint lock build-data messages screenshot bench clean

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## make .venv and install the locked versions into it

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements.lock
	@touch $@

run: setup ## serve the map (PORT=8501, DATASET=folder of another territory)
	REPLAY_DATASET="$(DATASET)" $(BIN)/streamlit run serve.py --server.port $(PORT)

test: setup ## every test, the browser's included
	$(BIN)/python tools/browser.py
	$(BIN)/python -m pytest

lint: setup ## ruff, mypy --strict; oxlint and oxfmt for the scripts, the style sheets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/oxlint geodata ui bench
	$(BIN)/oxfmt --check 'geodata/**/*.js' 'ui/**/*.js' 'bench/**/*.js'
	$(BIN)/python tools/lint_styles.py geodata ui

lock: setup ## resolve pyproject.toml anew into requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet uv
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --extra dev --quiet pyproject.toml --output-file requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --quiet bench/requirements.in --output-file requirements-bench.lock

build-data: setup ## raw boundaries -> districts.geojson and background.geojson
	$(BIN)/python -m geodata build

messages: setup ## collect every string into geodata/locale/messages.pot
	$(BIN)/python tools/messages.py

screenshot: setup ## the pictures of the README
	$(BIN)/python tools/browser.py
	$(BIN)/python tools/screenshot.py

bench: setup .venv-bench/.installed ## side by side with what people would pick instead
	$(BIN)/python tools/browser.py
	$(BIN)/python bench/compare.py
	$(BIN)/python bench/table.py

.venv-bench/.installed: requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements-bench.lock
	@touch $@

clean: ## remove what the commands made
	rm -rf $(VENV) .venv-bench .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
