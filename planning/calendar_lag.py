"""How long a calendar program may take to ask again before its owner counts as not having heard of a moved date."""

from datetime import datetime, timedelta

FAIR = timedelta(hours=26)  # Google asks once a day; two hours for the late
URGENT_FAIR = timedelta(hours=5)  # our REFRESH-INTERVAL is four hours
URGENT_WITHIN = timedelta(days=3)  # of the move, when the nearer of the two dates closes so soon after it
NEWS = timedelta(days=30)  # what moved longer ago is told by reminders, and costs no round a look


def looks(moved_at: datetime) -> tuple[datetime, datetime]:
    """Return when the round has to look whether subscribers have heard of a date that moved then."""
    return moved_at + URGENT_FAIR, moved_at + FAIR
