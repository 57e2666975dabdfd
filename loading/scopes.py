"""Which roles there are, and what one may be limited to: a body, an organization, a chain or a cycle."""

from collections.abc import Iterable
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from loading.bodies import Bodies
from loading.entry_refusals import inside, known, refused
from models.cycles import Cycle
from record.cycles import snapshots
from record.organizations import Organizations
from record.people import actors


class Scopes:
    """The words that a role and a scope may have; a cycle may be named before it is opened."""

    def __init__(self, session: Session, bodies: Bodies, chains: Iterable[str]) -> None:
        self._bodies = bodies
        self._chains = {*chains, *session.scalars(select(Cycle.chain).distinct())}
        self._session = session
        self._roles: set[str] = set()  # those that were found known

    @cached_property
    def _organizations(self) -> Organizations:
        return Organizations(self._session)

    def check_role(self, where: str, role: str) -> None:
        """Check that the word names somebody who may act. Raises LoadRefused, with the nearest known word."""
        if role not in self._roles:
            with inside(where):
                self._roles.add(actors.known(self._session, role))

    def named(self, where: str, scope: str | None) -> str:
        """Return the scope as roles keep it, nothing for everywhere. Raises LoadRefused."""
        if scope is None:
            return ""
        chain = scope
        if "/" in scope:
            with inside(where):
                chain, _ = snapshots.split_name(scope)
        elif body := self._bodies.find(scope):
            return body.key
        if chain not in self._chains and (organization := self._organizations.named(scope)):
            return organization
        if chain not in self._chains:
            why = f"{scope!r} is neither a body, an organization, a procedure nor a cycle"
            raise refused(where, f"{why}; correct it: {known(scope, self._chains)}")
        return scope
