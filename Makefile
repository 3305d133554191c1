# make run   sets everything up and serves the demo on http://127.0.0.1:$(PORT)
# make test  sets everything up and runs all tests
# make lint  what .ci/run checks beside the tests
# make bench, make bench-faults  measure the engine and disturb its runs: docs/benchmarks.md
.DEFAULT_GOAL := run
.PHONY: run test lint bench bench-faults install install-dev catalogues

export PORT ?= 8000
# Where it is set, every process would compile all packages anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE
# The newest Python of 3.11 to 3.13 that answers; PYTHON=... overrides the search.
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $(p))))
BIN := .venv/bin

run: .venv/installed
	@exec $(BIN)/python -m matchmaker.supervisor

test: .venv/installed-dev
	$(BIN)/python -m pytest

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run

# A quarter of an hour on a machine that does nothing else; BENCH="--sizes 100x1000" and other options of the command.
bench: .venv/installed-bench
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py write_benchmarks $(BENCH)

# The tests of a killed worker and of two runs at once, more often than in `make test`, with a line for each round.
bench-faults: export FAULT_KILLS ?= 30
bench-faults: export FAULT_PAIRS ?= 50
bench-faults: .venv/installed-dev
	$(BIN)/python -m pytest --numprocesses 0 -o log_cli=true -o log_cli_level=INFO -o log_cli_format="%(message)s" tests/matching/test_faults.py

install: .venv/installed
install-dev: .venv/installed-dev

# The .po files are the source; the compiled .mo files are committed, and a test holds them equal.
catalogues: .venv/installed-dev
	$(BIN)/python manage.py makemessages --locale zh_Hans --locale he --no-location --ignore .venv
	$(BIN)/python locale/compile.py

# A stamp for each step: an interrupted one is done again, a done one is not.
.venv/made:
	@test -n "$(PYTHON)" || { echo "This project needs Python 3.11, 3.12 or 3.13; none was found. Install one, or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo "This project needs Python 3.11, 3.12 or 3.13; $(PYTHON) is `$(PYTHON) --version 2>&1`."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv module: install it (Debian: apt install python3-venv)."; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

# Not compiled here: Python does that at the first import, and most of the files are never imported.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet --no-compile --disable-pip-version-check --requirement

.venv/installed: requirements.txt | .venv/made
	@echo "Installing the Python packages of requirements.txt (about 200 MB, once) ..."
	@$(PIP_INSTALL) requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing the Python packages of requirements-dev.txt (once) ..."
	@$(PIP_INSTALL) requirements-dev.txt
	@touch $@

.venv/installed-bench: requirements-bench.txt .venv/installed-dev
	@echo "Installing what the engine is compared with, of requirements-bench.txt (once) ..."
	@$(PIP_INSTALL) requirements-bench.txt
	@touch $@
