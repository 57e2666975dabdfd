"""The list of faults is true: every test that it names is there."""

import re
from pathlib import Path

import pytest

from tests.faults import FAULTS

TESTS = Path(__file__).parent.parent


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_its_tests(fault):
    for name in FAULTS[fault]:
        file, _, test = name.partition("::")
        is_there = re.search(rf"^def {test}\(", (TESTS / file).read_text(), re.M) is not None
        assert is_there, (
            f"tests/{file} has no {test}: take it out of the list in tests/faults/__init__.py, or name it anew"
        )


def test_every_test_here_is_on_the_list():
    listed = {name.partition("::")[2] for names in FAULTS.values() for name in names}
    here = {
        test
        for file in Path(__file__).parent.glob("test_*.py")
        if file.name != "test_list.py"
        for test in re.findall(r"^def (test_\w+)\(", file.read_text(), re.M)
    }
    assert here <= listed, f"the list in tests/faults/__init__.py lacks {sorted(here - listed)}; name the fault there"
