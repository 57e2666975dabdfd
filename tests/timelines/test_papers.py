"""Timelines of other organizations, loaded as rules: each date comes out as its paper printed it."""

from datetime import UTC, datetime
from pathlib import Path

import yaml

from tests.timelines.conftest import Archive

HERE = Path(__file__).parent
PRINTED = yaml.load((HERE / "papers_printed.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
FILES = sorted((HERE / "papers").glob("*.yaml"))
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_every_paper_has_its_printed_dates() -> None:
    assert sorted(PRINTED) == [file.stem for file in FILES]


def test_the_rules_of_the_papers_give_the_dates_that_they_print(archive: Archive) -> None:
    archive.loads(*FILES, now=NOW)
    for file in FILES:
        (timeline,) = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["timelines"]
        view = archive.view(timeline["cycle"], NOW)
        assert {step: str(view[step].due) for step in PRINTED[file.stem]} == PRINTED[file.stem], file.stem
