"""Action items are loaded as done, with the day and what shows it; what became of them since stays."""

from datetime import date

import pytest

from models.engine import reading as reading_session
from record import journal
from record.items import ItemStanding
from record.refusals import LoadRefused
from tests.actions.test_items import acts, listed, loads
from tests.secretariat import moment

ITEM = "items: [{key: x/1, text: Do it, strength: requested, assignee: secretariat, due: [after A, after B]%s}]"
DONE = ", done: [{on: 2017-02-01, for: after A, document: C17/8}, {on: 2017-02-08, for: after B}]"


def test_an_item_is_loaded_as_done_with_its_day_and_document(desk, tmp_path):
    file = tmp_path / "items.yaml"
    file.write_text(ITEM % ", done: {on: 2017-02-01, for: after A, document: C17/8}")
    assert str(loads(desk, file)) == "1 action item added"
    view = listed(desk, "2017-02-12")["x/1"]
    assert [(each.words, each.done) for each in view.occasions] == [("after A", date(2017, 2, 1)), ("after B", None)]
    assert (view.standing, view.facts[0].document) == (ItemStanding.OPEN, "C17/8")
    file.write_text(ITEM % DONE)
    assert str(loads(desk, file)) == "1 action item changed"
    assert listed(desk, "2017-02-12")["x/1"].standing is ItemStanding.DONE
    assert str(loads(desk, file)) == "1 unchanged"
    acts(desk, "reopen", "x/1", on="2017-02-13", because="not so")
    assert str(loads(desk, file, on="2017-02-13")) == "1 unchanged"
    assert listed(desk, "2017-02-14")["x/1"].standing is ItemStanding.OPEN
    with reading_session(desk.engine) as session:
        lines = [line.act for line in journal.entries(session, None, now=moment("2017-06-01"))]
    assert lines == ["file/load", "item/done", "file/load", "item/done", "item/reopen"]


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (", done: {document: C17/8}", r"done\[1\]: `on` is missing; add it"),
        (", done: {on: 2017-02-01, for: after C}", "x/1 has no open occasion 'after C'"),
        (", done: {on: 2017-02-01, url: nowhere}", "nowhere"),
    ],
)
def test_an_item_that_cannot_be_done_so_is_refused(desk, tmp_path, how, why):
    file = tmp_path / "items.yaml"
    file.write_text(ITEM % how)
    with pytest.raises(LoadRefused, match=why):
        loads(desk, file)


def test_a_day_still_to_come_waits_for_a_later_load(desk, tmp_path):
    file = tmp_path / "items.yaml"
    file.write_text(ITEM % ", done: {on: 2017-02-11}")
    loaded = loads(desk, file)
    assert loaded.sentence == "1 action item added"
    assert loaded.notes == ("x/1 is not done yet: 2017-02-11 is a day still to come; load it again then",)
    assert str(loads(desk, file, on="2017-02-11")) == "1 action item changed"


def test_what_was_dropped_stays_dropped_and_is_said(desk, tmp_path):
    file = tmp_path / "items.yaml"
    file.write_text(ITEM % "")
    loads(desk, file)
    acts(desk, "drop", "x/1", on="2017-02-12", because="no longer needed")
    file.write_text(ITEM % ", done: {on: 2017-02-01}")
    loaded = loads(desk, file, on="2017-02-13")
    assert loaded.sentence == "1 unchanged"
    assert loaded.notes[0].startswith("x/1 is dropped; ")
