"""A reference date that moves takes along what is reckoned from it, whatever became of the rest."""

from datetime import date

from planning.replan import Move


def test_a_meeting_moves_though_what_is_dropped_was_reckoned_from_a_date_that_has_no_rule(desk):
    (file := desk.home / "t.yaml").write_text(
        "timelines:\n  - cycle: t/2027\n    title: T\n    anchors: {council: 2027-06-16/2027-06-26}\n    deadlines:\n"
        "      - {step: draft, title: Draft, due: 2027-05-17}\n"
        "      - {step: notes, title: Notes, due: 8 working days in Geneva before draft}\n"
        "      - {step: papers, title: Papers, due: 10 days before council.opens}\n",
        encoding="utf-8",
    )
    desk.loads(file, on="2026-11-11")
    desk.waives("notes", on="2026-11-12", cycle="t/2027")
    moved = desk.moves("council", "2027-06-18", on="2026-11-13", cycle="t/2027")
    assert moved.moves == (Move("papers", date(2027, 6, 6), date(2027, 6, 8)),)
