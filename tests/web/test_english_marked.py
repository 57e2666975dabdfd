"""What stays English on a page in another language is marked as such, wherever it stands; what is translated is not."""

import pytest

from tests.secretariat import HLPF, moment
from tests.web.conftest import served

OWN = """bodies:
  - {key: council, name: Council of the ITU}
  - {key: cwg-own, name: A group of our own}
meetings:
  - {body: cwg-own, key: own-1, title: First meeting, opens: 2017-05-15, closes: 2017-05-16, status: confirmed}
timelines:
  - cycle: questionnaire/2017
    title: Questionnaire on spectrum
    agreed_by: Council
    document: C17/1
    anchors: {x: 2017-05-30}
    deadlines:
      - {step: answers, title: Answer it, by: membership, due: 2017-04-10}
"""  # fmt: skip


@pytest.fixture
def office(desk, tmp_path):
    desk.opens_agreed()
    (tmp_path / "own.yaml").write_text(OWN)
    desk.loads(tmp_path / "own.yaml", on="2017-02-10")
    return desk


def page(desk, path):
    with served(desk.engine, desk.settings, moment("2017-02-20")) as server:
        return server.ask(path).body.decode()


def test_each_choice_that_nobody_translated_is_marked(office):
    text = page(office, "/subscribe?language=fr")
    for value, title in (
        ("body/cwg-own", "A group of our own"),
        ("meetings/cwg-own", "A group of our own"),
        ("chain/questionnaire", "Questionnaire on spectrum"),
        ("cycle/questionnaire/2017", "Questionnaire on spectrum 2017"),
    ):
        assert f'<option value="{value}" lang="en">{title}</option>' in text
    assert '<a href="/bodies/cwg-own?language=fr"><span lang="en">A group of our own</span></a>' in text


def test_what_is_translated_is_not(office):
    text = page(office, "/subscribe?language=fr")
    assert '<option value="body/council">Conseil</option>' in text
    assert f'<option value="cycle/{HLPF}">Contribution du Conseil' in text
    assert '<span lang="en">' not in page(office, "/subscribe?language=en")
    assert 'lang="en">A group' not in page(office, "/subscribe?language=en")


@pytest.mark.parametrize(("language", "before"), [("fr", "Dates du Conseil : "), ("ar", "مواعيد المجلس: ")])
def test_the_name_of_a_calendar_marks_its_english_part_alone(office, language, before):
    text = page(office, f"/subscribe?what=cycle/questionnaire/2017&language={language}")
    assert f'<p class="name">{before}<span lang="en">Questionnaire on spectrum 2017</span></p>' in text
    known = page(office, f"/subscribe?what=cycle/{HLPF}&language={language}")
    assert '<span lang="en">' not in known.partition('<p class="name">')[2].partition("</p>")[0]


def test_the_heading_of_a_body_of_our_own(office):
    assert '<h1><span lang="en">A group of our own</span> <small>2017' in page(
        office, "/bodies/cwg-own/2017?language=ru"
    )
    assert '<span lang="en">' not in page(office, "/bodies/council/2017?language=ru").partition("</h1>")[0]
