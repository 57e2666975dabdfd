"""Bodies by any of their names; a body that is not loaded is called by the word that names it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bodies import Body, BodyAlias
from planning.chain import CHAIR, MEMBERSHIP, SECRETARIAT, SECTORS, STAKEHOLDERS
from planning.names import folded

NO_BODIES = frozenset({SECRETARIAT, MEMBERSHIP, STAKEHOLDERS, CHAIR, SECTORS})  # people, who receive no documents


class BodyNames:
    """The bodies of the store, in two queries."""

    def __init__(self, session: Session) -> None:
        keys = {row.id: (row.key, row.name) for row in session.scalars(select(Body))}
        self._keys = {folded(row.alias): keys[row.body_id][0] for row in session.scalars(select(BodyAlias))}
        for key, name in keys.values():
            self._keys |= {folded(key): key, folded(name): key}
        self.titles = dict(keys.values())

    def find(self, name: str) -> str | None:
        """Return the key of the body of that name, if one goes by it."""
        return self._keys.get(folded(name))

    def key(self, name: str) -> str:
        """Return the key of the body; of one that is not loaded, the name in small letters."""
        return self.find(name) or "-".join(name.casefold().split())
