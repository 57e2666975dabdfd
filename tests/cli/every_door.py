"""The doors of the terminal at which a store may be out of order, and how each of them refuses."""

from pathlib import Path

from tests.web.live_server import free_port

ROOT = Path(__file__).parents[2]
HLPF = "hlpf-contribution/2017"
OPEN = ("open", HLPF, "--anchor", "un-deadline=2017-04-28", "--anchor", "review=2017-02-07/2017-02-08")
EARLY = ("--as-of", "2017-02-09")
AGREE = ("agree", HLPF, "comments", "2017-03-10", "--because", "x", "--as-of", "2017-02-10")
READS, ACTS = ("status",), AGREE
ROUND, JOURNAL = ("remind", "--as-of", "2017-03-03T12:00"), ("journal", "verify")
PORT = str(free_port())  # where no other story serves a desk
WEB, UP = ("web", "--port", PORT), ("up", "--web-port", PORT)
EVERY_DOOR = (READS, ACTS, ROUND, JOURNAL, ("channels", "list"), ("feed", HLPF), ("db", "upgrade"), WEB, UP)


def refused(said, *words: str) -> None:
    """Check that it is one sentence on stderr with these words, and exit 2."""
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1), said.err
    assert "; " in said.err  # what is wrong; the remedy
    for word in words:
        assert word in said.err
