"""A step that is completed with a document says that it is posted; opened again, it says so no longer."""

import pytest

from models.engine import reading
from record.papers import documents
from tests.record.papers.conftest import REPORT
from tests.secretariat import moment

DOCUMENT = "WG-WSIS-30/5"


def meets(desk, step, document, on):
    desk.performs("deadline/met", cycle=REPORT, step=step, document=document, on=on)


def says(desk, on, language, state):
    desk.performs("document/language", document=DOCUMENT, language=language, state=state, on=on)


@pytest.mark.parametrize("before", [None, "in-translation"])
def test_a_step_that_is_reopened_takes_back_that_its_document_is_posted(report, before):
    meets(report, "to-council", "WG-WSIS-30/5-F", "2017-01-29")
    if before:
        says(report, "2017-01-29", language="en", state=before)
    meets(report, "to-cwg", "WG-WSIS-30/5-E", "2017-01-30")
    assert stands(report, "2017-01-30")["en"] == "posted"
    report.reopens("to-cwg", on="2017-01-31", cycle=REPORT)
    assert stands(report, "2017-01-31") == {"fr": "posted"} | ({"en": before} if before else {})


def test_a_step_that_is_reopened_leaves_what_was_said_of_its_document_since(report):
    meets(report, "to-cwg", "WG-WSIS-30/5-E", "2017-01-30")
    says(report, "2017-01-31", language="en", state="withdrawn")
    report.reopens("to-cwg", on="2017-01-31", cycle=REPORT)
    assert stands(report, "2017-01-31") == {"en": "withdrawn"}


def stands(desk, on):
    with reading(desk.engine) as session:
        view = documents.view(session, DOCUMENT, now=moment(on))
    return {each.language: each.state for each in view.languages}
