# Two commands matter: `make run` and `make test`. The others are for people who change the code.
PYTHON ?= python3
PORT ?= 8000
UV_VERSION := 0.13.8
PY := .venv/bin/python

.PHONY: run test check bench reset screens
run: .venv/.synced
	@PORT=$(PORT) $(PY) -m qaportal.run

test: .venv/.synced
	@$(PY) -m pytest $(TESTS)

check: .venv/.synced
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports
	@$(PY) -m djlint templates --lint --quiet
	@$(PY) -m qaportal.run manage makemigrations --check --dry-run
	@$(PY) -m qaportal.run deploy-check

bench: .venv/.synced
	@$(PY) -m pytest -n 0 -q -s -m bench tests/bench --ignore tests/bench/test_book.py --ignore tests/bench/test_report_weight.py --ignore tests/bench/test_loading.py
	@$(PY) -m pytest -n 0 -q -s -m bench tests/bench/test_loading.py
	@$(PY) -m pytest -n 0 -q -s -m bench tests/bench/test_book.py
	@$(PY) -m pytest -n 0 -q -s -m bench tests/bench/test_report_weight.py

# Remakes docs/screens/ from a freshly built demo council.
screens: .venv/.synced
	@$(PY) -m pytest -n 0 -q -m screens tests/screens

reset:
	@if [ -x $(PY) ]; then $(PY) -m qaportal.run reset; else rm -rf .data; fi

# The system's certificates, because many councils' networks have an authority of their own.
.venv/.synced: uv.lock pyproject.toml
	@echo "Installing the locked dependencies into .venv (once; about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: set PYTHON=/path/to/python3.11"; exit 1; }
	@[ -x $(PY) ] || $(PYTHON) -m venv .venv
	@[ -x .venv/bin/uv ] || $(PY) -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@VIRTUAL_ENV= .venv/bin/uv sync --frozen --quiet --system-certs
	@touch .venv/.synced
