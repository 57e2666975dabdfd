"""The journal: one line per act, written in the act's own transaction and sealed on top of the line before."""

from actions.journal.lines import line, tell, write
from actions.journal.listing import acts, details, entries, names
from actions.journal.proof import verify

__all__ = ["acts", "details", "entries", "line", "names", "tell", "verify", "write"]
