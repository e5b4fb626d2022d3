# The README's two commands are `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
.DELETE_ON_ERROR:

.PHONY: help setup demo test check bench format translations clean

help:  ## Say what there is.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed  ## Make .venv from the hash-locked files.

demo: .venv/installed  ## Start the whole product with the example; ONCE=1 runs the loop and ends.
	$(BIN)/vaka demo $(if $(ONCE),--once)

test: .venv/installed-dev  ## Run every test, on SQLite and on PostgreSQL, browser included.
	scripts/test

check: .venv/installed-dev  ## Format, lint, types, floors, dead code, translations; no services.
	scripts/check

bench: .venv/installed-dev  ## Measure, against peers in the same run.
	scripts/bench

format: .venv/installed-dev
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

translations: .venv/installed-dev
	$(BIN)/python scripts/translations update && $(BIN)/python scripts/translations compile

clean:
	rm -rf .venv var build dist

.venv/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $@
