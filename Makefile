# Two commands on a fresh machine: `make run` shows the work, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
ROOMS := planning models calendars notifications record kernel letters actions readings \
  feeds reminders desk delivery loading watch flows web cli

.PHONY: install cluster run up test proofs cost quick soak cluster-chaos cold-machine mutants check index pin matrix revision lock pictures bench sbom clean

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet uv==$(UV_VERSION)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -qq .venv/lib $(ROOMS) || true
	touch $@

cluster: .venv-cluster/installed  ## what each of many machines has: the programs that requirements.cluster.lock names

.venv-cluster/installed: requirements.cluster.lock pyproject.toml | install
	$(PYTHON) -m venv .venv-cluster
	$(BIN)/uv pip sync --quiet --python .venv-cluster/bin/python --require-hashes requirements.cluster.lock
	$(BIN)/uv pip install --quiet --python .venv-cluster/bin/python --no-deps --no-build-isolation --editable .
	touch $@

run: install  ## play a year on a scratch store, and leave its desk open: 2017, YEAR=2027 (a new term), or EMPTY=1 (none yet)
	@$(BIN)/python -P -m cli.demonstration $(if $(EMPTY),empty,$(or $(YEAR),2017))

up: install  ## run it for real on this machine
	@$(BIN)/council up

check: install  ## what tools can tell without running anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Stories wait for the disk more than for anything else: where memory serves as one, and has room, they use that.
SCRATCH := $(shell [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 ] 2>/dev/null \
  && echo /dev/shm || echo "$${TMPDIR:-/tmp}")

# What Python has compiled is kept, also where the machine's habit is another: pytest would word each assertion anew.
test proofs cost quick: export PYTHONDONTWRITEBYTECODE :=

test: check  ## every story, on SQLite, on PostgreSQL too where they may differ, with real servers
	./tests/prerequisites
	TMPDIR=$(SCRATCH) $(BIN)/pytest -n 2 --dist loadgroup

proofs: check  ## all there is, on both databases, with what is too slow for every commit
	./tests/prerequisites
	TMPDIR=$(SCRATCH) $(BIN)/pytest -n 3 --dist loadgroup --proofs --timeout 1200

cost: install  ## what `make test` costs: the CPU seconds of each folder of tests, with the programs that they start
	TMPDIR=$(SCRATCH) $(BIN)/pytest -q -n 2 --dist loadgroup --cost

quick: install  ## the fast end of the suite
	$(BIN)/pytest -q -n 2 -m "not slow"

soak: install  ## a hundred days of chaos on each database: what was acked, delivered, lost, copied (ROUNDS, SEED)
	@$(BIN)/python -m tests.soak --rounds $(or $(ROUNDS),100) --seed $(or $(SEED),1332)

cluster-chaos: cluster  ## many machines on this one, killed, cut off and upgraded while 5,000 letters leave (RECIPIENTS, CYCLES)
	@$(BIN)/python -m tests.cluster $(or $(RECIPIENTS),5000) $(or $(CYCLES),20)

cold-machine:  ## the docs followed to the letter on a fresh Debian in a folder; by root, with debootstrap (COLD_SHARES, MIRROR)
	@tests/cold_machine

mutants: install  ## small changes of planning/ that no test notices, within the hour (ONLY=planning.fit._ends); docs/mutants.md
	@$(BIN)/python -m tests.mutants $(if $(ONLY),--only $(ONLY))

pictures: install  ## draw the pictures of README.md anew, from the year that YEAR=2027 plays
	@$(BIN)/python -m tests.pictures

bench: install  ## ratios against well-kept alternatives, with today's figures
	$(BIN)/python -m benchmarks

index: install  ## write kernel/index.py anew: which act, which reading stands in which module; docs/glossary.md, prefect.yaml
	$(BIN)/python -m kernel.index_writer
	$(BIN)/python -m notifications.glossary
	$(BIN)/python -P -m flows.project_file

pin: install  ## pin the dates of a new chain in tests/chains/, and name its flow in prefect.yaml: CHAIN=slug, YEAR, ANCHORS="name=2027-06-14/2027-06-18"
	@$(BIN)/python -m tests.chains.pinning "$(CHAIN)" "$(YEAR)" "$(ANCHORS)"
	@$(BIN)/ruff check --quiet --fix tests/chains
	@$(BIN)/ruff format --quiet tests/chains
	@$(BIN)/python -P -m flows.project_file

matrix: install  ## write tests/record/mandates/matrix.txt anew: Resolutions 1332 and 140 for 2015 to 2027, each cell explained
	$(BIN)/python -m tests.record.mandates.pinned_matrix

revision: install  ## write the next revision from the models, to be read before it is kept: WORDS="notes of items"
	@$(BIN)/python -m migrations "$(WORDS)"
	@$(BIN)/ruff check --quiet --fix migrations
	@$(BIN)/ruff format --quiet migrations

lock:  ## resolve pyproject.toml anew: versions and hashes, no index address
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --no-strip-extras --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra cluster --constraints requirements.lock --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --no-strip-extras \
	  --output-file requirements.cluster.lock

sbom: install  ## every package of requirements.lock with its hashes, as CycloneDX; the same lock, the same bytes
	mkdir -p out
	PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements requirements.lock --index-url '' --pyproject pyproject.toml \
	  --output-reproducible --output-file out/sbom.cdx.json
	@echo "out/sbom.cdx.json: $$(grep -c '"purl"' out/sbom.cdx.json) packages"

clean:
	rm -rf .venv data out
