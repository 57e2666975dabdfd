"""`round/rehearse`: who would hear what in a period, from the real planner, on a copy of the store."""

import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

from sqlalchemy import Engine

from delivery import rehearsal
from delivery.rehearsal import Told
from kernel.grants import Grant
from kernel.parameters import DAY
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, table
from notifications.rehearsal_server import Sink
from planning.rule_words import count_of
from planning.zones import HOME_ZONE, zone_info
from record.settings import Settings

BEGIN, END = time(0, 0), time(23, 59, 59)


@reading(
    "round/rehearse",
    who=(Grant.SECRETARIAT,),
    short="rehearse",
    columns=(Column("At", datetime), Column("Person"), Column("Channel"), Column("Approval"), Column("Subject")),
)
def rehearse(
    *,
    first: Annotated[date, DAY.saying("The first day.", metavar="DAY", option="from")],
    last: Annotated[date, DAY.saying("The last day.", metavar="DAY", option="to")],
    engine: Engine,
    settings: Settings,
    now: datetime,
) -> Shown[list[Told]]:
    """Show every letter of a period with its day and reader, from rounds on a copy of the database; send nothing.

    What the rounds will have sent before a period that is still to come is no part of it.
    Raises EmptyPeriod.
    """
    home = zone_info(HOME_ZONE)
    start, end = datetime.combine(first, BEGIN, home), datetime.combine(last, END, home)
    with tempfile.TemporaryDirectory() as folder, Sink() as sink:
        scratch = rehearsal.scratch_copy(engine, Path(folder))
        rehearsed = rehearsal.with_sink(settings, sink.url, Path(folder))
        mails = list(rehearsal.rehearse(scratch, rehearsed, start=start, end=end, now=now))
        scratch.dispose()
    return Shown(mails, lambda mails: [asdict(each) for each in mails], _parts, for_tables=_rows)


def _rows(mails: list[Told]) -> Iterator[Row]:
    for each in mails:
        needed = [word for word, wanted in (("issued", each.issued), ("approved", each.released)) if wanted]
        approval = f"once {' and '.join(needed)}" if needed else ""
        yield each.at.astimezone(zone_info(HOME_ZONE)), each.person, each.channel, approval, each.subject


def _parts(mails: list[Told]) -> Iterator[Part]:
    yield table((f"{at:%Y-%m-%d %a %H:%M}", *others) for at, *others in _rows(mails))
    yield count_of(len(mails), "letter") if mails else "no letter leaves in that time"
