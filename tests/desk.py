"""The secretariat's desk in tests: acts by name and day, and the mail that really arrived."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import flows.chains
from actions import journal
from actions.cycles import opening, reading
from actions.cycles.views import CycleView
from actions.delivery import rounds
from actions.delivery.clocks import Steady
from actions.delivery.resuming import AfterRestore
from actions.feeds import subscribing
from actions.kernel import registry, runner
from actions.kernel.done import Changes, Done
from actions.kernel.doors import Door
from actions.kernel.grants import Identity
from actions.kernel.runner import Request, do
from actions.loading import Loaded, load
from actions.settings import Settings
from actions.whom import people
from models import transactions
from models.engine import reading as reading_session
from models.engine import writing
from models.outbox import Message
from models.people import Bounce, Mute
from models.store import locked_store
from notifications.sink import Sink
from planning.chain import Chain
from planning.hours import zone_info
from planning.library import chains_in
from planning.window import Window, day
from tests.record import Record

OFFICER = "Secretary of the Group"
HLPF = "hlpf-contribution/2017"
REVIEW = Window(date(2017, 2, 7), date(2017, 2, 8))  # the 30th meeting of CWG-WSIS
POSTED = "https://www.itu.int/wg-wsis"  # where C17/47-E says that drafts will be
AGREED = {
    "revised-draft": "2017-02-24",
    "comments": "2017-03-10",
    "final-draft": "2017-03-24",
    "final-comments": "2017-04-07",
}


def moment(words: str | datetime) -> datetime:
    """Return `2017-03-10 09:00` as an instant on the clock of Geneva; a bare day is noon."""
    if isinstance(words, datetime):
        return words
    text = words if " " in words else f"{words} 12:00"
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone_info("Europe/Zurich"))


def resume(
    session: Session, word: AfterRestore | None = None, *, because: str = "looked into", on: str | datetime
) -> Done:
    """Let sending go on, with the word that a restored store asks for."""
    words = {str(word).replace("-", "_"): True} if word else {}
    return do(session, "sending/resume", because=because, **words, now=moment(on), by=OFFICER)


@dataclass
class Desk(Record):
    """Acts and rounds over a store; the clock is whatever the story says."""

    sink: Sink
    home: Path
    chains: dict[str, Chain] = field(default_factory=lambda: chains_in(flows.chains))
    weekly: bool = False  # whether Mondays bring the secretariat its report: most stories are not about it
    clock: datetime | None = None  # the real clock of leases and retries; follows the story unless told

    def __post_init__(self) -> None:
        journal.attach(self.engine, self.settings)

    @property
    def settings(self) -> Settings:
        return Settings(
            home=self.home,
            database_url=self.engine.url.render_as_string(hide_password=False),
            mail_url=self.sink.url,
            mail_from="council@council.example",
            base_url="https://council.example",
            office="Council secretariat",
            officer=OFFICER,
            webhook_hosts=("127.0.0.1",),
            weekly_report=self.weekly,
        )

    def performs(self, act: str, *, on: str | datetime, by: Identity | None = None, **given: object) -> Done:
        """Do an act as doors do: in transactions of its own, with what it does outside the record."""
        request = Request(registry.act(act), given, by or Identity(OFFICER), Door.CODE, moment(on))
        return runner.perform(request, partial(transactions.run_act, self.engine))

    # -- acts --------------------------------------------------------------------------------------------------

    def loads(self, *files: Path, on: str) -> Loaded:
        with self.acting() as session:
            return load(session, files, self.chains, settings=self.settings, now=moment(on), by=OFFICER)

    def opens(self, cycle: str = HLPF, on: str = "2017-02-09", **anchors: Window | str) -> None:
        """Open a cycle; `un_deadline="2017-04-28"` gives an anchor, a Window its two ends, a key its meeting."""
        given: dict[str, Window | str] = {"un-deadline": day(date(2017, 4, 28)), "review": REVIEW}
        given = given if not anchors and cycle == HLPF else {}
        for name, value in anchors.items():
            literal = isinstance(value, str) and value[:4].isdecimal()
            given[name.replace("_", "-")] = day(date.fromisoformat(str(value))) if literal else value
        chain, edition = reading.split_name(cycle)
        with self.acting() as session:
            opening.open_cycle(session, self.chains[chain], edition, given, sure=True, now=moment(on), by=OFFICER)

    def opens_agreed(self) -> None:
        """Open the cycle of 2017 with the four dates that the 30th meeting agreed."""
        self.opens()
        for step, due in AGREED.items():
            self.agrees(step, due, on="2017-02-09")

    def agrees(self, step: str, due: str, *, on: str, cycle: str = HLPF, **how: object) -> Changes:
        with self.acting() as session:
            words = {"because": "agreed by the Group", "document": "C17/8", "agreed_by": "the 30th meeting"}
            return do(
                session, "deadline/agree", cycle=cycle, step=step, due=due, **(words | how), now=moment(on), by=OFFICER
            ).changes[0]

    def announces(self, *steps: str, on: str, cycle: str = HLPF) -> Done:
        with self.acting() as session:
            return do(session, "cycle/announce", cycle=cycle, steps=steps, now=moment(on), by=OFFICER)

    def meets(self, step: str, *, on: str, cycle: str = HLPF, url: str | None = POSTED, **how: object) -> None:
        with self.acting() as session:
            do(session, "deadline/met", cycle=cycle, step=step, url=url, now=moment(on), **({"by": OFFICER} | how))

    def waives(self, step: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "deadline/waive", cycle=cycle, step=step, because="not needed", now=moment(on), by=OFFICER)

    def reopens(self, step: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "deadline/reopen", cycle=cycle, step=step, because="it was not so", now=moment(on), by=OFFICER)

    def assigns(self, step: str, who: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "deadline/assign", cycle=cycle, step=step, person=who, now=moment(on), by=OFFICER)

    def answers(self, step: str, organization: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            of = {"cycle": cycle, "step": step, "organization": organization}
            do(session, "answer/give", **of, no_comment=True, now=moment(on), by=OFFICER)

    def withdraws(self, step: str, organization: str, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            of = {"cycle": cycle, "step": step, "organization": organization}
            do(session, "answer/withdraw", **of, because="sent in error", now=moment(on), by=OFFICER)

    def abandons(self, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "cycle/abandon", cycle=cycle, because="no longer wanted", now=moment(on), by=OFFICER)

    def deputizes(self, deputy: str, *, of: str, on: str, first: str | None = None, last: str | None = None) -> None:
        days = {"from_on": date.fromisoformat(first) if first else None} if first else {}
        days |= {"to_on": date.fromisoformat(last)} if last else {}
        with self.acting() as session:
            do(session, "deputy/set", person=of, deputy=deputy, **days, now=moment(on), by=OFFICER)

    def is_back(self, who: str, *, on: str) -> None:
        with self.acting() as session:
            do(session, "deputy/end", person=who, now=moment(on), by=OFFICER)

    def subscribes(self, who: str, selection: str = "everything", language: str = "en", *, on: str | datetime) -> str:
        """Return the token of a new private address."""
        what = {"person": who, "selection": selection, "language": language}
        return token_in(self.performs("tokens/issue", **what, on=on).secret["address"])

    def unsubscribes(self, token: str, *, on: str | datetime) -> None:
        with reading_session(self.engine) as session:
            row = subscribing.held_with(session, token)
        assert row is not None
        self.performs("tokens/revoke", subscription=row.number, on=on)

    def mutes(self, who: str, chain: str = "", *, on: str) -> None:
        """Record what the act behind an unsubscribe link records."""
        with self.acting() as session:
            person = people.named(session, who)
            entry = journal.write(session, "mute", {"person": person.public_id}, now=moment(on), by=OFFICER)
            session.add(Mute(person_id=person.id, chain=chain, at=moment(on), entry_id=entry.id))

    def bounces(self, who: str, *, on: str, times: int = 1, status: str = "5.1.1") -> None:
        """Record notifications that mail to somebody came back."""
        with self.acting() as session:
            person = people.named(session, who)
            session.add_all(
                Bounce(
                    person_id=person.id,
                    report_id=f"{on} {status} {number}",
                    address=person.email,
                    message=None,
                    status=status,
                    detail="no such mailbox",
                    at=moment(on),
                )
                for number in range(times)
            )

    def closes(self, *, on: str, cycle: str = HLPF) -> None:
        with self.acting() as session:
            do(session, "cycle/close", cycle=cycle, now=moment(on), by=OFFICER)

    def moves(self, anchor: str, to: str, *, on: str, cycle: str = HLPF) -> Changes:
        with self.acting() as session:
            span = day(date.fromisoformat(to))
            return do(
                session, "anchor/move", cycle=cycle, anchor=anchor, span=span, now=moment(on), by=OFFICER
            ).changes[0]

    def calls_off(self, key: str, *, on: str, instead: str | None = None) -> tuple[Changes, ...]:
        with self.acting() as session:
            how = {"instead": instead, "because": "it cannot meet", "now": moment(on), "by": OFFICER}
            return do(session, "meeting/cancel", meeting=key, **how).changes

    def postpones(self, key: str, *, on: str) -> tuple[Changes, ...]:
        with self.acting() as session:
            how = {"because": "it cannot meet", "now": moment(on), "by": OFFICER}
            return do(session, "meeting/postpone", meeting=key, **how).changes

    def moves_meeting(self, key: str, opens: str, closes: str, *, on: str) -> tuple[Changes, ...]:
        with self.acting() as session:
            span = f"{opens}/{closes}"
            return do(session, "meeting/move", meeting=key, span=span, now=moment(on), by=OFFICER).changes

    def releases(self, *, on: str) -> int:
        with self.acting() as session:
            return len(do(session, "outbox/release", all=True, now=moment(on), by=OFFICER).letters)

    def drops(self, *numbers: int, on: str) -> int:
        with self.acting() as session:
            how = {"because": "said by telephone", "now": moment(on), "by": OFFICER}
            return len(do(session, "outbox/drop", messages=numbers, **how).letters)

    def puts_back(self, *numbers: int, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/restore", messages=numbers, because="a slip", now=moment(on), by=OFFICER)

    def holds(self, *numbers: int, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/hold", messages=numbers, because="looked into", now=moment(on), by=OFFICER)

    def allows(self, chain: str, kind: str, *, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/allow", chain=chain, kind=kind, because="routine", now=moment(on), by=OFFICER)

    def forbids(self, chain: str, kind: str, *, on: str) -> None:
        with self.acting() as session:
            do(session, "outbox/forbid", chain=chain, kind=kind, because="no longer", now=moment(on), by=OFFICER)

    @contextmanager
    def acting(self) -> Iterator[Session]:
        """Yield a session for one act, in one transaction that takes its turn as every act does."""
        with writing(self.engine) as session:
            locked_store(session)
            yield session

    # -- what is seen ------------------------------------------------------------------------------------------

    def view(self, on: str, cycle: str = HLPF) -> CycleView:
        with reading_session(self.engine) as session:
            return reading.view(session, cycle, moment(on))

    def round(self, at: str | datetime) -> rounds.Round:
        """Run one round at that hour."""
        now = moment(at)
        clock = self.clock or now
        steady = Steady("one boot", clock.timestamp())  # both clocks run with the story
        return rounds.run_round(self.engine, self.settings, now=now, clock=lambda: clock, steady=lambda: steady)

    def turn(self, at: str | datetime) -> rounds.Round:
        """Plan and send as a round at that hour does, asking no clock and counting no tick: a quarter of its cost."""
        now = moment(at)
        clock = self.clock or now
        return rounds.turn(self.engine, self.settings, now=now, clock=lambda: clock)

    def at(self, at: str | datetime, about: str = "") -> list[str]:
        """Return `recipient: subject` of the mail that a round at that hour brought, as it arrived."""
        before = len(self.sink.mails)
        self.turn(at)
        found = [f"{mail.recipient}: {subject_of(mail.data)}" for mail in self.sink.mails[before:]]
        return sorted(line for line in found if about in line)

    def through(self, first: str, last: str, hour: str = "09:00") -> list[tuple[str, str]]:
        """Return `(day, recipient: subject)` for a round on each day, weekends included."""
        found, on = [], date.fromisoformat(first)
        while on <= date.fromisoformat(last):
            found += [(on.isoformat(), line) for line in self.at(f"{on} {hour}")]
            on += timedelta(days=1)
        return found

    def messages(self) -> list[Message]:
        with Session(self.engine) as session:
            return list(session.scalars(select(Message).order_by(Message.id)))

    def states(self) -> list[str]:
        return [str(message.state) for message in self.messages()]


def token_in(address: str) -> str:
    """Return the token of a private address."""
    return address.rpartition("/")[2].removesuffix(".ics")


def subject_of(data: bytes) -> str:
    """Return the subject of a mail as its reader sees it."""
    return str(message_from_bytes(data, policy=policy.default)["Subject"])


def text_of(data: bytes) -> str:
    """Return the plain text of a mail as its reader sees it."""
    part = message_from_bytes(data, policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())
