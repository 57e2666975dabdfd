"""What a calendar says of a date: words for people, an hour only where a day is known, and six languages."""

import json

import pytest

from feeds.feed_cache import Shelf
from tests.secretariat import moment

ON = moment("2017-02-20")
VAGUE = """timelines:
  - cycle: vague/2027
    title: Vague dates
    agreed_by: Council
    document: C27/10
    anchors: {forum: 2027-05-13}
    deadlines:
      - {step: month, title: Summary report, by: membership, due: end of October 2027}
      - {step: year, title: Final report, due: "2028"}
      - {step: day, title: Last report, due: 2027-10-31}
"""


def lines(desk, language="en", what="everything", form="ics", on=ON):
    """Return the unfolded lines of a public feed."""
    data = Shelf(desk.engine, desk.settings).public(language, what, form, now=on).data.decode()
    return data.replace("\r\n ", "").splitlines()


def description(desk, language, beginning):
    return next(line for line in lines(desk, language) if line.startswith("DESCRIPTION;") and beginning in line)


@pytest.fixture
def vague(desk, tmp_path):
    file = tmp_path / "vague.yaml"
    file.write_text(VAGUE)
    desk.loads(file, on="2017-02-20")
    return desk


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize(
    ("language", "month", "year"),
    [
        ("ar", "قبل نهاية أكتوبر 2027", "قبل نهاية عام 2028"),
        ("en", "By end of October 2027", "By end of 2028"),
        ("es", "A más tardar a finales de octubre de 2027", "A más tardar a finales de 2028"),
        ("fr", "D’ici à fin octobre 2027", "D’ici à fin 2028"),
        ("ru", "До конца октября 2027 г.", "До конца 2028 г."),
        ("zh", "2027年10月底前", "2028年底前"),
    ],
)
def test_a_vague_date_is_said_vaguely_and_has_no_hour(vague, language, month, year):
    for words in (month, year):
        assert "23:59" not in description(vague, language, words)
    told = [line for line in lines(vague, language) if "23:59" in line]
    assert len([line for line in told if "2027" in line]) == 1  # the day beside them


def test_a_vague_date_has_no_instant_for_machines(vague):
    facts = json.loads("\n".join(lines(vague, form="json")))
    closes = {entry["step"]: entry["closes_at"] for entry in facts["entries"] if entry.get("cycle") == "vague/2027"}
    assert closes == {"month": None, "year": None, "day": "2027-10-31T22:59:59Z"}


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "الإغلاق: \u2068الجمعة 10 مارس 2017 الساعة 23:59 بتوقيت جنيف\u2069"),
        ("en", "Closes: Friday 10 March 2017\\, 23:59 Geneva time"),
        ("es", "Cierre: viernes 10 de marzo de 2017 a las 23:59\\, hora de Ginebra"),
        ("fr", "Clôture : vendredi 10 mars 2017 à 23:59\\, heure de Genève"),
        ("ru", "Закрытие: пятница\\, 10 марта 2017 г.\\, 23:59 по женевскому времени"),
        ("zh", "截止：2017年3月10日（星期五）23:59，日内瓦时间"),
    ],
)
def test_a_close_is_told_in_words(desk, language, words):
    desk.opens_agreed()
    assert words in description(desk, language, words)
    assert not any("Europe/Zurich" in line for line in lines(desk, language))


def test_a_postponed_meeting_is_to_be_and_gone_the_day_after_its_old_opening(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.postpones("council-17", on="2017-02-19 08:00")  # of 15 to 25 May
    assert not any("REPORTÉE" in line for line in lines(desk, "fr"))
    desk.issues_meeting("council-17", on="2017-02-19 08:00")
    postponed = [line for line in lines(desk, "fr") if line.startswith("SUMMARY") and "REPORTÉE" in line]
    assert not any("15 au 25 mai" in line for line in lines(desk, "fr"))  # which holds no longer, and is not said
    assert len(postponed) == 1
    assert not any("ANNUL" in line or "STATUS:CANCELLED" in line for line in lines(desk, "fr"))
    facts = json.loads("\n".join(lines(desk, form="json")))
    assert [entry["status"] for entry in facts["entries"] if entry["title"] in postponed[0]] == ["postponed"]
    opens = next(entry["opens"] for entry in facts["entries"] if entry["status"] == "postponed")
    for day, there in ((opens, True), (f"{opens[:8]}{int(opens[8:]) + 1:02}", False)):
        assert any("REPORTÉE" in line for line in lines(desk, "fr", on=moment(f"{day} 12:00"))) is there


def test_a_meeting_has_its_page_its_body_and_its_days_in_words(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25", body="council")
    meeting = "\n".join(lines(desk, "fr", "meetings/council"))
    assert "CATEGORIES:Conseil\n" in meeting
    assert "URL:https://council.example/subscribe?what=meetings/council\n" in meeting
    assert r"DESCRIPTION;LANGUAGE=fr:Conseil\ndu 15 au 25 mai 2017\nhttps://council.example" in meeting


@pytest.mark.parametrize(
    ("where", "language", "line"),
    [
        ("Geneva", "en", "LOCATION:Geneva"), ("Geneva", "ru", "LOCATION:Женева"), ("Geneva", "ar", "LOCATION:جنيف"),
        ("Antalya", "en", "LOCATION:Antalya"), ("Antalya", "ru", "LOCATION;LANGUAGE=en:Antalya"),
    ],
)  # fmt: skip
def test_a_meeting_is_where_its_reader_looks_for_it(desk, tmp_path, where, language, line):
    file = tmp_path / "meeting.yaml"
    days = "opens: 2017-05-15, closes: 2017-05-25"
    file.write_text(
        f"bodies: [{{key: council, name: Council}}]\n"
        f"meetings: [{{body: council, key: council-17, title: Council 2017, {days}, place: {where}}}]"
    )
    desk.loads(file, on="2017-02-20 08:00")
    assert line in lines(desk, language, "meetings/council")


def test_what_is_cancelled_can_be_left_out(desk):
    desk.opens_agreed()
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.waives("submission", on="2017-02-20 08:00")
    desk.calls_off("council-17", on="2017-02-19 08:00")
    desk.issues_meeting("council-17", on="2017-02-19 08:00")
    everything, left = lines(desk), lines(desk, what="everything~without-cancelled")
    assert sum("CANCELLED: " in line for line in everything) == 2
    assert not any("CANCELLED" in line for line in left)
    assert left.count("BEGIN:VEVENT") == everything.count("BEGIN:VEVENT") - 2
