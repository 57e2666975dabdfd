"""The journal: one line per act, written in the act's own transaction and sealed on top of the line before."""

from typing import TYPE_CHECKING

from actions.lazy import names_of

if TYPE_CHECKING:
    from actions.journal.heads import Head, read_head
    from actions.journal.keys import attach, settings_of
    from actions.journal.lines import accepted_head, check_past, line, sign, tell, write
    from actions.journal.listing import acts, details, entries, facts_of, names
    from actions.journal.proof import Proof, verify
    from actions.journal.texts import canonical

__all__ = [
    "Head",
    "Proof",
    "accepted_head",
    "acts",
    "attach",
    "canonical",
    "check_past",
    "details",
    "entries",
    "facts_of",
    "line",
    "names",
    "read_head",
    "settings_of",
    "sign",
    "tell",
    "verify",
    "write",
]

__getattr__ = names_of(
    __name__,
    {
        "heads": ("Head", "read_head"),
        "keys": ("attach", "settings_of"),
        "lines": ("accepted_head", "check_past", "line", "sign", "tell", "write"),
        "listing": ("acts", "details", "entries", "facts_of", "names"),
        "proof": ("Proof", "verify"),
        "texts": ("canonical",),
    },
)
