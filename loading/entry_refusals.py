"""Refusals of a load: the file and the entry in front, then what is wrong and what to do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from notifications.plain_text import plain
from planning.errors import AnchorMissing, CouncilError, EditionMissing, among
from planning.remedies import Remedy
from record.refusals import LoadRefused

COMMA = "a comma inside {…} needs quotes"
SHOWN = 80  # letters of a word
LISTED = 25  # names shown in a sentence; the nearest one stands before them


def refused(where: str, why: str, *remedies: Remedy) -> LoadRefused:
    """Return the refusal of one entry."""
    return LoadRefused(f"{where}: {why}", *remedies)


def known(word: str, names: Iterable[str]) -> str:
    """Return `did you mean 'opens'? known are body, closes, key, opens`."""
    every = sorted(set(names))
    near = get_close_matches(word.casefold(), every, 1)
    listed = among([*every[:LISTED], *(["…"] if len(every) > LISTED else [])])
    return f"{f'did you mean {near[0]!r}? ' if near else ''}known are {listed}"


def unknown_word(word: str, names: Iterable[str]) -> str:
    """Return why a key is refused; one of several words is the rest of a text that a comma cut."""
    cut = f"; {COMMA}" if " " in word.strip() else ""
    return f"`{plain(word, SHOWN)}` is not known here; {known(word, names)}{cut}"


@contextmanager
def inside(where: str) -> Iterator[None]:
    """Put file and entry in front of whatever is refused inside."""
    try:
        yield
    except LoadRefused:
        raise
    except AnchorMissing as why:
        raise refused(where, f"it depends on {why.anchor!r}, which has no date; give one under `anchors`") from None
    except EditionMissing as why:
        rule = why.sentence.partition(" needs ")[0]
        raise refused(where, f"{rule} names no year, and the cycle is not named by one; write the year") from None
    except CouncilError as why:
        raise refused(where, why.sentence, *why.remedies) from None
    except OverflowError:
        raise refused(where, "its dates lead beyond the years 1 to 9999; write nearer ones") from None
