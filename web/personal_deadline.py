"""A deadline as its page shows it: the facts of the letter, how it was settled or answered, and what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from letters.contents import describe
from letters.known_dates import draft_url
from notifications.date_words import Dating
from notifications.item_words import page as told_page
from notifications.item_words import teller
from notifications.language import speak
from notifications.letter import Kind, Letter
from notifications.letter_page import Stop
from notifications.opening_words import read_label
from planning.zones import local_day, zone_info
from record import journal, windows
from record.cycles import window_openings
from record.cycles.views import CycleView, DeadlineView, Settled
from record.settings import Settings

Task = Literal["report", "confirm", "answer", "none"]


@dataclass(frozen=True, slots=True)
class Given:
    """Something that was reported, done, waived or answered: on which day, by whom, and what shows it."""

    on: str
    by: str
    document: str | None
    url: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page shows, in words; `task` is what its reader can do now."""

    title: str
    sentence: str
    standing: str
    facts: tuple[tuple[str, str], ...]
    draft_url: str | None
    draft_label: str
    page_url: str | None
    path: tuple[Stop, ...]
    evidence: str  # none | document | url
    is_window: bool
    is_closed: bool  # a window whose day has passed; what comes now is late
    is_ended: bool
    needs_another: bool
    state: str  # open | reported | met | waived
    settled: Given | None
    answers: tuple[Given, ...]
    organization: str | None
    officer: str | None
    is_theirs: bool
    task: Task
    today: str  # ISO, for the day's field


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads the page: for which organization, whether the deadline is theirs, in which language and zone."""

    organization: str | None
    is_theirs: bool
    language: str
    zone: str
    may_vote: bool = True  # where their organization votes: whether they are its focal point


def shown(
    session: Session,
    view: CycleView,
    deadline: DeadlineView,
    settings: Settings,
    reader: Reader,
    now: datetime,
) -> Shown:
    """Return the deadline as its page shows it to one reader."""
    spoken, organization = speak(reader.language), reader.organization
    dating = Dating(spoken, zone_info(reader.zone), now)
    sentence, facts, path = _letter(view, deadline, settings, reader, now)
    last = deadline.settlement or deadline.reported
    names = journal.names(session) if last else {}
    closed = deadline.closes is not None and now > deadline.closes
    return Shown(
        title=deadline.title,
        sentence=sentence,
        standing=spoken.say("standing", deadline.standing),
        facts=facts,
        draft_url=draft_url(view, deadline),
        draft_label=read_label(window_openings.draft_title(view, deadline), is_letter=deadline.vote),
        page_url=f"{settings.base_url}/cycles/{view.name}#{deadline.step}" if settings.base_url else None,
        path=path,
        evidence=deadline.evidence,
        is_window=deadline.is_window,
        is_closed=deadline.is_window and closed,
        is_ended=view.ending is not None,
        needs_another=deadline.confirmation,
        state=last.kind if last else "open",
        settled=_settled(deadline, last, names, dating) if last else None,
        answers=_answers(session, view, deadline, organization, dating, now),
        organization=organization,
        officer=deadline.officer,
        is_theirs=reader.is_theirs,
        task=_find_task(view, deadline, organization, reader.is_theirs and (reader.may_vote or not deadline.vote)),
        today=local_day(now, view.zone).isoformat(),
    )


def _find_task(view: CycleView, deadline: DeadlineView, organization: str | None, is_theirs: bool) -> Task:
    """Return what is left to do for the reader: what came late to a window is recorded too, while its cycle lives."""
    if not is_theirs or view.ending:
        return "none"
    if deadline.is_window:
        is_asked = not (deadline.settlement and deadline.settlement.kind == "waived")
        return "answer" if organization and is_asked else "none"
    if not deadline.is_open:
        return "none"
    return "confirm" if deadline.reported else "report"


def _letter(
    view: CycleView, deadline: DeadlineView, settings: Settings, reader: Reader, now: datetime
) -> tuple[str, tuple[tuple[str, str], ...], tuple[Stop, ...]]:
    """Return the sentence, the facts and the line of dates of a letter about the deadline; of an undated one nothing.

    The sentence speaks of days to come only while there are any, and of a window only once it is open.
    """
    kind = Kind.CLOSING if deadline.is_window else Kind.REMINDER
    item = describe(view, deadline, kind, settings, reader.language)
    if item is None:
        return "", (), ()
    zone = zone_info(reader.zone)
    tells = teller(Letter(items=(item,), person="", language=reader.language, zone=zone, now=now, office=""))
    shown = told_page(tells)
    comes = deadline.is_open and deadline.closes is not None and now <= deadline.closes
    comes = comes and (not deadline.is_window or window_openings.has_begun(view, deadline, now))
    return shown.sections[0].sentence if comes else "", shown.sections[0].facts, shown.path


def _settled(deadline: DeadlineView, last: Settled, names: dict[str, str], dating: Dating) -> Given:
    """Return how it was settled; of a window, which members read, neither by whom nor in which words of the office."""
    given = _make_given(last, names, dating)
    return replace(given, by="", reason=None) if deadline.is_window else given


def _make_given(settled: Settled, names: dict[str, str], dating: Dating) -> Given:
    return Given(
        _say_day(settled.on, dating), names.get(settled.by, settled.by), settled.document, settled.url, settled.reason
    )  # fmt: skip


def _answers(
    session: Session,
    view: CycleView,
    deadline: DeadlineView,
    organization: str | None,
    dating: Dating,
    now: datetime,
) -> tuple[Given, ...]:
    """Return what the reader's own organization has answered; what others did is none of their business."""
    if not (deadline.is_window and organization):
        return ()
    rows: Sequence[windows.AnswerView] = windows.ledger(session, view.name, deadline.step, now=now).answers
    ours = [row for row in rows if row.organization == organization and not row.withdrawn]
    return tuple(Given(_say_day(row.on, dating), row.recorded_by, row.document, row.url) for row in ours)


def _say_day(on: date, dating: Dating) -> str:
    return dating.full(on)
