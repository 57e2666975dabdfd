"""Officers in processes of their own, forked from the server of senders.py, which has what they need imported."""

from multiprocessing.synchronize import Barrier

from kernel import registry
from kernel.runner import do
from record import store
from record.settings import Settings
from tests.story import HLPF, OFFICER, moment

HOW = {"now": moment("2017-02-27 10:00"), "by": OFFICER}
registry.act("step/add")  # once, before anything is forked


def add_a_step(settings: Settings, gate: Barrier, number: int) -> None:
    """Do what `council add-step` does, once all are there; how it ends is the exit code of the process."""
    gate.wait(240)
    how = {"cycle": HLPF, "step": f"clearance-{number}", "title": "Have it cleared", **HOW}
    store.run_act(settings, lambda session: do(session, "step/add", **how))
