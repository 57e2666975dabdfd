import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import PrefectHTTPStatusError

from cli.main import main
from planning.standing import Standing
from tests.flows.conftest import ANNA, environment
from tests.flows.supervised import ASK, PATIENCE, Up, start
from tests.secretariat import HLPF, Desk
from tests.wait import until

pytestmark = [
    pytest.mark.proof("a supervisor whose runs are processes: two minutes of CPU"),
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("supervise"),
]
OWN = {"COUNCIL_ACTS": "own_acts"}  # beside this file
REDRAWS = "An act redraws hlpf-contribution"


@pytest.fixture
def starting(tmp_path: Path, prefect_template: Path, desk: Desk) -> Iterator[Callable[[], Up]]:
    begun: list[Up] = []

    def begin() -> Up:
        begun.append(start(tmp_path, prefect_template, environment(desk) | OWN))
        return begun[-1]

    yield begin
    for up in begun:
        up.process.kill()
        up.process.wait()


def woken(up: Up) -> list[FlowRun]:
    """Return the rounds that acts have started."""
    runs = up.client.read_flow_runs()
    return [run for run in runs if run.created_by and run.created_by.display_value == "An act wakes the round"]


def started_by(run: FlowRun) -> str | None:
    """Return what started the run."""
    return run.created_by.display_value if run.created_by else None


def ended(up: Up, words: str) -> FlowRun | None:
    """Return a run that ended, saying these words."""
    runs = up.client.read_flow_runs()
    return next((run for run in runs if run.state and run.state.is_final() and words in str(run.state.message)), None)


def test_the_schedule_runs_a_round_and_acts_by_form_and_at_the_terminal_wake_it_and_redraw_their_chain(
    starting: Callable[[], Up], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One supervisor for five stories: a start costs ten seconds."""
    desk.knows(ANNA, "anna@desk.example", channels=())
    desk.opens_agreed()
    up = starting()
    until(lambda: any(run.auto_scheduled for run in up.client.read_flow_runs()), PATIENCE, every=ASK)
    until(lambda: len(woken(up)) == 1, PATIENCE, every=ASK)  # by the five acts before the start, together

    with pytest.raises(PrefectHTTPStatusError, match="'by' is a required property"):
        up.starts("deadline-met", cycle=HLPF, step="revised-draft")
    with pytest.raises(PrefectHTTPStatusError, match="'nope' is not of type 'array'"):
        up.starts("cycle-open", cycle=HLPF, provisional="nope", by=ANNA)

    form = {"cycle": HLPF, "step": "revised-draft", "by": ANNA, "url": "https://council.example/drafts/1"}
    met = up.reaches(up.starts("deadline-met", **form), "Completed")
    assert met.name == f"Met: {HLPF} revised-draft"
    assert desk.view("2999-01-01")["revised-draft"].standing is Standing.MET_LATE
    assert started_by(until(lambda: ended(up, "1 met late"), PATIENCE, every=ASK)) == REDRAWS
    until(lambda: len(woken(up)) == 2, PATIENCE, every=ASK)

    for name, value in environment(desk).items():
        monkeypatch.setenv(name, value)
    main(["waive", HLPF, "comments", "--because", "not needed", "--by", ANNA])
    assert started_by(until(lambda: ended(up, "1 waived"), PATIENCE, every=ASK)) == REDRAWS
    until(lambda: len(woken(up)) == 3, PATIENCE, every=ASK)

    own = {"cycle": HLPF, "title": "The contribution", "by": ANNA}  # an act that a test declares in one function
    shown = up.reaches(up.starts("title-set", **own, preview=True), "Completed")
    assert shown.name == f"Preview: {HLPF} The contribution"
    assert desk.view("2999-01-01").title != "The contribution"
    assert up.reaches(up.starts("title-set", **own), "Completed").name == f"Renamed: {HLPF} The contribution"
    assert desk.view("2999-01-01").title == "The contribution"
    refused = up.reaches(up.starts("title-set", **(own | {"cycle": "hlpf 2017"})), "Failed")
    assert refused.name == "Refused: hlpf 2017 The contribution"  # a form reads names exactly

    def round_run() -> FlowRun | None:
        ended = [run for run in up.client.read_flow_runs() if run.auto_scheduled and run.state and run.state.is_final()]
        return next((run for run in ended if "round/" in run.name), None)

    scheduled = until(round_run, PATIENCE, every=ASK)
    assert scheduled.state is not None
    assert scheduled.state.is_completed()

    children = psutil.Process(up.process.pid).children(recursive=True)
    up.process.terminate()
    assert up.process.wait(60) == 0
    assert psutil.wait_procs(children, timeout=30)[1] == []


def test_after_a_kill_no_process_lives_and_the_next_start_crashes_what_was_running(starting: Callable[[], Up]) -> None:
    up = starting()
    left = up.starts("linger")
    up.reaches(left, "Running")
    children = psutil.Process(up.process.pid).children(recursive=True)
    assert len(children) >= 3  # the server, the child that serves, the run
    up.process.send_signal(signal.SIGKILL)
    assert up.process.wait(60) == -signal.SIGKILL
    assert psutil.wait_procs(children, timeout=30)[1] == []

    run = starting().reaches(left, "Crashed")
    assert run.state is not None
    assert run.state.message == "Its process had ended before this start; the next round does its work."
