"""`session/show` and `session/key-dates`: what an office keeps of a session, from its key dates to its documents."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import MeetingKey
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, listing, table
from models.sessions import Ruling
from planning.errors import among
from planning.remedies import Call
from planning.window import Window, span_words
from record.meetings import session_file
from record.meetings.expected_documents import SIX, ExpectedView, Stage
from record.meetings.key_dates import KeyDate
from record.meetings.meetings import AgendaView
from record.meetings.session_file import SessionFile
from record.papers.documents import State

OFF_AGENDA = "no item"


@reading(
    "session/show",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("Agenda item"),
        Column("Document"),
        Column("Title"),
        Column("From"),
        Column("Submit by", date | str),
        Column("Received", date),
        Column("Post by", date | str),
        Column("Languages"),
        Column("Standing", tuple),
    ),
)
def show(session: Session, meeting: MeetingKey, *, now: datetime, known: datetime | None = None) -> Shown[SessionFile]:
    """Show the file of a session: its key dates, agenda, documents by language, contributions, and what is late."""
    found = session_file.session_file(session, meeting, now=now, known=known)
    return Shown(found, _facts, _parts, for_tables=lambda of: _rows(of, of.every))


@reading(
    "session/key-dates",
    who=(Grant.VIEWER,),
    columns=(
        Column("On", date),
        Column("What"),
        Column("Who"),
        Column("By rule", date),
        Column("By practice", date),
        Column("Set", date),
        Column("Members read", date),
        Column("Source"),
        Column("Step"),
    ),
)
def dates(session: Session, meeting: MeetingKey, *, now: datetime, known: datetime | None = None) -> Shown[SessionFile]:
    """List the key dates of a session: what rules give, what practice does, what was set, and what members read."""
    found = session_file.session_file(session, meeting, now=now, known=known)
    empty = f"nothing that is due to {found.meeting.body} depends on {meeting} yet"
    return listing(found, lambda of: [each.facts for each in of.key_dates], lambda of: map(_date, of.key_dates), empty)


def _date(each: KeyDate) -> Row:
    days = (each.rule, each.practice, each.set, each.issued)
    return each.on, each.title, each.by, *days, each.source, f"{each.cycle} {each.step}"


def _facts(of: SessionFile) -> dict[str, object]:
    return {
        "meeting": of.meeting.key,
        "title": of.meeting.title,
        "standing": str(of.meeting.status),
        "opens": of.meeting.opens,
        "closes": of.meeting.closes,
        "key_dates": [each.facts for each in of.key_dates],
        "agenda": [{"number": each.number, "title": each.title, "on": each.on} for each in of.meeting.agenda],
        "documents": [each.facts for each in of.documents],
        "contributions": [each.facts for each in of.contributions],
        "decisions": [asdict(each) for each in of.decisions],
        "expected": sum(each.stage is not Stage.NEXT_SESSION for each in of.documents),
        "not_received": len(of.awaited),
        "undecided": [each.name for each in of.undecided],
    }


def _parts(of: SessionFile) -> Iterator[Part]:
    meeting = of.meeting
    days = span_words(Window(meeting.opens, meeting.closes))
    yield f"{meeting.key}  {meeting.title}, {f'{meeting.status}, was to be on ' if meeting.is_off else ''}{days}"
    if of.key_dates:
        yield "key dates: on, by rule, by practice, set, members read"
        rows = ((each.on or "awaited", each.rule, each.practice, each.set, each.issued) for each in of.key_dates)
        yield table(((*row, each.title) for row, each in zip(rows, of.key_dates, strict=True)), is_inset=True)
    yield of.awaited_sentence
    yield table(_rows(of, of.documents), is_inset=True)
    if of.overdue:
        ask = Call("session/chase", {"meeting": meeting.key}, "ask their units in one act")
        yield (f"{len(of.overdue)} not received though their day is over; ", ask)
    yield of.contributed_sentence
    yield table(_rows(of, of.contributions), is_inset=True)
    if of.decisions:
        yield f"decided: {len(of.decisions)}"
        lines = ((each.document, each.paragraph, each.outcome, each.became, each.text) for each in of.decisions)
        yield table(lines, is_inset=True)
    if of.undecided:
        yield from _ask(of.undecided)


def _ask(late: Sequence[ExpectedView]) -> Iterator[Part]:
    """Yield the two ways of deciding on late documents."""
    names = among([each.name for each in late])
    accept = Call("document/accept-late", {"expected": late[0].name}, "accept it as late")
    move = Call("document/next-session", {"expected": late[0].name}, "or move it to the next session")
    yield (f"late, and nothing is decided of {names}; of each: ", accept, "; ", move)


def _rows(of: SessionFile, documents: Iterable[ExpectedView]) -> Iterator[Row]:
    titles = {item.number: item for item in of.meeting.agenda}
    for each in documents:
        side = (
            each.submit.due or _promised(each.submit.words),
            each.received,
            each.post.due or _promised(each.post.words),
        )
        yield (
            _item(each, titles),
            each.symbol or each.name,
            each.title,
            each.whose or each.unit,
            *side,
            (_say_languages(each)),
            tuple(_standing(each)),
        )


def _promised(words: str | None) -> str | None:
    return f"awaits {words}" if words else None


def _item(each: ExpectedView, titles: dict[str, AgendaView]) -> str:
    if not each.item:
        return OFF_AGENDA
    return each.item if each.item in titles else f"{each.item}, not on the agenda"


def _say_languages(each: ExpectedView) -> str:
    """Return the languages by how the document stands in them: `en fr posted, es in-translation, ar ru zh missing`."""
    by_state: dict[str, list[str]] = {}
    for name in SIX:
        if state := each.languages.get(name) or ("missing" if name in each.missing and each.received else None):
            by_state.setdefault(state, []).append(name)
    order = (State.POSTED, State.IN_TRANSLATION, *sorted(by_state))
    states = dict.fromkeys(state for state in order if state in by_state)
    return ", ".join(f"{' '.join(by_state[state])} {state}" for state in states) or each.wanted


def _standing(each: ExpectedView) -> Iterator[str]:
    yield each.stage if each.stage is not Stage.NEXT_SESSION else f"moved to {each.next}"
    if each.ruling is Ruling.ACCEPTED:
        yield f"accepted as late: {each.because}" + (f" ({each.source})" if each.source else "")
    elif each.is_late:
        yield f"late by {' and '.join(each.late)}" + (f", asked on {each.asked}" if each.asked else "")
    elif each.ruling is Ruling.NEXT_SESSION and each.because:
        yield each.because
