# The same words on a laptop and in .ci/run. Each does what set-up it needs by itself.
.DEFAULT_GOAL := help
.PHONY: help setup setup-demo demo test test-all check bench studio

BIN := .venv/bin

help:
	@echo 'make demo       see it work: three people signed up on a small web app of ours'
	@echo 'make test       the tests'
	@echo 'make test-all   the tests, the long ones in full'
	@echo 'make check      style, types, and the wheel in an empty environment'
	@echo 'make bench      how fast hands and eyes are on this machine'
	@echo 'make studio     the loop in LangGraph Studio: its server, on this machine alone'
	@echo 'make setup      only the set-up: system packages, .venv, a Chromium'

setup:
	@./setup.sh

setup-demo:
	@./setup.sh demo

demo: setup-demo
	@$(BIN)/handeye demo

# Most tests wait for browsers; whoever is done takes over from the others.
PARALLEL := -n auto --dist worksteal

test: setup
	@$(BIN)/pytest $(PARALLEL)

test-all: setup
	@$(BIN)/pytest $(PARALLEL) --full

studio: setup
	@LANGGRAPH_CLI_NO_ANALYTICS=1 $(BIN)/langgraph dev

bench: setup-demo
	@$(BIN)/handeye bench computers

# Types are checked against the built wheel, because an editable install of mapped folders cannot be resolved.
# The wheel is built from the sdist, so that neither can lack a file or keep a deleted one.
check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf build
	$(BIN)/python -m build --outdir build/dist . >build.log 2>&1 || { cat build.log; exit 1; }
	@rm -f build.log
	$(BIN)/python -m pip install -qq --no-deps --target build/typed build/dist/handeye-*.whl
	$(BIN)/pyright
	$(BIN)/python -m venv build/empty
	build/empty/bin/python -m pip install -qq --constraint constraints.txt build/dist/handeye-*.whl
	cd / && $(CURDIR)/build/empty/bin/python -I -c "import handeye, importlib.util; [getattr(handeye, name) for name in handeye.__all__]; \
		assert importlib.util.find_spec('torch') is None, 'the core pulls in torch'"
	cd / && $(CURDIR)/build/empty/bin/handeye doctor
	cd build/empty && bin/handeye demo
