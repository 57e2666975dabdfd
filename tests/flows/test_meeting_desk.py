"""The forms of the desk for meetings: confirmed, held, called off, their agendas and papers."""

import pytest

from flows.forms import FORMS
from models.engine import reading
from models.meetings import MeetingStatus
from planning.clock import utc_now
from planning.standing import Standing
from record.meetings import meetings
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import artifacts, ended, filled, run, sentence, word
from tests.flows.test_triggers import acts
from tests.secretariat import HLPF, Desk, moment

pytestmark = pytest.mark.xdist_group("prefect")


def meeting_status(desk: Desk, key: str) -> str:
    with reading(desk.engine) as session:
        return str(meetings.meeting(session, key, now=utc_now()).status)


READ = "members read 2017-02-07/2017-02-08, planned until an approver issues it"
NEXT = "next: let members read it, with what depends on it (the form meeting-issue, meeting: cwg-30)"


def test_a_meeting_is_confirmed_and_called_off_only_when_told_and_shown_first(office: Desk) -> None:
    office.schedules("cwg-30", "2017-02-07", "2017-02-08", status=MeetingStatus.PLANNED)
    office.opens(HLPF, on="2017-01-09", un_deadline="2017-04-28", review="cwg-30")
    form = {"meeting": "cwg-30", "by": ANNA, "as_of": moment("2017-01-10")}
    assert sentence(filled(FORMS["meeting/confirm"], **form)) == f"cwg-30 is confirmed; {READ}; {NEXT}"
    assert (
        sentence(filled(FORMS["meeting/confirm"], **form))
        == "cwg-30 is confirmed: it cannot be confirmed; see how it stands"
    )
    assert word(filled(FORMS["meeting/hold"], **form)) == "Refused"  # it has not opened

    lost = form | {"because": "no room"}
    preview = run(FORMS["meeting/postpone"], **lost)
    outcome = f"cwg-30 is postponed; {READ}; {HLPF} preliminary-draft has no date any more; {NEXT}"
    assert ended(preview) == ("Preview", f"{outcome}; nothing was changed")
    assert "preliminary-draft" in str(artifacts(preview)["changes"].data)
    assert meeting_status(office, "cwg-30") == "confirmed"
    done = filled(FORMS["meeting/postpone"], **lost, apply=True)
    assert ended(done) == ("Postponed", outcome)
    assert office.view("2017-01-11")["preliminary-draft"].standing is Standing.UNDATED
    assert word(filled(FORMS["meeting/cancel"], **lost, instead="cwg-31")) == "Refused"
    assert word(filled(FORMS["meeting/cancel"], **lost, apply=True)) == "Cancelled"
    assert meeting_status(office, "cwg-30") == "cancelled"
    assert acts(office) == [("meeting/confirm", ANNA), ("meeting/postpone", ANNA), ("meeting/cancel", ANNA)]


def test_a_meeting_is_held_once_it_has_opened(house: Desk) -> None:
    house.schedules("cwg-30", "2017-02-07", "2017-02-08")
    held = filled(FORMS["meeting/hold"], meeting="cwg-30", by=ANNA, document="C17/8", as_of=moment("2017-02-08"))
    assert ended(held) == ("Held", "cwg-30 was held")
    assert acts(house)[-1] == ("meeting/hold", ANNA)


def test_an_agenda_and_papers_stand_before_a_meeting_and_documents_have_their_languages(house: Desk) -> None:
    house.schedules("council-17", "2017-05-15", "2017-05-25")
    item = {"meeting": "council-17", "number": "PL 1.2", "by": ANNA}
    assert word(filled(FORMS["meeting/agenda"], **item)) == "Refused"  # a new one needs a title
    put = filled(FORMS["meeting/agenda"], **item, title="WSIS", on="2017-05-16", document="C17/47-E")
    assert ended(put) == ("On the agenda", "council-17 PL 1.2: WSIS, 2017-05-16")
    paper = {"meeting": "council-17", "document": "C17/8", "by": ANNA}
    assert sentence(filled(FORMS["meeting/paper"], **paper, purpose="consideration")) == "C17/8 is before council-17"
    also = filled(FORMS["document/also"], document="C17/8", other="WG-WSIS-30/20", by=ANNA)
    assert sentence(also) == "WG-WSIS-30/20 is C17/8"
    french = {"document": "WG-WSIS-30/20", "language": "fr", "by": ANNA}
    assert sentence(filled(FORMS["document/language"], **french, state="posted")) == "WG-WSIS-30/20 fr: posted"
    assert word(filled(FORMS["document/language"], **(french | {"document": "C17/9"}), state="posted")) == "Refused"
    with reading(house.engine) as session:
        seen = meetings.meeting(session, "council-17", now=utc_now())
    assert [(entry.number, str(entry.on)) for entry in seen.agenda] == [("PL 1.2", "2017-05-16")]
    assert [(entry.symbol, entry.purpose) for entry in seen.papers] == [("C17/8", "consideration")]
    assert word(filled(FORMS["meeting/agenda"], **item, withdraw=True)) == "Withdrawn"
    assert sentence(filled(FORMS["meeting/paper"], **paper, withdraw=True)) == "C17/8 is before council-17 no more"
    assert acts(house) == [("document/language", ANNA), ("meeting/agenda", ANNA), ("meeting/paper", ANNA)]
