"""Calendar lag: how long a calendar program may take to ask again before its owner is told of a moved date by mail."""

from datetime import datetime, timedelta

FAIR = timedelta(hours=26)  # Google asks once a day; two hours for the late
URGENT_FAIR = timedelta(hours=5)  # our REFRESH-INTERVAL is four hours
URGENT_WITHIN = timedelta(days=3)  # of the move, when the nearer of the two dates closes so soon after it
NEWS = timedelta(days=30)  # what moved longer ago is told by reminders, and costs no round a look


def looks(moved_at: datetime) -> tuple[datetime, datetime]:
    """Return the instants at which the round checks whether subscribers' calendars show a date that moved then."""
    return moved_at + URGENT_FAIR, moved_at + FAIR
