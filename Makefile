# Two commands do everything from a bare machine: `make demo` and `make test`. The others are for builders.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PORT ?= 8000
SCALE ?= 100k
VENV := .venv/bin
UV := .tools/bin/uv
PY := $(VENV)/python
NODE := PATH="$(CURDIR)/$(VENV):$$PATH"
MO := .run/translations

.PHONY: demo test test-all check fix bench messages translations lock stop clean setup help

help:            ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: setup      ## set everything up and serve a living site on http://localhost:8000 (PORT=…)
	@PORT=$(PORT) $(PY) tools/serve.py --demo

test: setup      ## the test suite, in parallel, with a real browser
	@tools/browser.sh
	$(PY) -m pytest -n 2 --dist loadfile -m "not long"

test-all: setup  ## also the long ones: races, kills, large files
	@tools/browser.sh
	$(PY) -m pytest -n 2 --dist loadfile --ignore tests/resilience
	$(PY) -m pytest tests/resilience

check: setup     ## floors, types, lint, templates, migrations, translations: seconds
	@tools/check.sh

fix: setup       ## let the formatters mend what they can
	$(VENV)/ruff check --fix src tests tools bench
	$(VENV)/ruff format src tests tools bench
	$(NODE) npx biome check --write frontend

bench: setup     ## measure; SCALE=10k, 100k or 1m
	$(PY) bench/run.py --scale $(SCALE)

setup: .venv/.ok dist/.ok $(MO)

# uv comes from the package index into a venv of any Python >= 3.8: a pyenv shim of uv vanishes under .python-version
$(UV):
	@echo "· uv"
	@tools/getuv.sh

.venv/.ok: requirements.lock pyproject.toml | $(UV)
	@echo "· Python packages"
	@$(UV) venv --quiet --allow-existing --python 3.13 .venv
	@$(UV) pip sync --quiet --require-hashes --python $(PY) requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(PY) -e .
	@touch $@

node_modules/.ok: package.json package-lock.json .venv/.ok
	@echo "· front-end packages"
	@$(NODE) npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

dist/.ok: node_modules/.ok vite.config.ts tsconfig.json $(shell find frontend -type f 2>/dev/null)
	@echo "· front end"
	@$(NODE) npm run --silent build
	@touch $@

$(MO): .venv/.ok $(shell find src -name '*.po' 2>/dev/null)
	@$(PY) tools/translations.py compile
	@mkdir -p .run && touch $@

messages: setup  ## collect sentences to translate into each app's Dutch catalogue
	$(PY) tools/translations.py extract

translations: .venv/.ok ## compile the catalogues
	$(PY) tools/translations.py compile

lock: $(UV)      ## resolve pyproject.toml into requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --group dev --all-extras --no-header -o requirements.lock pyproject.toml

stop:            ## stop the embedded database
	-$(PY) tools/pg.py stop

clean: stop      ## remove everything that was built, data of the demo included
	rm -rf .venv .tools .run node_modules dist
