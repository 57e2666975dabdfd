"""Every refusal: one base, one class per fact, one sentence for people.

They contain no HTTP status and no exit code: each door has a table of its own.
"""

from collections.abc import Iterable
from datetime import date

from planning.remedies import Argument, Remedy, told

QUOTED = 200  # characters


class CouncilError(Exception):
    """A refusal: the sentence names the thing; the remedies stand beside it, each door has its own words for them.

    As text it says both in plain words. Doors print it and change nothing.
    """

    def __init__(self, sentence: str, *remedies: Remedy) -> None:
        self.sentence, self.remedies = sentence, remedies
        super().__init__(told(sentence, remedies))


def quoted(words: object) -> str:
    """Return what was typed in quotes, as a refusal repeats it: of a very long word only how it begins."""
    text = str(words)
    return repr(text if len(text) <= QUOTED else f"{text[:QUOTED]}…")


def among(names: Iterable[str]) -> str:
    """Return the names as people list them, or `none`."""
    return ", ".join(names) or "none"


# -- words that cannot be read ------------------------------------------------------------------------------------


class NotARule(CouncilError):
    """A sentence outside the grammar of date rules (docs/rules.md)."""

    def __init__(self, text: str, why: str) -> None:
        self.text, self.why = text, why
        super().__init__(f"{quoted(text)} is not a date rule: {why}")


class NotADate(CouncilError):
    """Words given for a day or an instant that name none."""

    def __init__(self, text: str, wanted: str = "a day such as 2017-04-28") -> None:
        self.text = text
        super().__init__(f"{quoted(text)} is not {wanted}")


class UnbelievableDay(CouncilError):
    """A day that no deadline, meeting or act of the Union can have: mostly a slip of a digit."""

    def __init__(self, day: str, years: str) -> None:
        self.day = day
        super().__init__(f"{day} lies outside the years {years}; correct it")


class UnknownZone(CouncilError):
    """A time zone that neither the IANA database nor our short list of abbreviations holds."""

    def __init__(self, zone: str, near: str | None = None) -> None:
        self.zone = zone
        meant = f"did you mean {near}? " if near else ""
        super().__init__(f"the time zone {quoted(zone)} is not known; {meant}write an IANA name such as Europe/Zurich")


class OffsetForZone(UnknownZone):
    """Hours from UTC where a time zone is wanted: a place keeps other hours in summer."""

    def __init__(self, zone: str, place: str, same: str) -> None:
        self.zone = zone
        CouncilError.__init__(
            self, f"{quoted(zone)} is an offset, and an offset is no zone; write a place such as {place}, or {same!r}"
        )


class HourSkipped(CouncilError):
    """A stated hour that no clock shows on the day: summer time begins, and leaves it out."""

    def __init__(self, hour: str, day: date, zone: str, before: str, after: str) -> None:
        self.hour, self.day, self.zone = hour, day, zone
        super().__init__(
            f"no clock in {zone} shows {hour} on {day}: after {before} comes {after}; state one of these two"
        )


class NaiveInstant(CouncilError):
    """An instant without a zone says nothing to 193 states."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} has no time zone; give one, for instance UTC")


# -- chains that cannot be ----------------------------------------------------------------------------------------


class BadChain(CouncilError):
    """A declaration that contradicts itself, refused where it is written (at import, for a shipped chain)."""

    def __init__(self, chain: str, why: str) -> None:
        self.chain = chain
        super().__init__(f"the procedure {quoted(chain)} has a fault: {why}", "correct that")


class BadChainFile(CouncilError):
    """A chain's file that cannot be used: it is named with the line, and every other chain goes on without it."""

    def __init__(self, chain: str, place: str, why: str) -> None:
        self.chain, self.place = chain, place
        mend = "mend the file; until then its open cycles keep their dates, and no new one can be opened"
        super().__init__(f"{place} cannot be used: {why}", mend)


class NoSuchChain(CouncilError):
    """No file under flows/chains/ declares this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(f"there is no procedure {quoted(name)}; the procedures are {among(known)}")


class AnchorMissing(CouncilError):
    """A required anchor has no date."""

    def __init__(self, chain: str, anchor: str, title: str) -> None:
        self.anchor = anchor
        give = Argument("anchor", "give it", f"{anchor}=YYYY-MM-DD")
        super().__init__(f"{quoted(chain)} depends on {quoted(anchor)} ({title})", give)


class UnknownAnchor(CouncilError):
    """A date was given for an anchor that the chain does not have."""

    def __init__(self, chain: str, anchor: str, known: Iterable[str]) -> None:
        self.anchor = anchor
        super().__init__(f"{quoted(chain)} has no reference date {quoted(anchor)}; it has {among(known)}")


class NotASingleDay(CouncilError):
    """An interval was given where the chain needs one day."""

    def __init__(self, anchor: str) -> None:
        self.anchor = anchor
        give = Argument("anchor", "give one day", f"{anchor}=YYYY-MM-DD")
        super().__init__(f"{quoted(anchor)} must be a single day, not an interval: a step is due on it", give)


class EditionMissing(CouncilError):
    """A rule such as `24 February` needs the year of an edition."""

    def __init__(self, rule: str) -> None:
        super().__init__(
            f"{quoted(rule)} needs the year of an edition", Argument("edition", "name one, for instance", "2017")
        )


class ImpossibleDate(CouncilError):
    """A rule leads to a day that the calendar does not have."""

    def __init__(self, rule: str, why: str) -> None:
        super().__init__(f"{quoted(rule)} leads to no day: {why}", "correct it")
