"""Holding all sending, and letting it go on."""

from typing import Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from actions.delivery import holding, resuming
from actions.delivery.resuming import AfterRestore
from flows.acting import Done, acted
from planning.clock import utc_now


@flow(name="hold-sending", flow_run_name="sending", persist_result=False)
async def hold_sending(because: str, by: str) -> State[Any]:
    """Hold all sending: rounds neither plan nor send until it is resumed.

    Args:
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
    """

    def act(session: Session, now: object) -> Done:
        holding.hold(session, because=because, now=utc_now(), by=by)
        return Done("Held", "nothing leaves from now on")

    return await acted(act, None)


@flow(name="resume-sending", flow_run_name="sending", persist_result=False)
async def resume_sending(
    because: str, by: str, after_restore: Literal["", "presume-sent", "send-again"] = ""
) -> State[Any]:
    """Lift what holds the sending; the round follows at once.

    Args:
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        after_restore: Only for a store restored from a backup: whether what is due by now counts as told, or leaves.
    """

    def act(session: Session, now: object) -> Done:
        word = AfterRestore(after_restore) if after_restore else None
        done = resuming.resume(session, because=because, word=word, now=utc_now(), by=by)
        said = f"sending goes on; {len(done.presumed)} messages count as told, {len(done.leaving)} leave"
        return Done("Resumed", said)

    return await acted(act, None)
