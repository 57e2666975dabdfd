"""Names as people type them: the exact one first; titles and beginnings where a person sees what was understood."""

from actions.kernel.lookups.channels import channel_key, channels, subscription
from actions.kernel.lookups.choices import Ambiguous, Choice, folded
from actions.kernel.lookups.cycles import anchor, anchors, chains, cycle, cycles, new_cycle, step, steps
from actions.kernel.lookups.desk import item, items, messages
from actions.kernel.lookups.meetings import meeting, meetings
from actions.kernel.lookups.people import organization, organizations, person, persons

__all__ = [
    "Ambiguous",
    "Choice",
    "anchor",
    "anchors",
    "chains",
    "channel_key",
    "channels",
    "cycle",
    "cycles",
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
    "step",
    "steps",
    "subscription",
]
