"""What a role may be limited to: a body, a chain, or a cycle, by the name under which the record knows it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import reading
from actions.loading.bodies import Bodies
from actions.loading.refusing import inside, known, refused
from models.cycles import Cycle


class Scopes:
    """The names that a scope may have; a cycle may be named before it is opened."""

    def __init__(self, session: Session, bodies: Bodies, chains: Iterable[str]) -> None:
        self._bodies = bodies
        self._chains = {*chains, *session.scalars(select(Cycle.chain).distinct())}

    def named(self, where: str, scope: str | None) -> str:
        """Return the scope as roles keep it, nothing for everywhere. Raises LoadRefused."""
        if scope is None:
            return ""
        chain = scope
        if "/" in scope:
            with inside(where):
                chain, _ = reading.split_name(scope)
        elif body := self._bodies.find(scope):
            return body.key
        if chain not in self._chains:
            why = f"{scope!r} is neither a body, a chain nor a cycle; correct it: {known(scope, self._chains)}"
            raise refused(where, why)
        return scope
