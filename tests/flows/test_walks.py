import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import flows.chains
from flows import chain_flows
from loading import load
from models.engine import writing
from planning.chain import Chain
from planning.clock import utc_now
from planning.library import chains_in
from tests.flows.prefect_states import (
    artifacts,
    children,
    edges,
    ended,
    run,
    run_of,
    sentence,
    standings,
    word,
)
from tests.secretariat import HLPF, OFFICER, Desk, moment

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them

SMALL_CHAIN = """
from planning.chain import SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "liaison-statement", version=1, title="A liaison statement", mandate="none: written by a test",
    anchors=(Anchor("reply", "the day on which the other side wants its answer", outside=True),),
    steps=(
        Step("draft", "Draft the answer", due="2 weeks before answer"),
        Step("answer", "Send the answer", due="on reply"),
    ),
)
"""


def test_the_run_graph_of_a_walk_is_the_chain_each_step_named_for_how_it_stands(office: Desk) -> None:
    office.opens_agreed()
    office.meets("revised-draft", on="2017-02-24")
    office.meets("comments", on="2017-03-13")
    office.waives("final-draft", on="2017-03-24")

    state = run(chain_flows.FLOWS["hlpf-contribution"], cycle="2017", as_of=moment("2017-04-02 09:00"))

    assert run_of(state).name == "Due soon: hlpf-contribution/2017 as of 2017-04-02 09:00"
    assert standings(state, 7) == {
        "preliminary-draft": "Proposed",  # its day passed, but nobody agreed it
        "revised-draft": "Met",
        "comments": "Met late",
        "final-draft": "Waived",
        "final-comments": "Due soon",
        "submission": "Open",
        "report-to-cwg": "Undated",
    }
    chain = flows.chains.hlpf_contribution.CHAIN
    assert edges(state, 7) == {
        step.slug: {need for need in chain.needs[step.slug] if chain.step(need)} for step in chain.steps
    }
    assert edges(state, 7)["final-comments"] == {"final-draft"}
    assert word(state) == "Due soon"
    assert sentence(state) == "1 due soon, 1 open, 1 proposed, 1 undated, 1 met late, 1 met, 1 waived"


def test_a_walk_leaves_the_table_and_the_picture_of_its_cycle(office: Desk) -> None:
    office.opens_agreed()
    left = artifacts(run(chain_flows.FLOWS["hlpf-contribution"], cycle="2017", as_of=moment("2017-03-27")))
    row = json.loads(str(left["deadlines-hlpf-contribution-2017"].data))[2]
    assert row == {
        "date": "2017-03-10 Fri",
        "step": "[comments](https://council.example/cycles/hlpf-contribution/2017#comments)",
        "by": "membership",
        "to": "secretariat",
        "standing": "Closed",
        "basis": "agreed",
        "float": "+16 d",
        "why": "2017-03-10 was agreed by the 30th meeting (C17/8)",
    }
    assert "](data:image/svg+xml;base64," in str(left["timeline-hlpf-contribution-2017"].data)


def test_without_a_cycle_every_living_one_is_walked_in_a_run_of_its_own(office: Desk) -> None:
    office.opens_agreed()
    office.opens("hlpf-contribution/2018", on="2017-06-01", un_deadline="2018-04-27")
    office.opens("hlpf-contribution/2019", on="2017-06-01", un_deadline="2019-04-26")
    office.abandons(on="2017-06-02", cycle="hlpf-contribution/2019")
    state = run(chain_flows.FLOWS["hlpf-contribution"])
    assert ended(state) == ("Walked", "2017, 2018")
    assert sorted(child.name for child in children(state)) == [
        "Overdue: hlpf-contribution/2017",
        "Overdue: hlpf-contribution/2018",
    ]
    nothing = run(chain_flows.FLOWS["annual-report"])
    assert ended(nothing) == ("No cycle", "no cycle lives")


@pytest.mark.proof("every walk twice: three CPU seconds; a walk of all is told in every run")
def test_the_next_walk_of_all_leaves_out_what_stands_as_it_did(office: Desk) -> None:
    """On a chain that no other story walks: the server is theirs too, and knows when all was walked last."""
    forum = chain_flows.FLOWS["wsis-forum"]
    office.opens("wsis-forum/2031", on="2026-11-01", forum="2031-04-21")
    assert ended(run(forum)) == ("Walked", "2031")
    word, sentence = ended(run(forum))
    assert (word, sentence[:34]) == ("Unchanged", "none of 1 cycle changed since 2026"[:34])
    assert ended(run(forum, as_of=utc_now())) == ("Walked", "2031")
    office.opens("wsis-forum/2032", on=utc_now(), forum="2032-04-19")
    assert ended(run(forum)) == ("Walked", "2032")


def test_a_cycle_that_is_not_there_is_refused_in_its_sentence(office: Desk) -> None:
    office.opens()
    state = run(chain_flows.FLOWS["hlpf-contribution"], cycle="1999")
    assert state.is_failed()
    assert word(state) == "Refused"
    assert sentence(state) == f"there is no cycle 'hlpf-contribution/1999'; the cycles are {HLPF}"


@pytest.fixture
def small_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chain]:
    """A chain found by being there: a file in a folder of the package, as if it had been put into the checkout."""
    folder = tmp_path / "more_chains"
    folder.mkdir()
    (folder / "liaison_statement.py").write_text(SMALL_CHAIN)
    monkeypatch.setattr(flows.chains, "__path__", [*flows.chains.__path__, str(folder)])
    importlib.reload(chain_flows)
    yield chains_in(flows.chains)["liaison-statement"]
    monkeypatch.undo()
    sys.modules.pop("flows.chains.liaison_statement")
    del chain_flows.liaison_statement
    importlib.reload(chain_flows)


def test_a_chain_file_dropped_in_is_walked_and_deployed_like_the_shipped_ones(office: Desk, small_chain: Chain) -> None:
    from flows.deployments import deployments

    office.chains["liaison-statement"] = small_chain
    office.opens("liaison-statement/2020", on="2020-01-01", reply="2020-03-20")
    state = run(chain_flows.liaison_statement, cycle="2020", as_of=moment("2020-03-14"))
    assert standings(state, 2) == {"draft": "Proposed", "answer": "Due soon"}
    assert edges(state, 2) == {"draft": set(), "answer": {"draft"}}
    served = {each.full_name: each.entrypoint for each in deployments()}
    assert served["liaison-statement/liaison-statement"] == "flows.chain_flows.liaison_statement"


def test_a_loaded_timeline_without_a_declared_chain_is_walked_by_the_generic_flow(office: Desk, tmp_path: Path) -> None:
    file = tmp_path / "council.yaml"
    file.write_text(TIMELINE)
    with writing(office.engine) as session:
        known = chains_in(flows.chains)
        load(session, [file], known, now=moment("2017-02-09"), by=OFFICER)
    state = run(chain_flows.timeline)
    assert ended(state) == ("Walked", "council-session/C17")
    (child,) = children(state)
    assert child.name == "Overdue: council-session/C17"
    alone = run(chain_flows.timeline, cycle="council-session/C17", as_of=moment("2017-05-01"))
    assert standings(alone, 2) == {"contributions": "Closed", "opening": "Open"}


TIMELINE = """
timelines:
  - cycle: council-session/C17
    title: The 2017 session of the Council
    anchors: {council: 2017-05-15/2017-05-25}
    agreed_by: the Council
    deadlines:
      - {step: contributions, title: Contribute, by: membership, to: secretariat, due: 2017-04-14}
      - {step: opening, title: Open the session, due: 2017-05-15, follows: contributions}
"""
