"""What holds for each file of the house, its tests and its benchmarks, whatever stands in it."""

from pathlib import Path

from tests import ROOMS

ROOT = Path(__file__).parents[1]
MOST = 300  # lines


def test_no_file_is_longer_than_a_reader_takes_in() -> None:
    files = [file for room in (*ROOMS, "tests", "benchmarks") for file in (ROOT / room).rglob("*.py")]
    assert len(files) > 100
    assert {str(file.relative_to(ROOT)) for file in files if len(file.read_text().splitlines()) > MOST} == set()
