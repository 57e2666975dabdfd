"""Behind the Tab key a shell offers what the record has, and nothing where the record cannot say."""

import pytest

from tests.secretariat import HLPF

ON = ("--as-of", "2017-02-09")
FILES = [f"examples/2017/{name}" for name in ("1-bodies.yaml", "2-contacts.csv", "4-hlpf-contribution.yaml")]


@pytest.fixture
def offered(council, monkeypatch: pytest.MonkeyPatch):
    """Return what bash is offered for the last of these words."""

    def ask(*words: str) -> list[str]:
        with monkeypatch.context() as shell:
            shell.setenv("_COUNCIL_COMPLETE", "bash_complete")
            shell.setenv("COMP_WORDS", " ".join(("council", *words)))
            shell.setenv("COMP_CWORD", str(len(words)))
            printed = council()
        assert (printed.code, printed.err) == (0, "")
        return [line.partition(",")[2] for line in printed.out.splitlines() if line]

    return ask


def test_names_are_those_of_the_record(council, offered) -> None:
    assert council("load", *FILES, *ON).code == 0
    assert offered("agree", "hl") == [HLPF]
    assert offered("status", "HL") == [HLPF]
    assert "comments" in offered("agree", HLPF, "com")
    assert offered("agree", HLPF, "nothing-begins-so") == []
    assert sorted(offered("deadline", "agr")) == ["agree", "agree-several"]  # in the order in which acts were imported


def test_what_was_typed_before_is_read_kindly(council, offered) -> None:
    assert council("load", *FILES, *ON).code == 0
    assert offered("explain", "hlpf-contribution/2017", "revised-d") == ["revised-draft"]
    assert offered("explain", "hlpf-contribution", "revised-d") == ["revised-draft"]


def test_a_cycle_to_open_begins_with_its_chain(council, offered) -> None:
    assert council("load", *FILES, *ON).code == 0
    assert offered("open", "hlpf") == ["hlpf-contribution/"]


def test_a_word_of_two_acts_offers_what_either_takes_next(council, offered) -> None:
    assert council("load", *FILES, *ON).code == 0
    assert offered("move", "hl") == [HLPF, "hlpf-17"]
    assert offered("move", HLPF, "un") == ["un-deadline"]
    assert offered("move", "hlpf-17", "un") == []


@pytest.mark.parametrize("words", [("agree", "hl"), ("agree", HLPF, "com"), ("status", "")])
def test_without_a_store_nothing_is_offered_and_none_is_made(home, offered, words: tuple[str, ...]) -> None:
    assert offered(*words) == []
    assert not home.exists()


def test_behind_a_cycle_that_nobody_knows_no_step_is_offered(council, offered) -> None:
    assert council("load", *FILES, *ON).code == 0
    assert offered("agree", "csocd/1999", "com") == []


def test_versions_are_those_of_their_resolution_and_the_words_of_a_list_are_offered(council, offered) -> None:
    assert council("load", FILES[0], "examples/resolutions/resolution-1332.yaml", *ON).code == 0
    assert offered("resolution", "adopt", "council-1332", "mod") == ["Modified 2016"]
    assert offered("submit", "C17/9", "CSTD", "--clause", "council-1332/sg-6") == ["council-1332/sg-6"]
    assert council("submit", "C17/47", "Council", *ON).code == 0
    assert offered("document", "language", "c17/4") == ["C17/47"]
    assert offered("document", "language", "C17/47", "") == ["ar", "zh", "en", "fr", "ru", "es"]
    assert offered("document", "language", "C17/47", "fr", "in") == ["in-translation"]
