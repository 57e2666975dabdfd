"""Lists of Chairs: a new term comes from a list, once; who goes out holds it until the day before."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kernel import registry
from kernel.file_arguments import Pasted
from kernel.grants import Identity
from kernel.runner import do
from loading import Loaded
from models.engine import reading
from models.people import Person
from readings import body_list
from record.people.role_holders import Holders
from record.refusals import ChairAndViceChair, LoadRefused, NoSuchBody
from tests.secretariat import OFFICER, Desk, moment

BEFORE = """\
bodies:
  - {key: cwg-x, name: Working group X, aliases: [CWG X]}
  - {key: cwg-y, name: Working group Y}
contacts:
  - {name: Ana, email: ana@a.example, organization: State A, roles: [{role: chair, scope: cwg-x, from: 2015-01-01}]}
  - {name: Bo, email: bo@b.example, organization: State B, roles: [{role: vice-chairs, scope: cwg-x, from: 2015-01-01}]}
  - {name: Cleo, email: cleo@c.example, organization: State C, roles: [{role: vice-chairs, scope: cwg-x}, membership]}
  - {name: Yan, email: yan@y.example, roles: [{role: chair, scope: cwg-y, from: 2015-01-01, to: 2018-12-31}]}
"""
LIST = """\
chairs:
  - body: CWG X
    from: 2019-01-01
    to: 2022-12-31
    chair: {name: Bo Chen, email: bo@b.example}
    vice_chairs:
      - {name: Cleo, email: cleo@c.example, organization: State C}
      - {name: Dia, email: dia@d.example, organization: State D}
"""
TABLE = """\
Body;Position;Name;E-mail;State;From;To
CWG X;Chair;Bo Chen;bo@b.example;State B;01.01.2019;31.12.2022
CWG X;Vice-Chair;Cleo;cleo@c.example;State C;01.01.2019;31.12.2022
CWG X;Vice-chair;Dia;dia@d.example;State D;01.01.2019;31.12.2022
"""


@pytest.fixture
def groups(desk: Desk) -> Desk:
    loads(desk, BEFORE, "2017-02-01")
    return desk


def loads(desk: Desk, text: str, on: str, name: str = "chairs.yaml") -> Loaded:
    (desk.home / name).write_text(text, encoding="utf-8")
    return desk.loads(desk.home / name, on=on)


def listed(desk: Desk, on: str, **words: Any) -> list[tuple[str, str, str]]:
    shows = registry.reading("chair/list")
    who: Any = {"by": Identity("Whoever runs the machine"), "is_kind": True, "now": moment(on)}
    with reading(desk.engine) as session:
        views = shows.show(session, {"body": None, "term": None} | words, **who).subject
    return [(view.body, view.office, view.name) for view in views]


def holding(desk: Desk, role: str, on: str) -> set[str]:
    """Return who is told as the holder of a role within the group on a day."""
    with reading(desk.engine) as session:
        held = Holders(session, [role]).holding(role, ["cwg-x"], moment(on).date())
        return set(session.scalars(select(Person.name).where(Person.id.in_(held))))


@pytest.mark.parametrize(("text", "name"), [(LIST, "chairs.yaml"), (TABLE, "chairs.csv")])
def test_a_list_says_who_comes_in_stays_and_goes_out(groups: Desk, text: str, name: str) -> None:
    done = loads(groups, text, "2018-11-20", name)
    assert "1 list of Chairs" in done.sentence
    said = {note.partition(": ")[2] for note in done.notes if note.startswith("cwg-x from 2019-01-01: ")}
    assert said == {
        "Bo Chen in, Chair",
        "Ana out, Chair",
        "Bo out, Vice-Chair",
        "Cleo stays, Vice-Chair",
        "Dia in, Vice-Chair",
    }
    assert holding(groups, "chair", "2018-12-31") == {"Ana"}
    assert holding(groups, "chair", "2019-01-01") == {"Bo"}
    assert holding(groups, "vice-chairs", "2018-12-31") == {"Bo", "Cleo"}
    assert holding(groups, "vice-chairs", "2019-01-01") == {"Cleo", "Dia"}
    assert holding(groups, "vice-chairs", "2023-01-01") == set()
    assert loads(groups, text, "2018-11-21", name).sentence.endswith("unchanged")


def test_it_is_read_by_body_and_term(groups: Desk) -> None:
    loads(groups, LIST, "2018-11-20")
    today = [("cwg-x", "Chair", "Ana"), ("cwg-x", "Vice-Chair", "Cleo"), ("cwg-x", "Vice-Chair", "Bo")]
    assert listed(groups, "2018-12-01", body="cwg x") == today
    assert listed(groups, "2019-02-01") == [
        ("cwg-x", "Chair", "Bo"), ("cwg-x", "Vice-Chair", "Cleo"), ("cwg-x", "Vice-Chair", "Dia"),
        ("cwg-y", "Chair", "nobody"),
    ]  # fmt: skip
    of_term = listed(groups, "2019-02-01", term=(2019, 2022))
    assert ("cwg-x", "Chair", "Ana") not in of_term
    assert len(of_term) == 3
    assert ("cwg-y", "Chair", "Yan") in listed(groups, "2019-02-01", term=(2014, 2018))
    with pytest.raises(NoSuchBody):
        listed(groups, "2019-02-01", body="cwg-z")


def test_what_was_recorded_since_stays_and_what_the_list_leaves_out_too(groups: Desk) -> None:
    loads(groups, LIST, "2018-11-20")
    with groups.acting() as session:
        do(
            session, "people/end-role", person="dia@d.example", role="vice-chairs", scope="cwg-x",
            on=moment("2019-06-30").date(), now=moment("2019-06-01"), by=OFFICER,
        )  # fmt: skip
    assert loads(groups, LIST, "2019-07-01").sentence.endswith("unchanged")
    assert holding(groups, "vice-chairs", "2019-07-02") == {"Cleo"}
    only = (
        LIST.partition("    vice_chairs")[0]
        .replace("2019-01-01", "2021-01-01")
        .replace("Bo Chen", "Eve")
        .replace("bo@b", "eve@e")
    )
    loads(groups, only, "2020-12-01")
    assert (holding(groups, "chair", "2021-01-01"), holding(groups, "vice-chairs", "2021-01-01")) == ({"Eve"}, {"Cleo"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LIST.replace("CWG X", "CWG Q"), "there is no body 'CWG Q'"),
        (LIST.replace("2022-12-31", "2018-12-31"), "it ends on 2018-12-31, before it begins"),
        ("chairs: [{body: cwg-x, from: 2019-01-01}]", "it names nobody; give `chair`, `vice_chairs`, or both"),
        (LIST.replace("bo@b.example", "bo"), "'bo'"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_is_stored(groups: Desk, text: str, says: str) -> None:
    with pytest.raises(LoadRefused, match=says):
        loads(groups, text, "2018-11-20")
    assert holding(groups, "chair", "2019-01-01") == {"Ana"}


def test_a_table_names_positions_and_days(groups: Desk, tmp_path: Path) -> None:
    with pytest.raises(LoadRefused, match="neither Chair nor Vice-Chair"):
        loads(groups, TABLE.replace(";Chair;", ";Rapporteur;"), "2018-11-20", "chairs.csv")
    with pytest.raises(LoadRefused, match="from which day on they hold it"):
        loads(groups, TABLE.replace("01.01.2019", ""), "2018-11-20", "chairs.csv")


def test_one_file_has_the_lists_of_several_bodies_and_of_several_terms(groups: Desk) -> None:
    listed = """
bodies: [{key: one-more, name: One More Group}, {key: another, name: Another Group}]
chairs:
  - {body: one-more, from: 2027-01-01, to: 2028-12-31, chair: {name: Ana, email: ana@x.example}}
  - {body: another, from: 2027-01-01, chair: {name: Bo, email: bo@x.example}}
  - {body: one-more, from: 2029-01-01, chair: {name: Cy, email: cy@x.example}}
"""
    done = groups.performs("file/load", files=[Pasted("several.yaml", listed)], on="2017-02-02")
    assert sum("in, Chair" in note for note in done.notes) == 3
    twin = listed.replace("another, from", "one-more, from")
    with pytest.raises(LoadRefused, match="it is given otherwise in"):
        groups.performs("file/load", files=[Pasted("twin.yaml", twin)], on="2017-02-03")


def test_a_list_that_is_loaded_after_the_next_one_counts_until_the_day_before_it(groups: Desk) -> None:
    loads(groups, LIST, "2019-01-05")
    earlier = "chairs:\n  - {body: CWG X, from: 2018-06-01, chair: {name: Eve, email: eve@e.example}}\n"
    loads(groups, earlier, "2019-01-06", "earlier.yaml")
    assert [holding(groups, "chair", day) for day in ("2018-12-31", "2019-01-01")] == [{"Eve"}, {"Bo"}]
    assert loads(groups, earlier, "2019-01-07", "earlier.yaml").sentence.endswith("unchanged")


def test_the_office_of_a_body_that_ended_is_held_no_more(groups: Desk) -> None:
    with groups.acting() as session:
        end = {"body": "cwg-x", "on": moment("2017-06-30").date(), "because": "its work is done"}
        do(session, "body/end", **end, now=moment("2017-06-01"), by="Focal Point")
    assert ("cwg-x", "Chair", "Ana") in listed(groups, "2017-06-30")
    assert listed(groups, "2017-07-01", body="cwg-x") == []
    with reading(groups.engine) as session:
        shown = body_list.bodies(session, ended=True, now=moment("2017-07-01")).subject
    assert {view.life.key: view.chair for view in shown} == {"cwg-x": (), "cwg-y": ("Yan, to 2018-12-31",)}


def sources(desk: Desk, on: str) -> set[tuple[str, str | None]]:
    shows: Any = registry.reading("chair/list")
    who: Any = {"by": Identity("Whoever runs the machine"), "is_kind": True, "now": moment(on)}
    with reading(desk.engine) as session:
        return {(view.name, view.source) for view in shows.show(session, {"body": None, "term": None}, **who).subject}


def test_an_office_keeps_the_source_of_its_list(groups: Desk) -> None:
    sourced = LIST.replace("    chair:", "    source: DM-18/1012\n    chair:")
    loads(groups, LIST, "2018-11-20")
    assert {("Bo", "chairs.yaml"), ("Dia", "chairs.yaml"), ("nobody", None)} <= sources(groups, "2019-02-01")
    assert sources(groups, "2018-12-01") >= {("Ana", None)}  # given by a contact, and not by a list
    assert loads(groups, sourced, "2018-11-21").sentence == "1 list of Chairs changed"
    assert {("Bo", "DM-18/1012"), ("Cleo", "DM-18/1012")} <= sources(groups, "2019-02-01")
    assert loads(groups, LIST, "2018-11-22", "other.yaml").sentence.endswith("unchanged")
    assert ("Bo", "DM-18/1012") in sources(groups, "2019-02-01")


def test_a_table_may_have_a_column_for_the_source(groups: Desk) -> None:
    header, *rows = TABLE.splitlines()
    table = "\n".join([f"{header};Source", *(f"{row};DM-18/1012" for row in rows)])
    loads(groups, table, "2018-11-20", "chairs.csv")
    assert ("Dia", "DM-18/1012") in sources(groups, "2019-02-01")


BOTH = "chairs: [{body: cwg-x, from: 2019-01-01, chair: {name: Bo, email: bo@b.example}, vice_chairs: [%s]}]"
CONTACT = "contacts: [{name: Ana, email: ana@a.example, roles: [{role: vice-chairs, scope: CWG X, from: 2019-01-01}]}]"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOTH % "{name: Bo, email: bo@b.example}", "Bo would be both Chair and Vice-Chair of cwg-x from 2019-01-01 on"),
        (
            "chairs: [{body: CWG X, from: 2019-01-01, vice_chairs: [{name: Ana, email: ana@a.example}]}]",
            "Ana would be both",
        ),
        (CONTACT, "Ana would be both"),
    ],
)
def test_nobody_is_chair_and_vice_chair_at_once(groups: Desk, text: str, says: str) -> None:
    with pytest.raises(LoadRefused, match=says):
        loads(groups, text, "2018-11-20")
    assert holding(groups, "vice-chairs", "2019-01-01") == {"Bo", "Cleo"}


def test_an_act_makes_nobody_both_either_but_one_after_the_other(groups: Desk) -> None:
    given: Any = {"person": "ana@a.example", "role": "vice-chairs", "scope": "cwg-x"}
    since = moment("2019-01-01").date()
    with pytest.raises(ChairAndViceChair, match="Ana would be both"), groups.acting() as session:
        do(session, "people/give-role", **given, since=since, now=moment("2018-11-20"), by=OFFICER)
    with groups.acting() as session:
        end = {"person": "ana@a.example", "role": "chair", "on": moment("2018-12-31").date()}
        do(session, "people/end-role", **end, now=moment("2018-11-20"), by=OFFICER)
    with groups.acting() as session:
        do(session, "people/give-role", **given, since=since, now=moment("2018-11-20"), by=OFFICER)
    with pytest.raises(ChairAndViceChair), groups.acting() as session:
        do(session, "people/end-role", **end | {"on": since}, now=moment("2018-11-21"), by=OFFICER)
