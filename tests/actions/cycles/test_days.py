"""The range of days at the acts themselves, whatever door they come through: a form, a page, a command."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from kernel.runner import do
from models.engine import reading
from models.journal import Entry
from planning.errors import UnbelievableDay
from planning.window import day
from record import journal
from record.refusals import BeforeItsCycle, FarFromEdition
from tests.secretariat import HLPF, OFFICER, POSTED, Desk, moment

NOW = {"now": moment("2017-03-01"), "by": OFFICER}
WINDOW = {"cycle": HLPF, "step": "comments"}
SLIP = date(207, 4, 28)
ACTS = {
    "met": lambda s, on: do(s, "deadline/met", cycle=HLPF, step="revised-draft", on=on, url=POSTED, sure=True, **NOW),
    "answer": lambda s, on: do(s, "answer/give", **WINDOW, organization="An organization", on=on, sure=True, **NOW),
    "submit": lambda s, on: do(s, "document/submit", document="C17/47", body="council", on=on, **NOW),
    "deputy": lambda s, on: do(s, "deputy/set", person="Delegate A", deputy="Delegate B", from_on=on, **NOW),
    "adopt": lambda s, on: do(s, "item/adopt", items=("c17-8/2.2.3-4",), on=on, **NOW),
    "line": lambda s, on: journal.write(s, "any", {"steps": {"a": [None, on]}}, **NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_takes_no_day_that_nobody_believes_and_leaves_nothing(desk: Desk, act):
    desk.opens_agreed()
    sentence = "0207-04-28 lies outside the years 1865 to 2120; correct it"
    with pytest.raises(UnbelievableDay, match=sentence), desk.acting() as session:
        ACTS[act](session, SLIP)
    with reading(desk.engine) as session:
        assert {row.act for row in session.scalars(select(Entry))} == {"cycle/open", "deadline/agree", "cycle/issue"}


def test_no_act_counts_as_done_before_the_union_was_founded(desk: Desk):
    with pytest.raises(UnbelievableDay), desk.acting() as session:
        journal.write(session, "any", {}, now=datetime(1864, 12, 31, 12, tzinfo=UTC), by=OFFICER)


def test_a_version_comes_into_force_within_the_range(desk: Desk):
    version = {"resolution": "council-1332", "version": "C24"}
    with pytest.raises(UnbelievableDay), desk.acting() as session:
        do(session, "resolution/adopt", **version, since=day(SLIP), because="so", **NOW)


def test_a_step_met_years_from_its_edition_wants_somebody_to_be_sure(desk: Desk):
    desk.opens_agreed()
    with pytest.raises(FarFromEdition, match="edition 2017"), desk.acting() as session:
        do(session, "deadline/met", cycle=HLPF, step="revised-draft", on=date(2013, 3, 1), url=POSTED, **NOW)


@pytest.mark.parametrize(
    ("on", "is_refused"), [(date(2014, 1, 1), True), (date(2017, 2, 8), True), (date(2017, 2, 9), False)]
)
def test_nothing_is_settled_before_its_cycle_was_opened_unless_somebody_is_sure(desk: Desk, on, is_refused):
    desk.opens_agreed()
    met = {"cycle": HLPF, "step": "revised-draft", "on": on, "url": POSTED}
    if is_refused:
        words = "before hlpf-contribution/2017 was opened, on 2017-02-09"
        with pytest.raises(BeforeItsCycle, match=words), desk.acting() as session:
            do(session, "deadline/met", **met, **NOW)
    with desk.acting() as session:
        do(session, "deadline/met", **met, sure=is_refused, **NOW)
    with desk.acting() as session:
        undo = do(session, "deadline/reopen", cycle=HLPF, step="revised-draft", because="so", **NOW).undo
        assert undo.arguments.get("sure", False) is is_refused
        do(session, undo.name, **undo.arguments, **NOW)
    assert desk.view("2017-03-02")["revised-draft"].settlement.on == on


def test_nobody_answers_before_the_cycle_was_opened_unless_somebody_is_sure(desk: Desk):
    desk.opens_agreed()
    answer = {"cycle": HLPF, "step": "comments", "organization": "An organization", "on": date(2017, 2, 8)}
    with pytest.raises(BeforeItsCycle), desk.acting() as session:
        do(session, "answer/give", **answer, **NOW)
    with desk.acting() as session:
        do(session, "answer/give", **answer, sure=True, **NOW)
