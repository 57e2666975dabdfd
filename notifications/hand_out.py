"""A table that is handed out on paper: the follow-up of resolutions for a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from notifications.language import speak
from notifications.letter_text import Words, lay_out


@dataclass(frozen=True, slots=True)
class HandOut:
    """What is handed out: for which session, the headings, the rows in words, by whom, and as of which day."""

    session: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    office: str
    on: date


def write_hand_out(hand_out: HandOut) -> Words:
    """Return a hand-out as plain text and as a page; its words are those of officers, in English."""
    title = f"Follow-up of resolutions: {hand_out.session}"
    return lay_out(
        "hand_out",
        speak("en"),
        title,
        headings=hand_out.headings,
        rows=hand_out.rows,
        office=hand_out.office,
        on=hand_out.on.isoformat(),
    )
