"""Events: what acts have done, kept until the relay has told automations."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Event(Base):
    """One thing that an act did, written in the act's own transaction; acts take turns, so `id` is their order."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]  # council.deadline.met
    subject: Mapped[str]  # what it happened to: council.deadline.<public id>
    title: Mapped[str | None]  # the subject, as people name it
    labels: Mapped[dict[str, str]]  # council.cycle, council.step …: natural keys, never a row's number
    at: Mapped[datetime] = mapped_column(index=True)  # the real clock
    act: Mapped[str]  # the id of the act that did it: see record.origin
    emitted_at: Mapped[datetime | None] = mapped_column(default=None)  # the real clock
    leased_until: Mapped[datetime | None] = mapped_column(default=None)  # a relay is about to emit it
