"""Bodies and their other names; case, spaces, hyphens and ampersands do not matter when one is looked up."""

from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import bodies
from loading.entry_refusals import known, refused
from loading.file_entries import Entry
from loading.result import Tally
from loading.shapes import BodyShape
from models.bodies import Body, BodyAlias, BodyState
from models.journal import Entry as Line
from planning.names import as_it_looks, folded, may_be
from record.organizations import NEAR


class Bodies:
    """The bodies of the store, by every name that they go by."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._news: list[tuple[Body, dict[str, object]]] = []
        self._states = session.scalars(select(BodyState)).all()
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
            tally.notes += self._near(shape.name)
            row = self._add(shape)
            self._alias(row, shape)
            tally.add("bodies", shape.key, shape.name, called=shape.name)
            self._news += [(row, news)] if (news := _life(shape)) else []
        else:
            self._update(row, shape, tally)

    def _near(self, name: str) -> list[str]:
        """Say which body has nearly the name of a new one."""
        known = {as_it_looks(row.name): row for row in self._rows.values()}
        near = [known[words] for words in get_close_matches(as_it_looks(name), known, 3, NEAR)]
        return [
            f"the bodies {row.name!r} ({row.key}) and {name!r} may be one: then give {row.key} it as an alias"
            for row in near
            if may_be(name, row.name)
        ]

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
        if news := self._changed(row, shape):
            self._news.append((row, news))
            new += list(map(str, news.values()))
        if new:
            tally.change("bodies", shape.key, new)
        else:
            tally.keep("bodies")

    def _changed(self, row: Body, shape: BodyShape) -> dict[str, object]:
        """Return what the file says of its life that nothing said before: what was recorded since stays."""
        said = [state for state in self._states if state.body_id == row.id]
        known = {name: [getattr(state, name) for state in said] for name in _life(shape)}
        return {name: value for name, value in _life(shape).items() if self._key(name, value) not in known[name]}

    def _key(self, name: str, value: object) -> object:
        """Return the key of a body that is named, else the value itself."""
        row = self.find(str(value)) if name == "reports_to" else None
        return row.key if row else value

    def write(self, line: Line) -> None:
        """Write the news of their lives, once all bodies are known."""
        for row, news in self._news:
            bodies.describe(self._session, row, line, **{name: self._key(name, each) for name, each in news.items()})

    def _alias(self, row: Body, shape: BodyShape) -> list[str]:
        """Add the aliases that are new, and return them."""
        new = list(dict.fromkeys(name.casefold() for name in shape.aliases if name.casefold() not in self._aliases))
        for alias in new:
            self._session.add(BodyAlias(body_id=row.id, alias=alias))
            self._aliases[alias] = self._by_name[folded(alias)] = row.id
        return new


def _life(shape: BodyShape) -> dict[str, object]:
    """Return what the file says of a body's life."""
    names = ("set_up_by", "terms", "reports_to", "from_on", "ends_on", "source")
    said = {name: getattr(shape, name) for name in names}
    return {name: value for name, value in said.items() if value is not None}
