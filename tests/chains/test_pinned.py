"""Every chain is pinned, and `make pin` writes what holds a new one."""

import subprocess
import sys
from pathlib import Path

import pytest

from kernel import chains
from planning.errors import AnchorMissing, CouncilError, NoSuchChain
from planning.roles import is_known
from tests.chain_files import GOOD, dropped_in
from tests.chains import pinning
from tests.chains.pinning import FOLDER, Pinned, pin

RUFF = Path(sys.executable).with_name("ruff")


def test_every_declared_chain_is_pinned():
    pinned = {file.stem.removeprefix("test_").replace("_", "-") for file in FOLDER.glob("test_*.py")}
    assert [slug for slug in chains.declared() if slug not in pinned] == [], "make pin CHAIN=…"


def test_who_acts_in_a_declared_chain_is_known():
    steps = [step for chain in chains.declared().values() for step in chain.steps]
    unknown = {step.by for step in steps if not is_known(step.by)}
    assert not unknown, f"add to ROLES or BODIES of planning/roles.py: {', '.join(sorted(unknown))}"


@pytest.mark.parametrize("given", ["", "reply=2017-03-20"])
def test_what_is_written_holds_the_chain_and_no_other(tmp_path, given):
    (tmp_path / "chains").mkdir()
    with dropped_in(tmp_path / "chains", {"liaison_statement.py": GOOD}):
        file = pin("liaison-statement", 2017, given, tmp_path)
        test = _read(file)
        test()
        test.__globals__["PINNED"] = test.__globals__["PINNED"].replace("answer", "reply")
        with pytest.raises(AssertionError):
            test()
    assert subprocess.run([RUFF, "format", file], check=False, capture_output=True).returncode == 0
    assert ("2017-03-20 Mon  answer" in file.read_text()) == bool(given)


def test_what_is_pinned_is_not_pinned_anew(tmp_path):
    with pytest.raises(Pinned, match=r"test_roadmaps\.py is there already"):
        pin("roadmaps")
    with pytest.raises(NoSuchChain):
        pin("roadmap", folder=tmp_path)
    with pytest.raises(CouncilError, match="has no reference date 'counsel'"):
        pin("roadmaps", given="counsel=2017-05-15/2017-05-25", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_day_of_each_required_anchor_is_known():
    chain = chains.declared()["council-documents"]
    with pytest.raises(AnchorMissing):
        pinning.text(chain, 2017, {})


def _read(file):
    scope: dict = {}
    exec(compile(file.read_text(), str(file), "exec"), scope)
    return scope["test_the_dates_of_2017"]
