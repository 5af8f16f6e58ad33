# Two commands matter on a fresh machine: `make demo` and `make test`.
# Any of these can be set on the command line: make demo PYTHON=python3.13 VENV=/somewhere/else

PYTHON ?= python3
VENV ?= .venv
# More arguments for the command a target runs: make test ARGS="-k resolver"
ARGS ?=

BIN := $(VENV)/bin
# Empty files that say which extra was installed; older than these files, it is done again.
LOCAL := $(VENV)/.installed-local
DEV := $(VENV)/.installed-dev
SPARK := $(VENV)/.installed-spark
KGX := $(VENV)/.installed-kgx
PINS := pyproject.toml constraints.txt package-lock.json
# Through the environment, and not as options, the pins also hold for what builds the package.
PINNED = PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
	UV_CONSTRAINT=constraints.txt UV_BUILD_CONSTRAINT=constraints.txt
PIP = $(BIN)/python -m pip --quiet --no-input --disable-pip-version-check
# uv installs in seconds what takes pip a minute. It knows nothing of an index that pip is set to ask
# instead of PyPI, and is not asked then; what it cannot do, pip does.
UV = ! $(PIP) config list | grep -qE '(index-url|no-index|proxy)=' \
	&& $(PIP) install --no-compile 'uv==0.13.9' && UV_HTTP_TIMEOUT=180 $(BIN)/uv --quiet
# For the Python that comes first, what comes second.
comma := ,
INSTALL = { $(UV) pip install --python $(1) $(2); } \
	|| $(PIP) --python $(1) install --no-compile $(2)
# Done by all processors here, where pip has one do it; what cannot be compiled is left as it is.
COMPILE = $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true

.DEFAULT_GOAL := help
# `make check test` is one after the other, also under -j.
.NOTPARALLEL:
.PHONY: help demo test test-all serve check bench down

help: ## Show this list
	@echo "usage: make TARGET"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: $(LOCAL) ## Start a local Neo4j, load the packaged evidence, answer the headline question
	@$(BIN)/therapath demo $(ARGS)

# Two at once, each with servers of its own, a file of tests on one of them but for what it asks the
# long-term Neo4j; the long files come first. ARGS="-n 0" runs them one after the other.
PYTEST = $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test: $(DEV) $(KGX) ## Run all tests but the slow ones, on a Neo4j of their own
	$(PYTEST) -m "not slow" $(ARGS)

test-all: $(SPARK) $(KGX) ## Run all tests, the slow ones too
	$(PYTEST) $(ARGS)

serve: $(LOCAL) ## Serve the API on 127.0.0.1:8000
	@$(BIN)/therapath serve $(ARGS)

check: $(DEV) ## Check format, style, types and architecture
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy --strict
	$(BIN)/python -m pytest tests/unit/test_architecture.py

bench: $(DEV) ## Measure, and compare with bare programs doing the same
	@$(BIN)/python -m tests.bench $(ARGS)

down: ## Stop the local Neo4j; its data stays
	@if [ -x $(BIN)/therapath ]; then $(BIN)/therapath down; \
	else echo "nothing is installed in $(VENV), so nothing runs from there"; fi

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "make: there is no $(PYTHON); install Python 3.11 or later, or set PYTHON=" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "make: $(PYTHON) is `$(PYTHON) -V 2>&1`; therapath needs 3.11 or later:" \
			"make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "make: $(PYTHON) cannot make virtual environments; install its venv package" \
			"(on Debian and Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	@rm -f $(LOCAL) $(DEV) $(KGX)
	@$(PYTHON) -m venv $(VENV)

$(LOCAL): $(PINS) | $(BIN)/python
	@echo "installing therapath into $(VENV) (once)" >&2
	@export $(PINNED); $(call INSTALL,$(BIN)/python,--editable '.[local$(comma)bulk$(comma)plots]')
	@$(COMPILE)
	@touch $@

# Only the slow tests want Spark, with the Java it finds; without a Java they skip.
$(SPARK): $(DEV)
	@echo "installing Spark into $(VENV) (once)" >&2
	@export $(PINNED); $(call INSTALL,$(BIN)/python,'pyspark==4.3.0')
	@touch $@

# KGX wants other versions than the rest, so the test that asks its validator asks another Python.
$(KGX): tests/kgx-requirements.txt | $(DEV)
	@echo "installing KGX's validator into $(VENV)/kgx (once)" >&2
	@$(BIN)/python -m venv --clear --without-pip $(VENV)/kgx
	@$(call INSTALL,$(VENV)/kgx/bin/python,--no-deps -r tests/kgx-requirements.txt)
	@touch $@

$(DEV): $(PINS) | $(BIN)/python
	@echo "installing therapath and its test tools into $(VENV) (once)" >&2
	@export $(PINNED); $(call INSTALL,$(BIN)/python,--editable '.[dev]')
	@$(COMPILE)
	@touch $(LOCAL) $@
