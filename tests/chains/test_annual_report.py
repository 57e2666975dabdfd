"""The sample edition of the chain: the 2016 report, for the 30th CWG meeting and Council-17.

No source gives the CSTD's call or the lead time of the inputs: they are awaited.
"""

from datetime import date

from flows.chains.annual_report import CHAIN
from planning.calendar import Calendars, WorkCalendar
from planning.plan import plan
from planning.window import Window, day
from tests.chains.table import table

PINNED = """\
awaited         input-itu-r               itu-r               secretariat     awaited     -
awaited         input-itu-t               itu-t               secretariat     awaited     -
awaited         input-itu-d               itu-d               secretariat     awaited     -
awaited         input-general-secretariat general-secretariat secretariat     awaited     -
2017-01-31 Tue  to-cwg                    secretariat         cwg-wsis-sdg    by-rule     -
2017-04-17 Mon  to-council                secretariat         council         by-rule     -  falls on a holiday of Geneva
awaited         to-cstd                   secretariat         ecosoc          awaited     -
2017-04-28 Fri  to-hlpf                   secretariat         hlpf            outside     -
awaited         to-other-call             secretariat         united-nations  awaited     -"""

GENEVA = Calendars({"Geneva": WorkCalendar.of("Geneva", {2017: [date(2017, 4, 14), date(2017, 4, 17)]})})


def test_the_report_of_2016():
    anchors = {
        "cwg": Window(date(2017, 2, 7), date(2017, 2, 8)),
        "council": Window(date(2017, 5, 15), date(2017, 5, 25)),
        "cstd": Window(date(2017, 5, 8), date(2017, 5, 12)),
        "hlpf": Window(date(2017, 7, 10), date(2017, 7, 19)),
        "hlpf-call": day(date(2017, 4, 28)),
    }
    assert table(plan(CHAIN, anchors, calendars=GENEVA, edition=2016)) == PINNED
