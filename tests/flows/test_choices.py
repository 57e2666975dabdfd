"""The forms for what people asked of our mail, and the week on Prefect's pages."""

import pytest

from flows.deployments import deployments
from flows.forms import FORMS
from flows.weekly_page import weekly_report
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import artifacts, ended, filled, run, run_of, sentence, word
from tests.flows.test_triggers import acts
from tests.secretariat import Desk, moment

pytestmark = pytest.mark.xdist_group("prefect")


def test_the_desk_chooses_by_form_for_whoever_asked(house: Desk) -> None:
    house.opens_agreed()
    form = {"person": "a@state.example", "by": ANNA}
    muted = filled(FORMS["choices/mute"], **form, chain="hlpf-contribution")
    assert ended(muted) == ("Muted", "Delegate A hears nothing more of hlpf-contribution")
    assert sentence(filled(FORMS["choices/mute"], **form, chain="hlpf-contribution")).endswith(" already")
    assert word(filled(FORMS["choices/mute"], **form, chain="no-such-chain")) == "Refused"
    back = filled(FORMS["choices/unmute"], **form, chain="hlpf-contribution")
    assert ended(back) == ("Unmuted", "Delegate A hears of hlpf-contribution again")
    chosen = filled(FORMS["choices/set"], **form, digest="weekly", language="fr", zone="Asia/Tokyo")
    assert ended(chosen) == ("Chosen", "Delegate A: digest, language, zone changed")
    assert word(filled(FORMS["choices/set"], **form, zone="Mars/Olympus")) == "Refused"
    assert acts(house) == [("choices/mute", ANNA), ("choices/unmute", ANNA), ("choices/set", ANNA)]


def test_the_week_is_an_artifact_of_its_run(office: Desk) -> None:
    office.opens_agreed()
    done = run(weekly_report, as_of=moment("2017-02-27 09:00"))
    assert word(done) == "Reported"
    assert sentence(done).startswith("Weekly report, 27 February: 1 overdue")
    assert run_of(done).name == "Reported: week/2017-02-27"
    left = artifacts(done)["weekly-report"]
    assert "**Post the revised draft**" in str(left.data)
    french = run(weekly_report, language="fr", as_of=moment("2017-02-27 09:00"))
    assert "## En retard" in str(artifacts(french)["weekly-report"].data)


def test_the_week_is_shown_every_monday() -> None:
    deployment = {each.full_name: each for each in deployments()}["weekly-report/weekly-report"]
    assert [str(each.schedule.cron) for each in deployment.schedules] == ["0 9 * * 1"]
