"""Letters about the HLPF contribution of 2017, as the 30th meeting of CWG-WSIS agreed it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifications.letter import Item, Kind, Letter, Milestone
from planning.standing import Standing

GENEVA = ZoneInfo("Europe/Zurich")
LINE = (
    ("Post the revised draft", date(2017, 2, 24), Standing.MET_LATE),
    ("Comment on the revised draft", date(2017, 3, 10), Standing.CLOSED),
    ("Post the final draft", date(2017, 3, 24), Standing.OVERDUE),
    ("Comments on the final draft", date(2017, 4, 7), Standing.DUE_SOON),
    ("Submit the text to the UN", date(2017, 4, 28), Standing.OPEN),
)


def item(kind: Kind = Kind.REMINDER, **facts: Any) -> Item:
    """Return an item about the comments on the final draft, due on Friday 7 April 2017."""
    due = facts.get("due", date(2017, 4, 7))
    usual: dict[str, Any] = {
        "title": "Comments on the final draft",
        "cycle": "Council contribution to the HLPF, 2017",
        "step": "final-comments",
        "by": "membership",
        "to": "secretariat",
        "due": due,
        "earliest": due,
        "closes": datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=GENEVA),
        "was": date(2017, 3, 31) if kind.replaces else None,
        "mandate": "Council Resolution 1332, instructs the Secretary-General 5",
        "source": "agreed by the 30th meeting of CWG-WSIS, C17/8",
        "url": "https://council.example.int/deadlines/4",
        "path": tuple(Milestone(title, on, standing, here=on == due) for title, on, standing in LINE),
    }
    return Item(kind=kind, **usual | facts)


def letter(*items: Item, now: str = "2017-04-04 09:00", zone: str = "Europe/Zurich", **facts: Any) -> Letter:
    """Return a letter written at `now`, on the recipient's clock."""
    usual: dict[str, Any] = {"person": "Amina Diallo", "language": "en", "office": "Council secretariat"}
    hour = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))
    return Letter(items=items or (item(),), zone=ZoneInfo(zone), now=hour, **usual | facts)
