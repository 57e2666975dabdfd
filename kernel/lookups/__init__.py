"""Names as people type them: the exact one first; titles and beginnings where a person sees what was understood.

Each module is imported when one of its names is looked up (record/lazy.py), so none is called like one of them.
"""

from typing import TYPE_CHECKING

from record.lazy import names_of

if TYPE_CHECKING:
    from kernel.lookups.addresses import channel_key, channels, subscription
    from kernel.lookups.choices import Ambiguous, Choice, folded
    from kernel.lookups.comment_numbers import comments
    from kernel.lookups.cycle_names import (
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
    from kernel.lookups.holiday_places import duty_station, duty_stations
    from kernel.lookups.items_and_messages import item, items, messages
    from kernel.lookups.meeting_keys import meeting, meetings, new_days
    from kernel.lookups.person_names import impersonal, organization, organizations, person, persons
    from kernel.lookups.role_names import role, roles

__all__ = [
    "Ambiguous",
    "Choice",
    "anchor",
    "anchors",
    "chain",
    "chains",
    "channel_key",
    "channels",
    "comments",
    "cycle",
    "cycles",
    "duty_station",
    "duty_stations",
    "editions",
    "folded",
    "impersonal",
    "item",
    "items",
    "meeting",
    "meetings",
    "messages",
    "new_cycle",
    "new_days",
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
        "comment_numbers": ("comments",),
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
        "holiday_places": ("duty_station", "duty_stations"),
        "items_and_messages": ("item", "items", "messages"),
        "meeting_keys": ("meeting", "meetings", "new_days"),
        "person_names": ("impersonal", "organization", "organizations", "person", "persons"),
        "role_names": ("role", "roles"),
    },
)
