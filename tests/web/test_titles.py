"""Whatever a person pastes as a title, by either door, reads the same in every program, or is refused at once."""

import json
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kernel.runner import do
from loading import load
from notifications.plain_text import plain
from planning.errors import CouncilError
from tests.calendars.parsers import READERS, faults, titles
from tests.proofs import examples
from tests.secretariat import HLPF, OFFICER, moment

ODD = "\\N;,:\"^%' \t\r\n=BEGIN\u202e\u05d0"
PASTED = st.text(st.characters(codec=None), max_size=120) | st.text(ODD, max_size=60)
NUMBERS = count(1)
ON = moment("2017-02-20")
LONGEST = 500  # letters, whichever the door


def adds(web, number: int, title: str, folder: Path) -> str:
    """Add a step of that title, and agree its day, so that it is in the feed."""
    step = f"pasted-{number}"
    with web.desk.acting() as session:
        do(session, "step/add", cycle=HLPF, step=step, title=title, for_members=True, now=ON, by=OFFICER)
        how = {"because": "agreed", "document": None, "agreed_by": "the Group", "now": ON, "by": OFFICER}
        do(session, "deadline/agree", cycle=HLPF, step=step, due="2017-04-10", **how)
        do(session, "cycle/issue", cycle=HLPF, steps=[step], now=ON, by=OFFICER)
    return "deadline"


def loads(web, number: int, title: str, folder: Path) -> str:
    """Load a meeting of that title."""
    file = folder / f"meeting-{number}.yaml"
    facts = {
        "key": f"pasted-{number}",
        "body": "council",
        "title": title,
        "opens": "2017-06-01",
        "closes": "2017-06-02",
    }
    file.write_text(json.dumps({"meetings": [facts]}, ensure_ascii=True), encoding="utf-8")
    with web.desk.acting() as session:
        load(session, [file], web.desk.chains, now=ON, by=OFFICER)
    return "meeting"


def rows(web) -> list[int]:
    with web.desk.acting() as session:
        return [session.scalar(text(f"SELECT count(*) FROM {table}")) for table in ("deadline", "meeting", "journal")]


@pytest.mark.few(1, "other titles through the same programs")
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("door", [adds, loads])
def test_a_title_reads_the_same_in_every_program_or_is_refused_in_one_sentence(web, tmp_path, door):
    @settings(max_examples=examples(25, in_every_run=6), suppress_health_check=list(HealthCheck))
    @given(PASTED)
    @example("\x00")
    @example("a\x00b")
    @example("\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:stolen")
    @example("\ud800 half a pair")
    @example("\u202eturned\u2066 \u05d0\u05d1 \u0645\u062c\u0644\u0633")
    @example("😀👩🏽‍⚖️🇨🇭")
    @example('<script>alert(1)</script> & "quoted"')
    @example("x" * 5000)
    @example("مجلس " * 1000)
    def check(title: str) -> None:
        web.on("2017-02-20 12:10")  # when what was issued is public
        number, before = next(NUMBERS), rows(web)
        try:
            kind = door(web, number, title, tmp_path)
        except CouncilError as refusal:
            sentence = str(refusal)
        else:
            sentence = ""
        if sentence:
            too_long = len(plain(title, 9000)) > LONGEST
            assert too_long or not plain(title) or not title.isprintable()
            assert (sentence.count("\n"), rows(web)) == (0, before)
            return
        feed = web.web.ask("/feeds/en/everything.ics")
        assert faults(feed.body) == []
        expected = plain(title, 9000)
        assert all(expected in found for found in titles(feed.body).values())
        assert len(titles(feed.body)) == len(READERS) == 4
        entries = json.loads(web.web.ask("/feeds/en/everything.json").body)["entries"]
        assert expected in {entry["title"] for entry in entries if entry["uid"].startswith(kind)}

    check()
