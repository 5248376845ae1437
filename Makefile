# Regrace. Nothing but Python >= 3.11 with venv is needed beforehand; a missing package is named.
#
#   make run        the suite on the embedded rig, then one labelled, expected failure
#   make test       the project's own tests
#   make lint       ruff, mypy --strict
#   make wheel      build the wheel, install it in an empty environment, use it outside the checkout
#   make ganesha    the suite on NFS-Ganesha (Debian packages, root)
#   make labs       the tests of lab rigs, against OpenSSH servers and Ganeshas in network namespaces (root)
#   make knfsd      chosen cases on two Linux kernels in QEMU, and the tests of that rig
#   make stability  the suite on the embedded rig, twice: the verdicts must not change
#   make ci         all of these, as .ci/run does it on a bare machine
#   make clean      remove what these made

VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready
WORKERS ?= 2

# Some machines set it; then every process of every rig would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint wheel ganesha labs knfsd stability ci clean help

# Six rigs at once: cases wait for leases most of their time.
RUN_WORKERS ?= 6

run: $(READY)
	$(BIN)/regrace run --rig reference --strategy retain -n $(RUN_WORKERS)
	@echo
	@echo "== And now a failure that is expected: strategy 'naive' forwards a reclaim as a new lock, =="
	@echo "== so that after a reboot of the re-export server another client's lock is stolen (PT-13). =="
	$(BIN)/regrace run --rig reference --strategy naive -k PT-13 --expect-fail PT-13

# Tests that start virtual machines, or play a lab of OpenSSH servers and Ganeshas in namespaces, are targets of their own.
KNFSD := tests/knfsd/test_rig.py tests/knfsd/test_cabled.py tests/knfsd/test_moved.py
LABS := tests/labs

test: $(READY)
	$(BIN)/pytest -n $(WORKERS) tests $(addprefix --ignore=,$(KNFSD) $(LABS))
	@echo "not run here: $(KNFSD) (make knfsd), $(LABS) (make labs)"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

wheel: $(READY)
	bash scripts/wheel.sh $(BIN)/python

# CI: what a lab needs and this machine lacks is a failure that names it, no skip.
labs: $(READY)
	CI=1 $(BIN)/pytest -n $(WORKERS) $(LABS)

# The cases whose every verdict on Ganesha was looked into (results/expectations/ganesha.toml). The whole suite:
# regrace run --rig ganesha
LOOKED_INTO := ID or LK or GR or CO or NS or RP or SC or SL-07 or NP-04 or NP-06 or CP-01 \
	or PT-01 or PT-03 or PT-04 or PT-06 or PT-12 or PT-13 or PT-16

# Three rigs: they wait for leases most of their time.
GANESHAS ?= 3

ganesha: $(READY)
	$(BIN)/regrace run --rig ganesha -n $(GANESHAS) -k "$(LOOKED_INTO)"

# The same for Linux (results/expectations/knfsd.toml), chosen to take some minutes: what a re-export that grants locks
# does with them (6.1), and how one refuses them (6.12). The whole suite: regrace run --rig knfsd --kernel 6.12
GRANTED := ID-06 or NS or LK or GR-02 or GR-03 or GR-17 or CO-03 or SC-01 or SC-02 or RP-10 or NP-06 or CP-01 or OB-04 \
	or DG-02 or DG-08 or PT-03 or PT-06 or PT-12 or PT-13
REFUSED := ID-06 or NS or LK or GR-03 or CO-03 or CP-07 or DG-06
MACHINES ?= 3

# The tests come last: by then the kernels are here. CI=true: they fail without one, and do not skip.
knfsd: $(READY)
	$(BIN)/regrace run --rig knfsd --kernel 6.1 -n $(MACHINES) -k "$(GRANTED)"
	$(BIN)/regrace run --rig knfsd --kernel 6.12 -n $(MACHINES) -k "$(REFUSED)"
	CI=true $(BIN)/pytest $(KNFSD)

stability: $(READY)
	bash scripts/stability.sh $(BIN)/regrace

ci:
	bash .ci/run

$(READY): pyproject.toml scripts/venv.sh
	bash scripts/venv.sh $(VENV)
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile
