"""Mail and channels by form: the same acts as in the terminal, each under its hand."""

import pytest

from flows import bounces
from flows.deployments import deployments
from flows.forms import FORMS
from models.outbox import State
from tests.delivery.test_delivery import A
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import ended, filled, run, word
from tests.flows.test_triggers import acts
from tests.imap import Kept, Postbox
from tests.notifications.reports import POSTFIX, report
from tests.notifications.web_server import Hook
from tests.secretariat import Desk, moment
from tests.sink import Mood

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them


def test_a_message_is_sent_once_more_held_and_what_contradicts_it_needs_a_second_word(house: Desk) -> None:
    house.opens_agreed()
    house.allows("hlpf-contribution", "reminder", on="2017-02-10")
    house.sink.mood = Mood(recipients={A: "550 no such mailbox"})
    house.round("2017-02-24 09:00")
    number = next(message.id for message in house.messages() if message.state is State.DEAD)
    form = {"messages": [number], "by": ANNA, "as_of": moment("2017-02-24 10:00")}
    assert word(filled(FORMS["outbox/hold"], **form, because="a slip")) == "Refused"
    retried = filled(FORMS["outbox/retry"], **form)
    assert ended(retried) == ("Retried", "1 letter to be sent once more")
    held = filled(FORMS["outbox/hold"], **form, because="the address is being checked")
    assert ended(held) == ("Held", "1 letter kept for approval")
    assert word(filled(FORMS["outbox/release"], **form, anyway=True)) == "Released"
    assert acts(house) == [("outbox/retry", ANNA), ("outbox/hold", ANNA), ("outbox/release", ANNA)]


def test_a_channel_is_tried_and_sealed_by_form(house: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNCIL_WEBHOOK_HOSTS", "127.0.0.1")
    with Hook() as hook:
        urls = [f"json://127.0.0.1:{hook.port}/t0ken/{answer}" for answer in ("200", "404")]
        house.knows("An Officer", "officer@itu.example", "secretariat", channels=urls)
        sealed = filled(FORMS["channels/seal"], by=ANNA)
        assert ended(sealed) == ("Sealed", "2 channels sealed")
        taken, refused = (filled(FORMS["channels/test"], channels=[number], by=ANNA) for number in (4, 5))
    assert ended(taken) == ("Taken", "channel 4 of An Officer (json:127.0.0.1): taken")
    assert (word(refused), refused.is_failed()) == ("Not taken", True)
    assert "HTTP 404" in str(refused.message)
    assert word(filled(FORMS["channels/test"], channels=[999], by=ANNA)) == "Refused"
    assert word(filled(FORMS["channels/test"], channels=[4], by=" ")) == "Refused"


def test_what_came_back_is_fetched_hourly_where_a_mailbox_is_set(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "bounces/hourly" not in {deployment.full_name for deployment in deployments()}
    unset = run(bounces.fetch)
    assert (word(unset), unset.is_failed()) == ("Not fetched", True)
    office.opens_agreed()
    office.allows("hlpf-contribution", "reminder", on="2017-02-10")
    office.round("2017-02-24 09:00")
    message_id = next(mail.message_id for mail in office.sink.mails if mail.recipient == A)
    with Postbox([Kept(report(POSTFIX, A, message_id))]) as box:
        monkeypatch.setenv("COUNCIL_BOUNCES_URL", box.url)
        assert "bounces/hourly" in {deployment.full_name for deployment in deployments()}
        counted, quiet = run(bounces.fetch), run(bounces.fetch)
    assert (word(counted), word(quiet)) == ("Counted", "Quiet")
    again = filled(FORMS["people/reachable"], person=A, because="their server is back", by=ANNA)
    assert ended(again) == ("Reachable", "Delegate A is written to again")
    assert acts(office)[-1] == ("people/reachable", ANNA)
