"""A recall leaves on a working day of the place where its reader works; what opens leaves by the office's own week."""

import pytest

from tests.secretariat import Desk

WINDOW = """timelines:
  - cycle: weekends/2026
    title: Weekends
    agreed_by: 39th meeting
    anchors: {x: 2026-11-16}
    deadlines:
      - {step: sunday, title: Recalled, by: membership, opens: 2026-10-05, due: 2026-10-25}
"""


@pytest.mark.few(2, "the same recall for readers elsewhere")
@pytest.mark.parametrize(
    ("zone", "recalled"),
    [
        ("Asia/Riyadh", "2026-10-18"),  # Sunday: its weekend is Friday and Saturday
        ("Africa/Cairo", "2026-10-18"),
        ("Asia/Tehran", "2026-10-18"),  # Friday alone
        ("Asia/Kolkata", "2026-10-17"),  # Saturday: its weekend is Sunday alone
        ("Europe/Zurich", "2026-10-16"),  # Friday
        ("America/Sao_Paulo", "2026-10-16"),
    ],
)
def test_a_recall_leaves_on_the_working_day_before_where_its_reader_is(desk: Desk, tmp_path, zone, recalled) -> None:
    file = tmp_path / "window.yaml"
    file.write_text(WINDOW)
    desk.loads(file, on="2026-10-01")
    desk.knows("Reader", "reader@members.example", "membership", zone=zone)
    desk.allows("weekends", "reminder", on="2026-10-01")
    hours = [f"2026-10-{day:02} {hour}" for day in range(14, 20) for hour in ("06:00", "10:00", "14:30")]
    told = [
        at[:10] for at in hours if any("reader@members.example" in line for line in desk.at(at, about="Open until"))
    ]
    assert told == [recalled]


@pytest.mark.few(2, "the same recall with another weekend")
@pytest.mark.parametrize(
    ("place", "zone", "weekend", "recalled"),
    [
        ("Dhaka", "Asia/Dhaka", "[Friday, saturday]", "2026-10-18"),  # CLDR has Saturday and Sunday
        ("Kathmandu", "Asia/Kathmandu", "Saturday", "2026-10-18"),
        ("New York", "America/New_York", "[Thursday, Friday]", "2026-10-18"),
        ("Dhaka", "Asia/Kathmandu", "[Friday, Saturday]", "2026-10-16"),  # another place
    ],
)
def test_an_office_states_the_weekend_of_a_place(desk: Desk, tmp_path, place, zone, weekend, recalled) -> None:
    file = tmp_path / "window.yaml"
    file.write_text(f"holidays: [{{calendar: {place}, year: 2026, days: [], weekend: {weekend}}}]\n{WINDOW}")
    desk.loads(file, on="2026-10-01")
    desk.knows("Reader", "reader@members.example", "membership", zone=zone)
    desk.allows("weekends", "reminder", on="2026-10-01")
    hours = [f"2026-10-{day:02} {hour}" for day in range(15, 20) for hour in ("06:00", "10:00", "15:30")]
    told = [
        at[:10] for at in hours if any("reader@members.example" in line for line in desk.at(at, about="Open until"))
    ]
    assert told == [recalled]
