# `make` lists the targets. All packages are installed into .venv next to this file; only `make test` may change the
# system: it installs Chromium from its packages if there is none.

PYTHON ?= python3
DOCKER ?= docker
UV ?= uv
PORT ?= 8000
TESTS ?= tests
HOST = 127.0.0.1# not ?=: some shells export HOST as the machine's name

PY := .venv/bin/python
SAY := @printf '%s\n'
NEEDS_PYTHON = Columnwise needs Python 3.11 or newer, and '$(PYTHON)' is not. Name another: make run PYTHON=python3.12
IS_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PIP := $(PY) -m pip --disable-pip-version-check
# On all cores. Requests to this computer must not go through a proxy; servers start faster with compiled modules.
PYTEST := NO_PROXY='*' no_proxy='*' PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
WITH_PROGRAMS = chromium="$$(tests/find-program chromium)" && nginx="$$(tests/find-program nginx)" && \
  CHROMIUM="$$chromium" NGINX="$$nginx"
WITHOUT_BROWSER := $(addprefix --ignore tests/,browser layout serving/deploy serving/fuzz serving/load)
PIN := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make pins" $(UPGRADE)

# Recreate .venv if its Python is missing (upgraded, moved), if an installation was interrupted, and if another Python
# version is requested.
$(shell [ -x $(PY) ] && [ -e .venv/made ] && [ ! -e .venv/unfinished ] || rm -f .venv/made .venv/runtime .venv/dev)
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(IS_PYTHON) && echo yes),yes)
$(error $(NEEDS_PYTHON))
endif
$(shell [ "$$($(PYTHON) -V 2>&1)" = "$$($(PY) -V 2>&1)" ] || rm -f .venv/made .venv/runtime .venv/dev)
endif

# Installs exactly the pinned packages, without resolving; pip check reports a requirement that is not pinned.
define install
	@touch .venv/unfinished
	@$(PIP) install --quiet --no-deps --require-hashes -r $< || { \
	  echo "Installing needs the package index, once. Check the network (behind a proxy: HTTPS_PROXY), and run this again." >&2; exit 1; }
	@$(PIP) check || { echo "$< does not name all that is needed; docs/operating.md says how to renew it." >&2; exit 1; }
	@rm .venv/unfinished
	@touch $@
endef

.DEFAULT_GOAL := help
.PHONY: help run test coverage soak faults check format bench picture cards font pins sbom image

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: .venv/runtime ## Start Columnwise on this computer, at http://127.0.0.1:8000 (elsewhere: make run PORT=8001)
	$(SAY) "Starting Columnwise. Open http://$(HOST):$(PORT)/ in a browser; Ctrl+C stops it."
	@HOST='$(HOST)' PORT='$(PORT)' exec $(PY) -m app.server

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

soak: .venv/dev ## Run every test in random order with many more examples, the slowest included
	$(SAY) "Running everything, at length."
	@$(WITH_PROGRAMS) $(PYTEST) -p randomly -m '' --hypothesis-profile=soak $(TESTS)

faults: .venv/dev ## Apply 60 small faults to the code, one at a time, and count how many the tests catch (half an hour)
	@chromium="$$(tests/find-program chromium)" && CHROMIUM="$$chromium" $(PY) -m docs.tools.faults

check: .venv/dev ## Check format, lint, types, layers, style sheets, templates and packages; changes nothing
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy --strict app
	.venv/bin/lint-imports
	.venv/bin/oxfmt --check static/css
	$(PY) -m djlint --lint templates
	.venv/bin/hadolint Dockerfile
	$(PY) -m docs.tools.audit

format: .venv/dev ## Format the Python and the style sheets, and repair what lint can repair
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	.venv/bin/oxfmt static/css

bench: .venv/dev ## Measure pages, steps, requests per second and a race
	@chromium="$$(tests/find-program chromium)" && CHROMIUM="$$chromium" $(PY) -m tests.bench

picture: .venv/dev ## Draw the README's picture from the page itself
	@chromium="$$(tests/find-program chromium)" && CHROMIUM="$$chromium" $(PY) -m docs.tools.picture

cards: .venv/dev ## Draw the preview images of links (og:image), one for each network
	@chromium="$$(tests/find-program chromium)" && CHROMIUM="$$chromium" $(PY) -m docs.tools.cards

font: .venv/dev ## Make a subset font: make font SOURCE=path (static/fonts/README.md names the sources)
	@[ -n "$(SOURCE)" ] || { echo "Say which font to take: make font SOURCE=path; static/fonts/README.md tells more." >&2; exit 2; }
	$(PY) docs/tools/subset_font.py '$(SOURCE)'

pins: ## Write requirements*.txt from pyproject.toml with uv (newest versions: make pins UPGRADE=--upgrade)
	@command -v $(UV) >/dev/null || { echo "This needs uv: python3 -m pip install uv" >&2; exit 1; }
	$(PIN) pyproject.toml --output-file requirements.txt
	$(PIN) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

sbom: .venv/dev ## Write the software bill of materials of a release: sbom.cdx.json, in CycloneDX
	$(PY) -m docs.tools.sbom sbom.cdx.json

image: ## Build the container image, columnwise
	$(DOCKER) build --tag columnwise .

.venv/made:
	@$(IS_PYTHON) || { echo "$(NEEDS_PYTHON)" >&2; exit 1; }
	@echo "Making a virtual environment in .venv with $$($(PYTHON) -V)."
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
	  echo "Python could not make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@touch $@

.venv/runtime: requirements.txt | .venv/made
	$(SAY) "Installing what Columnwise needs, as pinned in requirements.txt (once; a minute at most)."
	$(install)

.venv/dev: requirements-dev.txt | .venv/made
	$(SAY) "Installing what the tests need, as pinned in requirements-dev.txt (once; a minute or two)."
	$(install)
