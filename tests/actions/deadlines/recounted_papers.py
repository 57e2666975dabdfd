"""Papers whose dates a corrected list of holidays would reckon otherwise, and what is done and seen of them."""

from datetime import date

from sqlalchemy import func, select

from kernel.runner import do
from models.deadlines import Promise
from models.engine import reading
from planning.window import Window
from record.cycles import recounts
from tests.secretariat import OFFICER, Desk, moment

COUNCIL = Window(date(2018, 1, 16), date(2018, 1, 26))
TIMELINE = """\
holidays: [{calendar: Geneva, year: 2018, days: [2018-01-01]}]
timelines:
  - cycle: papers/2018
    title: Papers
    anchors: {council: 2018-01-16/2018-01-26}
    deadlines:
      - {step: papers, title: Papers, due: 10 working days before council.opens, to: council}
      - {step: circulate, title: Circulate, due: 1 working days after papers}
      - {step: agreed, title: Agreed, due: 2018-01-03}
      - {step: done, title: Done, due: 11 working days before council.opens, evidence: none}
"""
WINDOW = """\
timelines:
  - cycle: window/2018
    title: Window
    anchors: {council: 2018-01-16/2018-01-26}
    deadlines:
      - {step: comments, title: Comments, by: membership, opens: 10 working days before council.opens, due: 2018-01-10}
"""
CORRECTED = "holidays: [{calendar: Geneva, year: 2018, days: [2018-01-01, 2018-01-02, 2018-01-03], replaces: true}]"
PAPERS = "papers/2018"
OTHERS = {"council-documents/2018": {"council": COUNCIL}, "working-group-meeting/cwg": {"cwg": COUNCIL}}


def loads(desk: Desk, text: str, on: str):
    (desk.home / "a.yaml").write_text(text, encoding="utf-8")
    return desk.loads(desk.home / "a.yaml", on=on)


def does(desk: Desk, act: str, on: str = "2017-03-02", **words):
    with desk.acting() as session:
        return do(session, act, **words, now=moment(on), by=OFFICER)


def promised(desk: Desk) -> int:
    with reading(desk.engine) as session:
        return session.scalar(select(func.count(Promise.id))) or 0


def flagged(desk: Desk) -> dict[str, tuple[str, str]]:
    with reading(desk.engine) as session:
        return {f"{each.cycle}/{each.step}": (str(each.was), str(each.now)) for each in recounts.standing(session)}


def opens_all(desk: Desk, timeline: str) -> Desk:
    """Open every cycle of these stories, with its agreed dates and what is done of it."""
    loads(desk, timeline, "2017-02-10")
    for cycle, anchors in OTHERS.items():
        desk.opens(cycle, on="2017-02-10", **anchors)
    desk.opens_agreed()
    desk.meets("done", on="2017-02-11", cycle=PAPERS, url=None)
    return desk
