# Two commands: `make run` opens the app in the browser, `make test` proves everything. Both set up what they need.
.DEFAULT_GOAL := run
.PHONY: run test fast system train bench bench-quick schema lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SYSTEM := chromium fonts-liberation postgresql
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

run: $(VENV)/.run
	@$(BIN)/regrant web $(ARGS)

test: $(VENV)/.dev $(VENV)/.system
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/regrant knowledge check
	$(BIN)/python -m pytest

fast: $(VENV)/.dev            ## the tests alone, first failure stops
	$(BIN)/python -m pytest -x

system:                       ## install what the tests need beyond Python (Debian or Ubuntu, as root)
	@rm -f $(VENV)/.system && $(MAKE) --no-print-directory $(VENV)/.system

train: $(VENV)/.training      ## train the readers of words from training/phrases
	$(BIN)/python -m training.train

bench: $(VENV)/.bench         ## measure; see benchmarks/README.md
	$(BIN)/python -m benchmarks

bench-quick: $(VENV)/.bench   ## two minutes; fails if a ratio is worse than benchmarks/guards.yaml allows
	$(BIN)/python -m benchmarks --quick

schema: $(VENV)/.dev          ## write the JSON Schemas of the knowledge files
	$(BIN)/regrant knowledge schema src/regrant/knowledge/schema

lock:                         ## renew the pinned requirements (needs uv)
	printf 'hatchling>=1.27\neditables\n' | $(COMPILE) - -o requirements/build.txt
	$(COMPILE) --extra all pyproject.toml -o requirements/run.txt
	$(COMPILE) --extra all --extra dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --extra all --extra dev --extra training pyproject.toml -o requirements/training.txt
	$(COMPILE) --extra all --extra dev --extra bench pyproject.toml -o requirements/bench.txt

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

# Without these the tests that need them are skipped, and the run says so at its end; so this never fails.
$(VENV)/.system: | $(VENV)/.run
	@if command -v chromium >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then touch $@; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing $(SYSTEM) (once, a minute or two) ..."; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ timeout 900 apt-get update -qq && timeout 900 apt-get install -y -qq --no-install-recommends $(SYSTEM); } >$@.log 2>&1 && touch $@ \
		|| { tail -3 $@.log; echo "NOT INSTALLED: $(SYSTEM). The tests that need them are skipped."; }; \
	else echo "NOT INSTALLED: $(SYSTEM). The tests that need them are skipped; run \`make system\` as root."; fi

$(VENV)/.training: requirements/training.txt $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/training.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
