"""The outcomes of a conference: one list, one preview of all its effects, accepted at once or one by one."""

from functools import partial

import pytest

from actions.outcomes import NothingWaits
from kernel import registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.file_arguments import Pasted
from kernel.grants import Identity
from kernel.runner import Request
from models import transactions
from models.engine import reading
from record.mandates import outcomes, resolutions
from record.refusals import LoadRefused
from tests import EXAMPLES
from tests.beginnings import told_once
from tests.kernel.random_acts import NoForecast
from tests.secretariat import OFFICER, Desk, moment

NOW = "2026-11-28 10:00"
HOW = {"because": "the conference has closed"}
LIST = Pasted("outcomes.csv", (EXAMPLES / "term" / "outcomes.csv").read_text())
FRENCH = Pasted("suites.csv", "Résolution;Résultat;En vigueur à partir du\nExample Resolution 2;supprimée;28.11.2026\n")


@pytest.fixture
@told_once
def term(desk: Desk) -> Desk:
    """The desk with the resolutions and cycles of the example, before anything was decided of them."""
    desk.loads(EXAMPLES / "term" / "resolutions.yaml", on="2026-11-01")
    return desk


def accept(desk: Desk, *names: str) -> Done:
    return desk.performs("outcome/accept", resolutions=names, on=NOW, **HOW)


def previewed(desk: Desk) -> Done:
    request = Request(registry.act("outcome/accept"), HOW, Identity(OFFICER), Door.CODE, moment(NOW))
    return runner.preview(request, partial(transactions.run_preview, desk.engine), NoForecast()).done


def in_force(desk: Desk, on: str) -> dict[str, str]:
    with reading(desk.engine) as session:
        library = resolutions.library(session, now=moment(NOW))
    versions = {each.key: each.in_force(moment(on).date()) for each in library}
    return {key: version.name for key, version in versions.items() if version}


def test_one_preview_says_what_all_of_them_do_and_one_act_does_it(term):
    loaded = term.performs("file/load", files=[LIST], on=NOW)
    assert "outcomes change no resolution until they are accepted" in loaded.notes
    before = in_force(term, "2027-06-01")
    shown = previewed(term)
    assert in_force(term, "2027-06-01") == before == {"example-1": "First version", "example-2": "First version"}
    assert [(part.fate, part.name) for part in shown.parts] == [
        ("ended", "example-2: instructs the Secretary-General 1"),
    ]
    words = "\n".join(shown.notes)
    assert "example-1: example-report/2027: instructs the Secretary-General 1 may change: go on by the last" in words
    assert "example-2: example-study/2027: instructs the Secretary-General 1 ends: the cycle has lost" in words
    assert "example-resolution-4: Example, 2026 is new; from which day on is to be confirmed" in words
    assert "lead unit Example unit B; reports to Council; ends at the conference of 2030" in words
    done = accept(term)
    assert (done.parts, done.notes) == (shown.parts, shown.notes)
    assert in_force(term, "2026-11-27") == before
    assert in_force(term, "2026-11-28")["example-1"] == "Rev. Example, 2026"
    assert "example-resolution-3" not in in_force(term, "2026-12-31")
    assert in_force(term, "2027-01-01")["example-resolution-3"] == "Example, 2026"
    with pytest.raises(NothingWaits):
        accept(term)


def test_nothing_ends_for_lack_of_a_text(term):
    term.performs("file/load", files=[LIST], on=NOW)
    accept(term)
    with reading(term.engine) as session:
        first = resolutions.named(session, "example-1", now=moment(NOW))
        read = first.reading(moment("2027-06-01").date())
    assert read is not None
    assert str(read.read and read.read.name) == "First version"  # read until the text of the new one is on file
    assert "its text is not available" in str(read.label)


def test_they_are_accepted_one_by_one_too_and_the_list_is_loaded_again_without_effect(term):
    term.performs("file/load", files=[LIST], on=NOW)
    done = accept(term, "Example Resolution 2")
    assert done.facts["resolutions"] == ["example-2"]
    assert in_force(term, "2027-06-01")["example-1"] == "First version"
    assert term.performs("file/load", files=[LIST], on=NOW).is_nothing
    with pytest.raises(NothingWaits, match="no outcome of 'Example Resolution 2' waits"):
        accept(term, "Example Resolution 2")
    with reading(term.engine) as session:
        counting = outcomes.counting(session, now=moment(NOW))
    assert list(counting) == ["example-2"]
    accept(term)
    with reading(term.engine) as session:
        assert outcomes.counting(session, now=moment(NOW))["example-1"].lead == "Example unit A"


def test_a_day_that_the_list_gives_later_counts_from_then_on(term):
    term.performs("file/load", files=[LIST], on=NOW)
    accept(term)
    assert "example-resolution-4" not in in_force(term, "2030-01-01")
    later = Pasted(
        "outcomes.csv", LIST.text.replace("available;;Example unit B", "available;2027-03-01;Example unit B")
    )
    term.performs("file/load", files=[later], on=NOW)
    assert accept(term).facts["resolutions"] == ["example-resolution-4"]
    assert in_force(term, "2027-02-28").keys() & {"example-resolution-4"} == set()
    assert in_force(term, "2027-03-01")["example-resolution-4"] == "Example, 2026"


def test_a_text_on_file_is_put_in_force_and_a_french_list_is_understood(term, tmp_path):
    text = (EXAMPLES / "term" / "resolutions.yaml").read_text().partition("  - key: example-2")[0]
    again = text.replace("First version", "Second version").replace("every year", "every other year")
    (file := tmp_path / "second.yaml").write_text(
        again.partition("resolutions:")[1] + again.partition("resolutions:")[2]
    )
    term.loads(file, on=NOW)
    named = Pasted("outcomes.csv", "Resolution;Outcome;Text held;In force from\nexample-1;revised;yes;2026-11-28\n")
    term.performs("file/load", files=[named, FRENCH], on=NOW)
    done = accept(term)
    assert ("changed", "example-1: instructs the Secretary-General 1") in [
        (part.fate, part.name) for part in done.parts
    ]
    assert in_force(term, "2026-11-28")["example-1"] == "Second version"
    assert in_force(term, "2026-11-28")["example-2"] == "suppressed, in force from 2026-11-28"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Example Resolution 1;perhaps;2026-11-28", "'perhaps' is no outcome"),
        ("Example Resolution 1;revised;soon", "'soon' is not a date rule"),
        (";revised;2026-11-28", "`resolution` is missing"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_place(term, row, why):
    with pytest.raises(LoadRefused, match=f"outcomes.csv, row 2.*{why}"):
        term.performs("file/load", files=[Pasted("outcomes.csv", f"Resolution;Outcome;In force from\n{row}\n")], on=NOW)
