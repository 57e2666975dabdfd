"""The reasons for which a year needs a cycle: obligations that its mandate cites, meetings that its anchors name."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planning.chain import Anchor, Chain
from planning.clauses import Clause, Period
from planning.names import folded
from planning.window import Given
from record.bodies import BodyNames
from record.cycles.snapshots import edition_year
from record.mandates import resolutions
from record.mandates.outlines import Outline, Outlines
from record.mandates.served_clauses import served_clauses, serves
from record.mandates.versions import ResolutionView
from record.meetings.meetings import MeetingView


def required_anchors(chain: Chain) -> list[str]:
    """Return the names of the meetings that the chain cannot do without."""
    return [anchor.name for anchor in meeting_anchors(chain) if not anchor.optional]


def editions(chains: Iterable[Chain], year: int, newest: Outlines) -> dict[str, str]:
    """Return, by chain, the name of the year's edition, as the newest one shows: it may be named by another year."""
    names: dict[str, str] = {}
    for chain in chains:
        required = required_anchors(chain)
        for outline in newest.of_chain(chain.slug):
            last = max(span.last for name, span in outline.spans.items() if name in required)
            names[chain.slug] = str(year + (edition_year(outline.edition) or last.year) - last.year)
    return names


def meeting_anchors(chain: Chain) -> list[Anchor]:
    """Return the anchors that are meetings: of which the chain uses the opening or the closing."""
    return [anchor for anchor in chain.anchors if anchor.name in _ends(chain)]


def bodies_of(anchor: Anchor, names: BodyNames) -> list[str]:
    """Return the bodies whose meetings the anchor may mean: the declared one, else by its name or a word of its title.

    They are several where the word begins the keys of several: `cwg` may mean any working group of the Council.
    """
    if anchor.body:
        return [key] if (key := names.find(anchor.body)) else []
    words = (anchor.name, *anchor.title.split())
    return next((bodies for word in words if (bodies := _named(word, names))), [])


def _named(word: str, names: BodyNames) -> list[str]:
    if key := names.find(word):
        return [key]
    begins = folded(word) if word.strip() else None
    return sorted(key for key in names.titles if folded(key.partition("-")[0]) == begins)


def rests_on_a_resolution(chain: Chain) -> bool:
    """Return True if a clause of a resolution stands behind the chain, rather than the rules of a body.

    What a mandate cites first stands behind it: a meeting under a body's rules may serve a clause besides.
    """
    return re.search(r"\bResolution \d", chain.mandate.partition(";")[0]) is not None


def _ends(chain: Chain) -> set[str]:
    names = (name for step in chain.steps for name in (*step.hangs_from, *step.follows, *step.before))
    return {name.rpartition(".")[0] for name in names if name.endswith((".opens", ".closes"))}


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation of a clause that a chain's mandate cites; who is invited or encouraged owes nothing."""

    reference: str
    period: Period
    is_due: bool  # in the year in question
    is_open: bool  # it binds nobody to a day of the year: it has no period, or its addressee is only encouraged
    clause: Clause

    def __str__(self) -> str:
        return f"{self.reference} ({self.period})"


@dataclass(frozen=True, slots=True)
class Calls:
    """What is known of a year: its obligations, meetings, cycles and bodies."""

    year: int
    listed: Sequence[MeetingView]
    names: BodyNames
    cycles: Outlines
    library: Sequence[ResolutionView]
    editions: Mapping[str, str]  # by chain, how the year's edition is named, where it is not by the year

    def duties(self, chain: Chain) -> Iterator[Duty]:
        """Yield the obligations of the clauses that the chain's mandate cites, in the text of the year's last day."""
        on = date(self.year, 12, 31)
        for resolution in self.library:
            read = resolution.reading(on)
            keys = resolutions.cited_keys(resolution, chain.mandate, on)
            for clause in read.read.clauses if read and read.read else ():
                for duty in clause.obligations if clause.key in keys else ():
                    is_due = clause.kind.binds and duty.falls_due(self.year)
                    is_open = not duty.period.has_dates or (not clause.kind.binds and duty.falls_due(self.year))
                    yield Duty(f"{resolution.name}, {clause.reference}", duty.period, is_due, is_open, clause)

    def meetings(self, anchor: Anchor) -> list[MeetingView]:
        """Return the year's meetings of the body that the anchor names, the earliest first; none called off.

        Of an anchor of the year before it is the last one of that year alone.
        """
        bodies, year = bodies_of(anchor, self.names), self.year - anchor.year_before
        meetings = [
            meeting
            for meeting in self.listed
            if meeting.body in bodies and meeting.opens.year == year and not meeting.is_off
        ]
        return meetings[-1:] if anchor.year_before else meetings

    def anchor(
        self, chain: Chain, anchor: Anchor, leading: Sequence[MeetingView]
    ) -> tuple[MeetingView | None, str | None]:
        """Return the meeting that the anchor follows in this year, or a sentence on what is lacking."""
        if anchor not in meeting_anchors(chain):
            return None, f"{anchor.name}: {anchor.title}, is not known yet"
        bodies = bodies_of(anchor, self.names)
        leading = () if anchor.year_before else leading
        if len(bodies) > 1 and leading and leading[0].body in bodies:
            return leading[0], None
        if len(bodies) != 1:
            which = (
                f"it may be of {' or '.join(bodies)}" if bodies else f"no body is called {anchor.body or anchor.name}"
            )
            return None, f"{anchor.name}: {anchor.title}; {which}"
        (body,) = bodies
        meetings = self._after(body, leading[0]) if leading else self.meetings(anchor)
        lack = self._lack(body, leading, self.year - anchor.year_before)
        return (meetings[0], None) if meetings else (None, f"{anchor.name}: {lack}")

    def _after(self, body: str, first: MeetingView) -> list[MeetingView]:
        """Return the body's meetings from the first one on: a report to a session goes to its next meeting."""
        if first.body == body:
            return [first]
        return [
            meeting
            for meeting in self.listed
            if meeting.body == body and meeting.opens >= first.opens and not meeting.is_off
        ]

    def _lack(self, body: str, leading: Sequence[MeetingView], year: int) -> str:
        off = [
            meeting for meeting in self.listed if meeting.body == body and meeting.opens.year == year and meeting.is_off
        ]
        more = f" ({', '.join(f'{meeting.key} is {meeting.status}' for meeting in off)})" if off else ""
        when = f"after {leading[0].key}" if leading else f"in {year}"
        return f"no meeting of {body} {when} is dated{more}"

    def edition(self, chain: Chain) -> str:
        """Return the name of the year's edition."""
        return self.editions.get(chain.slug, str(self.year))

    def was_opened(self, chain: Chain) -> bool:
        """Return True if the chain has had a cycle."""
        return chain.slug in self.cycles.chains

    def opened(self, name: str) -> Outline | None:
        """Return the cycle of that name, if there is one."""
        return self.cycles.named(name)

    def following(self, chain: Chain, anchor: Anchor, meeting: MeetingView) -> str | None:
        """Return the edition of the chain that already hangs from this meeting, if there is one."""
        for outline in self.cycles.of_chain(chain.slug):
            if any(hung.name == anchor.name and hung.meeting == meeting.key for hung in outline.anchors):
                return outline.edition
        return None

    def served_at(self, duty: Duty, chain: Chain, leading: MeetingView) -> bool:
        """Return True if the chain's cycle of that meeting serves the duty, by a hand-over in the year.

        A recipient whose next meeting is in another year has it then; one without a known meeting may have it in time.
        """
        if not serves(duty.clause, [leading.body], self.names):
            return False
        to = {body for obligation in duty.clause.obligations for body in obligation.to}
        followed = (self.anchor(chain, anchor, [leading])[0] for anchor in meeting_anchors(chain))
        sessions = [meeting for meeting in followed if meeting and meeting.body in to]
        return all(meeting.opens.year == self.year for meeting in sessions)

    def unserved(self, proposed: Iterable[tuple[str, Mapping[str, Given]]], chains: Collection[Chain]) -> Iterator[str]:
        """Yield what falls due in the year and is served by no proposal, nor by a living cycle.

        Proposals are given as their mandates and anchors. A chain that serves a meeting each time may lack the meeting.
        """
        in_time = {str(duty): chain.slug for chain in chains for duty in self.duties(chain) if duty.is_due}
        on = date(self.year, 12, 31)
        by_key = {meeting.key: meeting.body for meeting in self.listed}
        serving = {
            (mandate, frozenset(by_key[at] for at in anchors.values() if isinstance(at, str) and at in by_key))
            for mandate, anchors in proposed
        } | {
            (outline.mandate, frozenset(anchor.body for anchor in outline.anchors if anchor.body))
            for outline in self.cycles.every
            if not outline.ending
        }
        for resolution in self.library:
            read = resolution.reading(on)
            served = {
                clause.key
                for mandate, bodies in serving
                for clause in served_clauses(resolution, mandate, on, bodies, self.names)
            }
            for clause in read.read.clauses if read and read.read else ():
                for duty in clause.obligations if clause.kind.binds and clause.key not in served else ():
                    if duty.falls_due(self.year):
                        what = f"{resolution.name}, {clause.reference} ({duty.period})"
                        waits = (
                            f"; {in_time[what]} serves it, at a meeting that is not dated" if what in in_time else ""
                        )
                        yield f"{what} falls due{waits or ', and no procedure or cycle serves it'}"
