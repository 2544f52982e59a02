# Two commands are enough: `make run` and `make test`. Each does its whole set-up first.
.DEFAULT_GOAL := help
.PHONY: help run test check format words pictures package deb bench mutants clean

# The first Python from 3.11 to 3.14 that answers; `make PYTHON=/path/to/python …` names another.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& command -v $$name && break; done)
SETUP = $(if $(PYTHON),,$(error Python 3.11 or newer is needed (Debian: apt-get install python3)))$(PYTHON) -m build.setup_environment
IN = .venv/bin/python -m

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Open the assistant with the practice tenant (without a display: take the guided tour)
	@$(SETUP) run
	@$(IN) build.rehearse

test: ## Run all tests (windows on a screen of their own, a real keyring, nothing of yours is touched)
	@$(SETUP) test
	@$(IN) build.run_tests

check: ## Format, lint, types, import rules, words, file lengths, no secrets
	@$(SETUP) test
	@$(IN) build.check

format: ## Put the source into the project's format
	@$(SETUP) test
	@$(IN) ruff format .
	@$(IN) ruff check --fix .

words: ## Collect the texts for people into resources/translations/wizard.pot
	@$(SETUP) test
	@$(IN) build.translations --write

pictures: ## Take the README's pictures anew, on a guided tour
	@$(SETUP) test
	@$(IN) build.pictures

package: ## Freeze the program and let the frozen program prove itself by its own tour
	@$(SETUP) package
	@$(IN) build.package

deb: package ## Make the Debian package of the frozen program
	@$(IN) installer.linux.make_deb

bench: ## Measure start, tour smoothness and large directories (on a machine that does nothing else)
	@$(SETUP) test
	@$(IN) build.run_tests bench

mutants: ## Change one thing at a time where mistakes cost people their accounts: do tests notice? (slow)
	@$(SETUP) test
	@$(IN) build.mutants

clean: ## Remove what the other commands made
	rm -rf .cache dist tour .venv
