"""The people whom a deadline concerns: those who act, those who were told, those who hear when it is late."""

from collections.abc import Mapping
from datetime import datetime

from letters.last_told import Told
from models.deadlines import Promise
from planning.chain import INVITEES, MEMBERSHIP
from planning.ladder import parse_ladder
from planning.zones import local_day
from record.cycles.views import CycleView, DeadlineView
from record.people.directory import Directory
from record.people.people import Recipient, scopes_of
from record.windows import Answered

Announced = Mapping[int, Mapping[int, int]]  # by deadline and person, the promise last announced to them


class Addressees:
    """Finds the people of each deadline that one round looks at, as they can be reached at `now`."""

    def __init__(
        self, directory: Directory, last_told: Told, announced: Announced, answered: Answered, now: datetime
    ) -> None:
        self._directory, self._told, self._answered, self._now = directory, last_told, answered, now
        self._announced = announced
        self._of_person = {(deadline, person): promise for (deadline, person, _), promise in last_told.items()}
        self._heard: dict[int, list[int]] = {}
        for deadline, person in sorted(self._of_person):
            self._heard.setdefault(deadline, []).append(person)

    @property
    def clocks(self) -> set[tuple[str | None, bool]]:
        """Return pairs of a zone that a person has, or None, and whether somebody there wants a weekly digest."""
        return self._directory.clocks

    def silent(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return those who act and have not answered; one answer counts for all contacts of an organization."""
        silent = [
            person
            for person in self._acting(view, deadline)
            if (deadline.id, self._directory.organization(person)) not in self._answered
        ]
        return self._reach(view, silent)

    def above(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return those who hear only when the deadline is late: the role of the escalation, without those who act."""
        acting = {reader.person_id for reader in self._reach(view, self._acting(view, deadline))}
        return [reader for reader in self._reach(view, self._above(view, deadline)) if reader.person_id not in acting]

    def told(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return those who were told a date of this deadline; while one has a deputy, the deputy."""
        return self._reach(view, self._heard.get(deadline.id, []))

    def untold(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return those who know no date of it, and to whom another one was announced by a letter that never left."""
        announced = self._announced.get(deadline.id, {})
        people = [
            person
            for person, promise in sorted(announced.items())
            if promise < deadline.promise and (deadline.id, person) not in self._of_person
        ]
        reached = self._reach(view, people)
        return [reader for reader in reached if announced.get(reader.person_id, -1) < deadline.promise]

    def members(self, view: CycleView, deadline: DeadlineView) -> list[Recipient]:
        """Return the membership and whom the cycle invites, unless this date was announced already.

        Not whoever knows a date of the deadline.
        """
        announced = self._announced.get(deadline.id, {})
        if deadline.promise in announced.values():
            return []
        scopes, today = scopes_of(view), local_day(self._now, view.zone)
        holders = {person for role in members_of(view) for person in self._directory.holding(role, scopes, today)}
        people = sorted(person for person in holders if (deadline.id, person) not in self._of_person)
        return [each for each in self._reach(view, people) if (deadline.id, each.person_id) not in self._of_person]

    def last(self, deadline: DeadlineView, reader: Recipient) -> Promise | None:
        """Return the promise last told to the reader at this address, else at another, else to the person replaced."""
        return (
            self._told.get((deadline.id, reader.person_id, reader.address))
            or self._of_person.get((deadline.id, reader.person_id))
            or self._of_person.get((deadline.id, reader.for_id))
        )

    def lack(self, view: CycleView, deadline: DeadlineView) -> str | None:
        """Return why nobody is told of the deadline; None if somebody is, or if the invited want no letters."""
        acting = self._acting(view, deadline)
        if not acting:
            return f"nobody is named for {deadline.by}"
        if deadline.is_window or self._reach(view, acting):
            return None
        return f"nobody can be reached for {deadline.by}: {self._directory.obstacles(acting, view.chain.slug)}"

    def lack_above(self, view: CycleView, deadline: DeadlineView) -> str | None:
        """Return why nobody besides those who act hears that the deadline is late; None if somebody does."""
        role, above = parse_ladder(deadline.ladder).also_to, self._above(view, deadline)
        if not above:
            return f"it is late, and nobody is named for {role}"
        if self._reach(view, above):
            return None
        return f"it is late, and nobody can be reached for {role}: {self._directory.obstacles(above, view.chain.slug)}"

    def _acting(self, view: CycleView, deadline: DeadlineView) -> list[int]:
        """Return the ids of those who act: the officer, else the role's holders; for a window always the holders."""
        if deadline.officer_id and not deadline.is_window:
            return [deadline.officer_id]
        return self._holders_of(view, deadline, deadline.by)

    def _above(self, view: CycleView, deadline: DeadlineView) -> list[int]:
        role = parse_ladder(deadline.ladder).also_to
        return self._holders_of(view, deadline, role) if role and not deadline.is_window else []

    def _holders_of(self, view: CycleView, deadline: DeadlineView, role: str) -> list[int]:
        today = local_day(self._now, view.zone)
        return self._directory.holding(role, scopes_of(view, deadline), today)

    def _reach(self, view: CycleView, people: list[int]) -> list[Recipient]:
        return self._directory.reached(people, view.chain.slug, view.zone)


def members_of(view: CycleView) -> set[str]:
    """Return the roles that are told of the dates of a cycle: the membership, and whoever its windows invite."""
    return {MEMBERSHIP} | {deadline.by for deadline in view.deadlines if deadline.by in INVITEES}
