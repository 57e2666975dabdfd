"""What people asked of our mail, as forms, for those who asked the desk instead of following their link."""

from datetime import datetime
from typing import Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.whom import people, preferring
from actions.whom.preferring import ALL, REPORT
from flows.acting import Done, acted

WORDS = {"everything": ALL, "report": REPORT}


@flow(name="mute", flow_run_name="{person} {chain}", persist_result=False)
async def mute(
    person: str, by: str, chain: str = "everything", muted: bool = True, as_of: datetime | None = None
) -> State[Any]:
    """Stop the messages about a chain to a person, or let them come again.

    Args:
        person: The person, by e-mail address or name.
        by: Who acts: a name, or the e-mail address of a contact.
        chain: The chain, such as hlpf-contribution; `everything` is all of them, `report` the weekly report.
        muted: Whether they are stopped; if not, they come again from the next one on.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        row = people.named(session, person)
        rule = preferring.mute if muted else preferring.unmute
        new = rule(session, row, WORDS.get(chain, chain), now=now, by=by)
        words = f"{row.name} hears {'nothing more of' if muted else 'again of'} {chain}"
        return Done("Muted" if muted else "Unmuted", words if new else f"{words}, as before")

    return await acted(act, as_of)


@flow(name="choose", flow_run_name="{person}", persist_result=False)
async def choose(
    person: str,
    by: str,
    digest: Literal["as it is", "each", "daily", "weekly", "house"] = "as it is",
    language: Literal["as it is", "ar", "en", "es", "fr", "ru", "zh"] = "as it is",
    zone: str | None = None,
    as_of: datetime | None = None,
) -> State[Any]:
    """Choose how often a person hears from us, in which language, and on whose clock.

    Args:
        person: The person, by e-mail address or name.
        by: Who acts: a name, or the e-mail address of a contact.
        digest: How often; `house` is the house's own rule.
        language: One of the six official languages.
        zone: A time zone such as Asia/Tokyo; leave it out to keep what is, write it empty for the zone of each chain.
        as_of: When this act counts as done; now if left empty.
    """
    wishes = {"digest": digest, "language": language}
    told = {name: None if wish == "as it is" else wish for name, wish in wishes.items()}

    def act(session: Session, now: datetime) -> Done:
        row = people.named(session, person)
        changed = preferring.choose(session, row, **told, zone=zone, now=now, by=by)
        return Done("Chosen", f"{row.name}: {', '.join(changed) or 'nothing'} changed")

    return await acted(act, as_of)
