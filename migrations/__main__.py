"""Write the next revision from the models: `make revision WORDS="notes of items"`. Read it before it is kept."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from models.engine import make_engine
from models.schema import _config, head, upgrade
from planning.clock import utc_now


def revise(words: str) -> None:
    """Compare a scratch store of today's revisions with the models, and write what brings the one to the other."""
    name = f"{utc_now():%Y_%m_%d}_{re.sub(r'[^a-z0-9]+', '_', words.lower()).strip('_')}"
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        upgrade(engine, uid_host="scratch.invalid", now=utc_now())
        command.revision(_config(engine), words, autogenerate=True, head=head(), rev_id=name)
        engine.dispose()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('say in a few words what it brings: make revision WORDS="notes of items"')
    revise(sys.argv[1])
