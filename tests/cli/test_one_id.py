"""The id that the terminal prints of an act: in its line, its events, its messages, and in the log of their sending."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from models.engine import make_engine, reading
from models.events import Event
from models.outbox import Message, State
from tests.cli.test_council import ANCHORS, HLPF

ON = ("--as-of", "2017-02-09")


@pytest.fixture
def opened(council, store: Path, sink, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COUNCIL_MAIL_URL", sink.url)
    monkeypatch.setenv("COUNCIL_BASE_URL", "https://council.example")
    monkeypatch.setenv("COUNCIL_LOG", "json")
    assert council("load", *(f"examples/2017/{name}" for name in ("1-bodies.yaml", "2-contacts.csv")), *ON).code == 0
    assert council("open", HLPF, *ANCHORS, *ON).code == 0
    return council


def handed_over(said) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in said.err.splitlines()]
    return [line for line in lines if line["message"] == "handed over"]


def test_one_id_runs_from_the_terminal_to_the_line_of_the_sender(opened, store: Path, sink) -> None:
    agree = ("agree", HLPF, "comments", "2017-03-10", "--because", "agreed by the Group", *ON)
    assert opened(*agree).code == 0
    act = opened("issue", HLPF, *ON, "--json").facts["act"]
    (line,) = [line for line in opened("journal", "--json").facts if line["id"] == act]
    assert (line["act"], line["door"]) == ("cycle/issue", "terminal")
    engine = make_engine(f"sqlite:///{store}")
    with reading(engine) as session:
        assert session.scalars(select(Event.name).where(Event.act == act)).all() == ["council.cycle.issued"]
    sent = [line for line in handed_over(opened("remind", "--as-of", "2017-02-10T09:00")) if line["act"] == act]
    with reading(engine) as session:
        have_left = (Message.act == act, Message.state == State.SENT)  # elsewhere it is night
        messages = set(session.scalars(select(Message.public_id).where(*have_left)))
    engine.dispose()
    assert messages
    assert {line["message_id"] for line in sent} == messages
    assert {(line["carrier"], line["result"], line["code"]) for line in sent} == {("email", "sent", 250)}
    assert messages <= {mail.message_id.strip("<>").partition("@")[0] for mail in sink.mails}
