"""Whom one deadline concerns: those who act, those who were told of it, those to whom its lateness is escalated."""

from datetime import datetime

from letters.last_told import Told
from models.deadlines import Promise
from planning.ladder import parse_ladder
from planning.zones import local_day
from record.cycles.views import CycleView, DeadlineView
from record.people.directory import Directory
from record.people.people import Recipient, scopes_of
from record.windows import Answered


class Addressees:
    """The people of all the deadlines that one round looks at."""

    def __init__(self, directory: Directory, last_told: Told, answered: Answered, now: datetime) -> None:
        self._directory, self._told, self._answered, self._now = directory, last_told, answered, now
        self._of_person = {(deadline, person): promise for (deadline, person, _), promise in last_told.items()}
        self._heard: dict[int, list[int]] = {}
        for deadline, person in sorted(self._of_person):
            self._heard.setdefault(deadline, []).append(person)

    @property
    def clocks(self) -> set[tuple[str | None, bool]]:
        """The zones that any of them has, and whether a weekly digest is wanted there."""
        return self._directory.clocks

    def silent(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return those who act and have not answered: one answer silences all contacts of an organization."""
        silent = [
            person
            for person in self._acting(view, deadline)
            if (deadline.id, self._directory.organization(person)) not in self._answered
        ]
        return self._reached(view, silent)

    def above(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return those to whom its lateness is escalated and who do not hear of it anyway."""
        acting = {reader.person_id for reader in self._reached(view, self._acting(view, deadline))}
        return [reader for reader in self._reached(view, self._above(view, deadline)) if reader.person_id not in acting]

    def told(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return whoever was told a date of this deadline, or stands in for them."""
        return self._reached(view, self._heard.get(deadline.id, []))

    def last(self, deadline: DeadlineView, reader: Recipient) -> Promise | None:
        """Return the date last told to them there, else by another channel, else to the one they stand in for."""
        return (
            self._told.get((deadline.id, reader.person_id, reader.address))
            or self._of_person.get((deadline.id, reader.person_id))
            or self._of_person.get((deadline.id, reader.for_id))
        )

    def lack(self, view: CycleView, deadline: DeadlineView) -> str | None:
        """Return why nobody is told of it. An invitation that the invited declined to hear lacks nothing."""
        acting = self._acting(view, deadline)
        if not acting:
            return f"nobody is named for {deadline.by}"
        if deadline.is_window or self._reached(view, acting):
            return None
        return f"nobody can be reached for {deadline.by}: {self._directory.obstacles(acting, view.chain.slug)}"

    def lack_above(self, view: CycleView, deadline: DeadlineView) -> str | None:
        """Return why nobody hears of its lateness besides those who act."""
        role, above = parse_ladder(deadline.ladder).also_to, self._above(view, deadline)
        if not above:
            return f"it is late, and nobody is named for {role}"
        if self._reached(view, above):
            return None
        return f"it is late, and nobody can be reached for {role}: {self._directory.obstacles(above, view.chain.slug)}"

    def _acting(self, view: CycleView, deadline: DeadlineView) -> list[int]:
        """Return the officer, else the role's people; the invited are always the role's people."""
        if deadline.officer_id and not deadline.is_window:
            return [deadline.officer_id]
        return self._holding(view, deadline, deadline.by)

    def _above(self, view: CycleView, deadline: DeadlineView) -> list[int]:
        role = parse_ladder(deadline.ladder).also_to
        return self._holding(view, deadline, role) if role and not deadline.is_window else []

    def _holding(self, view: CycleView, deadline: DeadlineView, role: str) -> list[int]:
        today = local_day(self._now, view.zone)
        return self._directory.holding(role, scopes_of(view, deadline), today)

    def _reached(self, view: CycleView, people: list[int]) -> list[Recipient]:
        return self._directory.reached(people, view.chain.slug, view.zone)
