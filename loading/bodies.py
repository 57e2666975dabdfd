"""Bodies and their other names; case, spaces, hyphens and ampersands do not matter when one is looked up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from loading.entry_refusals import known, refused
from loading.file_entries import Entry
from loading.result import Tally
from loading.shapes import BodyShape
from models.bodies import Body, BodyAlias
from planning.names import folded


class Bodies:
    """The bodies of the store, by every name that they go by."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows = {row.id: row for row in session.scalars(select(Body))}
        self._aliases = {row.alias: row.body_id for row in session.scalars(select(BodyAlias))}
        self._by_name = {folded(alias): body_id for alias, body_id in self._aliases.items()}
        for row in self._rows.values():
            self._by_name |= {folded(row.key): row.id, folded(row.name): row.id}

    def find(self, name: str) -> Body | None:
        """Return the body of that name, if one goes by it."""
        return self._rows.get(self._by_name.get(folded(name), 0))

    def named(self, where: str, name: str) -> Body:
        """Return the body of that name. Raises LoadRefused, which names those that there are."""
        if body := self.find(name):
            return body
        keys = [row.key for row in self._rows.values()]
        raise refused(where, f"there is no body {name!r}; load it under `bodies`, or correct it: {known(name, keys)}")

    def take(self, entry: Entry[BodyShape], tally: Tally) -> None:
        """Add the body, or what is new about it. Raises LoadRefused for a name that is another's."""
        shape = entry.given
        row = next((row for row in self._rows.values() if row.key == shape.key), None)
        for name in (shape.key, shape.name, *shape.aliases):
            owner = self.find(name)
            if owner and owner is not row:
                why = f"{name!r} is already a name of {owner.key}; load it under that key, or choose another name"
                raise refused(entry.where, why)
        if row is None:
            row = self._add(shape)
            self._alias(row, shape)
            tally.add("bodies", shape.key, shape.name)
        else:
            self._update(row, shape, tally)

    def _add(self, shape: BodyShape) -> Body:
        row = Body(key=shape.key, name=shape.name)
        self._session.add(row)
        self._session.flush()
        self._rows[row.id] = row
        self._by_name |= {folded(row.key): row.id, folded(row.name): row.id}
        return row

    def _update(self, row: Body, shape: BodyShape, tally: Tally) -> None:
        new = self._alias(row, shape)
        if shape.name != row.name:
            row.name = shape.name
            self._by_name[folded(shape.name)] = row.id
            new.append(shape.name)
        if new:
            tally.change("bodies", shape.key, new)
        else:
            tally.keep("bodies")

    def _alias(self, row: Body, shape: BodyShape) -> list[str]:
        """Add the aliases that are new, and return them."""
        new = list(dict.fromkeys(name.casefold() for name in shape.aliases if name.casefold() not in self._aliases))
        for alias in new:
            self._session.add(BodyAlias(body_id=row.id, alias=alias))
            self._aliases[alias] = self._by_name[folded(alias)] = row.id
        return new
