# Each target is a command or two you could type yourself. `make` and `make help` list them.
.DEFAULT_GOAL := help
.PHONY: help run dev test test-fast test-scale lint fmt types check bench lighthouse vnu pictures staff dev-tools clean

PY := .venv/bin/python
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
# As many workers as there are cores. WORKERS= runs the tests one after the other.
WORKERS ?= -n auto --dist worksteal
TEST_CACHE_URL ?= redis://127.0.0.1:6379/9

help: ## List every target in a line each.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: ## Install what is missing, prepare everything, serve on http://127.0.0.1:8000.
	@./start.sh

dev: dev-tools ## Serve with DEBUG: edits of code, templates and content show on reload.
	@DEBUG=true $(PY) manage.py migrate -v0
	@case "$$DATABASE_URL" in postgres*) ;; *) DEBUG=true $(PY) manage.py migrate -v0 --database lab ;; esac
	@DEBUG=true $(PY) manage.py runserver $${HOST:-127.0.0.1}:$${PORT:-8000}

dev-tools: ## Install what the tests and the linters need.
	@./start.sh --install requirements-dev.txt

.PHONY: browser
browser: dev-tools ## Find a Chromium, or install one.
	@$(PY) scripts/browser.py

test: lint types check browser ## Lint, types, checks, then unit, view and browser tests on SQLite.
	$(PY) -m pytest -q $(WORKERS)

test-fast: dev-tools ## The tests without the browser.
	$(PY) -m pytest -q $(WORKERS) --ignore tests/browser

test-scale: browser ## The same tests on PostgreSQL and Redis (TEST_DATABASE_URL, TEST_CACHE_URL).
	TEST_DATABASE_URL=$(TEST_DATABASE_URL) TEST_CACHE_URL=$(TEST_CACHE_URL) $(PY) -m pytest -q $(WORKERS)

lint: dev-tools ## Check style of Python and templates.
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/djade --target-version 6.1 --check $$(git ls-files 'templates/*.html')
	.venv/bin/djlint --quiet --lint templates

fmt: dev-tools ## Put Python and templates into shape.
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	.venv/bin/djade --target-version 6.1 $$(git ls-files 'templates/*.html')

types: dev-tools ## Check types, strictly.
	$(PY) -m mypy

check: dev-tools ## Check settings, content and migrations.
	$(PY) manage.py check
	$(PY) manage.py makemigrations --check --dry-run

bench: dev-tools ## Measure pages as ratios to a bare Django view.
	$(PY) -m tests.bench

lighthouse: browser ## Lighthouse, mobile, on four pages (needs Node).
	$(PY) -m tests.quality.lighthouse

vnu: dev-tools ## The HTML checker on every public page (needs Java and Node).
	$(PY) -m tests.quality.vnu

pictures: browser ## Make the README's screenshot and the link preview anew; the site has to be running.
	$(PY) scripts/pictures.py

.PHONY: demo
demo: dev-tools ## Fill an empty database with a class of 30 and two weeks of work; says how to sign in.
	@$(PY) manage.py demo

staff: dev-tools ## Make a staff account, who can use the admin.
	$(PY) manage.py createsuperuser

clean: ## Remove what can be made again; the database and the secret key in var/ stay.
	rm -rf .venv .tools .mypy_cache .ruff_cache var/static var/bundles
