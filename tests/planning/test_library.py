"""Files of chains: each fault is said with its place and what ends it, and the other chains go on."""

import pytest

from kernel import chains
from planning.errors import BadChainFile, NoSuchChain
from planning.library import declared, find
from tests.chain_files import GOOD, dropped_in

SHIPPED = len(chains.declared())
LIAISON = "flows/chains/liaison_statement.py"


def test_every_shipped_file_can_be_used():
    library = chains.declared()
    assert (len(library), library.broken) == (SHIPPED, ())


def test_a_file_of_the_name_of_its_chain_is_found(tmp_path):
    with dropped_in(tmp_path, {"liaison_statement.py": GOOD}):
        library = chains.declared()
    assert (len(library), library.broken) == (SHIPPED + 1, ())
    assert find(library, "liaison-statement").title == "A liaison statement"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD[:-3], f"{LIAISON}, line 3, cannot be used: it is no Python: '(' was never closed"),
        (GOOD.encode() + b"\xff", f"{LIAISON}, line 11, cannot be used: it is no Python: (unicode error)"),
        (GOOD.replace("2 weeks before", "2 wekes before"), f"{LIAISON}, line 7, cannot be used: '2 wekes before"),
        (GOOD.replace("on reply", "on replies"), f"{LIAISON}, line 3, cannot be used: the procedure 'liaison-"),
        (
            GOOD.replace("Anchor, ", "Ancre, Anchor, "),
            f"{LIAISON}, line 1, cannot be used: cannot import name 'Ancre' from 'planning.chain'; mend",
        ),
        (f"import nothing\n{GOOD}", f"{LIAISON}, line 1, cannot be used: No module named 'nothing'; mend"),
        (GOOD + "\nraise SystemExit(3)\n", f"{LIAISON}, line 12, cannot be used: SystemExit: 3; mend"),
        (GOOD + "\n1 / 0\n", f"{LIAISON}, line 12, cannot be used: ZeroDivisionError: division by zero"),
        (GOOD.replace("CHAIN =", "CHAINS ="), f"{LIAISON} cannot be used: it declares no CHAIN"),
        ("", f"{LIAISON} cannot be used: it declares no CHAIN"),
        (
            GOOD.replace('"liaison-statement"', '"liaison_statement"'),
            f"{LIAISON} cannot be used: 'liaison_statement' is not a name; write small letters, digits and hyphens",
        ),
        (
            GOOD.replace('"Draft the answer"', '"Draft the answer", by=SECRETARY'),
            f"{LIAISON}, line 7, cannot be used: NameError: name 'SECRETARY' is not defined; write the word in quotes",
        ),
        (
            GOOD.replace('"Draft the answer"', '"Draft the answer", owner="secretary"'),
            f"{LIAISON}, line 7, cannot be used: TypeError: Step.__init__() got an unexpected keyword argument 'owner'"
            "; docs/chains.md lists the fields, and what each may be; mend",
        ),
        (
            GOOD.replace('"liaison-statement"', '"liaison"'),
            f"{LIAISON} cannot be used: it declares 'liaison'; call the file liaison.py, or the procedure",
        ),
        (
            GOOD.replace('"Draft the answer"', '"Draft the answer", by="members"'),
            f"{LIAISON} cannot be used: nobody is called 'members', as 'draft' has it; did you mean 'membership'?",
        ),
        (
            GOOD.replace('"Draft the answer"', '"Draft the answer", to="the Member States"'),
            f"{LIAISON} cannot be used: nobody is called 'the Member States', as 'draft' has it; did you mean ",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_with_its_line_and_stops_no_other(tmp_path, text, says):
    with dropped_in(tmp_path, {"liaison_statement.py": text}):
        library = chains.declared()
    (fault,) = library.broken
    assert str(fault).startswith(says)
    assert fault.remedies
    assert str(tmp_path) not in str(fault)
    assert len(library) == SHIPPED


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ('"liaison-statement"', "5", "slug of 5 cannot be 5"),
        ("version=1", "version='1'", "version of 'liaison-statement' cannot be '1'"),
        ("version=1", "version=1, place=5", "place of 'liaison-statement' cannot be 5"),
        ('"A liaison statement"', '" "', "title of 'liaison-statement' cannot be ' '"),
        ("outside=True", 'outside="yes"', "outside of 'reply' cannot be 'yes'"),
        ('"Draft the answer"', '"Draft the answer", by=None', "by of 'draft' cannot be None"),
        ('"Draft the answer"', '"Draft the answer", ladder="7 days before"', "ladder of 'draft' cannot be '7 days bef"),
        ('"Draft the answer"', '"Draft the answer", least_days="7"', "least_days of 'draft' cannot be '7'"),
    ],
)  # fmt: skip
def test_a_field_that_holds_what_it_cannot_is_named(tmp_path, written, instead, says):
    with dropped_in(tmp_path, {"liaison_statement.py": GOOD.replace(written, instead)}):
        (fault,) = chains.declared().broken
    assert str(fault).startswith(f"{LIAISON}")
    assert f" cannot be used: {says}" in str(fault)
    assert "docs/chains.md lists what it may be" in str(fault)


def test_lists_will_do_for_tuples(tmp_path):
    text = GOOD.replace("outside=True),)", "outside=True)]").replace("anchors=(", "anchors=[")
    with dropped_in(tmp_path, {"liaison_statement.py": text}):
        assert chains.declared().broken == ()


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with dropped_in(tmp_path, {"liaison_statement.py": GOOD}):
        (tmp_path / "liaison_statement.py").unlink()
        (tmp_path / "liaison_statement.py").symlink_to(tmp_path / "liaison_statement.py")
        (fault,) = chains.declared().broken
    assert fault.place == LIAISON


def test_of_two_files_with_one_name_the_one_that_is_called_so_stays(tmp_path):
    with dropped_in(tmp_path, {"liaison_statement.py": GOOD, "liaison_copy.py": GOOD, "liaison-statement.py": GOOD}):
        library = chains.declared()
    assert "liaison-statement" in library
    assert [fault.place for fault in library.broken] == [
        "flows/chains/liaison-statement.py",
        "flows/chains/liaison_copy.py",
    ]


@pytest.mark.parametrize(
    "slug", ["agree", "deadline-agree", "deadline", "cycle-status", "doctor", "db", "timeline", "round", "everything"]
)
def test_a_chain_may_not_take_the_name_of_an_act_a_reading_a_command_or_a_flow(tmp_path, slug):
    name = f"{slug.replace('-', '_')}.py"
    with dropped_in(tmp_path, {name: GOOD.replace("liaison-statement", slug)}):
        (fault,) = chains.declared().broken
    assert str(fault).startswith(f"flows/chains/{name} cannot be used: {slug!r} is the name of an act, a reading or a")


def test_an_actor_that_resembles_no_role_is_no_slip(tmp_path):
    text = GOOD.replace('"Draft the answer"', '"Draft the answer", by="cwg-languages"')
    with dropped_in(tmp_path, {"liaison_statement.py": text}):
        assert chains.declared().broken == ()


def test_a_file_that_was_mended_is_read_again(tmp_path):
    with dropped_in(tmp_path, {"liaison_statement.py": GOOD[:-3]}):
        assert chains.declared().broken
        (tmp_path / "liaison_statement.py").write_text(GOOD)
        assert find(chains.declared(), "liaison-statement").version == 1


def test_a_chain_is_asked_for_by_name(tmp_path):
    with dropped_in(tmp_path, {"liaison_statement.py": GOOD[:-3]}):
        library = chains.declared()
    with pytest.raises(BadChainFile, match="line 3"):
        find(library, "liaison-statement")
    with pytest.raises(BadChainFile, match="line 3"):
        declared(library, "liaison-statement")
    with pytest.raises(NoSuchChain):
        find(library, "liaison")
    assert declared(library, "liaison") is None
