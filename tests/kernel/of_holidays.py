"""Examples of the acts on holiday lists: one that names its circular, and one that names none."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.runner import do
from models.bodies import HolidayList
from models.engine import writing
from tests.kernel.example import WORKED, Example
from tests.secretariat import Desk

CITED, BARE = {"place": "Geneva", "year": 2018}, {"place": "Geneva", "year": 2019}


def _are_there(desk: Desk) -> None:
    with writing(desk.engine) as session:
        cited = HolidayList(**CITED, days=["2018-01-01"])
        cited.circular, cited.source, cited.entered_by = "IC/2017/31", "https://un.example/ic", "Anna"
        session.add_all([cited, HolidayList(**BARE, days=["2019-01-01"])])


def _one_is_checked(desk: Desk) -> None:
    _are_there(desk)
    with desk.acting() as session:
        do(session, "holidays/check", **CITED, now=WORKED["now"], by="Boris")


def _is_corrected(session: Session) -> None:
    session.scalars(select(HolidayList).where(HolidayList.year == 2018)).one().days = ["2018-01-02"]


OF_HOLIDAYS: Mapping[str, Example] = {
    "holidays/cite": Example(
        {**CITED, "circular": "IC/2017/32", "on": "2017-02-01"}, {"year": 2031}, _are_there, meddle=_is_corrected
    ),
    "holidays/check": Example(CITED, BARE, _are_there, meddle=_is_corrected),
    "holidays/uncheck": Example(
        {**CITED, "because": "the wrong circular"}, {"year": 2031}, _one_is_checked, meddle=_is_corrected
    ),
}
