# Every verb of the project. The first two need Python 3.11 or newer and a C++20 compiler.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OUT ?= out
PARTY ?= EPCC
PORT ?= 8321
LANG_OUT ?= en
SHARED ?= ../shared/data

.PHONY: brief serve test test-all check bench docs pack web web-test wheel clean

brief: $(STAMP) ## terminal brief and one HTML page on the reference pack
	@mkdir -p $(OUT)
	$(BIN)/kanmon brief $(PARTY) --lang $(LANG_OUT) --out $(OUT)/brief-$(PARTY)-$(LANG_OUT).html

serve: $(STAMP) ## the workspace in a browser, on this machine; fetches Node as a package where there is none
	$(BIN)/python web/pages.py --fetch
	$(BIN)/kanmon serve --port $(PORT)

test: $(STAMP) ## all tests but the long ones
	$(BIN)/python -m pytest -n 2 -m "not slow" -q

test-all: $(STAMP) ## all tests
	$(BIN)/python -m pytest -n 2 -q

check: $(STAMP) ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## speed as a ratio to a plain baseline in the same run
	$(BIN)/python -m benchmarks.ingest $(SHARED)/baci_raw_materials/baci_hs92_raw_materials.parquet
	$(BIN)/python -m benchmarks.screen --folder $(OUT)/synthetic
	$(BIN)/python -m benchmarks.complexity
	$(BIN)/python -m benchmarks.cascade --oracles $(SHARED)/../oracles/impact/esri
	$(BIN)/python -m benchmarks.economy
	$(BIN)/python -m benchmarks.agents --firms 100000 --links 513000
	$(BIN)/python -m benchmarks.chain
	$(BIN)/python -m benchmarks.sweep
	$(BIN)/python -m benchmarks.signals
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.reading_accuracy --shared $(SHARED)
	$(BIN)/python -m benchmarks.accuracy --shared $(SHARED)
	$(BIN)/python -m benchmarks.transition

docs: $(STAMP) ## regenerate data cards and reference pages
	$(BIN)/python docs/build.py

pack: $(STAMP) ## rebuild the embedded reference pack from the shared data
	$(BIN)/python -m kanmon.reference.build $(SHARED)

web: ## the workspace's pages, into the package; needs Node 20.19 or newer
	cd web && npm ci && npm run check
	$(PYTHON) web/pages.py

web-test: web ## tests of the pages: units, then every view in Chromium (Debian: apt install chromium)
	cd web && npm test && npm run e2e && npm run measure

wheel: $(STAMP) ## the distributable wheel, pages included; fetches Node as a package where there is none
	$(BIN)/python -m pip wheel --no-deps -w dist .

clean:
	rm -rf $(OUT) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMP): pyproject.toml constraints.txt CMakeLists.txt $(wildcard native/*)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kanmon needs Python 3.11 or newer; point to one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)
