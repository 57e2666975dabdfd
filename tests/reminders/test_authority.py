"""Who decided a date, as members read it: a meeting with its document, a document, or the office; no officer's name."""

import json

import pytest

from feeds.feed_cache import Shelf
from kernel.file_arguments import Pasted
from kernel.runner import do
from models.engine import reading
from planning.errors import CouncilError
from readings.deadline_history import explain
from tests.secretariat import HLPF, OFFICER, moment, text_of


@pytest.mark.few(2, "the same date by another way")
@pytest.mark.parametrize(
    ("agreed_by", "document", "read"),
    [
        ("the 30th meeting", "C17/8", "the 30th meeting, C17/8"),
        (None, "C17/8", "C17/8"),
        ("the 30th meeting", None, "Council secretariat"),  # a meeting is shown only with its source
        (None, None, "Council secretariat"),
        (OFFICER, "C17/8", "C17/8"),  # so stood, up to 0.2, whoever entered a date of which nobody said who decided it
        (OFFICER, None, "Council secretariat"),
    ],
)
def test_the_authority_of_a_date_is_never_who_entered_it(desk, agreed_by, document, read):
    desk.opens_agreed()
    desk.agrees("comments", "2017-03-13", on="2017-02-10 09:00", agreed_by=agreed_by, document=document)
    desk.allows("hlpf-contribution", "announcement", on="2017-02-10 09:00")
    desk.issues("comments", on="2017-02-10 09:05")
    desk.turn("2017-02-10 09:20")
    words = next(text_of(mail.data) for mail in desk.sink.mails if mail.recipient == "a@state.example")
    assert f"Status of date: agreed: {read}\n" in words.replace("\r\n", "\n")
    assert OFFICER not in words
    feed = Shelf(desk.engine, desk.settings).public("en", f"cycle/{HLPF}", "ics", now=moment("2017-02-10 10:00"))
    entry = feed.data.decode().replace("\r\n ", "").replace("\\,", ",")
    assert f"Status of date: agreed: {read}\\n" in entry
    assert OFFICER not in entry


NAMES = (
    "focal  point",
    "Agreed with Delegate A, by telephone",
    "jose-maria NÚÑEZ",
    "NUNEZ, José María",
    "经王小明同意",
)


def doors(**said: object) -> list[tuple[str, dict[str, object]]]:
    """Return every act by which somebody says who decided a date, or from which document, with its arguments."""
    day = {"step": "comments", "due": "2017-03-13"}
    dated = {"timelines": [{"cycle": HLPF, "deadlines": [day | said]}]}
    own = {"cycle": "x/2017", "title": "X", "deadlines": [{"step": "a", "title": "A", "due": "2017-03-13"}]} | said
    return [
        ("deadline/agree", {"cycle": HLPF, "because": "x"} | day | said),
        ("deadline/agree-several", {"cycle": HLPF, "because": "x", "dates": ["comments=2017-03-13"]} | said),
        ("deadline/agree-several", {"cycle": HLPF, "because": "x", "file": [Pasted("a.yaml", json.dumps(dated))]}),
        ("file/load", {"files": [Pasted("b.yaml", json.dumps({"timelines": [own]}))]}),
    ]


def test_no_person_on_record_is_named_as_who_decided_by_any_door(desk):
    desk.knows("José María Núñez", "jose@itu.example", "secretariat")
    desk.knows("王小明", "wang@itu.example", "secretariat")
    desk.opens_agreed()
    asked = [door for name in NAMES for door in doors(agreed_by=name)] + doors(document="e-mail of Delegate A")
    for act, arguments in asked:
        with pytest.raises(CouncilError, match="is a person on record: members read the"):
            desk.performs(act, **arguments, on="2017-02-10 09:00")


@pytest.mark.parametrize("agreed_by", ["the Focal group, at one point", "Delegates A to F", "the Chair"])
def test_words_that_are_like_a_name_are_taken(desk, agreed_by):
    desk.opens_agreed()
    desk.sets("comments", "2017-03-13", on="2017-02-10 09:00", agreed_by=agreed_by)


def test_the_office_is_named_in_the_readers_language(desk):
    desk.opens_agreed()
    with desk.acting() as session:
        do(session, "choices/set", person="Delegate A", language="fr", now=moment("2017-02-09"), by="Delegate A")
    desk.agrees("comments", "2017-03-13", on="2017-02-10 09:00", agreed_by=None, document=None)
    desk.allows("hlpf-contribution", "announcement", on="2017-02-10 09:00")
    desk.issues("comments", on="2017-02-10 09:05")
    desk.turn("2017-02-10 09:20")
    words = next(text_of(mail.data) for mail in desk.sink.mails if mail.recipient == "a@state.example")
    assert "convenue : Secrétariat du Conseil\n" in words.replace("\r\n", "\n")
    assert "Council secretariat" not in words


def test_who_entered_a_date_stays_on_record(desk):
    desk.opens_agreed()
    desk.sets("comments", "2017-03-13", on="2017-02-10", agreed_by=None)
    with reading(desk.engine) as session:
        story = explain(session, HLPF, "comments", now=moment("2017-02-11")).facts
    assert (story["changes"][-1]["by"], story["changes"][-1]["agreed_by"]) == (OFFICER, None)
