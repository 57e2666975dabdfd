"""The cycle over a list: whatever cycles are called, the words that stand in the field lead to the same one again."""

from pathlib import Path

import pytest

from models.engine import reading
from tests.secretariat import Desk
from web.desk import filters

CYCLE = """
  - cycle: {name}
    title: {title}
    deadlines:
      - {{step: draft, title: A step, by: secretariat, due: 2017-09-12}}"""
TITLES = {
    "a/2017": "Twins",
    "b/2017": "twins",  # the same words to whoever compares them folded
    "c/2017": "D",  # what another is called in the record
    "d/2017": "Something else",
    "e/2017": "E",
    "f/2017": "'<b>Ünïcode</b> & “quotes” – عربي 中文 ﬁnal'",
    "g/2017": "Something else but longer",
    "h/2017": "'h/2017'",
    "i/2017": "L" + "o" * 150 + "ng",
}


@pytest.fixture
def many(desk: Desk, tmp_path: Path) -> Desk:
    """A record of cycles with odd titles."""
    file = tmp_path / "cycles.yaml"
    file.write_text(
        "timelines:" + "".join(CYCLE.format(name=name, title=title) for name, title in TITLES.items()), encoding="utf-8"
    )
    desk.loads(file, on="2017-02-09")
    return desk


def test_what_stands_in_the_field_leads_to_the_same_cycle_again(many: Desk) -> None:
    with reading(many.engine) as session:
        for name in TITLES:
            found, field = filters.cycle(session, name)
            assert (found, field.wrong) == (name, "")
            for again in (field.value, f"  {field.value.upper()} ", field.value.casefold()):
                assert filters.cycle(session, again)[0] == name, again


def test_each_choice_that_is_offered_leads_to_its_cycle(many: Desk) -> None:
    with reading(many.engine) as session:
        offered = filters.cycle(session, "")[1].choices
        assert [filters.cycle(session, choice.title)[0] for choice in offered] == [choice.name for choice in offered]


def test_words_of_none_or_of_several_stay_and_say_so(many: Desk) -> None:
    with reading(many.engine) as session:
        for words in ("twins 2017", "nothing", "/", "%", "<script>", "x" * 5000, "٢٠١٧"):
            found, field = filters.cycle(session, words)
            assert (found, field.value) == ("", words)
            assert field.wrong
