# The stable commands. Everything they need is prepared by tools/prepare.py from the files of this checkout.
PYTHON ?= python3
PORT ?= 8000
IN = .venv/bin
# What cannot be used is named before anything begins.
FIRST = command -v $(PYTHON) > /dev/null || { printf 'There is no %s here.\nWhat to do: %s\n' '$(PYTHON)' \
	'install Python 3.11, or name another: make PYTHON=/path/to/python3 run' >&2; exit 1; }; $(PYTHON) tools/oldest_python.py

.PHONY: run production test served prove postgresql debian-python check docs screenshots bench lock lowest messages

run:  ## serve on http://127.0.0.1:$(PORT), with made-up data if the database is empty
	@$(FIRST)
	@$(PYTHON) tools/serve.py --check --port='$(PORT)'
	@$(PYTHON) tools/prepare.py run
	@$(IN)/python manage.py prepare
	@$(PYTHON) tools/serve.py --port='$(PORT)'

production:  ## what a real site needs: packages, styles, tables, and what the doctor finds; no data (docs/installing.md)
	@$(FIRST)
	@test "$$STREETSAFE_ENV" = production || { printf 'STREETSAFE_ENV is not production.\nWhat to do: %s\n' \
		'set what docs/installing.md names, then run the same command again; for a trial, make run' >&2; exit 1; }
	@$(PYTHON) tools/prepare.py run
	@$(IN)/python manage.py migrate
	@$(IN)/python manage.py doctor

# A file stays on one worker: what a module prepares, the main job on real points above all, is prepared once.
BOTH_CORES = -n 2 --dist loadfile --no-loadscope-reorder

# What the README's commands serve, in browsers as people have them: a run of its own, which shares nothing with the suite.
SERVED = -m pytest -c tests/served/pytest.ini
# Of ARGS what names files of that run, and what names others: a run knows only its own.
OF_SERVED = tests/served% ./tests/served% $(CURDIR)/tests/served%
OF_OTHERS = $(filter-out $(OF_SERVED),$(filter tests/% ./tests/% $(CURDIR)/tests/%,$(ARGS)))
NAMES_SERVED = $(filter $(OF_SERVED),$(ARGS))
ONLY_SERVED = $(and $(NAMES_SERVED),$(if $(OF_OTHERS),,yes))

test:  ## everything the tests need, the whole suite, what is served, and again on PostgreSQL and on Debian's Python what asks them most; ARGS="tests/intake -k draft" is handed to pytest instead
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(if $(ONLY_SERVED),true,$(IN)/python -m pytest $(if $(ARGS),$(filter-out $(OF_SERVED),$(ARGS)),$(BOTH_CORES)))
	@$(if $(ARGS),$(if $(NAMES_SERVED),$(IN)/python $(SERVED) $(filter-out $(OF_OTHERS),$(ARGS)),true),$(PYTHON) tools/last_runs.py $(IN)/python $(SERVED) tests/served $(BOTH_CORES) -m "not whole")

served:  ## only what is served, as a newcomer would start it; ARGS="-k way_out" narrows it
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(IN)/python $(SERVED) $(if $(NAMES_SERVED),,tests/served) $(or $(ARGS),$(BOTH_CORES) -m "not whole")

prove:  ## the proofs in their full form, which take hours: every walk, every rhythm of Escape, 2,000 histories of releases
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@WHOLE=1 $(IN)/python $(SERVED) tests/served
	@$(PYTHON) tools/on_debian_python.py --whole
	@$(PYTHON) -m venv --clear build/oracles
	@build/oracles/bin/python -m pip install --quiet -r requirements-dev.lock
	@build/oracles/bin/python -m pip install --quiet '.[oracles]'
	@build/oracles/bin/python -m pytest tests/spatial_statistics
	@WHOLE=1 $(IN)/python -m pytest $(BOTH_CORES) tests/journeys/test_small_screens.py tests/streetsafe/test_hostile_values.py tests/adversary/test_who_read.py tests/spatial_statistics/test_space_time_scan.py \
		tests/realdata/test_main_job.py tests/journeys/test_every_page.py tests/journeys/test_tables_on_a_phone.py \
		tests/adversary/test_watching.py tests/deploy/test_standby.py
	@HISTORIES=2000 PLAYS=2000 COUNCILS=500 $(IN)/python -m pytest tests/adversary/test_histories.py tests/adversary/test_neighbours.py tests/adversary/test_joint_cuts.py

postgresql:  ## the tests that touch the database, on a PostgreSQL thrown away afterwards; ARGS as above
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(PYTHON) tools/on_postgresql.py $(ARGS)

debian-python:  ## tests without a browser on /usr/bin/python3, where that is another Python; ARGS="--whole" all of them, else ARGS as above
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(PYTHON) tools/on_debian_python.py $(ARGS)

check:  ## lint and format of Python and JavaScript, types, import contracts, templates, migrations
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(IN)/python tools/check.py

# A link that leads nowhere, and a document that no page leads to, are faults.
SITE = -m sphinx --fresh-env --fail-on-warning --keep-going --nitpicky --quiet --doctree-dir build/docs-read docs build/docs

docs:  ## docs/ as a site to read and search, in build/docs
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(IN)/python $(SITE)
	@echo 'Open build/docs/index.html'

screenshots:  ## the README's pictures, from a demonstration made for them
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(IN)/python tools/take_screenshots.py

bench:  ## the benchmarks, kept in docs/benchmarks.md; ARGS="reading pages" runs some of them
	@$(FIRST)
	@$(PYTHON) tools/prepare.py dev
	@$(IN)/python -m tests.bench $(ARGS)

lock:  ## renew the Python locks after a change of pyproject.toml
	$(IN)/pip-compile -q --strip-extras --allow-unsafe --generate-hashes --no-header --no-emit-options --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --extra build -o requirements.lock pyproject.toml
	$(IN)/pip-compile -q --strip-extras --allow-unsafe --generate-hashes --no-header --no-emit-options --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --extra build --extra dev --extra docs -o requirements-dev.lock pyproject.toml

lowest:  ## the suite with the lowest versions pyproject.toml allows (needs uv)
	uv venv --quiet --clear build/lowest
	uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct -r pyproject.toml --extra build --extra dev --extra docs
	build/lowest/bin/python -m pytest $(BOTH_CORES) --ignore tests/journeys --ignore tests/realdata

messages:  ## gather the strings for the translators, and compile what they wrote (needs gettext)
	$(IN)/python manage.py makemessages -l cy --no-location --no-obsolete -i .venv -i node_modules -i build -i var
	$(IN)/python manage.py compilemessages -l cy
