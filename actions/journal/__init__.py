"""The journal: one line per act, written in the act's own transaction and sealed on top of the line before."""

from actions.journal.heads import Head, read_head
from actions.journal.keys import attach
from actions.journal.lines import accept, is_behind, line, tell, write
from actions.journal.listing import acts, details, entries, names, told
from actions.journal.proof import Proof, verify

__all__ = [
    "Head",
    "Proof",
    "accept",
    "acts",
    "attach",
    "details",
    "entries",
    "is_behind",
    "line",
    "names",
    "read_head",
    "tell",
    "told",
    "verify",
    "write",
]
