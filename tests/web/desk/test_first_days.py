"""The first days of an officer at the desk: a checklist that leads on, titles for keys, buttons that do something."""

from pathlib import Path

from kernel.runner import do
from models.engine import writing
from record import journal, settings, store
from record.people import people, sign_ins
from tests.secretariat import moment
from tests.web.desk.browser import Browser, Fields, give_account
from tests.web.live_server import served

FILES = """\
bodies:
  - {key: council, name: Council}
meetings:
  - {body: Council, key: council-17, title: Council 2017, opens: 2017-05-15, closes: 2017-05-25, place: Geneva}
"""


def test_the_checklist_leads_to_the_year_of_the_next_meeting_whose_cycles_are_ticked(tmp_path: Path) -> None:
    now = moment("2016-11-30 10:00")
    own = settings.read({"COUNCIL_HOME": str(tmp_path)})
    engine = store.for_starting(own, now=now)
    with journal.by_clock(lambda: now), served(engine, own, now) as web:
        with writing(engine) as session:
            given = {"name": "Head", "email": "head@office.example", "roles": ("secretariat",)}
            do(session, "people/add", **given, now=now, by="Head")
        give_account(engine, "head@office.example", "secretariat", now=now)
        with writing(engine) as session:
            token = sign_ins.begin(session, people.named(session, "head@office.example").id, "Firefox", now=now)
        browser = Browser(web, {"council": token}).get("/desk")
        assert Fields(browser.text).links["See what it calls for"] == "/desk/year?year=2016"
        loading = browser.get("/desk/acts/file/load").send({"files": "all.yaml", "files.text": FILES, "do": "check"})
        loading.send({"do": "do"})
        browser.get(Fields(browser.get("/desk").text).links["See what it calls for"])
        assert (browser.path, 'name="accept" value="council-documents/2017"' in browser.text) == (
            "/desk/year?year=2017",
            True,
        )
    engine.dispose()
