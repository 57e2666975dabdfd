"""`secret/list`: the keys that seal channels and sign links, by their ids; a key itself is never shown."""

from sqlalchemy.orm import Session

from delivery import sealed_channels
from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Shown, listing
from planning.rule_words import count_of
from record import key_ring
from record.settings import Settings


@reading(
    "secret/list",
    who=(Grant.ADMINISTRATOR,),
    columns=(Column("Key"), Column("Channels"), Column("Use")),
)
def keys(session: Session, *, settings: Settings) -> Shown[list[tuple[str, str, int]]]:
    """List the keys by their ids, the newest first, and how many channels each has sealed."""
    return listing(
        _keys(session, settings),
        lambda keys: [{"key": name, "use": use, "channels": count} for name, use, count in keys],
        lambda keys: ((name or "-", count_of(count, "channel"), use) for name, use, count in keys),
    )


def _keys(session: Session, settings: Settings) -> list[tuple[str, str, int]]:
    """Return each key with its use and its count; those that sealed a channel and are not here last."""
    counts, keys = sealed_channels.by_key(session), [key.id for key in key_ring.ring(settings).keys]
    lost = [name for name in counts if name and name not in keys]
    uses = dict.fromkeys(keys, "opens what it made") | dict.fromkeys(lost, "NOT HERE") | {keys[0]: "seals and signs"}
    if counts[""]:
        uses[""] = "no id: sealed before keys had one"
    return [(name, use, counts[name]) for name, use in uses.items()]
