"""Words of letters, and links, go once what they are about has been over for long; who was told of what stays."""

import json
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session

from delivery import rehearsal, retention
from desk import message_shown, outbox_list
from kernel import runner
from kernel.done import Done
from kernel.doors import Door
from kernel.grants import Identity
from letters import kept_words
from letters.last_told import last_told
from models import transactions
from models.engine import reading, writing
from models.journal import Entry
from models.message_identities import MessageIdentity
from models.outbox import Message, Owed
from models.people import Person
from models.subscriptions import Asked
from record import journal, settings
from record.people import accounts, sign_ins
from record.refusals import BadSetting
from tests.beginnings import told_once
from tests.secretariat import HLPF, OFFICER, Desk, moment
from watch import doctor

pytestmark = pytest.mark.both_databases("clears beside others who lock, and looks into the file")

NEXT, LATER = "hlpf-contribution/2018", "2019-06-01 10:00"
OF_A_MAIL = b"List-Unsubscribe-Post"


@told_once
def of_two_years(desk: Desk) -> None:
    """Have one cycle tell people of its dates, and end in May 2017; another one lives."""
    desk.opens_agreed()
    desk.releases(on="2017-02-10 10:00")
    desk.turn("2017-02-13 10:00")
    desk.turn("2017-02-24 09:00")
    desk.performs("cycle/abandon", cycle=HLPF, because="no longer wanted", on="2017-05-02")
    desk.opens(NEXT, on="2018-02-01", un_deadline="2018-04-27")
    desk.turn("2018-03-01 10:00")


def prunes(desk: Desk, on: str = LATER) -> Done:
    return desk.performs("db/prune", on=on)


def kept(desk: Desk) -> dict[int, tuple[str | None, bool, bool]]:
    """Return of each letter its subject, and whether it has words and bytes."""
    query = select(Message.id, Message.subject, Message.body.is_not(None), Message.frozen.is_not(None))
    with reading(desk.engine) as session:
        return {
            number: (subject, has_body, has_bytes) for number, subject, has_body, has_bytes in session.execute(query)
        }


def told(desk: Desk) -> object:
    """Return who was told what, as the record and the journal have it."""
    with reading(desk.engine) as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Owed, Message, MessageIdentity)]
        rows = select(Owed.deadline_id, Owed.promise, Owed.rung, Owed.person_id, Owed.message_id, Owed.at)
        facts = [tuple(row) for row in session.execute(rows.order_by(Owed.id))]
        sent = [tuple(row) for row in session.execute(select(Message.id, Message.state, Message.sent_at, Message.kind))]
        last = {key: promise.number for key, promise in last_told(session, {row[0] for row in facts}).items()}
        return counts, facts, sorted(sent), last


def stored_bytes(desk: Desk) -> bytes:
    """Return all that a SQLite file holds, what was given up included."""
    return Path(str(make_url(desk.settings.database_url).database)).read_bytes()


def test_words_of_what_has_long_been_over_go_and_who_was_told_stays(desk: Desk) -> None:
    of_two_years(desk)
    before, words = told(desk), kept(desk)
    living = {message.id for message in desk.messages() if message.due_at.year == 2018}
    done = prunes(desk)
    cleared = {number for number, is_kept in kept(desk).items() if is_kept != words[number]}
    assert cleared
    assert not cleared & living
    assert {kept(desk)[number] for number in cleared} == {(None, False, False)}
    assert f"the words of {len(cleared)} letters and 0 links" in done.sentence
    assert sum(done.facts["letters"].values()) == len(cleared)
    assert str(done.facts["oldest"]) in "\n".join(done.notes)
    assert told(desk) == before
    with reading(desk.engine) as session:
        assert journal.verify(session)
        line = session.scalars(select(Entry).where(Entry.act == "db/prune")).one()
        assert journal.facts_of(line)["letters"] == done.facts["letters"]
    assert prunes(desk).is_nothing
    if desk.engine.dialect.name == "sqlite":
        assert OF_A_MAIL not in stored_bytes(desk)


@pytest.mark.proof_on_postgresql("a CPU second; that the words of letters go is told there in every run")
def test_pages_and_lists_say_that_words_were_cleared_and_when(desk: Desk) -> None:
    of_two_years(desk)
    prunes(desk)
    number = min(number for number, (subject, *_) in kept(desk).items() if subject is None)
    with reading(desk.engine) as session:
        shown = message_shown.show(session, number, settings=desk.settings, now=moment(LATER)).subject
        person = session.scalars(select(Person.email).join(Message).where(Message.id == number)).one()
        lines = outbox_list.messages(session, person=person, now=moment(LATER)).subject
        found = doctor.examine(desk.settings, {}, now=moment(LATER))
    assert shown.words == "Its words were cleared on 2019-06-01."
    assert {"to", "why", "state"} <= {label for label, _ in shown.facts}
    assert ["its words were cleared on 2019-06-01"] in [list(line.notes) for line in lines]
    assert [each.sentence for each in found if each.what == "record"] != []


def test_what_goes_on_keeps_its_words(desk: Desk) -> None:
    desk.opens_agreed()
    desk.releases(on="2017-02-10 10:00")
    desk.turn("2017-02-13 10:00")
    before = kept(desk)
    assert prunes(desk).is_nothing  # two years later nobody has said that the cycle is over
    desk.abandons(on="2019-05-02")
    assert prunes(desk).is_nothing
    assert prunes(desk, "2021-05-01 10:00").is_nothing
    assert kept(desk) == before
    assert not prunes(desk, "2021-05-03 10:00").is_nothing


@pytest.mark.proof_on_postgresql("a CPU second; that the words of letters go is told there in every run")
def test_a_cycle_that_is_taken_up_again_goes_on_without_the_old_words(desk: Desk) -> None:
    of_two_years(desk)
    prunes(desk)
    desk.performs("cycle/reopen", on="2019-06-02", cycle=HLPF, because="it was not over")
    desk.turn("2019-06-03 10:00")
    with reading(desk.engine) as session:
        assert journal.verify(session)


@pytest.mark.proof_on_postgresql("a CPU second; that the words of letters go is told there in every run")
def test_what_was_done_long_ago_is_taken_back_without_the_old_words(desk: Desk) -> None:
    of_two_years(desk)
    prunes(desk)
    before = kept(desk)
    with reading(desk.engine) as session:
        line = session.scalars(select(Entry).where(Entry.act == "cycle/abandon")).one()
        ended = json.loads(line.text)["id"]
        back = runner.undoing(session, ended, by=Identity(OFFICER), door=Door.CODE, now=moment("2019-06-02"))
    runner.perform(back, partial(transactions.run_act, desk.engine))
    assert desk.view("2019-06-02").ending is None
    assert kept(desk) == before  # taking back writes no words anew of what had been told
    desk.turn("2019-06-03 10:00")
    with reading(desk.engine) as session:
        assert journal.verify(session)


@pytest.mark.proof_on_postgresql("a CPU second; that the words of letters go is told there in every run")
def test_a_rehearsal_after_the_words_are_gone_tells_what_it_told_before(desk: Desk, tmp_path: Path) -> None:
    of_two_years(desk)
    desk.abandons(cycle=NEXT, on="2018-03-05")
    desk.opens("hlpf-contribution/2019", on="2019-02-01", un_deadline="2019-04-26")
    before, _ = rehearsed(desk, tmp_path / "before"), prunes(desk, "2019-04-01 10:00")
    assert rehearsed(desk, tmp_path / "after") == before
    assert before


def rehearsed(desk: Desk, folder: Path) -> list[object]:
    """Return what a rehearsal of three weeks tells, of a cycle that lives."""
    folder.mkdir()
    engine = rehearsal.scratch_copy(desk.engine, folder)
    first, last = moment("2019-04-01 10:00"), moment("2019-04-22 10:00")
    letters = [astuple(each) for each in rehearsal.rehearse(engine, desk.settings, start=first, end=last, now=first)]
    engine.dispose()
    return list(letters)


def test_links_that_lead_nowhere_any_more_go(desk: Desk) -> None:
    desk.opens_agreed()
    desk.performs("account/invite", person="focal@itu.example", holds="viewer", on="2017-02-10")
    with writing(desk.engine) as session:
        person = session.scalars(select(Person.id).where(Person.email == "focal@itu.example")).one()
        old = sign_ins.begin(session, person, "Firefox on Windows", now=moment("2017-02-10"))
        new = sign_ins.begin(session, person, "Safari", now=moment("2019-05-30"))
        sign_ins.refuse(session, person, now=moment("2017-02-10"))
        for state in ("sent", "queued"):
            session.add(Asked(public_id=state, person_id=person, selection="everything", language="en",
                              at=moment("2017-02-10"), state=state))  # fmt: skip
    done = prunes(desk)
    assert done.facts["links"] == {
        "day of refused sign-ins": 1, "private address asked for": 1, "sign-in": 1, "sign-in link": 1
    }  # fmt: skip
    with reading(desk.engine) as session:
        hashes = [row.token_hash for row in session.scalars(select(sign_ins.SignIn))]
        assert session.scalars(select(Asked.state)).all() == ["queued"]
        assert (accounts.hash_of(str(old)) in hashes, accounts.hash_of(str(new)) in hashes) == (False, True)
        credential = accounts.credential(session, person)
    assert credential
    assert credential.link_hash is None


def test_nobody_who_sends_or_acts_waits_for_more_than_a_slice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    of_two_years(desk)
    desk.agrees("revised-draft", "2018-03-30", cycle=NEXT, on="2018-03-02")
    monkeypatch.setattr(kept_words, "AT_ONCE", 1)
    before = kept_words.ends(moment(LATER), 24)
    with reading(desk.engine) as session:
        count = kept_words.outdated(session, before).letters.total()
    mails: list[int] = []  # that had left when each slice began

    def beside(session: Session, *asked: object, **how: object) -> int | None:
        mails.append(len(desk.sink.mails))
        number: int | None = clear(session, *asked, **how)
        if len(mails) == 1 and session.get_bind().dialect.name == "postgresql":
            send()  # this slice is not committed yet
        return number

    def send() -> None:
        assert desk.at("2018-03-29 10:00")
        assert desk.performs("sending/hold", because="looked into", on="2018-03-30").outcome == "held"

    clear: Any = kept_words.clear_letters
    monkeypatch.setattr(kept_words, "clear_letters", beside)
    retention.clear_all(desk.engine, before, now=moment(LATER))
    assert len(mails) == count + 1 > 2
    assert desk.engine.dialect.name == "sqlite" or mails[-1] > mails[0]
    with reading(desk.engine) as session:
        assert not kept_words.outdated(session, before)


def test_words_are_kept_for_half_a_year_at_least() -> None:
    assert settings.read({}).keep_months == 24
    assert settings.read({"COUNCIL_KEEP_MONTHS": "6"}).keep_months == 6
    with pytest.raises(BadSetting, match="is no whole number from 6 to 10000"):
        settings.read({"COUNCIL_KEEP_MONTHS": "3"})
