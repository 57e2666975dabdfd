"""The secretariat's desk in tests: acts by name and day, and the mail that really arrived."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from delivery import rounds
from loading import Loaded, load
from models.engine import reading as reading_session
from models.outbox import Message
from notifications.rehearsal_server import Sink
from planning.chain import Chain
from planning.library import chains_in
from planning.window import Window, day
from record import journal
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.sending.clocks import Steady
from record.settings import Settings
from tests.acts import Acts, resume, token_in
from tests.beginnings import once
from tests.story import AGREED, HLPF, OFFICER, POSTED, REVIEW, by_the_day, moment

__all__ = [
    "AGREED",
    "HLPF",
    "OFFICER",
    "POSTED",
    "REVIEW",
    "Desk",
    "moment",
    "resume",
    "subject_of",
    "text_of",
    "token_in",
]


@dataclass
class Desk(Acts):
    """Acts and rounds over a store; the clock is whatever the story says."""

    sink: Sink
    home: Path
    chains: dict[str, Chain] = field(default_factory=lambda: chains_in(flows.chains))
    weekly: bool = False  # whether Mondays bring the secretariat its report: most stories are not about it
    contact: tuple[str | None, str | None] = (None, None)  # the mailbox and the telephone that people may ask
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
            contact_email=self.contact[0],
            contact_phone=self.contact[1],
        )

    def loads(self, *files: Path, on: str) -> Loaded:
        with self.acting() as session:
            return load(session, files, self.chains, now=moment(on), by=OFFICER)

    def opens(self, cycle: str = HLPF, on: str | datetime = "2017-02-09", **anchors: Window | str) -> None:
        """Open a cycle; `un_deadline="2017-04-28"` gives an anchor, a Window its two ends, a key its meeting."""
        given: dict[str, Window | str] = {"un-deadline": day(date(2017, 4, 28)), "review": REVIEW}
        given = given if not anchors and cycle == HLPF else {}
        for name, value in anchors.items():
            literal = isinstance(value, str) and value[:4].isdecimal()
            given[name.replace("_", "-")] = day(date.fromisoformat(str(value))) if literal else value
        chain, edition = snapshots.split_name(cycle)
        with self.acting() as session:
            terms = OpeningTerms(given, sure=True)
            openings.open_cycle(session, self.chains[chain], edition, terms, now=moment(on), by=OFFICER)

    def opens_agreed(self) -> None:
        """Open the cycle of 2017 with the four dates that the 30th meeting agreed, and issue them.

        Its windows open on days of their own, whatever becomes of the drafts: most stories are not about these.
        """
        self.chains["hlpf-contribution"] = by_the_day(self.chains["hlpf-contribution"])
        once(self.engine, self.home, "agreed", self._agreed)

    def opens_set(self) -> None:
        """Open it with the same dates, which nobody has issued."""
        self.chains["hlpf-contribution"] = by_the_day(self.chains["hlpf-contribution"])
        once(self.engine, self.home, "set", self._set)

    def _set(self) -> None:
        self.opens()
        for step, due in AGREED.items():
            self.sets(step, due, on="2017-02-09")

    def opens_on_drafts(self) -> None:
        """Open the same cycle as its chain is declared: each window of comments opens once its draft is there."""
        once(self.engine, self.home, "on drafts", self._agreed)

    def _agreed(self) -> None:
        self.opens()
        for step, due in AGREED.items():
            self.agrees(step, due, on="2017-02-09")

    def view(self, on: str, cycle: str = HLPF) -> CycleView:
        with reading_session(self.engine) as session:
            return snapshots.view(session, cycle, moment(on))

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
        subjects = [f"{mail.recipient}: {subject_of(mail.data)}" for mail in self.sink.mails[before:]]
        return sorted(line for line in subjects if about in line)

    def through(self, first: str, last: str, hour: str = "09:00") -> list[tuple[str, str]]:
        """Return `(day, recipient: subject)` for a round on each day, weekends included."""
        result, on = [], date.fromisoformat(first)
        while on <= date.fromisoformat(last):
            result += [(on.isoformat(), line) for line in self.at(f"{on} {hour}")]
            on += timedelta(days=1)
        return result

    def messages(self) -> list[Message]:
        with Session(self.engine) as session:
            return list(session.scalars(select(Message).order_by(Message.id)))

    def states(self) -> list[str]:
        return [str(message.state) for message in self.messages()]


def subject_of(data: bytes) -> str:
    """Return the subject of a mail as its reader sees it."""
    return str(message_from_bytes(data, policy=policy.default)["Subject"])


def text_of(data: bytes) -> str:
    """Return the plain text of a mail as its reader sees it."""
    part = message_from_bytes(data, policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())
