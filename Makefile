# make run    sets up, migrates, loads the starting data (and, the first time, the demonstration), serves the cockpit
# make test   installs what the tests need (a browser, fonts, PostgreSQL, nginx, OpenLDAP and LibreOffice from Debian included) and runs them
# make test-spark   installs Spark and Java 17 and runs the tests that need them
# make check  format, lint, types, and the tests of what differs from main: a first look before `make test`
# make mutants  puts small faults into the code, a sample of them, and names those that no test notices
# make bench  measures what the cockpit promises about speed and prints ratios
# make lint   format, lint, types
# make bundle   one archive that installs on a Debian 12 without internet
# make pictures   takes the pictures of the guides anew

# Debian's own comes first: it is built with what was learnt from running it, and does the same in five sixths of the time.
PYTHON ?= $(shell command -v /usr/bin/python3.11 || command -v python3.11 || command -v python3)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
INSTALL = $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends
OFFICE = /usr/lib/libreoffice/program
POSTGRES = /usr/lib/postgresql/15/bin/initdb

.PHONY: run test suite test-spark check mutants bench lint pictures bundle
.DELETE_ON_ERROR:

run: .venv/.run
	.venv/bin/python -m data start
	COCKPIT_STORE_OPENS=$${COCKPIT_STORE_OPENS:-training} FORWARDED_ALLOW_IPS= .venv/bin/streamlit run app.py --server.address 127.0.0.1

test: .venv/.test
	$(MAKE) -j2 lint suite

suite: .venv/.test
	.venv/bin/python -m pytest -q -m "not spark" -n 3 --dist loadfile --no-loadscope-reorder --durations=10

test-spark: .venv/.spark
	.venv/bin/python -m pytest -q -m spark --durations=10

check: .venv/.test lint
	.venv/bin/python -m tests.touched | xargs .venv/bin/python -m pytest -q -x -n 2 -k "not postgresql"

mutants: .venv/.test
	.venv/bin/python -m tests.mutants

bench: .venv/.test
	.venv/bin/python -m tests.bench

pictures: .venv/.test
	.venv/bin/python -m docs.take_pictures

bundle: .venv/.run
	.venv/bin/python -m docs.bundle

lint: .venv/.test
	.venv/bin/ruff format --check -q .
	.venv/bin/ruff check -q .
	.venv/bin/mypy

.venv/.run: requirements.txt
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(INSTALL) python3-venv; }
	$(PYTHON) -m venv .venv
	.venv/bin/pip install -q --disable-pip-version-check -r requirements.txt
	@fc-list :lang=zh 2>/dev/null | grep -q . || ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1 \
		|| { $(INSTALL) fonts-noto-cjk fontconfig; } || echo "没有中文字体，做不成 PDF / no Chinese font: no PDF is made"
	@touch $@

.venv/.test: .venv/.run tests/requirements.txt Makefile
	.venv/bin/pip install -q --disable-pip-version-check -r tests/requirements.txt
	@command -v chromium-headless-shell >/dev/null || { $(INSTALL) chromium-headless-shell; } || command -v chromium >/dev/null
	@[ -x /usr/sbin/nginx ] && [ -x $(POSTGRES) ] && [ -x /usr/sbin/slapd ] && [ -x /usr/bin/ldapmodify ] && fc-list :lang=zh 2>/dev/null | grep -q . \
		&& ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 \
		|| { $(INSTALL) fonts-noto-cjk fontconfig postgresql libatomic1 nginx slapd ldap-utils; }
	@[ -x /usr/bin/soffice ] && [ -x /usr/bin/pdftotext ] && ls $(OFFICE)/libswlo.so $(OFFICE)/libsclo.so $(OFFICE)/libsdlo.so >/dev/null 2>&1 \
		|| { $(INSTALL) libreoffice-impress-nogui libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils; }
	@touch $@

.venv/.spark: .venv/.test requirements-spark.txt
	.venv/bin/pip install -q --disable-pip-version-check -r requirements-spark.txt
	@command -v java >/dev/null || { $(INSTALL) openjdk-17-jre-headless; }
	@touch $@
