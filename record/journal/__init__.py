"""The journal: one line per act, written in the act's own transaction and sealed on top of the line before."""

from typing import TYPE_CHECKING

from record.lazy import names_of

if TYPE_CHECKING:
    from record.journal.heads import Head, read_head
    from record.journal.keys import attach, settings_of
    from record.journal.line_texts import canonical
    from record.journal.lines import (
        accepted_head,
        by_clock,
        check_past,
        line,
        rows_changed,
        sign,
        tables_changed,
        tell,
        write,
    )
    from record.journal.proof import Proof, verify
    from record.journal.row_digests import forget_guesses
    from record.journal.written_lines import (
        acts,
        arrived,
        begins,
        details,
        entries,
        facts_of,
        for_reasons,
        latest,
        names,
        reasons_of,
    )

__all__ = [
    "Head",
    "Proof",
    "accepted_head",
    "acts",
    "arrived",
    "attach",
    "begins",
    "by_clock",
    "canonical",
    "check_past",
    "details",
    "entries",
    "facts_of",
    "for_reasons",
    "forget_guesses",
    "latest",
    "line",
    "names",
    "read_head",
    "reasons_of",
    "rows_changed",
    "settings_of",
    "sign",
    "tables_changed",
    "tell",
    "verify",
    "write",
]

__getattr__ = names_of(
    __name__,
    {
        "heads": ("Head", "read_head"),
        "keys": ("attach", "settings_of"),
        "lines": (
            "accepted_head",
            "by_clock",
            "check_past",
            "line",
            "rows_changed",
            "sign",
            "tables_changed",
            "tell",
            "write",
        ),
        "row_digests": ("forget_guesses",),
        "written_lines": (
            "acts",
            "arrived",
            "begins",
            "details",
            "entries",
            "facts_of",
            "for_reasons",
            "latest",
            "names",
            "reasons_of",
        ),
        "proof": ("Proof", "verify"),
        "line_texts": ("canonical",),
    },
)
