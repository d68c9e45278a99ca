# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Every target sets up what it needs in .venv, from the package index alone. A stamp in there keeps the
# set-up from being done again until a file with requirements changes.

PYTHON ?= python3
ANSIBLE_CORE ?= ansible-core>=2.16

VENV := .venv
RUN := $(VENV)/bin/python
COLLECTIONS := ANSIBLE_COLLECTIONS_PATH="$(CURDIR)/$(VENV)/collections"
# Each core takes the next file of tests, in the order of their names.
PYTEST = $(COLLECTIONS) $(RUN) -m pytest -n logical --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

# Tools start other tools by name.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# Ansible wants a UTF-8 locale, and would else write to ~/.ansible.
export LC_ALL := C.UTF-8
export ANSIBLE_HOME := $(CURDIR)/$(VENV)/ansible
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Python compiles what it imports; the rest would only fill the disk.
export PIP_COMPILE := 0

.DEFAULT_GOAL := help
.PHONY: help demo test lint format units sanity integration faults matrix build docs mutants bench clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 14

demo: $(VENV)/.demo ## Show the collection at work, on a simulated cloud
	@PYTHONPATH=tests $(COLLECTIONS) $(RUN) -m demo

test: ## Run all checks and tests
	@$(MAKE) --no-print-directory -j2 $(VENV)/.keystone $(VENV)/.lint
	@$(PYTEST) tests

lint: $(VENV)/.lint ## Check style, types, docs, licences and the build
	@CI=true $(RUN) -m nox -R

format: $(VENV)/.lint ## Bring the Python code into shape
	@$(RUN) -m nox -R -s formatters

units: $(VENV)/.test $(VENV)/.keystone ## Run the tests that need no ansible-test
	@$(PYTEST) tests --ignore=tests/ansible_test --ignore=tests/faults --ignore=tests/lint

sanity: $(VENV)/.test ## Run ansible-test sanity
	@$(PYTEST) tests/ansible_test/test_sanity.py

integration: $(VENV)/.test ## Run the integration targets, on a simulated cloud
	@$(PYTEST) tests/ansible_test/test_integration.py

faults: $(VENV)/.test ## Run the fault matrix: every fault, at every moment, from real playbooks
	@$(PYTEST) tests/faults

matrix: $(VENV)/.test $(VENV)/.keystone ## Run the unit and playbook tests with each ansible-core and Python at hand
	@$(RUN) tests/tools/matrix.py $(CORES)

build: $(VENV)/.lint ## Build the tarball for Ansible Galaxy, and have galaxy-importer look at it
	@$(RUN) -m nox -R -s build

docs: $(VENV)/.docs ## Make the documentation's site in .venv/docs/html
	@$(COLLECTIONS) $(VENV)/docs/bin/python docs/site/build.py

mutants: $(VENV)/.mutants ## Break the logic in many small ways, and show what no test notices
	@PYTHONPATH=tests $(RUN) -m tools.mutants $(MUTANTS)

bench: $(VENV)/.bench ## Measure against what people use today, and write docs/benchmarks.md
	@PYTHONPATH="tests:$(VENV)/collections" $(VENV)/bench/bin/python -m benchmarks $(BENCH_ARGS)

clean: ## Remove everything that the other targets made
	rm -rf $(VENV)

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "Python's venv module is needed; on Debian: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import locale; locale.setlocale(locale.LC_ALL, "")' 2>/dev/null || \
	  { echo "The locale $(LC_ALL) is needed" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.git:
	@git --version >/dev/null || { echo "git is needed; on Debian: apt install git" >&2; exit 1; }
	@mkdir -p $(VENV)
	@touch $@

$(VENV)/.demo: $(VENV)/.python requirements.txt tests/simulator/requirements.txt
	$(RUN) -m pip install -q '$(ANSIBLE_CORE)' -r requirements.txt -r tests/simulator/requirements.txt
	@mkdir -p $(VENV)/collections/ansible_collections/otc
	@ln -sfn ../../../.. $(VENV)/collections/ansible_collections/otc/vbs
	@touch $@

$(VENV)/.test: $(VENV)/.git $(VENV)/.demo tests/requirements.txt
	$(RUN) -m pip install -q -r tests/requirements.txt
	@touch $@

$(VENV)/.keystone: $(VENV)/.python tests/tools/keystone-requirements.txt tests/tools/keystone_server.py
	$(RUN) -m venv --without-pip $(VENV)/keystone
	$(RUN) -m pip --python $(VENV)/keystone/bin/python install -q -r tests/tools/keystone-requirements.txt
	$(VENV)/keystone/bin/python -I tests/tools/keystone_server.py prepare
	@touch $@

# The modules that others write need libraries that the tests do without.
$(VENV)/.bench: $(VENV)/.demo tests/benchmarks/requirements.txt
	$(RUN) -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip install -q '$(ANSIBLE_CORE)' -r requirements.txt \
	  -r tests/simulator/requirements.txt -r tests/benchmarks/requirements.txt
	@touch $@

$(VENV)/.mutants: $(VENV)/.test $(VENV)/.keystone tests/tools/mutation-requirements.txt
	$(RUN) -m pip install -q -r tests/tools/mutation-requirements.txt
	@touch $@

$(VENV)/.docs: $(VENV)/.demo docs/site/requirements.txt
	$(RUN) -m venv $(VENV)/docs
	$(VENV)/docs/bin/python -m pip install -q '$(ANSIBLE_CORE)' -r docs/site/requirements.txt
	@touch $@

# nox would else ask the package index at every run whether its environments are up to date. Each has a pip that runs
# only here, which is not worth compiling.
$(VENV)/.lint: $(VENV)/.test antsibull-nox.toml noxfile.py
	CI=true PYTHONDONTWRITEBYTECODE=1 $(RUN) -m nox -r --install-only
	$(RUN) tests/tools/share.py
	@touch $@
