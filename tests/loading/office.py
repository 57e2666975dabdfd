"""An officer's desk with files on it: writes them, loads them, and looks at what the store holds."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

import flows.chains
from loading import Loaded, load
from models.engine import reading as reading_session
from models.engine import writing
from models.journal import Entry
from models.people import Channel, Person, Role
from models.tables import tables
from planning.chain import Chain
from planning.library import chains_in
from record import journal, seals, settings
from record.cycles import snapshots
from record.cycles.views import CycleView
from record.settings import Settings

NOW = datetime(2017, 2, 9, 12, tzinfo=UTC)
OFFICER = "Secretary of the Group"


@dataclass
class Office:
    """Files are given as text; the clock is whatever the story says."""

    engine: Engine
    folder: Path
    chains: dict[str, Chain] = field(default_factory=lambda: chains_in(flows.chains))
    hosts: str = ""

    @property
    def settings(self) -> Settings:
        return settings.read({"COUNCIL_HOME": str(self.folder), "COUNCIL_WEBHOOK_HOSTS": self.hosts})

    def file(self, content: str | bytes, name: str = "load.yaml") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def loads(self, *contents: str | bytes | Path, now: datetime = NOW, **names: object) -> Loaded:
        paths = [
            content if isinstance(content, Path) else self.file(content, f"{number}.yaml")
            for number, content in enumerate(contents, start=1)
        ]
        with writing(journal.attach(self.engine, self.settings)) as session:
            return load(session, paths, self.chains, now=now, by=OFFICER)

    def view(self, cycle: str, now: datetime = NOW) -> CycleView:
        with reading_session(self.engine) as session:
            return snapshots.view(session, cycle, now)

    def rows(self) -> dict[str, int]:
        """Return how many rows each table holds."""
        with reading_session(self.engine) as session:
            every = tables().sorted_tables
            return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in every}

    def acts(self) -> list[str]:
        with reading_session(self.engine) as session:
            return list(session.scalars(select(Entry.act).order_by(Entry.id)))

    def people(self) -> dict[str, Person]:
        with reading_session(self.engine) as session:
            return {row.email: row for row in session.scalars(select(Person))}

    def roles(self, email: str) -> list[Role]:
        with reading_session(self.engine) as session:
            query = select(Role).join(Person).where(Person.email == email).order_by(Role.id)
            return list(session.scalars(query))

    def channels(self, email: str) -> list[str]:
        with reading_session(self.engine) as session:
            query = select(Channel.address).join(Person).where(Person.email == email).order_by(Channel.id)
            return [seals.unseal(self.settings, address) for address in session.scalars(query)]
