# Everything a person does with this project by hand. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 5000
# One more than there are processors: tests wait for browsers, servers and lines.
WORKERS ?= $(shell echo $$(( $$(nproc) + 1 )))
ARGS ?=

.PHONY: help run test test-all rest test-long test-days near durations check gates format messages architecture lock wheel screenshots bench attack scan soak environment test-environment

help: ## list the commands
	@echo "Usage: make COMMAND"
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

run: export DEVELOPMENT ?= 1
run: environment ## install and serve the workspace with the demo world on 127.0.0.1:5000 (PORT=… for another port)
	@scripts/port-is-free $(HOST) $(PORT)
	@unset PYTHONDONTWRITEBYTECODE; exec $(BIN)/python scripts/run.py $(HOST) $(PORT)

test: test-environment ## install what the tests need, then run the tests that answer at once, and all checks beside them (ARGS="-k thread" for some of them)
	@scripts/step "Running the tests with $$($(BIN)/python -V), and the checks beside them"
	@exec $(BIN)/python -m tests.running --workers $(WORKERS) --checks -- -m "not rest" $(ARGS)

test-all: test rest ## then also what is slow and seldom touched, and what may differ on a second Python
	@exec scripts/test-other-python whole $(WORKERS) $(ARGS)

rest: test-environment
	@scripts/step "Running the rest of the tests"
	@exec $(BIN)/python -m tests.running --workers $(WORKERS) -- -m rest $(ARGS)

near: test-environment ## run the tests near what was changed and not yet committed, in about a minute (ARGS="main" against a branch)
	@exec $(BIN)/python -m tests.running.near $(ARGS)

durations: test-environment ## run every test, and write tests/durations.json anew, which balances the next run
	@exec $(BIN)/python -m tests.running --workers $(WORKERS) --durations

test-long: export HYPOTHESIS_PROFILE = long
test-long: test-environment ## give fuzzing, property tests and the other Python more time, and repeat all tests on PostgreSQL
	@scripts/step "Running the tests that need more time"
	@exec $(BIN)/python -m tests.running --workers $(WORKERS) -- -m "long or hypothesis" $(ARGS)
	@exec scripts/test-other-python whole $(WORKERS) $(ARGS)

test-days: test-environment ## run the tests on ten days on which calendars trip (ARGS="tests/meetings" for some of them)
	@scripts/step "Running the tests on other days"
	@$(BIN)/python -m tests.days -p tests.running.workers --workers $(WORKERS) -m "not rest" $(ARGS)

check: test ## the same as test

gates: test-environment ## run only the checks of Python and JavaScript: format, lint, import contracts, types
	@exec scripts/gates

format: test-environment ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

messages: environment ## collect all texts that people read, and bring the catalogues of translators up to date (ARGS=pt begins one)
	@$(BIN)/python -m scripts.messages $(ARGS)

architecture: test-environment ## write docs/architecture.md from the code
	@$(BIN)/python scripts/architecture.py

lock: ## pin the packages of requirements.in, requirements-dev.in and requirements-uv.in with hashes (needs uv)
	@scripts/lock

wheel: environment ## build dist/wgcop-….whl, with the list of packages that it was tried with beside it
	@rm -rf build dist
	@PYTHONWARNINGS=ignore $(BIN)/python setup.py --quiet bdist_wheel --dist-dir dist
	@rm -rf build
	@cp requirements.txt dist/
	@scripts/step "$$(cd dist && echo *)"

screenshots: test-environment ## make the pictures of the README
	@$(BIN)/python scripts/screenshots.py

bench: test-environment ## measure pages, search, live delivery and writing together (the peers need Node and npm)
	@$(BIN)/python bench/pages.py
	@$(BIN)/python bench/search.py
	@$(BIN)/python bench/live.py
	@$(BIN)/python bench/editing.py

attack: test-environment ## attack the large form on the loopback (PostgreSQL, Redis, nginx) and see what people beside meet (ARGS="--only 'slow heads'")
	@$(BIN)/python -m bench.attack $(ARGS)

scan: test-environment ## let scanners look at the pages, the forms, the API and the headers (ARGS="headers wapiti" for some)
	@deploy/scan $(ARGS)

soak: test-environment ## a week in an hour: fifty people, three restarts, a backup brought back; what grows, what is lost (ARGS="--minutes 10")
	@$(BIN)/python bench/soak.py $(ARGS)

environment:
	@scripts/environment $(VENV) requirements.txt

test-environment:
	@scripts/test-environment $(VENV)
