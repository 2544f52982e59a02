# Two commands are enough: `make run` and `make test`. Each installs what it needs first.
.DEFAULT_GOAL := help
.PHONY: help run test check format words pictures package deb windows bench mutants clean

# The first Python from 3.11 to 3.14 that answers; `make PYTHON=/path/to/python …` names another.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& command -v $$name && break; done)
SETUP = $(if $(PYTHON),,$(error Python 3.11 or newer is needed (Debian: apt-get install python3)))$(PYTHON) -m build.setup_environment
IN = .venv/bin/python -m

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Open the assistant with the practice tenant (without a display: run the guided tour)
	@$(SETUP) run
	@$(IN) build.practice_window

test: ## Run all tests (on a virtual screen with a real keyring; your own data is not touched)
	@$(SETUP) test
	@$(IN) build.run_tests

check: ## Format, lint, types, import rules, texts, plain words, file lengths, no secrets
	@$(SETUP) test
	@$(IN) build.check

format: ## Format the source
	@$(SETUP) test
	@$(IN) ruff format .
	@$(IN) ruff check --fix .

words: ## Collect the texts for people into resources/translations/wizard.pot
	@$(SETUP) test
	@$(IN) build.translations --write

pictures: ## Update the pictures of README and user guide with the guided tour
	@$(SETUP) test
	@$(IN) build.pictures

package: ## Build the frozen program and test it with the guided tour
	@$(SETUP) package
	@$(IN) build.package

deb: package ## Build the Debian package of the frozen program
	@$(IN) installer.linux.make_deb

windows: ## Build the Windows program and its installers (on Debian: under wine)
	@$(SETUP) windows
	@$(IN) build.windows

bench: ## Measure start, tour smoothness and large directories (on an otherwise idle machine)
	@$(SETUP) test
	@$(IN) build.run_tests bench

mutants: ## Mutation testing where mistakes could cost people their accounts (slow)
	@$(SETUP) test
	@$(IN) build.mutants

clean: ## Remove everything the other commands created
	rm -rf .cache dist tour .venv
