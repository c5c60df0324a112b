# `make` alone lists what there is. Everything happens in .venv, beside this file; nothing else is changed
# (but `make test` installs Chromium from the system's packages where there is none).

PYTHON ?= python3
DOCKER ?= docker
UV ?= uv
PORT ?= 8000
TESTS ?= tests
HOST = 127.0.0.1# not ?=: some shells export HOST as the machine's name

PY := .venv/bin/python
SAY := @printf '%s\n'
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
PYTEST := $(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
WITHOUT_BROWSER := $(addprefix --ignore tests/,browser layout deploy fuzz load)
WITH_PROGRAMS = chromium="$$(tests/find-program chromium)" && nginx="$$(tests/find-program nginx)" && \
  CHROMIUM="$$chromium" NGINX="$$nginx"
PIN := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make pins" $(UPGRADE)

# A .venv whose Python has gone (upgraded, moved) is made anew, so forget what was installed in it.
$(shell [ -x $(PY) ] || rm -f .venv/runtime .venv/dev)

.DEFAULT_GOAL := help
.PHONY: help run test coverage soak check format bench picture cards font pins sbom image

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: .venv/runtime ## Start Columnwise on this computer, at http://127.0.0.1:8000 (elsewhere: make run PORT=8001)
	$(SAY) "Starting Columnwise. Open http://$(HOST):$(PORT)/ in a browser; Ctrl+C stops it."
	@HOST='$(HOST)' PORT='$(PORT)' exec $(PY) -m gunicorn -c python:app.server "app:create_app()"

test: .venv/dev ## Run every test, those in a real browser included (a part: make test TESTS=tests/engine)
	$(SAY) "Running $(TESTS) on all cores; all of them take about five minutes on two."
	@$(WITH_PROGRAMS) $(PYTEST) $(TESTS)

coverage: .venv/dev ## Run the tests that need no browser, and check which branches of app/ they reach
	$(SAY) "Running the tests that need no browser, while counting branches."
	@$(PYTEST) --cov --cov-report= --cov-fail-under=0 $(WITHOUT_BROWSER)
	$(SAY) "" "Branch coverage of the engine and the state: 100 % wanted."
	@$(PY) -m coverage report --include='app/engine/*,app/state/*' --fail-under=100
	$(SAY) "" "Branch coverage of everything: 95 % wanted."
	@$(PY) -m coverage report --fail-under=95

soak: .venv/dev ## Run every test in random order with many more examples, and those too long for every day
	$(SAY) "Running everything, at length."
	@$(WITH_PROGRAMS) $(PYTEST) -p randomly -m '' --hypothesis-profile=soak $(TESTS)

check: .venv/dev ## Check format, lint, types, layers, templates and pinned packages; changes nothing
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy --strict app
	.venv/bin/lint-imports
	$(PY) -m djlint --lint templates
	.venv/bin/hadolint Dockerfile
	$(PY) -m docs.tools.audit

format: .venv/dev ## Format the Python, and repair what lint can repair
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: .venv/dev ## Measure how long a page and a step take
	@chromium="$$(tests/find-program chromium)" && CHROMIUM="$$chromium" $(PY) -m tests.bench

picture: .venv/dev ## Draw the README's picture anew, from the page itself
	@chromium="$$(tests/find-program chromium)" && CHROMIUM="$$chromium" $(PY) -m docs.tools.picture

cards: .venv/dev ## Draw the pictures that other programs show beside a link, one for each network
	@chromium="$$(tests/find-program chromium)" && CHROMIUM="$$chromium" $(PY) -m docs.tools.cards

font: .venv/dev ## Make the maths font anew: make font SOURCE=path (static/fonts/README.md says where it is from)
	@[ -n "$(SOURCE)" ] || { echo "Say which font to take: make font SOURCE=path; static/fonts/README.md tells more." >&2; exit 2; }
	$(PY) docs/tools/subset_font.py '$(SOURCE)'

pins: ## Write requirements*.txt from pyproject.toml with uv (newest versions: make pins UPGRADE=--upgrade)
	@command -v $(UV) >/dev/null || { echo "This needs uv: python3 -m pip install uv" >&2; exit 1; }
	$(PIN) pyproject.toml --output-file requirements.txt
	$(PIN) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

sbom: .venv/dev ## List all that is in a release, with versions, licences and hashes: sbom.cdx.json, in CycloneDX
	$(PY) -m docs.tools.sbom sbom.cdx.json

image: ## Build the container image, columnwise
	$(DOCKER) build --tag columnwise .

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Columnwise needs Python 3.11 or newer, and '$(PYTHON)' is not. Name another: make run PYTHON=python3.12" >&2; exit 1; }
	$(SAY) "Making a virtual environment in .venv."
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
	  echo "Python could not make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }

.venv/runtime: requirements.txt | $(PY)
	$(SAY) "Installing what Columnwise needs, as pinned in requirements.txt (once; a minute at most)."
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | $(PY)
	$(SAY) "Installing what the tests need, as pinned in requirements-dev.txt (once; a minute or two)."
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@
