"""The words of officers beside the program's own, each with its meaning; docs/glossary.md is written from here.

`python -m notifications.glossary` writes it; pages and letters take an entry by `entry`.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from planning.errors import CouncilError
from planning.names import folded
from planning.remedies import Call

TARGET = Path(__file__).parents[1] / "docs" / "glossary.md"
HEAD = """\
# Glossary

What officers read stands first; the word that commands, files and the code use stands beside it. At a
terminal, `help WORD` says the same for either word. Written from `notifications/glossary.py` by `make index`.

| officers read | the program says | meaning |
|---|---|---|
"""


class NoSuchWord(CouncilError):
    """A word that the glossary does not have."""

    def __init__(self, word: str, near: str | None) -> None:
        self.word, self.near = word, near
        see = Call("glossary/show", {"words": [near]} if near else {}, "look that up" if near else "see every word")
        hint = f"; the nearest word is {near!r}" if near else ""
        super().__init__(f"the glossary does not have {word!r}{hint}", see)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as officers read it, the program's word for the same, what both mean, and other words for it."""

    officers: str
    word: str
    meaning: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every word under which it is found."""
        return self.officers, self.word, *self.others


def entry(words: str) -> Entry:
    """Return the entry of a word, the program's or an officer's, whatever its case. Raises NoSuchWord."""
    names = {folded(name): each for each in reversed(ENTRIES) for name in each.names}
    if found := names.get(folded(words)):
        return found
    plain = {name.casefold(): name for each in ENTRIES for name in each.names}
    near = get_close_matches(words.casefold(), plain, 1)
    raise NoSuchWord(words, plain[near[0]] if near else None)


def text() -> str:
    """Return the glossary as Markdown, in the order of the officers' words."""
    rows = sorted(ENTRIES, key=lambda each: each.officers.casefold())
    return HEAD + "".join(f"| {each.officers} | {_words(each)} | {each.meaning} |\n" for each in rows)


def _words(of: Entry) -> str:
    return ", ".join(f"`{word}`" for word in (of.word, *of.others))


ENTRIES = (
    # -- procedures and their dates --
    Entry("procedure", "chain", "A fixed sequence of steps, declared once, with the text that asks for it."),
    Entry(
        "cycle",
        "cycle",
        "One edition of a procedure, such as hlpf-contribution/2017, with its own dates.",
        ("edition",),
    ),
    Entry(
        "expected document",
        "expected document",
        "A document that a meeting waits for: its authors submit it by a day, the secretariat posts it by another.",
    ),
    Entry("reference date", "anchor", "A date from which others are counted: a meeting's days, or a day that is set."),
    Entry("step", "step", "One thing that somebody does in a procedure, such as posting a draft."),
    Entry("deadline", "deadline", "A step in one cycle, with its date.", ("due",)),
    Entry("Action by", "by", "Who does the step.", ("actor", "who")),
    Entry("Submitted to", "to", "Who receives what the step produces."),
    Entry("through", "via", "The body by way of which it reaches its recipient."),
    Entry("Purpose", "purpose", "For what it is submitted: information, consideration or decision.", ("for",)),
    Entry("days in hand", "float", "How many days a date could still move without pushing another one."),
    Entry("conflict", "does not fit", "Two dates that cannot both be kept, with the days that are lacking."),
    Entry("reasons", "derivation", "Why a date is what it is, link by link down to its reference date."),
    Entry("rule", "rule", "The sentence that gives a date, such as '2 weeks before comments'."),
    Entry("proposed", "proposed", "Reckoned from a practice; it binds nobody until it is agreed."),
    Entry("by rule", "by-rule", "Reckoned from a text that binds the office, such as Rule 20; nobody need agree it."),
    Entry("force", "force", "On what a date that is reckoned stands: a rule that is cited, or practice."),
    Entry("agreed", "agreed", "Set by a meeting, the Chair or the secretariat, with the source; it binds."),
    Entry("set by the UN", "outside", "A date that another organization set; only that organization moves it."),
    Entry("date to be confirmed", "awaited", "No source gives the date yet.", ("undated",)),
    Entry("not confirmed", "provisional", "The reference date is expected and not yet certain."),
    Entry("date in force", "promise", "The date of a deadline as it stands from one moment to the next."),
    Entry("Geneva time", "Europe/Zurich", "The clock by which dates close unless another one is stated."),
    Entry(
        "issue",
        "issue",
        "Let members read a set date, or a meeting with what hangs from it: page, calendar and letter change at once.",
        ("announce",),
    ),
    Entry("possible this year", "offered", "A procedure that the year may call for, and that nothing requires."),
    Entry(
        "required this year",
        "owed",
        "A procedure that an obligation or a meeting of the year calls for. Of a letter: what a person must be told.",
    ),
    # -- how a deadline stands --
    Entry("open", "open", "Not yet completed, and its date is still to come."),
    Entry("due soon", "due-soon", "Not yet completed, and due within a week."),
    Entry("overdue", "overdue", "Not completed, and its date is past."),
    Entry("completed", "met", "Done; the step's own verb may stand for it: received, posted, submitted."),
    Entry("completed late", "met-late", "Done after its date."),
    Entry("not required", "waived", "The step need not be done in this cycle."),
    Entry("reopen", "reopen", "Record that a step was not completed, or is required after all."),
    Entry("period for comments", "window", "The days in which members may comment; it closes, and is never overdue."),
    Entry("closed", "closed", "The period for comments is over."),
    Entry("evidence", "evidence", "The document or address that shows that a step was completed."),
    Entry("confirmation", "confirmation", "A second person's word that a step was completed."),
    # -- people --
    Entry("responsible officer", "officer", "The person who answers for a deadline."),
    Entry("role", "role", "What somebody is: secretariat, chair, membership; letters go to roles."),
    Entry("secretary", "secretary", "The official of a body who hears when its papers are late."),
    Entry("deputy", "deputy", "Who is told in a person's place from one day to another."),
    Entry("escalation", "escalate", "A reminder that also goes to the secretary, because the deadline stayed overdue."),
    Entry("official address", "official address", "An organization's one address: it hears all that opens or changes."),
    Entry("stop letters", "mute", "A person's wish not to hear of a procedure.", ("choices",)),
    Entry("returned mail", "bounce", "A letter that came back as undeliverable.", ("bounces",)),
    Entry("focal point", "focal-point", "The person whom a body or an organization named for a subject."),
    # -- letters --
    Entry("letters", "outbox", "All letters of the office: those that wait, those that left, those that will not."),
    Entry("letter", "message", "One mail to one person, about one deadline or several."),
    Entry("reminders of a step", "ladder", "The days before and after a date on which its reminders leave."),
    Entry("reminder", "rung", "One of these days, and the letter that leaves on it."),
    Entry("opening letter", "opening", "The letter that invites members to comment."),
    Entry("summary letter", "digest", "One letter for the reminders of a day or a week."),
    Entry("for approval", "held", "The letter waits until an officer approves it."),
    Entry("approve", "release", "Let a letter leave the office."),
    Entry("standing approval", "allow", "Letters of one kind and procedure leave without being approved one by one."),
    Entry("do not send", "drop", "The letter stays on record, and never leaves."),
    Entry("replaced", "superseded", "A later letter says the same better; this one does not leave."),
    Entry("taken back", "suppressed", "The letter is no longer true, and does not leave."),
    Entry("given up", "dead", "The mail server refused the letter for good, or never answered.", ("refused for good",)),
    Entry("send again", "retry", "Try once more to send a letter that was given up."),
    Entry("sending stopped", "hold", "No letter leaves until somebody lets sending go on."),
    Entry("forecast", "forecast", "Whom an act would cause to be told, and when."),
    Entry("rehearsal", "rehearse", "The letters of a period as they would leave; nothing is sent."),
    # -- comments --
    Entry("reflected", "taken up", "The comment is in the text, and where.", ("taken-up",)),
    Entry("not reflected", "declined", "The comment is not in the text, and why."),
    Entry("answer", "answer", "What an organization said in a period for comments; one for all its contacts."),
    # -- bodies and papers --
    Entry("body", "body", "A body that meets, such as the Council, under any of its names.", ("bodies",)),
    Entry("meeting", "meeting", "One sitting of a body, with its days and how it stands."),
    Entry("postponed", "postponed", "The meeting will be held on days that are not known yet."),
    Entry("cancelled", "cancelled", "The meeting will not be held."),
    Entry("document", "document", "A paper with its symbol, such as C17/47-E, its languages and revisions."),
    Entry("submission", "submission", "A document submitted to a body for a purpose.", ("submit",)),
    Entry("circular", "circular", "A circular letter or questionnaire, with those who were asked and who answered."),
    Entry("resolution", "resolution", "A text of the Council or the Plenipotentiary Conference, in its versions."),
    Entry("clause", "clause", "One paragraph of a resolution that asks something of somebody."),
    Entry("obligation", "obligation", "What a clause asks, how often, and for which body."),
    Entry("action item", "item", "What a meeting's report asks of somebody."),
    Entry("assigned to", "assignee", "Who is to do an action item."),
    # -- the office's work --
    Entry("task", "task", "Something that waits for an officer, with what ends it.", ("tasks",)),
    Entry("journal", "journal", "Who did what, when and why, sealed so that no line can be changed."),
    Entry("act", "act", "Something that changes the record, such as agreeing a date."),
    Entry("list or view", "reading", "Something that shows the record and changes nothing."),
    Entry("preview", "preview", "What an act would do, shown without doing it."),
    Entry("undo", "undo", "The act that takes another one back."),
    Entry("health check", "doctor", "Whether reminders will leave, and what to do where they will not."),
    Entry("the record", "store", "The database in which everything is kept."),
    Entry("calendar", "feed", "Deadlines and meetings for a calendar program.", ("schedule",)),
    Entry("private calendar address", "token", "The address of one person's own calendar.", ("subscription", "tokens")),
    Entry(
        "sending round", "round", "The quarter-hourly look at what must be told, and the sending of it.", ("remind",)
    ),
)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
