"""With Prefect stopped: the desk is no program of Prefect's, and its letters leave with the next round by hand."""

import os
import re
import subprocess
import sys
from html import unescape

import pytest

from tests.web.desk.browser import Fields

NOWHERE = "http://127.0.0.1:9/api"  # nothing answers there


def council(web, *words: str) -> str:
    """Run a command over the store of the desk, as where Prefect does not answer."""
    own = web.desk.settings
    told = {
        "COUNCIL_HOME": str(own.home), "COUNCIL_DATABASE_URL": own.database_url, "COUNCIL_MAIL_URL": own.mail_url or "",
        "PREFECT_API_URL": NOWHERE,
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COUNCIL_", "PREFECT_"))}
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "cli.main", *words], env=kept | told, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.proof("a program of its own, two CPU seconds; that it needs no Prefect is told in every run")
def test_what_is_approved_at_the_desk_leaves_with_council_remind(web, enter) -> None:
    web.desk.meets("revised-draft", on="2017-02-24")
    web.on("2017-02-24 09:30")
    web.desk.turn("2017-02-24 09:00")
    browser = enter("approver").get("/desk/letters")
    form = next(n for n, (path, _) in enumerate(Fields(browser.text).forms) if path == "/desk/acts/outbox/release")
    browser.send({"do": "check"}, form=form).send({"do": "do"})
    assert "approved" in unescape(re.sub(r"<[^>]+>", " ", browser.text))
    before = {mail.recipient for mail in web.desk.sink.mails}
    said = council(web, "remind", "--as-of", "2017-02-24T09:40")
    assert "sent" in said
    assert {mail.recipient for mail in web.desk.sink.mails} - before == {"a@state.example", "b@state.example"}


def test_the_desk_imports_no_prefect() -> None:
    """Every act at the desk (test_every_form.py) is done in a program that has none."""
    seen = "import sys, web.app, web.desk.routes; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-P", "-c", seen], timeout=60).returncode == 0
