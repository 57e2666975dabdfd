"""A law at the terminal: files leave the same in any order and however often, and what people chose stays."""

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.proofs import examples

FILES = {
    "office.yaml": """contacts: [{name: An Officer, email: officer@x.example, roles: [secretariat]}]""",
    "contacts.csv": "Nom;Courriel;Organisation;Rôles;Langue\nAna;ana@x.example;Brésil;membership;français\n"
    "Rui;rui@x.example;BRÉSIL;focal-point;\nBo;bo@x.example;Chile;membership;\n",
    "more.yaml": """contacts:
- {name: Ana, email: ana@x.example, zone: Tokyo}
- {name: Cy, email: cy@x.example, organization: Chile, roles: [stakeholders]}""",
    "meetings.yaml": """bodies: [{key: council, name: Council}, {key: cwg, name: Working Group, aliases: [WG]}]
meetings:
- {body: council, key: c-27, title: Council 2027, opens: 2027-06-01, closes: 2027-06-11}
- {body: council, key: c-28, title: Council 2028, opens: 2028-06-06, closes: 2028-06-16}""",
    "timeline.yaml": """timelines:
- cycle: papers/2027
  title: Papers
  anchors: {start: 2027-03-01}
  deadlines:
  - {step: draft, title: Draft, due: 2027-04-01}
  - {step: papers, title: Papers, due: 10 working days after start}""",
    "closed.ics": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTART;VALUE=DATE:20270101\r\nSUMMARY:New Year\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "members.csv": "State,Kind,From\nChile,Council member,2026-11-01\nBrésil,Council member,2026-11-01\n",
}
MEANT = {"closed.ics": ("--calendar", "Geneva")}
CHOICES = {
    ("people", "edit", "rui@x.example", "--name", "Rui Costa"): "contacts.csv",
    ("people", "edit", "cy@x.example", "--organization", "Peru"): "more.yaml",
    ("people", "end-role", "bo@x.example", "membership", "--on", "2026-11-20"): "contacts.csv",
    ("choices", "set", "ana@x.example", "--language", "ru", "--zone", "Asia/Riyadh"): "more.yaml",
    ("organization", "rename", "Chile", "Republic of Chile", "--because", "its wish"): "contacts.csv",
    ("meeting", "move", "c-27", "2027-06-08/2027-06-18", "--because", "the hall", "--apply"): "meetings.yaml",
    ("meeting", "cancel", "c-28", "--because", "x", "--apply"): "meetings.yaml",
    ("agree", "papers/2027", "draft", "2027-04-05", "--because", "asked"): "timeline.yaml",
    ("waive", "papers/2027", "papers", "--because", "none"): "timeline.yaml",
    ("assign", "papers/2027", "draft", "officer@x.example"): "timeline.yaml",
    ("holidays", "cite", "Geneva", "2027", "IC/1"): "closed.ics",
    ("membership", "end", "Brésil", "council-member", "--on", "2026-11-25"): "members.csv",
}
READ = (
    ("people", "list"),
    ("people", "show", "ana@x.example"),
    ("people", "show", "bo@x.example"),
    ("organization", "list"),
    ("meetings",),
    ("holidays", "show", "Geneva", "2027"),
    ("status", "papers/2027"),
    ("membership", "list", "--ever"),
    ("body", "list"),
)
UNTIL = ("--as-of", "2026-11-29")
OWN = {"id", "url", "since", "at", "entered_at", "links", "calendar"}


@pytest.fixture
def office(council, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return what a sequence of loads and choices, in a store of its own, leaves for those who read it."""
    monkeypatch.setenv("COUNCIL_OFFICER", "An Officer")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def leaves(*steps: tuple[str, ...]) -> dict[tuple[str, ...], object]:
        home = tmp_path / f"home-{len(list(tmp_path.iterdir()))}"
        home.mkdir()
        shutil.copyfile(store, home / "council.db")
        monkeypatch.setenv("COUNCIL_HOME", str(home))
        for number, step in enumerate(steps):
            words = ("load", str(tmp_path / step[0]), *MEANT.get(step[0], ())) if step[0] in FILES else step
            said = council(*words, "--as-of", f"2026-11-28T{9 + number // 60:02}:{number % 60:02}")
            assert said.code == 0, (steps, words, said.err)
        return {words: own_ids_left_out(council(*words, *UNTIL, "--json").facts) for words in READ}

    return leaves


def own_ids_left_out(facts):
    """Return what was read without what each store has of its own, lists in one order."""
    if isinstance(facts, dict):
        return {name: own_ids_left_out(value) for name, value in facts.items() if name not in OWN}
    return sorted(map(own_ids_left_out, facts), key=repr) if isinstance(facts, list) else facts


def rests_on(choice: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the files without which there is nothing to choose: what a file says for the first time counts."""
    return [(name,) for name in (CHOICES[choice], *(("contacts.csv",) if "choices" in choice else ()))]


def shuffled(chance: random.Random) -> list[tuple[str, ...]]:
    """Return every file, some of them again, and every choice, each somewhere after the file that it rests on."""
    files = [(name,) for name in FILES]
    steps = files[:1] + chance.sample(files[1:], len(files) - 1)
    for step in chance.choices(files, k=5):
        steps.insert(chance.randint(1, len(steps)), step)
    for choice in chance.sample(list(CHOICES), len(CHOICES)):
        steps.insert(chance.randint(max(map(steps.index, rests_on(choice))) + 1, len(steps)), choice)
    return steps


@pytest.mark.proof("two CPU seconds; tests/loading/test_any_order.py tells it of generated files in every run")
def test_files_leave_the_same_in_any_order_and_what_people_chose_stays(office):
    expected = office(*((name,) for name in FILES), *CHOICES)
    for seed in range(int(os.environ.get("SEEDS") or examples(12, in_every_run=1))):
        steps = shuffled(random.Random(seed))
        left = office(*steps)
        differing = {words: (left[words], expected[words]) for words in READ if left[words] != expected[words]}
        assert not differing, (seed, steps, differing)
