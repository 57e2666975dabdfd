"""What `make test` runs and what it leaves to `make proofs`, which leaves out nothing."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

STORIES = """
import pytest

@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request):
    return request.param

def test_reckons(store_url): ...

@pytest.mark.both_databases("claims")
def test_claims(store_url): ...

@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_locks_rows(store_url): ...

@pytest.mark.slow
def test_starts_a_server(): ...

@pytest.mark.proof("an hour")
def test_sends_a_million_mails(): ...

@pytest.mark.few(2, "they are alike")
@pytest.mark.parametrize("hour", range(6))
def test_waits(hour): ...
"""
IN_EVERY_RUN = [
    "starts_a_server",
    "reckons[sqlite]",
    "claims[sqlite]",
    "claims[postgresql]",
    "locks_rows[postgresql]",
]


@pytest.fixture
def folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Return a folder of tests of its own, which are chosen among as ours are."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    pytester.makeconftest('pytest_plugins = ["tests.proofs"]')
    return pytester


@pytest.fixture
def collected(folder: pytest.Pytester):
    """Return what is collected with these options, in the order in which it would run."""
    folder.makepyfile(STORIES)

    def collect(*options: str) -> list[str]:
        run = folder.runpytest_subprocess("--collect-only", "-q", *options)
        return [line.rpartition("::test_")[2] for line in run.outlines if "::" in line]

    return collect


def test_a_run_leaves_out_proofs_and_what_postgresql_has_no_reason_to_tell(collected) -> None:
    assert [test for test in collected() if not test.startswith("waits")] == IN_EVERY_RUN


def test_a_run_tells_few_of_the_cases_that_are_alike_as_far_from_each_other_as_can_be(collected) -> None:
    hours = [int(test[-2]) for test in collected() if test.startswith("waits")]
    assert len(hours) == 2
    assert hours[1] - hours[0] == 3


def test_proofs_leave_out_nothing(collected) -> None:
    alike = [f"waits[{hour}]" for hour in range(6)]
    told = [*IN_EVERY_RUN, *alike, "reckons[postgresql]", "sends_a_million_mails"]
    assert sorted(collected("--proofs")) == sorted(told)


def test_a_mark_without_its_reason_is_refused(folder: pytest.Pytester) -> None:
    folder.makepyfile("import pytest\n\n@pytest.mark.proof\ndef test_x(): ...")
    run = folder.runpytest_subprocess("--collect-only", "-q")
    run.stderr.fnmatch_lines(["*the mark proof needs its reason*"])
