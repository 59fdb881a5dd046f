# Needs only Python 3.11+, make and git. `make run` serves the map, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATASET ?=
PORT ?= 8501
STAMP := $(VENV)/.installed
# Linters, resolver, bill of materials: in a venv of their own, away from the application's versions.
TOOLS := .venv-lint/.installed
TOOL := .venv-lint/bin
INSTALL := -m pip install --disable-pip-version-check --quiet --require-hashes --requirement

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all lint lock floors audit sbom release build-data messages \
  screenshot bench load faults fuzz deploy-test reliability clean

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## make .venv and install the locked versions into it

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) requirements.lock
	@touch $@

run: setup ## serve the map (PORT=8501, DATASET=folder of another territory)
	REPLAY_DATASET="$(DATASET)" $(BIN)/streamlit run serve.py --server.port $(PORT)

# The browser's tests run one after another: they look at the clock.
test: setup ## every test, the browser's included
	$(BIN)/python tools/browser.py
	$(BIN)/python -m pytest --ignore tests/e2e --numprocesses auto --dist loadfile $(CHOSEN)
	$(BIN)/python -m pytest tests/e2e $(CHOSEN)

test-all: CHOSEN := -m ""
test-all: haproxy test ## every test, the slow ones too

haproxy: setup
	$(BIN)/python tools/haproxy.py

# Asks no other host: the rules are ours.
SEMGREP := PATH="$(TOOL):$$PATH" semgrep scan --quiet --metrics off --disable-version-check --config tools/semgrep

# B704 (Markup) is left to semgrep, which follows constants; commands may start programs and assert.
lint: setup $(TOOLS) ## ruff, mypy --strict, bandit, semgrep with our rules; oxlint, oxfmt; the style sheets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(TOOL)/bandit --quiet --recursive --skip B704 geodata ui pages app.py serve.py
	$(TOOL)/bandit --quiet --recursive --skip B101,B310,B311,B404,B603,B607 tools bench deploy reliability --exclude tools/semgrep
	$(SEMGREP) --test tools/semgrep
	$(SEMGREP) --error --exclude tools/semgrep geodata ui pages tools bench deploy reliability app.py serve.py
	$(BIN)/oxlint geodata ui bench reliability
	$(BIN)/oxfmt --check 'geodata/**/*.js' 'ui/**/*.js' 'bench/**/*.js' 'reliability/**/*.js'
	$(BIN)/python tools/lint_styles.py geodata ui

$(TOOLS): requirements-lint.lock
	$(PYTHON) -m venv .venv-lint
	$(TOOL)/python $(INSTALL) requirements-lint.lock
	@touch $@

RESOLVE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(TOOL)/uv pip compile --quiet --python-version 3.11
LOCK := $(RESOLVE) --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-strip-extras

# KEEP=1 resolves without raising what is locked.
lock: $(TOOLS) ## resolve the four locks anew: all, run time alone, bench, tools (KEEP=1: raise nothing)
	$(LOCK) $(if $(KEEP),,--upgrade) --extra dev pyproject.toml --output-file requirements.lock
	$(LOCK) $(if $(KEEP),,--upgrade) pyproject.toml --constraint requirements.lock --output-file requirements-run.lock
	$(LOCK) $(if $(KEEP),,--upgrade) bench/requirements.in --output-file requirements-bench.lock
	$(LOCK) $(if $(KEEP),,--upgrade) tools/requirements.in --output-file requirements-lint.lock

floors: $(TOOLS) ## the unit tests with the lowest versions that pyproject.toml allows
	$(PYTHON) -m venv --clear .venv-floors
	$(RESOLVE) --resolution lowest-direct --extra dev pyproject.toml --output-file .venv-floors/requirements.txt
	.venv-floors/bin/python -m pip install --disable-pip-version-check --quiet --requirement .venv-floors/requirements.txt
	.venv-floors/bin/python -m pytest --ignore tests/e2e --numprocesses auto --dist loadfile

audit: $(TOOLS) ## known holes in the locked versions (needs a network: it asks the registry's advisories)
	for lock in requirements*.lock; do \
	  $(TOOL)/pip-audit --strict --disable-pip --require-hashes --requirement $$lock || failed=1; \
	done; test -z "$$failed"

sbom: $(TOOLS) ## dist/sbom.cdx.json: what the application is made of
	$(TOOL)/python tools/sbom.py

release: $(TOOLS) ## wheel, source, bill of materials and their SHA-256 in dist/
	rm -rf build dist
	$(TOOL)/python tools/sbom.py
	$(TOOL)/python -m build --no-isolation
	cd dist && sha256sum *.whl *.tar.gz *.json > SHA256SUMS

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
	.venv-bench/bin/python $(INSTALL) requirements-bench.lock
	@touch $@

load: setup ## how many readers it bears: load, arrivals, a long run
	$(BIN)/python tools/browser.py
	$(BIN)/python reliability/load.py

faults: setup ## what is lost when a server, a network or a file fails
	$(BIN)/python tools/browser.py
	$(BIN)/python reliability/faults.py

fuzz: setup ## 22,000 spoilt data sets: each is read or refused
	$(BIN)/python reliability/fuzz.py

deploy-test: haproxy ## HAProxy before two replicas, one of them ended
	$(BIN)/python tools/browser.py
	$(BIN)/python reliability/replicas.py

reliability: setup ## the results of load, faults, fuzz and deploy-test as docs/reliability.md
	$(BIN)/python reliability/report.py
	$(BIN)/python deploy/holds.py

clean: ## remove what the commands made
	rm -rf $(VENV) .venv-bench .venv-lint .venv-floors .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
