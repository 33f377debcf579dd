# Two commands: `make run` starts a diagnosis, `make test` proves everything. Both set up what they need.
.DEFAULT_GOAL := run
.PHONY: run test lint types check fast train bench schema lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

run: $(VENV)/.run
	@$(BIN)/regrant diagnose $(ARGS) || { code=$$?; [ $$code -eq 3 ] || [ $$code -eq 4 ]; }

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/regrant knowledge check
	$(BIN)/python -m pytest

fast: $(VENV)/.dev            ## the tests alone, first failure stops
	$(BIN)/python -m pytest -x

train: $(VENV)/.training      ## train the readers of words from training/phrases
	$(BIN)/python -m training.train

bench: $(VENV)/.dev           ## measure; see benchmarks/README.md
	$(BIN)/python -m benchmarks

schema: $(VENV)/.dev          ## write the JSON Schemas of the knowledge files
	$(BIN)/regrant knowledge schema src/regrant/knowledge/schema

lock:                         ## renew the pinned requirements (needs uv)
	printf 'hatchling>=1.27\neditables\n' | $(COMPILE) - -o requirements/build.txt
	$(COMPILE) --extra all pyproject.toml -o requirements/run.txt
	$(COMPILE) --extra all --extra dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --extra all --extra dev --extra training pyproject.toml -o requirements/training.txt

$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Regrant needs Python 3.11 or newer; run: make run PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.training: requirements/training.txt $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/training.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
