"""Whatever is typed at an act's command is read, or refused in one sentence: exit 2, no output, nothing stored."""

import sqlite3

import click
import pytest

from cli.groups import ReadingOrAct
from cli.main import council as commands
from cli.remedy_words import as_command
from kernel import registry
from planning.remedies import Call
from tests.secretariat import HLPF

ON = ("--as-of", "2017-02-09")
FILES = [f"examples/2017/{name}" for name in ("1-bodies.yaml", "2-contacts.csv", "4-hlpf-contribution.yaml")]
OFF, OWN = "COUNCIL_ACTS_OFF", "COUNCIL_ACTS"
WAIVE = ("waive", HLPF, "comments", "--because", "x")
RESOLVE = ("resolve-comment", HLPF, "comments")
LONG = "x" * 50_000


@pytest.fixture
def loaded(council, begin):
    begin(("load", *FILES, *ON))
    return council


def refused(council, *words: str) -> str:
    """Return the sentence with which it is refused, having changed nothing."""
    before = council("journal", "--json").out
    printed = council(*words)
    assert (printed.code, printed.out, printed.err.count("\n")) == (2, "", 1)
    assert council("journal", "--json").out == before
    return printed.err


def test_the_words_of_every_act_lead_to_it() -> None:
    for act in registry.acts():
        command: click.Command = commands
        words = as_command(Call(act.name, {})).split()[1:]
        while isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words.pop(0))
        if isinstance(command, ReadingOrAct):
            command = command.act()
        assert act.help in str(command.help)  # one word may be that of two acts
        assert "WORDS" not in [
            parameter.metavar for parameter in command.params if isinstance(parameter, click.Argument)
        ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((*WAIVE, "--by", "Ann\udcff", *ON), "holds half a character"),
        (("open", "hlpf-contribution/2018", "--by", "Ann\udcff", *ON), "holds half a character"),
        (("journal", "--cycle", "hlpf-\udcff"), "'hlpf-\\\\udcff' holds half a character"),
        (("undo", "\udcff", *ON), "no line of the journal has the id"),
        (("undo", LONG, *ON), "no line of the journal has the id"),
        ((*WAIVE, "--by", LONG, *ON), "has 50,000 characters; shorten it to 500"),
        ((*WAIVE[:-1], "x" * 2_001, *ON), "has 2,001 characters; shorten it to 2,000"),
        (("status", "--as-of", LONG), "x…' is not"),
        (("undo", "%", *ON), "no line of the journal has the id"),
        ((*RESOLVE, "9" * 5000, "--declined", "x", *ON), "has 5,000 characters; shorten it to 500"),
        ((*RESOLVE, "9" * 10, "--declined", "x", *ON), "is not a number"),
        (("outbox", "allow", LONG, "reminder", "--because", "x", *ON), "has 50,000 characters; shorten it to 500"),
        (("outbox", "allow", "", "reminder", "--because", "x", *ON), "nothing is given for 'chain'"),
        (("people", "add", "a@state.example", "rui@itu.example", *ON), "stands for no person"),  # another's address
        (("people", "add", "%", "rui@itu.example", *ON), "stands for no person"),
        (("step", "add", HLPF, "x" * 201, "--title", "x", *ON), "is not a name"),
        (("outbox", "hold", "", "--because", "x", *ON), "nothing is given for 'messages'"),
        (("journal", "verify", "--since", ""), "'' is no head of a journal"),
        (("journal", "verify", "--since", f"{'9' * 5000}:{'0' * 64}"), "has 5,065 characters; shorten it to 500"),
    ],
)
def test_what_cannot_be_meant_is_refused(loaded, words: tuple[str, ...], why: str) -> None:
    assert why in refused(loaded, *words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("waive", HLPF, "--because", "x"), "Missing argument 'STEP'; see: council waive --help"),
        (("waive", HLPF, "comments"), "Missing option '--because'; see: council waive --help"),
        (("deadline", "waive", HLPF, "-1"), "No such option '-1'; see: council deadline waive --help"),
        (("agre", HLPF), "No such command 'agre'; see: council --help"),
        (("agree", HLPF, "comments", "2017-03-10", "--because", "x", "--later", "x"), "; see: council agree --help"),
    ],
)
def test_who_mistypes_a_command_reads_where_its_words_stand(loaded, words: tuple[str, ...], why: str) -> None:
    assert why in refused(loaded, *words)


def test_an_answer_is_not_undone_once_something_became_of_its_comments(loaded) -> None:
    answer = loaded("answer", HLPF, "comments", "Company E", "--says", "Good", "--as-of", "2017-03-01", "--json").facts
    assert loaded("resolve-comment", HLPF, "comments", "1", "--taken-up", "5", "--as-of", "2017-03-02").code == 0
    printed = refused(loaded, "undo", answer["act"], "--as-of", "2017-03-03")
    assert "changed again since, by comment/resolve of 2017-03-02 12:00 (Geneva time)" in printed


def test_of_many_that_are_meant_some_are_named(loaded) -> None:
    assert loaded("load", "examples/items/c17-8.yaml", *ON).code == 0
    printed = refused(loaded, "item", "done", "c17-8", *ON)
    assert "c17-8/2.2.2-1, c17-8/2.2.2-2 and 34 more; write one of them in full" in printed


def test_an_undo_is_done_as_its_preview_says(loaded) -> None:
    moved = ("move", HLPF, "un-deadline", "2017-05-05", *ON, "--apply", "--json")
    undo = ("undo", loaded(*moved).facts["act"], *ON)
    shown = loaded(*undo, "--preview").out
    add = shown.rpartition("to do it as shown, add ")[2].split()
    assert add[0] == "--seen"
    assert refused(loaded, *undo, "--seen", "0" * 32).startswith("somebody changed this meanwhile")
    assert loaded(*undo, *add).out.splitlines()[0] == shown.splitlines()[0]


def test_a_word_that_nobody_would_read_is_shortened_in_the_refusal(loaded) -> None:
    printed = refused(loaded, "waive", HLPF, "x" * 450, "--because", "x", *ON)
    assert "xxx…'; its steps are" in printed
    assert len(printed) < 400
    assert "x" * 200 in refused(loaded, "waive", HLPF, "x" * 200, "--because", "x", *ON)


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        (OFF, "@desktop", "'@desktop' is no act and no door"),
        (OFF, "deadline/waive@desktop", "'deadline/waive@desktop' is no act and no door"),
        (OFF, "@", "'@' is no act and no door"),
        (OFF, "deadline/waive@", "'deadline/waive@' is no act and no door"),
        (OWN, "..", "'..' cannot be imported"),
        (OWN, "half_written", "'half_written' cannot be imported"),
        (OWN, "falls_over", "'falls_over' cannot be imported: ZeroDivisionError: division by zero"),
    ],
)
def test_what_switches_acts_off_or_adds_some_must_be_known(
    loaded, tmp_path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, why: str
) -> None:
    (tmp_path / "half_written.py").write_text("def waive(:\n")
    (tmp_path / "falls_over.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv(setting, value)
    assert why in refused(loaded, *WAIVE, *ON)
    assert why in refused(loaded, "acts")


def test_a_noun_without_a_verb_shows_what_there_is_to_do(council) -> None:
    printed = council("anchor")
    assert (printed.code, printed.out) == (2, "")
    assert "Acts on an anchor.\n" in printed.err
    assert "\n  move  " in printed.err


def test_rows_that_no_line_wrote_are_found_and_said_so(loaded, home) -> None:
    store = sqlite3.connect(home / "council.db")
    with store:
        store.execute("UPDATE journal SET id = 99 WHERE id = (SELECT max(id) FROM journal)")
    store.close()
    assert "there are rows in 'anchor_date' that no line of the journal wrote" in loaded("journal", "verify").err


def test_the_days_of_anchors_are_read_as_people_name_them(council):
    words = ("--anchor", "un-deadline=28 April 2027", "--anchor", "review=7-8 February 2027", *ON)
    assert council("open", "hlpf-contribution/2027", *words, "--by", "WSIS desk").code == 0
    status = council("status", "hlpf-contribution/2027", "--json", *ON).facts
    assert [each["due"] for each in status["deadlines"] if each["step"] == "submission"] == ["2027-04-28"]
    unclear = council("open", "hlpf-contribution/2028", "--anchor", "un-deadline=3/4/2028", *ON)
    assert (unclear.code, "2028-03-04, 2028-04-03" in unclear.err) == (2, True)
    exact = council("open", "hlpf-contribution/2029", "--anchor", "un-deadline=28 April 2029", "--json", *ON)
    assert exact.code == 2


def test_the_days_of_a_year_s_anchors_are_read_likewise(loaded):
    own = ("--anchor", "hlpf-contribution/2027", "un-deadline=28 April 2027")
    more = ("--anchor", "hlpf-contribution/2027", "review=7-8 February 2027", "--preview", *ON)
    shown = loaded("year", "2027", "--accept", "hlpf-contribution/2027", *own, *more).out
    assert "2027-04-28 Wed  submission" in shown
