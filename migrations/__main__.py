"""Write the next revision from the models: `make revision WORDS="notes of items"`. Read it before it is kept."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.operations import MigrateOperation, MigrationScript
from alembic.operations.ops import AddColumnOp, CreateIndexOp, DropColumnOp, DropIndexOp, ModifyTableOps
from alembic.script import Script

from models.engine import make_engine
from models.schema import _config, head, upgrade
from planning.clock import utc_now

LONGEST = 32  # letters of a revision's name, as alembic_version stores it
IN_PLACE = (AddColumnOp, DropColumnOp, CreateIndexOp, DropIndexOp)  # what SQLite alters without a copy of the table


def revise(words: str) -> None:
    """Compare a scratch store of today's revisions with the models, and write what brings the one to the other."""
    name = f"{utc_now():%Y_%m_%d}_{re.sub(r'[^a-z0-9]+', '_', words.lower()).strip('_')}"
    if len(name) > LONGEST:
        sys.exit(f"{name} has {len(name)} letters, and a revision's name {LONGEST} at most; say it in fewer words")
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        upgrade(engine, uid_host="scratch.invalid", now=utc_now())
        config = _config(engine)
        written = command.revision(
            config, words, autogenerate=True, head=head(), rev_id=name, process_revision_directives=_unbatch
        )
        engine.dispose()
    assert isinstance(written, Script)
    file = Path(written.path)
    file.write_text(re.sub(r"\n *# ###.*", "", file.read_text()))  # what Alembic remarks


def _unbatch(_context: object, _revision: object, scripts: list[MigrationScript]) -> None:
    for script in scripts:
        for way in (script.upgrade_ops, script.downgrade_ops):
            if way:
                way.ops = [each for done in way.ops for each in _in_place(done)]


def _in_place(done: MigrateOperation) -> Iterable[MigrateOperation]:
    """Return the parts of a change of a table where each can be done by itself, else the change, which is a batch."""
    if isinstance(done, ModifyTableOps) and all(isinstance(part, IN_PLACE) for part in done.ops):
        return done.ops
    return (done,)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('say in a few words what it brings: make revision WORDS="notes of items"')
    revise(sys.argv[1])
