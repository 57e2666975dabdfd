"""Makes docs/run-graph.png: Prefect's page of the walk of hlpf-contribution/2017, as it stood on 27 March 2017.

`python -m benchmarks.run_graph`, with a Chromium on the PATH or named by CHROMIUM. Everything else is made here: a
scratch store, the cycle with the four dates that the 30th meeting of CWG-WSIS agreed, and a Prefect server.
"""

import asyncio
import os
from base64 import b64encode
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import flows.chains
from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from benchmarks.browser import page
from flows.server import PrefectServer
from kernel.runner import do
from models.engine import writing
from planning.library import chains_in
from planning.window import Window, day
from record import settings as settings_
from record import store

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "run-graph.png"
CYCLE, OFFICER = "hlpf-contribution/2017", "Secretary of the Group"
POSTED = "https://council.example/cwg-wsis/30"
OPENED = datetime(2017, 2, 9, 9, tzinfo=UTC)
LOOKED = datetime(2017, 3, 27, 10, tzinfo=UTC)
AGREED = {
    "revised-draft": date(2017, 2, 24),
    "comments": date(2017, 3, 10),
    "final-draft": date(2017, 3, 24),
    "final-comments": date(2017, 4, 7),
}
MET = {"preliminary-draft": date(2017, 2, 7)} | {step: on for step, on in AGREED.items() if on < LOOKED.date()}


def main() -> None:
    """Make the picture, and print where it is."""
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        home = Path(scratch)
        os.environ |= {"COUNCIL_HOME": str(home), "COUNCIL_DATABASE_URL": f"sqlite:///{home / 'council.db'}"}
        _fill()
        server = stack.enter_context(PrefectServer(home / "prefect"))
        os.environ |= server.environment
        _take(server, f"{server.ui_url}/runs/flow-run/{_walked()}")
    print(PICTURE)


def _fill() -> None:
    engine = store.for_starting(settings_.read(os.environ), now=OPENED)
    anchors = {"un-deadline": day(date(2017, 4, 28)), "review": Window(date(2017, 2, 7), date(2017, 2, 8))}
    with writing(engine) as session:
        chain = chains_in(flows.chains)["hlpf-contribution"]
        openings.open_cycle(session, chain, "2017", OpeningTerms(anchors), now=OPENED, by=OFFICER)
        for step, due in AGREED.items():
            words = {"because": "section 3.2 of its report", "document": "C17/8", "agreed_by": "the 30th meeting"}
            do(session, "deadline/agree", cycle=CYCLE, step=step, due=str(due), **words, now=OPENED, by=OFFICER)
        for step, on in MET.items():
            now = max(OPENED, datetime(on.year, on.month, on.day, 15, tzinfo=UTC))
            do(session, "deadline/met", cycle=CYCLE, step=step, on=on, url=POSTED, now=now, by=OFFICER)
    engine.dispose()


def _walked() -> str:
    """Return the id of the run that walked the cycle; Prefect is imported when its server's variables are set."""
    from flows.chain_flows import FLOWS

    state = asyncio.run(FLOWS["hlpf-contribution"](cycle="2017", as_of=LOOKED, return_state=True))
    return str(state.state_details.flow_run_id)


def _take(server: PrefectServer, address: str) -> None:
    """Log in, and show the graph as a grid of what needs what, over the list of its tasks with their states."""
    with page() as ours:
        ours.opens(server.ui_url, width=1280, height=860)
        ours.keeps("prefect-password", b64encode(server.environment["PREFECT_API_AUTH_STRING"].encode()).decode())
        ours.opens(address, width=1280, height=860)
        ours.presses("[...document.querySelectorAll('.run-graph button, .flow-run-graph button')].at(-1)")
        ours.presses(words("Dependency grid"))
        ours.presses(words("Task Runs"))
        ours.shows(words("report-to-cwg: Undated"))
        PICTURE.write_bytes(ours.picture())


def words(said: str) -> str:
    """Return what finds the element that holds these words alone."""
    return f"[...document.querySelectorAll('*')].findLast(each => each.textContent.trim() === '{said}')"


if __name__ == "__main__":
    main()
