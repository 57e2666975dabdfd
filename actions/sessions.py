"""What a session decided, from a sheet of lines: each becomes an action item, a date, an obligation, or nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions import resolutions
from actions.deadlines import agreements
from actions.meetings import expected_rows
from kernel import act_lines, effects
from kernel.declaration import act
from kernel.done import Changes, Done, Happening, Part
from kernel.grants import Grant, Identity
from kernel.parameters import TEXT, MeetingKey, Source
from models.items import Item, Strength
from models.journal import Entry
from models.meetings import Meeting, MeetingStatus
from models.sessions import Decision
from planning.clauses import Clause, Kind, Obligation, Period
from planning.decision_lines import BadLine, Line, Outcome, read
from planning.errors import CouncilError, among, quoted
from planning.remedies import Call
from planning.rule_words import count_of
from planning.zones import local_day
from record import journal, origin
from record.bodies import BodyNames
from record.mandates import added_clauses
from record.mandates import resolutions as texts
from record.mandates.versions import VersionView
from record.meetings import decisions, meetings
from record.meetings.decisions import Recorded, Words
from record.people import actors

ADDRESSEE = "Secretary-General"
CLAUSE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)/([a-z0-9]+(?:-[a-z0-9]+)*)")
DUTY = re.compile(rf"(?P<clause>\S+)\s+(?P<period>{'|'.join(Period)})(?:\s+(?P<year>\d{{4}}))?\s+to\s+(?P<to>.+)")


@dataclass(frozen=True, slots=True)
class _Became:
    """What a line became: its name, and how; with what that does to the dates of a cycle."""

    name: str | None
    how: str
    changes: tuple[Changes, ...] = ()


@act(
    "session/record",
    who=(Grant.SECRETARIAT,),
    undo="session/take-back",
    undo_unless="an obligation of it is in force; another version of its text is adopted",
    tags=("meetings", "items"),
    asks_first=True,
)
def record(
    session: Session,
    meeting: MeetingKey,
    lines: Annotated[
        str,
        TEXT.saying(
            "Its decisions, one a line: C27/8 3.2 item itu-d by council-28: Report on …; C27/8 3.3 nothing: Noted.",
            metavar="LINES",
        ),
    ],
    *,
    document: Source = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record what a session decided: each line becomes an action item, a date, an obligation or nothing.

    `PARAGRAPH item WHO by MEETING: text`, `PARAGRAPH date CYCLE STEP DATE: text`, `PARAGRAPH obligation
    RESOLUTION/CLAUSE annual to BODY: text`, `PARAGRAPH nothing: text`; a document before the paragraph is that of the
    line. All of them are recorded, or none. Raises NoSuchMeeting, NotHeldAtAll, and BadLine for what no line can be, or
    what says otherwise what is recorded of the same words.
    """
    row, entry, sheet = meetings.row(session, meeting), journal.line(session), read(lines)
    expected_rows.check_held(row)
    known = decisions.standing(session, row)
    new = [line for line in sheet if not _is_known(known, line, line.document or document)]
    if not new:
        return Done("known", f"{meeting}: nothing of it is new", is_nothing=True)
    effects.note(session, f"decisions:{meeting}", len(known))
    recorder = _Recorder(session, row, document, now, by)
    became = [(line, recorder.take(line)) for line in new]
    recorder.adopt(became)
    session.add_all(_decision(row, line, line.document or document, of, entry) for line, of in became)
    session.flush()
    has_duty = any(line.outcome is Outcome.OBLIGATION for line in new)
    counts = [f"{number} {outcome}" for outcome in Outcome if (number := sum(line.outcome is outcome for line in new))]
    return Done(
        "recorded",
        f"{meeting}: {count_of(len(new), 'decision')} recorded ({among(counts)})",
        facts={"meeting": meeting, "document": document, "decisions": [_fact(line, of) for line, of in became]},
        changes=tuple(change for _, of in became for change in of.changes),
        parts=tuple(Part(line.outcome, of.name or line.paragraph, of.how) for line, of in became),
        notes=tuple(_doubts(row, now)),
        events=(Happening("decided", "meeting", (meeting,)),),
        undo=None if has_duty else Call("session/take-back", {"line": origin.of(session).id}),
    )


def _doubts(meeting: Meeting, now: datetime) -> Iterator[str]:
    """Yield why a session can hardly have decided anything."""
    if meeting.status is MeetingStatus.POSTPONED:
        yield f"{meeting.key} is postponed, and has no days"
    elif local_day(now) < meeting.opens_on:
        yield f"{meeting.key} opens on {meeting.opens_on} only"


def _is_known(known: Mapping[Words, Recorded], line: Line, document: str | None) -> bool:
    """Return True if a line is recorded as it says. Raises BadLine if the same words were recorded otherwise."""
    was = known.get((document, line.paragraph, line.text))
    if was is None:
        return False
    if (was.outcome, was.details) != (line.outcome, line.details):
        back, stands = (
            Call("session/take-back", {"line": was.act}, "take that back first"),
            f"{was.outcome} {was.details}",
        )
        raise BadLine(line.number, f"{line.paragraph} is recorded as {stands.rstrip()} with the same words", back)
    return True


def _fact(line: Line, of: _Became) -> dict[str, object]:
    return {"paragraph": line.paragraph, "outcome": str(line.outcome), "became": of.name}


def _decision(meeting: Meeting, line: Line, document: str | None, of: _Became, entry: Entry) -> Decision:
    return Decision(
        meeting_id=meeting.id,
        document=document,
        paragraph=line.paragraph,
        outcome=str(line.outcome),
        details=line.details,
        text=line.text,
        became=of.name,
        at=entry.at,
        entry_id=entry.id,
    )


class _Recorder:
    """Makes what the lines of one sheet become."""

    def __init__(self, session: Session, meeting: Meeting, document: str | None, now: datetime, by: Identity) -> None:
        self._session, self._meeting, self._document, self._now, self._by = session, meeting, document, now, by
        self._bodies = BodyNames(session)
        self._clauses: dict[str, list[tuple[Line, Clause]]] = {}

    def take(self, line: Line) -> _Became:
        """Return what a line becomes. Raises BadLine, which says why another act refuses it."""
        try:
            match line.outcome:
                case Outcome.ITEM:
                    return self._add_item(line)
                case Outcome.DATE:
                    return self._agree(line)
                case Outcome.OBLIGATION:
                    return self._oblige(line)
                case Outcome.NOTHING:
                    return _Became(None, line.text)
        except BadLine:
            raise
        except CouncilError as why:
            raise BadLine(line.number, why.sentence, "correct the line") from None

    def _source(self, line: Line) -> str:
        document = line.document or self._document
        return f"{document}, {line.paragraph}" if document else f"{self._meeting.title}, {line.paragraph}"

    def _add_item(self, line: Line) -> _Became:
        """Make an action item: `secretariat, itu-d by council-28`."""
        who, _, due = line.details.partition(" by ")
        assignees = [actors.known(self._session, each.strip().casefold()) for each in who.split(",") if each.strip()]
        is_meeting = self._session.scalar(select(Meeting.id).where(Meeting.key == due.strip())) is not None
        position = (self._session.scalar(select(func.max(Item.position))) or 0) + 1
        item = Item(
            key=self._key(line),
            position=position,
            text=line.text,
            strength=Strength.REQUESTED,
            assignees=assignees,
            due=[] if is_meeting or not due else [due.strip()],
            meeting=due.strip() if is_meeting else None,
            cycle=None,
            step=None,
            source=self._source(line),
            at=self._now,
        )
        key = self._again(item) or item.key
        effects.note(self._session, f"item:{key}", None)
        if key == item.key:
            self._session.add(item)
        self._session.flush()
        return _Became(key, f"{among(assignees)}{f', by {due.strip()}' if due else ''}: {line.text}")

    def _again(self, item: Item) -> str | None:
        """Have the like item count again that was taken back with its sheet; return its key, None without one."""
        same = (Item.text == item.text, Item.source == item.source, Item.meeting.is_not_distinct_from(item.meeting))
        for row in self._session.scalars(select(Item).where(*same)):
            if (row.assignees, row.due) == (item.assignees, item.due) and not row.stands(self._now):
                row.gone = [*row.gone, self._now.isoformat()]
                return row.key
        return None

    def _key(self, line: Line) -> str:
        """Return the key of a new item: document and paragraph, with a number where that is taken."""
        of = line.document or self._document or self._meeting.key
        words = (re.sub("[^a-z0-9.]+", "-", part.casefold()).strip("-.") for part in (of, line.paragraph))
        base = "/".join(words)
        taken = set(self._session.scalars(select(Item.key).where(Item.key.startswith(base))))
        names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 2)))
        return next(name for name in names if name not in taken)

    def _agree(self, line: Line) -> _Became:
        """Agree a date by the meeting: `council-documents/2027 agenda 2027-05-10`."""
        cycle, step, due = (*line.details.split(maxsplit=2), "", "", "")[:3]
        if not due:
            raise BadLine(line.number, f"{quoted(line.details)} names no cycle, step and date", "write all three")
        document = line.document or self._document

        def agree(_line: Entry) -> Done:
            return agreements.agree(
                self._session,
                cycle,
                step,
                due,
                because=line.text,
                document=document,
                agreed_by=self._meeting.title if document else None,
                now=self._now,
                by=self._by,
            )

        arguments = {"cycle": cycle, "step": step, "due": due, "because": line.text}
        done = act_lines.part(self._session, "deadline/agree", arguments, agree, now=self._now, by=self._by.hand)
        return _Became(f"{cycle} {step}", done.sentence, done.changes)

    def _oblige(self, line: Line) -> _Became:
        """Note a clause: `council-decision-640/sg-1 annual to council`; its resolution is registered by `adopt`."""
        duty = DUTY.fullmatch(line.details)
        named = CLAUSE.fullmatch(duty["clause"]) if duty else None
        if duty is None or named is None:
            way = f"write RESOLUTION/CLAUSE, one of {among(Period)}, and to which body"
            raise BadLine(line.number, f"{quoted(line.details)} is no obligation", way)
        period, year = Period(duty["period"]), duty["year"]
        if period in (Period.ONCE, Period.FOUR_YEARS) and not year:
            raise BadLine(line.number, f"what is due {period} needs a year", f"write {period} 2028 to …")
        to = tuple(self._body(line, each.strip()) for each in duty["to"].split(",") if each.strip())
        obligation = Obligation(line.text, period, to=to, first_year=int(year) if year else None)
        group = f"instructs the {ADDRESSEE}"
        clause = Clause(named[2], group, line.paragraph, Kind.INSTRUCTS, ADDRESSEE, line.text, (obligation,))
        if named[2] in [each.key for _, each in self._clauses.get(named[1], ())]:
            raise BadLine(line.number, f"the clause {quoted(duty['clause'])} is given twice", "give one another key")
        self._clauses.setdefault(named[1], []).append((line, clause))
        return _Became(duty["clause"], f"{line.details.partition(' ')[2]}: {line.text}")

    def _body(self, line: Line, name: str) -> str:
        """Return the key of the body of that name. Raises BadLine, with the nearest name."""
        key = self._bodies.find(name)
        if key is None:
            near = get_close_matches(name.casefold(), self._bodies.titles, 1)
            meant = f"; did you mean {quoted(near[0])}?" if near else ""
            raise BadLine(line.number, f"there is no body {quoted(name)}{meant}", "name one on record, or load it")
        return key

    def adopt(self, became: Sequence[tuple[Line, _Became]]) -> None:
        """Register the resolutions of the obligations, in force from the last day of the session. Raises BadLine."""
        for key, clauses in self._clauses.items():
            line, _ = clauses[0]
            version = self._version(key, clauses)
            try:
                resolutions.register(self._session, key, version, now=self._now, by=self._by.hand)
            except CouncilError as why:
                raise BadLine(line.number, why.sentence, "load its new version from a file") from None

    def _version(self, key: str, clauses: Sequence[tuple[Line, Clause]]) -> VersionView:
        """Return the text with these clauses. Raises BadLine for one that it has already."""
        library = texts.library(self._session, now=self._now)
        known = next((each for each in library if each.key == key), None)
        since, by = self._meeting.closes_on, f"adopted by {self._meeting.title}"
        kept = [clause.key for clause in added_clauses.read_on(known, since)]
        for line, clause in clauses:
            if clause.key in kept:
                raise BadLine(line.number, f"{key} has a clause {quoted(clause.key)} already", "give it another key")
        added = [clause for _, clause in clauses]
        return added_clauses.version(known, key, added, since=since, by=by, source=self._source(clauses[0][0]))
