"""The words for what a window waits for, and for what can be read in it: a draft, a letter, or another document."""

from notifications.language import Language, PartlyEnglish, is_english
from notifications.letter import Kind


def is_draft(title: str) -> bool:
    """Return True if a step of that title posts a draft; of one whose title is not known that is said too."""
    return not title or "draft" in title.casefold()


def waits(language: Language, title: str, said: str) -> str:
    """Return when a window opens that waits for the step of that title, which is `said` in the reader's language."""
    if is_draft(title):
        return language.say("label", "with_draft")
    line = language.say("label", "with_step", title=said)
    return PartlyEnglish(line, said) if is_english(said) else line


def question(kind: Kind, title: str) -> str:
    """Return the catalog key of the question for what a window waits for, the step of that title."""
    return str(kind) if is_draft(title) else str(kind).replace("draft", "step")


def read_label(title: str, *, is_letter: bool) -> str:
    """Return the label of the link to what can be read: the letter that asks for a vote, a draft, or a document."""
    return "letter" if is_letter else "draft" if is_draft(title) else "document"
