"""Letting held mail leave, taking it out, and the standing word that some of it needs no release."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.desk import outbox
from flows.acting import Done, acted
from planning.errors import CouncilError


class NothingNamed(CouncilError):
    """Mail to the membership leaves by an officer's word about that mail, not by an empty form."""

    def __init__(self) -> None:
        super().__init__("no mail is named; name a cycle or message numbers, or choose everything")


@flow(name="release-mail", flow_run_name="mail {cycle}", persist_result=False)
async def release_mail(
    by: str,
    cycle: str = "",
    messages: Sequence[int] = (),
    everything: bool = False,
    anyway: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Let held mail leave with the next round, which follows at once.

    Args:
        by: Who acts: a name, or the e-mail address of a contact.
        cycle: Every held message of this cycle.
        messages: These messages, by their numbers in the outbox.
        everything: Every held message.
        anyway: Also those that contradict another message, or a date that has been changed since.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        if not (messages or cycle or everything):
            raise NothingNamed
        chosen = list(messages) or outbox.held(session, cycle or None)
        count = outbox.release(session, chosen, anyway=anyway, now=now, by=by)
        return Done("Released", f"{count} messages released")

    return await acted(act, as_of)


@flow(name="hold-mail", flow_run_name="messages {messages}", persist_result=False)
async def hold_mail(messages: Sequence[int], because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Have messages that are about to leave wait for a release again.

    Args:
        messages: These messages, by their numbers in the outbox.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        count = outbox.hold(session, messages, because=because, now=now, by=by)
        return Done("Held", f"{count} messages held")

    return await acted(act, as_of)


@flow(name="retry-mail", flow_run_name="messages {messages}", persist_result=False)
async def retry_mail(messages: Sequence[int], by: str, as_of: datetime | None = None) -> State[Any]:
    """Send messages that failed once more with the next round, which follows at once.

    Args:
        messages: These messages, by their numbers in the outbox.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        count = outbox.retry(session, messages, now=now, by=by)
        return Done("Retried", f"{count} messages are sent once more")

    return await acted(act, as_of)


@flow(name="drop-mail", flow_run_name="messages {messages}", persist_result=False)
async def drop_mail(messages: Sequence[int], because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Take messages that wait, or that failed, out for good.

    Args:
        messages: These messages, by their numbers in the outbox.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        count = outbox.drop(session, messages, because=because, now=now, by=by)
        return Done("Dropped", f"{count} messages dropped")

    return await acted(act, as_of)


@flow(name="allow-mail", flow_run_name="{chain} {kind}", persist_result=False)
async def allow_mail(
    chain: str,
    kind: Literal["rung", "change", "overdue", "announcement"],
    because: str,
    by: str,
    allowed: bool = True,
    as_of: datetime | None = None,
) -> State[Any]:
    """Let mail of a kind leave for a chain without a release of its own, or have it wait again.

    Args:
        chain: The chain, such as hlpf-contribution.
        kind: Reminders and invitations are rungs; changes, overdue notices and announcements are the others.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        allowed: Whether it may leave from now on; if not, it waits for a release again.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        rule = outbox.allow if allowed else outbox.forbid
        rule(session, chain, kind, because=because, now=now, by=by)
        words = "leaves without a release" if allowed else "waits for a release"
        return Done("Allowed" if allowed else "Forbidden", f"{kind} of {chain} {words} from now on")

    return await acted(act, as_of)
