"""The story over all readings: each is a command with help and JSON, refuses what it does not know, writes nothing."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest

from cli import groups, typed_parameters
from kernel import registry
from kernel.grants import LADDER, OF_SOME
from kernel.readings import Reading
from kernel.shown import Days, Due
from models.engine import make_engine
from tests.kernel.representatives import some_or_all_readings
from tests.kernel.stories import contents
from tests.secretariat import HLPF

READER = "delegate@state-a.example"
ON = ("--as-of", "2019-03-03T10:00")
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "account/list": {},
    "sign-in/list": {"person": READER},
    "cycle/status": {"cycle": HLPF},
    "feed/show": {"cycles": HLPF, "role": "membership"},
    "deadline/explain": {"cycle": HLPF, "step": "comments"},
    "item/list": {"assignee": "secretariat", "standing": "open"},
    "comment/list": {"cycle": HLPF, "step": "comments"},
    "outbox/list": {"state": "queued", "cycle": HLPF, "person": READER, "kind": "announcement"},
    "outbox/rules": {},
    "outbox/show": {"number": "1"},
    "sending/status": {},
    "act/list": {},
    "glossary/show": {"words": "anchor"},
    "reading/list": {},
    "settings/list": {},
    "meeting/list": {},
    "meeting/show": {"meeting": "cwg-wsis-30"},
    "resolution/follow-up": {"year": "2017", "resolution": "council-1332"},
    "resolution/hand-out": {"meeting": "cwg-wsis-30"},
    "session/show": {"meeting": "cwg-wsis-30"},
    "session/key-dates": {"meeting": "cwg-wsis-30"},
    "year/propose": {"year": "2019"},
    "chain/list": {},
    "chain/plan": {"chain": "hlpf-contribution", "anchors": "un-deadline=2017-04-28", "edition": "2017"},
    "task/list": {},
    "health/show": {},
    "obligation/list": {"year": "2017", "resolution": "council-1332"},
    "resolution/list": {},
    "resolution/show": {"resolution": "council-1332", "version": "after PP-18"},
    "resolution/compare": {"resolution": "pp-140", "version": "Rev. Dubai, 2018", "against": "Rev. Busan, 2014"},
    "circular/list": {},
    "submission/list": {"cycle": HLPF},
    "document/show": {"document": "C17/47-E"},
    "channels/list": {"person": READER},
    "secret/list": {},
    "tokens/list": {"person": READER},
    "tokens/asked": {},
    "outcome/list": {},
    "body/list": {},
    "chair/list": {"body": "council"},
    "term/show": {"term": "2014-2018", "body": "council"},
    "membership/list": {"kind": "council-member"},
    "holidays/list": {},
    "holidays/show": {"place": "Geneva", "year": "2017"},
    "holidays/propose": {"place": "Geneva", "year": "2018"},
    "organization/list": {},
    "people/list": {"role": "membership"},
    "people/show": {"person": READER},
    "deputy/list": {},
    "choices/show": {"person": READER},
    "round/forecast": {},
    "round/rehearse": {"first": "2017-03-09", "last": "2017-03-10"},
    "report/show": {"language": "fr"},
    "action-line/roles": {"year": "2017"},
    "reporting-window/list": {},
    "bounces/list": {"person": READER},
    "journal/list": {"cycle": HLPF},
    "journal/verify": {},
}
TYPED = {
    int: re.compile(r"-?\d+"), Days: re.compile(r"(-?\d+)?"), date: re.compile(r"(\d{4}-\d\d-\d\d)?"),
    datetime: re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)?"), Due: re.compile(r"(\d{4}-\d\d-\d\d.*)?"),
}  # fmt: skip
"""How the cells of a typed column are written."""
ALSO_UNWELL = "health/show"  # leaves with 2 where something does not work, and shows it all the same
TEXTS = ("documents-2017", "resolution-1332", "resolution-140", "roles-of-itu")
EXPECT = ("document", "expect", "cwg-wsis-30/report")
EMPTY = {"sign-in/list", "tokens/asked", "bounces/list"}  # which only pages and mail servers fill
TOLD = (
    ("load", "examples/2017/1-bodies.yaml", "examples/2017/2-contacts.csv", "--as-of", "2017-01-09"),
    ("load", "examples/2017/4-hlpf-contribution.yaml", "--as-of", "2017-02-09"),
    ("issue", HLPF, "--as-of", "2017-02-09"),
    ("load", "examples/items/c17-8.yaml", "--as-of", "2017-02-20"),
    ("answer", HLPF, "comments", "Administration of State A", "--says", "Shorter", "--as-of", "2017-02-21"),
    ("outbox", "allow", "hlpf-contribution", "rung", "--because", "they are read", "--as-of", "2017-02-21"),
    (*EXPECT, "--unit", "secretariat", "--title", "The report", "--as-of", "2017-02-21"),
    ("met", HLPF, "revised-draft", "--url", "https://www.itu.int/wg-wsis", "--as-of", "2017-02-24"),
    ("remind", "--as-of", "2017-02-24T10:00"),  # no mail server is set: what it planned waits, and it says so by a 2
    ("load", *(f"examples/resolutions/{name}.yaml" for name in TEXTS), "--as-of", "2019-03-01"),
    ("load", "examples/term/resolutions.yaml", "examples/term/outcomes.csv", "--as-of", "2019-03-01"),
    ("account", "invite", READER, "viewer", "--as-of", "2019-03-01"),
    ("deputy", "set", READER, "delegate@state-b.example", "--as-of", "2019-03-01"),
    ("membership", "begin", "Administration of State A", "council-member", "--as-of", "2019-03-01"),
    ("people", "give-role", READER, "chair", "--scope", "council", "--as-of", "2019-03-01"),
    ("tokens", "issue", READER, "body/council~deadlines", "--as-of", "2019-03-01"),
)


def words(reading: Reading, given: Mapping[str, str], *, is_short: bool = True) -> list[str]:
    """Return how the reading is asked for at a terminal: by its noun too, where that is no short word of an act."""
    is_short = is_short or reading.noun in groups.shorts()
    typed = [reading.short] if is_short and reading.short else [reading.noun, reading.verb]
    for parameter in reading.parameters:
        if value := given.get(parameter.name):
            typed += [value] if parameter.is_positional else [typed_parameters.word(parameter), value]
    return [*typed, *(ON if "now" in reading.given else ())]


def misspelt(reading: Reading, given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield what is given with one name after the other that nothing bears."""
    named = [parameter.name for parameter in reading.parameters if parameter.kind.choices]
    yield from (dict(given) | {name: "nothing-of-this-name"} for name in named)


def check_table(told: Any, reading: Reading, given: Mapping[str, str]) -> None:
    """See that a reading's table is what its declaration says, as a spreadsheet opens it and under its headings."""
    if not reading.columns:
        return
    sheet = told(*words(reading, given), "--csv").out.removeprefix("\ufeff")
    heads, *rows = csv.reader(io.StringIO(sheet, newline=""), strict=True)
    has_row = bool(rows) or reading.name in EMPTY
    assert has_row, f"{reading.name} shows no row, which would prove its columns; have TOLD bring one, or its example"
    assert heads == [column.heading for column in reading.columns], reading.name
    headed = told(*words(reading, given), "--headings").out.splitlines()[0]
    assert re.split(r"\s{2,}", headed) == heads, reading.name
    wide = {len(row) for row in rows} - {len(heads)}
    assert not wide, f"{reading.name} declares {len(heads)} columns, and shows rows of {wide} cells"
    for column, *cells in zip(reading.columns, *rows, strict=True):
        if form := TYPED.get(column.holds):
            is_so = all(form.fullmatch(cell) for cell in cells)
            assert is_so, f"{reading.name} declares {column}, and shows {cells}"


@pytest.fixture
def told(council: Any, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A store of either database, in which a part of the year has happened."""
    monkeypatch.setenv("COUNCIL_DATABASE_URL", store_url)
    for said in TOLD:
        assert council(*said).code == (2 if said[0] == "remind" else 0), said
    return council


def test_every_reading_has_its_example() -> None:
    listed = {each.name for each in registry.listed_readings()}
    assert not listed - EXAMPLES.keys(), f"{listed - EXAMPLES.keys()} have no line in EXAMPLES above; write one"
    assert EXAMPLES.keys() == listed


def test_every_reading_says_so_where_there_is_nothing_to_read(council: Any, store: Any) -> None:
    for reading in registry.readings():
        for values in ({}, EXAMPLES[reading.name]):
            printed = council(*words(reading, values))
            has_nothing = printed.code == 2 and reading.name != ALSO_UNWELL
            assert printed.code in (0, 2), reading.name
            is_well = (printed.out == "" and printed.err.count("\n") == 1) if has_nothing else not printed.err
            assert is_well, (reading.name, printed)
            assert has_nothing or printed.out.strip(), f"{reading.name} says nothing where there is nothing"


@pytest.mark.parametrize(
    ("words", "empty"),
    [
        (("meetings",), "no meeting is loaded"),
        (("outbox", "list"), "no letter waits or needs a hand"),
        (("outbox", "list", "--state", "held"), "there is no such letter"),
        (("outbox", "rules"), "there is no standing approval: each letter to somebody outside waits for an officer"),
        (("deputy", "list"), "nobody stands in for anybody"),
        (("circulars",), "no circular is loaded"),
        (("people", "list"), "no contact is loaded"),
        (("people", "list", "--role", "chair"), "nobody holds, held or will hold the role chair"),
        (("channels", "list"), "nobody has a channel"),
        (("bounces", "list"), "no mail came back"),
        (("tokens", "asked"), "nobody asked for a link in the last thirty days"),
        (("resolution", "list"), "no resolution is loaded"),
        (("reporting-windows",), "no source says what a report covers"),
        (("journal",), "no act is on record"),
    ],
)
def test_an_empty_list_says_so_in_its_own_words(council: Any, store: Any, words: tuple[str, ...], empty: str) -> None:
    assert council(*words).out == f"{empty}\n"
    assert council(*words, "--json").facts == []


@pytest.mark.both_databases("each reading speaks SQL: PostgreSQL is strict about types and grouping")
def test_every_reading_shows_the_story_and_writes_nothing(told: Any, store_url: str) -> None:
    engine = make_engine(store_url)
    before = contents(engine)
    for reading in registry.readings():
        printed = told(*words(reading, EXAMPLES[reading.name]))
        assert (printed.code == 0 or reading.name == ALSO_UNWELL, printed.err) == (True, ""), reading.name
        for wrong in misspelt(reading, EXAMPLES[reading.name]):
            is_refused(told(*words(reading, wrong)), reading.name)
    assert contents(engine) == before
    engine.dispose()


@some_or_all_readings
def test_every_reading_is_asked_for_by_its_noun_as_facts_and_as_a_table(told: Any, names: frozenset[str]) -> None:
    for reading in map(registry.reading, sorted(names)):
        values = EXAMPLES[reading.name]
        if reading.short and "clock" not in reading.given:  # which goes on
            assert told(*words(reading, values)).out == told(*words(reading, values, is_short=False)).out
        as_facts = told(*words(reading, values), "--json")
        assert as_facts.out, (reading.name, as_facts.err)
        assert json.loads(as_facts.out) is not None
        check_table(told, reading, values)
        assert reading.help.endswith("."), reading.name
        for wrong in misspelt(reading, values):
            is_refused(told(*words(reading, wrong), "--json"), reading.name)


def is_refused(printed: Any, name: str) -> None:
    """Check that a name that nothing bears is refused in one sentence."""
    assert (printed.code, printed.out) == (2, ""), name
    assert "'nothing-of-this-name'" in printed.err
    assert printed.err.count("\n") == 1


def test_who_met_a_step_is_shown_by_name(told: Any) -> None:
    assert told("journal", "--json", *ON).facts[-2]["by"] != "WSIS desk"  # the record keeps an id
    (met,) = [each["met"] for each in told("status", HLPF, "--json", *ON).facts["deadlines"] if each["met"]]
    assert met["by"] == "WSIS desk"


def test_a_name_is_read_kindly_by_people_and_exactly_by_machines(told: Any) -> None:
    assert told("status", "hlpf 2017", *ON).out == told("status", HLPF, *ON).out
    assert told("explain", "hlpf", "revised", *ON).out.startswith(f"{HLPF} revised-draft: ")
    exact = told("status", "hlpf 2017", *ON, "--json")
    assert (exact.code, exact.out) == (2, "")


def test_help_names_what_is_asked_for_and_the_noun_lists_its_readings_before_its_acts(council: Any) -> None:
    shown = council("deadline", "--help").out
    assert shown.index("explain ") < shown.index("agree ")
    assert "--as-known-on DAY" in council("explain", "--help").out


def test_all_readings_are_listed_with_their_words(council: Any) -> None:
    rows = [line.split("  ")[0] for line in council("readings").out.splitlines()]
    assert rows == [each.name for each in registry.listed_readings()]
    facts = council("readings", "--json").facts
    assert {"reading": "cycle/status", "command": "status"}.items() <= facts[rows.index("cycle/status")].items()


def test_the_table_of_grants_says_who_may_read_what(council: Any) -> None:
    heads, *rows = (line.split() for line in council("readings", "--who").out.splitlines())
    assert heads == ["Reading", *LADDER, *sorted(OF_SOME)]
    marks = {name: dict(zip(heads[1:], held, strict=True)) for name, *held in rows}
    assert list(marks) == [each.name for each in registry.listed_readings()]
    assert marks["cycle/status"]["viewer"] == "yes"
    assert (marks["outbox/list"]["secretariat"], marks["outbox/list"]["viewer"]) == ("yes", "-")
    assert marks["choices/show"]["link"] == "yes"
