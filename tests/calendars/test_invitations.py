"""The text/calendar part of a mail: one event that asks no answer."""

import pytest

from calendars.entry import EntryRefused
from calendars.invitation import publish
from tests.calendars.examples import deadline, meeting
from tests.calendars.lint import line_faults, lines
from tests.calendars.parsers import READERS, parser_faults, titles


@pytest.mark.parametrize("entry", [deadline(), meeting(), meeting(status="cancelled"), deadline(title="😀," * 200)])
def test_an_invitation_has_no_fault_and_one_event(entry):
    mail = publish(entry, "council@council.example")
    assert line_faults(mail) == parser_faults(mail) == []
    assert {len(title) for title in titles(mail).values()} == {1}
    assert len(READERS) == 4


def test_an_invitation_publishes_and_asks_no_answer():
    written = [line.name + ":" + line.value for line in lines(publish(meeting(), "council@council.example"))]
    assert written.count("METHOD:PUBLISH") == written.count("ORGANIZER:mailto:council@council.example") == 1
    assert not any(row.startswith(("ATTENDEE", "RSVP")) for row in written)


@pytest.mark.parametrize("organizer", ["", "Council", "mailto:council@council.example", "a@b.example\r\nATTENDEE:x"])
def test_an_organizer_that_is_no_mail_address_is_refused(organizer):
    with pytest.raises(EntryRefused, match="give a bare mail address"):
        publish(meeting(), organizer)
