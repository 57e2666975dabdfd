"""A store as version 0.2.0 left it: lines of version 1, and its schema."""

import json
from hashlib import sha256

from alembic import command
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from models.journal import Entry
from models.schema import _config
from models.store import Store

LAST_OF_020 = "2026_11_29_taken_back"
SHOWN = ("act", "at", "by", "cycle", "written_at")
SINCE = ("outcome", "undo", "touched")  # what 0.2.0 did not know
WORDS = {"cycle/open": "open", "deadline/agree": "agree", "deadline/met": "met"}  # what it called these acts


def lines_of_version_1(engine: Engine) -> None:
    """Write the lines as 0.2.0 wrote them, of the same acts: a text with `details`, a hash without a key."""
    previous = "0" * 64
    with Session(engine) as session, session.begin():
        for number, said in session.execute(select(Entry.id, Entry.text).order_by(Entry.id)).all():
            now = json.loads(said)
            facts = {key: value for key, value in now.get("facts", now.get("details")).items() if key not in SINCE}
            word = WORDS.get(now["act"], now["act"])
            old = {name: now[name] for name in SHOWN} | {"act": word, "details": facts}
            line = json.dumps(old, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            seal = sha256(f"{previous}\n{line}".encode()).hexdigest()
            row = update(Entry).where(Entry.id == number)
            session.execute(row.values(act=word, text=line, previous=previous, hash=seal, key=None))
            previous = seal
        session.execute(update(Store).values(journal_lines=0, journal_hash=None))


def schema_of_020(engine: Engine) -> None:
    """Take the schema back to that of 0.2.0."""
    command.downgrade(_config(engine), LAST_OF_020)


def texts(engine: Engine) -> list[tuple[str, str, str]]:
    """Return what stands in the lines, as the database keeps it."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT text, previous, hash FROM journal ORDER BY id"))]
