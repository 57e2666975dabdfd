"""Sessions: the list of meetings, and the file of one, with its documents by language and the acts on each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel.grants import Grant
from kernel.shown import Column
from models.engine import reading
from models.sessions import Ruling
from planning.zones import local_day
from record.meetings import document_letters, meetings, session_file
from record.meetings.expected_documents import SIX, ExpectedView, Stage, wanted_in
from record.meetings.meetings import AgendaView
from record.meetings.session_file import SessionFile
from record.papers.documents import State
from record.refusals import NoSuchMeeting
from web.desk import hand_outs, tables, words
from web.desk.render import page
from web.desk.visits import Visit

HERE = "received"  # in a language in which it is not yet being translated
PRESSED = {Stage.RECEIVED: ("document/translate", "document/post"), Stage.IN_TRANSLATION: ("document/post",)}
"""The acts that need no word but the document's name: one press does them, in every language that is missing."""

DECIDED = tuple(map(Column, ("Document", "Paragraph", "Outcome", "For whom, by when", "Text", "Became")))


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the board: how it stands in each language, and what can be done with it."""

    view: ExpectedView
    languages: tuple[tuple[str, str], ...]  # en, posted
    standing: str
    pressed: tuple[str, ...]

    @property
    def read_out(self) -> str:
        """How it stands in the languages, for whoever hears the page."""
        by_state: dict[str, list[str]] = {}
        for name, state in self.languages:
            by_state.setdefault(state, []).append(words.named("choice", name))
        return "; ".join(f"{words.named('state', key)}: {', '.join(every)}" for key, every in by_state.items() if key)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return self.view.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Group:
    """An item of the agenda, with the documents under it."""

    number: str
    title: str
    on: date | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sessions:
    """The handlers over one store."""

    engine: Engine

    def listed(self, visit: Visit) -> Response:
        """Return the page of all meetings: those to come, and those that are over."""
        today = local_day(visit.now)
        with reading(self.engine) as session:
            every = meetings.listed(session, now=visit.now)
        coming = [each for each in every if each.closes >= today]
        over = [each for each in reversed(every) if each.closes < today]
        return page(visit, "sessions", coming=coming, over=over, may_act=visit.may(Grant.SECRETARIAT))

    def show(self, visit: Visit) -> Response:
        """Return the file of a session; to a viewer its key dates and its agenda alone."""
        may_act = visit.may(Grant.SECRETARIAT)
        with reading(self.engine) as session:
            file = known(session, visit)
            letters = document_letters.of_meeting(session, file.meeting.key, now=visit.now) if may_act else ()
        drawn: dict[str, Any] = {
            "file": file, "meeting": file.meeting, "letters": letters, "may_act": may_act, "six": SIX,
            "groups": list(_groups(file.meeting.agenda, file.documents if may_act else ())),
            "contributions": [_row(each) for each in file.contributions] if may_act else [],
            "late": [_row(each) for each in file.undecided] if may_act else [],
            "about": _about(file, local_day(visit.now)),
            "titles": {each.name.rpartition("/")[2]: each.title for each in file.every},
        }  # fmt: skip
        if hand_outs.is_asked(visit):
            return hand_outs.file(visit, file.meeting.key, hand_outs.session(visit, drawn))
        return page(visit, "session", **drawn)

    def decisions(self, visit: Visit) -> Response:
        """Return what the session decided, line by line, as a file for spreadsheets. Raises NotGranted."""
        visit.check(Grant.SECRETARIAT, "session/show")
        with reading(self.engine) as session:
            file = known(session, visit)
        rows = [(each.document, each.paragraph, each.outcome, each.details, each.text, each.became)
                for each in file.decisions]  # fmt: skip
        return tables.file(f"{file.meeting.key}-decisions", DECIDED, rows)


def known(session: Session, visit: Visit) -> SessionFile:
    """Return the file of the session of the address. Raises HTTPException if there is none."""
    try:
        return session_file.session_file(session, visit.request.path_params["meeting"], now=visit.now)
    except NoSuchMeeting as why:
        raise HTTPException(404, str(why)) from why


def _about(file: SessionFile, today: date) -> dict[str, Any]:
    """Return the numbers that head the page, each with its words."""
    expected = [each for each in file.documents if each.stage is not Stage.NEXT_SESSION]
    posted = sum(each.stage is Stage.POSTED for each in expected)
    return {
        "days": (file.meeting.opens - today).days,
        "posted": posted,
        "expected": len(expected),
        "not_received": len(file.awaited),
        "contributions": len(file.contributed),
        "decisions": len(file.decisions),
    }


def _groups(agenda: Sequence[AgendaView], documents: Iterable[ExpectedView]) -> Iterator[Group]:
    """Yield the items of the agenda with their documents; what is on no agenda comes last."""
    by_item: dict[str, list[Row]] = {}
    for each in documents:
        by_item.setdefault(each.item or "", []).append(_row(each))
    for item in agenda:
        yield Group(item.number, item.title, item.on, tuple(by_item.pop(item.number, ())))
    for number, rows in by_item.items():
        yield Group(number, words.say("off_agenda"), None, tuple(rows))


def _row(view: ExpectedView) -> Row:
    return Row(view, _languages(view), _standing(view), PRESSED.get(view.stage, ()))


def _languages(view: ExpectedView) -> tuple[tuple[str, str], ...]:
    """Return how a document stands in each of the six; nothing where it is not wanted in that language."""
    wanted = wanted_in(view.wanted, view.symbol)
    blank = HERE if view.received else str(State.AWAITED)
    return tuple((name, view.languages.get(name) or (blank if name in wanted else "")) for name in SIX)


def _standing(view: ExpectedView) -> str:
    """Return where a document stands, and whose promise is broken, in a sentence."""
    if view.stage is Stage.NEXT_SESSION:
        return words.say("moved_to", meeting=view.next or "")
    said = words.named("stage", view.stage)
    if view.ruling is Ruling.ACCEPTED:
        return words.say("accepted_because", stage=said, because=view.because)
    return said
