# make run: set everything up and serve the sample. make test: set everything up, check and test.
# PYTHON=… chooses the interpreter; otherwise python3, or python3.14 … python3.11 where that one is too old.

BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A process that died fails its test and is not replaced: pytest-xdist waits forever for the last one it replaced.
PARALLEL := -n 2 --no-loadscope-reorder --max-worker-restart=0

.PHONY: install run check test test-long bench lock clean

install: .venv/.installed

.venv/.locked: constraints.txt .ci/venv
	@sh .ci/venv constraints.txt
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: install
	$(BIN)/liandong serve --sample

check: install
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest $(PARALLEL)

test-long: check
	$(BIN)/python -m pytest -m "long or not long" $(PARALLEL) --hypothesis-profile=long

bench: install
	$(BIN)/python -m bench

# After a change of dependencies in pyproject.toml; needs uv. Files of all platforms, with hashes and without addresses.
lock:
	uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-annotate --no-header --no-emit-index-url \
		--no-emit-find-links --extra dev --output-file constraints.txt pyproject.toml

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
