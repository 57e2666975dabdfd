"""Names as people type them: the exact one first; titles and beginnings where a person sees what was understood.

Each module is imported when one of its names is looked up (actions/lazy.py), so none is called like one of them.
"""

from typing import TYPE_CHECKING

from actions.lazy import names_of

if TYPE_CHECKING:
    from actions.kernel.lookups.addresses import channel_key, channels, subscription
    from actions.kernel.lookups.choices import Ambiguous, Choice, folded
    from actions.kernel.lookups.cycle_names import (
        anchor,
        anchors,
        chain,
        chains,
        cycle,
        cycles,
        editions,
        new_cycle,
        step,
        steps,
    )
    from actions.kernel.lookups.desk import item, items, messages
    from actions.kernel.lookups.meeting_keys import meeting, meetings
    from actions.kernel.lookups.people import organization, organizations, person, persons
    from actions.kernel.lookups.role_names import role, roles

__all__ = [
    "Ambiguous",
    "Choice",
    "anchor",
    "anchors",
    "chain",
    "chains",
    "channel_key",
    "channels",
    "cycle",
    "cycles",
    "editions",
    "folded",
    "item",
    "items",
    "meeting",
    "meetings",
    "messages",
    "new_cycle",
    "organization",
    "organizations",
    "person",
    "persons",
    "role",
    "roles",
    "step",
    "steps",
    "subscription",
]

__getattr__ = names_of(
    __name__,
    {
        "addresses": ("channel_key", "channels", "subscription"),
        "choices": ("Ambiguous", "Choice", "folded"),
        "cycle_names": (
            "anchor",
            "anchors",
            "chain",
            "chains",
            "cycle",
            "cycles",
            "editions",
            "new_cycle",
            "step",
            "steps",
        ),
        "desk": ("item", "items", "messages"),
        "meeting_keys": ("meeting", "meetings"),
        "people": ("organization", "organizations", "person", "persons"),
        "role_names": ("role", "roles"),
    },
)
