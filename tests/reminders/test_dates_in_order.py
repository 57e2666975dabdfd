"""A letter shows where its cycle stands in the order of the days, however its steps are declared."""

import re

from tests.secretariat import text_of

PP, TIMELINE = "pp-proposals/2017", """timelines:
  - cycle: odd/2017
    title: Declared as it came
    agreed_by: Council
    document: C17/1
    anchors: {x: 2017-05-30}
    deadlines:
      - {step: late, title: Come last, by: membership, due: end of March 2017}
      - {step: first, title: Come first, by: membership, opens: 2017-02-13, due: 2017-02-27}
      - {step: twin, title: Come on the same day, by: membership, due: 2017-02-27}
      - {step: next, title: Come next, by: membership, due: 2017-03-10}
"""  # fmt: skip


def stops(desk, about):
    mail = next(mail.data for mail in reversed(desk.sink.mails) if about in text_of(mail.data).splitlines()[2])
    return re.findall(r"^[●○◉] .*?: (.*?) \(", text_of(mail).replace("\r\n", "\n"), re.MULTILINE)


def test_the_steps_of_a_file_are_told_by_their_days(desk, tmp_path):
    file = tmp_path / "odd.yaml"
    file.write_text(TIMELINE)
    desk.loads(file, on="2017-02-10")
    desk.turn("2017-02-13 09:00")
    desk.performs("outbox/release", all=True, anyway=True, on="2017-02-13 09:00")
    desk.turn("2017-02-13 09:30")
    assert stops(desk, "Come first") == ["Come first", "Come on the same day", "Come next", "Come last"]


def test_of_a_procedure_too(desk):
    desk.knows("State", "state@state.example", "member-states")
    desk.opens(PP, on="2017-02-09", pp="2017-12-04")
    desk.issues(on="2017-02-09", cycle=PP)
    desk.turn("2017-03-28 09:00")  # the amendments close on 4 April
    desk.performs("outbox/release", all=True, anyway=True, on="2017-03-28 09:00")
    desk.turn("2017-03-28 09:30")
    assert stops(desk, "Propose amendments")[-2:] == ["Submit candidatures", "Submit all other contributions"]
