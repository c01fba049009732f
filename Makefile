# One command each. `make run` and `make test` need Python 3.12, make and git; the rest is fetched into .tools and .venv.
#
#   make run [PORT=8123] [DATA=/somewhere] [STERKE_DEMO=0]     make test [ALL=1] [TEST_DATABASE_URL=postgres://…]
#   make fix      format       make messages   translations in line with the code
#   make bench    measure      make clean      all that was fetched and built (never the data)

PORT ?= 8000
DATA ?= var
STERKE_DEMO ?= 1
ALL ?=
PYTHON ?=
TEST_DATABASE_URL ?=

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
export PATH := $(CURDIR)/.tools/node:$(PATH)
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE
export ALL PYTHON

UV := .tools/bin/uv
BIN := .venv/bin
DIST := src/sterke/static/dist/.ready
PREPARED := $(abspath $(DATA))/.prepared
ASSETS := $(shell find assets -type f -not -path 'assets/theme/build/*' 2>/dev/null)
SHAPES := $(shell find src/sterke -path '*/migrations/*.py' -o -name '*.po' -o -path '*/static/*' -type f -not -path '*/dist/*')
# A database elsewhere, or none yet: ask it, whatever the stamp says.
ASK := $(if $(DATABASE_URL),always,$(if $(wildcard $(abspath $(DATA))/sterke.sqlite3),,always))

.PHONY: run test test-sqlite test-postgres lint fix bench messages clean always ground

run: export STERKE_DEMO := $(STERKE_DEMO)
run: export STERKE_DATA := $(abspath $(DATA))
run: ground $(PREPARED)
	@exec $(BIN)/sterke serve --port $(PORT)

ground: .venv/.run
	@$(BIN)/sterke serve --check --port $(PORT)

$(PREPARED): $(SHAPES) $(DIST) .venv/.run $(ASK)
	@echo "· database and static files"
	@$(BIN)/sterke prepare $(if $(filter 1 true yes on,$(STERKE_DEMO)),--demo)
	@touch $@

always:

$(UV):
	@.ci/need uv

.venv/.run: pyproject.toml uv.lock | $(UV)
	@echo "· Python packages"
	@$(UV) sync -q --frozen --no-dev --inexact --python .tools/bin/python
	@touch $@

.venv/.test: pyproject.toml uv.lock | $(UV)
	@echo "· Python packages for the tests"
	@$(UV) sync -q --frozen --python .tools/bin/python
	@touch $@ .venv/.run

node_modules/.ready: package.json package-lock.json | $(UV)
	@.ci/need node
	@echo "· front-end packages"
	@npm ci --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(DIST): node_modules/.ready $(ASSETS)
	@echo "· front end"
	@npm run --silent build
	@touch $@

test: lint test-sqlite $(if $(TEST_DATABASE_URL),test-postgres)

# As in production: secure address, no demo. Never the developer's own data folder or database.
lint test-sqlite test-postgres: export STERKE_DATA := $(CURDIR)/test-results/data
CLEAN := env -u DATABASE_URL -u STERKE_DEMO -u STERKE_URL -u STERKE_DEBUG -u PORT

PRODUCTION := STERKE_URL=https://klynge.example.no STERKE_MAIL_FROM=post@klynge.example.no \
	STERKE_SECRET_KEY=made-for-this-check-only-8f3c1e57a9d24b60b1c7e0d94a6f2358-Zq

lint: .venv/.test $(DIST)
	@echo "· format, lint, types"
	@$(BIN)/ruff format -q --check . || { echo "Run: make fix"; exit 1; }
	@$(BIN)/ruff check -q .
	@$(BIN)/djlint src/sterke --lint --quiet
	@$(CLEAN) $(BIN)/mypy --no-error-summary
	@echo "· migrations, production settings, translations"
	@$(CLEAN) $(BIN)/sterke makemigrations --check --dry-run -v 0
	@$(CLEAN) $(PRODUCTION) $(BIN)/sterke check --deploy --fail-level WARNING -v 0
	@$(CLEAN) $(BIN)/sterke messages --check
	@$(CLEAN) $(BIN)/sterke messages --compile

test-sqlite: .venv/.test $(DIST)
	@.ci/need chromium
	@echo "· tests on SQLite"
	@$(CLEAN) $(BIN)/pytest -n 2

test-postgres: .venv/.test $(DIST)
	@.ci/need chromium
	@echo "· tests on PostgreSQL"
	@$(CLEAN) DATABASE_URL=$(TEST_DATABASE_URL) $(BIN)/pytest -n 2 $(if $(ALL),,-m "not look")

fix: .venv/.test
	@$(BIN)/ruff check -q --fix-only .
	@$(BIN)/ruff format -q .

bench/node_modules/.ready: bench/package.json bench/package-lock.json | $(UV)
	@.ci/need node
	@echo "· Lighthouse"
	@cd bench && npm ci --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

bench: .venv/.test $(DIST) bench/node_modules/.ready
	@$(BIN)/python -m bench

messages: .venv/.run
	@$(BIN)/sterke messages

clean:
	@rm -rf .tools .venv node_modules bench/node_modules src/sterke/static/dist assets/theme/build test-results \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis
