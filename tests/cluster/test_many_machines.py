"""Each line of docs/operations.md, "Many machines", is done by processes on one machine, and does what it says."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from sqlalchemy import select

from flows import dead_runs, registration
from models.engine import reading, writing
from models.outbox import Message, State
from models.people import Person, Role
from planning.calendar import HOME_PLACE, WorkCalendar
from planning.clock import utc_now
from planning.mail_hours import next_permitted
from planning.zones import HOME_ZONE
from tests.cluster.cluster import PASSWORD, WORKERS, Cluster, cluster
from tests.cluster.members import announce, make_due
from tests.cluster.written_lines import ROOT
from tests.secretariat import text_of
from tests.sink import MisbehavingSink
from tests.wait import until
from watch.alarm import FILE
from watch.silence import Vigil, pulse

pytestmark = [
    pytest.mark.proof("two servers, services, two workers, two webs: three minutes of CPU"),
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.xdist_group("cluster"),
]
PATIENCE = 600
SECRET = "drawn-once-and-the-same-everywhere"
OFFICER = "anna@desk.example"


@pytest.fixture(scope="module")
def mails() -> Iterator[MisbehavingSink]:
    with MisbehavingSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def made(mails: MisbehavingSink) -> Iterator[Cluster]:
    # Not below pytest's folder, into which the database's own user may not look.
    with TemporaryDirectory(prefix="council-") as folder, cluster(Path(folder), mails.url) as made_:
        yield made_


def served(made: Cluster) -> set[str]:
    with made.client() as client:
        ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[registration.OURS]))
        return {each.name for each in client.read_deployments(deployment_filter=ours)}


def test_no_part_ended_though_two_servers_began_at_once(made: Cluster) -> None:
    assert {name: len(part.begun) for name, part in made.parts.items()} == dict.fromkeys(made.parts, 1)
    assert len(made.parts) == 8


def test_every_line_was_done(made: Cluster) -> None:
    began = {tuple(part.words[:3]) for part in made.parts.values()}
    ended = {("council", "db", "upgrade"), ("prefect", "server", "database"), ("prefect", "work-pool", "create"),
             ("python", "-P", "-m")}  # fmt: skip
    assert {line[:3] for line in made.lines.programs} <= began | ended


def test_the_servers_ask_for_the_password_and_answer_their_own_addresses_only(made: Cluster) -> None:
    asked = f"{made.api_url}/deployments/filter"
    user, _, password = PASSWORD.partition(":")
    assert httpx.get(f"{made.api_url}/admin/version").status_code == httpx.codes.UNAUTHORIZED
    assert httpx.get(f"{made.api_url}/health").status_code == httpx.codes.OK
    assert httpx.get(f"{made.api_url}/health", headers={"Host": "evil.example"}).status_code == 421
    foreign = {"Origin": "https://evil.example"}
    assert httpx.get(f"{made.api_url}/health", headers=foreign).status_code == httpx.codes.FORBIDDEN
    forged = httpx.post(asked, json={}, auth=(user, password), headers={"Prefect-Csrf-Client": "x"})
    assert forged.status_code == httpx.codes.FORBIDDEN
    people = f"http://127.0.0.1:{made.ports['login']}"
    assert httpx.get(f"{people}/api/admin/version").status_code == httpx.codes.UNAUTHORIZED
    entered = httpx.get(f"{people}/api/admin/version", auth=("anna", "of-the-test"))
    assert entered.json() == "3.9.1"
    policy = httpx.get(people, auth=("anna", "of-the-test")).headers["content-security-policy"]
    assert "default-src 'self'" in policy  # no page of Prefect's asks another host


def test_its_pages_ask_the_address_under_which_they_were_opened(made: Cluster) -> None:
    asked = httpx.get(f"http://127.0.0.1:{made.ports['login']}/ui-settings", auth=("anna", "of-the-test"))
    assert asked.json()["api_url"] == "/api"


def test_the_file_for_prefect_registers_what_is_registered(made: Cluster) -> None:
    before = served(made)
    made.run("prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(ROOT / "prefect.yaml"))
    assert served(made) == before
    assert {"every-quarter-hour", "share", "hlpf-contribution"} <= before
    with made.client() as client:
        watches = [client.find_automation(name) for name in (dead_runs.WATCH, dead_runs.NOT_BEGUN)]
        assert [watch is not None and watch.enabled for watch in watches] == [True, True]


def have_left(made: Cluster, mails: MisbehavingSink) -> bool:
    """Return whether all letters have left; in the night, whether the round has put them off until mail leaves."""
    now = utc_now()
    begins = next_permitted(now, HOME_ZONE, WorkCalendar(HOME_PLACE))
    if begins <= now:
        return len({mail.recipient for mail in mails.mails}) == 20
    with reading(made.engine) as session:
        waiting = session.scalars(select(Message.due_at).where(Message.state == State.QUEUED)).all()
    return len(waiting) == 20 and all(abs(due - begins) < timedelta(minutes=1) for due in waiting)


def test_an_act_at_a_terminal_wakes_a_round_and_its_letters_leave(made: Cluster, mails: MisbehavingSink) -> None:
    names = announce(made.engine, 20, 2, utc_now())
    make_due(made.engine, names, utc_now())
    words = ("--because", "a trial", "--accept-conflicts", "a trial", "--by", "d0@state.example")
    made.run("council", "agree", names[0], "final-draft", "2031-03-10", *words)
    until(lambda: have_left(made, mails), PATIENCE, every=1)
    assert all(b"https://council.example.org/" in mail.data for mail in mails.mails)


def test_both_webs_serve_the_pages_behind_one_address(made: Cluster) -> None:
    addresses = [made.web_url, *(f"http://127.0.0.1:{made.ports[name]}" for name in ("web-1", "web-2"))]
    pages = [httpx.get(f"{address}/subscribe") for address in addresses]
    assert [page.status_code for page in pages] == [httpx.codes.OK] * 3
    assert len({page.text.partition("</title>")[0] for page in pages}) == 1


def test_no_log_holds_a_password_or_the_secret(made: Cluster) -> None:
    logs = {name: part.log.read_text() for name, part in made.parts.items()}
    assert {"api-1", "api-2", *WORKERS} <= {name for name, words in logs.items() if words}
    for secret in (PASSWORD, PASSWORD.partition(":")[2], SECRET):
        assert [name for name, words in logs.items() if secret in words] == []
    lines = logs["api-1"].splitlines()[-1]
    assert json.loads(lines)["logger"]  # as ours: a line of JSON for each thing


def test_silence_is_told_without_council_up(made: Cluster, mails: MisbehavingSink) -> None:
    for name in WORKERS:
        made.parts[name].end()
    with writing(made.engine) as session:
        officer = Person(public_id="anna", name="Anna", email=OFFICER, organization_id=None)
        session.add(officer)
        session.flush()
        session.add(Role(person_id=officer.id, role="secretariat"))
        last = pulse(session)
    hour_ago = utc_now() - timedelta(hours=1)
    known = asdict(Vigil(last.ticks, heard_at=hour_ago, looked_at=utc_now()))
    relay = made.parts["relay"]
    relay.end()
    (relay.folder / "data").mkdir(exist_ok=True)
    (relay.folder / "data" / FILE).write_text(json.dumps(known, default=datetime.isoformat))
    relay.begin_anew({})
    told = until(lambda: [mail for mail in mails.mails if mail.recipient == OFFICER], PATIENCE, every=1)
    assert "none was finished for longer than" in " ".join(text_of(told[0].data).split())
