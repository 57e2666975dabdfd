"""Files of chains as an office may leave them: good ones, and those that cannot be used."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

import flows.chains

GOOD = """\
from planning.chain import SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "liaison-statement", version=1, title="A liaison statement", mandate="none: written by a test",
    anchors=(Anchor("reply", "the day on which the other side wants its answer", outside=True),),
    steps=(
        Step("draft", "Draft the answer", due="2 weeks before answer"),
        Step("answer", "Send the answer", due="on reply"),
    ),
)
"""

Files = Callable[..., None]


@contextmanager
def dropped_in(folder: Path, texts: Mapping[str, str | bytes]) -> Iterator[None]:
    """Put files into a folder of the package while the block runs, as if they had been put into the checkout."""
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flows.chains, "__path__", [*flows.chains.__path__, str(folder)])
        yield
    for name in texts:
        sys.modules.pop(f"flows.chains.{Path(name).stem}", None)
