"""Rows that cannot be reckoned: each is skipped and becomes a task under its name, and everybody else is told.

No door lets them in; they stand here as an older version might have stored them, or a hand that slipped.
"""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.main import main
from desk import tasks
from flows import timeline, walks
from models.engine import reading, writing
from tests.beginnings import once
from tests.secretariat import HLPF, OFFICER, Desk, moment
from tests.web.live_server import served

pytestmark = pytest.mark.both_databases("rows written in SQL, which each database believes in its own way")

# By edition: what somebody's hand, or an older version, did to the first step of that cycle.
ODD = {
    "slip": "UPDATE promise SET due_on = '0207-04-28', earliest_on = '0207-04-28' WHERE deadline_id = {step}",
    "end": "UPDATE promise SET due_on = '9999-12-31', closes_at = '9999-12-31 23:59:59' WHERE deadline_id = {step}",
    "opening": "UPDATE promise SET opens_on = '0001-01-01' WHERE deadline_id = {step}",
    "rule": "UPDATE deadline SET rule = 'whenever it suits' WHERE id = {step}",
    "name": "UPDATE deadline SET rule = '2 weeks before nothing' WHERE id = {step}",
    "ladder": "UPDATE deadline SET ladder = 'now and then' WHERE id = {step}",
    "hour": "UPDATE promise SET stated_time = '10:00:00', stated_zone = 'Mars/Olympus' WHERE deadline_id = {step}",
    "evidence": "UPDATE deadline SET evidence = 'a feeling' WHERE id = {step}",
}
ZONE = "UPDATE cycle SET zone = 'Mars/Olympus' WHERE edition = 'zone'"
PEOPLE = """
    UPDATE person SET zone = 'Mars/Olympus' WHERE email = 'a@state.example';
    UPDATE person SET digest = 'hourly', language = 'tlh' WHERE email = 'b@state.example'
"""
TIMELINE = """
  - cycle: odd/{edition}
    title: A cycle with an odd row
    agreed_by: somebody
    anchors: {{x: 2017-04-03}}
    deadlines:
      - {{step: draft, title: Draft of {edition}, due: 2017-03-31}}
      - {{step: report, title: Report of {edition}, due: 2017-03-31}}
"""


def _reminder(what: str, edition: str) -> str:
    return f"focal@itu.example: Due 31 March, in 7 days: {what} of {edition}"


@pytest.fixture
def odd(desk: Desk, tmp_path: Path) -> Desk:
    """The cycle of 2017, beside one cycle for each odd row, with a meeting, two people and a list that are odd too."""
    once(desk.engine, desk.home, "odd rows", partial(_write, desk, tmp_path))
    return desk


def _write(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text("timelines:" + "".join(TIMELINE.format(edition=name) for name in (*ODD, "zone")), encoding="utf-8")
    desk.loads(file, on="2017-02-10")
    desk.schedules("council-9999", "2017-05-15", "2017-05-25")
    desk.opens_agreed()
    with writing(desk.engine) as session:
        for edition, words in ODD.items():
            step = session.execute(
                text(
                    "SELECT d.id FROM deadline d JOIN cycle c ON c.id = d.cycle_id "
                    "WHERE c.edition = :edition AND d.step = 'draft'"
                ),
                {"edition": edition},
            ).scalar_one()
            session.execute(text(words.format(step=step)))
        for words in (ZONE, *PEOPLE.split(";")):
            session.execute(text(words))
        session.execute(text("UPDATE meeting SET closes_on = '9999-12-31' WHERE key = 'council-9999'"))
        session.execute(
            text("""INSERT INTO holiday_list (place, year, days) VALUES ('Geneva', 2016, '["1 January"]')""")
        )


def _about(desk: Desk, on: str) -> dict[str, str]:
    with reading(desk.engine) as session:
        open_tasks = tasks.tasks(session, now=moment(on), clock=moment(on))
    return {task.about: task.sentence for task in open_tasks if task.kind == "unreadable"}


@pytest.mark.proof_on_postgresql(
    "what a column holds is read by one code; each value in each column is told there in proofs"
)
def test_everybody_else_is_told_and_each_row_is_a_task_under_its_name(odd):
    subjects = odd.at("2017-03-24 09:00", "in 7 days")
    assert [line for line in subjects if " of " in line] == sorted(_reminder("Report", edition) for edition in ODD)
    odd.releases(on="2017-03-24")
    members = [line for line in odd.at("2017-03-27 09:00") if "state.example" in line]
    assert {line.partition(":")[0] for line in members} == {"a@state.example", "b@state.example"}
    about = _about(odd, "2017-03-24")
    assert {name for name in about if name.startswith("odd/")} == {
        *(f"odd/{edition} draft" for edition in ODD), "odd/zone draft", "odd/zone report",
    }  # fmt: skip
    assert {name for name in about if not name.startswith("odd/")} == {
        "council-9999", "Delegate A", "Delegate B", "Geneva 2016",
    }  # fmt: skip
    assert "0207-04-28 lies outside the years 1865 to 2120" in about["odd/slip draft"]
    assert "it depends on 'nothing'" in about["odd/name draft"]
    assert "'Mars/Olympus' is not known" in about["odd/zone report"]


@pytest.mark.proof_on_postgresql(
    "eleven cycles of odd rows take a CPU second or two; that everybody else is told is told there in every run"
)
def test_once_the_day_is_agreed_anew_its_people_are_told_and_the_task_is_gone(odd):
    odd.turn("2017-03-20 09:00")
    odd.agrees("draft", "2017-03-31", on="2017-03-23", cycle="odd/slip")
    assert _reminder("Draft", "slip") in odd.at("2017-03-24 09:00")
    assert "odd/slip draft" not in _about(odd, "2017-03-24")


@pytest.mark.proof_on_postgresql(
    "eleven cycles of odd rows take a CPU second or two; that everybody else is told is told there in every run"
)
def test_what_was_put_right_by_hand_is_found_within_a_day(odd):
    odd.turn("2017-03-22 09:00")
    with writing(odd.engine) as session:
        session.execute(text("UPDATE deadline SET ladder = '7 days before' WHERE ladder = 'now and then'"))
    assert _reminder("Draft", "ladder") in odd.at("2017-03-24 09:00")


@pytest.mark.proof_on_postgresql(
    "eleven cycles of odd rows take a CPU second or two; that everybody else is told is told there in every run"
)
def test_what_waits_of_an_odd_row_does_not_leave_and_no_news_of_it_either(desk, tmp_path):
    file = tmp_path / "odd.yaml"
    file.write_text("timelines:" + TIMELINE.format(edition="slip"), encoding="utf-8")
    desk.loads(file, on="2017-02-10")
    assert _reminder("Draft", "slip") in desk.at("2017-03-24 09:00")
    with writing(desk.engine) as session:
        session.execute(text("UPDATE promise SET due_on = '0207-04-28', earliest_on = '0207-04-28'"))
        session.execute(text("UPDATE deadline SET look_at = '2017-03-25 00:00:00'"))
    assert desk.through("2017-03-25", "2017-04-12") == []


COMMANDS = (
    ("status",), ("status", HLPF), ("status", "odd/zone"), ("status", "odd/slip", "--json"),
    ("explain", "odd/slip", "draft"), ("explain", "odd/rule", "draft"), ("tasks",), ("tasks", "--json"), ("report",),
    ("year", "2017"), ("obligations", "--year", "2017"), ("items",), ("meetings",), ("outbox", "list"),
    ("people", "list"),
    ("feed", HLPF), ("feed", "odd/slip", "odd/zone", "odd/hour"), ("remind", "--dry-run"), ("submissions", HLPF),
)  # fmt: skip


@pytest.mark.proof("every reading over the odd rows: two CPU seconds; feeds, pages and tasks of them in every run")
@pytest.mark.proof_on_postgresql(
    "eleven cycles of odd rows take a CPU second or two; that everybody else is told is told there in every run"
)
def test_every_reading_answers(odd, monkeypatch, capfd):
    monkeypatch.setenv("COUNCIL_HOME", str(odd.home))
    monkeypatch.setenv("COUNCIL_DATABASE_URL", odd.settings.database_url)
    monkeypatch.setenv("COUNCIL_OFFICER", OFFICER)
    odd.turn("2017-03-03 09:00")
    for words in COMMANDS:
        late = () if words[0] == "outbox" else ("--as-of", "2017-03-24T09:00")
        capfd.readouterr()
        main([*words, *late])
        printed = capfd.readouterr()
        assert (printed.err, bool(printed.out)) == ("", True), words
    main(["rehearse", "--from", "2017-03-23", "--to", "2017-03-24"])
    assert "Report of slip" in capfd.readouterr().out
    with pytest.raises(SystemExit):  # neither a schedule nor a base URL here
        main(["doctor"])
    printed = capfd.readouterr().out
    assert "cannot be reckoned" in printed or "cannot be read" in printed
    assert "see each with its remedy: council tasks" in printed


@pytest.mark.proof_on_postgresql(
    "eleven cycles of odd rows take a CPU second or two; that everybody else is told is told there in every run"
)
def test_feeds_and_pages_show_the_others(odd):
    with served(odd.engine, odd.settings, moment("2017-03-20")) as web:
        everything = web.ask("/feeds/en/everything.ics")
        assert everything.status == 200
        assert b"Report of slip" in everything.body
        assert b"Draft of slip" not in everything.body
        assert web.ask("/cycles/odd/slip").status == 200
        assert web.ask("/cycles/odd/zone").status == 200


@pytest.mark.proof_on_postgresql(
    "eleven cycles of odd rows take a CPU second or two; that everybody else is told is told there in every run"
)
def test_a_walk_draws_the_cycle_and_says_why_a_step_has_no_date(odd):
    for edition in (*ODD, "zone"):
        view = odd.view("2017-03-24", f"odd/{edition}")
        assert "cannot be reckoned" in walks.why(view["draft"])
        assert "Draft of" in timeline.draw(view, moment("2017-03-24"))


def test_an_anchor_that_slipped_is_put_right_by_moving_it(desk):
    desk.opens()
    before = {deadline.step: deadline.due for deadline in desk.view("2017-02-20").deadlines}
    with writing(desk.engine) as session:
        session.execute(
            text(
                "UPDATE anchor_date SET opens_on = '0207-04-28', closes_on = '0207-04-28' WHERE opens_on = '2017-04-28'"
            )
        )
        session.execute(text("UPDATE promise SET due_on = '0207-04-28', earliest_on = '0207-04-28'"))
    assert {deadline.due for deadline in desk.view("2017-02-20").deadlines} == {None}
    desk.moves("un-deadline", "2017-04-28", on="2017-02-20")
    after = {deadline.step: deadline.due for deadline in desk.view("2017-02-20").deadlines}
    assert {step for step, on in before.items() if on != after[step]} == {"preliminary-draft"}  # of another anchor
