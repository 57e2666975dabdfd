"""What acts refuse: a deadline that cannot be agreed, announced, met or confirmed so."""

from collections.abc import Iterable
from datetime import date

from planning.errors import CouncilError, among, quoted
from planning.least_time import Short
from planning.remedies import Argument, Call
from planning.rule_words import count_of


class AlreadySettled(CouncilError):
    """A deadline met or waived is closed; reopen it before changing it."""

    def __init__(self, cycle: str, step: str) -> None:
        reopen = Call("deadline/reopen", {"cycle": cycle, "step": step}, "reopen it first")
        super().__init__(f"{quoted(step)} is already settled", reopen)


class NotAgreed(CouncilError):
    """Only an agreed date can be taken back."""

    def __init__(self, cycle: str, step: str, basis: str) -> None:
        see = Call("deadline/explain", {"cycle": cycle, "step": step}, "see what the date rests on")
        super().__init__(f"the date of {quoted(step)} is {basis}, not agreed: there is no agreement to withdraw", see)


class NotSettled(CouncilError):
    """Only what is settled can be reopened."""

    def __init__(self, cycle: str, step: str) -> None:
        see = Call("cycle/status", {"cycle": cycle}, "see how its steps stand")
        super().__init__(f"{quoted(step)} is neither completed nor not required: there is nothing to reopen", see)


class NothingToIssue(CouncilError):
    """Members read all that is set already, or will by what was approved."""

    def __init__(self, cycle: str) -> None:
        agree = Call("deadline/agree", {"cycle": cycle}, "agree one first")
        super().__init__(f"{cycle} has no agreed date left to issue", agree)


class OfficeOnly(CouncilError):
    """The step is the office's own: members never read of it."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{quoted(step)} is the office's own step, and is issued to nobody; name another one")


class IssuedWithMeeting(CouncilError):
    """A date hangs from a meeting that is set and not issued: members read both at one moment."""

    def __init__(self, step: str, meeting: str) -> None:
        issue = Call("meeting/issue", {"meeting": meeting}, "issue that, and what depends on it")
        super().__init__(f"{quoted(step)} depends on {meeting}, which is set and not issued", issue)


class ReckonedUnchecked(CouncilError):
    """A date is reckoned with a holiday list that nobody has loaded, or that nobody has checked."""

    def __init__(self, step: str, place: str, year: int, *, is_loaded: bool) -> None:
        check = Call("holidays/check", {"place": place, "year": year}, "have another person check it")
        load = Call("file/load", {"files": ["HOLIDAYS.yaml"]}, "load it as its circular prints it")
        anyway = Argument("accept_provisional", "or say why it is issued all the same", "REASON")
        state = "checked" if is_loaded else "loaded"
        super().__init__(
            f"{quoted(step)} is reckoned with the {place} holiday list for {year}, which is not {state}",
            check if is_loaded else load,
            anyway,
        )


class HolidaysRefused(CouncilError):
    """A holiday list does not stand so that this could be done with it."""


class NothingToStop(CouncilError):
    """What is public cannot be stopped."""

    def __init__(self, cycle: str) -> None:
        issue = Call("cycle/issue", {"cycle": cycle}, "agree the date anew and issue it: a correction")
        super().__init__(f"nothing that was issued of {cycle} waits to become public", issue)


class ProposedOnly(CouncilError):
    """No member hears of a proposed date."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{quoted(step)} has only a proposed date; agree it before it is issued")


class PersonAsAuthority(CouncilError):
    """Members read who decided a date, and that is no person of the house."""

    def __init__(self, words: str, name: str, argument: str) -> None:
        name_it = Argument(argument, "name that, or leave it out for the office", "WORDS")
        what = "the document" if argument == "document" else "the meeting or the Chair that decided"
        who = quoted(words) if words == name else f"{quoted(words)} names {quoted(name)}, who"
        super().__init__(f"{who} is a person on record: members read {what}, never a person's name", name_it)


class NoDatesGiven(CouncilError):
    """An act on several dates, and none is named."""

    def __init__(self, cycle: str) -> None:
        dates = "name steps with their dates, such as comments=2027-03-12"
        proposed = Argument("proposed", "agree all that are proposed")
        file = Argument("file", "give a file that states them", "FILE")
        super().__init__(f"no date of {cycle} is named, or proposed and still to come", dates, proposed, file)


class Undated(CouncilError):
    """The step has no date to work with."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{quoted(step)} has no date yet; agree one first")


class NoEvidence(CouncilError):
    """A step of this kind is met only with what shows it."""

    def __init__(self, step: str, wanted: str) -> None:
        self.wanted = wanted
        what = {"document": "its document", "url": "the address where it was posted"}[wanted]
        document = Argument("document", "name it", "SYMBOL")
        url = Argument("url", "say where it stands", "https://…")
        super().__init__(
            f"{quoted(step)} is completed only with {what}", *((document, url) if wanted == "document" else (url,))
        )


class NotAnAddress(CouncilError):
    """An address on the web begins with its scheme."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"{quoted(url)} is no address on the web; write it in full, such as https://www.itu.int/wg-wsis"
        )


class NotLate(CouncilError):
    """Only what came late is accepted although it was late."""

    def __init__(self, what: str, on: date, due: date | None) -> None:
        limit = f"due on {due}" if due else "undated"
        super().__init__(f"{what} of {on} was not late ({limit}): nobody need accept it", "leave out who accepted it")


class NotConfirmed(CouncilError):
    """No second person has confirmed it."""

    def __init__(self, cycle: str, step: str) -> None:
        see = Call("cycle/status", {"cycle": cycle}, "see how its steps stand")
        super().__init__(
            f"{quoted(step)} was not confirmed by a second person: there is no confirmation to withdraw", see
        )


class NothingToConfirm(CouncilError):
    """Nobody has reported the step met."""

    def __init__(self, cycle: str, step: str, needs: bool) -> None:
        why = "nobody has reported it completed yet" if needs else "it needs no second person"
        met = Call("deadline/met", {"cycle": cycle, "step": step}, "record it as completed")
        super().__init__(f"{quoted(step)} cannot be confirmed: {why}", met)


class SamePerson(CouncilError):
    """Four eyes are those of two people."""

    def __init__(self, step: str, person: str) -> None:
        super().__init__(f"{quoted(step)} was reported completed by {person}; a second person must confirm it")


class WindowTooShort(CouncilError):
    """Members would have less than the least time for comments, and nobody has said what becomes of the window."""

    def __init__(self, window: Short) -> None:
        self.window = window
        of = {"cycle": window.cycle, "step": window.step}
        source = f" ({window.source})" if window.source else ""
        left, least = count_of(window.left, "day"), count_of(window.least, "day")
        super().__init__(
            f"{window.cycle} {window.step} closes on {window.due}, {left} after members can be invited "
            f"({window.invited_on}); its least time is {least}{source}",
            Call("deadline/agree", of | {"due": str(window.extended)}, f"extend it: {_extending(window)}"),
            Argument("keep_short", "keep its close, so that no other date moves, and say why", "REASON"),
            Call("deadline/waive", of, "leave the round out, so that no other date moves"),
        )


def _extending(window: Short) -> str:
    """Return what an extension to the least time does to the step that comes next."""
    if window.next_step is None or window.next_due is None:
        return "no later step has a date"
    days = (window.next_due - window.extended).days
    if days < 0:
        return f"{window.next_step} keeps {window.next_due}, which is then before its close, unless it moves too"
    return f"{window.next_step} keeps {window.next_due}, {count_of(days, 'day')} after its close, unless it moves too"


class NotRecounted(CouncilError):
    """Only a date that is flagged is accepted or kept."""

    def __init__(self, name: str | None, known: Iterable[str], other: date | None = None) -> None:
        recount = Call("deadline/recount", words="reckon the open dates anew")
        if name and other and known:
            known = list(known)
            stay = "stays as it is" if len(known) == 1 else "stay as they are"
            sentence = f"{name} would be on {other} while {among(known)} {stay}; accept these together"
            cycle, _, step = name.rpartition("/")
            recount = Call("deadline/agree", {"cycle": cycle, "step": step}, "or agree its day")
        elif other:
            sentence = f"{name} would be on {other} by now, and is flagged for another day"
        elif name:
            sentence = f"{name} is not flagged; flagged are {among(known)}"
        else:
            sentence = "no open date is flagged: each is as it was reckoned"
        super().__init__(sentence, recount)
