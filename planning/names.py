"""Names as they are compared: whatever the case, the spaces, the hyphens, the apostrophes and the ampersands."""

import re
import unicodedata
from functools import lru_cache
from itertools import takewhile, zip_longest

COUNTS = 2  # letters of a word that numbers things: `A`, `12`

# Letters by their kind, and yet marks: an apostrophe, as Unicode's own tables of names write it, and a stretched line.
MARKS = dict.fromkeys(map(ord, "\u02bc\u02bb\u02bd\u02b9\u02c8\u0640"))


@lru_cache(maxsize=10_000)  # of a few hundred names each is compared thousands of times
def folded(name: str) -> str:
    """Return the name as it is compared: `CWG-WSIS&SDG`, `CWG WSIS & SDG` and `cwg-wsis-and-sdg` are one."""
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name).translate(MARKS).casefold())
    return "".join(word for word in words if word != "and")


def unaccented(name: str) -> str:
    """Return the name as words of tables are compared: no case, no accents, letters and digits alone."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def may_be(name: str, other: str) -> bool:
    """Return False if two names differ by letters or numbers that tell them apart: `Region 1` and `Region 2`."""
    pairs = zip_longest(name.casefold().split(), other.casefold().split(), fillvalue="")
    return any(len(one) > COUNTS or len(another) > COUNTS for one, another in pairs if one != another)


def is_one_slip(word: str, other: str) -> bool:
    """Return True if one letter was left out, added, exchanged, or swapped with the next; digits are no slips."""
    same = sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(word, other, strict=False)))
    rest, theirs = word[same:], other[same:]
    if word == other or [*filter(str.isdigit, word)] != [*filter(str.isdigit, other)]:
        return False
    swapped = rest[:2] == theirs[1::-1] and rest[2:] == theirs[2:]
    return swapped or rest[1:] in (theirs, theirs[1:]) or rest == theirs[1:]


def one_left_out(word: str) -> set[str]:
    """Return the word, and it without each of its letters: two that are one slip apart have one of these in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def without_accents(words: str) -> str:
    """Return the words as they stand, but for their accents: `Yaounde` for `Yaoundé`."""
    return "".join(letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))


LOOK_ALIKE = str.maketrans("авекмнорстухіјѕԁԛ", "abekmhopctyxijsdq")  # Cyrillic letters that are shaped as Latin ones


def as_it_looks(name: str) -> str:
    """Return the name without case and accents, by the shape of its letters: a Cyrillic В is a B."""
    return unaccented(name).translate(LOOK_ALIKE)
